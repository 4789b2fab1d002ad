package discussion_test

import (
	"fmt"
	"testing"
	"time"

	"sluse/internal/domain/discussion"
	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/fault"
)

// who a row of the matrix is about.
type who struct {
	name string
	role actor.Role // "" for a member of another programme
	own  bool       // they opened the thread and wrote the post
}

var everybody = []who{
	{"outsider", "", false},
	{"observer", actor.Observer, false},
	{"reference", actor.Reference, false},
	{"reference, own", actor.Reference, true},
	{"partner", actor.Partner, false},
	{"partner, own", actor.Partner, true},
	{"coordinator", actor.Coordinator, false},
}

func (w who) actor() actor.Actor {
	a := actor.Actor{PersonID: "somebody", Administrator: true, Memberships: []actor.Membership{{ProgrammeID: "elsewhere", Role: actor.Coordinator}}}
	if w.own {
		a.PersonID = "author"
	}
	if w.role != "" {
		a.Memberships = append(a.Memberships, actor.Membership{ProgrammeID: "p", Role: w.role})
	}
	return a
}

// outcome is what a policy says, in one letter: y yes, n not found, f forbidden,
// c conflict with the state, g gone, i invalid.
func outcome(err error) string {
	if err == nil {
		return "y"
	}
	f, ok := fault.As(err)
	if !ok {
		return "?"
	}
	return map[fault.Kind]string{fault.NotFound: "n", fault.Forbidden: "f", fault.Conflict: "c", fault.Gone: "g", fault.Invalid: "i"}[f.Kind]
}

// TestPolicyMatrix is the whole of it: for each deed a row per state of the
// thread, a letter per person in the order of everybody.
func TestPolicyMatrix(t *testing.T) {
	post := discussion.Post{AuthorID: "author"}
	gone := discussion.Post{AuthorID: "author", Deleted: &discussion.Deletion{At: time.Unix(0, 0)}}
	deeds := map[string]func(actor.Actor, discussion.Thread) error{
		"read": func(a actor.Actor, th discussion.Thread) error { return discussion.MayRead(a, th) },
		"open": func(a actor.Actor, th discussion.Thread) error { return discussion.MayOpen(a, "p", th.Audience) },
		"post": func(a actor.Actor, th discussion.Thread) error { return discussion.MayPost(a, th) },
		"react": func(a actor.Actor, th discussion.Thread) error {
			return discussion.MayReact(a, th, post)
		},
		"edit":        func(a actor.Actor, th discussion.Thread) error { return discussion.MayEdit(a, th, post) },
		"delete":      func(a actor.Actor, th discussion.Thread) error { return discussion.MayDelete(a, th, post, "") },
		"moderate":    func(a actor.Actor, th discussion.Thread) error { return discussion.MayDelete(a, th, post, "rude") },
		"pin":         func(a actor.Actor, th discussion.Thread) error { return discussion.MayPin(a, th, post) },
		"pin gone":    func(a actor.Actor, th discussion.Thread) error { return discussion.MayPin(a, th, gone) },
		"edit gone":   func(a actor.Actor, th discussion.Thread) error { return discussion.MayEdit(a, th, gone) },
		"delete gone": func(a actor.Actor, th discussion.Thread) error { return discussion.MayDelete(a, th, gone, "x") },
		"close":       func(a actor.Actor, th discussion.Thread) error { return discussion.MayClose(a, th) },
		"rename":      func(a actor.Actor, th discussion.Thread) error { return discussion.MayChange(a, th, th.Audience) },
		"narrow": func(a actor.Actor, th discussion.Thread) error {
			return discussion.MayChange(a, th, other(th.Audience))
		},
	}
	want := map[string][3]string{
		// members, open; members, closed; partners, open
		"read":        {"nyyyyyy", "nyyyyyy", "nnnnyyy"},
		"open":        {"nfyyyyy", "nfyyyyy", "nfffyyy"},
		"post":        {"nfyyyyy", "nfccccc", "nnnnyyy"},
		"react":       {"nfyyyyy", "nfccccc", "nnnnyyy"},
		"edit":        {"nffyfyf", "nfccccc", "nnnnfyf"},
		"delete":      {"nffyfyi", "nffyfyi", "nnnnfyi"},
		"moderate":    {"nffyfyy", "nffyfyy", "nnnnfyy"},
		"pin":         {"nffyfyy", "nffyfyy", "nnnnfyy"},
		"pin gone":    {"nffgfgg", "nffgfgg", "nnnnfgg"},
		"edit gone":   {"nffgfgf", "nfccccc", "nnnnfgf"},
		"delete gone": {"nffgfgg", "nffgfgg", "nnnnfgg"},
		"close":       {"nffyfyy", "nffyfyy", "nnnnfyy"},
		"rename":      {"nffyfyy", "nffyfyy", "nnnnfyy"},
		"narrow":      {"nfffffy", "nfffffy", "nnnnffy"},
	}
	threads := [3]discussion.Thread{
		{ProgrammeID: "p", CreatedBy: "author", Audience: discussion.ForMembers, State: discussion.Open},
		{ProgrammeID: "p", CreatedBy: "author", Audience: discussion.ForMembers, State: discussion.Closed},
		{ProgrammeID: "p", CreatedBy: "author", Audience: discussion.ForPartners, State: discussion.Open},
	}
	for deed, may := range deeds {
		for i, thread := range threads {
			for j, w := range everybody {
				t.Run(fmt.Sprintf("%s/%s %s/%s", deed, thread.Audience, thread.State, w.name), func(t *testing.T) {
					if got := outcome(may(w.actor(), thread)); got != string(want[deed][i][j]) {
						t.Errorf("got %s, want %c", got, want[deed][i][j])
					}
				})
			}
		}
	}
}

func other(a discussion.Audience) discussion.Audience {
	if a == discussion.ForMembers {
		return discussion.ForPartners
	}
	return discussion.ForMembers
}
