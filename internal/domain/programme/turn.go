package programme

import (
	"context"
	"slices"

	"sluse/internal/kernel/clock"
)

// turnsAhead is for how many days before somebody's access ends they, and those who
// see their seat, are told.
const turnsAhead = 60

// Turn is a day on which a person comes into a programme or goes out of it: one of the
// two dates is set.
type Turn struct {
	ProgrammeID, Programme string
	// Begins is the first day of somebody who is not in it yet, Last the last one of
	// somebody who is.
	Begins, Last clock.Date
}

// Turns returns when a person comes into programmes or goes out of them soon: seats
// are given on from a day.
func (s *Service) Turns(ctx context.Context, personID string) ([]Turn, error) {
	today := s.today()
	seats, err := s.store.seatsFrom(ctx, personID, today)
	if err != nil {
		return nil, err
	}
	turns := []Turn{}
	for _, turn := range turnsOf(seats, today) {
		p, err := s.ByID(ctx, turn.ProgrammeID)
		if err != nil {
			return nil, err
		}
		turn.Programme = p.ShortName
		turns = append(turns, turn)
	}
	return turns, nil
}

// turnsOf finds the turns in one person's seats of today and later, in the order of
// the seats. Who has one seat after the other goes nowhere.
func turnsOf(seats []Seat, today clock.Date) []Turn {
	var turns []Turn
	for n, seat := range seats {
		same := func(other Seat) bool { return other.ProgrammeID == seat.ProgrammeID }
		if slices.ContainsFunc(seats[:n], same) {
			continue // seen with the first one
		}
		turn := Turn{ProgrammeID: seat.ProgrammeID}
		if seat.Starts.After(today) {
			turn.Begins = seat.Starts
			turns = append(turns, turn)
			continue
		}
		turn.Last = seat.Ends
		for _, next := range seats[n+1:] {
			if !same(next) || turn.Last.IsZero() || next.Starts.After(turn.Last.AddDays(1)) {
				continue
			}
			if next.Ends.IsZero() || next.Ends.After(turn.Last) {
				turn.Last = next.Ends
			}
		}
		if soon(turn.Last, today) {
			turns = append(turns, turn)
		}
	}
	return turns
}

// soonOver returns the last day of a seat that is over soon: most last as long as
// their organisation takes part, and to say that of each would say nothing.
func soonOver(seat Seat, today clock.Date) clock.Date {
	if soon(seat.Ends, today) {
		return seat.Ends
	}
	return clock.Date{}
}

func soon(last, today clock.Date) bool {
	return !last.IsZero() && !last.After(today.AddDays(turnsAhead))
}
