package live

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// Whatever order events come in, how often, and whenever the first viewer has
// caught up: once begun, each is given out once, in order, and a hole stops all
// that comes after it.
func TestOrderGivesEachEventOnceInOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		newest := rapid.Int64Range(0, 5).Draw(t, "newest")
		last := newest + rapid.Int64Range(1, 12).Draw(t, "more")
		var coming []int64
		for seq := newest + 1; seq <= last; seq++ {
			coming = append(coming, seq)
		}
		coming = rapid.Permutation(append(coming, coming...)).Draw(t, "coming")
		early := rapid.IntRange(0, len(coming)).Draw(t, "early")
		var o order
		had := map[int64]int{}
		for _, seq := range coming[:early] {
			ready, hole := o.take(pendingEvent{seq: seq})
			if hole {
				t.Fatalf("a hole before anybody has caught up")
			}
			for _, e := range ready {
				had[e.seq]++
			}
		}
		o.begin(newest)
		given := o.seen
		for _, seq := range coming[early:] {
			ready, _ := o.take(pendingEvent{seq: seq})
			for _, e := range ready {
				had[e.seq]++
				if e.seq <= given {
					t.Fatalf("%d came after %d", e.seq, given)
				}
				given = e.seq
			}
		}
		for seq := newest + 1; seq <= last; seq++ {
			if had[seq] != 1 {
				t.Fatalf("%d was given out %d times", seq, had[seq])
			}
		}
		if o.seen != last || len(o.ahead) != 0 {
			t.Fatalf("seen %d of %d, %d wait", o.seen, last, len(o.ahead))
		}
	})
}

func TestOrderSaysForAsLongAsSomethingIsMissing(t *testing.T) {
	var o order
	o.begin(3)
	var holes []bool
	for _, seq := range []int64{5, 8, 4, 6, 7} {
		_, hole := o.take(pendingEvent{seq: seq})
		holes = append(holes, hole)
	}
	if !slices.Equal(holes, []bool{true, true, true, true, false}) || o.seen != 8 {
		t.Errorf("holes %v, seen %d", holes, o.seen)
	}
	o.take(pendingEvent{seq: 11})
	if ready := o.skip(10); len(ready) != 1 || o.seen != 11 {
		t.Errorf("after skipping: %v, seen %d", ready, o.seen)
	}
}
