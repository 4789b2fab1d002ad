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
	log, now := activity.New(db, clock.System{}, slog.New(slog.DiscardHandler), "torture"), time.Now().UTC()
	// While some of it is still to be handled, or was committed late, it cannot be deleted.
	r.until(ctx, func() bool {
		if err = handledBefore(ctx, db, now); err == nil {
			_, err = log.Rules(0)[0].Forget(ctx, now, false)
		}
		return err == nil
	})
	return errors.Join(err, db.Close())
}

// handledBefore fails unless everything that happened before an instant is handled, and
// may therefore be deleted.
func handledBefore(ctx context.Context, db *database.DB, instant time.Time) error {
	var left int64
	err := db.Read(ctx).Raw("SELECT count(*) FROM activity_event WHERE at < ? AND handled_at IS NULL", instant).Scan(&left).Error
	if err == nil && left > 0 {
		err = fmt.Errorf("%d events that nobody heard of are not handled", left)
	}
	return err
}
