package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"strings"

	"sluse/internal/platform/config"
	"sluse/internal/platform/database"
)

// postgresTarget is an address taken apart for PostgreSQL's own programs.
type postgresTarget struct {
	address  string // without the password and without what only our pool knows
	password string
	schema   string // "" for the whole database
}

func targetOf(address string) (postgresTarget, error) {
	u, err := url.Parse(address)
	if err != nil {
		return postgresTarget{}, &config.Problem{Setting: "SLUSE_DATABASE_URL", What: "cannot be read", Remedy: "write postgres://user:password@host:5432/database"}
	}
	var target postgresTarget
	if u.User != nil {
		target.password, _ = u.User.Password()
		u.User = url.User(u.User.Username())
	}
	query := u.Query()
	target.schema = query.Get("search_path")
	for name := range query {
		if name == "search_path" || strings.HasPrefix(name, "pool_") {
			query.Del(name)
		}
	}
	u.RawQuery = query.Encode()
	target.address = u.String()
	return target, nil
}

// run calls one of PostgreSQL's programs. The password goes by the environment:
// arguments can be seen by every user of the machine.
func (t postgresTarget) run(ctx context.Context, program string, args ...string) error {
	found, err := exec.LookPath(program)
	if err != nil {
		return fmt.Errorf("%s is not installed: install PostgreSQL's client programs (Debian: postgresql-client), or back up with the database's own means", program)
	}
	command := exec.CommandContext(ctx, found, append(args, "--dbname="+t.address)...) //nolint:gosec // a fixed program; the address is the operator's
	command.Env = append(os.Environ(), "PGPASSWORD="+t.password)
	var words bytes.Buffer
	command.Stderr = &words
	if err := command.Run(); err != nil {
		return fmt.Errorf("%s: %w: %s", program, err, strings.TrimSpace(words.String()))
	}
	return nil
}

func dumpPostgres(ctx context.Context, address, file string) error {
	target, err := targetOf(address)
	if err != nil {
		return err
	}
	args := []string{"--format=plain", "--no-owner", "--no-privileges", "--file=" + file}
	if target.schema != "" {
		args = append(args, "--schema="+target.schema)
	}
	return target.run(ctx, "pg_dump", args...)
}

func loadPostgres(ctx context.Context, address, file string) error {
	target, err := targetOf(address)
	if err != nil {
		return err
	}
	return target.run(ctx, "psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--output=/dev/null", "--file="+file)
}

// emptyPostgres refuses a database that has tables already.
func emptyPostgres(ctx context.Context, address string) (err error) {
	db, err := database.Open(ctx, database.Options{URL: address})
	if err != nil {
		return fmt.Errorf("open the database: %w", err)
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	var tables int
	err = db.WriterSQL().QueryRowContext(ctx, "SELECT count(*) FROM information_schema.tables WHERE table_schema = current_schema()").Scan(&tables)
	if err != nil {
		return fmt.Errorf("look into the database: %w", err)
	}
	if tables > 0 {
		return &config.Problem{Setting: "SLUSE_DATABASE_URL", What: "is in use (it has tables)", Remedy: "give an empty database; nothing is overwritten"}
	}
	return nil
}
