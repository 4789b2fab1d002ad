// Package programme holds what everything else belongs to: the programmes of an
// installation, the organisations that take part in them, and the persons who
// hold seats there on behalf of an organisation.
//
// Invariants, kept also when many write at once:
//   - the 98 municipalities are always there, each an organisation with a fixed id;
//   - a reference organisation has at most as many seats at any one day as the
//     programme gives, and a programme at most as many reference organisations;
//   - an organisation is not partner and reference of one programme on one day;
//   - a role comes from holding a seat or from being named coordinator, on the
//     days from–to, and from nothing else;
//   - who is not a member on that day sees nothing of a programme but its public page.
package programme

import (
	"fmt"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"sluse/internal/kernel/clock"
	"sluse/internal/kernel/fault"
)

// State is how far a programme has come on a day. It is computed, never set.
type State string

// The states of a programme.
const (
	Recruiting State = "recruiting"
	Running    State = "running"
	Finished   State = "finished"
)

// Defaults of the limits of a reference network.
const (
	DefaultSeats      = 3
	DefaultReferences = 15
)

// Span is the days from–to, both included. A zero Ends is open.
type Span struct {
	Starts clock.Date
	Ends   clock.Date
}

// Contains reports whether the day is one of the span's.
func (s Span) Contains(day clock.Date) bool {
	return !day.Before(s.Starts) && (s.Ends.IsZero() || !day.After(s.Ends))
}

// Overlaps reports whether the two spans share a day. A span that ends before it
// starts has no day.
func (s Span) Overlaps(other Span) bool {
	return !s.empty() && !other.empty() &&
		(s.Ends.IsZero() || !other.Starts.After(s.Ends)) && (other.Ends.IsZero() || !s.Starts.After(other.Ends))
}

func (s Span) empty() bool { return !s.Ends.IsZero() && s.Ends.Before(s.Starts) }

// Period is a named stretch within a programme, such as the partners' own
// development. Its days may be unknown.
type Period struct {
	Name   string     `json:"name"`
	Starts clock.Date `json:"starts"`
	Ends   clock.Date `json:"ends"`
}

// Element is a core element or an organisational prerequisite of a programme.
type Element struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Text string `json:"text"`
}

// Contact is whom to ask about the programme or its network. A contact may be a
// function without a name.
type Contact struct {
	Name  string `json:"name"`
	Title string `json:"title"`
	Role  string `json:"role" doc:"What to ask this contact about"`
	Email string `json:"email"`
	Phone string `json:"phone"`
}

// CallFacts are the conditions on which a programme calls, or called, for
// reference municipalities.
type CallFacts struct {
	Published   clock.Date `json:"published"`
	Deadline    clock.Date `json:"deadline" doc:"The last day, until midnight in Denmark"`
	Limit       int        `json:"limit" doc:"The most municipalities that can take part"`
	Seats       int        `json:"seats" doc:"Persons from each municipality"`
	Length      string     `json:"length"`
	Requirement string     `json:"requirement"`
	Questions   []string   `json:"questions"`
	Meetings    []string   `json:"meetings"`
	Gives       []string   `json:"gives" doc:"What a municipality gets and gives"`
}

// Public is what anybody may read about a programme, and coordinators write.
type Public struct {
	Slug          string
	Name          string
	ShortName     string
	Aliases       []string
	Summary       string
	Purpose       string
	Background    string
	TargetGroup   string
	Outcome       string
	Network       string
	Funding       string
	Periods       []Period
	CoreElements  []Element
	Prerequisites []Element
	Fields        []string
	Contacts      []Contact
	CallFacts     *CallFacts
	// Hidden keeps the page from everybody but the members, until it is ready.
	Hidden bool
	Span
}

// Programme is one development programme.
type Programme struct {
	ID string
	// Fictional marks demo data; every page of it says so.
	Fictional bool
	// SeatLimit is how many persons each reference organisation may have; 0 is no limit.
	SeatLimit int
	// ReferenceLimit is how many reference organisations there may be; 0 is no limit.
	ReferenceLimit int
	// Rev counts the changes of the public text, so that two editors notice each other.
	Rev       int64
	CreatedAt time.Time
	UpdatedAt time.Time
	Public
}

// State says how far the programme has come on a day.
func (p Programme) State(day clock.Date) State {
	switch {
	case !p.Ends.IsZero() && p.Ends.Before(day):
		return Finished
	case p.CallFacts != nil && !p.CallFacts.Deadline.IsZero() && !day.After(p.CallFacts.Deadline):
		return Recruiting
	}
	return Running
}

var slugForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// Validate checks what a coordinator wrote; the fault names every field.
func (p Public) Validate() error {
	var fields []fault.Field
	add := func(field, code string) { fields = append(fields, fault.Field{Field: field, Code: code}) }
	if !slugForm.MatchString(p.Slug) || len(p.Slug) > 60 {
		add("slug", "programme.slug_form")
	}
	fields = append(fields, checkText("name", p.Name, 1, 200)...)
	fields = append(fields, checkText("shortName", p.ShortName, 1, 60)...)
	for name, text := range map[string]string{
		"summary": p.Summary, "purpose": p.Purpose, "background": p.Background, "targetGroup": p.TargetGroup,
		"outcome": p.Outcome, "network": p.Network, "funding": p.Funding,
	} {
		fields = append(fields, checkText(name, text, 0, 10_000)...)
	}
	if p.Starts.IsZero() {
		add("starts", "validation.required")
	}
	if p.empty() {
		add("ends", "programme.ends_before_start")
	}
	for i, period := range p.Periods {
		if (Span{period.Starts, period.Ends}).empty() {
			add(fmt.Sprintf("periods[%d].ends", i), "programme.ends_before_start")
		}
	}
	fields = append(fields, p.checkLists()...)
	if len(fields) > 0 {
		return fault.NewInvalid("programme.invalid", fields...)
	}
	return nil
}

// checkText says what is wrong with a text whose length in characters must lie
// between least and most.
func checkText(field, text string, least, most int) []fault.Field {
	length := utf8.RuneCountInString(strings.TrimSpace(text))
	switch {
	case !utf8.ValidString(text) || strings.ContainsRune(text, 0):
		return []fault.Field{{Field: field, Code: "validation.format"}}
	case length < least:
		return []fault.Field{{Field: field, Code: "validation.required"}}
	case length > most:
		return []fault.Field{{Field: field, Code: "validation.too_long", Params: map[string]any{"max": most}}}
	}
	return nil
}
