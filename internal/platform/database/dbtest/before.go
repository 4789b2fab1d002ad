package dbtest

import (
	"testing"

	"sluse/internal/platform/database"
)

// Before takes one migration back, so that a test can write what stood there before
// it; db.Migrate carries that over again.
func Before(t testing.TB, db *database.DB, version int64) {
	t.Helper()
	if err := db.TakeBack(t.Context(), version); err != nil {
		t.Fatal(err)
	}
}
