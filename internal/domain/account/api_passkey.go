package account

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humaecho"
)

func (h handlers) registerPasskeys(api huma.API) {
	operation := func(id, method, path, summary string, status int) huma.Operation {
		return huma.Operation{
			OperationID: id, Method: method, Path: path, Summary: summary, Tags: []string{"account"}, DefaultStatus: status,
		}
	}
	huma.Register(api, operation("begin-passkey-sign-in", http.MethodPost, "/api/passkey-challenges",
		"Ask for a challenge to sign in with any passkey; it works once, for five minutes", http.StatusCreated), h.beginPasskeySignIn)
	huma.Register(api, operation("passkey-sign-in", http.MethodPost, "/api/passkey-sign-ins",
		"Sign in with a passkey's answer to a challenge", http.StatusOK), h.passkeySignIn)
	huma.Register(api, operation("list-passkeys", http.MethodGet, "/api/passkeys", "My passkeys", http.StatusOK), h.passkeys)
	huma.Register(api, operation("begin-passkey", http.MethodPost, "/api/me/passkey-challenges",
		"Ask for a challenge to make a passkey", http.StatusCreated), h.beginPasskey)
	huma.Register(api, operation("add-passkey", http.MethodPost, "/api/passkeys",
		"Add the passkey that my browser made", http.StatusCreated), h.addPasskey)
	huma.Register(api, operation("rename-passkey", http.MethodPatch, "/api/passkeys/{id}", "Rename a passkey of mine", http.StatusOK), h.renamePasskey)
	huma.Register(api, operation("remove-passkey", http.MethodDelete, "/api/passkeys/{id}", "Remove a passkey of mine", http.StatusNoContent), h.removePasskey)
	huma.Register(api, operation("decline-passkey", http.MethodDelete, "/api/me/passkey-offer",
		"Do not offer me a passkey again", http.StatusNoContent), h.declinePasskey)
}

// AskedView is a question to a browser.
type AskedView struct {
	ChallengeID string          `json:"challengeId" doc:"To be sent with the answer"`
	Options     json.RawMessage `json:"options" doc:"What navigator.credentials takes as publicKey; binary values in base64url (WebAuthn Level 3)"`
	ExpiresAt   time.Time       `json:"expiresAt"`
}

// AskedOutput is the answer of begin-passkey and begin-passkey-sign-in.
type AskedOutput struct{ Body AskedView }

// PasskeyView is a passkey of mine.
type PasskeyView struct {
	ID         string     `json:"id"`
	Name       string     `json:"name" example:"Windows, Edge"`
	CreatedAt  time.Time  `json:"createdAt"`
	LastUsedAt *time.Time `json:"lastUsedAt,omitempty"`
	Blocked    bool       `json:"blocked" doc:"Its counter ran backwards, as a copied key's does: it no longer signs in"`
}

func viewPasskey(p Passkey) PasskeyView {
	return PasskeyView{ID: p.ID, Name: p.Name, CreatedAt: p.CreatedAt, LastUsedAt: p.LastUsedAt, Blocked: p.Blocked()}
}

// PasskeyOutput is one passkey.
type PasskeyOutput struct{ Body PasskeyView }

// PasskeysOutput is the answer of list-passkeys.
type PasskeysOutput struct {
	Body struct {
		Items    []PasskeyView `json:"items" nullable:"false"`
		Next     string        `json:"next" doc:"Always empty: the list is whole"`
		Possible bool          `json:"possible" doc:"Whether passkeys can be used at this installation's address"`
	}
}

func (h handlers) passkeys(ctx context.Context, _ *struct{}) (*PasskeysOutput, error) {
	list, err := h.service.Passkeys(ctx)
	if err != nil {
		return nil, err
	}
	out := &PasskeysOutput{}
	out.Body.Items, out.Body.Possible = make([]PasskeyView, len(list)), h.service.PasskeysPossible()
	for i, p := range list {
		out.Body.Items[i] = viewPasskey(p)
	}
	return out, nil
}

// ClientInput knows which address a request came from.
type ClientInput struct{ client string }

// Resolve implements huma.Resolver.
func (i *ClientInput) Resolve(ctx huma.Context) []error {
	i.client = humaecho.Unwrap(ctx).RealIP()
	return nil
}

func (h handlers) beginPasskeySignIn(ctx context.Context, input *ClientInput) (*AskedOutput, error) {
	asked, err := h.service.BeginPasskeySignIn(ctx, input.client)
	if err != nil {
		return nil, err
	}
	return &AskedOutput{AskedView(asked)}, nil
}

func (h handlers) beginPasskey(ctx context.Context, _ *struct{}) (*AskedOutput, error) {
	asked, err := h.service.BeginPasskey(ctx)
	if err != nil {
		return nil, err
	}
	return &AskedOutput{AskedView(asked)}, nil
}

// PasskeySignInInput is a passkey's answer to a challenge.
type PasskeySignInInput struct {
	UserAgent string `header:"User-Agent"`
	Body      struct {
		ChallengeID string          `json:"challengeId" maxLength:"36"`
		Credential  json.RawMessage `json:"credential" doc:"The browser's PublicKeyCredential as JSON"`
		Next        string          `json:"next,omitempty" maxLength:"500" doc:"The page to go on to"`
	}
}

func (h handlers) passkeySignIn(ctx context.Context, input *PasskeySignInInput) (*SignedInOutput, error) {
	in, err := h.service.SignInWithPasskey(ctx, input.Body.ChallengeID, input.Body.Credential, input.UserAgent, currentSession(ctx))
	if err != nil {
		return nil, err
	}
	in.Next = safeNext(input.Body.Next)
	return h.signedIn(ctx, in)
}

// AddPasskeyInput is the browser's answer to begin-passkey.
type AddPasskeyInput struct {
	UserAgent string `header:"User-Agent"`
	Body      struct {
		ChallengeID string          `json:"challengeId" maxLength:"36"`
		Credential  json.RawMessage `json:"credential" doc:"The browser's PublicKeyCredential as JSON"`
	}
}

func (h handlers) addPasskey(ctx context.Context, input *AddPasskeyInput) (*PasskeyOutput, error) {
	p, err := h.service.AddPasskey(ctx, input.Body.ChallengeID, input.Body.Credential, input.UserAgent)
	if err != nil {
		return nil, err
	}
	return &PasskeyOutput{viewPasskey(p)}, nil
}

// RenamePasskeyInput is a passkey's new name.
type RenamePasskeyInput struct {
	ID   string `path:"id" maxLength:"36"`
	Body struct {
		Name string `json:"name" maxLength:"500"`
	}
}

func (h handlers) renamePasskey(ctx context.Context, input *RenamePasskeyInput) (*PasskeyOutput, error) {
	p, err := h.service.RenamePasskey(ctx, input.ID, input.Body.Name)
	if err != nil {
		return nil, err
	}
	return &PasskeyOutput{viewPasskey(p)}, nil
}

// PasskeyInput names a passkey.
type PasskeyInput struct {
	ID string `path:"id" maxLength:"36"`
}

func (h handlers) removePasskey(ctx context.Context, input *PasskeyInput) (*struct{}, error) {
	return nil, h.service.RemovePasskey(ctx, input.ID)
}

func (h handlers) declinePasskey(ctx context.Context, _ *struct{}) (*struct{}, error) {
	return nil, h.service.DeclinePasskey(ctx)
}
