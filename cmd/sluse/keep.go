package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/alecthomas/kong"

	"sluse/internal/app"
	"sluse/internal/platform/config"
)

type backupCommand struct {
	File string `arg:"" help:"The new file, such as sluse-2026-03-28.tar.gz."`
}

// Run writes a backup; the server may go on meanwhile.
func (b backupCommand) Run(ctx context.Context, c *config.Config, k *kong.Context) error {
	if err := c.CheckStorage(); err != nil {
		return err
	}
	target, err := filepath.Abs(b.File)
	if err != nil {
		return fmt.Errorf("backup to %s: %w", b.File, err)
	}
	m, err := app.Backup(ctx, app.Options{Config: *c, Version: version}, target)
	if err != nil {
		return err
	}
	what := "personal data and the signing key: keep it where nobody else can read it"
	if c.Secret != "" {
		what = "personal data: keep it where nobody else can read it, and SLUSE_SECRET, the signing key, somewhere else: it is not in there"
	}
	_, err = fmt.Fprintf(k.Stdout, "%s holds %d files, read back and compared.\nIt holds %s.\n", target, len(m.Entries), what)
	return err
}

type restoreCommand struct {
	File string `arg:"" help:"A file that sluse backup wrote."`
}

// Run puts a backup into an empty place.
func (r restoreCommand) Run(ctx context.Context, c *config.Config, k *kong.Context) error {
	if err := c.CheckStorage(); err != nil {
		return err
	}
	m, err := app.Restore(ctx, app.Options{Config: *c, Version: version}, r.File)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(k.Stdout, "Restored %d files, made %s by version %s, to %s.\nStart the server: it brings the database to its own version's shape.\n",
		len(m.Entries), m.MadeAt.Format("2006-01-02 15:04 MST"), m.Version, c.DataDir)
	return err
}

type doctorCommand struct{}

// errUnwell makes the doctor end with status 1 after it has said everything.
var errUnwell = errors.New("something needs doing before Sluse works well")

// Run says what is wrong and what to do.
func (doctorCommand) Run(ctx context.Context, c *config.Config, k *kong.Context) error {
	unwell := false
	for _, finding := range app.Examine(ctx, app.Options{Config: *c, Version: version}) {
		word := "ok   "
		if finding.Wrong {
			word, unwell = "WRONG", true
		}
		if _, err := fmt.Fprintf(k.Stdout, "%s  %-9s %s\n", word, finding.Thing, finding.Text); err != nil {
			return err
		}
	}
	if unwell {
		return errUnwell
	}
	return nil
}
