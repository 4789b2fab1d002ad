package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/alecthomas/kong"

	"sluse/internal/bench"
	"sluse/internal/bench/limits"
)

type benchCommand struct {
	Binary  string   `default:"bin/sluse" help:"The program to measure."`
	Peer    string   `help:"PocketBase as built from internal/bench/pocketbase; left out when empty."`
	Passes  int      `default:"3" help:"How often everything is run."`
	Short   bool     `help:"Shorter runs, and not the largest."`
	Works   []string `help:"Only these: post, read, fanout, idle, mixed."`
	Writers []int    `help:"Only so many writers at a time: 1, 8, 32."`
	Lines   string   `default:"bench.jsonl" help:"Where every run is noted, one on a line."`
	Env     []string `help:"NAME=value for the measured program, such as a setting."`
}

// Run measures.
func (c benchCommand) Run(ctx context.Context, k *kong.Context) error {
	return c.measure(k, func(b *bench.Bench) error { return b.Run(ctx) })
}

// measure prepares a bench, has it run and prints its table.
func (c benchCommand) measure(k *kong.Context, run func(b *bench.Bench) error) (err error) {
	self, err := os.Executable()
	if err != nil {
		return fmt.Errorf("find this program: %w", err)
	}
	binary, err := filepath.Abs(c.Binary)
	if err != nil {
		return fmt.Errorf("find the program: %w", err)
	}
	folder, err := os.MkdirTemp("", "sluse-bench-*")
	if err != nil {
		return fmt.Errorf("make a folder: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	lines, err := os.Create(filepath.Clean(c.Lines))
	if err != nil {
		return fmt.Errorf("note the runs: %w", err)
	}
	defer func() { err = errors.Join(err, lines.Close()) }()
	b := &bench.Bench{
		Binary: binary, Self: self, Peer: c.Peer, Folder: folder, Environment: c.Env, Works: c.Works, Writers: c.Writers,
		Passes: c.Passes, Short: c.Short, Lines: lines, Words: k.Stderr,
	}
	if err := run(b); err != nil {
		return err
	}
	return errors.Join(b.Table(k.Stdout), b.Ratios(k.Stdout))
}

type clusterCommand struct {
	benchCommand `embed:""`
	DatabaseURL  string `env:"SLUSE_TEST_DATABASE_URL" required:"" help:"A PostgreSQL that may be given a schema."`
}

// Run measures.
func (c clusterCommand) Run(ctx context.Context, k *kong.Context) error {
	return c.measure(k, func(b *bench.Bench) error { return b.RunCluster(ctx, c.DatabaseURL) })
}

type bareCommand struct {
	Broadcast broadcastCommand `cmd:"" help:"Send what is posted to everybody who listens."`
	Insert    insertCommand    `cmd:"" help:"Do nothing but insert."`
}

type broadcastCommand struct {
	Address string `arg:""`
}

// Run serves until it is told to end.
func (c broadcastCommand) Run(ctx context.Context) error { return limits.Broadcast(ctx, c.Address) }

type insertCommand struct {
	Folder  string        `arg:""`
	Group   int           `arg:""`
	Lasting time.Duration `arg:""`
}

// Run inserts for a while.
func (c insertCommand) Run(ctx context.Context, k *kong.Context) error {
	return limits.Insert(ctx, c.Folder, c.Group, c.Lasting, k.Stdout)
}
