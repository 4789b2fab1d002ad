package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"

	"gorm.io/gorm"
)

type contextKey struct{ db *DB }

// transaction is what Write carries in the context.
type transaction struct {
	gorm  *gorm.DB
	hooks []func()
}

func (db *DB) current(ctx context.Context) *transaction {
	tx, _ := ctx.Value(contextKey{db}).(*transaction)
	return tx
}

// currentKey finds the innermost transaction without knowing its database, for
// AfterCommit.
type currentKey struct{}

// Write runs change in a transaction and commits it; if change returns an error
// or panics, everything is rolled back and the error is returned. Inside another
// Write on the same context it joins that one. After the commit, and only then,
// the hooks given to AfterCommit run, in order.
//
// No network, mail or file work belongs inside: on SQLite every other writer waits.
// There, writes that meet share one commit (see group.go), and the context that
// change is given does not end: if the caller's has meanwhile, nothing is kept.
func (db *DB) Write(ctx context.Context, change func(ctx context.Context) error) error {
	return db.write(ctx, false, change)
}

// WriteAlong is Write for what nobody waits for: on SQLite its commit is left to who
// writes next, for some milliseconds, so that people wait for one commit less. Its hooks
// may run after those of later writes, so nothing that has a number belongs in it. It
// runs in a goroutine of its own, where a panic ends the program: the caller's thread
// may be one that gives way to others, and who holds what they wait for must not.
func (db *DB) WriteAlong(ctx context.Context, change func(ctx context.Context) error) error {
	if db.current(ctx) != nil {
		return change(ctx)
	}
	err := errUnfinished
	var writing sync.WaitGroup
	writing.Go(func() { err = db.write(ctx, true, change) })
	writing.Wait()
	return err
}

// errUnfinished means that a change has ended its goroutine.
var errUnfinished = errors.New("the change was not finished")

func (db *DB) write(ctx context.Context, along bool, change func(ctx context.Context) error) error {
	if db.current(ctx) != nil {
		return change(ctx)
	}
	if db.grouper != nil {
		return Unavailable(db.grouper.write(ctx, along, func(tx *transaction) error { return change(db.within(context.WithoutCancel(ctx), tx)) }))
	}
	tx, err := db.begin(ctx)
	if err != nil {
		return err
	}
	if err := tx.run(db.within(ctx, tx), change); err != nil {
		return Unavailable(err)
	}
	for _, hook := range tx.hooks {
		hook()
	}
	return nil
}

// within is the context of those who write in tx.
func (db *DB) within(ctx context.Context, tx *transaction) context.Context {
	return context.WithValue(context.WithValue(ctx, contextKey{db}, tx), currentKey{}, tx)
}

func (db *DB) begin(ctx context.Context) (*transaction, error) {
	handle := db.writer.WithContext(ctx).Begin()
	if handle.Error != nil {
		return nil, Unavailable(fmt.Errorf("begin: %w", handle.Error))
	}
	return &transaction{gorm: handle}, nil
}

func (tx *transaction) run(ctx context.Context, change func(ctx context.Context) error) (err error) {
	committed := false
	defer func() {
		if !committed {
			tx.gorm.Rollback()
		}
	}()
	if err := change(ctx); err != nil {
		return err
	}
	if err := tx.gorm.Commit().Error; err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	committed = true
	return nil
}

// Tx returns the transaction to write with. It panics outside Write: a change
// without a transaction is a mistake in the program.
func (db *DB) Tx(ctx context.Context) *gorm.DB {
	tx := db.current(ctx)
	if tx == nil {
		panic("database: Tx called outside Write")
	}
	return tx.gorm
}

// SQLTx returns the same transaction as Tx for libraries that speak database/sql.
func (db *DB) SQLTx(ctx context.Context) *sql.Tx {
	tx, ok := db.Tx(ctx).Statement.ConnPool.(*sql.Tx)
	if !ok {
		panic("database: the transaction is not a *sql.Tx; is PrepareStmt on?")
	}
	return tx
}

// AfterCommit runs hook once the surrounding Write is durable, and never if it
// rolls back. Hooks run in the goroutine that wrote, before Write returns, on SQLite
// one after the other in the order of the commits: they must be short, and must not
// write. Outside Write the hook runs at once: what it announces is
// durable already.
func AfterCommit(ctx context.Context, hook func()) {
	if tx, ok := ctx.Value(currentKey{}).(*transaction); ok {
		tx.hooks = append(tx.hooks, hook)
		return
	}
	hook()
}
