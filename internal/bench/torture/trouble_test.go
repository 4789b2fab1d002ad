package torture

import (
	"iter"
	"slices"
	"testing"
)

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
