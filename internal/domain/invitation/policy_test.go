package invitation

import (
	"testing"
	"time"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/fault"
	"sluse/internal/platform/mail"
)

// what an actor is in programme p; org "o" is the one that is asked about.
var cast = map[string]actor.Actor{
	"stranger":      {PersonID: "stranger"},
	"administrator": {PersonID: "administrator", Administrator: true},
	"outsider":      with("outsider", "other", actor.Coordinator, "o"),
	"coordinator":   with("coordinator", "p", actor.Coordinator, "agency"),
	"partner":       with("partner", "p", actor.Partner, "o"),
	"reference":     with("reference", "p", actor.Reference, "o"),
	"elsewhere":     with("elsewhere", "p", actor.Reference, "x"),
	"observer":      with("observer", "p", actor.Observer, "o"),
}

func with(person, programme string, role actor.Role, organisation string) actor.Actor {
	return actor.Actor{PersonID: person, Memberships: []actor.Membership{{ProgrammeID: programme, Role: role, OrganisationID: organisation}}}
}

func kindOf(err error) fault.Kind {
	if f, ok := fault.As(err); ok {
		return f.Kind
	}
	return ""
}

func TestMayInvite(t *testing.T) {
	const no, never = fault.Forbidden, fault.NotFound
	want := map[string]map[actor.Role]fault.Kind{
		"stranger":      {actor.Coordinator: never, actor.Partner: never, actor.Reference: never, actor.Observer: never},
		"administrator": {actor.Coordinator: never, actor.Partner: never, actor.Reference: never, actor.Observer: never},
		"outsider":      {actor.Coordinator: never, actor.Partner: never, actor.Reference: never, actor.Observer: never},
		"coordinator":   {actor.Coordinator: "", actor.Partner: "", actor.Reference: "", actor.Observer: ""},
		"partner":       {actor.Coordinator: no, actor.Partner: "", actor.Reference: no, actor.Observer: no},
		"reference":     {actor.Coordinator: no, actor.Partner: no, actor.Reference: "", actor.Observer: no},
		"elsewhere":     {actor.Coordinator: no, actor.Partner: no, actor.Reference: no, actor.Observer: no},
		"observer":      {actor.Coordinator: no, actor.Partner: no, actor.Reference: no, actor.Observer: no},
	}
	for name, a := range cast {
		for _, role := range actor.Roles {
			if got := kindOf(MayInvite(a, "p", "o", role)); got != want[name][role] {
				t.Errorf("%s invites a %s: %q, want %q", name, role, got, want[name][role])
			}
		}
	}
}

func TestMayListAndManage(t *testing.T) {
	list := map[string]fault.Kind{
		"stranger": fault.NotFound, "administrator": fault.NotFound, "outsider": fault.NotFound, "observer": fault.Forbidden,
		"coordinator": "", "partner": "", "reference": "", "elsewhere": "",
	}
	manage := map[string]bool{"coordinator": true, "reference": true, "observer": true}
	for name, a := range cast {
		if got := kindOf(MayList(a, "p")); got != list[name] {
			t.Errorf("%s lists: %q, want %q", name, got, list[name])
		}
		// An observer may give their own seat on, and so manages what they sent.
		i := Invitation{ProgrammeID: "p", OrganisationID: "o", Role: actor.Reference, InviterID: "observer"}
		if got := MayManage(a, i) == nil; got != manage[name] {
			t.Errorf("%s manages: %v, want %v", name, got, manage[name])
		}
		if got := MaySeeAll(a, "p"); got != (name == "coordinator") {
			t.Errorf("%s sees all: %v", name, got)
		}
	}
	former := Invitation{ProgrammeID: "p", OrganisationID: "o", Role: actor.Reference, InviterID: "stranger"}
	if MayManage(cast["stranger"], former) == nil {
		t.Error("who has left manages what they sent")
	}
}

func TestStates(t *testing.T) {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	at := &now
	open := Invitation{ExpiresAt: now.Add(time.Hour)}
	for _, c := range []struct {
		name   string
		change func(*Invitation)
		mailed mail.State
		want   State
	}{
		{"just sent", func(*Invitation) {}, mail.Queued, Sent},
		{"the outbox has forgotten", func(*Invitation) {}, "", Sent},
		{"deferred", func(*Invitation) {}, mail.Deferred, Sent},
		{"uncertain", func(*Invitation) {}, mail.Uncertain, Sent},
		{"taken by their server", func(*Invitation) {}, mail.Sent, Delivered},
		{"refused by their server", func(*Invitation) {}, mail.Failed, Bounced},
		{"opened", func(i *Invitation) { i.OpenedAt = at }, mail.Sent, Opened},
		{"expired", func(i *Invitation) { i.OpenedAt, i.ExpiresAt = at, now }, mail.Sent, Expired},
		{"revoked", func(i *Invitation) { i.RevokedAt = at }, mail.Failed, Revoked},
		{"accepted", func(i *Invitation) { i.AcceptedAt, i.ExpiresAt = at, now }, mail.Sent, Accepted},
	} {
		i := open
		c.change(&i)
		if got := i.State(now, c.mailed); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// The last day is whole, and is the fourteenth, on both sides of a clock change.
func TestLinkWorksUntilTheEndOfTheFourteenthDay(t *testing.T) {
	for sent, want := range map[string]string{
		"2026-03-20T11:00:00Z": "2026-04-03T22:00:00Z", // over the change to summer time
		"2026-10-20T11:00:00Z": "2026-11-03T23:00:00Z", // over the change back
		"2026-11-21T23:30:00Z": "2026-12-06T23:00:00Z", // already the 22nd in Denmark
	} {
		at, err := time.Parse(time.RFC3339, sent)
		if err != nil {
			t.Fatal(err)
		}
		if got := expiry(at).Format(time.RFC3339); got != want {
			t.Errorf("sent %s expires %s, want %s", sent, got, want)
		}
	}
	at, _ := time.Parse(time.RFC3339, "2026-03-20T11:00:00Z")
	if got := (Invitation{ExpiresAt: expiry(at)}).lastDay().String(); got != "2026-04-03" {
		t.Errorf("last day %s", got)
	}
}
