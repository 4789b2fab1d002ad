// Package dbtest gives tests a real, migrated, empty database: SQLite in a
// temporary folder, or, where SLUSE_TEST_DATABASE_URL is set, a place of their own
// in that PostgreSQL. The same suite runs on both.
//
// To migrate costs more than most tests, so it is done once, and what came of it is
// copied. In a PostgreSQL that does not die with the tests (scripts/postgres.sh) each
// migrates a schema of its own: nothing is to be left there.
package dbtest

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"sluse/internal/kernel/id"
	"sluse/internal/platform/database"
	"sluse/internal/platform/jobs"
)

// Variable names the environment variable with the PostgreSQL to test against.
const Variable = "SLUSE_TEST_DATABASE_URL"

// New returns a migrated, empty database that is gone after the test, with the tables
// of the job queue in it as in the product.
func New(t testing.TB) *database.DB {
	t.Helper()
	db, err := database.Open(t.Context(), Migrated(t, filepath.Join(t.TempDir(), "sluse.db")))
	if err != nil {
		t.Fatalf("open test database: %v", err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Errorf("close test database: %v", err)
		}
	})
	return db
}

// Migrated returns how to open a migrated, empty database: at path, whose folder must
// exist, where it is SQLite.
func Migrated(t testing.TB, path string) database.Options {
	t.Helper()
	address := os.Getenv(Variable)
	switch {
	case address == "":
		file, err := migratedFile()
		if err != nil {
			t.Fatalf("migrate a test database: %v", err)
		}
		if err := os.WriteFile(path, file, 0o600); err != nil {
			t.Fatalf("copy the migrated test database: %v", err)
		}
		return database.Options{Path: path}
	case os.Getenv(copies) != "":
		return database.Options{URL: copyOfTemplate(t, address)}
	default:
		options := database.Options{URL: freshSchema(t, address)}
		if err := migrate(t.Context(), options); err != nil {
			t.Fatalf("migrate a test database: %v", err)
		}
		return options
	}
}

// Options returns how to open a fresh place for a database, not yet migrated.
func Options(t testing.TB) database.Options {
	t.Helper()
	if address := os.Getenv(Variable); address != "" {
		return database.Options{URL: freshSchema(t, address)}
	}
	return database.Options{Path: filepath.Join(t.TempDir(), "sluse.db")}
}

// migrate brings a database to the program's shape and closes it again.
func migrate(ctx context.Context, options database.Options) error {
	db, err := database.Open(ctx, options)
	if err != nil {
		return fmt.Errorf("open: %w", err)
	}
	if err := db.Migrate(ctx, jobs.Migrate(db)); err != nil {
		_ = db.Close()
		return fmt.Errorf("migrate: %w", err)
	}
	if err := db.Close(); err != nil {
		return fmt.Errorf("close: %w", err)
	}
	return nil
}

// migratedFile is what stands in the SQLite file after all migrations; closing has
// copied the write-ahead log into it.
var migratedFile = sync.OnceValues(func() ([]byte, error) {
	folder, err := os.MkdirTemp("", "sluse-dbtest-")
	if err != nil {
		return nil, fmt.Errorf("a folder to migrate in: %w", err)
	}
	defer func() { _ = os.RemoveAll(folder) }()
	path := filepath.Join(folder, "sluse.db")
	// It is for all tests of this program: none of them may cut it off.
	if err := migrate(context.Background(), database.Options{Path: path}); err != nil {
		return nil, err
	}
	file, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read what was migrated: %w", err)
	}
	return file, nil
})

func freshSchema(t testing.TB, address string) string {
	t.Helper()
	schema := freshName()
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

func freshName() string { return "t_" + strings.ReplaceAll(id.New(), "-", "") }
