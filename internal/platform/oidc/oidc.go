// Package oidc asks an OpenID Connect provider, such as Microsoft Entra ID, who
// somebody is. It knows the protocol and nothing of persons.
//
// An answer is taken only if it is from the configured issuer, for this client, of
// now, signed with a key that the issuer publishes, and made for the very question
// that was asked (state, nonce and PKCE).
package oidc

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"

	gooidc "github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// ErrRefused is in the chain of every error about an answer that must not be
// believed; ErrAway, about a provider that does not answer.
var (
	ErrRefused = errors.New("oidc: the provider's answer is not to be believed")
	ErrAway    = errors.New("oidc: the provider does not answer as it should")
)

// Bounds of what the provider may take.
const (
	patience   = 10 * time.Second
	mostAnswer = 1 << 20 // bytes
)

// Settings name the provider and who we are to it.
type Settings struct {
	Issuer, ClientID, ClientSecret string
	// Redirect is the address that the provider sends people back to.
	Redirect string
	// Now is the clock that expiry is judged by.
	Now func() time.Time
}

// Flow is what one question and its answer have in common. State stands in the
// address; Nonce in the answer's token; Verifier is shown to the provider only.
type Flow struct{ State, Nonce, Verifier string }

// Identity is who somebody is to the provider. Subject never changes; Email may,
// and counts only where the provider says that it is verified.
type Identity struct {
	Issuer, Subject, Email string
	EmailVerified          bool
}

// Provider is one provider. It is looked up when it is first needed, so that the
// program starts without it.
type Provider struct {
	settings Settings
	client   *http.Client

	mu    sync.Mutex
	found *gooidc.Provider
}

// New returns the provider that the settings name.
func New(settings Settings) *Provider {
	return &Provider{settings: settings, client: &http.Client{
		Timeout: patience, Transport: bounded{http.DefaultTransport},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// bounded reads no endless answer.
type bounded struct{ next http.RoundTripper }

// RoundTrip implements http.RoundTripper.
func (b bounded) RoundTrip(request *http.Request) (*http.Response, error) {
	answer, err := b.next.RoundTrip(request)
	if err != nil {
		return nil, err
	}
	answer.Body = struct {
		io.Reader
		io.Closer
	}{io.LimitReader(answer.Body, mostAnswer), answer.Body}
	return answer, nil
}

// Check looks the provider up.
func (p *Provider) Check(ctx context.Context) error {
	_, err := p.discover(ctx)
	return err
}

func (p *Provider) discover(ctx context.Context) (*gooidc.Provider, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.found != nil {
		return p.found, nil
	}
	// What is found is kept, and fetches keys later: it must outlive this request.
	found, err := gooidc.NewProvider(gooidc.ClientContext(context.WithoutCancel(ctx), p.client), p.settings.Issuer)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrAway, err)
	}
	p.found = found
	return found, nil
}

func (p *Provider) exchange(found *gooidc.Provider) *oauth2.Config {
	return &oauth2.Config{
		ClientID: p.settings.ClientID, ClientSecret: p.settings.ClientSecret, Endpoint: found.Endpoint(),
		RedirectURL: p.settings.Redirect, Scopes: []string{gooidc.ScopeOpenID, "email", "profile"},
	}
}

// Address returns where to send somebody to be asked.
func (p *Provider) Address(ctx context.Context, flow Flow) (string, error) {
	found, err := p.discover(ctx)
	if err != nil {
		return "", err
	}
	return p.exchange(found).AuthCodeURL(flow.State, gooidc.Nonce(flow.Nonce), oauth2.S256ChallengeOption(flow.Verifier)), nil
}

// Identity redeems the code that somebody came back with. issuer is the answer's
// own "iss", or "" where it has none (RFC 9207).
func (p *Provider) Identity(ctx context.Context, code, issuer string, flow Flow) (Identity, error) {
	if issuer != "" && issuer != p.settings.Issuer {
		return Identity{}, fmt.Errorf("%w: it is from another issuer", ErrRefused)
	}
	found, err := p.discover(ctx)
	if err != nil {
		return Identity{}, err
	}
	ctx = gooidc.ClientContext(ctx, p.client)
	token, err := p.exchange(found).Exchange(ctx, code, oauth2.VerifierOption(flow.Verifier))
	if err != nil {
		var said *oauth2.RetrieveError
		if errors.As(err, &said) && said.Response.StatusCode < http.StatusInternalServerError {
			return Identity{}, fmt.Errorf("%w: the code was refused (%s)", ErrRefused, said.ErrorCode)
		}
		return Identity{}, fmt.Errorf("%w: %w", ErrAway, err)
	}
	raw, _ := token.Extra("id_token").(string)
	verifier := found.Verifier(&gooidc.Config{ClientID: p.settings.ClientID, Now: p.settings.Now})
	proof, err := verifier.Verify(ctx, raw)
	if err != nil {
		return Identity{}, fmt.Errorf("%w: %w", ErrRefused, err)
	}
	if proof.Nonce == "" || subtle.ConstantTimeCompare([]byte(proof.Nonce), []byte(flow.Nonce)) != 1 {
		return Identity{}, fmt.Errorf("%w: it was made for another question", ErrRefused)
	}
	if proof.Subject == "" {
		return Identity{}, fmt.Errorf("%w: it names nobody", ErrRefused)
	}
	return p.describe(ctx, found, token, proof)
}

// claims are what we read about somebody.
type claims struct {
	Email         string `json:"email"`
	EmailVerified any    `json:"email_verified"`
	// DomainVerified is Entra ID's word that the address's domain belongs to the
	// person's organisation; elsewhere it is not there.
	DomainVerified any `json:"xms_edov"`
	// Authorised is whom the token was made for where it has several audiences.
	Authorised string `json:"azp"`
}

// describe reads the address out of the token or, where it is not in there, asks
// for it.
func (p *Provider) describe(ctx context.Context, found *gooidc.Provider, token *oauth2.Token, proof *gooidc.IDToken) (Identity, error) {
	var c claims
	if err := proof.Claims(&c); err != nil {
		return Identity{}, fmt.Errorf("%w: %w", ErrRefused, err)
	}
	if len(proof.Audience) > 1 && c.Authorised != p.settings.ClientID {
		return Identity{}, fmt.Errorf("%w: it was made for another client too", ErrRefused)
	}
	who := Identity{Issuer: proof.Issuer, Subject: proof.Subject}
	if c.Email == "" && found.UserInfoEndpoint() != "" {
		info, err := found.UserInfo(ctx, oauth2.StaticTokenSource(token))
		if err != nil {
			return Identity{}, fmt.Errorf("%w: %w", ErrAway, err)
		}
		if info.Subject != proof.Subject {
			return Identity{}, fmt.Errorf("%w: it describes somebody else", ErrRefused)
		}
		if err := info.Claims(&c); err != nil {
			return Identity{}, fmt.Errorf("%w: %w", ErrRefused, err)
		}
	}
	who.Email, who.EmailVerified = c.Email, yes(c.EmailVerified) || yes(c.DomainVerified)
	return who, nil
}

// yes reads a truth as providers write it: true, "true", 1 or "1".
func yes(claim any) bool {
	switch value := claim.(type) {
	case bool:
		return value
	case string:
		return value == "true" || value == "1"
	case float64:
		return value == 1
	}
	return false
}
