package id_test

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

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

func TestAtSortsByTheInstantAndThenByMaking(t *testing.T) {
	noon := time.Date(2026, 3, 29, 12, 0, 0, 0, time.UTC)
	previous := id.At(noon)
	for range 5000 {
		made := id.At(noon)
		if !id.Valid(made) || made <= previous {
			t.Fatalf("%q does not sort after %q, or is none", made, previous)
		}
		previous = made
	}
	if before, after := id.At(noon.Add(-time.Millisecond)), id.At(noon.Add(time.Millisecond)); before >= previous || after <= previous {
		t.Errorf("%q, %q, %q are not in order", before, previous, after)
	}
}

func TestFirstLiesBeforeAllThatIsMadeFromThenOn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := time.UnixMilli(rapid.Int64Range(1, 1<<46).Draw(t, "at"))
		if first := id.First(at); !id.Valid(first) || first > id.At(at) || first <= id.At(at.Add(-time.Millisecond)) {
			t.Fatalf("%s is no bound for %s", first, at)
		}
	})
}
