package bench

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"sluse/internal/bench/texts"
)

// fanOut connects members to one thread and has posts sent at a steady pace. Each
// delivery is timed from when its post was due to be sent.
func (b *Bench) fanOut(ctx context.Context, s system, members int) (Result, error) {
	r := Result{Work: "fan-out", System: s.name(), Parameters: fmt.Sprintf("%d members, %d posts/s", members, pace)}
	listeners, err := connect(ctx, s, members)
	defer closeAll(listeners)
	if err != nil {
		return r, err
	}
	posts := int(b.lasting(15*time.Second).Seconds() * pace)
	a := newAudience(listeners, posts)
	m, err := startMeter(s.server())
	if err != nil {
		return r, err
	}
	failed := a.send(ctx, s, crowded, time.Second/pace)
	if _, peer := s.(*pocketBase); peer && failed != nil && ctx.Err() == nil {
		// A peer that cannot keep up is a result. What it did not take counts as lost.
		b.say("%s did not take every post: %v", s.name(), failed)
		r.Parameters += ", gave up"
		failed = nil
	}
	a.wait(ctx)
	err = errors.Join(failed, m.stop(&r, int(a.total.Load())))
	closeAll(listeners)
	a.reading.Wait()
	a.quantiles(&r)
	return r, err
}

// steady is how many people take turns in writing at a steady pace.
const steady = 8

// pace is how many posts are sent in a second.
const pace = 20

// connect opens sockets, a few at a time.
func connect(ctx context.Context, s system, members int) ([]listener, error) {
	var mu sync.Mutex
	var failed error
	var next atomic.Int64
	var group sync.WaitGroup
	listeners := make([]listener, 0, members)
	for range 32 {
		group.Go(func() {
			for ctx.Err() == nil {
				who := int(next.Add(1)) - 1
				if who >= members {
					return
				}
				l, err := s.listen(ctx, who, crowded)
				mu.Lock()
				if err != nil {
					failed = err
				} else {
					listeners = append(listeners, l)
				}
				mu.Unlock()
				if err != nil {
					return
				}
			}
		})
	}
	group.Wait()
	return listeners, failed
}

func closeAll(listeners []listener) {
	for _, l := range listeners {
		l.Close()
	}
}

// audience is everybody who listens, and what they have heard.
type audience struct {
	posts   int
	due     []atomic.Int64 // when each post was to be sent, in Unix ns
	heard   [][]uint8      // by listener, how often each post came
	took    [][]time.Duration
	total   atomic.Int64
	reading sync.WaitGroup
}

func newAudience(listeners []listener, posts int) *audience {
	a := &audience{posts: posts, due: make([]atomic.Int64, posts)}
	for n, l := range listeners {
		a.heard = append(a.heard, make([]uint8, posts))
		a.took = append(a.took, make([]time.Duration, 0, posts))
		a.reading.Go(func() { a.listen(n, l) })
	}
	return a
}

func (a *audience) listen(n int, l listener) {
	for {
		message, err := l.Read()
		if err != nil {
			return // closed at the end; what is missing is counted as lost
		}
		number := texts.Number(message)
		if number < 0 || number >= a.posts {
			continue
		}
		a.took[n] = append(a.took[n], time.Duration(time.Now().UnixNano()-a.due[number].Load()))
		a.heard[n][number]++
		a.total.Add(1)
	}
}

// send sends every post when it is due, whether or not earlier ones were answered.
func (a *audience) send(ctx context.Context, s system, where place, every time.Duration) error {
	return a.sendBy(ctx, every, func(ctx context.Context, n int) error { return s.post(ctx, n%steady, where, n) })
}

func (a *audience) sendBy(ctx context.Context, every time.Duration, post func(ctx context.Context, n int) error) error {
	var mu sync.Mutex
	var failed error
	var group sync.WaitGroup
	begun := time.Now().Add(every)
	for n := range a.posts {
		due := begun.Add(time.Duration(n) * every)
		a.due[n].Store(due.UnixNano())
		timer := time.NewTimer(time.Until(due))
		select {
		case <-ctx.Done():
			timer.Stop()
			return ctx.Err()
		case <-timer.C:
		}
		group.Go(func() {
			if err := post(ctx, n); err != nil {
				mu.Lock()
				failed = err
				mu.Unlock()
			}
		})
	}
	group.Wait()
	return failed
}

// patience is how long the last deliveries may take after the last post.
const patience = 15 * time.Second

// wait returns when everything has come, or patience is at an end.
func (a *audience) wait(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	again := time.NewTicker(5 * time.Millisecond)
	defer again.Stop()
	for a.total.Load() < int64(a.posts*len(a.heard)) {
		select {
		case <-ctx.Done():
			return
		case <-again.C:
		}
	}
}

// quantiles writes times, losses and doubles. Nobody may read any more.
func (a *audience) quantiles(r *Result) {
	var all times
	for n, heard := range a.heard {
		all.all = append(all.all, a.took[n]...)
		for _, often := range heard {
			switch {
			case often == 0:
				r.Lost++
			case often > 1:
				r.Doubled += int(often) - 1
			}
		}
	}
	all.into(r)
}

// settling is how long it takes until what connecting needed in passing has been given
// back: seconds without work, in a short run too.
const settling = 6 * time.Second

// idle connects members who then hear nothing, and weighs them. The rate is that of
// connecting; the processor's time is of one connection. What the server's memory grew by
// includes what it takes once, of its program's pages not least: they weigh on a few
// sockets and are nothing for many.
func (b *Bench) idle(ctx context.Context, s system, sockets int) (Result, error) {
	r := Result{Work: "idle", System: s.name(), Parameters: fmt.Sprintf("%d sockets", sockets)}
	before, err := atRest(ctx, s.server())
	if err != nil {
		return r, err
	}
	m, err := startMeter(s.server())
	if err != nil {
		return r, err
	}
	listeners, err := connect(ctx, s, sockets)
	defer closeAll(listeners)
	if err != nil {
		return r, err
	}
	if err := m.stop(&r, sockets); err != nil {
		return r, err
	}
	settle := time.NewTimer(settling)
	defer settle.Stop()
	select {
	case <-ctx.Done():
		return r, ctx.Err()
	case <-settle.C:
	}
	after, err := s.server().Use()
	r.RSS = after.RSS
	r.Each = float64(after.RSS-before.RSS) / float64(sockets)
	r.PrivateEach = float64(after.Private-before.Private) / float64(sockets)
	return r, err
}
