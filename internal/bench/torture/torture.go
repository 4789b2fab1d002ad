// Package torture does to a running Sluse what machines and networks do, while
// people write and look on, and then asks whether anything that was acknowledged
// got lost, came twice, or came in another order.
//
// People reach the nodes through a balancer of this process, which cuts, stalls
// and spreads their connections, and keeps them from listening for too long; the nodes are killed, restarted with another
// clock, and robbed of their disk, their database, their mail server and of NATS.
// A seed decides what happens in which order; when exactly is the machine's affair.
package torture

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"sluse/internal/bench/seed"
)

// Options say what to torture, for how long, and how.
type Options struct {
	// Binary is the program.
	Binary string
	// Older is a program of an earlier version, "" for none: all nodes but one are its at
	// first, and are replaced in the end. It needs PostgreSQL and more than one node.
	Older string
	// Folder holds data and logs.
	Folder string
	// DatabaseURL is a PostgreSQL that may be given a schema; empty tortures SQLite.
	DatabaseURL string
	// OwnDatabase tells that nobody else uses that PostgreSQL, so that it may crash.
	OwnDatabase bool
	// Frontend is the folder of the frontend with its packages, whose own code some of
	// the people use; empty, or where Node or the packages are missing, all use ours.
	Frontend string
	// Nodes is how many programs share the work; more than one needs PostgreSQL.
	Nodes int
	// For is how long there is trouble, and until each has happened once; settling and
	// checking come after.
	For time.Duration
	// Seed decides what happens.
	Seed uint64
	// Words takes what is going on.
	Words io.Writer
}

const (
	writers = 6
	// readers are as many as the people who only look; pages of them are the
	// frontend's own page, and write too.
	readers = 5
	pages   = 2
	// postEvery is a writer's pause; all together stay within what a session may ask.
	postEvery = 100 * time.Millisecond
	// settleWithin bounds how long it takes until all is calm again.
	settleWithin = 90 * time.Second
)

// run is one torture.
type run struct {
	Options
	place    *installation
	world    seed.World
	writers  []*writer
	readers  []*reader
	tabs     []*tab
	troubles map[string]int
	mails    map[string]int
	memory   [2]int64
	waiting  int
	over     <-chan struct{} // closed when the torture is given up
	verdict  verdict
}

// Run tortures and returns what was found; the error is of the torture itself.
func Run(ctx context.Context, options Options) (report Report, err error) {
	r := &run{Options: options, troubles: map[string]int{}, over: ctx.Done()}
	if r.place, err = r.install(ctx); err != nil {
		return Report{}, err
	}
	packed, err := r.packTab(ctx)
	if err != nil {
		return Report{}, errors.Join(err, r.place.close())
	}
	defer func() { err = errors.Join(err, r.place.close()) }()
	first := r.place.nodes
	if r.Older != "" {
		first = first[:len(first)-1]
	}
	if err := r.place.startAll(ctx, first); err != nil {
		return Report{}, err
	}
	r.say("%d node(s) on %s, seed %d, %s of trouble", r.Nodes, r.place.kind(), r.Seed, r.For)
	writing, stopWriting := context.WithCancel(ctx)
	defer stopWriting()
	reading, stopReading := context.WithCancel(ctx)
	defer stopReading()
	var people, lookers sync.WaitGroup
	if err := r.sendPeople(writing, reading, packed, &people, &lookers); err != nil {
		return Report{}, err
	}
	before, err := r.warm(ctx)
	if err == nil {
		err = r.trouble(ctx)
	}
	if err != nil {
		return Report{}, err
	}
	stopWriting()
	people.Wait()
	r.rest(ctx)
	r.settle(ctx)
	r.checkMemory(ctx, before)
	r.checkPosts(ctx)
	if err := r.checkHandled(ctx); err != nil {
		return Report{}, err
	}
	stopReading()
	lookers.Wait()
	if err := r.place.stopAll(); err != nil {
		return Report{}, err
	}
	if err := r.checkKept(ctx); err != nil {
		return Report{}, err
	}
	return r.report(), nil
}

// sendPeople lets everybody begin. Writers that are told to stop still see their
// last post through: it must be acknowledged, whatever it takes.
func (r *run) sendPeople(writing, reading context.Context, packed string, people, lookers *sync.WaitGroup) error {
	for n := range writers {
		w := &writer{run: r, client: r.client(n), number: n}
		r.writers = append(r.writers, w)
		people.Go(func() { w.write(writing, reading) })
	}
	first := 0
	if packed != "" {
		first = pages
	}
	for n := range first {
		t, err := r.openTab(reading, packed, n, r.world.People[writers+n])
		if err != nil {
			return err
		}
		r.tabs = append(r.tabs, t)
		lookers.Go(t.listen)
	}
	for n := first; n < readers; n++ {
		looker := &reader{run: r, client: r.client(writers + n), name: fmt.Sprintf("reader %d", n)}
		r.readers = append(r.readers, looker)
		lookers.Go(func() { looker.look(reading) })
	}
	asleep := sleeper{client: r.client(writers + readers)}
	lookers.Go(func() { asleep.sleep(reading, "thread:"+r.world.Fresh) })
	return nil
}

// warm waits until work is under way and returns the memory that it takes, in KiB.
func (r *run) warm(ctx context.Context) (int64, error) {
	underWay := func() bool {
		for _, t := range r.tabs {
			if !t.is(func() bool { return t.ready }) {
				return false
			}
		}
		return r.acknowledged() >= 20*writers
	}
	if !r.until(ctx, underWay) {
		return 0, fmt.Errorf("nobody gets anything written: %v", r.verdict.list())
	}
	return r.place.memory()
}

// trouble is all that is done to the nodes; afterwards they are whole.
func (r *run) trouble(ctx context.Context) error {
	if r.Older != "" {
		if err := r.join(ctx); err != nil {
			return err
		}
	}
	trouble, calm := context.WithTimeout(ctx, r.For)
	defer calm()
	if err := r.disturb(trouble, r.possible()); err != nil {
		return err
	}
	return errors.Join(r.place.mend(ctx), r.replaceOlder(ctx))
}

// disturb makes trouble until ctx ends and each has happened once, one after the
// other, with a breath between.
func (r *run) disturb(ctx context.Context, possible []trouble) error {
	for next := range sequence(r.Seed, len(possible), r.Nodes) {
		t := possible[next.which]
		if len(r.troubles) == len(possible) && ctx.Err() != nil {
			return nil
		}
		pause(context.WithoutCancel(ctx), next.breath)
		if r.givenUp() {
			return context.Canceled
		}
		r.say("%s", t.name)
		// What was begun is brought to its end, or nothing would work afterwards.
		if err := t.make(context.WithoutCancel(ctx), next.node, next.lasting); err != nil {
			return fmt.Errorf("%s: %w", t.name, err)
		}
		r.troubles[t.name]++
	}
	return nil
}

// mishap is one trouble of a sequence.
type mishap struct {
	which, node     int
	breath, lasting time.Duration
}

// sequence goes through all the troubles that are possible, again and again, each
// round in another order: always the same for a seed.
func sequence(seed uint64, possible, nodes int) iter.Seq[mishap] {
	chance := rand.New(rand.NewPCG(seed, 0))
	return func(yield func(mishap) bool) {
		for {
			for _, which := range chance.Perm(possible) {
				next := mishap{
					which:   which,
					breath:  200*time.Millisecond + time.Duration(chance.Int64N(int64(1500*time.Millisecond))),
					lasting: 500*time.Millisecond + time.Duration(chance.Int64N(int64(3*time.Second))),
					node:    chance.IntN(nodes),
				}
				if !yield(next) {
					return
				}
			}
		}
	}
}

// settle waits until every reader has seen every acknowledged post.
func (r *run) settle(ctx context.Context) {
	goal := r.acknowledged()
	var newest string
	r.until(ctx, func() bool {
		newest = r.newest(ctx)
		return newest != ""
	})
	all := r.until(ctx, func() bool {
		for _, looker := range r.readers {
			if looker.count() < goal {
				return false
			}
		}
		return !slices.ContainsFunc(r.tabs, func(t *tab) bool { return !t.shows(newest) })
	})
	if all {
		return
	}
	for _, t := range r.tabs {
		if !t.shows(newest) {
			r.verdict.add("%s does not show the newest post", t.name)
		}
	}
	for _, looker := range r.readers {
		if n := looker.count(); n < goal {
			r.verdict.add("%s saw %d of %d posts", looker.name, n, goal)
		}
	}
}

func (r *run) acknowledged() (posts int) {
	for _, ofOne := range r.acknowledgedPosts() {
		posts += len(ofOne)
	}
	return posts
}

// acknowledgedPosts are those of each who writes, in the order of writing where that is
// known: of a tab's own.
func (r *run) acknowledgedPosts() (all [][]string) {
	for _, w := range r.writers {
		all = append(all, w.list())
	}
	for _, t := range r.tabs {
		for _, postID := range t.list() {
			all = append(all, []string{postID})
		}
	}
	return all
}

// named are the posts that name somebody.
func (r *run) named() (all []naming) {
	for _, w := range r.writers {
		w.mu.Lock()
		all = append(all, w.named...)
		w.mu.Unlock()
	}
	return all
}

// until waits for a condition and reports whether it came about.
func (r *run) until(ctx context.Context, holds func() bool) bool {
	ctx, cancel := context.WithTimeout(ctx, settleWithin)
	defer cancel()
	for !holds() {
		if !pause(ctx, 50*time.Millisecond) || r.givenUp() {
			return false
		}
	}
	return true
}

// givenUp reports whether nobody waits for the result any more: what was begun is then
// still brought to its end, for which nothing is waited.
func (r *run) givenUp() bool {
	select {
	case <-r.over:
		return true
	default:
		return false
	}
}

// pause waits, and reports whether ctx still goes on.
func pause(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}

func (r *run) say(format string, args ...any) {
	_, _ = fmt.Fprintf(r.Words, time.Now().Format("15:04:05 ")+format+"\n", args...)
}
