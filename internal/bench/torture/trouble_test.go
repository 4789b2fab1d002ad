package torture

import (
	"context"
	"errors"
	"iter"
	"slices"
	"testing"
	"time"
)

// Who gives a torture up is not kept waiting, and nothing more is done to the nodes.
func TestGivingUpEndsIt(t *testing.T) {
	over := make(chan struct{})
	r := &run{over: over, troubles: map[string]int{}, Options: Options{Words: t.Output(), Nodes: 1}}
	made := 0
	either := func(ctx context.Context, _ int, _ time.Duration) error {
		made++
		close(over)
		if r.until(ctx, func() bool { return false }) {
			t.Error("what never comes about came about")
		}
		return nil
	}
	begun := time.Now()
	if err := r.disturb(t.Context(), []trouble{{"one", either}, {"another", either}}); !errors.Is(err, context.Canceled) || made != 1 {
		t.Errorf("%d troubles were made (%v), want one", made, err)
	}
	if took := time.Since(begun); took > settleWithin/2 {
		t.Errorf("it took %s", took)
	}
}

// What happened with a seed can be made to happen again.
func TestSeedDecidesWhatHappens(t *testing.T) {
	const possible, nodes = 9, 3
	first := func(seed uint64) (all []mishap) {
		next, stop := iter.Pull(sequence(seed, possible, nodes))
		defer stop()
		for range 3 * possible {
			m, _ := next()
			all = append(all, m)
		}
		return all
	}
	one := first(7)
	if !slices.Equal(one, first(7)) || slices.Equal(one, first(8)) {
		t.Error("the seed does not decide")
	}
	for round := range slices.Chunk(one, possible) {
		times := make([]int, possible)
		for _, m := range round {
			times[m.which]++
			if m.node < 0 || m.node >= nodes || m.breath <= 0 || m.lasting <= 0 {
				t.Errorf("%+v", m)
			}
		}
		if slices.Min(times) != 1 || slices.Max(times) != 1 {
			t.Errorf("a round has everything once, not %v times", times)
		}
	}
}
