package account

import (
	"context"
	"time"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/fault"
)

// erasedEmail stands in the place of the address of somebody who was erased. It is
// no address, so that nobody is found by it.
func erasedEmail(personID string) string { return "erased:" + personID }

// formerMember is what somebody is called who was erased.
func formerMember(locale string) string {
	if locale == English {
		return "Former member"
	}
	return "Tidligere medlem"
}

// refFor is the short reference to the person in the language of the one who looks.
func refFor(ctx context.Context, p Person) actor.Person {
	ref := p.Ref()
	if p.ErasedAt != nil {
		looking, _ := actor.From(ctx)
		ref.Name = formerMember(looking.Locale)
	}
	return ref
}

// ErasePerson removes who a person was: name, address and title, sessions and every
// way to sign in. The id stays, for what they wrote. It joins the surrounding Write.
func (s *Service) ErasePerson(ctx context.Context, personID, email string) error {
	by, _ := actor.From(ctx)
	return s.DB.Write(ctx, func(ctx context.Context) error {
		if err := s.endSessions(ctx, by.PersonID, personID); err != nil {
			return err
		}
		if err := s.store.eraseWays(ctx, personID, s.hash.email(email)); err != nil {
			return err
		}
		if err := s.store.eraseRow(ctx, personID, s.Clock.Now()); err != nil {
			return err
		}
		s.recheckAfterCommit(ctx, personID)
		return nil
	})
}

// SignedInAt returns when a session began: how lately its person has shown that it
// is they.
func (s *Service) SignedInAt(ctx context.Context, sessionID string) (time.Time, error) {
	session, err := s.store.session(ctx, sessionID)
	return session.CreatedAt, unauthenticatedOrNil(err)
}

func unauthenticatedOrNil(err error) error {
	if err != nil {
		return unauthenticated(err)
	}
	return nil
}

// OnlyAdministrator reports whether a person is an administrator, and the last one.
func (s *Service) OnlyAdministrator(ctx context.Context, personID string) (bool, error) {
	all, err := s.store.administrators(ctx)
	if err != nil {
		return false, err
	}
	is, others := false, 0
	for _, p := range all {
		if p.ID == personID {
			is = true
		} else if !p.Disabled() {
			others++
		}
	}
	return is && others == 0, nil
}

// Idle returns persons who were made known before an instant and are signed in
// nowhere; administrators are none.
func (s *Service) Idle(ctx context.Context, before time.Time) ([]Person, error) {
	return s.store.idle(ctx, before)
}

// Living returns a person who was not erased.
func (s *Service) Living(ctx context.Context, personID string) (Person, error) {
	p, err := s.store.personByID(ctx, personID)
	if err == nil && p.ErasedAt != nil {
		return Person{}, fault.NewNotFound("person.unknown")
	}
	return p, err
}
