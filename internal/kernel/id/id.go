// Package id makes and checks the identifiers of everything that Sluse stores.
//
// An identifier is a UUID version 7 (RFC 9562) in its canonical text form. It is
// made by the program that writes, never by the database, so that a row and the
// activity about it can be composed before the transaction begins. Version 7
// sorts by the time of making, which keeps indices dense on both databases.
package id

import "github.com/google/uuid"

// New returns a fresh identifier. It panics only if the operating system has no
// randomness to give, in which case nothing else would be safe either.
func New() string { return uuid.Must(uuid.NewV7()).String() }

// Valid reports whether s is a UUID in canonical text form: 36 characters, lower
// case. Other spellings that a lenient parser would take are refused, since one
// thing must have one name.
func Valid(s string) bool {
	parsed, err := uuid.Parse(s)
	return err == nil && parsed.String() == s
}
