package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"runtime"
	"sync/atomic"
	"time"

	"gorm.io/gorm"
)

// SQLite has one writer at a time, and a durable commit costs more than what is
// written. So writes that meet are committed together: each runs by itself, one
// after the other, behind a savepoint of one transaction, and all wait for the one
// commit. What a write leaves is as if it had been alone; see
// docs/decisions/group-commit.md.

const (
	// groupSize bounds how many writes one commit carries, groupAge for how long the
	// first of them that somebody waits for is kept for others.
	groupSize = 64
	groupAge  = 5 * time.Millisecond
	// alongFor is for how long a write that goes along is left to others to commit.
	alongFor = 5 * time.Millisecond
)

// errGroupLost means that SQLite gave up a whole transaction: nobody's write in it
// has been kept.
var errGroupLost = errors.New("the transaction was given up by the database")

// grouper lets the writers of one SQLite file take turns.
type grouper struct {
	writer *gorm.DB
	// turn holds one token: who has it may use the writing connection. Who waits
	// gets it in the order of coming.
	turn chan struct{}
	// coming counts those who wait for the turn. Each of them will have it, and
	// leave.
	coming atomic.Int64
	// open is the transaction that the next writer joins, nil for none; guarded by
	// the turn.
	open *group
	// last is closed once the hooks of the writes before have run; guarded by the turn.
	last chan struct{}
	// along is alongFor, but for tests.
	along time.Duration
	// log is told of commits.
	log *checkpointer
}

// group is one transaction and those who wait for its commit.
type group struct {
	gorm  *gorm.DB
	tx    *sql.Tx
	begun time.Time // the first write that is awaited, or the group
	// awaited means that somebody waits for one of its writes.
	awaited bool
	// size is how many writes it holds.
	size int
	// ended is closed once it is known what became of it; err says why it failed.
	ended chan struct{}
	err   error
}

func newGrouper(writer *gorm.DB) *grouper {
	g := &grouper{writer: writer, turn: make(chan struct{}, 1), last: make(chan struct{}), along: alongFor}
	close(g.last)
	g.turn <- struct{}{}
	return g
}

// write runs change as part of a group, and its hooks once the group is durable. Along
// means that the commit is left to who comes next.
func (g *grouper) write(ctx context.Context, along bool, change func(tx *transaction) error) error {
	if err := g.await(ctx); err != nil {
		return err
	}
	joined, err := g.join()
	if err != nil {
		g.leave()
		return err
	}
	if !along && !joined.awaited {
		joined.awaited, joined.begun = true, time.Now()
	}
	tx := &transaction{gorm: joined.gorm}
	if err := g.run(ctx, joined, func() error { return change(tx) }); err != nil {
		// It may have failed for what another has just written: that must stand
		// before anybody is told.
		<-joined.ended
		return errors.Join(joined.err, err)
	}
	finish := g.queueHooks(tx, along)
	if along && !joined.awaited {
		g.leaveOpen(joined)
	} else {
		g.leave()
	}
	<-joined.ended
	return finish(joined.err)
}

// queueHooks gives the hooks of a write their place in the order of the turns, which is
// that of the numbers given, and returns what runs them once it is known whether the
// write is durable. For a write that has none, or goes along, nobody waits.
func (g *grouper) queueHooks(tx *transaction, along bool) (finish func(err error) error) {
	if len(tx.hooks) == 0 {
		return func(err error) error { return err }
	}
	before, mine := g.last, make(chan struct{})
	if !along {
		g.last = mine
	}
	return func(err error) error {
		defer close(mine)
		<-before
		if err != nil {
			return err
		}
		for _, hook := range tx.hooks {
			hook()
		}
		return nil
	}
}

// await returns with the turn, or with why there is no use in it any more.
func (g *grouper) await(ctx context.Context) error {
	g.coming.Add(1)
	select {
	case <-g.turn:
		g.coming.Add(-1)
	case <-ctx.Done():
		// Others may count on us to commit.
		go func() {
			<-g.turn
			g.coming.Add(-1)
			g.leave()
		}()
		return ctx.Err()
	}
	if err := ctx.Err(); err != nil {
		g.leave()
		return err
	}
	return nil
}

// join returns the group to write in, a new one where none is open.
func (g *grouper) join() (*group, error) {
	if g.open != nil {
		return g.open, nil
	}
	// The transaction outlives the request that begins it, and an interrupted
	// statement would undo what others wrote: no request's end may reach it.
	handle := g.writer.WithContext(context.Background()).Begin()
	if handle.Error != nil {
		return nil, fmt.Errorf("begin: %w", handle.Error)
	}
	tx, ok := handle.Statement.ConnPool.(*sql.Tx)
	if !ok {
		panic("database: the transaction is not a *sql.Tx; is PrepareStmt on?")
	}
	g.open = &group{gorm: handle, tx: tx, begun: time.Now(), ended: make(chan struct{})}
	return g.open, nil
}

// run runs one write. If it fails, panics or ends its goroutine, what it did is
// undone and nothing else, and the turn is passed on.
func (g *grouper) run(ctx context.Context, joined *group, change func() error) (err error) {
	first, done := joined.size == 0, false
	defer func() {
		if !done {
			if lost := g.undo(joined, first); lost != nil {
				err = errors.Join(err, lost)
			}
			g.leave()
		}
	}()
	if !first {
		if err := joined.exec("SAVEPOINT one"); err != nil {
			return err
		}
	}
	if err := change(); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err // nobody waits for it any more
	}
	if !first {
		if err := joined.exec("RELEASE one"); err != nil {
			return err
		}
	}
	joined.size++
	done = true
	return nil
}

func (which *group) exec(statement string) error {
	if _, err := which.tx.ExecContext(context.Background(), statement); err != nil {
		return fmt.Errorf("%s: %w", statement, err)
	}
	return nil
}

// undo takes one write out of its group. The first has no savepoint: it is all
// there is yet.
func (g *grouper) undo(joined *group, first bool) error {
	if first {
		_ = joined.tx.Rollback() // fails where SQLite has done so by itself
		g.end(joined, nil)
		return nil
	}
	if err := errors.Join(joined.exec("ROLLBACK TO one"), joined.exec("RELEASE one")); err != nil {
		// SQLite has undone everything by itself, for a full disk, say.
		_ = joined.tx.Rollback()
		g.end(joined, errGroupLost)
		return err
	}
	return nil
}

// leave passes the turn on. If nobody comes, or the group has waited long enough,
// it is committed first.
func (g *grouper) leave() {
	if g.open != nil && g.coming.Load() == 0 {
		// Whoever is about to write may join: a commit costs as much for many as for one.
		// Where nobody is at work this returns at once.
		runtime.Gosched()
	}
	if open := g.open; open != nil && (g.coming.Load() == 0 || open.size >= groupSize || time.Since(open.begun) > groupAge) {
		g.commit(open)
	}
	g.turn <- struct{}{}
}

// leaveOpen passes the turn on without a commit: that is for who comes next, or for a
// timer where nobody does.
func (g *grouper) leaveOpen(which *group) {
	time.AfterFunc(g.along, func() {
		select {
		case <-which.ended:
		case <-g.turn:
			if g.open == which {
				g.commitOpen()
			}
			g.turn <- struct{}{}
		}
	})
	g.turn <- struct{}{}
}

// commitOpen commits what is open. Who calls it has the turn.
func (g *grouper) commitOpen() {
	if g.open != nil {
		g.commit(g.open)
	}
}

// commit makes a group durable.
func (g *grouper) commit(which *group) {
	err := which.tx.Commit()
	if err != nil {
		err = fmt.Errorf("commit: %w", err)
	}
	g.log.committed()
	g.end(which, err)
}

// end tells everybody in a group what became of it.
func (g *grouper) end(which *group, err error) {
	which.err = err
	g.open = nil
	close(which.ended)
}
