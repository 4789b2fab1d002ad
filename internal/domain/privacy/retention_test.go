package privacy_test

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"sluse/internal/domain/privacy"
	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/clock"
	"sluse/internal/platform/activity"
	"sluse/internal/platform/database"
	"sluse/internal/platform/database/dbtest"
	"sluse/internal/platform/jobs"
)

// nights is the feature with rules of the test's own, on a real database.
type nights struct {
	t     *testing.T
	clock *clock.Manual
	db    *database.DB
	log   *activity.Log
	*privacy.Module
}

func newNights(t *testing.T, rules ...database.Rule) *nights {
	t.Helper()
	n := &nights{t: t, db: dbtest.New(t), clock: clock.NewManual(time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC))}
	quiet := slog.New(slog.DiscardHandler)
	n.log = activity.New(n.db, n.clock, quiet, "node")
	n.Module = privacy.New(privacy.Needs{
		DB: n.db, Clock: n.clock, Logger: quiet, Jobs: jobs.New(n.db, quiet, n.clock), Log: n.log,
		Rules: append(rules, n.log.Rules(100*24*time.Hour)...), KeepTrail: 730 * 24 * time.Hour,
	})
	return n
}

func (n *nights) run() {
	n.t.Helper()
	if err := privacy.RunNight(n.t.Context(), n.Module); err != nil {
		n.t.Fatal(err)
	}
}

func (n *nights) shown() privacy.Retention {
	n.t.Helper()
	shown, err := n.Retention(actor.With(n.t.Context(), actor.Actor{PersonID: "anne", Administrator: true}))
	if err != nil {
		n.t.Fatal(err)
	}
	return shown
}

func TestRulesAreCarriedOutOnceANight(t *testing.T) {
	calls, fail := 0, true
	n := newNights(t,
		database.Rule{Code: "a", Keep: 48 * time.Hour, Forget: func(_ context.Context, before time.Time, dry bool) (int64, error) {
			if !dry {
				calls++
			}
			return before.Unix() % 7, nil
		}},
		database.Rule{Code: "b", Keep: time.Hour, Forget: func(_ context.Context, _ time.Time, dry bool) (int64, error) {
			if fail && !dry {
				return 0, errors.New("the disk is gone")
			}
			return 3, nil
		}})
	n.clock.Set(time.Date(2026, 3, 11, 1, 30, 0, 0, time.UTC)) // half past two in Denmark
	n.run()
	if calls != 0 {
		t.Error("before three")
	}
	if next := n.shown().Next; !next.Equal(time.Date(2026, 3, 11, 2, 0, 0, 0, time.UTC)) {
		t.Errorf("next at %s", next)
	}
	n.clock.Advance(time.Hour)
	n.run()
	n.run()
	shown := n.shown()
	if calls != 1 || len(shown.Nights) != 1 || !shown.Nights[0].Finished {
		t.Errorf("%d calls, %+v", calls, shown.Nights)
	}
	for _, rule := range shown.Rules {
		if rule.Failed != (rule.Rule == "b") || rule.LastAt == nil {
			t.Errorf("rule %+v", rule)
		}
	}
	if !shown.Next.Equal(time.Date(2026, 3, 12, 2, 0, 0, 0, time.UTC)) {
		t.Errorf("next at %s", shown.Next)
	}
	fail = false
	n.clock.Advance(24 * time.Hour)
	n.run()
	if shown = n.shown(); calls != 2 || shown.Rules[1].Removed != 3 || shown.Rules[1].Failed {
		t.Errorf("the next night: %d calls, %+v", calls, shown.Rules)
	}
}

func TestTheTrailItselfGoes(t *testing.T) {
	n := newNights(t)
	record := func(topics ...string) {
		t.Helper()
		err := n.db.Write(t.Context(), func(ctx context.Context) error {
			_, err := n.log.Record(ctx, activity.Event{ActorID: "signe", Verb: "post.created", SubjectType: "post", SubjectID: "x", Topics: topics})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := n.log.Step(t.Context(), 100, false); err != nil {
			t.Fatal(err)
		}
	}
	record("thread:1")
	n.clock.Advance(60 * 24 * time.Hour)
	record("thread:1")
	n.clock.Advance(60 * 24 * time.Hour)
	rules, err := n.DryRun(t.Context())
	if err != nil || rules[0].Rule != "trail" || rules[0].Due != 1 {
		t.Errorf("tonight %+v, %v", rules, err)
	}
	n.run()
	left, err := n.log.DoneBy(t.Context(), "signe", 10)
	if err != nil || len(left) != 1 {
		t.Errorf("left %d, %v", len(left), err)
	}
	// Who has seen nothing is told to read the state, and who has seen the first goes on.
	if _, _, reset, err := n.log.Since(t.Context(), "thread:1", 0); err != nil || !reset {
		t.Errorf("reset %t, %v", reset, err)
	}
	frames, _, reset, err := n.log.Since(t.Context(), "thread:1", 1)
	if err != nil || reset || len(frames) != 1 {
		t.Errorf("%d frames, reset %t, %v", len(frames), reset, err)
	}
}
