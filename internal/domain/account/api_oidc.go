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
	huma.Register(api, huma.Operation{
		OperationID: "list-identities", Method: http.MethodGet, Path: "/api/identities",
		Summary: "My accounts at an organisation's own sign-in", Tags: []string{"account"},
	}, h.identities)
	huma.Register(api, huma.Operation{
		OperationID: "detach-identity", Method: http.MethodDelete, Path: "/api/identities/{id}", DefaultStatus: http.StatusNoContent,
		Summary: "End that an account at an organisation's own sign-in signs me in; a code by mail always does", Tags: []string{"account"},
	}, h.detachIdentity)
}

// IdentityView is an account of mine at an organisation's own sign-in.
type IdentityView struct {
	ID         string    `json:"id"`
	Provider   string    `json:"provider" doc:"What people call it" example:"Thisted Kommune"`
	InUse      bool      `json:"inUse" doc:"Whether the installation still sends people there"`
	CreatedAt  time.Time `json:"createdAt"`
	LastUsedAt time.Time `json:"lastUsedAt"`
}

// IdentitiesOutput is the answer of list-identities.
type IdentitiesOutput struct {
	Body struct {
		Items []IdentityView `json:"items" nullable:"false"`
		Next  string         `json:"next" doc:"Always empty: the list is whole"`
	}
}

func (h handlers) identities(ctx context.Context, _ *struct{}) (*IdentitiesOutput, error) {
	list, err := h.service.Linked(ctx)
	if err != nil {
		return nil, err
	}
	out := &IdentitiesOutput{}
	out.Body.Items = make([]IdentityView, len(list))
	for n, l := range list {
		out.Body.Items[n] = IdentityView{ID: l.ID, Provider: l.Provider, InUse: l.InUse, CreatedAt: l.CreatedAt, LastUsedAt: l.LastUsedAt}
	}
	return out, nil
}

// IdentityInput names an account of mine.
type IdentityInput struct {
	ID string `path:"id" maxLength:"64"`
}

func (h handlers) detachIdentity(ctx context.Context, input *IdentityInput) (*struct{}, error) {
	return nil, h.service.Detach(ctx, input.ID)
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
	Browser   string `cookie:"sluse_oidc" example:"kQ4vXw2n7Lr0"`
	State     string `query:"state" example:"kQ4vXw2n7Lr0"`
	Code      string `query:"code" example:"0.AXkA"`
	Issuer    string `query:"iss" example:"https://login.example"`
	Trouble   string `query:"error" example:"access_denied"`
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
		if organisation, told := f.Params["organisation"].(string); told {
			out.Location += "&organisation=" + url.QueryEscape(organisation)
		}
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
