package activity_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"sluse/internal/kernel/clock"
	"sluse/internal/platform/activity"
	"sluse/internal/platform/database"
	"sluse/internal/platform/database/dbtest"
)

func newLog(db *database.DB, node string) *activity.Log {
	return activity.New(db, clock.System{}, slog.New(slog.DiscardHandler), node)
}

func record(t *testing.T, db *database.DB, log *activity.Log, verb string, topics ...string) {
	t.Helper()
	err := db.Write(t.Context(), func(ctx context.Context) error {
		_, err := log.Record(ctx, activity.Event{Verb: verb, ProgrammeID: "p", Topics: topics, Data: map[string]string{"verb": verb}})
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

type published struct {
	mu     sync.Mutex
	frames []activity.Frame
}

func (p *published) Publish(frames []activity.Frame) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.frames = append(p.frames, frames...)
}

func TestNumbersHaveNoHolesUnderConcurrencyAndRollbacks(t *testing.T) {
	db := dbtest.New(t)
	log := newLog(db, "a")
	var out published
	log.PublishTo(&out)
	var group sync.WaitGroup
	for w := range 6 {
		group.Go(func() {
			for i := range 15 {
				_ = db.Write(t.Context(), func(ctx context.Context) error {
					// Topics in opposite orders: a deadlock if they were locked as given.
					topics := []string{"thread:x", "programme:y"}
					if w%2 == 0 {
						topics[0], topics[1] = topics[1], topics[0]
					}
					if _, err := log.Record(ctx, activity.Event{Verb: "v", Topics: topics}); err != nil {
						t.Error(err)
						return err
					}
					if i%5 == 4 {
						return errors.New("rolled back")
					}
					return nil
				})
			}
		})
	}
	group.Wait()
	frames, newest, reset, err := log.Since(t.Context(), "thread:x", 0)
	if err != nil || reset || newest != 72 || len(frames) != 72 {
		t.Fatalf("%d frames, newest %d, reset %v (%v)", len(frames), newest, reset, err)
	}
	for i, f := range frames {
		if f.Seq != int64(i+1) {
			t.Fatalf("frame %d has number %d", i, f.Seq)
		}
	}
	if len(out.frames) != 144 {
		t.Errorf("%d frames were published, want 144", len(out.frames))
	}
}

func TestSinceResetsWhenItCannotTellTheWholeStory(t *testing.T) {
	db := dbtest.New(t)
	log := newLog(db, "a")
	for range 3 {
		record(t, db, log, "v", "thread:x")
	}
	for after, want := range map[int64]struct {
		frames int
		reset  bool
	}{0: {3, false}, 2: {1, false}, 3: {0, false}, 4: {0, true}, -600: {0, true}} {
		frames, newest, reset, err := log.Since(t.Context(), "thread:x", after)
		if err != nil || len(frames) != want.frames || reset != want.reset || newest != 3 {
			t.Errorf("after %d: %d frames, newest %d, reset %v (%v)", after, len(frames), newest, reset, err)
		}
	}
	if _, newest, reset, err := log.Since(t.Context(), "thread:none", 0); err != nil || reset || newest != 0 {
		t.Errorf("an empty topic: newest %d, reset %v (%v)", newest, reset, err)
	}
}

func TestSinceResetsOverAHoleInTheMiddle(t *testing.T) {
	db := dbtest.New(t)
	log := newLog(db, "a")
	for n := range 4 {
		record(t, db, log, fmt.Sprintf("v%d", n+1), "thread:x")
	}
	err := db.Write(t.Context(), func(ctx context.Context) error {
		return db.Tx(ctx).Exec("UPDATE activity_event SET handled_at = at WHERE verb IN ?", []string{"v2", "v4"}).Error
	})
	if err != nil {
		t.Fatal(err)
	}
	// Only what is handled goes.
	if n, err := log.Rules(0)[0].Forget(t.Context(), time.Now().Add(48*time.Hour), false); err != nil || n != 2 {
		t.Fatalf("%d were deleted (%v)", n, err)
	}
	for after, want := range map[int64]bool{0: true, 1: true, 2: true, 3: true, 4: false} {
		frames, newest, reset, err := log.Since(t.Context(), "thread:x", after)
		if err != nil || len(frames) != 0 || reset != want || newest != 4 {
			t.Errorf("after %d: %d frames, newest %d, reset %v (%v)", after, len(frames), newest, reset, err)
		}
	}
	record(t, db, log, "v5", "thread:x")
	if frames, newest, reset, err := log.Since(t.Context(), "thread:x", 4); err != nil || len(frames) != 1 || newest != 5 || reset {
		t.Errorf("after the newest that went: %d frames, newest %d, reset %v (%v)", len(frames), newest, reset, err)
	}
}

// collector notes what it was given in a table of its own kind: memory.
type collector struct {
	mu   sync.Mutex
	seen map[string]int
	fail func(activity.Stored) bool
}

func (c *collector) Name() string { return "collector" }

func (c *collector) Handle(_ context.Context, events []activity.Stored) (activity.Change, error) {
	for _, e := range events {
		if c.fail != nil && c.fail(e) {
			return nil, fmt.Errorf("cannot handle %s", e.Verb)
		}
	}
	return func(context.Context) error {
		c.mu.Lock()
		defer c.mu.Unlock()
		for _, e := range events {
			c.seen[e.Verb]++
		}
		return nil
	}, nil
}

func TestReadersOfSeveralNodesHandleEachEventOnce(t *testing.T) {
	db := dbtest.New(t)
	writer := newLog(db, "writer")
	for i := range 30 {
		record(t, db, writer, fmt.Sprintf("v%d", i))
	}
	seen := &collector{seen: map[string]int{}}
	var group sync.WaitGroup
	for n := range 3 {
		log := newLog(db, fmt.Sprintf("node%d", n))
		log.AddReader(seen)
		group.Go(func() {
			for range 20 {
				if _, err := log.Step(t.Context(), 4, false); err != nil && !errors.Is(err, context.Canceled) {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	for verb, n := range seen.seen {
		if n != 1 {
			t.Errorf("%s was handled %d times", verb, n)
		}
	}
	if len(seen.seen) != 30 {
		t.Errorf("%d of 30 events were handled", len(seen.seen))
	}
	if lag, err := writer.Lag(t.Context()); err != nil || lag != 0 {
		t.Errorf("lag %v (%v)", lag, err)
	}
}

func TestFailingReaderRollsBackAndTheEventComesAgain(t *testing.T) {
	db := dbtest.New(t)
	log := newLog(db, "a")
	broken := true
	seen := &collector{seen: map[string]int{}, fail: func(activity.Stored) bool { return broken }}
	log.AddReader(seen)
	record(t, db, log, "v")
	if _, err := log.Step(t.Context(), 10, false); err == nil {
		t.Fatal("the reader's error was swallowed")
	}
	broken = false
	if n, err := log.Step(t.Context(), 10, false); err != nil || n != 1 || seen.seen["v"] != 1 {
		t.Fatalf("handled %d, seen %v (%v)", n, seen.seen, err)
	}
}

func TestEventThatCannotBeHandledIsSetAside(t *testing.T) {
	db := dbtest.New(t)
	log := newLog(db, "a")
	seen := &collector{seen: map[string]int{}, fail: func(e activity.Stored) bool { return e.Verb == "poison" }}
	log.AddReader(seen)
	record(t, db, log, "poison")
	record(t, db, log, "sound")
	if _, err := log.Step(t.Context(), 1, true); err != nil {
		t.Fatal(err)
	}
	if n, err := log.Step(t.Context(), 10, false); err != nil || n != 1 || seen.seen["sound"] != 1 {
		t.Fatalf("handled %d, seen %v (%v)", n, seen.seen, err)
	}
}

// A node that has looked events up and is then overtaken must write nothing of them.
func TestNodeThatIsOvertakenWritesNothing(t *testing.T) {
	db := dbtest.New(t)
	slow, quick := newLog(db, "slow"), newLog(db, "quick")
	late, early := &collector{seen: map[string]int{}}, &collector{seen: map[string]int{}}
	quick.AddReader(early)
	late.fail = func(activity.Stored) bool {
		// The lease has run out while it looked.
		must(t, db.Write(t.Context(), func(ctx context.Context) error { return db.Tx(ctx).Exec("DELETE FROM activity_lease").Error }))
		if n, err := quick.Step(t.Context(), 10, false); err != nil || n != 1 {
			t.Errorf("the quick one handled %d (%v)", n, err)
		}
		return false
	}
	slow.AddReader(late)
	record(t, db, slow, "v")
	if n, err := slow.Step(t.Context(), 10, false); err != nil || n != 0 {
		t.Errorf("the slow one handled %d (%v)", n, err)
	}
	if len(late.seen) != 0 || early.seen["v"] != 1 {
		t.Errorf("the slow one wrote %v, the quick one %v", late.seen, early.seen)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestReplaceTakesAThingOutOfEverySnapshot(t *testing.T) {
	db := dbtest.New(t)
	log := newLog(db, "a")
	err := db.Write(t.Context(), func(ctx context.Context) error {
		for _, post := range []string{"p1", "p2"} {
			event := activity.Event{Verb: "v", SubjectType: "post", SubjectID: post, Topics: []string{"thread:x"}, Data: "said", Private: "said"}
			if _, err := log.Record(ctx, event); err != nil {
				return err
			}
		}
		return log.Replace(ctx, "post", "p1", "taken back")
	})
	if err != nil {
		t.Fatal(err)
	}
	frames, _, _, err := log.Since(t.Context(), "thread:x", 0)
	if err != nil || len(frames) != 2 || string(frames[0].Data) != `"taken back"` || string(frames[1].Data) != `"said"` {
		t.Errorf("frames %+v (%v)", frames, err)
	}
}

// TestWhoEndsLeavesTheReadingToOthers starts a node anew, under another name: it does
// not wait until the lease of the one before has run out.
func TestWhoEndsLeavesTheReadingToOthers(t *testing.T) {
	db := dbtest.New(t)
	before, after := newLog(db, "a"), newLog(db, "b")
	read := make(chan struct{}, 1)
	before.AddReader(readerFunc(func(context.Context, []activity.Stored) (activity.Change, error) {
		return func(ctx context.Context) error {
			database.AfterCommit(ctx, func() { read <- struct{}{} })
			return nil
		}, nil
	}))
	record(t, db, before, "v", "thread:x")
	ctx, end := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { defer close(ended); before.Run(ctx) }()
	before.Wake()
	<-read
	end()
	<-ended
	record(t, db, after, "v", "thread:x")
	if n, err := after.Step(t.Context(), 10, false); err != nil || n != 1 {
		t.Errorf("the next node handled %d events (%v), want 1", n, err)
	}
}

type readerFunc func(ctx context.Context, events []activity.Stored) (activity.Change, error)

func (readerFunc) Name() string { return "test" }

func (f readerFunc) Handle(ctx context.Context, events []activity.Stored) (activity.Change, error) {
	return f(ctx, events)
}

func TestWhoIsToEndSaysNothingOfAFailure(t *testing.T) {
	db := dbtest.New(t)
	var said strings.Builder
	log := activity.New(db, clock.System{}, slog.New(slog.NewTextHandler(&said, nil)), "a")
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	log.AddReader(readerFunc(func(ctx context.Context, _ []activity.Stored) (activity.Change, error) {
		stop() // in the middle of the work
		return nil, ctx.Err()
	}))
	record(t, db, log, "v", "thread:x")
	log.Wake()
	log.Run(ctx)
	if said.Len() > 0 {
		t.Error(said.String())
	}
}
