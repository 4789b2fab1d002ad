package account

import (
	"context"
	"net/url"
	"time"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/fault"
	"sluse/internal/platform/mail"
)

// Linked is an account at an organisation's own sign-in that a person can sign in
// with.
type Linked struct {
	Identity
	// ID names it to its person, and gives away neither issuer nor subject.
	ID string
	// Provider is what people call the organisation's sign-in.
	Provider string
	// InUse reports whether the installation still sends people to that provider.
	InUse bool
}

// identityID names an identity to its person.
func (h hasher) identityID(i Identity) string { return h.sum("identity id", i.Issuer, i.Subject) }

func (s *Service) linked(i Identity) Linked {
	out := Linked{Identity: i, ID: s.hash.identityID(i), InUse: s.Provider != nil && i.Issuer == s.ProviderIssuer}
	if out.InUse {
		out.Provider = s.ProviderName
	} else if u, err := url.Parse(i.Issuer); err == nil {
		out.Provider = u.Host
	}
	return out
}

// Linked lists the accounts at an organisation's own sign-in that the actor can
// sign in with.
func (s *Service) Linked(ctx context.Context) ([]Linked, error) {
	a, err := actor.Must(ctx)
	if err != nil {
		return nil, err
	}
	identities, err := s.store.identitiesOf(ctx, a.PersonID)
	list := make([]Linked, len(identities))
	for n, i := range identities {
		list[n] = s.linked(i)
	}
	return list, err
}

// Detach ends that an account at the organisation's own sign-in signs the actor in.
// Nobody is shut out by it: a code by mail always works. The next time that
// somebody signs in there with the actor's verified address, their account is
// bound as if for the first time.
func (s *Service) Detach(ctx context.Context, linkedID string) error {
	a, err := actor.Must(ctx)
	if err != nil {
		return err
	}
	return s.DB.Write(ctx, func(ctx context.Context) error {
		// One's own are looked through: another's is not there.
		identities, err := s.store.identitiesOf(ctx, a.PersonID)
		if err != nil {
			return err
		}
		for _, i := range identities {
			if l := s.linked(i); l.ID == linkedID {
				return s.detach(ctx, l)
			}
		}
		return fault.NewNotFound("identity.unknown")
	})
}

func (s *Service) detach(ctx context.Context, l Linked) error {
	if err := s.store.deleteIdentity(ctx, l.Identity); err != nil {
		return err
	}
	if err := s.tell(ctx, l.PersonID, VerbIdentityDetached, "person", l.PersonID); err != nil {
		return err
	}
	person, err := s.store.personByID(ctx, l.PersonID)
	if err != nil {
		return err
	}
	return s.mailAboutIdentity(ctx, person, "identity_detached", l)
}

// mailAboutIdentity tells a person that the way they sign in was changed: each time
// that it was.
func (s *Service) mailAboutIdentity(ctx context.Context, person Person, template string, l Linked) error {
	now := s.Clock.Now()
	return s.Mailer.Send(ctx, mail.Message{
		To: mail.Address{Email: person.Email, Name: person.Name}, Kind: template, Locale: person.Locale,
		Template: template, Data: map[string]any{"provider": l.Provider, "at": now.Format(time.RFC3339)},
		DedupeKey: template + ":" + l.ID + ":" + now.Format(time.RFC3339Nano),
	})
}
