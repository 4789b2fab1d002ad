// Package database opens the one database of an installation, SQLite or
// PostgreSQL, and is the only way to it.
//
// Write is the only way to change anything: it carries the transaction in the
// context, so that whatever is called within joins it, and runs hooks once the
// change is durable. Read gives a handle for queries. On SQLite the two are
// separate: one connection that writes, several that only read.
//
// Times are stored in UTC with microseconds, whatever zone they come in.
package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	"sluse/internal/kernel/clock"
)

// The dialects.
const (
	SQLite   = "sqlite"
	Postgres = "postgres"
)

// Options say which database to open.
type Options struct {
	// URL is a postgres:// address; "" chooses SQLite at Path.
	URL string
	// Path is the SQLite file; its folder must exist.
	Path string
}

// DB is an open database. It is safe for use by many goroutines.
type DB struct {
	dialect string
	path    string
	writer  *gorm.DB
	reader  *gorm.DB
	// readerSQL is the reader without GORM.
	readerSQL *sql.DB
	pool      *pgxpool.Pool
	grouper   *grouper // nil on PostgreSQL, whose writers do not queue
	closers   []func() error
}

// Open connects and checks that the database answers; it does not migrate.
func Open(ctx context.Context, options Options) (*DB, error) {
	open := openSQLite
	if options.URL != "" {
		open = openPostgres
	}
	db, err := open(ctx, options)
	if err != nil {
		return nil, err
	}
	if db.readerSQL, err = db.reader.DB(); err != nil {
		return nil, errors.Join(fmt.Errorf("reader handle: %w", err), db.Close())
	}
	if err := db.Ping(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("database does not answer: %w", err), db.Close())
	}
	return db, nil
}

// Dialect returns "sqlite" or "postgres".
func (db *DB) Dialect() string { return db.dialect }

// Path returns the SQLite file, "" on PostgreSQL.
func (db *DB) Path() string { return db.path }

// Pool returns the PostgreSQL pool, nil on SQLite.
func (db *DB) Pool() *pgxpool.Pool { return db.pool }

// WriterSQL returns the handle that writes. Only platform packages that bring
// their own tables (jobs, migrations, backup) may use it; inside Write it would
// deadlock on SQLite's one connection.
func (db *DB) WriterSQL() *sql.DB {
	handle, err := db.writer.DB()
	if err != nil {
		panic("database: gorm has lost its handle: " + err.Error())
	}
	return handle
}

// Ping reports whether the database answers, for reading.
func (db *DB) Ping(ctx context.Context) error {
	if err := db.readerSQL.PingContext(ctx); err != nil {
		return fmt.Errorf("ping: %w", err)
	}
	return nil
}

// Close releases every connection.
func (db *DB) Close() error {
	var errs []error
	for i := len(db.closers) - 1; i >= 0; i-- {
		errs = append(errs, db.closers[i]())
	}
	return errors.Join(errs...)
}

// Read returns a handle for queries: the transaction inside Write, else a
// connection that cannot write.
func (db *DB) Read(ctx context.Context) *gorm.DB {
	if tx := db.current(ctx); tx != nil {
		return tx.gorm
	}
	return db.reader.WithContext(ctx)
}

// gormConfig is what both dialects share.
func gormConfig() *gorm.Config {
	return &gorm.Config{
		NowFunc:                func() time.Time { return clock.System{}.Now() },
		TranslateError:         true,
		SkipDefaultTransaction: true,
		DisableAutomaticPing:   true,
		// Columns by name, never all that there are: PostgreSQL refuses a prepared statement
		// once its columns have become more, and a node goes on reading while one of a
		// later version adds some.
		QueryFields: true,
		// Errors are returned and logged where they are met; statements with
		// their values would put personal data into the log.
		Logger: logger.Discard,
	}
}
