// Package invitation brings people to the seats of a programme: coordinators, and
// each organisation's own contacts, write to them; who presses the link in the
// mail is signed in and has the seat. A seat that is given on goes the same way.
//
// Invariants, kept also when many write at once:
//   - An invitation that waits keeps its seat free; there are never more of them
//     and of held seats together than the organisation has seats.
//   - A link holds 256 random bits, is stored as a keyed hash, works once and until
//     the end of the fourteenth day. A new link ends the old one.
//   - Looking at a link changes nothing: mail gateways do so too. An invitation is
//     opened when a person does something on its page, and accepted by their click.
//   - An address that never answered is forgotten.
package invitation

import (
	"fmt"
	"slices"
	"time"
	"unicode/utf8"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/clock"
	"sluse/internal/kernel/fault"
	"sluse/internal/kernel/id"
	"sluse/internal/platform/cpr"
	"sluse/internal/platform/mail"
)

const (
	// linkDays is how many days after the sending a link still works.
	linkDays = 14
	// keepUnused is how long an invitation that nobody took is remembered.
	keepUnused = 30 * 24 * time.Hour
	// MaxPeople is how many can be invited at once.
	MaxPeople = 200
	// Bounds of texts, in characters.
	maxName     = 120
	maxTitle    = 120
	maxGreeting = 2000
)

// State is how far an invitation has come. It is computed, never set.
type State string

// The states.
const (
	// Sent: the mail is on its way.
	Sent State = "sent"
	// Delivered: the recipient's mail server has taken it.
	Delivered State = "delivered"
	// Opened: a person did something on its page.
	Opened State = "opened"
	// Accepted: the person has the seat.
	Accepted State = "accepted"
	// Expired: the link no longer works.
	Expired State = "expired"
	// Revoked: whoever may has taken it back.
	Revoked State = "revoked"
	// Bounced: the recipient's mail server does not take it.
	Bounced State = "bounced"
)

// Invitation is one person invited to one seat.
type Invitation struct {
	ID string
	// BatchID is made by the sender's browser: sending the same again does nothing.
	BatchID        string
	ProgrammeID    string
	OrganisationID string
	Role           actor.Role
	Email          string
	// Name and Title are as the inviter knows them; both may be empty.
	Name, Title   string
	Locale        string
	Greeting      string
	InviterID     string
	ReservationID string
	// HandoverID is the hand-over that the invited is the successor of, or "".
	HandoverID string
	// Begins is the first day of a seat that is handed over; zero is at once.
	Begins clock.Date
	// TokenHash and MailKey are of the newest link and its mail.
	TokenHash  string
	MailKey    string
	CreatedAt  time.Time
	SentAt     time.Time
	ExpiresAt  time.Time
	OpenedAt   *time.Time
	AskedAt    *time.Time // the invited asked for a new link
	AcceptedAt *time.Time
	PersonID   string // who accepted
	RevokedAt  *time.Time
	RevokedBy  string
}

// Open reports whether the invitation can still be accepted.
func (i Invitation) Open(now time.Time) bool {
	return i.AcceptedAt == nil && i.RevokedAt == nil && now.Before(i.ExpiresAt)
}

// State says how far the invitation is, given what became of its newest mail.
func (i Invitation) State(now time.Time, mailed mail.State) State {
	switch {
	case i.AcceptedAt != nil:
		return Accepted
	case i.RevokedAt != nil:
		return Revoked
	case !now.Before(i.ExpiresAt):
		return Expired
	case mailed == mail.Failed:
		return Bounced
	case i.OpenedAt != nil:
		return Opened
	case mailed == mail.Sent:
		return Delivered
	}
	return Sent
}

// expiry is the end of the last day on which a link sent now works.
func expiry(now time.Time) time.Time {
	return clock.Instant(clock.DateOf(now, clock.Copenhagen).AddDays(linkDays).End(clock.Copenhagen))
}

// lastDay is the last day on which the link works.
func (i Invitation) lastDay() clock.Date {
	return clock.DateOf(i.ExpiresAt.Add(-time.Second), clock.Copenhagen)
}

// Invitee is somebody to be invited.
type Invitee struct {
	Name, Email, Title string
}

// Draft is what is the same for everybody invited together.
type Draft struct {
	BatchID        string
	OrganisationID string
	Role           actor.Role
	Greeting       string
	Locale         string
	People         []Invitee
}

// normal brings a draft into the form that is stored and checks it.
func (d Draft) normal() (Draft, error) {
	d.Greeting = cleanText(d.Greeting)
	fields := checkGreeting(d.Greeting)
	if !slices.Contains(actor.Roles, d.Role) {
		fields = append(fields, fault.Field{Field: "role", Code: "seat.role"})
	}
	if !id.Valid(d.OrganisationID) {
		fields = append(fields, fault.Field{Field: "organisationId", Code: "organisation.unknown"})
	}
	if d.BatchID != "" && !id.Valid(d.BatchID) {
		fields = append(fields, fault.Field{Field: "batchId", Code: "validation.format"})
	}
	switch n := len(d.People); {
	case n == 0:
		fields = append(fields, fault.Field{Field: "people", Code: "invitation.nobody"})
	case n > MaxPeople:
		fields = append(fields, fault.Field{Field: "people", Code: "invitation.too_many", Params: map[string]any{"max": MaxPeople}})
	default:
		var more []fault.Field
		d.People, more = normalPeople(d.People)
		fields = append(fields, more...)
	}
	if d.Locale != mail.English {
		d.Locale = mail.Danish
	}
	if len(fields) > 0 {
		return d, fault.NewInvalid("invitation.invalid", fields...)
	}
	return d, nil
}

func normalPeople(people []Invitee) ([]Invitee, []fault.Field) {
	var fields []fault.Field
	first := map[string]bool{}
	out := make([]Invitee, len(people))
	for n, p := range people {
		p = Invitee{Name: clean(p.Name), Email: clean(p.Email), Title: clean(p.Title)}
		at := func(field string) string { return fmt.Sprintf("people[%d].%s", n, field) }
		email, code := readAddress(p.Email)
		if code != "" {
			fields = append(fields, fault.Field{Field: at("email"), Code: code})
		}
		p.Email = email
		if code := checkPerson(p); code != "" {
			fields = append(fields, fault.Field{Field: at("name"), Code: code, Params: map[string]any{"max": maxName}})
		}
		if email != "" && first[email] {
			fields = append(fields, fault.Field{Field: at("email"), Code: "paste.duplicate"})
		}
		first[email], out[n] = true, p
	}
	return out, fields
}

// checkPerson returns the code of what is wrong with a name and title, "" if nothing.
func checkPerson(p Invitee) string {
	switch {
	case utf8.RuneCountInString(p.Name) > maxName:
		return "paste.name_too_long"
	case utf8.RuneCountInString(p.Title) > maxTitle:
		return "paste.title_too_long"
	case cpr.Blocks(cpr.Find(p.Name)), cpr.Blocks(cpr.Find(p.Title)):
		return "paste.cpr"
	}
	return ""
}

func checkGreeting(text string) []fault.Field {
	switch {
	case utf8.RuneCountInString(text) > maxGreeting:
		return []fault.Field{{Field: "greeting", Code: "validation.too_long", Params: map[string]any{"max": maxGreeting}}}
	case cpr.Blocks(cpr.Find(text)):
		return []fault.Field{{Field: "greeting", Code: "invitation.greeting_cpr"}}
	}
	return nil
}
