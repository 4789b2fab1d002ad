package database

import (
	"context"
	"database/sql"
	"errors"
	"strconv"
	"strings"
	"sync"
)

// Prepared SQL for the few statements that a profile has shown to matter: GORM
// costs more there than the database does. Stores write ? on both databases.

// Exec runs one statement in the transaction of the surrounding Write and returns
// how many rows it changed.
func (db *DB) Exec(ctx context.Context, query string, args ...any) (int64, error) {
	result, err := db.SQLTx(ctx).ExecContext(db.calm(ctx), db.bound(query), args...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// Row asks for one row: in the transaction inside Write, else of a connection that
// cannot write.
func (db *DB) Row(ctx context.Context, query string, args ...any) *sql.Row {
	if db.Writing(ctx) {
		return db.SQLTx(ctx).QueryRowContext(db.calm(ctx), db.bound(query), args...)
	}
	return db.readerSQL.QueryRowContext(ctx, db.bound(query), args...)
}

// Rows is Row for many; the caller closes them.
func (db *DB) Rows(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if db.Writing(ctx) {
		return db.SQLTx(ctx).QueryContext(db.calm(ctx), db.bound(query), args...)
	}
	return db.readerSQL.QueryContext(ctx, db.bound(query), args...)
}

// Each calls take for every row, which scans it.
func (db *DB) Each(ctx context.Context, take func(row *sql.Rows) error, query string, args ...any) (err error) {
	rows, err := db.Rows(ctx, query, args...)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		if err := take(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// In is what stands after IN in a statement, and its values. Lists of many lengths
// make few statements: the last value is repeated up to the next power of two. An
// empty list finds nothing.
func In(values []string) (list string, args []any) {
	if len(values) == 0 {
		return "(NULL)", nil
	}
	size := 1
	for size < len(values) {
		size *= 2
	}
	args = make([]any, size)
	for i := range args {
		args[i] = values[min(i, len(values)-1)]
	}
	return "(?" + strings.Repeat(", ?", size-1) + ")", args
}

// Writing reports whether ctx is within a Write.
func (db *DB) Writing(ctx context.Context) bool { return db.current(ctx) != nil }

// calm is the context of a statement within Write: on SQLite one that does not end,
// for an interrupted statement would undo what others wrote in the same group.
func (db *DB) calm(ctx context.Context) context.Context {
	if db.grouper != nil {
		return context.WithoutCancel(ctx)
	}
	return ctx
}

// dollars remembers statements as PostgreSQL wants them.
var dollars sync.Map

// bound writes $1, $2 … for each ? where the database wants it. No statement holds
// a question mark that means anything else.
func (db *DB) bound(query string) string {
	if db.dialect != Postgres {
		return query
	}
	if known, ok := dollars.Load(query); ok {
		return known.(string)
	}
	var out strings.Builder
	number := 0
	for part := range strings.SplitSeq(query, "?") {
		if number > 0 {
			out.WriteString("$" + strconv.Itoa(number))
		}
		out.WriteString(part)
		number++
	}
	dollars.Store(query, out.String())
	return out.String()
}
