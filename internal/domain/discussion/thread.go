package discussion

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"sluse/internal/kernel/fault"
)

// Audience says which members of the programme a thread is for.
type Audience string

// The audiences.
const (
	// ForMembers: every member of the programme.
	ForMembers Audience = "members"
	// ForPartners: coordinators and partners only.
	ForPartners Audience = "partners"
)

// State says whether posts are taken.
type State string

// The states of a thread.
const (
	Open   State = "open"
	Closed State = "closed"
)

// SubjectProgramme is the subject of a thread about the programme as a whole.
const SubjectProgramme = "programme"

// MaxTitle bounds a thread's title, in characters.
const MaxTitle = 160

// Subject is what a thread is about: a thing of another feature.
type Subject struct {
	Type, ID string
	// Anchor is the place within the thing, "" for the whole.
	Anchor string
}

// Thread is one discussion.
type Thread struct {
	ID          string
	ProgrammeID string
	Subject     Subject
	Title       string
	Audience    Audience
	State       State
	ClientID    string
	CreatedAt   time.Time
	CreatedBy   string
	ClosedAt    *time.Time
	ClosedBy    string
	LastPostAt  time.Time
	LastPostBy  string
	PostCount   int64
	// LastSeq is the place of the newest post in the thread.
	LastSeq int64
	// NamedSeq is the number of the newest edit that names somebody anew.
	NamedSeq int64
	// Rev counts changes of the thread itself, not posts.
	Rev int64
}

// Topic is the live topic that carries what happens in the thread.
func (t Thread) Topic() string { return "thread:" + t.ID }

// ListTopic is the live topic of those who see the thread in a list.
func (t Thread) ListTopic() string {
	if t.Audience == ForPartners {
		return "partners:" + t.ProgrammeID
	}
	return "programme:" + t.ProgrammeID
}

// cleanTitle brings a title to one line without marks that are unseen and can turn
// it around, and checks its length.
func cleanTitle(title string) (string, []fault.Field) {
	title = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r) || unicode.IsControl(r):
			return ' '
		case unicode.Is(unicode.Cf, r) && !joins(r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(title, ""))
	title = strings.Join(strings.Fields(title), " ")
	if blank(title) {
		title = ""
	}
	switch length := utf8.RuneCountInString(title); {
	case length == 0:
		return "", []fault.Field{{Field: "title", Code: "thread.title_missing"}}
	case length > MaxTitle:
		return "", []fault.Field{{Field: "title", Code: "thread.title_too_long", Params: map[string]any{"max": MaxTitle, "length": length}}}
	}
	return title, nil
}

func (a Audience) valid() bool { return a == ForMembers || a == ForPartners }

// close ends the taking of posts. Closing what is closed changes nothing.
func (t *Thread) close(by string, at time.Time) (changed bool) {
	if t.State == Closed {
		return false
	}
	t.State, t.ClosedBy, t.ClosedAt = Closed, by, &at
	return true
}

// reopen takes posts again.
func (t *Thread) reopen() (changed bool) {
	if t.State == Open {
		return false
	}
	t.State, t.ClosedBy, t.ClosedAt = Open, "", nil
	return true
}
