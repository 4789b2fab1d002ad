package database

import (
	"context"
	"database/sql"
	"strings"
	"sync"
)

// insertedAtMost is how many rows one statement inserts. Powers of two up to it are
// all the statements that there are of a table.
const insertedAtMost = 32

// Insert adds rows of equally many values in as few statements as may be, in the
// transaction of the surrounding Write, and returns how many were added. into names
// the table and its columns; more stands after the values.
func (db *DB) Insert(ctx context.Context, into string, rows [][]any, more string) (added int64, err error) {
	err = inFew(into, rows, more, func(query string, args []any) error {
		some, err := db.Exec(ctx, query, args...)
		added += some
		return err
	})
	return added, err
}

// InsertEach is Insert where more has the database return something of each row that
// is added, in no order: take scans it.
func (db *DB) InsertEach(ctx context.Context, into string, rows [][]any, more string, take func(row *sql.Rows) error) error {
	return inFew(into, rows, more, func(query string, args []any) error { return db.Each(ctx, take, query, args...) })
}

func inFew(into string, rows [][]any, more string, run func(query string, args []any) error) error {
	for len(rows) > 0 {
		n := insertedAtMost
		for n > len(rows) {
			n /= 2
		}
		args := make([]any, 0, n*len(rows[0]))
		for _, row := range rows[:n] {
			args = append(args, row...)
		}
		if err := run(insertion(into, len(rows[0]), n, more), args); err != nil {
			return err
		}
		rows = rows[n:]
	}
	return nil
}

// insertions remembers the statements, for there are few and they are long.
var insertions sync.Map

type insertionKey struct {
	into, more    string
	columns, rows int
}

func insertion(into string, columns, rows int, more string) string {
	key := insertionKey{into, more, columns, rows}
	if known, ok := insertions.Load(key); ok {
		return known.(string)
	}
	one := "(?" + strings.Repeat(", ?", columns-1) + ")"
	query := "INSERT INTO " + into + " VALUES " + one + strings.Repeat(", "+one, rows-1) + " " + more
	insertions.Store(key, query)
	return query
}
