package account

import (
	"context"
	"fmt"
	"strings"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/fault"
	"sluse/internal/kernel/id"
)

// Service holds the feature's use cases. Every one checks the policy itself,
// except the operator's, which are reachable from the command line only.
type Service struct {
	Needs
	store store
	hash  hasher
	cache *cache
	// ceremonies is nil where there can be no passkeys.
	ceremonies *ceremonies
}

// Draft is what is known of a person who is made known to the installation.
type Draft struct {
	Email         string
	Name          string
	Title         string
	Locale        string
	Administrator bool
	Persona       string
}

// AddPerson makes a person known to the installation. It gives them no role.
func (s *Service) AddPerson(ctx context.Context, draft Draft) (Person, error) {
	a, err := actor.Must(ctx)
	if err != nil {
		return Person{}, err
	}
	p, err := s.compose(draft)
	if err != nil {
		return Person{}, err
	}
	if err := MayAddPerson(a, p); err != nil {
		return Person{}, err
	}
	err = s.DB.Write(ctx, func(ctx context.Context) error { return s.insert(ctx, a.PersonID, p) })
	return p, err
}

func (s *Service) compose(draft Draft) (Person, error) {
	email, err := NormaliseEmail(draft.Email)
	if err != nil {
		return Person{}, err
	}
	now := s.Clock.Now()
	p := Person{
		ID: id.New(), Email: email, Name: strings.TrimSpace(draft.Name), Title: strings.TrimSpace(draft.Title),
		Locale: draft.Locale, Administrator: draft.Administrator, Persona: draft.Persona, CreatedAt: now, UpdatedAt: now,
	}
	if p.Locale == "" {
		p.Locale = Danish
	}
	return p, p.Validate()
}

func (s *Service) insert(ctx context.Context, actorID string, p Person) error {
	if err := s.store.insertPerson(ctx, p); err != nil {
		return err
	}
	return s.tell(ctx, actorID, VerbPersonAdded, "person", p.ID)
}

// Change is what a person changes about themselves; nil leaves as it is.
type Change struct {
	Name   *string
	Title  *string
	Locale *string
}

// ChangeMe changes the actor's own name, title or language.
func (s *Service) ChangeMe(ctx context.Context, change Change) (Person, error) {
	a, err := actor.Must(ctx)
	if err != nil {
		return Person{}, err
	}
	var p Person
	err = s.DB.Write(ctx, func(ctx context.Context) error {
		if p, err = s.store.personByID(ctx, a.PersonID); err != nil {
			return err
		}
		for _, c := range []struct {
			to   *string
			from *string
		}{{&p.Name, change.Name}, {&p.Title, change.Title}, {&p.Locale, change.Locale}} {
			if c.from != nil {
				*c.to = strings.TrimSpace(*c.from)
			}
		}
		p.UpdatedAt = s.Clock.Now()
		if err := p.Validate(); err != nil {
			return err
		}
		if err := s.store.updatePerson(ctx, p); err != nil {
			return err
		}
		s.recheckAfterCommit(ctx, p.ID)
		return s.tell(ctx, a.PersonID, VerbPersonChanged, "person", p.ID, "person:"+p.ID)
	})
	return p, err
}

// Disable shuts a person out, at once and everywhere, or lets them in again. What
// they wrote stays.
func (s *Service) Disable(ctx context.Context, personID string, shutOut bool) error {
	a, err := actor.Must(ctx)
	if err != nil {
		return err
	}
	if err := MayDisable(a, personID); err != nil {
		return err
	}
	return s.disable(ctx, a.PersonID, personID, shutOut)
}

func (s *Service) disable(ctx context.Context, actorID, personID string, shutOut bool) error {
	return s.DB.Write(ctx, func(ctx context.Context) error {
		p, err := s.Living(ctx, personID)
		if err != nil {
			return err
		}
		p.UpdatedAt, p.DisabledAt = s.Clock.Now(), nil
		if shutOut {
			now := s.Clock.Now()
			p.DisabledAt = &now
			if err := s.endSessions(ctx, actorID, p.ID); err != nil {
				return err
			}
		}
		if err := s.store.updatePerson(ctx, p); err != nil {
			return err
		}
		s.recheckAfterCommit(ctx, p.ID)
		return s.tell(ctx, actorID, VerbPersonDisabled, "person", p.ID)
	})
}

// Me returns the actor's own person.
func (s *Service) Me(ctx context.Context) (Person, error) {
	a, err := actor.Must(ctx)
	if err != nil {
		return Person{}, err
	}
	return s.store.personByID(ctx, a.PersonID)
}

// Person returns one person; others' addresses are for this feature and for mail.
func (s *Service) Person(ctx context.Context, personID string) (Person, error) {
	return s.store.personByID(ctx, personID)
}

// People returns short references to those of the ids that there are, by id.
func (s *Service) People(ctx context.Context, ids []string) (map[string]actor.Person, error) {
	list, err := s.store.people(ctx, ids)
	if err != nil {
		return nil, err
	}
	refs := make(map[string]actor.Person, len(list))
	for _, p := range list {
		refs[p.ID] = refFor(ctx, p)
	}
	return refs, nil
}

// Recipients returns the persons of the ids to whom mail can go, by id: those who
// are not shut out.
func (s *Service) Recipients(ctx context.Context, ids []string) (map[string]Person, error) {
	list, err := s.store.people(ctx, ids)
	if err != nil {
		return nil, err
	}
	open := make(map[string]Person, len(list))
	for _, p := range list {
		if !p.Disabled() {
			open[p.ID] = p
		}
	}
	return open, nil
}

// NameAdministrator makes the person with an address an administrator, and makes
// them known first where nobody has it. It is the operator's: how an installation
// gets its first one.
func (s *Service) NameAdministrator(ctx context.Context, email, name string) (Person, error) {
	p, err := s.compose(Draft{Email: email, Name: name, Administrator: true})
	if err != nil {
		return Person{}, err
	}
	err = s.DB.Write(ctx, func(ctx context.Context) error {
		known, err := s.store.personByEmail(ctx, p.Email)
		if fault.Is(err, fault.NotFound) {
			return s.insert(ctx, "", p)
		}
		if err != nil {
			return err
		}
		known.Administrator, known.DisabledAt, known.UpdatedAt = true, nil, s.Clock.Now()
		p = known
		if err := s.store.updatePerson(ctx, p); err != nil {
			return err
		}
		s.recheckAfterCommit(ctx, p.ID)
		return s.tell(ctx, "", VerbPersonChanged, "person", p.ID, "person:"+p.ID)
	})
	if err != nil {
		return Person{}, fmt.Errorf("name administrator: %w", err)
	}
	return p, nil
}

// Administrators returns every administrator. It is the operator's.
func (s *Service) Administrators(ctx context.Context) ([]Person, error) {
	return s.store.administrators(ctx)
}

// DisableByEmail shuts the person with an address out. It is the operator's.
func (s *Service) DisableByEmail(ctx context.Context, email string) (Person, error) {
	normal, err := NormaliseEmail(email)
	if err != nil {
		return Person{}, err
	}
	p, err := s.store.personByEmail(ctx, normal)
	if err != nil {
		return Person{}, err
	}
	return p, s.disable(ctx, "", p.ID, true)
}

// Empty reports whether nobody is known to the installation yet.
func (s *Service) Empty(ctx context.Context) (bool, error) { return s.store.empty(ctx) }
