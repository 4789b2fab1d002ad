package document_test

import (
	"fmt"
	"testing"

	"sluse/internal/domain/document"
	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/fault"
)

// who a row of the matrix is about.
type who struct {
	name string
	role actor.Role // "" for nobody of this programme
	own  bool       // they added the document
	none bool       // not signed in
}

var everybody = []who{
	{name: "stranger", none: true},
	{name: "outsider"},
	{name: "observer", role: actor.Observer},
	{name: "reference", role: actor.Reference},
	{name: "partner", role: actor.Partner},
	{name: "partner, own", role: actor.Partner, own: true},
	{name: "coordinator", role: actor.Coordinator},
}

func (w who) actor() actor.Actor {
	if w.none {
		return actor.Actor{}
	}
	a := actor.Actor{PersonID: "somebody", Administrator: true, Memberships: []actor.Membership{{ProgrammeID: "elsewhere", Role: actor.Coordinator}}}
	if w.own {
		a.PersonID = "author"
	}
	if w.role != "" {
		a.Memberships = append(a.Memberships, actor.Membership{ProgrammeID: "p", Role: w.role})
	}
	return a
}

// outcome is what a policy says, in one letter: y yes, n not found, f forbidden, g
// gone, c conflict.
func outcome(err error) string {
	if err == nil {
		return "y"
	}
	f, ok := fault.As(err)
	if !ok {
		return "?"
	}
	return map[fault.Kind]string{fault.NotFound: "n", fault.Forbidden: "f", fault.Gone: "g", fault.Conflict: "c"}[f.Kind]
}

// TestPolicyMatrix is the whole of it: for each deed a row per state of the
// document, a letter per person in the order of everybody.
func TestPolicyMatrix(t *testing.T) {
	deeds := map[string]func(actor.Actor, document.Document) error{
		"list":         func(a actor.Actor, d document.Document) error { return document.MayList(a, d.ProgrammeID) },
		"read":         document.MayRead,
		"open newest":  func(a actor.Actor, d document.Document) error { return document.MayOpen(a, d, d.Versions) },
		"open earlier": func(a actor.Actor, d document.Document) error { return document.MayOpen(a, d, 1) },
		"add":          func(a actor.Actor, d document.Document) error { return document.MayAdd(a, d.ProgrammeID, d.Public) },
		"change":       document.MayChange,
		"publish":      document.MayPublish,
		"readers":      document.MaySeeReaders,
		"upload":       func(a actor.Actor, d document.Document) error { return document.MayUpload(a, d.ProgrammeID) },
	}
	documents := [3]document.Document{
		{ProgrammeID: "p", CreatedBy: "author", Versions: 2},
		{ProgrammeID: "p", CreatedBy: "author", Versions: 2, Public: true},
		{ProgrammeID: "p", CreatedBy: "author", Versions: 2, Withdrawn: &document.Withdrawal{}},
	}
	want := map[string][3]string{
		// for members, public, withdrawn
		"list":         {"nnyyyyy", "nnyyyyy", "nnyyyyy"},
		"read":         {"nnyyyyy", "yyyyyyy", "nnyyyyy"},
		"open newest":  {"nnyyyyy", "yyyyyyy", "nnggggg"},
		"open earlier": {"nnyyyyy", "nnyyyyy", "nnggggg"},
		"add":          {"nnffyyy", "nnffffy", "nnffyyy"},
		"change":       {"nnfffyy", "ffffffy", "nnggggg"},
		"publish":      {"nnffffy", "ffffffy", "nnggggg"},
		"readers":      {"nnffyyy", "ffffyyy", "nnffyyy"},
		"upload":       {"nnfyyyy", "nnfyyyy", "nnfyyyy"},
	}
	for deed, may := range deeds {
		for i, d := range documents {
			for j, w := range everybody {
				t.Run(fmt.Sprintf("%s/%d/%s", deed, i, w.name), func(t *testing.T) {
					if got := outcome(may(w.actor(), d)); got != string(want[deed][i][j]) {
						t.Errorf("got %s, want %c", got, want[deed][i][j])
					}
				})
			}
		}
	}
}

func TestALooseFileIsItsOwners(t *testing.T) {
	now := newStage(t).clock.Now()
	author, other := who{own: true, role: actor.Partner}.actor(), who{role: actor.Coordinator}.actor()
	for name, row := range map[string]struct {
		file        document.File
		mine, other string
	}{
		"loose":    {document.File{OwnerID: "author"}, "y", "n"},
		"attached": {document.File{OwnerID: "author", Subject: document.Subject{Type: "post", ID: "x"}}, "c", "n"},
		"removed":  {document.File{OwnerID: "author", RemovedAt: &now}, "n", "n"},
	} {
		if mine, others := outcome(document.MayUse(author, row.file)), outcome(document.MayUse(other, row.file)); mine != row.mine || others != row.other {
			t.Errorf("%s: owner %s, other %s", name, mine, others)
		}
	}
}
