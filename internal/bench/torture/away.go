package torture

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"sluse/internal/bench/client"
	"sluse/internal/bench/texts"
	"sluse/internal/kernel/clock"
	"sluse/internal/platform/activity"
	"sluse/internal/platform/database"
)

// absences are the troubles of those who look on and are away for so long that they
// cannot be given what they missed: they are told to load anew.
func (r *run) absences() []trouble {
	return []trouble{
		{"nobody hears anything until too much was missed to be sent", func(ctx context.Context, _ int, _ time.Duration) error {
			return r.whileDeaf(ctx, r.writeTooMuch)
		}},
		{"nobody hears anything, and what they missed is deleted", func(ctx context.Context, _ int, _ time.Duration) error {
			return r.whileDeaf(ctx, r.deleteMissed)
		}},
	}
}

// whileDeaf keeps everybody from listening while something happens, and waits until
// every one of them has come back and loaded anew: who did not has missed something.
func (r *run) whileDeaf(ctx context.Context, happen func(ctx context.Context) error) error {
	readers, tabs := make([]int, len(r.readers)), make([]int, len(r.tabs))
	for n, looker := range r.readers {
		readers[n] = looker.reset()
	}
	for n, t := range r.tabs {
		tabs[n] = t.reloaded()
	}
	r.place.balancer.deafen(true)
	err := happen(ctx)
	r.place.balancer.deafen(false)
	if err != nil {
		return err
	}
	for n, looker := range r.readers {
		if !r.until(ctx, func() bool { return looker.reset() > readers[n] }) {
			r.verdict.add("%s was away for too long and did not load anew", looker.name)
		}
	}
	for n, t := range r.tabs {
		if !r.until(ctx, func() bool { return t.reloaded() > tabs[n] }) {
			r.verdict.add("%s was away for too long and did not load anew", t.name)
		}
	}
	return nil
}

// How many tabs each writer opens to write more than is sent one by one: so many that
// none of them meets the bounds of a session.
const (
	hurriedTabs  = 5
	hurriedPosts = activity.MaxMissed/(writers*hurriedTabs) + 1
)

// writeTooMuch has the writers write as much as possible at a time, from further tabs.
func (r *run) writeTooMuch(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, settleWithin)
	defer cancel()
	before := r.acknowledged()
	var people sync.WaitGroup
	for n := range writers {
		for _, session := range r.world.Writers[n][:hurriedTabs] {
			w := &writer{run: r, client: &client.Client{URL: r.place.url(), Token: session, HTTP: client.NewHTTP(1)}, number: n}
			r.writers = append(r.writers, w)
			people.Go(func() {
				for n := range hurriedPosts {
					w.post(ctx, texts.Numbered(n))
				}
			})
		}
	}
	people.Wait()
	if n := r.acknowledged() - before; n <= activity.MaxMissed {
		return fmt.Errorf("only %d posts could be written while nobody heard", n)
	}
	return nil
}

// missedAtLeast is how many posts are written before what happened is deleted.
const missedAtLeast = 20

// deleteMissed waits until there are posts that nobody heard of, and has what happened
// deleted as every night, but for what is kept of it: nothing.
func (r *run) deleteMissed(ctx context.Context) error {
	goal := r.acknowledged() + missedAtLeast
	if !r.until(ctx, func() bool { return r.acknowledged() >= goal }) {
		return errors.New("nobody gets anything written while nobody hears")
	}
	db, err := r.open(ctx)
	if err != nil {
		return err
	}
	log := activity.New(db, clock.System{}, slog.New(slog.DiscardHandler), "torture")
	newest, err := log.Seq(ctx, "thread:"+r.world.Fresh)
	if err == nil && !r.until(ctx, func() bool { return r.handledTo(ctx, db, newest) }) {
		err = errors.New("what nobody heard of is not handled")
	}
	if err == nil {
		// Clocks were wrong at times: what is said to happen tomorrow goes too.
		_, err = log.Rules(0)[0].Forget(ctx, time.Now().Add(24*time.Hour), false)
	}
	return errors.Join(err, db.Close())
}

// handledTo reports whether everything in the thread up to a number is handled, and
// may therefore be deleted.
func (r *run) handledTo(ctx context.Context, db *database.DB, newest int64) bool {
	var left int64
	err := db.Read(ctx).Raw(`SELECT count(*) FROM activity_frame f JOIN activity_event e ON e.id = f.event_id
		WHERE f.topic = ? AND f.seq <= ? AND e.handled_at IS NULL`, "thread:"+r.world.Fresh, newest).Scan(&left).Error
	return err == nil && left == 0
}
