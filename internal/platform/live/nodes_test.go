package live

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"sluse/internal/kernel/actor"
)

// wire is a broker whose messages the test reads.
type wire struct {
	Broker
	said chan Message
	lost chan func()
}

func (w *wire) Start(_ func(Message), lost func()) error { w.lost <- lost; return nil }

func (w *wire) Publish(m Message) {
	select {
	case w.said <- m:
	default: // nobody reads
	}
}

// nobodysLog is a log in which nothing stands.
type nobodysLog struct{ History }

func (nobodysLog) Seqs(context.Context, []string) (map[string]int64, error) { return nil, nil }

// suspicious runs a hub with one connection. Each look at it hands over its end,
// and lasts until that is closed; lose says that messages were lost.
func suspicious(t *testing.T, lookEvery time.Duration) (said <-chan Message, looks <-chan chan struct{}, lose func()) {
	t.Helper()
	looking := make(chan chan struct{})
	w := &wire{said: make(chan Message), lost: make(chan func(), 1)}
	h := NewHub(Options{
		Node: "test", Broker: w, Logger: slog.New(slog.DiscardHandler), History: nobodysLog{},
		Refresh: func(context.Context, string) (actor.Actor, error) {
			end := make(chan struct{})
			select {
			case looking <- end:
				<-end
			case <-t.Context().Done():
			}
			return actor.Actor{}, nil
		},
	})
	h.signEvery, h.lookEvery, h.turnEvery = time.Millisecond, lookEvery, time.Hour // it has no socket to look after
	h.crowd.add(&conn{hub: h})
	done := make(chan struct{})
	go func() { h.Run(t.Context()); close(done) }()
	t.Cleanup(func() { <-done })
	return w.said, looking, <-w.lost
}

// wait fails the test when nothing comes.
func wait[T any](t *testing.T, what string, from <-chan T) T {
	t.Helper()
	select {
	case got := <-from:
		return got
	case <-time.After(30 * time.Second):
		t.Fatalf("%s does not come", what)
		panic("unreachable")
	}
}

// With thousands of connections a look takes longer than other nodes wait for a
// sign of life: they would take this node's people out of the presence.
func TestNodeGivesSignsOfLifeWhileItLooksAtEverybody(t *testing.T) {
	said, looks, lose := suspicious(t, time.Hour)
	lose()
	end := wait(t, "the look", looks)
	for range 5 {
		if m := wait(t, "a sign of life", said); m.Alive == nil || m.Alive.Node != "test" {
			t.Errorf("said %+v", m)
		}
	}
	close(end)
}

// An access that ended elsewhere just after everybody was looked at must be noticed
// too, although no further message gets lost.
func TestLossSoonAfterALookIsLookedAtLater(t *testing.T) {
	_, looks, lose := suspicious(t, 20*time.Millisecond)
	lose()
	first := wait(t, "the first look", looks)
	lose()
	close(first)
	close(wait(t, "the second look", looks))
}
