package account

import (
	"context"
	"fmt"
	"strings"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/fault"
	"sluse/internal/kernel/page"
)

// PersonFor returns the person with an address, who is made known first where
// nobody has it. Known persons keep their name and title. It gives no role.
func (s *Service) PersonFor(ctx context.Context, draft Draft) (Person, error) {
	a, err := actor.Must(ctx)
	if err != nil {
		return Person{}, err
	}
	if err := MayAddPerson(a, Person{Administrator: draft.Administrator, Persona: draft.Persona}); err != nil {
		return Person{}, err
	}
	email, err := NormaliseEmail(draft.Email)
	if err != nil {
		return Person{}, err
	}
	var p Person
	err = s.DB.Write(ctx, func(ctx context.Context) error {
		p, err = s.store.personByEmail(ctx, email)
		if fault.Is(err, fault.NotFound) {
			p, err = s.AddPerson(ctx, draft)
			return err
		}
		if err == nil && p.Disabled() {
			return fault.NewConflict("person.shut_out")
		}
		return err
	})
	return p, err
}

// ListPeople returns everybody who is known to the installation, newest first, or
// those whose name or address has the words; for administrators.
func (s *Service) ListPeople(ctx context.Context, words string, request page.Request) (page.Result[Person], error) {
	a, err := actor.Must(ctx)
	if err != nil {
		return page.Result[Person]{}, err
	}
	if err := MayListPeople(a); err != nil {
		return page.Result[Person]{}, err
	}
	before := ""
	if request.Cursor != "" {
		if err := page.Decode(request.Cursor, &before); err != nil {
			return page.Result[Person]{}, err
		}
	}
	words = strings.ToLower(strings.TrimSpace(words))
	var list []Person
	// The database folds æ, ø and å differently on each system, so we look ourselves.
	for len(list) <= request.Size() {
		found, err := s.store.peopleBefore(ctx, before, peopleAtATime)
		if err != nil {
			return page.Result[Person]{}, err
		}
		for _, p := range found {
			if strings.Contains(strings.ToLower(p.Name), words) || strings.Contains(p.Email, words) {
				list = append(list, p)
			}
		}
		if len(found) < peopleAtATime {
			break
		}
		before = found[len(found)-1].ID
	}
	if len(list) > request.Size() {
		list = list[:request.Size()+1]
	}
	return page.Cut(list, request.Size(), func(p Person) any { return p.ID }), s.witness(ctx, "people.seen", "", "", "")
}

// witness writes a look down, where somebody keeps such a book.
func (s *Service) witness(ctx context.Context, verb, subjectType, subjectID, programmeID string) error {
	if s.Witness == nil {
		return nil
	}
	if err := s.Witness.Witness(ctx, verb, subjectType, subjectID, programmeID); err != nil {
		return fmt.Errorf("witness %s: %w", verb, err)
	}
	return nil
}

// peopleAtATime is how many persons are read while looking for some.
const peopleAtATime = 500
