package database

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"

	"github.com/pressly/goose/v3"

	"sluse/migrations"
)

// migrationLock is the key of PostgreSQL's advisory lock: any number that no
// other program in the same database uses.
const migrationLock = 7_583_221_905

// Migrate brings the database to the program's shape: our own steps first, then
// those of the parts that bring tables of their own (more). Several nodes may
// start together; one works, the others wait and find nothing to do.
func (db *DB) Migrate(ctx context.Context, more ...func(ctx context.Context) error) error {
	unlock, err := db.lockMigrations(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	provider, err := db.gooseProvider()
	if err != nil {
		return err
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	for _, step := range more {
		if err := step(ctx); err != nil {
			return fmt.Errorf("migrate: %w", err)
		}
	}
	return nil
}

// Pending reports whether a migration has yet to be applied.
func (db *DB) Pending(ctx context.Context) (bool, error) {
	provider, err := db.gooseProvider()
	if err != nil {
		return false, err
	}
	pending, err := provider.HasPending(ctx)
	if err != nil {
		return false, fmt.Errorf("look for pending migrations: %w", err)
	}
	return pending, nil
}

// Missing returns the numbers of the migrations that have yet to be applied, in order.
func (db *DB) Missing(ctx context.Context) ([]int64, error) {
	provider, err := db.gooseProvider()
	if err != nil {
		return nil, err
	}
	steps, err := provider.Status(ctx)
	if err != nil {
		return nil, fmt.Errorf("look for pending migrations: %w", err)
	}
	var missing []int64
	for _, step := range steps {
		if step.State == goose.StatePending {
			missing = append(missing, step.Source.Version)
		}
	}
	return missing, nil
}

// TakeBack undoes one migration, with what it held. It is for trying out how an
// earlier version's database comes along: nobody's work may lie there.
func (db *DB) TakeBack(ctx context.Context, version int64) error {
	provider, err := db.gooseProvider()
	if err != nil {
		return err
	}
	if _, err := provider.ApplyVersion(ctx, version, false); err != nil {
		return fmt.Errorf("take back migration %d: %w", version, err)
	}
	return nil
}

func (db *DB) gooseProvider() (*goose.Provider, error) {
	dialect := goose.DialectSQLite3
	if db.dialect == Postgres {
		dialect = goose.DialectPostgres
	}
	steps, err := fs.Sub(migrations.FS, db.dialect)
	if err != nil {
		return nil, fmt.Errorf("migrations of %s: %w", db.dialect, err)
	}
	// Each feature numbers its steps in a range of its own, so a new one may stand
	// before others that have run.
	provider, err := goose.NewProvider(dialect, db.WriterSQL(), steps, goose.WithAllowOutofOrder(true))
	if err != nil {
		return nil, fmt.Errorf("migrations of %s: %w", db.dialect, err)
	}
	return provider, nil
}

func (db *DB) lockMigrations(ctx context.Context) (unlock func(), err error) {
	if db.dialect == Postgres {
		return db.lockPostgres(ctx)
	}
	return lockFile(db.path + ".migrate-lock")
}

func (db *DB) lockPostgres(ctx context.Context) (func(), error) {
	conn, err := db.pool.Acquire(ctx)
	if err != nil {
		return nil, fmt.Errorf("lock migrations: %w", err)
	}
	if _, err := conn.Exec(ctx, "SELECT pg_advisory_lock($1)", int64(migrationLock)); err != nil {
		conn.Release()
		return nil, fmt.Errorf("lock migrations: %w", err)
	}
	return func() {
		// The lock goes with the connection, should unlocking fail.
		if _, err := conn.Exec(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock($1)", int64(migrationLock)); err != nil {
			_ = conn.Hijack().Close(context.WithoutCancel(ctx))
			return
		}
		conn.Release()
	}, nil
}

func lockFile(path string) (func(), error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600) //nolint:gosec // beside the operator's own database file
	if err != nil {
		return nil, fmt.Errorf("lock migrations: %w", err)
	}
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX); err != nil {
		return nil, errors.Join(fmt.Errorf("lock migrations: %w", err), file.Close())
	}
	return func() { _ = file.Close() }, nil
}
