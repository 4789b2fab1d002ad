package account

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"sluse/internal/kernel/fault"
)

// CallbackPath is where a provider sends people back to.
const CallbackPath = "/api/oidc/callback"

// oidcCookie holds which browser set out to the provider.
const oidcCookie = "sluse_oidc"

func (h handlers) registerOIDC(api huma.API) {
	huma.Register(api, huma.Operation{
		OperationID: "begin-oidc-sign-in", Method: http.MethodPost, Path: "/api/oidc-sign-ins", DefaultStatus: http.StatusCreated,
		Summary: "Ask for the address of the organisation's own sign-in; 404 where there is none", Tags: []string{"account"},
	}, h.beginOIDC)
	huma.Register(api, huma.Operation{
		OperationID: "finish-oidc-sign-in", Method: http.MethodGet, Path: CallbackPath, DefaultStatus: http.StatusSeeOther,
		Summary: "Where the organisation's own sign-in sends people back to; goes on to a page", Tags: []string{"account"},
	}, h.finishOIDC)
}

// BeginOIDCInput is the page to go on to.
type BeginOIDCInput struct {
	ClientInput
	Body struct {
		Next string `json:"next,omitempty" maxLength:"500" doc:"The page to go on to"`
	}
}

// BeginOIDCOutput is where to go, and what the browser keeps meanwhile.
type BeginOIDCOutput struct {
	SetCookie string `header:"Set-Cookie"`
	Body      struct {
		URL string `json:"url" doc:"The provider's page, for the whole window"`
	}
}

func (h handlers) beginOIDC(ctx context.Context, input *BeginOIDCInput) (*BeginOIDCOutput, error) {
	out, err := h.service.BeginOIDC(ctx, input.Body.Next, input.client)
	if err != nil {
		return nil, err
	}
	answer := &BeginOIDCOutput{SetCookie: h.oidcCookie(out.Browser, int(oidcLife/time.Second))}
	answer.Body.URL = out.Address
	return answer, nil
}

func (h handlers) oidcCookie(token string, age int) string {
	cookie := http.Cookie{ //nolint:gosec // Secure wherever the installation is reached by https; a trial on localhost is not
		Name: oidcCookie, Value: token, Path: CallbackPath, MaxAge: age, HttpOnly: true, Secure: h.service.Secure,
		SameSite: http.SameSiteLaxMode,
	}
	return cookie.String()
}

// FinishOIDCInput is what the provider sends people back with. Whatever it holds,
// the answer is a page.
type FinishOIDCInput struct {
	UserAgent string `header:"User-Agent"`
	Browser   string `cookie:"sluse_oidc"`
	State     string `query:"state"`
	Code      string `query:"code"`
	Issuer    string `query:"iss"`
	Trouble   string `query:"error"`
}

// FinishOIDCOutput goes on to a page.
type FinishOIDCOutput struct {
	Location  string   `header:"Location"`
	SetCookie []string `header:"Set-Cookie"`
}

func (h handlers) finishOIDC(ctx context.Context, input *FinishOIDCInput) (*FinishOIDCOutput, error) {
	in, err := h.service.FinishOIDC(ctx, CameBack{
		State: input.State, Code: input.Code, Issuer: input.Issuer, Trouble: input.Trouble, Browser: input.Browser,
	}, input.UserAgent, currentSession(ctx))
	out := &FinishOIDCOutput{SetCookie: []string{h.oidcCookie("", -1)}}
	f, is := fault.As(err)
	switch {
	case is && f.Code != "oidc.off" && strings.HasPrefix(f.Code, "oidc."):
		out.Location = "/sign-in?trouble=" + url.QueryEscape(f.Code)
	case err != nil:
		return nil, err
	default:
		out.Location = in.Next
		if out.Location == "" {
			out.Location = "/overview"
		}
		out.SetCookie = append(out.SetCookie, h.cookie(in.Token, int(wholeLife/time.Second)))
	}
	return out, nil
}
