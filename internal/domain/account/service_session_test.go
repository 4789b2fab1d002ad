package account_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"sluse/internal/domain/account"
	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/fault"
	"sluse/internal/platform/database"
)

func TestSessionsExpire(t *testing.T) {
	w := newWorld(t)
	w.person(t, "signe@thisted.example")
	in := w.signIn(t, "signe@thisted.example")
	for range 12 { // used every week, it lives on …
		w.clock.Advance(7 * 24 * time.Hour)
		_, err := w.Authenticate(t.Context(), in.Token)
		must(t, err)
	}
	w.clock.Advance(7 * 24 * time.Hour) // … for ninety days
	_, err := w.Authenticate(t.Context(), in.Token)
	wantFault(t, err, fault.Unauthenticated, "session.expired")

	in = w.signIn(t, "signe@thisted.example")
	w.clock.Advance(14*24*time.Hour - time.Minute)
	_, err = w.Authenticate(t.Context(), in.Token)
	must(t, err)
	w.clock.Advance(14 * 24 * time.Hour)
	_, err = w.Authenticate(t.Context(), in.Token)
	wantFault(t, err, fault.Unauthenticated, "session.expired")
	_, err = w.Actor(t.Context(), in.Session.ID)
	wantFault(t, err, fault.Unauthenticated, "session.expired")
	must(t, database.Apply(t.Context(), w.Rules(), w.Clock.Now()))
	var n int
	must(t, w.db.Read(t.Context()).Raw("SELECT (SELECT count(*) FROM account_session) + (SELECT count(*) FROM account_sign_in)").Scan(&n).Error)
	if n != 0 {
		t.Errorf("%d rows are left after sweeping", n)
	}
}

func TestUseIsWrittenAtMostEveryFiveMinutes(t *testing.T) {
	w := newWorld(t)
	w.person(t, "signe@thisted.example")
	in := w.signIn(t, "signe@thisted.example")
	me := actor.With(t.Context(), actor.Actor{PersonID: in.Person.ID})
	seen := func() time.Duration {
		_, err := w.Authenticate(t.Context(), in.Token)
		must(t, err)
		list, err := w.Sessions(me)
		must(t, err)
		return list[0].LastSeenAt.Sub(in.Session.CreatedAt)
	}
	for _, step := range []struct{ advance, want time.Duration }{
		{0, 0}, {4 * time.Minute, 0}, {time.Minute, 5 * time.Minute}, {4 * time.Minute, 5 * time.Minute}, {time.Minute, 10 * time.Minute},
	} {
		w.clock.Advance(step.advance)
		if got := seen(); got != step.want {
			t.Errorf("seen after %s, want %s", got, step.want)
		}
	}
}

func TestEndedSessionsAreWorthlessAtOnceAndTheirSocketsClosed(t *testing.T) {
	w := newWorld(t)
	signe := w.person(t, "signe@thisted.example")
	w.person(t, "bo@thisted.example")
	one, two, other := w.signIn(t, "signe@thisted.example"), w.signIn(t, "signe@thisted.example"), w.signIn(t, "bo@thisted.example")
	for _, in := range []account.SignedIn{one, two, other} {
		_, err := w.Authenticate(t.Context(), in.Token)
		must(t, err)
	}
	me := actor.With(t.Context(), actor.Actor{PersonID: signe.ID, SessionID: one.Session.ID})
	wantFault(t, w.EndSession(me, other.Session.ID), fault.NotFound, "session.unknown")
	must(t, w.EndSession(me, two.Session.ID))
	_, err := w.Authenticate(t.Context(), two.Token)
	wantFault(t, err, fault.Unauthenticated, "session.expired")
	_, err = w.Authenticate(t.Context(), one.Token)
	must(t, err)
	must(t, w.EndAllSessions(me))
	_, err = w.Authenticate(t.Context(), one.Token)
	wantFault(t, err, fault.Unauthenticated, "session.expired")
	_, err = w.Authenticate(t.Context(), other.Token)
	must(t, err)
	if !slices.Equal(w.ended, []string{two.Session.ID, one.Session.ID}) {
		t.Errorf("sockets of %v were closed", w.ended)
	}
	for _, token := range []string{"", "x", one.Token[:42] + "!", one.Token + "x"} {
		_, err := w.Authenticate(t.Context(), token)
		wantFault(t, err, fault.Unauthenticated, "session.expired")
	}
}

func TestDisablingShutsOutAtOnce(t *testing.T) {
	w := newWorld(t)
	signe := w.person(t, "signe@thisted.example")
	in := w.signIn(t, "signe@thisted.example")
	_, err := w.Authenticate(t.Context(), in.Token)
	must(t, err)
	requestID, code, _ := w.request(t, "signe@thisted.example")
	_, err = w.DisableByEmail(t.Context(), "Signe@thisted.example")
	must(t, err)
	_, err = w.Authenticate(t.Context(), in.Token)
	wantFault(t, err, fault.Unauthenticated, "session.expired")
	_, err = w.SignIn(t.Context(), account.Proof{RequestID: requestID, Code: code}, "", "")
	wantFault(t, err, fault.Gone, "signin.expired")
	if open, err := w.Recipients(t.Context(), []string{signe.ID}); err != nil || len(open) != 0 {
		t.Errorf("mail would go to %v (%v)", open, err)
	}
	must(t, w.Disable(w.admin, signe.ID, false))
	w.signIn(t, "signe@thisted.example")
}

func TestMembershipsAreAskedAgainOnlyWhenTheyMayHaveChanged(t *testing.T) {
	w := newWorld(t)
	signe := w.person(t, "signe@thisted.example")
	in := w.signIn(t, "signe@thisted.example")
	has := func() int {
		who, err := w.Authenticate(t.Context(), in.Token)
		must(t, err)
		return len(who.Memberships)
	}
	set := func(n int) {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.memberships[signe.ID] = make([]actor.Membership, n)
	}
	if has() != 0 {
		t.Error("she is in nothing yet")
	}
	set(1)
	if has() != 0 {
		t.Error("nobody said that it changed: the cache was not used")
	}
	w.Forget(signe.ID)
	if has() != 1 {
		t.Error("the change was not noticed")
	}
	set(2)
	w.clock.Set(time.Date(2026, 11, 19, 22, 59, 50, 0, time.UTC))
	_ = has()
	set(3)
	w.clock.Set(time.Date(2026, 11, 19, 23, 0, 0, 0, time.UTC)) // midnight in Denmark
	if has() != 3 {
		t.Error("a new day's memberships were not asked for")
	}
}

func TestARolledBackEndingClosesNothing(t *testing.T) {
	w := newWorld(t)
	w.person(t, "signe@thisted.example")
	in := w.signIn(t, "signe@thisted.example")
	me := actor.With(t.Context(), actor.Actor{PersonID: in.Person.ID})
	stop := errors.New("stop")
	err := w.db.Write(me, func(ctx context.Context) error {
		must(t, w.EndAllSessions(ctx))
		return stop
	})
	if _, authErr := w.Authenticate(t.Context(), in.Token); !errors.Is(err, stop) || authErr != nil || len(w.ended) != 0 {
		t.Errorf("%v, %v, ended %v", err, authErr, w.ended)
	}
}
