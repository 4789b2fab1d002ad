package programme

import (
	"context"
	"time"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/clock"
	"sluse/internal/kernel/fault"
	"sluse/internal/kernel/id"
)

// HandOver gives a seat on from a day: its holder's access ends with the day
// before (today: at once), and a place is kept for the successor until an instant.
// What the holder wrote stays theirs.
func (s *Service) HandOver(ctx context.Context, seatID string, from clock.Date, until time.Time) (Handover, error) {
	a, err := actor.Must(ctx)
	if err != nil {
		return Handover{}, err
	}
	var h Handover
	err = s.db.Write(ctx, func(ctx context.Context) error {
		seat, earlier, err := s.lockSeat(ctx, a, seatID)
		if err != nil {
			return err
		}
		if err := checkHandover(seat, earlier, from, s.today()); err != nil {
			return err
		}
		r := Reservation{
			ID: id.New(), ProgrammeID: seat.ProgrammeID, OrganisationID: seat.OrganisationID, Role: seat.Role,
			Starts: from, Until: until, CreatedAt: s.clock.Now(), CreatedBy: a.PersonID,
		}
		h = Handover{
			ID: id.New(), ProgrammeID: seat.ProgrammeID, SeatID: seat.ID, ReservationID: r.ID, Begins: from,
			PreviousEnds: seat.Ends, CreatedAt: r.CreatedAt, CreatedBy: a.PersonID,
		}
		if err := s.endSeat(ctx, a, seat, from.AddDays(-1)); err != nil {
			return err
		}
		if err := s.checkRoom(ctx, r.seat()); err != nil {
			return err
		}
		if err := s.store.insertReservation(ctx, r); err != nil {
			return err
		}
		if err := s.store.insertHandover(ctx, h); err != nil {
			return err
		}
		return s.tellHandover(ctx, a.PersonID, seat, h)
	})
	return h, err
}

// lockSeat reads a seat that the actor may give on, with the programme's
// hand-overs, and keeps others from changing the programme's seats meanwhile.
func (s *Service) lockSeat(ctx context.Context, a actor.Actor, seatID string) (Seat, []Handover, error) {
	seat, err := s.seatByID(ctx, seatID)
	if err != nil {
		return Seat{}, nil, err
	}
	if err := MayHandOver(a, seat); err != nil {
		return Seat{}, nil, err
	}
	if _, err := s.store.lockProgramme(ctx, seat.ProgrammeID); err != nil {
		return Seat{}, nil, err
	}
	// Read again: somebody else may have given it on while we waited.
	if seat, err = s.store.seat(ctx, seatID); err != nil {
		return Seat{}, nil, err
	}
	earlier, err := s.store.handovers(ctx, seat.ProgrammeID)
	return seat, earlier, err
}

func (s *Service) checkRoom(ctx context.Context, next Seat) error {
	programme, err := s.store.programmeByID(ctx, next.ProgrammeID)
	if err != nil {
		return err
	}
	joined, taken, err := s.rooms(ctx, next.ProgrammeID)
	if err != nil {
		return err
	}
	return checkSeat(programme, joined, taken, next)
}

// RenewHandover keeps the place for a successor anew, whose first reservation may
// have lapsed, and returns the new reservation.
func (s *Service) RenewHandover(ctx context.Context, handoverID string, until time.Time) (reservationID string, err error) {
	a, err := actor.Must(ctx)
	if err != nil {
		return "", err
	}
	err = s.db.Write(ctx, func(ctx context.Context) error {
		h, err := s.store.handover(ctx, handoverID)
		if err != nil {
			return err
		}
		seat, _, err := s.lockSeat(ctx, a, h.SeatID)
		if err != nil {
			return err
		}
		if err := s.store.deleteReservation(ctx, h.ReservationID); err != nil {
			return err
		}
		r := Reservation{
			ID: id.New(), ProgrammeID: seat.ProgrammeID, OrganisationID: seat.OrganisationID, Role: seat.Role,
			Starts: later(h.Begins, s.today()), Until: until, CreatedAt: s.clock.Now(), CreatedBy: a.PersonID,
		}
		if err := s.checkRoom(ctx, r.seat()); err != nil {
			return err
		}
		if err := s.store.insertReservation(ctx, r); err != nil {
			return err
		}
		reservationID = r.ID
		return s.store.renewHandover(ctx, h.ID, r.ID)
	})
	return reservationID, err
}

// TakeBack undoes a hand-over whose successor has not taken the seat. Before its
// day the holder keeps the seat as if nothing had been; from that day on the seat
// is simply free.
func (s *Service) TakeBack(ctx context.Context, handoverID string) error {
	a, err := actor.Must(ctx)
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(ctx context.Context) error {
		h, err := s.store.handover(ctx, handoverID)
		if err != nil {
			return err
		}
		seat, _, err := s.lockSeat(ctx, a, h.SeatID)
		if err != nil {
			return err
		}
		if err := s.store.deleteReservation(ctx, h.ReservationID); err != nil {
			return err
		}
		if !s.today().Before(h.Begins) {
			return nil
		}
		undone, err := s.store.takeBack(ctx, h.ID, s.clock.Now())
		if err != nil {
			return err
		}
		if !undone {
			return fault.NewConflict("handover.done")
		}
		return s.restore(ctx, a, seat, h)
	})
}

// restore gives a holder back the days that a hand-over took.
func (s *Service) restore(ctx context.Context, a actor.Actor, seat Seat, h Handover) error {
	again := seat
	again.PersonID, again.Span = reservedFor+seat.ID, Span{Starts: h.Begins, Ends: h.PreviousEnds}
	if err := s.checkRoom(ctx, again); err != nil {
		return err
	}
	return s.endSeat(ctx, a, seat, h.PreviousEnds)
}

// History returns who held a seat, in order, for whoever sees the programme.
func (s *Service) History(ctx context.Context, seatID string) ([]Held, error) {
	a, err := actor.Must(ctx)
	if err != nil {
		return nil, err
	}
	seat, err := s.seatByID(ctx, seatID)
	if err != nil {
		return nil, err
	}
	if err := MaySee(a, seat.ProgrammeID); err != nil {
		return nil, fault.NewNotFound("seat.unknown")
	}
	seats, err := s.store.seats(ctx, seat.ProgrammeID)
	if err != nil {
		return nil, err
	}
	handovers, err := s.store.handovers(ctx, seat.ProgrammeID)
	if err != nil {
		return nil, err
	}
	byID := make(map[string]Seat, len(seats))
	for _, x := range seats {
		byID[x.ID] = x
	}
	return chain(seatID, byID, handovers), nil
}

// SeatToHandOver returns a seat that the actor may give on.
func (s *Service) SeatToHandOver(ctx context.Context, seatID string) (Seat, error) {
	a, err := actor.Must(ctx)
	if err != nil {
		return Seat{}, err
	}
	seat, err := s.seatByID(ctx, seatID)
	if err != nil {
		return Seat{}, err
	}
	return seat, MayHandOver(a, seat)
}

// seatByID reads a seat by what somebody wrote into an address.
func (s *Service) seatByID(ctx context.Context, seatID string) (Seat, error) {
	if !id.Valid(seatID) {
		return Seat{}, fault.NewNotFound("seat.unknown")
	}
	return s.store.seat(ctx, seatID)
}
