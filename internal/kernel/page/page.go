// Package page cuts lists. A list is read from an opaque cursor that holds the
// last row's sort key (keyset pages), so that it neither skips nor repeats when
// rows are added while somebody reads.
package page

import (
	"encoding/base64"
	"encoding/json"

	"sluse/internal/kernel/fault"
)

// DefaultLimit and MaxLimit bound how many rows one answer holds.
const (
	DefaultLimit = 50
	MaxLimit     = 100
)

// Request asks for the rows after Cursor ("" = from the start).
type Request struct {
	Cursor string
	Limit  int
}

// Size returns how many rows to give: the asked limit within its bounds.
func (r Request) Size() int {
	if r.Limit <= 0 {
		return DefaultLimit
	}
	return min(r.Limit, MaxLimit)
}

// Result is one page. Next is "" on the last one.
type Result[T any] struct {
	Items []T    `json:"items"`
	Next  string `json:"next" doc:"Cursor of the next page; empty on the last"`
}

// Cut makes a page of rows that were read with one more than size: the surplus
// row tells that there is a next page, and key gives the cursor of a row.
func Cut[T any](rows []T, size int, key func(T) any) Result[T] {
	if len(rows) <= size {
		if rows == nil {
			rows = []T{}
		}
		return Result[T]{Items: rows}
	}
	rows = rows[:size]
	return Result[T]{Items: rows, Next: Encode(key(rows[size-1]))}
}

// Encode makes the cursor for a sort key, any value that JSON can hold.
func Encode(key any) string {
	text, err := json.Marshal(key)
	if err != nil {
		panic("page: a sort key must be JSON: " + err.Error())
	}
	return base64.RawURLEncoding.EncodeToString(text)
}

// Decode reads a cursor back into key. A cursor that we did not make is the
// fault "page.cursor_invalid", never an internal error.
func Decode(cursor string, key any) error {
	text, err := base64.RawURLEncoding.DecodeString(cursor)
	if err == nil {
		err = json.Unmarshal(text, key)
	}
	if err != nil {
		return fault.NewInvalid("page.cursor_invalid", fault.Field{Field: "cursor", Code: "page.cursor_invalid"}).Because(err)
	}
	return nil
}
