package programme

import (
	"context"
	"slices"
	"strings"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/clock"
	"sluse/internal/platform/database"
)

// ExportPerson hands over what the feature knows of a person.
func (s *Service) ExportPerson(ctx context.Context, personID, _ string, add database.AddTable) error {
	return database.ExportTable(ctx, s.db, add, "seats", `SELECT p.name AS programme, o.name AS organisation, s.role, s.starts, s.ends, s.created_at
		FROM programme_seat s JOIN programme_programme p ON p.id = s.programme_id JOIN programme_organisation o ON o.id = s.organisation_id
		WHERE s.person_id = ? ORDER BY s.starts, s.id`, personID)
}

// ErasePerson ends the seats of a person and takes them off the public pages that
// name them by their address. That somebody held the seat stays, without who. It
// joins the surrounding Write.
func (s *Service) ErasePerson(ctx context.Context, personID, email string) error {
	by, _ := actor.From(ctx)
	return s.db.Write(ctx, func(ctx context.Context) error {
		seats, err := s.store.findSeats(ctx, "person_id = ?", personID)
		if err != nil {
			return err
		}
		for _, seat := range s.lasting(seats) {
			if err := s.endSeat(ctx, by, seat, s.today().AddDays(-1)); err != nil {
				return err
			}
		}
		return s.dropContact(ctx, by, email)
	})
}

func (s *Service) dropContact(ctx context.Context, by actor.Actor, email string) error {
	programmes, err := s.store.programmes(ctx)
	if err != nil {
		return err
	}
	for _, p := range programmes {
		kept := slices.DeleteFunc(slices.Clone(p.Contacts), func(c Contact) bool { return strings.EqualFold(c.Email, email) })
		if len(kept) == len(p.Contacts) {
			continue
		}
		read := p.Rev
		p.Contacts, p.Rev, p.UpdatedAt = kept, read+1, s.clock.Now()
		if _, err := s.store.updateProgramme(ctx, p, read); err != nil {
			return err
		}
		if err := s.tellProgramme(ctx, by.PersonID, p.ID); err != nil {
			return err
		}
	}
	return nil
}

// Place is a seat that a person has or had, and what its programme is called.
type Place struct {
	ProgrammeID, Programme string
	Role                   actor.Role
	// Lasting: they have it now, or will.
	Lasting bool
	// Sole: they are the programme's only coordinator, and it is not finished.
	Sole bool
}

// PlacesOf returns every seat of a person.
func (s *Service) PlacesOf(ctx context.Context, personID string) ([]Place, error) {
	seats, err := s.store.findSeats(ctx, "person_id = ?", personID)
	if err != nil || len(seats) == 0 {
		return nil, err
	}
	programmes, err := s.store.programmes(ctx)
	if err != nil {
		return nil, err
	}
	coordinators, err := s.store.coordinators(ctx)
	if err != nil {
		return nil, err
	}
	lasting := s.lasting(seats)
	places := make([]Place, 0, len(seats))
	for _, seat := range seats {
		at := slices.IndexFunc(programmes, func(p Programme) bool { return p.ID == seat.ProgrammeID })
		place := Place{ProgrammeID: seat.ProgrammeID, Programme: programmes[at].ShortName, Role: seat.Role, Lasting: slices.Contains(lasting, seat)}
		place.Sole = place.Lasting && seat.Role == actor.Coordinator && programmes[at].State(s.today()) != Finished &&
			!slices.ContainsFunc(s.lasting(coordinators), func(other Seat) bool {
				return other.ProgrammeID == seat.ProgrammeID && other.PersonID != personID && other.Contains(s.today())
			})
		places = append(places, place)
	}
	return places, nil
}

// PlacedSince returns those of the persons who have had a seat since a day.
func (s *Service) PlacedSince(ctx context.Context, personIDs []string, day clock.Date) (map[string]bool, error) {
	placed := map[string]bool{}
	for chunk := range chunks(personIDs) {
		these, people := database.In(chunk)
		seats, err := s.store.findSeats(ctx, "person_id IN "+these+" AND (ends IS NULL OR ends >= ?)", append(people, day)...)
		if err != nil {
			return nil, err
		}
		for _, seat := range seats {
			placed[seat.PersonID] = true
		}
	}
	return placed, nil
}
