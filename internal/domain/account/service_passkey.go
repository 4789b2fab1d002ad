package account

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/fault"
	"sluse/internal/kernel/id"
	"sluse/internal/platform/mail"
)

// Asked is a question to a browser.
type Asked struct {
	ChallengeID string
	// Options is what navigator.credentials takes, as JSON.
	Options   json.RawMessage
	ExpiresAt time.Time
}

// passkeyRefused is the answer to every passkey that does not sign in, whatever
// the reason: it tells nobody which keys there are.
func passkeyRefused(cause error) error { return fault.NewInvalid("passkey.refused").Because(cause) }

func passkeyExpired() error { return fault.NewGone("passkey.expired") }

// PasskeysPossible reports whether browsers offer passkeys at the installation's
// address.
func (s *Service) PasskeysPossible() bool { return s.ceremonies != nil }

func (s *Service) passkeysOn() error {
	if s.ceremonies == nil {
		return fault.NewNotFound("passkey.off")
	}
	return nil
}

// Passkeys returns the actor's own passkeys, the oldest first.
func (s *Service) Passkeys(ctx context.Context) ([]Passkey, error) {
	a, err := actor.Must(ctx)
	if err != nil {
		return nil, err
	}
	return s.store.passkeys(ctx, a.PersonID)
}

// BeginPasskey asks the actor's browser to make a passkey.
func (s *Service) BeginPasskey(ctx context.Context) (Asked, error) {
	a, err := actor.Must(ctx)
	if err != nil {
		return Asked{}, err
	}
	if err := s.passkeysOn(); err != nil {
		return Asked{}, err
	}
	h, err := s.holder(ctx, a.PersonID)
	if err != nil {
		return Asked{}, err
	}
	if len(h.keys) >= maxPasskeys {
		return Asked{}, fault.NewConflict("passkey.too_many").With("max", maxPasskeys)
	}
	options, ceremony, err := s.ceremonies.askToAdd(h)
	if err != nil {
		return Asked{}, err
	}
	c := Challenge{Purpose: toAdd, PersonID: a.PersonID, ClientHash: s.hash.client("person " + a.PersonID), Ceremony: ceremony}
	return s.ask(ctx, c, addBurst, options)
}

func (s *Service) holder(ctx context.Context, personID string) (holder, error) {
	person, err := s.store.personByID(ctx, personID)
	if err != nil {
		return holder{}, err
	}
	passkeys, err := s.store.passkeys(ctx, personID)
	if err != nil {
		return holder{}, err
	}
	return holderOf(person, passkeys)
}

// BeginPasskeySignIn asks a browser for any passkey it has for us. client is the
// address that the request came from.
func (s *Service) BeginPasskeySignIn(ctx context.Context, client string) (Asked, error) {
	if err := s.passkeysOn(); err != nil {
		return Asked{}, err
	}
	options, ceremony, err := s.ceremonies.askToSignIn()
	if err != nil {
		return Asked{}, err
	}
	c := Challenge{Purpose: toSignIn, ClientHash: s.hash.client(client), Ceremony: ceremony}
	return s.ask(ctx, c, challengeBurst, options)
}

// ask writes a challenge down, unless there were more than most within a burst.
func (s *Service) ask(ctx context.Context, c Challenge, most int, options json.RawMessage) (Asked, error) {
	c.ID, c.CreatedAt = id.New(), s.Clock.Now()
	c.ExpiresAt = c.CreatedAt.Add(challengeLife)
	err := s.DB.Write(ctx, func(ctx context.Context) error {
		n, oldest, err := s.store.countChallenges(ctx, c.ClientHash, c.CreatedAt.Add(-burst), most)
		if err != nil {
			return err
		}
		if n >= most {
			return fault.NewLimited("passkey.too_many_tries", oldest.Add(burst).Sub(c.CreatedAt))
		}
		return s.store.insertChallenge(ctx, c)
	})
	return Asked{c.ID, options, c.ExpiresAt}, err
}

// spendChallenge uses a challenge up, whatever its answer turns out to be worth.
func (s *Service) spendChallenge(ctx context.Context, challengeID string, to purpose, personID string) (Challenge, error) {
	var c Challenge
	err := s.DB.Write(ctx, func(ctx context.Context) (err error) {
		used, err := s.store.useChallenge(ctx, challengeID, to, personID, s.Clock.Now())
		if err != nil {
			return err
		}
		if !used {
			return passkeyExpired()
		}
		c, err = s.store.challenge(ctx, challengeID)
		return err
	})
	return c, err
}

// AddPasskey takes the browser's answer to BeginPasskey. userAgent gives the
// passkey its first name.
func (s *Service) AddPasskey(ctx context.Context, challengeID string, answer []byte, userAgent string) (Passkey, error) {
	a, err := actor.Must(ctx)
	if err != nil {
		return Passkey{}, err
	}
	if err := s.passkeysOn(); err != nil {
		return Passkey{}, err
	}
	c, err := s.spendChallenge(ctx, challengeID, toAdd, a.PersonID)
	if err != nil {
		return Passkey{}, err
	}
	var p Passkey
	err = s.DB.Write(ctx, func(ctx context.Context) error {
		// Ten at most holds for two browsers at once too: the person's row is locked.
		if err := s.store.lockPerson(ctx, a.PersonID); err != nil {
			return err
		}
		h, err := s.holder(ctx, a.PersonID)
		if err != nil {
			return err
		}
		if len(h.keys) >= maxPasskeys {
			return fault.NewConflict("passkey.too_many").With("max", maxPasskeys)
		}
		if p, err = s.ceremonies.added(h, c.Ceremony, answer); err != nil {
			return refusal(err)
		}
		p.ID, p.PersonID, p.Name, p.CreatedAt = id.New(), a.PersonID, firstName(userAgent, h.person.Locale), s.Clock.Now()
		if err := s.store.insertPasskey(ctx, p); err != nil {
			return err
		}
		if err := s.tell(ctx, a.PersonID, VerbPasskeyAdded, "passkey", p.ID); err != nil {
			return err
		}
		return s.mailAboutPasskey(ctx, h.person, "passkey_added", p)
	})
	return p, err
}

// refusal turns an answer that proves nothing into the fault that says so, and
// leaves what went wrong on our side as it is.
func refusal(err error) error {
	if errors.Is(err, errAnswer) {
		return passkeyRefused(err)
	}
	return err
}

// firstName is what a passkey is called until its person calls it something else.
func firstName(userAgent, locale string) string {
	device, browser := recognise(userAgent)
	switch {
	case device != "" && browser != "":
		return device + ", " + browser
	case device != "" || browser != "":
		return device + browser
	case locale == English:
		return "Passkey"
	}
	return "Adgangsnøgle"
}

// mailAboutPasskey tells the person what happened to a passkey of theirs: if it
// was somebody else, they get to know.
func (s *Service) mailAboutPasskey(ctx context.Context, person Person, template string, p Passkey) error {
	return s.Mailer.Send(ctx, mail.Message{
		To: mail.Address{Email: person.Email, Name: person.Name}, Kind: template, Locale: person.Locale, Template: template,
		Data:      map[string]any{"name": p.Name, "at": s.Clock.Now().Format(time.RFC3339)},
		DedupeKey: template + ":" + p.ID,
	})
}

// SignInWithPasskey opens a session for whoever holds the passkey that a browser
// answered BeginPasskeySignIn with.
func (s *Service) SignInWithPasskey(ctx context.Context, challengeID string, answer []byte, userAgent, replaces string) (SignedIn, error) {
	if err := s.passkeysOn(); err != nil {
		return SignedIn{}, err
	}
	c, err := s.spendChallenge(ctx, challengeID, toSignIn, "")
	if err != nil {
		return SignedIn{}, err
	}
	claimed, err := readClaim(answer)
	if err != nil {
		return SignedIn{}, passkeyRefused(err)
	}
	var out SignedIn
	var refused error
	err = s.DB.Write(ctx, func(ctx context.Context) (err error) {
		// A refusal is no error of the transaction: a block must stay.
		var person Person
		if person, refused, err = s.usePasskey(ctx, c, claimed); err != nil || refused != nil {
			return err
		}
		out, err = s.open(ctx, person, userAgent, replaces)
		return err
	})
	if err == nil {
		err = refused
	}
	return out, err
}

// usePasskey checks a claim and notes the passkey's use. Its row stays locked, so
// that of two answers at once the second meets the first one's counter.
func (s *Service) usePasskey(ctx context.Context, c Challenge, claimed claim) (person Person, refused, err error) {
	now := s.Clock.Now()
	known, err := s.store.lockPasskey(ctx, claimed.credentialID)
	if err != nil {
		return Person{}, nil, err
	}
	if !known {
		return Person{}, passkeyRefused(nil), nil
	}
	p, err := s.store.passkeyByCredential(ctx, claimed.credentialID)
	if err != nil {
		return Person{}, nil, err
	}
	if person, err = s.store.personByID(ctx, p.PersonID); err != nil {
		return Person{}, nil, err
	}
	h, err := holderOf(person, []Passkey{p})
	if err != nil {
		return Person{}, nil, err
	}
	record, copied, err := s.ceremonies.proven(h, c.Ceremony, claimed)
	switch {
	case errors.Is(err, errAnswer):
		return Person{}, passkeyRefused(err), nil
	case err != nil:
		return Person{}, nil, err
	case person.Disabled():
		return Person{}, passkeyRefused(nil), nil
	case p.Blocked():
		return Person{}, fault.NewForbidden("passkey.blocked"), nil
	case copied:
		p.BlockedAt = &now
		if err := s.block(ctx, person, p); err != nil {
			return Person{}, nil, err
		}
		return Person{}, fault.NewForbidden("passkey.blocked"), nil
	}
	p.Record, p.LastUsedAt = record, &now
	return person, nil, s.store.updatePasskey(ctx, p)
}

func (s *Service) block(ctx context.Context, person Person, p Passkey) error {
	if err := s.store.updatePasskey(ctx, p); err != nil {
		return err
	}
	if err := s.tell(ctx, person.ID, VerbPasskeyBlocked, "passkey", p.ID); err != nil {
		return err
	}
	return s.mailAboutPasskey(ctx, person, "passkey_blocked", p)
}

// RenamePasskey gives one of the actor's own passkeys another name.
func (s *Service) RenamePasskey(ctx context.Context, passkeyID, name string) (Passkey, error) {
	var p Passkey
	err := s.withPasskey(ctx, passkeyID, func(ctx context.Context, _ actor.Actor, found Passkey) error {
		p = found
		p.Name = strings.TrimSpace(name)
		if err := p.Validate(); err != nil {
			return err
		}
		return s.store.updatePasskey(ctx, p)
	})
	return p, err
}

// RemovePasskey removes one of the actor's own passkeys.
func (s *Service) RemovePasskey(ctx context.Context, passkeyID string) error {
	return s.withPasskey(ctx, passkeyID, func(ctx context.Context, a actor.Actor, p Passkey) error {
		if err := s.store.deletePasskey(ctx, p.ID); err != nil {
			return err
		}
		if err := s.tell(ctx, a.PersonID, VerbPasskeyRemoved, "passkey", p.ID); err != nil {
			return err
		}
		person, err := s.store.personByID(ctx, a.PersonID)
		if err != nil {
			return err
		}
		return s.mailAboutPasskey(ctx, person, "passkey_removed", p)
	})
}

func (s *Service) withPasskey(ctx context.Context, passkeyID string, do func(context.Context, actor.Actor, Passkey) error) error {
	a, err := actor.Must(ctx)
	if err != nil {
		return err
	}
	return s.DB.Write(ctx, func(ctx context.Context) error {
		p, err := s.store.passkey(ctx, passkeyID)
		if err != nil {
			return err
		}
		if err := MayUsePasskey(a, p); err != nil {
			return err
		}
		return do(ctx, a, p)
	})
}

// OffersPasskey reports whether to offer a person their first passkey: not once
// they have one, nor once they said no.
func (s *Service) OffersPasskey(ctx context.Context, personID string) (bool, error) {
	if s.ceremonies == nil {
		return false, nil
	}
	return s.store.wantsPasskey(ctx, personID)
}

// DeclinePasskey ends the offer to the actor, for good.
func (s *Service) DeclinePasskey(ctx context.Context) error {
	a, err := actor.Must(ctx)
	if err != nil {
		return err
	}
	return s.DB.Write(ctx, func(ctx context.Context) error {
		return s.store.declinePasskey(ctx, a.PersonID, s.Clock.Now())
	})
}
