package database

import (
	"context"
	"fmt"
	"time"
)

// AddTable takes one table of what is known of a person: what it is called, its
// columns, and a value for each column of every row.
type AddTable func(name string, columns []string, rows [][]any) error

// ExportTable hands what a query finds to add, under the columns' own names. It is
// how features give a person a copy of their data.
func ExportTable(ctx context.Context, db *DB, add AddTable, name, query string, values ...any) error {
	found, err := db.Read(ctx).Raw(query, values...).Rows()
	if err != nil {
		return fmt.Errorf("export %s: %w", name, err)
	}
	defer func() { _ = found.Close() }()
	columns, err := found.Columns()
	if err != nil {
		return fmt.Errorf("export %s: %w", name, err)
	}
	rows := [][]any{}
	for found.Next() {
		row, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range row {
			into[i] = &row[i]
		}
		if err := found.Scan(into...); err != nil {
			return fmt.Errorf("export %s: %w", name, err)
		}
		for i, value := range row {
			switch value := value.(type) {
			case []byte:
				row[i] = string(value)
			case time.Time:
				row[i] = value.UTC()
			}
		}
		rows = append(rows, row)
	}
	if err := found.Err(); err != nil {
		return fmt.Errorf("export %s: %w", name, err)
	}
	return add(name, columns, rows)
}
