package programme

import (
	"time"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/clock"
	"sluse/internal/kernel/fault"
)

// reservedFor stands where a held seat has its person: nobody's id begins so.
const reservedFor = "reserved:"

// Reservation keeps a seat free for somebody who has been invited to it. Until it
// lapses it counts against the limit as if it were held.
type Reservation struct {
	ID             string
	ProgrammeID    string
	OrganisationID string
	Role           actor.Role
	// Starts is the first day on which the seat can be held.
	Starts clock.Date
	// Until is the instant at which the reservation lapses by itself.
	Until     time.Time
	CreatedAt time.Time
	CreatedBy string
}

// Validate checks one reservation by itself.
func (r Reservation) Validate() error { return r.seat().Validate() }

// seat is the reservation as a seat, to be counted beside the others.
func (r Reservation) seat() Seat {
	return Seat{
		ID: r.ID, ProgrammeID: r.ProgrammeID, OrganisationID: r.OrganisationID, PersonID: reservedFor + r.ID, Role: r.Role,
		CreatedAt: r.CreatedAt, CreatedBy: r.CreatedBy, Span: Span{Starts: r.Starts},
	}
}

// Room is how the seats of one role stand in an organisation. Limit is 0 where
// there is none.
type Room struct {
	Limit, Used, Reserved int
}

// Free is how many more can be invited; -1 without a limit.
func (r Room) Free() int {
	if r.Limit == 0 {
		return -1
	}
	return max(0, r.Limit-r.Used-r.Reserved)
}

// Handover is a seat given on: its holder's access ends the day before Begins, and
// a reservation waits for the successor.
type Handover struct {
	ID            string
	ProgrammeID   string
	SeatID        string
	SuccessorSeat string // "" until the successor has taken the seat
	ReservationID string
	Begins        clock.Date
	// PreviousEnds is when the seat would have ended without the hand-over.
	PreviousEnds clock.Date
	CreatedAt    time.Time
	CreatedBy    string
	TakenBackAt  *time.Time
}

// furthest is how far ahead a seat can be given on, in days.
const furthest = 366

// checkHandover says whether a seat can be given on from a day. earlier are the
// hand-overs of the same seat.
func checkHandover(seat Seat, earlier []Handover, from, today clock.Date) error {
	invalid := func(code string) error {
		return fault.NewInvalid("handover.invalid", fault.Field{Field: "from", Code: code})
	}
	for _, h := range earlier {
		if h.SeatID == seat.ID && h.TakenBackAt == nil {
			return fault.NewConflict("handover.already")
		}
	}
	switch {
	case !seat.Ends.IsZero() && seat.Ends.Before(today):
		return fault.NewConflict("seat.ended")
	case from.IsZero():
		return invalid("validation.required")
	case from.Before(today):
		return invalid("handover.from_past")
	case from.After(today.AddDays(furthest)):
		return invalid("handover.from_far")
	case !seat.Ends.IsZero() && from.After(seat.Ends.AddDays(1)):
		return invalid("handover.from_after_end")
	}
	return nil
}

// Held is one holder of a seat in its history.
type Held struct {
	Seat Seat
	// GivenOn is how the holder gave it on; nil for the one who has it now.
	GivenOn *Handover
}

// chain puts the holders of a seat in order, the first one first, beginning from
// any of its links.
func chain(seatID string, seats map[string]Seat, handovers []Handover) []Held {
	before, after := map[string]Handover{}, map[string]Handover{}
	for _, h := range handovers {
		if h.TakenBackAt != nil {
			continue
		}
		after[h.SeatID] = h
		if h.SuccessorSeat != "" {
			before[h.SuccessorSeat] = h
		}
	}
	first := seatID
	for seen := map[string]bool{}; !seen[first]; {
		seen[first] = true
		if h, ok := before[first]; ok {
			first = h.SeatID
		}
	}
	var list []Held
	for at := first; at != ""; {
		seat, known := seats[at]
		if !known || len(list) > len(seats) {
			break
		}
		held := Held{Seat: seat}
		at = ""
		if h, ok := after[seat.ID]; ok {
			held.GivenOn, at = &h, h.SuccessorSeat
		}
		list = append(list, held)
	}
	return list
}
