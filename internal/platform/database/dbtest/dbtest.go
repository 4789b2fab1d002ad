// Package dbtest gives tests a real, migrated, empty database: SQLite in a
// temporary folder, or, where SLUSE_TEST_DATABASE_URL is set, a schema of their
// own in that PostgreSQL. The same suite runs on both.
package dbtest

import (
	"context"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"sluse/internal/kernel/id"
	"sluse/internal/platform/database"
)

// Variable names the environment variable with the PostgreSQL to test against.
const Variable = "SLUSE_TEST_DATABASE_URL"

// New returns a migrated, empty database that is gone after the test. Parts that
// bring tables of their own hand in their migration.
func New(t testing.TB, more ...func(db *database.DB) func(context.Context) error) *database.DB {
	t.Helper()
	db, err := database.Open(t.Context(), Options(t))
	if err != nil {
		t.Fatalf("open test database: %v", err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Errorf("close test database: %v", err)
		}
	})
	steps := make([]func(context.Context) error, 0, len(more))
	for _, m := range more {
		steps = append(steps, m(db))
	}
	if err := db.Migrate(t.Context(), steps...); err != nil {
		t.Fatalf("migrate test database: %v", err)
	}
	return db
}

// Options returns how to open a fresh place for a database, not yet migrated.
func Options(t testing.TB) database.Options {
	t.Helper()
	if address := os.Getenv(Variable); address != "" {
		return database.Options{URL: freshSchema(t, address)}
	}
	return database.Options{Path: filepath.Join(t.TempDir(), "sluse.db")}
}

func freshSchema(t testing.TB, address string) string {
	t.Helper()
	schema := "t_" + strings.ReplaceAll(id.New(), "-", "")
	execute(t, address, "CREATE SCHEMA "+schema)
	t.Cleanup(func() { execute(t, address, "DROP SCHEMA "+schema+" CASCADE") })
	parsed, err := url.Parse(address)
	if err != nil {
		t.Fatalf("%s cannot be read: %v", Variable, err)
	}
	query := parsed.Query()
	query.Set("search_path", schema)
	query.Set("pool_max_conns", "8")
	parsed.RawQuery = query.Encode()
	return parsed.String()
}

func execute(t testing.TB, address, statement string) {
	t.Helper()
	// The test's own context is cancelled before its clean-ups run.
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, address)
	if err != nil {
		t.Fatalf("connect to the test PostgreSQL: %v", err)
	}
	defer func() { _ = conn.Close(ctx) }()
	if _, err := conn.Exec(ctx, statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}
