package programme

import (
	"context"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/fault"
)

// Administered is a programme as the installation's administrators see it: that it
// is there, and who coordinates it; nothing of what is in it.
type Administered struct {
	Programme
	Coordinators []Appointed
}

// Appointed is a seat with its holder's name.
type Appointed struct {
	Seat
	Person actor.Person
}

// Start makes a programme from the little that is known at first. Its page is
// hidden until its coordinators show it.
func (s *Service) Start(ctx context.Context, public Public, limits Limits) (Programme, error) {
	a, err := actor.Must(ctx)
	if err != nil {
		return Programme{}, err
	}
	if err := MayAdminister(a); err != nil {
		return Programme{}, err
	}
	public.Hidden = true
	public = public.trimmed()
	if err := checkAll(public, limits); err != nil {
		return Programme{}, err
	}
	return s.Create(ctx, public, limits, false)
}

// Administer returns every programme with its coordinators, newest first.
func (s *Service) Administer(ctx context.Context) ([]Administered, map[string]actor.Organisation, error) {
	a, err := actor.Must(ctx)
	if err != nil {
		return nil, nil, err
	}
	if err := MayAdminister(a); err != nil {
		return nil, nil, err
	}
	programmes, err := s.store.programmes(ctx)
	if err != nil {
		return nil, nil, err
	}
	seats, err := s.store.coordinators(ctx)
	if err != nil {
		return nil, nil, err
	}
	appointed, organisations, err := s.named(ctx, s.lasting(seats))
	if err != nil {
		return nil, nil, err
	}
	list := make([]Administered, len(programmes))
	for i, p := range programmes {
		list[i].Programme = p
		for _, one := range appointed {
			if one.ProgrammeID == p.ID {
				list[i].Coordinators = append(list[i].Coordinators, one)
			}
		}
	}
	return list, organisations, nil
}

// Coordinators returns who coordinates a programme now or later, for whoever
// names them.
func (s *Service) Coordinators(ctx context.Context, slug string) ([]Appointed, map[string]actor.Organisation, error) {
	p, err := s.naming(ctx, slug)
	if err != nil {
		return nil, nil, err
	}
	seats, err := s.store.seats(ctx, p.ID)
	if err != nil {
		return nil, nil, err
	}
	var coordinators []Seat
	for _, seat := range s.lasting(seats) {
		if seat.Role == actor.Coordinator {
			coordinators = append(coordinators, seat)
		}
	}
	return s.named(ctx, coordinators)
}

// naming returns a programme whose coordinators the actor names. One that is
// hidden is there for administrators too: they made it.
func (s *Service) naming(ctx context.Context, slug string) (Programme, error) {
	a, err := actor.Must(ctx)
	if err != nil {
		return Programme{}, err
	}
	p, err := s.store.programmeBySlug(ctx, slug)
	if err != nil {
		return Programme{}, err
	}
	return p, MayNameCoordinator(a, p.ID)
}

// lasting leaves out the seats that have ended.
func (s *Service) lasting(seats []Seat) []Seat {
	var list []Seat
	for _, seat := range seats {
		if !seat.empty() && (seat.Ends.IsZero() || !seat.Ends.Before(s.today())) {
			list = append(list, seat)
		}
	}
	return list
}

// named gives seats their holders' names, in Danish order.
func (s *Service) named(ctx context.Context, seats []Seat) ([]Appointed, map[string]actor.Organisation, error) {
	people, err := s.people.People(ctx, idsOf(seats, func(x Seat) string { return x.PersonID }))
	if err != nil {
		return nil, nil, err
	}
	organisations, err := s.Organisations(ctx, idsOf(seats, func(x Seat) string { return x.OrganisationID }))
	if err != nil {
		return nil, nil, err
	}
	list := make([]Appointed, 0, len(seats))
	for _, seat := range seats {
		person, ok := people[seat.PersonID]
		if !ok {
			continue
		}
		person.OrganisationID, person.Organisation = seat.OrganisationID, organisations[seat.OrganisationID].Short
		list = append(list, Appointed{seat, person})
	}
	sortDanish(list, func(x Appointed) (string, string) { return x.Person.Name, x.ID })
	return list, organisations, nil
}

// Appoint makes the person with an address coordinator of a programme; they are
// made known first where nobody has the address.
func (s *Service) Appoint(ctx context.Context, slug string, person NewPerson, seat Seat) (Appointed, error) {
	p, err := s.naming(ctx, slug)
	if err != nil {
		return Appointed{}, err
	}
	seat.ProgrammeID, seat.Role = p.ID, actor.Coordinator
	return s.seatFor(ctx, person, seat, s.NameCoordinator)
}

// GiveSeatTo gives the person with an address a seat as partner, reference or
// observer; they are made known first where nobody has the address.
func (s *Service) GiveSeatTo(ctx context.Context, slug string, person NewPerson, seat Seat) (Appointed, error) {
	_, p, err := s.managed(ctx, slug)
	if err != nil {
		return Appointed{}, err
	}
	if seat.Role == actor.Coordinator {
		return Appointed{}, fault.NewInvalid("seat.invalid", fault.Field{Field: "role", Code: "seat.role"})
	}
	seat.ProgrammeID = p.ID
	return s.seatFor(ctx, person, seat, s.GiveSeat)
}

// seatFor makes a person known and gives them their seat, or neither.
func (s *Service) seatFor(ctx context.Context, person NewPerson, seat Seat, give func(context.Context, Seat) (Seat, error)) (Appointed, error) {
	if seat.Starts.IsZero() {
		seat.Starts = s.today()
	}
	var given Seat
	err := s.db.Write(ctx, func(ctx context.Context) error {
		personID, err := s.registry.PersonFor(ctx, person)
		if err != nil {
			return err
		}
		seat.PersonID = personID
		given, err = give(ctx, seat)
		return err
	})
	if err != nil {
		return Appointed{}, err
	}
	list, _, err := s.named(ctx, []Seat{given})
	if err != nil || len(list) == 0 {
		return Appointed{Seat: given}, err
	}
	return list[0], nil
}

// Seats returns every seat of a programme but the coordinators', ended ones last,
// for its coordinators.
func (s *Service) Seats(ctx context.Context, slug string) ([]Appointed, map[string]actor.Organisation, error) {
	_, p, err := s.managed(ctx, slug)
	if err != nil {
		return nil, nil, err
	}
	seats, err := s.store.seats(ctx, p.ID)
	if err != nil {
		return nil, nil, err
	}
	var list []Seat
	for _, seat := range seats {
		if seat.Role != actor.Coordinator && !seat.empty() {
			list = append(list, seat)
		}
	}
	return s.named(ctx, list)
}
