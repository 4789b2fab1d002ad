package database

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"net/url"
	"runtime"
	"time"

	"github.com/mattn/go-sqlite3"
	"gorm.io/driver/sqlite"
	"gorm.io/gorm"

	"sluse/internal/kernel/clock"
)

// driverName is mattn's driver with times brought to UTC: the plain one stores
// the caller's zone, and mixed zones sort wrongly as text.
const driverName = "sluse_sqlite"

func init() { sql.Register(driverName, &utcDriver{}) }

// checkpointSeldom leaves the copying of the log to the checkpointer.
var checkpointSeldom = fmt.Sprintf("PRAGMA wal_autocheckpoint=%d", checkpointAnyhow)

// undoInMemory keeps what a savepoint may have to put back in memory: else each page
// that a write touches would first be copied into a temporary file.
const undoInMemory = "PRAGMA temp_store=MEMORY"

type utcDriver struct{ sqlite3.SQLiteDriver }

// Open implements driver.Driver.
func (d *utcDriver) Open(dsn string) (driver.Conn, error) {
	conn, err := d.SQLiteDriver.Open(dsn)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", dsn, err)
	}
	plain := conn.(*sqlite3.SQLiteConn)
	if _, err := plain.Exec(checkpointSeldom+"; "+undoInMemory, nil); err != nil {
		return nil, errors.Join(fmt.Errorf("open %s: %w", dsn, err), plain.Close())
	}
	return &utcConn{plain}, nil
}

type utcConn struct{ *sqlite3.SQLiteConn }

// CheckNamedValue implements driver.NamedValueChecker.
func (c *utcConn) CheckNamedValue(value *driver.NamedValue) error {
	if t, ok := value.Value.(time.Time); ok {
		value.Value = clock.Instant(t)
		return nil
	}
	return driver.ErrSkip
}

func openSQLite(_ context.Context, options Options) (*DB, error) {
	if options.Path == "" {
		return nil, fmt.Errorf("database: neither a URL nor a path is given")
	}
	db := &DB{dialect: SQLite, path: options.Path}
	var err error
	if db.writer, err = db.openHandle(sqliteDSN(options.Path, "_txlock=immediate"), 1); err != nil {
		return nil, err
	}
	// The writer must come first: it makes the file and turns on the
	// write-ahead log, which a read-only connection cannot.
	if err := db.WriterSQL().Ping(); err != nil {
		return nil, fmt.Errorf("open database file %s: %w", options.Path, err)
	}
	db.grouper = newGrouper(db.writer)
	if err := db.startCheckpointer(options.Path); err != nil {
		return nil, err
	}
	db.reader, err = db.openHandle(sqliteDSN(options.Path, "mode=ro&_query_only=1"), max(4, runtime.NumCPU()))
	return db, err
}

// startCheckpointer has the log copied by a connection of its own.
func (db *DB) startCheckpointer(path string) error {
	handle, err := sql.Open(driverName, sqliteDSN(path, ""))
	if err != nil {
		return fmt.Errorf("open sqlite: %w", err)
	}
	handle.SetMaxOpenConns(1)
	db.grouper.log = newCheckpointer(handle, db.grouper)
	db.closers = append(db.closers, db.grouper.log.close)
	return nil
}

// sqliteDSN spells the settings that durability and correctness rest on: FULL
// makes a commit survive loss of power, not only of the process. The driver keeps
// statements that were used lately: parsing one costs more than running it.
func sqliteDSN(path, more string) string {
	file := url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath()}
	return file.String() + "?_busy_timeout=5000&_journal_mode=WAL&_synchronous=FULL&_foreign_keys=1&_stmt_cache_size=150&_mutex=no&" + more
}

func (db *DB) openHandle(dsn string, connections int) (*gorm.DB, error) {
	handle, err := sql.Open(driverName, dsn)
	if err != nil {
		return nil, fmt.Errorf("open sqlite: %w", err)
	}
	handle.SetMaxOpenConns(connections)
	handle.SetMaxIdleConns(connections)
	db.closers = append(db.closers, handle.Close)
	opened, err := gorm.Open(sqlite.Dialector{DriverName: driverName, Conn: handle}, gormConfig())
	if err != nil {
		return nil, fmt.Errorf("open sqlite: %w", err)
	}
	return opened, nil
}
