package account

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/fault"
	"sluse/internal/platform/oidc"
)

// Provider says who somebody is; see platform/oidc.
type Provider interface {
	Address(ctx context.Context, flow oidc.Flow) (string, error)
	Identity(ctx context.Context, code, issuer string, flow oidc.Flow) (oidc.Identity, error)
}

// SetOut is the way to the provider. Browser is for a cookie of the browser that
// sets out.
type SetOut struct{ Address, Browser string }

// CameBack is what somebody came back from the provider with.
type CameBack struct {
	State, Code, Issuer string
	// Trouble is the provider's word for why there is no code.
	Trouble string
	// Browser is what SetOut gave.
	Browser string
}

func (s *Service) oidcOn() error {
	if s.Provider == nil {
		return fault.NewNotFound("oidc.off")
	}
	return nil
}

func oidcExpired() error { return fault.NewGone("oidc.expired") }

// BeginOIDC starts somebody's way to the provider. client is the address that the
// request came from.
func (s *Service) BeginOIDC(ctx context.Context, next, client string) (SetOut, error) {
	if err := s.oidcOn(); err != nil {
		return SetOut{}, err
	}
	state, browser, now := newToken(), newToken(), s.Clock.Now()
	address, err := s.Provider.Address(ctx, s.hash.flowOf(state))
	if err != nil {
		return SetOut{}, s.oidcTrouble(ctx, err)
	}
	flow := OIDCFlow{
		StateHash: s.hash.oidcState(state), BrowserHash: s.hash.oidcBrowser(browser), ClientHash: s.hash.client(client),
		Next: safeNext(next), CreatedAt: now, ExpiresAt: now.Add(oidcLife),
	}
	err = s.DB.Write(ctx, func(ctx context.Context) error {
		n, oldest, err := s.store.countOIDCFlows(ctx, flow.ClientHash, now.Add(-burst))
		if err != nil {
			return err
		}
		if n >= oidcBurst {
			return fault.NewLimited("request.limited", oldest.Add(burst).Sub(now))
		}
		return s.store.insertOIDCFlow(ctx, flow)
	})
	return SetOut{address, browser}, err
}

// oidcTrouble says in a fault what went wrong with the provider. What it said goes
// to the log: it is the operator's to look at.
func (s *Service) oidcTrouble(ctx context.Context, err error) error {
	s.Logger.WarnContext(ctx, "signing in with the provider failed", "error", err)
	switch {
	case errors.Is(err, oidc.ErrRefused):
		return fault.NewForbidden("oidc.refused").Because(err)
	case errors.Is(err, oidc.ErrAway):
		return fault.NewUnavailable("oidc.away").Because(err)
	}
	return err
}

// FinishOIDC opens a session for somebody who came back from the provider, if the
// installation knows them. It makes nobody known.
func (s *Service) FinishOIDC(ctx context.Context, back CameBack, userAgent, replaces string) (SignedIn, error) {
	if err := s.oidcOn(); err != nil {
		return SignedIn{}, err
	}
	flow, err := s.spendOIDCFlow(ctx, back)
	if err != nil {
		return SignedIn{}, err
	}
	if back.Trouble != "" || back.Code == "" {
		return SignedIn{}, fault.NewForbidden("oidc.cancelled")
	}
	// The provider is asked between two transactions: no network inside one.
	who, err := s.Provider.Identity(ctx, back.Code, back.Issuer, s.hash.flowOf(back.State))
	if err != nil {
		return SignedIn{}, s.oidcTrouble(ctx, err)
	}
	var out SignedIn
	err = s.DB.Write(ctx, func(ctx context.Context) error {
		person, err := s.recogniseIdentity(ctx, who)
		if err != nil {
			return err
		}
		out, err = s.open(ctx, person, userAgent, replaces)
		return err
	})
	out.Next = flow.Next
	return out, s.toldHome(ctx, err, who)
}

// homeOf returns whose the domain of a proven address is; false where nobody says.
func (s *Service) homeOf(ctx context.Context, email string) (home actor.Organisation, known bool, err error) {
	if s.Homes == nil {
		return home, false, nil
	}
	homes, err := s.Homes.HomesOf(ctx, []string{email})
	if err != nil {
		return home, false, fmt.Errorf("whose a mail domain is: %w", err)
	}
	home, known = homes[email]
	return home, known, nil
}

// toldHome adds to the refusal of somebody who is not known the organisation of the
// address that they proved, so that the page can tell how they get in.
func (s *Service) toldHome(ctx context.Context, refusal error, who oidc.Identity) error {
	f, is := fault.As(refusal)
	if !is || f.Code != "oidc.unknown_person" {
		return refusal
	}
	email, err := s.believed(who)
	if err != nil {
		return refusal
	}
	home, known, err := s.homeOf(ctx, email)
	if err != nil {
		return err
	}
	if !known {
		return refusal
	}
	return f.With("organisation", home.ID)
}

// spendOIDCFlow uses up the flow of a state, if it set out from this browser.
func (s *Service) spendOIDCFlow(ctx context.Context, back CameBack) (OIDCFlow, error) {
	var flow OIDCFlow
	err := s.DB.Write(ctx, func(ctx context.Context) (err error) {
		hash := s.hash.oidcState(back.State)
		used, err := s.store.useOIDCFlow(ctx, hash, s.hash.oidcBrowser(back.Browser), s.Clock.Now())
		if err != nil {
			return err
		}
		if !used {
			return oidcExpired()
		}
		flow, err = s.store.oidcFlow(ctx, hash)
		return err
	})
	return flow, err
}

// recogniseIdentity finds whom an identity belongs to: who it was bound to or, the
// first time, who has its address. Binding is for good.
func (s *Service) recogniseIdentity(ctx context.Context, who oidc.Identity) (Person, error) {
	now := s.Clock.Now()
	known, err := s.store.identity(ctx, who.Issuer, who.Subject)
	if err == nil {
		person, err := s.store.personByID(ctx, known.PersonID)
		if err != nil {
			return Person{}, err
		}
		if person.Disabled() {
			return Person{}, fault.NewForbidden("oidc.unknown_person")
		}
		return person, s.store.useIdentity(ctx, known, now)
	}
	if !fault.Is(err, fault.NotFound) {
		return Person{}, err
	}
	person, err := s.personOfAddress(ctx, who)
	if err != nil {
		return Person{}, err
	}
	// Somebody else may have the address at the provider by now: whoever was bound first stays.
	if err := s.store.lockPerson(ctx, person.ID); err != nil {
		return Person{}, err
	}
	bound, err := s.store.hasIdentity(ctx, person.ID, who.Issuer)
	if err != nil {
		return Person{}, err
	}
	if bound {
		return Person{}, fault.NewForbidden("oidc.other_account")
	}
	identity := Identity{who.Issuer, who.Subject, person.ID, now, now}
	if err := s.store.insertIdentity(ctx, identity); err != nil {
		return Person{}, err
	}
	if err := s.tell(ctx, person.ID, VerbIdentityBound, "person", person.ID); err != nil {
		return Person{}, err
	}
	return person, s.mailAboutIdentity(ctx, person, "identity_bound", s.linked(identity))
}

// believed returns the address that the provider vouches for, if it is believed about it.
func (s *Service) believed(who oidc.Identity) (string, error) {
	if !who.EmailVerified || strings.TrimSpace(who.Email) == "" {
		return "", fault.NewForbidden("oidc.unverified")
	}
	email, err := NormaliseEmail(who.Email)
	if err != nil {
		return "", fault.NewForbidden("oidc.unverified").Because(err)
	}
	if !trusts(s.ProviderDomains, email) {
		return "", fault.NewForbidden("oidc.domain")
	}
	return email, nil
}

// personOfAddress finds who has the address that the provider vouches for.
func (s *Service) personOfAddress(ctx context.Context, who oidc.Identity) (Person, error) {
	email, err := s.believed(who)
	if err != nil {
		return Person{}, err
	}
	person, err := s.store.personByEmail(ctx, email)
	if fault.Is(err, fault.NotFound) || err == nil && person.Disabled() {
		return Person{}, fault.NewForbidden("oidc.unknown_person")
	}
	return person, err
}
