package programme

import (
	"slices"
	"time"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/clock"
	"sluse/internal/kernel/fault"
)

// Seat is a person's place in a programme on behalf of an organisation, from–to.
// Being named coordinator is kept as a seat of that role, which no limit counts.
type Seat struct {
	ID             string
	ProgrammeID    string
	OrganisationID string
	PersonID       string
	Role           actor.Role
	CreatedAt      time.Time
	CreatedBy      string
	Span
}

// Membership is what the seat makes its holder.
func (s Seat) Membership() actor.Membership {
	return actor.Membership{ProgrammeID: s.ProgrammeID, Role: s.Role, OrganisationID: s.OrganisationID}
}

// Validate checks one seat by itself.
func (s Seat) Validate() error {
	var fields []fault.Field
	if !slices.Contains(actor.Roles, s.Role) {
		fields = append(fields, fault.Field{Field: "role", Code: "seat.role"})
	}
	if s.PersonID == "" {
		fields = append(fields, fault.Field{Field: "personId", Code: "validation.required"})
	}
	if s.OrganisationID == "" {
		fields = append(fields, fault.Field{Field: "organisationId", Code: "validation.required"})
	}
	if s.Starts.IsZero() {
		fields = append(fields, fault.Field{Field: "starts", Code: "validation.required"})
	}
	if s.empty() {
		fields = append(fields, fault.Field{Field: "ends", Code: "programme.ends_before_start"})
	}
	if len(fields) > 0 {
		return fault.NewInvalid("seat.invalid", fields...)
	}
	return nil
}

// checkSeat says whether next can be given beside the seats and participations
// that there are.
func checkSeat(programme Programme, joined []Participation, seats []Seat, next Seat) error {
	if kind, needed := kindFor(next.Role); needed && !takesPart(joined, next, kind) {
		return fault.NewConflict("seat.organisation_not_in_programme")
	}
	var taken []Span
	for _, s := range seats {
		if s.Role != next.Role {
			continue
		}
		if s.PersonID == next.PersonID && s.Overlaps(next.Span) {
			return fault.NewConflict("seat.has_one")
		}
		if s.OrganisationID == next.OrganisationID {
			taken = append(taken, s.Span)
		}
	}
	if limit := programme.SeatLimit; next.Role == actor.Reference && limit > 0 && peak(taken, next.Span) >= limit {
		return fault.NewConflict("seat.none_free").With("limit", limit)
	}
	return nil
}

func takesPart(joined []Participation, seat Seat, kind Kind) bool {
	return slices.ContainsFunc(joined, func(p Participation) bool {
		return p.OrganisationID == seat.OrganisationID && p.Kind == kind && p.Contains(seat.Starts)
	})
}

// checkEnding says whether a span may be given an end: one that has an end is made
// shorter, never longer, for what it leaves free may be taken.
func checkEnding(span Span, ends clock.Date) error {
	if !span.Ends.IsZero() && ends.After(span.Ends) {
		return fault.NewInvalid("ending.invalid", fault.Field{Field: "last", Code: "ending.later"}).With("ends", span.Ends.String())
	}
	return nil
}

// lastDay returns the day to write as a span's end so that it ends with the
// asked day, or at once where none is asked: then yesterday was the last.
func lastDay(asked, today clock.Date) clock.Date {
	if asked.IsZero() {
		return today.AddDays(-1)
	}
	return asked
}
