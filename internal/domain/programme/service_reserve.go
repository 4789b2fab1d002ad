package programme

import (
	"context"
	"time"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/clock"
	"sluse/internal/kernel/fault"
	"sluse/internal/kernel/id"
)

// lapsedFor is how long a reservation that lapsed is kept before it is swept away.
const lapsedFor = 24 * time.Hour

// occupied returns every seat of a programme, and every reservation as a seat.
func (s *Service) occupied(ctx context.Context, programmeID string) ([]Seat, error) {
	seats, err := s.store.seats(ctx, programmeID)
	if err != nil {
		return nil, err
	}
	reserved, err := s.store.reservations(ctx, programmeID, s.clock.Now())
	if err != nil {
		return nil, err
	}
	for _, r := range reserved {
		seats = append(seats, r.seat())
	}
	return seats, nil
}

// rooms returns who takes part in a programme, and the seats that are taken.
func (s *Service) rooms(ctx context.Context, programmeID string) (joined []Participation, taken []Seat, err error) {
	if joined, err = s.store.participations(ctx, programmeID); err != nil {
		return nil, nil, err
	}
	taken, err = s.occupied(ctx, programmeID)
	return joined, taken, err
}

// insertFitting keeps a seat if there is room for it, no longer than the participation
// that carries it. The programme must be locked.
func (s *Service) insertFitting(ctx context.Context, programme Programme, seat Seat) (Seat, error) {
	joined, taken, err := s.rooms(ctx, programme.ID)
	if err != nil {
		return Seat{}, err
	}
	if seat, err = within(joined, seat); err != nil {
		return Seat{}, err
	}
	if err := checkSeat(programme, joined, taken, seat); err != nil {
		return Seat{}, err
	}
	return seat, s.store.insertSeat(ctx, seat)
}

// Reserve keeps a number of seats like wanted free for people who are invited, all
// or none, and returns the reservations' ids. Where there is room for fewer the
// fault says for how many. It is called within the Write that invites.
func (s *Service) Reserve(ctx context.Context, wanted Reservation, count int) ([]string, error) {
	a, err := actor.Must(ctx)
	if err != nil {
		return nil, err
	}
	if err := MayFillSeat(a, wanted.ProgrammeID, wanted.OrganisationID, wanted.Role); err != nil {
		return nil, err
	}
	if err := wanted.Validate(); err != nil {
		return nil, err
	}
	ids := make([]string, 0, count)
	err = s.db.Write(ctx, func(ctx context.Context) error {
		programme, err := s.store.lockProgramme(ctx, wanted.ProgrammeID)
		if err != nil {
			return err
		}
		if err := s.knownOrganisation(ctx, wanted.OrganisationID); err != nil {
			return err
		}
		joined, seats, err := s.rooms(ctx, wanted.ProgrammeID)
		if err != nil {
			return err
		}
		for range count {
			r := wanted
			r.ID, r.CreatedAt, r.CreatedBy = id.New(), s.clock.Now(), a.PersonID
			if err := checkSeat(programme, joined, seats, r.seat()); err != nil {
				return roomFor(err, len(ids))
			}
			if err := s.store.insertReservation(ctx, r); err != nil {
				return err
			}
			seats, ids = append(seats, r.seat()), append(ids, r.ID)
		}
		return nil
	})
	return ids, err
}

// roomFor adds to the fault of a full organisation how many there was room for.
func roomFor(err error, free int) error {
	if f, ok := fault.As(err); ok && f.Code == "seat.none_free" {
		return f.With("free", free)
	}
	return err
}

// Release gives a reservation up, within the Write of whoever made it.
func (s *Service) Release(ctx context.Context, reservationID string) error {
	return s.db.Write(ctx, func(ctx context.Context) error { return s.store.deleteReservation(ctx, reservationID) })
}

// Claim makes a reservation the seat of a person. The right to it comes from the
// reservation, which somebody made who may fill the seat, and from whoever calls
// having made sure that the person is the one it was made for.
func (s *Service) Claim(ctx context.Context, reservationID, personID string) (Seat, error) {
	if err := s.knownPerson(ctx, personID); err != nil {
		return Seat{}, err
	}
	var seat Seat
	err := s.db.Write(ctx, func(ctx context.Context) error {
		r, err := s.store.reservation(ctx, reservationID)
		if err != nil {
			return err
		}
		programme, err := s.store.lockProgramme(ctx, r.ProgrammeID)
		if err != nil {
			return err
		}
		if !s.clock.Now().Before(r.Until) {
			return fault.NewGone("seat.reservation_lapsed")
		}
		// From here on the reservation is no longer in the way of its own seat.
		if err := s.store.deleteReservation(ctx, r.ID); err != nil {
			return err
		}
		seat = r.seat()
		seat.ID, seat.PersonID, seat.CreatedAt = id.New(), personID, s.clock.Now()
		seat.Starts = later(r.Starts, s.today())
		if seat, err = s.insertFitting(ctx, programme, seat); err != nil {
			return err
		}
		if err := s.store.succeed(ctx, r.ID, seat.ID); err != nil {
			return err
		}
		return s.tellSeat(ctx, personID, seat)
	})
	return seat, err
}

func later(a, b clock.Date) clock.Date {
	if a.After(b) {
		return a
	}
	return b
}

// Room returns how the seats of a role stand in an organisation today and later.
func (s *Service) Room(ctx context.Context, programmeID, organisationID string, role actor.Role) (Room, error) {
	programme, err := s.store.programmeByID(ctx, programmeID)
	if err != nil {
		return Room{}, err
	}
	seats, err := s.store.seats(ctx, programmeID)
	if err != nil {
		return Room{}, err
	}
	reserved, err := s.store.reservations(ctx, programmeID, s.clock.Now())
	if err != nil {
		return Room{}, err
	}
	var held, all []Span
	ahead := Span{Starts: s.today()}
	for _, seat := range seats {
		if seat.OrganisationID == organisationID && seat.Role == role {
			held = append(held, seat.Span)
		}
	}
	all = append(all, held...)
	for _, r := range reserved {
		if r.OrganisationID == organisationID && r.Role == role {
			all = append(all, r.seat().Span)
		}
	}
	room := Room{Used: peak(held, ahead)}
	room.Reserved = peak(all, ahead) - room.Used
	if role == actor.Reference {
		room.Limit = programme.SeatLimit
	}
	return room, nil
}

// SeatHolders returns the persons who hold a seat of a programme now or later, by
// role.
func (s *Service) SeatHolders(ctx context.Context, programmeID string) (map[string][]actor.Role, error) {
	seats, err := s.store.seats(ctx, programmeID)
	if err != nil {
		return nil, err
	}
	holders := map[string][]actor.Role{}
	for _, seat := range seats {
		if !seat.empty() && (seat.Ends.IsZero() || !seat.Ends.Before(s.today())) {
			holders[seat.PersonID] = append(holders[seat.PersonID], seat.Role)
		}
	}
	return holders, nil
}

// ByID returns a programme, whoever asks: for other features, which have checked.
func (s *Service) ByID(ctx context.Context, programmeID string) (Programme, error) {
	return s.store.programmeByID(ctx, programmeID)
}
