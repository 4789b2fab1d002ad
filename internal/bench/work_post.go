package bench

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"
)

// post has writers write one after the other's answer, for a while.
func (b *Bench) post(ctx context.Context, s system, writers int) (Result, error) {
	r := Result{Work: "post", System: s.name(), Parameters: fmt.Sprintf("%d writers", writers)}
	if _, err := b.writePosts(ctx, s, writers, 0, b.warm(), &times{}); err != nil {
		return r, err
	}
	if _, err := atRest(ctx, s.server()); err != nil {
		return r, err
	}
	m, err := startMeter(s.server())
	if err != nil {
		return r, err
	}
	var took times
	b.written++
	from := b.written * measuredFrom
	made, err := b.writePosts(ctx, s, writers, from, b.lasting(6*time.Second), &took)
	if err != nil {
		return r, err
	}
	took.into(&r)
	if err := m.stopAtRest(ctx, &r, made); err != nil {
		return r, err
	}
	kept, err := s.kept(ctx)
	r.Lost, r.Doubled = tally(from, made, kept)
	return r, err
}

// measuredFrom is before the number of the first post that is measured, and twice as much
// before those of the next time: those that warm up have smaller ones.
const measuredFrom = 1_000_000

func (b *Bench) writePosts(ctx context.Context, s system, writers, from int, lasting time.Duration, took *times) (int, error) {
	return closedLoop(ctx, writers, lasting, took, func(ctx context.Context, worker, n int) error {
		return s.post(ctx, worker, quiet, from+n)
	})
}

// tally counts which of so many posts after a number are not there, and how often one is
// there once more.
func tally(from, made int, kept map[int]int) (lost, doubled int) {
	for n := from + 1; n <= from+made; n++ {
		switch times := kept[n]; times {
		case 0:
			lost++
		default:
			doubled += times - 1
		}
	}
	return lost, doubled
}

// closedLoop has workers do one operation after the other for a while. The first
// failure ends it.
func closedLoop(ctx context.Context, workers int, lasting time.Duration, took *times, do func(ctx context.Context, worker, n int) error) (int, error) {
	var next, done atomic.Int64
	var failed error
	var once sync.Once
	until := time.Now().Add(lasting)
	var group sync.WaitGroup
	for worker := range workers {
		group.Go(func() {
			var mine []time.Duration
			defer func() { took.add(mine...) }()
			for time.Now().Before(until) && ctx.Err() == nil {
				begun := time.Now()
				if err := do(ctx, worker, int(next.Add(1))); err != nil {
					once.Do(func() { failed = err })
					return
				}
				mine = append(mine, time.Since(begun))
				done.Add(1)
			}
		})
	}
	group.Wait()
	return int(done.Load()), failed
}

// read asks for an address of Sluse again and again.
func (b *Bench) read(ctx context.Context, s *sluse, what, path string) (Result, error) {
	r := Result{Work: "read", System: s.name(), Parameters: what}
	get := func(ctx context.Context, _, n int) error {
		_, err := s.of(n%s.world.Seminar).Get(ctx, path)
		return err
	}
	if _, err := closedLoop(ctx, readers, b.warm(), &times{}, get); err != nil {
		return r, err
	}
	m, err := startMeter(s.process)
	if err != nil {
		return r, err
	}
	var took times
	done, err := closedLoop(ctx, readers, b.lasting(5*time.Second), &took, get)
	if err != nil {
		return r, err
	}
	took.into(&r)
	err = m.stop(&r, done)
	return r, err
}

// readers is how many ask at a time.
const readers = 8
