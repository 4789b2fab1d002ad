package programme

import (
	"time"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/clock"
	"sluse/internal/kernel/fault"
)

// Kind is as what an organisation takes part in a programme.
type Kind string

// The kinds of participation.
const (
	Owner     Kind = "owner"
	Adviser   Kind = "adviser"
	Partner   Kind = "partner"
	Reference Kind = "reference"
)

// Kinds lists every kind of participation, in the order that pages show them.
var Kinds = []Kind{Owner, Adviser, Partner, Reference}

// Participation is an organisation in a programme, from–to.
type Participation struct {
	ID             string
	ProgrammeID    string
	OrganisationID string
	Kind           Kind
	// Chair marks the chair municipality of its cluster, or of the network.
	Chair bool
	// Cluster names the geographic part of the network, "" where it is undivided.
	Cluster   string
	CreatedAt time.Time
	Span
}

// Validate checks one participation by itself.
func (p Participation) Validate() error {
	var fields []fault.Field
	switch p.Kind {
	case Owner, Adviser, Partner, Reference:
	default:
		fields = append(fields, fault.Field{Field: "kind", Code: "participation.kind"})
	}
	if p.Starts.IsZero() {
		fields = append(fields, fault.Field{Field: "starts", Code: "validation.required"})
	}
	if p.empty() {
		fields = append(fields, fault.Field{Field: "ends", Code: "programme.ends_before_start"})
	}
	fields = append(fields, checkText("cluster", p.Cluster, 0, 60)...)
	if len(fields) > 0 {
		return fault.NewInvalid("participation.invalid", fields...)
	}
	return nil
}

// checkJoin says whether next can stand beside the participations that there
// are: nobody twice as the same, no partner in the reference network of its own
// programme, and no more references than there is room for.
func checkJoin(programme Programme, existing []Participation, next Participation) error {
	var references []Span
	for _, p := range existing {
		if p.Kind == Reference && p.OrganisationID != next.OrganisationID {
			references = append(references, p.Span)
		}
		if p.OrganisationID != next.OrganisationID || !p.Overlaps(next.Span) {
			continue
		}
		if p.Kind == next.Kind {
			return fault.NewConflict("participation.twice")
		}
		if p.Kind == Partner && next.Kind == Reference || p.Kind == Reference && next.Kind == Partner {
			return fault.NewConflict("participation.partner_and_reference")
		}
	}
	if limit := programme.ReferenceLimit; next.Kind == Reference && limit > 0 && peak(references, next.Span) >= limit {
		return fault.NewConflict("participation.network_full").With("limit", limit)
	}
	return nil
}

// carries says whether a seat is held by the participation.
func (p Participation) carries(seat Seat) bool {
	kind, bound := kindFor(seat.Role)
	return bound && kind == p.Kind && seat.OrganisationID == p.OrganisationID && !seat.empty() && p.Contains(seat.Starts)
}

// checkChange says whether a participation can become next, given the seats and
// reservations of the programme: those it carries keep their role and their first day.
func checkChange(before, next Participation, seats []Seat) error {
	held, first := 0, clock.Date{}
	for _, seat := range seats {
		if !before.carries(seat) {
			continue
		}
		held++
		if first.IsZero() || seat.Starts.Before(first) {
			first = seat.Starts
		}
	}
	var fields []fault.Field
	if held > 0 && next.Kind != before.Kind {
		fields = append(fields, fault.Field{Field: "kind", Code: "participation.seats_held", Params: map[string]any{"seats": held}})
	}
	if held > 0 && first.Before(next.Starts) {
		fields = append(fields, fault.Field{Field: "starts", Code: "participation.seat_before", Params: map[string]any{"day": first.String()}})
	}
	if len(fields) > 0 {
		return fault.NewInvalid("participation.invalid", fields...)
	}
	return nil
}

// within lets a seat end no later than the participation that carries it.
func within(joined []Participation, seat Seat) (Seat, error) {
	for _, p := range joined {
		if !p.carries(seat) || p.Ends.IsZero() {
			continue
		}
		if seat.Ends.IsZero() {
			seat.Ends = p.Ends
		} else if seat.Ends.After(p.Ends) {
			return seat, fault.NewInvalid("seat.invalid", fault.Field{
				Field: "ends", Code: "seat.outlasts", Params: map[string]any{"day": p.Ends.String()},
			})
		}
	}
	return seat, nil
}

// peak returns the most of the spans that hold one and the same day of window.
func peak(spans []Span, window Span) int {
	days := []Span{{Starts: window.Starts, Ends: window.Starts}}
	for _, span := range spans {
		if window.Contains(span.Starts) {
			days = append(days, Span{Starts: span.Starts, Ends: span.Starts})
		}
	}
	most := 0
	for _, day := range days {
		n := 0
		for _, span := range spans {
			if span.Overlaps(day) {
				n++
			}
		}
		most = max(most, n)
	}
	return most
}

// kindFor returns as what an organisation must take part for its people to hold
// seats of the role; false where any organisation will do.
func kindFor(role actor.Role) (Kind, bool) {
	switch role {
	case actor.Partner:
		return Partner, true
	case actor.Reference:
		return Reference, true
	case actor.Coordinator, actor.Observer:
	}
	return "", false
}

// roleFor returns the role of the people by whom an organisation takes part as a kind;
// an owner's or adviser's are named coordinators, or come to look.
func roleFor(kind Kind) actor.Role {
	switch kind {
	case Partner:
		return actor.Partner
	case Reference:
		return actor.Reference
	case Owner, Adviser:
	}
	return actor.Observer
}
