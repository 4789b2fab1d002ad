package database

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"time"
)

// Gatherer has what many want to write at one moment written together, so that what
// a statement costs is shared: where a Write has to wait, whatever comes meanwhile
// goes with it. One failure is never another's; see docs/decisions/gathered-posts.md.
type Gatherer[T any] struct {
	db *DB
	do func(ctx context.Context, items []T) error

	mu      sync.Mutex
	waiting []*gathered[T]
	// led means that somebody is on the way to write what waits.
	led bool
	// met is how many were written together lately: who leads waits a moment for as
	// many to come again.
	met int
}

// gathered is one item and who waits for it.
type gathered[T any] struct {
	ctx  context.Context
	item T
	done chan error
}

// Apart is returned by what writes many: the items at these places cannot be written
// with the others, for these reasons. The others are tried again without them, and
// they by themselves after that; alone, the reason is the answer.
type Apart map[int]error

// Error implements error.
func (a Apart) Error() string {
	return fmt.Sprintf("%d that cannot be written with the others", len(a))
}

const (
	// gatheredAtMost bounds how many are written together.
	gatheredAtMost = 64
	// meetWithin is for how long who leads waits for another to come, meetAtMost for how
	// long for all of them.
	meetWithin = 250 * time.Microsecond
	meetAtMost = 2 * time.Millisecond
	// gatheredFor bounds how long one attempt may take, since no request's end does.
	gatheredFor = 30 * time.Second
)

// NewGatherer returns one for what do writes, in the order of coming, within a Write.
// The context of do is nobody's request: items carry what they need. If do returns
// Apart those are refused and the others tried again; after any other error each is
// tried by itself.
func NewGatherer[T any](db *DB, do func(ctx context.Context, items []T) error) *Gatherer[T] {
	return &Gatherer[T]{db: db, do: do}
}

// Write returns once item is durable, or with why it is not. If ctx ends before that
// it returns, and nobody knows whether item will be written. Inside a Write it joins
// that one.
func (g *Gatherer[T]) Write(ctx context.Context, item T) error {
	if g.db.Writing(ctx) {
		return alone(g.do(ctx, []T{item}))
	}
	mine := &gathered[T]{ctx: ctx, item: item, done: make(chan error, 1)}
	g.mu.Lock()
	g.waiting = append(g.waiting, mine)
	lead := !g.led
	g.led = true
	g.mu.Unlock()
	if lead {
		go g.lead()
	}
	select {
	case err := <-mine.done:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// lead writes what waits once it may write, for as long as anybody waits. Where
// writers queue one batch follows the other's answers, so that who was answered may
// come with the next; elsewhere the next one begins as soon as this one has.
func (g *Gatherer[T]) lead() {
	for again := true; again; {
		if g.queues() {
			g.meet()
		}
		var taken []*gathered[T]
		err := g.attempt(func(ctx context.Context) error {
			taken = g.take()
			return g.together(ctx, taken)
		})
		if taken == nil {
			taken = g.take() // it did not come to that
		}
		if err != nil {
			go g.settle(taken, err) // which may take several attempts
		} else {
			g.settle(taken, nil)
		}
		again = g.queues() && g.goOn()
	}
}

// queues reports whether the database has one writer at a time.
func (g *Gatherer[T]) queues() bool { return g.db.grouper != nil }

// goOn reports whether anybody waits; else the next one who comes leads.
func (g *Gatherer[T]) goOn() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.led = len(g.waiting) > 0
	return g.led
}

// meet waits for others where there were some lately: the durable commit and all that
// is done once for many costs more than the wait. Whoever writes alone waits for
// nobody.
func (g *Gatherer[T]) meet() {
	before := 0
	for until := time.Now().Add(meetAtMost); ; {
		g.mu.Lock()
		came, met := len(g.waiting), g.met
		g.mu.Unlock()
		if came >= met || came == before || time.Now().After(until) {
			return
		}
		before = came
		<-time.After(meetWithin) // nothing tells of who is on the way
	}
}

// take takes what waits. Those who went away are left out.
func (g *Gatherer[T]) take() []*gathered[T] {
	g.mu.Lock()
	defer g.mu.Unlock()
	taken := make([]*gathered[T], 0, min(len(g.waiting), gatheredAtMost))
	for len(g.waiting) > 0 && len(taken) < gatheredAtMost {
		if first := g.waiting[0]; first.ctx.Err() == nil {
			taken = append(taken, first)
		}
		g.waiting = g.waiting[1:]
	}
	g.met = max(len(taken), (g.met+len(taken))/2)
	if !g.queues() {
		if g.led = len(g.waiting) > 0; g.led {
			go g.lead()
		}
	}
	return taken
}

// errWithin is a failure of do itself, with nothing wrong with the database.
type errWithin struct{ error }

func (e errWithin) Unwrap() error { return e.error }

func (g *Gatherer[T]) together(ctx context.Context, some []*gathered[T]) error {
	if len(some) == 0 {
		return nil
	}
	items := make([]T, len(some))
	for i, one := range some {
		items[i] = one.item
	}
	err := g.do(ctx, items)
	if err != nil && trouble(err) == "" {
		return errWithin{err}
	}
	return err
}

// attempt is a Write that no request's end interrupts and no panic leaves.
func (g *Gatherer[T]) attempt(change func(ctx context.Context) error) (err error) {
	ctx, cancel := context.WithTimeout(context.Background(), gatheredFor)
	defer cancel()
	defer func() {
		if cause := recover(); cause != nil {
			err = errWithin{fmt.Errorf("panic: %v\n%s", cause, debug.Stack())}
		}
	}()
	return g.db.Write(ctx, change)
}

// settle tells everybody what became of theirs, and tries again those who may have
// failed for another's sake: the ones that are apart, and after a failure everybody,
// by themselves and once the others are durable, for it may have been the others'
// doing that they were.
func (g *Gatherer[T]) settle(some []*gathered[T], err error) {
	var within errWithin
	if err == nil || len(some) < 2 || !errors.As(err, &within) {
		if errors.As(err, &within) {
			err = alone(within.error)
		}
		for _, one := range some {
			one.done <- err
		}
		return
	}
	others, refused := part(some, err)
	if len(others) > 0 {
		g.again(others)
	}
	for _, one := range refused {
		g.again([]*gathered[T]{one})
	}
}

func (g *Gatherer[T]) again(some []*gathered[T]) {
	g.settle(some, g.attempt(func(ctx context.Context) error { return g.together(ctx, some) }))
}

// part returns who may be tried together again, and who not.
func part[T any](some []*gathered[T], err error) (others, refused []*gathered[T]) {
	var apart Apart
	if !errors.As(err, &apart) {
		return nil, some
	}
	for i, one := range some {
		if _, is := apart[i]; is {
			refused = append(refused, one)
		} else {
			others = append(others, one)
		}
	}
	if len(refused) == 0 {
		return nil, some
	}
	return others, refused
}

// alone is what one item's failure is without the others.
func alone(err error) error {
	var apart Apart
	if errors.As(err, &apart) && apart[0] != nil {
		return apart[0]
	}
	return err
}
