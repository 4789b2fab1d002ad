package notification

import (
	"cmp"
	"slices"
	"time"
)

// Task is something that waits on a person. Its title is a code with parameters,
// which the frontend puts into words.
type Task struct {
	ID   string
	Kind string
	Icon string
	// TitleCode and Params make the title; "who" is a name, "said" somebody's words.
	TitleCode string
	Params    map[string]any
	// Due is when it must be done; zero if there is no deadline.
	Due time.Time
	// Minutes is how long it takes, about.
	Minutes int
	Href    string
	// Action is the code of the button's text.
	Action string
	// Since is when it began to wait; it orders what has no deadline.
	Since time.Time
}

// sortTasks puts what has a deadline first, the nearest first; then what has waited
// longest.
func sortTasks(tasks []Task) {
	slices.SortStableFunc(tasks, func(x, y Task) int {
		switch {
		case x.Due.IsZero() != y.Due.IsZero():
			if x.Due.IsZero() {
				return 1
			}
			return -1
		case !x.Due.Equal(y.Due):
			return x.Due.Compare(y.Due)
		}
		return cmp.Or(x.Since.Compare(y.Since), cmp.Compare(x.ID, y.ID))
	})
}

// NewsItem is one thread or document with which something happened, its newest event
// first.
type NewsItem struct {
	ID          string
	Verb        string
	ActorID     string
	ProgrammeID string
	// ThreadID or DocumentID is what it is about.
	ThreadID   string
	DocumentID string
	Title      string
	At         time.Time
	Href       string
	// Posts counts the new posts by others in the thread.
	Posts   int
	Excerpt string
}

// OrganisationSeats are the seats of the actor's organisation in one programme.
type OrganisationSeats struct {
	ProgrammeID, Slug, OrganisationID string
	// PersonIDs are some of the People who are there for the organisation.
	Seats
	People int
}

// colleaguesShown is how many of an organisation's people the overview names: all of
// a municipality's three and a few more, not all of a large adviser's.
const colleaguesShown = 6

// someColleagues returns so many of an organisation's people that the overview can
// name them, the reader among them.
func someColleagues(all []string, reader string) []string {
	if len(all) <= colleaguesShown {
		return all
	}
	some := slices.Clone(all[:colleaguesShown])
	if !slices.Contains(some, reader) && slices.Contains(all, reader) {
		some[colleaguesShown-1] = reader
	}
	return some
}

// ThreadCard is an unread thread with its page's address.
type ThreadCard struct {
	Thread
	Href string
}
