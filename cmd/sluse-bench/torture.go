package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"time"

	"github.com/alecthomas/kong"

	"sluse/internal/bench/torture"
)

type tortureCommand struct {
	Binary      string        `default:"bin/sluse" help:"The program to torture."`
	Older       string        `help:"A program of an earlier version: all nodes but one begin with it, and are upgraded one after the other. Needs several."`
	For         time.Duration `default:"3m" help:"How long there is trouble."`
	Seed        uint64        `help:"Decides what happens in which order; chosen by chance when left out."`
	Frontend    string        `default:"frontend" help:"The frontend's folder, whose own page some of the readers use; left out when empty."`
	Nodes       int           `default:"1" help:"How many programs share the work; more than one needs PostgreSQL."`
	DatabaseURL string        `env:"SLUSE_TEST_DATABASE_URL" help:"A PostgreSQL that may be given a schema; empty tortures SQLite."`
	OwnDatabase bool          `help:"Nobody else uses that PostgreSQL: let it crash too."`
}

// Run tortures, tells what was found, and fails when anything was lost.
func (c tortureCommand) Run(ctx context.Context, k *kong.Context) (err error) {
	if c.Nodes > 1 && c.DatabaseURL == "" {
		return errors.New("several nodes need PostgreSQL: give --database-url")
	}
	if c.Older != "" && c.Nodes < 2 {
		return errors.New("an older program beside this one needs several nodes: give --nodes")
	}
	if c.Seed == 0 {
		c.Seed = rand.Uint64N(1_000_000)
	}
	binary, err := filepath.Abs(c.Binary)
	if err != nil {
		return fmt.Errorf("find the program: %w", err)
	}
	older := c.Older
	if older != "" {
		if older, err = filepath.Abs(older); err != nil {
			return fmt.Errorf("find the older program: %w", err)
		}
	}
	folder, err := os.MkdirTemp("", "sluse-torture-*")
	if err != nil {
		return fmt.Errorf("make a folder: %w", err)
	}
	report, err := torture.Run(ctx, torture.Options{
		Binary: binary, Older: older, Folder: folder, DatabaseURL: c.DatabaseURL, OwnDatabase: c.OwnDatabase, Frontend: c.Frontend, Nodes: c.Nodes, For: c.For, Seed: c.Seed, Words: k.Stderr,
	})
	if ctx.Err() != nil {
		return errors.Join(ctx.Err(), os.RemoveAll(folder)) // nobody asks what it was
	}
	if err != nil {
		return fmt.Errorf("torture with seed %d (logs in %s): %w", c.Seed, folder, err)
	}
	if _, err := fmt.Fprint(k.Stdout, report); err != nil {
		return err
	}
	if len(report.Wrong) > 0 {
		return fmt.Errorf("%d things went wrong with seed %d (logs in %s)", len(report.Wrong), c.Seed, folder)
	}
	return os.RemoveAll(folder)
}
