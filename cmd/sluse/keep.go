package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/alecthomas/kong"

	"sluse/internal/app"
	"sluse/internal/platform/config"
)

type backupCommand struct {
	File string `arg:"" help:"The new file, such as sluse-2026-03-28.tar.gz; - for standard output."`
}

// Run writes a backup; the server may go on meanwhile.
func (b backupCommand) Run(ctx context.Context, c *config.Config, k *kong.Context) error {
	if err := c.CheckStorage(); err != nil {
		return err
	}
	options := app.Options{Config: *c, Version: version}
	if b.File == piped {
		return pipeOut(k, func(file string) error {
			m, err := app.Backup(ctx, options, file)
			if err != nil {
				return err
			}
			return written(k.Stderr, "The backup", c, m)
		})
	}
	target, err := filepath.Abs(b.File)
	if err != nil {
		return fmt.Errorf("backup to %s: %w", b.File, err)
	}
	m, err := app.Backup(ctx, options, target)
	if err != nil {
		return err
	}
	return written(k.Stdout, target, c, m)
}

// written says what a backup holds.
func written(out io.Writer, name string, c *config.Config, m app.Manifest) error {
	what := "personal data and the signing key: keep it where nobody else can read it"
	if c.Secret != "" {
		what = "personal data: keep it where nobody else can read it, and SLUSE_SECRET, the signing key, somewhere else: it is not in there"
	}
	_, err := fmt.Fprintf(out, "%s holds %d files, read back and compared.\nIt holds %s.\n", name, len(m.Entries), what)
	return err
}

type restoreCommand struct {
	File string `arg:"" help:"A file that sluse backup wrote; - for standard input."`
}

// Run puts a backup into an empty place.
func (r restoreCommand) Run(ctx context.Context, c *config.Config, k *kong.Context) error {
	if err := c.CheckStorage(); err != nil {
		return err
	}
	restore := func(file string) error {
		m, err := app.Restore(ctx, app.Options{Config: *c, Version: version}, file)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(k.Stdout, "Restored %d files, made %s by version %s, to %s.\nStart the server: it brings the database to its own version's shape.\n",
			len(m.Entries), m.MadeAt.Format("2006-01-02 15:04 MST"), m.Version, c.DataDir)
		return err
	}
	if r.File == piped {
		return pipeIn(os.Stdin, restore)
	}
	return restore(r.File)
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
