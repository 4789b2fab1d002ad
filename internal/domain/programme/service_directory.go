package programme

import (
	"context"
	"fmt"
	"slices"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/clock"
	"sluse/internal/kernel/fault"
)

func (s *Service) knownOrganisation(ctx context.Context, organisationID string) error {
	found, err := s.store.organisations(ctx, []string{organisationID})
	if err != nil {
		return err
	}
	if _, ok := found[organisationID]; !ok {
		return fault.NewNotFound("organisation.unknown")
	}
	return nil
}

func (s *Service) knownPerson(ctx context.Context, personID string) error {
	found, err := s.people.People(ctx, []string{personID})
	if err != nil {
		return fmt.Errorf("ask for person: %w", err)
	}
	if _, ok := found[personID]; !ok {
		return fault.NewNotFound("person.unknown")
	}
	return nil
}

// Memberships returns what a person is today, and in which programmes.
func (s *Service) Memberships(ctx context.Context, personID string) ([]actor.Membership, error) {
	seats, err := s.store.seatsOfPerson(ctx, personID, s.today())
	if err != nil {
		return nil, err
	}
	list := make([]actor.Membership, len(seats))
	for i, seat := range seats {
		list[i] = seat.Membership()
	}
	return list, nil
}

// Described is a membership with the names that its holder's pages need.
type Described struct {
	actor.Membership
	Programme    Programme
	State        State
	Organisation actor.Organisation
}

// DescribeMemberships gives memberships the names that pages need: one for each
// programme, those that still run first, in Danish order.
func (s *Service) DescribeMemberships(ctx context.Context, personID string) ([]Described, error) {
	memberships, err := s.Memberships(ctx, personID)
	if err != nil || len(memberships) == 0 {
		return nil, err
	}
	organisations, err := s.Organisations(ctx, idsOf(memberships, func(m actor.Membership) string { return m.OrganisationID }))
	if err != nil {
		return nil, err
	}
	programmes, err := s.store.programmes(ctx)
	if err != nil {
		return nil, err
	}
	holder := actor.Actor{Memberships: memberships}
	var list []Described
	for _, p := range programmes {
		if m, ok := holder.Membership(p.ID); ok {
			list = append(list, Described{m, p, p.State(s.today()), organisations[m.OrganisationID]})
		}
	}
	sortDanish(list, func(d Described) (string, string) { return d.Programme.ShortName, d.Programme.ID })
	slices.SortStableFunc(list, func(x, y Described) int { return finishedLast(x.State) - finishedLast(y.State) })
	return list, nil
}

func finishedLast(state State) int {
	if state == Finished {
		return 1
	}
	return 0
}

// Organisations returns short references to those of the ids that there are.
func (s *Service) Organisations(ctx context.Context, ids []string) (map[string]actor.Organisation, error) {
	found, err := s.store.organisations(ctx, ids)
	if err != nil {
		return nil, err
	}
	refs := make(map[string]actor.Organisation, len(found))
	for key, o := range found {
		refs[key] = o.Ref()
	}
	return refs, nil
}

// PeopleOf returns short references to persons as others in a programme see
// them, with the organisation that they act for there, or last acted for.
func (s *Service) PeopleOf(ctx context.Context, programmeID string, ids []string) (map[string]actor.Person, error) {
	ids = slices.Clone(ids)
	slices.Sort(ids)
	ids = slices.Compact(ids)
	people, err := s.people.People(ctx, ids)
	if err != nil {
		return nil, fmt.Errorf("ask for people: %w", err)
	}
	seats, err := s.store.seatsOfPeople(ctx, programmeID, ids)
	if err != nil {
		return nil, err
	}
	organisations, err := s.Organisations(ctx, idsOf(seats, func(x Seat) string { return x.OrganisationID }))
	if err != nil {
		return nil, err
	}
	for personID, seat := range seatShown(seats, s.today()) {
		if person, ok := people[personID]; ok {
			person.OrganisationID = seat.OrganisationID
			person.Organisation = organisations[seat.OrganisationID].Short
			people[personID] = person
		}
	}
	return people, nil
}

// seatShown chooses, for each person, the seat that says whom they act for: one
// held today, the one that may do most; else the one that ended last.
func seatShown(seats []Seat, today clock.Date) map[string]Seat {
	shown := map[string]Seat{}
	for _, seat := range seats {
		other, ok := shown[seat.PersonID]
		if !ok || betterShown(seat, other, today) {
			shown[seat.PersonID] = seat
		}
	}
	return shown
}

func betterShown(seat, other Seat, today clock.Date) bool {
	if holds, held := seat.Contains(today), other.Contains(today); holds != held {
		return holds
	} else if holds {
		return slices.Index(actor.Roles, seat.Role) < slices.Index(actor.Roles, other.Role)
	}
	return seat.Ends.After(other.Ends)
}

// Members returns who is a member of a programme today, each once.
func (s *Service) Members(ctx context.Context, programmeID string) ([]Seat, error) {
	seats, err := s.store.seatsOn(ctx, programmeID, s.today())
	if err != nil {
		return nil, err
	}
	shown := seatShown(seats, s.today())
	list := make([]Seat, 0, len(shown))
	for _, seat := range seats {
		if shown[seat.PersonID].ID == seat.ID {
			list = append(list, seat)
		}
	}
	return list, nil
}

// DirectoryPerson is a member as the programme's directory shows them.
type DirectoryPerson struct {
	actor.Person
	Role   actor.Role
	SeatID string
	// Last is the last day of a seat that is over soon, zero for others.
	Last clock.Date
}

// Directory returns the members of a programme in Danish order, and their organisations.
func (s *Service) Directory(ctx context.Context, slug string) ([]DirectoryPerson, map[string]actor.Organisation, error) {
	p, err := s.BySlug(ctx, slug)
	if err != nil {
		return nil, nil, err
	}
	return s.directory(ctx, p.ID)
}

func (s *Service) directory(ctx context.Context, programmeID string) ([]DirectoryPerson, map[string]actor.Organisation, error) {
	seats, err := s.Members(ctx, programmeID)
	if err != nil {
		return nil, nil, err
	}
	people, err := s.PeopleOf(ctx, programmeID, idsOf(seats, func(x Seat) string { return x.PersonID }))
	if err != nil {
		return nil, nil, err
	}
	organisations, err := s.Organisations(ctx, idsOf(seats, func(x Seat) string { return x.OrganisationID }))
	if err != nil {
		return nil, nil, err
	}
	list := make([]DirectoryPerson, 0, len(seats))
	for _, seat := range seats {
		if person, ok := people[seat.PersonID]; ok {
			list = append(list, DirectoryPerson{person, seat.Role, seat.ID, soonOver(seat, s.today())})
		}
	}
	sortDanish(list, func(d DirectoryPerson) (string, string) { return d.Name, d.ID })
	return list, organisations, nil
}

// DirectoryOrganisation is an organisation as the directory shows it.
type DirectoryOrganisation struct {
	actor.Organisation
	Participation Participation
	Municipality  *Municipality
	SeatsUsed     int
	// MayFill: the actor invites to its seats, and therefore is told how many there are.
	MayFill bool
	// SeatsInvited are kept free for people who are invited.
	SeatsInvited int
	// SeatsTotal is 0 where there is no limit, or where it is not told.
	SeatsTotal int
}

// DirectoryOrganisations returns the organisations that take part today, by kind
// and in Danish order. How many seats there are, and are kept, is told to whoever
// may fill them.
func (s *Service) DirectoryOrganisations(ctx context.Context, slug string) ([]DirectoryOrganisation, error) {
	a, err := actor.Must(ctx)
	if err != nil {
		return nil, err
	}
	p, err := s.BySlug(ctx, slug)
	if err != nil {
		return nil, err
	}
	page, err := s.Page(ctx, slug)
	if err != nil {
		return nil, err
	}
	seats, err := s.Members(ctx, p.ID)
	if err != nil {
		return nil, err
	}
	reserved, err := s.store.reservations(ctx, p.ID, s.clock.Now())
	if err != nil {
		return nil, err
	}
	municipalities, err := s.store.municipalities(ctx)
	if err != nil {
		return nil, err
	}
	var list []DirectoryOrganisation
	for _, joined := range page.Participations {
		if joined.Contains(s.today()) {
			o := describeOrganisation(p, page.Organisations[joined.OrganisationID], joined, seats, municipalities)
			if o.MayFill = MayFillSeat(a, p.ID, o.ID, roleFor(joined.Kind)) == nil; o.MayFill {
				o.SeatsInvited = countReserved(reserved, joined, s.today())
			} else {
				o.SeatsTotal = 0
			}
			list = append(list, o)
		}
	}
	return list, nil
}

// SeatLimit returns how many seats an organisation has in a programme, 0 where there is
// no limit, and whether it takes part today.
func (s *Service) SeatLimit(ctx context.Context, programmeID, organisationID string) (limit int, takesPart bool, err error) {
	h, err := s.store.headByID(ctx, programmeID)
	if err != nil {
		return 0, false, err
	}
	joined, err := s.store.participationsOf(ctx, programmeID, organisationID)
	if err != nil {
		return 0, false, err
	}
	for _, one := range joined {
		if !one.Contains(s.today()) {
			continue
		}
		if takesPart = true; one.Kind == Reference {
			limit = h.seatLimit
		}
	}
	return limit, takesPart, nil
}

// countReserved counts the seats of a participation that are kept today for people who
// are invited.
func countReserved(reserved []Reservation, joined Participation, today clock.Date) int {
	n := 0
	for _, r := range reserved {
		kind, bound := kindFor(r.Role)
		if bound && kind == joined.Kind && r.OrganisationID == joined.OrganisationID && !r.Starts.After(today) {
			n++
		}
	}
	return n
}

func describeOrganisation(p Programme, o actor.Organisation, joined Participation, seats []Seat, all []Municipality) DirectoryOrganisation {
	out := DirectoryOrganisation{Organisation: o, Participation: joined}
	if joined.Kind == Reference {
		out.SeatsTotal = p.SeatLimit
	}
	for _, seat := range seats {
		if seat.OrganisationID == o.ID && seat.Role != actor.Observer {
			out.SeatsUsed++
		}
	}
	for i := range all {
		if all[i].Code == o.MunicipalityCode {
			out.Municipality = &all[i]
		}
	}
	return out
}

// idsOf returns the ids that key gives, each once.
func idsOf[T any](list []T, key func(T) string) []string {
	ids := make([]string, 0, len(list))
	for _, x := range list {
		ids = append(ids, key(x))
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// sortParticipations puts them in the order of Kinds, and of one kind in Danish order.
func sortParticipations(list []Participation, organisations map[string]actor.Organisation) {
	sortDanish(list, func(p Participation) (string, string) { return organisations[p.OrganisationID].Short, p.ID })
	slices.SortStableFunc(list, func(x, y Participation) int {
		return slices.Index(Kinds, x.Kind) - slices.Index(Kinds, y.Kind)
	})
}
