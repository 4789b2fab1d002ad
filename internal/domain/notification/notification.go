// Package notification tells people what concerns them: in their inbox, by mail at
// once where they are named or answered, and on the overview, which begins with
// what waits on them.
//
// Invariants: nobody is told of what they did themselves or have seen; one post
// makes at most one mail to one person, however often the log or a job is read
// again; whether a mail is still wanted is asked when it is written and again right
// before it leaves; what somebody may read no more is nowhere in their inbox.
package notification

import (
	"cmp"
	"slices"
)

// Reason is why a post concerns a person.
type Reason string

// The reasons, the strongest first.
const (
	// Named: the post names the person.
	Named Reason = "named"
	// Answered: it quotes a post of the person's.
	Answered Reason = "answered"
	// OrganisationNamed: it names an organisation that the person is here for.
	OrganisationNamed Reason = "organisation"
	// Opened: it stands in a thread that the person opened.
	Opened Reason = "opened"
	// Followed: it stands in a thread that the person follows or writes in.
	Followed Reason = "followed"
	// Fresh: it is new in the programme.
	Fresh Reason = "new"
)

// Reasons lists them, the strongest first.
var Reasons = []Reason{Named, Answered, OrganisationNamed, Opened, Followed, Fresh}

// Kind is what people choose by: reasons that are alike to them.
type Kind string

// The kinds.
const (
	KindNamed    Kind = "named"
	KindAnswered Kind = "answered"
	KindFollowed Kind = "followed"
	KindNew      Kind = "new"
)

// Kinds lists them in the order in which they are shown.
var Kinds = []Kind{KindNamed, KindAnswered, KindFollowed, KindNew}

// Kind returns the reason's kind.
func (r Reason) Kind() Kind {
	switch r {
	case Named, OrganisationNamed:
		return KindNamed
	case Answered, Opened:
		return KindAnswered
	case Followed:
		return KindFollowed
	case Fresh:
	}
	return KindNew
}

// Wishes are a person's choices as two switches: what they are mailed of at once.
type Wishes struct {
	// Answers: somebody answers what I wrote.
	Answers bool
	// Mentions: somebody names me or my organisation.
	Mentions bool
}

// concern is one person whom a post concerns, and why.
type concern struct {
	PersonID string
	Reason   Reason
}

// concerns returns whom a post concerns, each once by the strongest reason, and
// never its author. members gives the persons of each named organisation,
// followers those who want to hear of every post.
func concerns(p Post, members map[string][]string, followers []string) []concern {
	var all []concern
	for _, person := range p.Persons {
		all = append(all, concern{person, Named})
	}
	all = append(all, concern{p.QuotedAuthorID, Answered}, concern{p.OpenerID, Opened})
	for _, organisation := range p.Organisations {
		for _, person := range members[organisation] {
			all = append(all, concern{person, OrganisationNamed})
		}
	}
	for _, person := range followers {
		all = append(all, concern{person, Followed})
	}
	slices.SortStableFunc(all, func(x, y concern) int {
		return cmp.Compare(slices.Index(Reasons, x.Reason), slices.Index(Reasons, y.Reason))
	})
	var out []concern
	told := map[string]bool{"": true, p.AuthorID: true}
	for _, c := range all {
		if !told[c.PersonID] {
			told[c.PersonID] = true
			out = append(out, c)
		}
	}
	return out
}
