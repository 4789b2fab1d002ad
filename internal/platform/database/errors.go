package database

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/mattn/go-sqlite3"
	"gorm.io/gorm"

	"sluse/internal/kernel/fault"
)

// Translate turns a database error into the fault that a person can be told:
// nothing there is NotFound, a duplicate is Conflict, both with code. Others are
// returned as they are.
func Translate(err error, code string) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, gorm.ErrRecordNotFound), errors.Is(err, sql.ErrNoRows):
		return fault.NewNotFound(code).Because(err)
	case errors.Is(err, gorm.ErrDuplicatedKey):
		return fault.NewConflict(code).Because(err)
	}
	return err
}

// Unavailable recognises the states of a database that pass by themselves or by
// an operator's hand, so that nobody is answered "internal error" for them. Others
// are returned as they are. What Write returns has been through it.
func Unavailable(err error) error {
	if _, is := fault.As(err); is {
		return err
	}
	if code := trouble(err); code != "" {
		return fault.NewUnavailable(code).Because(err)
	}
	return err
}

func trouble(err error) string {
	var lite sqlite3.Error
	if errors.As(err, &lite) {
		switch lite.Code {
		case sqlite3.ErrBusy, sqlite3.ErrLocked:
			return "database.busy"
		case sqlite3.ErrFull, sqlite3.ErrIoErr:
			return "database.full"
		}
	}
	if errors.Is(err, errGroupLost) {
		return "database.full"
	}
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		switch pg.Code[:2] {
		case "40": // serialization failure, deadlock
			return "database.busy"
		case "53", "58": // disk full, out of memory, too many connections; the disk fails
			return "database.full"
		case "57", "08": // shutting down, connection lost
			return "database.unreachable"
		}
	}
	var dial *pgconn.ConnectError
	if errors.As(err, &dial) && !errors.Is(err, context.Canceled) || errors.Is(err, driver.ErrBadConn) {
		return "database.unreachable"
	}
	return ""
}
