package live

import (
	"context"
	"encoding/json"
	"log/slog"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/fault"
	"sluse/internal/platform/activity"
)

// backstage is a hub without sockets, on which the test decides what is answered, and
// what happens meanwhile.
type backstage struct {
	*Hub
	mu sync.Mutex
	// member is what looking anew finds: whether somebody may see anything.
	member bool
	// asking is called while one is authorised, with what will be answered decided;
	// reading while the log is read; forgetting while it is forgotten what was known.
	asking, forgetting func()
	since              func(after int64) (frames []activity.Frame, newest int64)
}

func newBackstage() *backstage {
	b := &backstage{member: true, asking: func() {}, forgetting: func() {}}
	b.since = func(after int64) ([]activity.Frame, int64) { return nil, max(after, 0) }
	b.Hub = NewHub(Options{
		Node: "test", History: b, Broker: Alone{}, Logger: slog.New(slog.DiscardHandler),
		Refresh: func(context.Context, string) (actor.Actor, error) { return b.somebody(), nil },
		Forget:  func(Recheck) { b.forgetting() },
	})
	b.Allow("thread", func(_ context.Context, a actor.Actor, _ string) error {
		b.asking()
		if len(a.Memberships) == 0 {
			return fault.NewNotFound("thread.unknown")
		}
		return nil
	}, false)
	return b
}

// somebody is who the session's person is now.
func (b *backstage) somebody() actor.Actor {
	b.mu.Lock()
	defer b.mu.Unlock()
	a := actor.Actor{PersonID: "signe", SessionID: "session"}
	if b.member {
		a.Memberships = []actor.Membership{{ProgrammeID: "p", Role: actor.Reference}}
	}
	return a
}

func (b *backstage) shutOut() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.member = false
}

// Since implements History.
func (b *backstage) Since(_ context.Context, _ string, after int64) ([]activity.Frame, int64, bool, error) {
	frames, newest := b.since(after)
	return frames, newest, false, nil
}

// Seq implements History.
func (b *backstage) Seq(context.Context, string) (int64, error) {
	_, newest := b.since(0)
	return newest, nil
}

// Seqs implements History.
func (b *backstage) Seqs(context.Context, []string) (map[string]int64, error) { return nil, nil }

// connect lets somebody in, whose frames are queued and never written.
func (b *backstage) connect() *conn {
	c := &conn{hub: b.Hub, personID: "signe", sessionID: "session", actor: b.somebody()}
	c.out.writing = true
	b.mu.Lock()
	defer b.mu.Unlock()
	b.crowd.add(c)
	return c
}

// told is what waits to be written, by kind; events by their numbers.
func (c *conn) told(t *testing.T) (kinds []string, events []int64) {
	t.Helper()
	c.out.mu.Lock()
	defer c.out.mu.Unlock()
	for _, m := range c.out.queue {
		var f ServerFrame
		if err := json.Unmarshal(m.text, &f); err != nil {
			t.Fatal(err)
		}
		kinds = append(kinds, f.Type)
		if f.Type == "event" {
			events = append(events, f.Seq)
		}
	}
	return kinds, events
}

func frame(seq int64) activity.Frame {
	return activity.Frame{Topic: "thread:x", Seq: seq, Verb: "post.created", Data: json.RawMessage("{}")}
}

var ofSigne = Recheck{PersonID: "signe"}

// Two changes of somebody's rights may be looked at at one moment. The look that
// still found them must not let through what the later one keeps back.
func TestAnOlderLookLetsNothingThrough(t *testing.T) {
	b := newBackstage()
	c := b.connect()
	c.subscribe(t.Context(), "thread:x", -1)
	older := b.recheck(ofSigne)
	var newer func()
	b.asking = func() {
		if newer == nil { // the older one has found that it is allowed
			b.shutOut()
			newer = b.recheck(ofSigne)
		}
	}
	older()
	b.Publish([]activity.Frame{frame(1)})
	newer()
	if kinds, events := c.told(t); len(events) > 0 || !slices.Contains(kinds, "denied") {
		t.Errorf("was told %v", kinds)
	}
}

// What a slow look has read of somebody must not take the place of what a later one has.
func TestWhoSomebodyIsIsReadInTurns(t *testing.T) {
	b := newBackstage()
	c := b.connect()
	var later sync.WaitGroup
	var second, done atomic.Bool
	refresh := b.Refresh
	b.Refresh = func(ctx context.Context, sessionID string) (actor.Actor, error) {
		a, err := refresh(ctx, sessionID)
		if second.Swap(true) {
			return a, err
		}
		b.shutOut() // the first look has read who they were
		look := b.recheck(ofSigne)
		later.Go(func() { look(); done.Store(true) })
		for range 1000 { // it could be done by now, had it not to wait
			if runtime.Gosched(); done.Load() {
				break
			}
		}
		return a, err
	}
	b.recheck(ofSigne)()
	later.Wait()
	c.subscribe(t.Context(), "thread:x", -1)
	if kinds, _ := c.told(t); !slices.Equal(kinds, []string{"denied"}) {
		t.Errorf("was told %v", kinds)
	}
}

// Somebody may be about to subscribe while they are looked at.
func TestWhoSubscribesDuringALookIsLookedAtToo(t *testing.T) {
	b := newBackstage()
	c := b.connect()
	look := b.recheck(ofSigne)
	b.asking = func() { // allowed to whom they were
		b.asking = func() {}
		b.shutOut()
		look()
	}
	c.subscribe(t.Context(), "thread:x", -1)
	b.Publish([]activity.Frame{frame(1)})
	if kinds, _ := c.told(t); !slices.Equal(kinds, []string{"denied"}) {
		t.Errorf("was told %v", kinds)
	}
}

// What was known until it was forgotten may have let somebody in.
func TestWhoSubscribesBeforeItIsForgottenIsLookedAtToo(t *testing.T) {
	b := newBackstage()
	c := b.connect()
	allowed, goOn := make(chan struct{}), make(chan struct{})
	var subscribing sync.WaitGroup
	b.forgetting = func() {
		b.asking = func() { close(allowed); <-goOn }
		subscribing.Go(func() { c.subscribe(t.Context(), "thread:x", -1) })
		<-allowed
		b.asking = func() {}
		b.shutOut()
	}
	b.recheck(Recheck{Topic: "thread:x"})()
	close(goOn)
	subscribing.Wait()
	if kinds, _ := c.told(t); !slices.Equal(kinds, []string{"denied"}) {
		t.Errorf("was told %v", kinds)
	}
}

// What is read for somebody to catch up may have been written after they were shut out.
func TestNothingIsCaughtUpOnTrust(t *testing.T) {
	b := newBackstage()
	c := b.connect()
	var look func()
	b.since = func(int64) ([]activity.Frame, int64) {
		b.shutOut()
		look = b.recheck(ofSigne)
		return []activity.Frame{frame(1)}, 1
	}
	c.subscribe(t.Context(), "thread:x", 0)
	look()
	if kinds, events := c.told(t); len(events) > 0 || !slices.Contains(kinds, "denied") {
		t.Errorf("was told %v", kinds)
	}
}

// A look must not let events through before those that the connection has yet to be sent.
func TestALookDuringCatchingUpLeavesTheOrder(t *testing.T) {
	b := newBackstage()
	c := b.connect()
	b.since = func(int64) ([]activity.Frame, int64) {
		b.recheck(ofSigne)()
		b.Publish([]activity.Frame{frame(3)})
		return []activity.Frame{frame(1), frame(2), frame(3)}, 3
	}
	c.subscribe(t.Context(), "thread:x", 0)
	b.Publish([]activity.Frame{frame(4)})
	if _, events := c.told(t); !slices.Equal(events, []int64{1, 2, 3, 4}) {
		t.Errorf("was told %v", events)
	}
}

// What somebody has had from the log may be given out only after that.
func TestWhatWasReadInTheLogDoesNotComeAgain(t *testing.T) {
	b := newBackstage()
	first, second := b.connect(), b.connect()
	first.subscribe(t.Context(), "thread:x", -1)
	b.since = func(int64) ([]activity.Frame, int64) { return []activity.Frame{frame(1)}, 1 }
	second.subscribe(t.Context(), "thread:x", 0)
	for seq := range int64(2) {
		b.Publish([]activity.Frame{frame(seq + 1)})
	}
	for _, c := range []*conn{first, second} {
		if _, events := c.told(t); !slices.Equal(events, []int64{1, 2}) {
			t.Errorf("was told %v", events)
		}
	}
}
