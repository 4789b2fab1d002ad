package notification

import (
	"slices"
	"time"
)

// The verbs of entries: what happened.
const (
	verbDocumentAdded   = "document.added"
	verbDocumentVersion = "document.version_added"
	verbMemberJoined    = "member.joined"
)

// The types of things that entries are about.
const (
	SubjectThread    = "thread"
	SubjectDocument  = "document"
	SubjectProgramme = "programme"
)

// WholeDocument is the place up to which one has read a document that one has
// opened: there are no places in it.
const WholeDocument int64 = 1

// Subject is a thing that entries are grouped by: what a person opens to see what
// is new there.
type Subject struct{ Type, ID string }

// Entry is one thing that happened and that one person is told of.
type Entry struct {
	// ID sorts by when the entry was made.
	ID, PersonID, ProgrammeID string
	Subject                   Subject
	Reason                    Reason
	Verb, ActorID             string
	// SourceID is what happened: the post, the version, the seat.
	SourceID string
	// Seq is the place in the subject up to which one must have read to have
	// seen it; 0 where the subject has no places.
	Seq    int64
	At     time.Time
	ReadAt *time.Time
	// Posts is how many posts it tells of: those of one moment are one entry, whose
	// source is the last.
	Posts int
}

// Looked is a subject as one person has it now.
type Looked struct {
	Title, Href string
	// ReadSeq is how far they have read it.
	ReadSeq int64
	// Muted: only their own name there is news to them, and not by mail.
	Muted bool
	// Sensitive: neither title nor text may leave by mail.
	Sensitive bool
}

// unread reports whether the person has yet to see an entry. What they have read
// is known where it is read; here only what was marked by hand is kept.
func (e Entry) unread(in Looked) bool {
	switch {
	case e.ReadAt != nil, e.Seq > 0 && in.ReadSeq >= e.Seq:
		return false
	case in.Muted:
		return e.Reason == Named
	}
	return true
}

// Item is what is new in one subject, for one person.
type Item struct {
	// ID is the newest entry's.
	ID          string
	ProgrammeID string
	Subject     Subject
	Looked
	Reason  Reason
	Verb    string
	Actors  []string // newest first, each once
	Count   int      // of entries that are told of
	Unread  bool
	At      time.Time
	Excerpt string
	// lead is the entry that says most: the newest of the strongest reason.
	lead Entry
}

// itemOf makes the item of a subject's entries, newest first: of the unread ones
// or, where there are none, of the newest. There is at least one entry.
func itemOf(entries []Entry, in Looked) Item {
	told := slices.DeleteFunc(slices.Clone(entries), func(e Entry) bool { return !e.unread(in) })
	unread := len(told) > 0
	if !unread {
		told = entries[:1]
	}
	lead := told[0]
	item := Item{
		ID: entries[0].ID, ProgrammeID: lead.ProgrammeID, Subject: lead.Subject, Looked: in, Unread: unread, At: told[0].At,
	}
	for _, e := range told {
		if !slices.Contains(item.Actors, e.ActorID) {
			item.Actors = append(item.Actors, e.ActorID)
		}
		if e.Verb != verbThreadOpened {
			item.Count += e.Posts
		}
		if stronger(e.Reason, lead.Reason) {
			lead = e
		}
		if e.Verb == verbThreadOpened {
			item.Verb = verbThreadOpened // that it is new says more than that it goes on
		}
	}
	item.Reason, item.lead = lead.Reason, lead
	if item.Verb == "" || lead.Reason.Kind() != KindNew {
		item.Verb = lead.Verb
	}
	if item.Verb == verbPostEdited {
		item.Verb = verbPostCreated // to who is named it is a post that names them
	}
	if ofPost(lead.Verb) && (lead.Reason.Kind() == KindNamed || lead.Reason.Kind() == KindAnswered) {
		item.Href += "?post=" + lead.SourceID
		item.Actors = lifted(item.Actors, lead.ActorID)
	}
	return item
}

// ofPost reports whether the source of an entry is a post.
func ofPost(verb string) bool { return verb == verbPostCreated || verb == verbPostEdited }

// lifted puts one actor first.
func lifted(actors []string, first string) []string {
	rest := slices.DeleteFunc(slices.Clone(actors), func(a string) bool { return a == first })
	return append([]string{first}, rest...)
}

func stronger(a, b Reason) bool { return slices.Index(Reasons, a) < slices.Index(Reasons, b) }

// group parts entries, newest first, by subject, in the order of their newest.
func group(entries []Entry) [][]Entry {
	var order []Subject
	by := map[Subject][]Entry{}
	for _, e := range entries {
		if by[e.Subject] == nil {
			order = append(order, e.Subject)
		}
		by[e.Subject] = append(by[e.Subject], e)
	}
	out := make([][]Entry, 0, len(order))
	for _, s := range order {
		out = append(out, by[s])
	}
	return out
}

// Room is a thread with who concerns themselves with it.
type Room struct {
	OpenerID string
	// Wrote says from which place on somebody has written in it.
	Wrote map[string]int64
	// Following and Muted say who has chosen to hear of everything, or of
	// nothing, in it.
	Following, Muted map[string]bool
	// Read is how far each has read.
	Read map[string]int64
	// MayRead is the thread's policy.
	MayRead func(m Member) bool
}

// Member is somebody in a programme today.
type Member struct {
	PersonID, OrganisationID string
	Role                     string
}

// follows reports whether somebody hears of the post at a place: who chose to hear
// of all, and who took part by then.
func (r Room) follows(personID string, seq int64) bool {
	first, wrote := r.Wrote[personID]
	return !r.Muted[personID] && (r.Following[personID] || wrote && first < seq)
}

// reasonFor returns why a post concerns a member; "" if it does not. The author
// and those who have read it already are nobody's concern here.
func (n postNews) reasonFor(m Member, r Room) Reason {
	switch {
	case slices.Contains(n.MentionedPeople, m.PersonID):
		return Named
	case r.Muted[m.PersonID]:
		return ""
	case n.QuotedAuthor == m.PersonID:
		return Answered
	case m.OrganisationID != "" && slices.Contains(n.MentionedOrganisations, m.OrganisationID):
		return OrganisationNamed
	case n.OpenedBy == m.PersonID:
		return Opened
	case r.follows(m.PersonID, n.Seq):
		return Followed
	}
	return ""
}
