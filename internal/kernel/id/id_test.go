package id_test

import (
	"strings"
	"testing"

	"sluse/internal/kernel/id"
)

func TestNewIsValidUniqueAndSorted(t *testing.T) {
	previous := ""
	for range 1000 {
		made := id.New()
		if !id.Valid(made) {
			t.Fatalf("New made %q, which Valid refuses", made)
		}
		if made <= previous {
			t.Fatalf("%q does not sort after %q", made, previous)
		}
		previous = made
	}
}

func TestValidRefusesOtherSpellings(t *testing.T) {
	made := id.New()
	for _, bad := range []string{"", "x", strings.ToUpper(made), "{" + made + "}", "urn:uuid:" + made, strings.ReplaceAll(made, "-", "")} {
		if id.Valid(bad) {
			t.Errorf("Valid took %q", bad)
		}
	}
}
