package programme

import (
	"context"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/clock"
	"sluse/internal/kernel/id"
)

// Join makes an organisation take part in a programme.
func (s *Service) Join(ctx context.Context, p Participation) (Participation, error) {
	a, err := actor.Must(ctx)
	if err != nil {
		return Participation{}, err
	}
	if err := MayManage(a, p.ProgrammeID); err != nil {
		return Participation{}, err
	}
	if err := p.Validate(); err != nil {
		return Participation{}, err
	}
	p.ID, p.CreatedAt = id.New(), s.clock.Now()
	err = s.db.Write(ctx, func(ctx context.Context) error {
		programme, err := s.store.lockProgramme(ctx, p.ProgrammeID)
		if err != nil {
			return err
		}
		if err := s.knownOrganisation(ctx, p.OrganisationID); err != nil {
			return err
		}
		existing, err := s.store.participations(ctx, p.ProgrammeID)
		if err != nil {
			return err
		}
		if err := checkJoin(programme, existing, p); err != nil {
			return err
		}
		if err := s.store.insertParticipation(ctx, p); err != nil {
			return err
		}
		return s.tellProgramme(ctx, a.PersonID, p.ProgrammeID)
	})
	return p, err
}

// Leave ends an organisation's participation with its last day (none: at once),
// and with it the seats that its people hold by it.
func (s *Service) Leave(ctx context.Context, participationID string, last clock.Date) error {
	a, err := actor.Must(ctx)
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(ctx context.Context) error {
		p, _, err := s.lockParticipation(ctx, a, participationID)
		if err != nil {
			return err
		}
		ends := lastDay(last, s.today())
		if err := checkEnding(p.Span, ends); err != nil {
			return err
		}
		if err := s.store.endParticipation(ctx, p.ID, ends); err != nil {
			return err
		}
		if err := s.endSeatsOf(ctx, a, p, ends); err != nil {
			return err
		}
		return s.tellProgramme(ctx, a.PersonID, p.ProgrammeID)
	})
}

func (s *Service) endSeatsOf(ctx context.Context, a actor.Actor, p Participation, ends clock.Date) error {
	seats, err := s.store.seats(ctx, p.ProgrammeID)
	if err != nil {
		return err
	}
	for _, seat := range seats {
		outlives := seat.Ends.IsZero() || seat.Ends.After(ends)
		if !p.carries(seat) || !outlives {
			continue
		}
		if err := s.endSeat(ctx, a, seat, ends); err != nil {
			return err
		}
	}
	return nil
}

// GiveSeat gives a person a seat as partner, reference or observer.
func (s *Service) GiveSeat(ctx context.Context, seat Seat) (Seat, error) {
	a, err := actor.Must(ctx)
	if err != nil {
		return Seat{}, err
	}
	if err := MayManage(a, seat.ProgrammeID); err != nil {
		return Seat{}, err
	}
	return s.give(ctx, a, seat)
}

// NameCoordinator makes a person coordinator of a programme, on behalf of the
// agency or adviser that they work for.
func (s *Service) NameCoordinator(ctx context.Context, seat Seat) (Seat, error) {
	a, err := actor.Must(ctx)
	if err != nil {
		return Seat{}, err
	}
	if err := MayNameCoordinator(a, seat.ProgrammeID); err != nil {
		return Seat{}, err
	}
	seat.Role = actor.Coordinator
	return s.give(ctx, a, seat)
}

func (s *Service) give(ctx context.Context, a actor.Actor, seat Seat) (Seat, error) {
	if err := seat.Validate(); err != nil {
		return Seat{}, err
	}
	if err := s.knownPerson(ctx, seat.PersonID); err != nil {
		return Seat{}, err
	}
	seat.ID, seat.CreatedAt, seat.CreatedBy = id.New(), s.clock.Now(), a.PersonID
	err := s.db.Write(ctx, func(ctx context.Context) error {
		programme, err := s.store.lockProgramme(ctx, seat.ProgrammeID)
		if err != nil {
			return err
		}
		if err := s.knownOrganisation(ctx, seat.OrganisationID); err != nil {
			return err
		}
		if seat, err = s.insertFitting(ctx, programme, seat); err != nil {
			return err
		}
		return s.tellSeat(ctx, a.PersonID, seat)
	})
	return seat, err
}

// EndSeat ends a seat, or a coordinator's appointment, with its last day; none
// ends it at once. What its holder wrote stays.
func (s *Service) EndSeat(ctx context.Context, seatID string, last clock.Date) error {
	a, err := actor.Must(ctx)
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(ctx context.Context) error {
		seat, err := s.seatByID(ctx, seatID)
		if err != nil {
			return err
		}
		may := MayManage
		if seat.Role == actor.Coordinator {
			may = MayNameCoordinator
		}
		if err := may(a, seat.ProgrammeID); err != nil {
			return err
		}
		ends := lastDay(last, s.today())
		if err := checkEnding(seat.Span, ends); err != nil {
			return err
		}
		return s.endSeat(ctx, a, seat, ends)
	})
}

func (s *Service) endSeat(ctx context.Context, a actor.Actor, seat Seat, ends clock.Date) error {
	seat.Ends = ends
	if err := s.store.endSeat(ctx, seat.ID, ends); err != nil {
		return err
	}
	return s.tellSeat(ctx, a.PersonID, seat)
}

// TurnDay has everybody checked again whose seat began today or ended yesterday.
// Call it soon after midnight in Denmark: no writing marks that moment.
func (s *Service) TurnDay(ctx context.Context) error {
	seats, err := s.store.seatsTurning(ctx, s.today())
	if err != nil {
		return err
	}
	for _, seat := range seats {
		s.revoker.Recheck(seat.PersonID)
	}
	return nil
}
