package programme

import (
	"context"
	"fmt"
	"reflect"
	"slices"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/clock"
	"sluse/internal/kernel/fault"
	"sluse/internal/kernel/id"
	"sluse/internal/platform/database"
)

// Service holds the feature's use cases. Every one checks the policy itself.
type Service struct {
	store    store
	db       *database.DB
	clock    clock.Clock
	log      Log
	people   People
	revoker  Revoker
	registry Registry
	witness  Witness
}

func (s *Service) today() clock.Date { return clock.Today(s.clock) }

// Prepare puts the 98 municipalities in place, and does nothing where they are.
// It is called at every start; several nodes may do so at once.
func (s *Service) Prepare(ctx context.Context) error {
	wanted, err := Municipalities()
	if err != nil {
		return err
	}
	there, err := s.store.municipalities(ctx)
	if err != nil || reflect.DeepEqual(there, wanted) {
		return err
	}
	return s.db.Write(ctx, func(ctx context.Context) error {
		return s.store.putMunicipalities(ctx, wanted, s.clock.Now())
	})
}

// Limits of a new programme's reference network; 0 is no limit.
type Limits struct {
	Seats      int
	References int
}

// Create makes a programme. The actor is an administrator and is no member of it
// by that: they name its first coordinator.
func (s *Service) Create(ctx context.Context, public Public, limits Limits, fictional bool) (Programme, error) {
	a, err := actor.Must(ctx)
	if err != nil {
		return Programme{}, err
	}
	if err := MayAdminister(a); err != nil {
		return Programme{}, err
	}
	if err := public.Validate(); err != nil {
		return Programme{}, err
	}
	now := s.clock.Now()
	p := Programme{
		ID: id.New(), Public: withElementIDs(public), Fictional: fictional, Rev: 1,
		SeatLimit: limits.Seats, ReferenceLimit: limits.References, CreatedAt: now, UpdatedAt: now,
	}
	err = s.db.Write(ctx, func(ctx context.Context) error {
		if err := s.store.insertProgramme(ctx, p); err != nil {
			return err
		}
		return s.tellProgramme(ctx, a.PersonID, p.ID)
	})
	return p, err
}

// Change writes a programme's public text. rev is the one that the editor read:
// who comes second is told so and loses nothing.
func (s *Service) Change(ctx context.Context, programmeID string, rev int64, public Public) (Programme, error) {
	a, err := actor.Must(ctx)
	if err != nil {
		return Programme{}, err
	}
	if err := MayManage(a, programmeID); err != nil {
		return Programme{}, err
	}
	if err := public.Validate(); err != nil {
		return Programme{}, err
	}
	var p Programme
	err = s.db.Write(ctx, func(ctx context.Context) error {
		if p, err = s.store.programmeByID(ctx, programmeID); err != nil {
			return err
		}
		p.Public, p.Rev, p.UpdatedAt = withElementIDs(public), rev+1, s.clock.Now()
		changed, err := s.store.updateProgramme(ctx, p, rev)
		if err != nil {
			return err
		}
		if !changed {
			return fault.NewConflict("programme.changed_meanwhile")
		}
		return s.tellProgramme(ctx, a.PersonID, p.ID)
	})
	return p, err
}

// withElementIDs gives every element that is new an id of its own.
func withElementIDs(p Public) Public {
	given := map[string]bool{}
	give := func(list []Element) []Element {
		out := make([]Element, len(list))
		for i, element := range list {
			if !id.Valid(element.ID) || given[element.ID] {
				element.ID = id.New()
			}
			given[element.ID], out[i] = true, element
		}
		return out
	}
	p.CoreElements, p.Prerequisites = give(p.CoreElements), give(p.Prerequisites)
	return p
}

// List returns the programmes whose page the actor, or anybody, may read.
func (s *Service) List(ctx context.Context) ([]Programme, error) {
	all, err := s.store.programmes(ctx)
	if err != nil {
		return nil, err
	}
	a, _ := actor.From(ctx)
	return slices.DeleteFunc(all, func(p Programme) bool { return MayReadPage(a, p) != nil }), nil
}

// Page is a programme's public page.
type Page struct {
	Programme
	Participations []Participation
	Organisations  map[string]actor.Organisation
	// Regions names, by organisation, a municipality's region when it last took part.
	Regions map[string]string
}

// Page returns the public page of a programme, with who takes or took part.
func (s *Service) Page(ctx context.Context, slug string) (Page, error) {
	p, err := s.store.programmeBySlug(ctx, slug)
	if err != nil {
		return Page{}, err
	}
	a, _ := actor.From(ctx)
	if err := MayReadPage(a, p); err != nil {
		return Page{}, err
	}
	joined, err := s.store.participations(ctx, p.ID)
	if err != nil {
		return Page{}, err
	}
	joined = slices.DeleteFunc(joined, Participation.empty)
	organisations, err := s.Organisations(ctx, idsOf(joined, func(x Participation) string { return x.OrganisationID }))
	if err != nil {
		return Page{}, err
	}
	regions, err := s.regions(ctx, joined)
	if err != nil {
		return Page{}, err
	}
	sortParticipations(joined, organisations)
	return Page{p, joined, organisations, regions}, nil
}

// regions names the region that each municipality belonged to while it took part.
func (s *Service) regions(ctx context.Context, joined []Participation) (map[string]string, error) {
	all, err := s.store.municipalities(ctx)
	if err != nil {
		return nil, err
	}
	byID := make(map[string]Municipality, len(all))
	for _, m := range all {
		byID[m.OrganisationID] = m
	}
	names := map[string]string{}
	for _, p := range joined {
		day := s.today()
		if !p.Ends.IsZero() && p.Ends.Before(day) {
			day = p.Ends
		}
		if name := byID[p.OrganisationID].RegionOn(day); name != "" {
			names[p.OrganisationID] = name
		}
	}
	return names, nil
}

// AllParticipations returns who takes or took part in each programme, by its id.
func (s *Service) AllParticipations(ctx context.Context) (map[string][]Participation, error) {
	list, err := s.store.allParticipations(ctx)
	if err != nil {
		return nil, err
	}
	list = slices.DeleteFunc(list, Participation.empty)
	of := map[string][]Participation{}
	for _, p := range list {
		of[p.ProgrammeID] = append(of[p.ProgrammeID], p)
	}
	return of, nil
}

// BySlug returns a programme that the actor is a member of; to others it is not there.
func (s *Service) BySlug(ctx context.Context, slug string) (Programme, error) {
	a, err := actor.Must(ctx)
	if err != nil {
		return Programme{}, err
	}
	p, err := s.store.programmeBySlug(ctx, slug)
	if err != nil {
		return Programme{}, err
	}
	if err := MaySee(a, p.ID); err != nil {
		return Programme{}, err
	}
	return p, nil
}

// ProgrammeID returns the id of a programme that the actor is a member of.
func (s *Service) ProgrammeID(ctx context.Context, slug string) (string, error) {
	a, err := actor.Must(ctx)
	if err != nil {
		return "", err
	}
	h, err := s.store.headBySlug(ctx, slug)
	if err != nil {
		return "", err
	}
	return h.id, MaySee(a, h.id)
}

// Slug returns the part of a programme's addresses that names it.
func (s *Service) Slug(ctx context.Context, programmeID string) (string, error) {
	h, err := s.store.headByID(ctx, programmeID)
	return h.slug, err
}

// AddPublication puts a publication into the public library.
func (s *Service) AddPublication(ctx context.Context, p Publication) (Publication, error) {
	a, err := actor.Must(ctx)
	if err != nil {
		return Publication{}, err
	}
	if err := MayAdminister(a); err != nil {
		return Publication{}, err
	}
	if err := p.Validate(); err != nil {
		return Publication{}, err
	}
	p.ID, p.UpdatedAt = id.New(), s.clock.Now()
	err = s.db.Write(ctx, func(ctx context.Context) error { return s.store.insertPublication(ctx, p) })
	return p, err
}

// Publications returns the public library, newest first.
func (s *Service) Publications(ctx context.Context) ([]Publication, error) {
	return s.store.publications(ctx)
}

// AllMunicipalities returns the 98 in Danish order.
func (s *Service) AllMunicipalities(ctx context.Context) ([]Municipality, error) {
	list, err := s.store.municipalities(ctx)
	if err != nil {
		return nil, err
	}
	sortDanish(list, func(m Municipality) (string, string) { return m.Name, m.Code })
	return list, nil
}

// AddOrganisation adds an agency, a consultancy or another organisation that is
// no municipality.
func (s *Service) AddOrganisation(ctx context.Context, o Organisation) (Organisation, error) {
	a, err := actor.Must(ctx)
	if err != nil {
		return Organisation{}, err
	}
	if err := MayAddOrganisation(a); err != nil {
		return Organisation{}, err
	}
	if err := o.Validate(); err != nil {
		return Organisation{}, err
	}
	o.ID, o.MunicipalityCode, o.CreatedAt = id.New(), "", s.clock.Now()
	err = s.db.Write(ctx, func(ctx context.Context) error {
		if err := s.store.insertOrganisation(ctx, o); err != nil {
			return err
		}
		return s.tellOrganisation(ctx, a.PersonID, o.ID)
	})
	if err != nil {
		return Organisation{}, fmt.Errorf("add organisation: %w", err)
	}
	return o, nil
}
