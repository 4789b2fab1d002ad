package activity

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Reader follows the log. Handle is called with events in the order they were
// made, inside the transaction that marks them handled; an error rolls both back
// and the batch comes again. It must do no network, mail or file work: for those
// it enqueues a job, which is part of the same transaction.
type Reader interface {
	// Name is the reader's, for the log.
	Name() string
	// Handle takes the next events.
	Handle(ctx context.Context, events []Stored) error
}

const (
	batchSize = 200
	// Writers wait while a batch is handled, so one that takes longer than stepAim
	// makes the next one smaller, down to smallBatch.
	smallBatch = 10
	stepAim    = 4 * time.Millisecond
	// restFor is the rest after everything was handled. What comes meanwhile is one
	// batch, which costs readers little more than one event.
	restFor    = 200 * time.Millisecond
	pollEvery  = 5 * time.Second // for events of other nodes; our own wake us
	leaseFor   = 20 * time.Second
	leaseName  = "readers"
	giveUpAt   = 8 // tries of one event before it is set aside
	firstPause = 100 * time.Millisecond
)

// AddReader adds a reader. Call it before Run.
func (l *Log) AddReader(r Reader) { l.readers = append(l.readers, r) }

// Wake tells Run that there is something to read.
func (l *Log) Wake() {
	select {
	case l.wake <- struct{}{}:
	default: // it is awake already
	}
}

// Run hands events to the readers until ctx ends. Of several nodes one works, by
// a lease that another takes over when it is not renewed.
func (l *Log) Run(ctx context.Context) {
	ticker := time.NewTicker(pollEvery)
	defer ticker.Stop()
	rest := time.NewTimer(0)
	defer rest.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-rest.C:
		}
		l.drain(ctx)
		rest.Reset(restFor)
		select {
		case <-ctx.Done():
			return
		case <-l.wake:
		case <-ticker.C:
		}
	}
}

// drain handles everything there is. After a failure it goes on event by event,
// so that one that cannot be handled does not stand in the way of the rest.
func (l *Log) drain(ctx context.Context) {
	size, tries, pause := l.batch, 0, firstPause
	for ctx.Err() == nil {
		begun := time.Now()
		n, err := l.Step(ctx, size, tries >= giveUpAt)
		switch {
		case err == nil && n < size:
			return // what has come since wakes us again
		case err == nil:
			l.batch = nextBatch(n, time.Since(begun))
			size, tries, pause = l.batch, 0, firstPause
		default:
			l.logger.Error("activity readers failed; trying again", "error", err, "tries", tries+1)
			size, tries = 1, tries+1
			select {
			case <-ctx.Done():
			case <-time.After(pause):
			}
			pause = min(2*pause, time.Minute)
		}
	}
}

// nextBatch is how many events to handle next, when n took so long.
func nextBatch(n int, took time.Duration) int {
	aimed := float64(n) * float64(stepAim) / float64(max(took, time.Microsecond))
	return min(max(int(aimed), smallBatch), batchSize)
}

// Step hands at most size events to every reader and marks them handled; it
// returns how many there were. With setAside it marks them without calling the
// readers and says so in the log.
func (l *Log) Step(ctx context.Context, size int, setAside bool) (handled int, err error) {
	unhandled, err := l.unhandled(ctx, 1)
	if err != nil || len(unhandled) == 0 {
		return 0, err
	}
	err = l.db.Write(ctx, func(ctx context.Context) error {
		if mine, err := l.renewLease(ctx); err != nil || !mine {
			return err
		}
		events, err := l.unhandled(ctx, size)
		if err != nil || len(events) == 0 {
			return err
		}
		if setAside {
			l.logger.Error("an event could not be handled and is set aside", "event", events[0].ID, "verb", events[0].Verb)
		} else if err := l.tellReaders(ctx, events); err != nil {
			return err
		}
		handled = len(events)
		return l.markHandled(ctx, events)
	})
	if err != nil {
		return 0, fmt.Errorf("activity step: %w", err)
	}
	return handled, nil
}

func (l *Log) tellReaders(ctx context.Context, events []Stored) error {
	var errs []error
	for _, r := range l.readers {
		if err := r.Handle(ctx, events); err != nil {
			errs = append(errs, fmt.Errorf("reader %s: %w", r.Name(), err))
		}
	}
	return errors.Join(errs...)
}

// Lag returns how long the oldest unhandled event has waited.
func (l *Log) Lag(ctx context.Context) (time.Duration, error) {
	events, err := l.unhandled(ctx, 1)
	if err != nil || len(events) == 0 {
		return 0, err
	}
	return l.clock.Now().Sub(events[0].At), nil
}

func (l *Log) unhandled(ctx context.Context, limit int) ([]Stored, error) {
	var rows []eventRow
	err := l.db.Read(ctx).Where("handled_at IS NULL").Order("id").Limit(limit).Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("unhandled events: %w", err)
	}
	return stored(rows), nil
}

func (l *Log) markHandled(ctx context.Context, events []Stored) error {
	ids := make([]string, 0, len(events))
	for _, e := range events {
		ids = append(ids, e.ID)
	}
	err := l.db.Tx(ctx).Exec("UPDATE activity_event SET handled_at = ? WHERE id IN ?", l.clock.Now(), ids).Error
	if err != nil {
		return fmt.Errorf("mark events handled: %w", err)
	}
	return nil
}

// renewLease takes or keeps the readers' lease; false if another node has it.
// The machine's own clock is used: a lease measures real time, also in the demo.
func (l *Log) renewLease(ctx context.Context) (bool, error) {
	now := time.Now()
	result := l.db.Tx(ctx).Exec(`INSERT INTO activity_lease (name, holder, expires) VALUES (?, ?, ?)
		ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, expires = excluded.expires
		WHERE activity_lease.holder = excluded.holder OR activity_lease.expires < ?`,
		leaseName, l.node, now.Add(leaseFor), now)
	if result.Error != nil {
		return false, fmt.Errorf("readers' lease: %w", result.Error)
	}
	return result.RowsAffected == 1, nil
}
