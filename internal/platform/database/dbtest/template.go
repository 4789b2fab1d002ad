package dbtest

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"

	"sluse/internal/platform/database"
)

// copies names the environment variable that says the PostgreSQL is there for one run of
// one tree's tests and dies after it, so that a database to copy from may be left there.
const copies = "SLUSE_TEST_DATABASE_COPIES"

const (
	// template is the database that all programs of the run copy from.
	template = "sluse_template"
	// templateLock is the key of the advisory lock under which one of them makes it.
	templateLock = 7_583_221_906
)

// copyOfTemplate returns the address of a copy of the migrated database, which is gone
// after the test.
func copyOfTemplate(t testing.TB, address string) string {
	t.Helper()
	create, err := createStatement()
	if err != nil {
		t.Fatalf("make a database to copy from: %v", err)
	}
	name := freshName()
	execute(t, address, fmt.Sprintf(create, name))
	t.Cleanup(func() { execute(t, address, "DROP DATABASE "+name+" WITH (FORCE)") })
	of, err := addressOf(address, name)
	if err != nil {
		t.Fatal(err)
	}
	return of
}

// createStatement is the statement that copies the template, which is there once it is known.
var createStatement = sync.OnceValues(func() (string, error) {
	return makeTemplate(context.Background(), os.Getenv(Variable))
})

// makeTemplate makes the template unless another program has; those that come
// meanwhile wait.
func makeTemplate(ctx context.Context, address string) (statement string, err error) {
	conn, err := pgx.Connect(ctx, address)
	if err != nil {
		return "", fmt.Errorf("connect to the test PostgreSQL: %w", err)
	}
	// The lock goes with the connection.
	defer func() { err = errors.Join(err, conn.Close(ctx)) }()
	if _, err := conn.Exec(ctx, "SELECT pg_advisory_lock($1)", int64(templateLock)); err != nil {
		return "", fmt.Errorf("wait for the template: %w", err)
	}
	var there, strategies bool
	err = conn.QueryRow(ctx, "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1 AND datistemplate),"+
		" current_setting('server_version_num')::int >= 150000", template).Scan(&there, &strategies)
	if err != nil {
		return "", fmt.Errorf("look for the template: %w", err)
	}
	if !there {
		if err := fillTemplate(ctx, conn, address); err != nil {
			return "", err
		}
	}
	statement = "CREATE DATABASE %s TEMPLATE " + template
	if strategies {
		// The other one, which newer servers take by themselves, writes each page into the log.
		statement += " STRATEGY file_copy"
	}
	return statement, nil
}

func fillTemplate(ctx context.Context, conn *pgx.Conn, address string) error {
	of, err := addressOf(address, template)
	if err != nil {
		return err
	}
	// A program that was ended at it has left a half.
	for _, statement := range []string{"DROP DATABASE IF EXISTS " + template, "CREATE DATABASE " + template} {
		if _, err := conn.Exec(ctx, statement); err != nil {
			return fmt.Errorf("%s: %w", statement, err)
		}
	}
	if err := migrate(ctx, database.Options{URL: of}); err != nil {
		return err
	}
	// It is whole only now, and nobody, not even the server's own cleaners, may be in
	// it while it is copied.
	if _, err := conn.Exec(ctx, "ALTER DATABASE "+template+" WITH IS_TEMPLATE true ALLOW_CONNECTIONS false"); err != nil {
		return fmt.Errorf("close the template: %w", err)
	}
	return nil
}

// addressOf is the address of another database of the same server.
func addressOf(address, name string) (string, error) {
	parsed, err := url.Parse(address)
	if err != nil {
		return "", fmt.Errorf("%s cannot be read: %w", Variable, err)
	}
	parsed.Path = "/" + name
	query := parsed.Query()
	query.Set("pool_max_conns", "8")
	parsed.RawQuery = query.Encode()
	return parsed.String(), nil
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
