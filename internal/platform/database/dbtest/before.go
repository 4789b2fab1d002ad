package dbtest

import (
	"io/fs"
	"testing"

	"github.com/pressly/goose/v3"

	"sluse/internal/platform/database"
	"sluse/migrations"
)

// Before takes one migration back, so that a test can write what stood there before
// it; db.Migrate carries that over again.
func Before(t testing.TB, db *database.DB, version int64) {
	t.Helper()
	dialect := goose.DialectSQLite3
	if db.Dialect() == database.Postgres {
		dialect = goose.DialectPostgres
	}
	steps, err := fs.Sub(migrations.FS, db.Dialect())
	if err != nil {
		t.Fatalf("migrations: %v", err)
	}
	provider, err := goose.NewProvider(dialect, db.WriterSQL(), steps)
	if err != nil {
		t.Fatalf("migrations: %v", err)
	}
	if _, err := provider.ApplyVersion(t.Context(), version, false); err != nil {
		t.Fatalf("take back migration %d: %v", version, err)
	}
}
