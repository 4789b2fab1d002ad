package database

import (
	"context"
	"database/sql"
	"fmt"
)

// What is committed stands in SQLite's write-ahead log until it is copied into the
// database file. Left to itself SQLite has the one do so whose commit fills the log,
// and all who wait behind it: tens of milliseconds. So it is copied beside the
// writers, and only the last little bit while they wait, for the log begins anew
// only where nothing is left in it.

const (
	// checkpointAfter is how many pages the log takes, 64 MB, before they are copied: a
	// page that many have changed is copied once, and the disk is kept busy seldom.
	checkpointAfter = 16_000
	// checkpointAnyhow is when whoever commits copies them after all.
	checkpointAnyhow = 2 * checkpointAfter
	// leftAtMost is how many pages are to be left for when writers wait, some two
	// milliseconds, passesAtMost how often it is tried beside them to get there. Where
	// each commit is larger than that, up to leftAnyhow are copied then.
	leftAtMost   = 64
	passesAtMost = 8
	leftAnyhow   = 1_000
	// lookEvery is after how many commits it is looked how long the log is.
	lookEvery = 32
)

// checkpointer copies the log into the file.
type checkpointer struct {
	handle *sql.DB
	// after is how many pages the log takes before they are copied.
	after int
	turn  chan struct{}
	// commitOpen commits what is open; who calls it has the turn.
	commitOpen func()
	wake       chan struct{}
	stop       func()
	ended      chan struct{}
	// commits counts those since the last look; guarded by the turn.
	commits int
}

// newCheckpointer returns one that uses handle, a connection of its own, and takes
// turns with the writers of a group. It works until it is closed.
func newCheckpointer(handle *sql.DB, writers *grouper) *checkpointer {
	ctx, stop := context.WithCancel(context.Background())
	c := &checkpointer{handle: handle, after: checkpointAfter, turn: writers.turn, commitOpen: writers.commitOpen, wake: make(chan struct{}, 1), stop: stop, ended: make(chan struct{})}
	go c.run(ctx)
	return c
}

// committed is told of each commit by who has the turn.
func (c *checkpointer) committed() {
	if c.commits++; c.commits < lookEvery {
		return
	}
	c.commits = 0
	select {
	case c.wake <- struct{}{}:
	default: // it is at work
	}
}

func (c *checkpointer) close() error {
	c.stop()
	<-c.ended
	return c.handle.Close()
}

func (c *checkpointer) run(ctx context.Context) {
	defer close(c.ended)
	for {
		select {
		case <-ctx.Done():
			return
		case <-c.wake:
			// A failure is no loss: whoever commits does it once the log is long.
			_ = c.look(ctx)
		}
	}
}

// look copies the log once it is long enough.
func (c *checkpointer) look(ctx context.Context) error {
	left, err := c.checkpoint(ctx, "NOOP")
	if err != nil || left < c.after {
		return err
	}
	for range passesAtMost {
		if _, err := c.checkpoint(ctx, "PASSIVE"); err != nil {
			return err
		}
		// That does not count what has come since it began.
		if left, err = c.checkpoint(ctx, "NOOP"); err != nil {
			return err
		}
		if left <= leftAtMost {
			break
		}
	}
	if left > leftAnyhow {
		return nil // writers are quicker than we are; another time
	}
	select {
	case <-c.turn:
	case <-ctx.Done():
		return nil
	}
	defer func() { c.turn <- struct{}{} }()
	// As long as a transaction is open the log does not begin anew.
	c.commitOpen()
	_, err = c.checkpoint(ctx, "PASSIVE")
	return err
}

// checkpoint copies what it can without waiting for anybody, and returns how many
// pages the log then holds that are not in the file.
func (c *checkpointer) checkpoint(ctx context.Context, mode string) (left int, err error) {
	var busy, length, copied int
	if err := c.handle.QueryRowContext(ctx, "PRAGMA wal_checkpoint("+mode+")").Scan(&busy, &length, &copied); err != nil {
		return 0, fmt.Errorf("checkpoint: %w", err)
	}
	return length - copied, nil
}
