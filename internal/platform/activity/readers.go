package activity

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"sluse/internal/platform/database"
)

// Reader follows the log. Handle is called with events in the order they were
// made, outside of any transaction, for writers would wait for what it looks up; it
// returns what is to be written, nil for nothing. That runs inside the transaction
// that marks the events handled, and so counts exactly once; an error in either has
// the events come again. It must do no network, mail or file work: for those it
// enqueues a job, which is part of the same transaction.
//
// Between the two others may write. What Handle has read may be late, never wrong:
// whatever has changed meanwhile has its own event, which comes after.
type Reader interface {
	// Name is the reader's, for the log.
	Name() string
	// Handle takes the next events.
	Handle(ctx context.Context, events []Stored) (Change, error)
}

// Change writes down, in the transaction of ctx, what follows from events.
type Change func(ctx context.Context) error

const (
	batchSize = 500
	// Writers wait while what follows from a batch is written, so one that takes
	// longer than stepAim makes the next one smaller, down to smallBatch.
	smallBatch = 64
	stepAim    = 4 * time.Millisecond
	// restFor is the rest after everything was handled, restShare how many times as
	// long as the work the rest is at least: readers take their share of a busy
	// machine and no more. What comes meanwhile is one batch, which costs little more
	// than one event.
	restFor   = 200 * time.Millisecond
	restShare = 4
	// muchFor is the rest once everything was handled where there was much: then there
	// will be more, and it is cheaper together.
	much    = 100
	muchFor = 800 * time.Millisecond
	// lateAfter is when readers are so far behind that they rest no more.
	lateAfter  = 5 * time.Second
	pollEvery  = 5 * time.Second // for events of other nodes; our own wake us
	giveUpAt   = 8               // tries of one event before it is set aside
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
	defer l.dropLease(ctx)
	ticker := time.NewTicker(pollEvery)
	defer ticker.Stop()
	for ctx.Err() == nil {
		pause(ctx, max(restFor, l.drain(ctx)))
		select {
		case <-ctx.Done():
		case <-l.wake:
		case <-ticker.C:
		}
	}
}

// drain handles everything there is, resting in between, and returns how long to rest
// after it. After a failure it goes on event by event, so that one that cannot be
// handled does not stand in the way of the others.
func (l *Log) drain(ctx context.Context) (rest time.Duration) {
	size, tries, wait, handled := l.batch, 0, firstPause, 0
	for ctx.Err() == nil {
		begun := time.Now()
		done, err := l.step(ctx, size, tries >= giveUpAt)
		if ctx.Err() != nil {
			return 0 // whatever failed, it was that
		}
		if err != nil {
			l.logger.Error("activity readers failed; trying again", "error", err, "tries", tries+1)
			size, tries = 1, tries+1
			pause(ctx, wait)
			wait = min(2*wait, time.Minute)
			continue
		}
		rest = restAfter(time.Since(begun), done.behind)
		if done.events > 0 {
			l.batch = nextBatch(done.events, done.wrote)
		}
		if handled += done.events; done.events < size {
			if handled >= much {
				rest = max(rest, muchFor)
			}
			return rest // what has come since wakes us again
		}
		size, tries, wait = l.batch, 0, firstPause
		pause(ctx, rest)
	}
	return 0
}

// pause waits for a while, or until ctx ends.
func pause(ctx context.Context, wait time.Duration) {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}

// restAfter is how long to rest after work that took so long on events that had
// waited for so long.
func restAfter(took, behind time.Duration) time.Duration {
	if behind > lateAfter {
		return 0
	}
	return restShare * took
}

// nextBatch is how many events to handle next, when writers waited so long for n.
func nextBatch(n int, wrote time.Duration) int {
	aimed := float64(n) * float64(stepAim) / float64(max(wrote, time.Microsecond))
	return min(max(int(aimed), smallBatch), batchSize)
}

// step is what one step has done.
type step struct {
	events int
	// behind is how long the oldest of them had waited, wrote how long writers
	// waited while what follows from them was written.
	behind, wrote time.Duration
}

// errOvertaken means that another node has handled some of the events meanwhile.
var errOvertaken = errors.New("activity: handled by another node")

// Step hands at most size events to every reader and marks them handled; it
// returns how many there were. With setAside it marks them without calling the
// readers and says so in the log.
func (l *Log) Step(ctx context.Context, size int, setAside bool) (handled int, err error) {
	done, err := l.step(ctx, size, setAside)
	return done.events, err
}

func (l *Log) step(ctx context.Context, size int, setAside bool) (done step, err error) {
	events, err := l.unhandled(ctx, size)
	if err != nil || len(events) == 0 {
		return step{}, err
	}
	if others, err := l.othersRead(ctx); err != nil || others {
		return step{}, err
	}
	var changes []Change
	if setAside {
		l.logger.Error("an event could not be handled and is set aside", "event", events[0].ID, "verb", events[0].Verb)
	} else if changes, err = l.tellReaders(ctx, events); err != nil {
		return step{}, fmt.Errorf("activity step: %w", err)
	}
	err = l.db.WriteAlong(ctx, func(ctx context.Context) error {
		begun := time.Now()
		defer func() { done.wrote = time.Since(begun) }()
		mine, err := l.renewLease(ctx)
		if err != nil {
			return err
		}
		if !mine {
			return errOvertaken
		}
		if err := l.markHandled(ctx, events); err != nil {
			return err
		}
		for _, change := range changes {
			if err := change(ctx); err != nil {
				return err
			}
		}
		return nil
	})
	if errors.Is(err, errOvertaken) {
		return step{}, nil
	}
	if err != nil {
		return step{}, fmt.Errorf("activity step: %w", err)
	}
	done.events, done.behind = len(events), l.clock.Now().Sub(events[0].At)
	return done, nil
}

// tellReaders gathers what the readers want to write.
func (l *Log) tellReaders(ctx context.Context, events []Stored) ([]Change, error) {
	var errs []error
	var changes []Change
	for _, r := range l.readers {
		change, err := r.Handle(ctx, events)
		if err != nil {
			errs = append(errs, fmt.Errorf("reader %s: %w", r.Name(), err))
		}
		if change != nil {
			changes = append(changes, func(ctx context.Context) error {
				if err := change(ctx); err != nil {
					return fmt.Errorf("reader %s: %w", r.Name(), err)
				}
				return nil
			})
		}
	}
	return changes, errors.Join(errs...)
}

// Lag returns how long the oldest unhandled event has waited.
func (l *Log) Lag(ctx context.Context) (time.Duration, error) {
	events, err := l.unhandled(ctx, 1)
	if err != nil || len(events) == 0 {
		return 0, err
	}
	return l.clock.Now().Sub(events[0].At), nil
}

// unhandledColumns are those that unhandled takes, in its order.
const unhandledColumns = "id, at, actor_id, verb, subject_type, subject_id, programme_id, data, private"

func (l *Log) unhandled(ctx context.Context, limit int) ([]Stored, error) {
	var events []Stored
	err := l.db.Each(ctx, func(row *sql.Rows) error {
		var e Stored
		var data, private string
		err := row.Scan(&e.ID, &e.At, &e.ActorID, &e.Verb, &e.SubjectType, &e.SubjectID, &e.ProgrammeID, &data, &private)
		e.Data, e.Private = json.RawMessage(data), json.RawMessage(private)
		events = append(events, e)
		return err
	}, "SELECT "+unhandledColumns+" FROM activity_event WHERE handled_at IS NULL ORDER BY id LIMIT ?", limit)
	if err != nil {
		return nil, fmt.Errorf("unhandled events: %w", err)
	}
	return events, nil
}

// markHandled marks events that nobody has handled meanwhile.
func (l *Log) markHandled(ctx context.Context, events []Stored) error {
	ids := make([]string, 0, len(events))
	for _, e := range events {
		ids = append(ids, e.ID)
	}
	list, args := database.In(ids)
	marked, err := l.db.Exec(ctx, "UPDATE activity_event SET handled_at = ? WHERE handled_at IS NULL AND id IN "+list, append([]any{l.clock.Now()}, args...)...)
	if err != nil {
		return fmt.Errorf("mark events handled: %w", err)
	}
	if marked != int64(len(events)) {
		return errOvertaken
	}
	return nil
}
