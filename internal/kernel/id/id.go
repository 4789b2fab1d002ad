// Package id makes and checks the identifiers of everything that Sluse stores.
//
// An identifier is a UUID version 7 (RFC 9562) in its canonical text form. It is
// made by the program that writes, never by the database, so that a row and the
// activity about it can be composed before the transaction begins. Version 7
// sorts by the time of making, which keeps indices dense on both databases.
package id

import (
	"sync/atomic"
	"time"

	"github.com/google/uuid"
)

// New returns a fresh identifier. It panics only if the operating system has no
// randomness to give, in which case nothing else would be safe either.
func New() string { return uuid.Must(uuid.NewV7()).String() }

// made counts the identifiers of At: those of one millisecond sort as they were made.
var made atomic.Uint32

// At returns a fresh identifier that sorts by the instant t, to the millisecond, and
// then by when it was made: for what is listed by when it happened, which in the
// scripted demo is not now.
func At(t time.Time) string {
	u := uuid.Must(uuid.NewV7())
	// RFC 9562, section 5.7: 48 bits of Unix milliseconds; section 6.2: a counter of
	// ours in the 26 bits beside version and variant that follow, the rest random.
	for i, ms := 5, uint64(max(t.UnixMilli(), 0)); i >= 0; i, ms = i-1, ms>>8 {
		u[i] = byte(ms)
	}
	count := made.Add(1)
	u[6] = 0x70 | byte(count>>22)&0x0f
	u[7] = byte(count >> 14)
	u[8] = 0x80 | byte(count>>8)&0x3f
	u[9] = byte(count)
	return u.String()
}

// First returns what no identifier that At makes for t, or for a later instant, sorts
// before: a bound for looking by when something was made without an index for it.
func First(t time.Time) string {
	u := uuid.UUID{6: 0x70, 8: 0x80}
	for i, ms := 5, uint64(max(t.UnixMilli(), 0)); i >= 0; i, ms = i-1, ms>>8 {
		u[i] = byte(ms)
	}
	return u.String()
}

// Valid reports whether s is a UUID in canonical text form: 36 characters, lower
// case. Other spellings that a lenient parser would take are refused, since one
// thing must have one name.
func Valid(s string) bool {
	parsed, err := uuid.Parse(s)
	return err == nil && parsed.String() == s
}
