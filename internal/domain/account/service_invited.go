package account

import (
	"context"
	"strings"

	"sluse/internal/kernel/fault"
)

// Invited is somebody who proved, by a link that was sent to it alone, that an
// address is theirs.
type Invited struct {
	Draft
	UserAgent string
	// Replaces is the session that this browser had until now, or "".
	Replaces string
}

// Admit signs in whoever holds a link that was mailed to an address; the person is
// made known first where nobody has it. Known persons keep their name and title.
// It gives no role. Whoever calls has checked, and spent, the link.
func (s *Service) Admit(ctx context.Context, in Invited) (SignedIn, error) {
	email, err := NormaliseEmail(in.Email)
	if err != nil {
		return SignedIn{}, err
	}
	var out SignedIn
	err = s.DB.Write(ctx, func(ctx context.Context) error {
		person, err := s.store.personByEmail(ctx, email)
		switch {
		case fault.Is(err, fault.NotFound):
			if person, err = s.compose(in.Draft); err != nil {
				return err
			}
			if err := s.insert(ctx, person.ID, person); err != nil {
				return err
			}
		case err != nil:
			return err
		case person.Disabled():
			return fault.NewForbidden("person.disabled")
		default:
			if person, err = s.complete(ctx, person, in.Draft); err != nil {
				return err
			}
		}
		out, err = s.open(ctx, person, in.UserAgent, in.Replaces)
		return err
	})
	return out, err
}

// complete fills in what a person has not told of themselves.
func (s *Service) complete(ctx context.Context, p Person, draft Draft) (Person, error) {
	before := p
	if p.Name == "" {
		p.Name = strings.TrimSpace(draft.Name)
	}
	if p.Title == "" {
		p.Title = strings.TrimSpace(draft.Title)
	}
	if p == before {
		return p, nil
	}
	if err := p.Validate(); err != nil {
		return Person{}, err
	}
	p.UpdatedAt = s.Clock.Now()
	if err := s.store.updatePerson(ctx, p); err != nil {
		return Person{}, err
	}
	s.recheckAfterCommit(ctx, p.ID)
	return p, s.tell(ctx, p.ID, VerbPersonChanged, "person", p.ID, "person:"+p.ID)
}

// PeopleByEmail returns those of the addresses, in their stored form, that belong
// to somebody.
func (s *Service) PeopleByEmail(ctx context.Context, emails []string) (map[string]Person, error) {
	found := make(map[string]Person, len(emails))
	for len(emails) > 0 {
		n := min(len(emails), 500) // what both databases take in one IN (…)
		people, err := s.store.findPeople(ctx, "email IN ?", emails[:n])
		if err != nil {
			return nil, err
		}
		for _, p := range people {
			found[p.Email] = p
		}
		emails = emails[n:]
	}
	return found, nil
}
