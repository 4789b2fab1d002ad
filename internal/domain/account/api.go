package account

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humaecho"

	"sluse/internal/kernel/actor"
)

// PublicOperations are the operations that need no sign-in.
var PublicOperations = []string{"request-sign-in", "sign-in", "list-demo-personas", "demo-sign-in", "begin-passkey-sign-in", "passkey-sign-in",
	"begin-oidc-sign-in", "finish-oidc-sign-in"}

// cookieName holds the session's token; platform/web reads it.
const cookieName = "sluse_session"

// Register mounts the feature's routes.
func (m *Module) Register(api huma.API) {
	h := handlers{m.Service}
	operation := func(id, method, path, summary string, status int) huma.Operation {
		return huma.Operation{
			OperationID: id, Method: method, Path: path, Summary: summary, Tags: []string{"account"}, DefaultStatus: status,
		}
	}
	huma.Register(api, operation("request-sign-in", http.MethodPost, "/api/sign-in-requests",
		"Ask for a code and a link by mail; the answer is the same for every address", http.StatusAccepted), h.request)
	huma.Register(api, operation("sign-in", http.MethodPost, "/api/sign-ins",
		"Sign in with a request and its code, or with a link's token", http.StatusOK), h.signIn)
	huma.Register(api, operation("sign-out", http.MethodDelete, "/api/session", "Sign out of this browser", http.StatusNoContent), h.signOut)
	huma.Register(api, operation("list-sessions", http.MethodGet, "/api/sessions", "Where I am signed in", http.StatusOK), h.sessions)
	huma.Register(api, operation("end-session", http.MethodDelete, "/api/sessions/{id}", "Sign out of one browser", http.StatusNoContent), h.endSession)
	huma.Register(api, operation("end-sessions", http.MethodDelete, "/api/sessions", "Sign out everywhere", http.StatusNoContent), h.endSessions)
	huma.Register(api, operation("get-me", http.MethodGet, "/api/me", "Who I am, and in which programmes", http.StatusOK), h.me)
	huma.Register(api, operation("change-me", http.MethodPatch, "/api/me", "Change my name, title or language", http.StatusOK), h.changeMe)
	registerAdmin(api, h)
	huma.Register(api, operation("list-demo-personas", http.MethodGet, "/api/demo/personas",
		"Whom anybody may sign in as; 404 outside the demo", http.StatusOK), h.personas)
	huma.Register(api, operation("demo-sign-in", http.MethodPost, "/api/demo/sign-ins",
		"Sign in as one of the demo's personas; 404 outside the demo", http.StatusOK), h.demoSignIn)
	h.registerPasskeys(api)
	h.registerOIDC(api)
}

type handlers struct{ service *Service }

// RequestInput asks for a sign-in by mail.
type RequestInput struct {
	Body struct {
		Email string `json:"email" maxLength:"320" example:"signe@thisted.example"`
		Next  string `json:"next,omitempty" maxLength:"500" doc:"The page to go on to"`
	}
	client string
}

// Resolve implements huma.Resolver: it reads which address the request came from.
func (i *RequestInput) Resolve(ctx huma.Context) []error {
	i.client = humaecho.Unwrap(ctx).RealIP()
	return nil
}

// RequestOutput is the answer of request-sign-in.
type RequestOutput struct {
	Body struct {
		RequestID string    `json:"requestId" doc:"To be sent with the code"`
		ExpiresAt time.Time `json:"expiresAt"`
	}
}

func (h handlers) request(ctx context.Context, input *RequestInput) (*RequestOutput, error) {
	requested, err := h.service.RequestSignIn(ctx, input.Body.Email, input.Body.Next, input.client)
	if err != nil {
		return nil, err
	}
	out := &RequestOutput{}
	out.Body.RequestID, out.Body.ExpiresAt = requested.ID, requested.ExpiresAt
	return out, nil
}

// SignInInput is a request with its code, or a link's token.
type SignInInput struct {
	UserAgent string `header:"User-Agent"`
	Body      struct {
		RequestID string `json:"requestId,omitempty" maxLength:"36"`
		Code      string `json:"code,omitempty" maxLength:"20" example:"012345"`
		Token     string `json:"token,omitempty" maxLength:"100"`
	}
}

// SignedInOutput is the answer of a sign-in: who I am, and the session's cookie.
type SignedInOutput struct {
	SetCookie string `header:"Set-Cookie"`
	Body      SignedInView
}

// SignedInView is who I am and the page that I wanted.
type SignedInView struct {
	MeView
	Next string `json:"next" doc:"The page to go on to; empty for the overview"`
}

func (h handlers) signIn(ctx context.Context, input *SignInInput) (*SignedInOutput, error) {
	proof := Proof{RequestID: input.Body.RequestID, Code: input.Body.Code, Token: input.Body.Token}
	in, err := h.service.SignIn(ctx, proof, input.UserAgent, currentSession(ctx))
	if err != nil {
		return nil, err
	}
	return h.signedIn(ctx, in)
}

func currentSession(ctx context.Context) string {
	a, _ := actor.From(ctx)
	return a.SessionID
}

func (h handlers) signedIn(ctx context.Context, in SignedIn) (*SignedInOutput, error) {
	me, err := h.view(ctx, in.Person)
	if err != nil {
		return nil, err
	}
	return &SignedInOutput{SetCookie: h.cookie(in.Token, int(wholeLife/time.Second)), Body: SignedInView{me, in.Next}}, nil
}

// cookie writes the session's cookie; a negative age takes it away.
func (h handlers) cookie(token string, age int) string {
	cookie := http.Cookie{ //nolint:gosec // Secure wherever the installation is reached by https; a trial on localhost is not
		Name: cookieName, Value: token, Path: "/", MaxAge: age, HttpOnly: true, Secure: h.service.Secure,
		SameSite: http.SameSiteLaxMode,
	}
	return cookie.String()
}

// SignedOutOutput takes the session's cookie away.
type SignedOutOutput struct {
	SetCookie string `header:"Set-Cookie"`
}

func (h handlers) signOut(ctx context.Context, _ *struct{}) (*SignedOutOutput, error) {
	if err := h.service.EndSession(ctx, currentSession(ctx)); err != nil {
		return nil, err
	}
	return &SignedOutOutput{h.cookie("", -1)}, nil
}

func (h handlers) endSessions(ctx context.Context, _ *struct{}) (*SignedOutOutput, error) {
	if err := h.service.EndAllSessions(ctx); err != nil {
		return nil, err
	}
	return &SignedOutOutput{h.cookie("", -1)}, nil
}
