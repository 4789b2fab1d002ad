package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/alecthomas/kong"
	"github.com/mattn/go-isatty"
)

// piped as the name of a backup is standard output, and of one to restore standard
// input: where it is to lie outside of the container or machine of the program.
const piped = "-"

// aside does work with the name of a file that need not be there, in a folder that
// nobody else may read and that is gone afterwards.
func aside(work func(file string) error) (err error) {
	room, err := os.MkdirTemp("", "sluse-backup-")
	if err != nil {
		return fmt.Errorf("no room for the backup on its way: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(room)) }()
	return work(filepath.Join(room, "backup.tar.gz"))
}

// pipeOut has a file written, and when it is whole sends it to standard output. A
// terminal is refused: it changes bytes, and `docker compose exec` makes one.
func pipeOut(k *kong.Context, write func(file string) error) error {
	if out, isFile := k.Stdout.(*os.File); isFile && isatty.IsTerminal(out.Fd()) {
		return errors.New("standard output is a terminal: send it to a file; docker compose exec needs -T for that")
	}
	return aside(func(file string) error {
		if err := write(file); err != nil {
			return err
		}
		content, err := os.Open(file) //nolint:gosec // the file that was just written, in a folder of our own
		if err != nil {
			return fmt.Errorf("read the backup: %w", err)
		}
		defer func() { _ = content.Close() }()
		if _, err := io.Copy(k.Stdout, content); err != nil {
			return fmt.Errorf("send the backup to standard output: %w", err)
		}
		return nil
	})
}

// pipeIn keeps what comes in as a file, and has it read.
func pipeIn(in io.Reader, read func(file string) error) error {
	return aside(func(name string) error {
		file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600) //nolint:gosec // in a folder of our own
		if err != nil {
			return fmt.Errorf("no room for the backup on its way: %w", err)
		}
		if _, err := io.Copy(file, in); err != nil {
			return errors.Join(fmt.Errorf("take the backup from standard input: %w", err), file.Close())
		}
		if err := file.Close(); err != nil {
			return fmt.Errorf("take the backup from standard input: %w", err)
		}
		return read(name)
	})
}
