package live

import (
	"slices"
	"testing"
	"time"

	"sluse/internal/platform/activity"
)

// awaits waits until a connection has been told of events up to one.
func awaits(t *testing.T, c *conn, last int64) {
	t.Helper()
	again := time.NewTicker(time.Millisecond)
	defer again.Stop()
	deadline := time.After(30 * time.Second)
	for {
		_, events := c.told(t)
		if len(events) > 0 && slices.Max(events) >= last {
			return
		}
		select {
		case <-again.C:
		case <-deadline:
			t.Fatalf("event %d does not come; was told %v", last, events)
		}
	}
}

// While one hole is filled from the log another may open behind it, of which no other
// message will tell: a node that wrote may have died before it could say so.
func TestAHoleBehindAHoleIsFilledToo(t *testing.T) {
	b := newBackstage()
	c := b.connect()
	c.subscribe(t.Context(), "thread:x", -1)
	b.since = func(after int64) ([]activity.Frame, int64) {
		if after == 0 {
			b.Publish([]activity.Frame{frame(4)})
			return []activity.Frame{frame(1), frame(2)}, 2
		}
		return []activity.Frame{frame(3), frame(4)}, 4
	}
	b.Publish([]activity.Frame{frame(2)})
	awaits(t, c, 4)
	if _, events := c.told(t); !slices.Equal(events, []int64{1, 2, 3, 4}) {
		t.Errorf("was told %v", events)
	}
}

// Messages may get lost after the first who looks has read the log, and before it is
// known up to where.
func TestWhatIsLostWhileTheFirstCatchesUpIsFetched(t *testing.T) {
	b := newBackstage()
	c := b.connect()
	b.since = func(int64) ([]activity.Frame, int64) {
		b.since = func(int64) ([]activity.Frame, int64) { return []activity.Frame{frame(1)}, 1 }
		b.fetchAll(t.Context())
		return nil, 0
	}
	c.subscribe(t.Context(), "thread:x", 0)
	awaits(t, c, 1)
}
