package app

import (
	"archive/tar"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"sluse/internal/kernel/id"
	"sluse/internal/platform/blob"
	"sluse/internal/platform/config"
	"sluse/internal/platform/database"
)

// maxManifest bounds what is read as a manifest: some hundred bytes an entry.
const maxManifest = 256 << 20

// VerifyBackup reads a whole backup and compares every file with its checksum.
func VerifyBackup(file string) (Manifest, error) {
	return readBackup(file, func(_ string, content io.Reader) error {
		_, err := io.Copy(io.Discard, content)
		return err
	})
}

// Restore puts a backup in place of nothing: it refuses where there are data
// already. The backup is read and checked whole before anything is touched.
func Restore(ctx context.Context, options Options, file string) (Manifest, error) {
	m, err := VerifyBackup(file)
	if err != nil {
		return Manifest{}, err
	}
	c := &options.Config
	if err := suits(c, m); err != nil {
		return Manifest{}, err
	}
	if err := c.MakeDataDir(); err != nil {
		return Manifest{}, err
	}
	if err := emptyPlace(ctx, c); err != nil {
		return Manifest{}, err
	}
	return m, unpack(ctx, c, file)
}

// suits tells whether the backup is for the database that is set.
func suits(c *config.Config, m Manifest) error {
	wanted := database.SQLite
	if c.DatabaseURL != "" {
		wanted = database.Postgres
	}
	if m.Dialect == wanted {
		return nil
	}
	remedy := "empty it, since the backup is of SQLite"
	if m.Dialect == database.Postgres {
		remedy = "give an empty PostgreSQL, since the backup is of one"
	}
	return &config.Problem{Setting: "SLUSE_DATABASE_URL", What: "does not suit the backup", Remedy: remedy}
}

var errTaken = errors.New("there are files")

func emptyPlace(ctx context.Context, c *config.Config) error {
	for _, taken := range []string{c.DatabasePath(), c.SecretPath()} {
		if _, err := os.Stat(taken); !errors.Is(err, fs.ErrNotExist) {
			return &config.Problem{Setting: "SLUSE_DATA_DIR", What: "is in use (" + taken + " is there)", Remedy: "give an empty folder; nothing is overwritten"}
		}
	}
	store, err := c.Blobs()
	if err != nil {
		return err
	}
	err = store.List(ctx, func(blob.Info) error { return errTaken })
	if errors.Is(err, errTaken) {
		return &config.Problem{Setting: "SLUSE_BLOB_URL", What: "is in use (there are files in " + store.Where() + ")", Remedy: "give an empty folder or bucket; nothing is overwritten"}
	}
	if err != nil {
		return fmt.Errorf("look into %s: %w", store.Where(), err)
	}
	if c.DatabaseURL == "" {
		return nil
	}
	return emptyPostgres(ctx, c.DatabaseURL)
}

// unpack writes the backup beside its place first, so that a full disk does not
// leave half an installation, then puts it in: the database, without which nothing
// else counts, last.
func unpack(ctx context.Context, c *config.Config, file string) (err error) {
	work, err := os.MkdirTemp(c.DataDir, ".restore-")
	if err != nil {
		return fmt.Errorf("make room in %s: %w", c.DataDir, err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(work)) }()
	m, err := readBackup(file, func(name string, content io.Reader) error {
		return writeNew(filepath.Join(work, filepath.FromSlash(name)), content)
	})
	if err != nil {
		return err
	}
	if c.DatabaseURL == "" {
		if err := checkSQLite(ctx, filepath.Join(work, backupSQLite)); err != nil {
			return err
		}
	}
	if err := putFiles(ctx, c, m, work); err != nil {
		return err
	}
	if err := moveIn(filepath.Join(work, backupSecret), c.SecretPath()); err != nil {
		return err
	}
	if c.DatabaseURL != "" {
		return loadPostgres(ctx, c.DatabaseURL, filepath.Join(work, backupPostgres))
	}
	return moveIn(filepath.Join(work, backupSQLite), c.DatabasePath())
}

func moveIn(from, to string) error {
	if err := os.Rename(from, to); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("put %s in place: %w", filepath.Base(to), err)
	}
	return nil
}

// putFiles hands what people had uploaded to where files are kept now.
func putFiles(ctx context.Context, c *config.Config, m Manifest, work string) error {
	store, err := c.Blobs()
	if err != nil {
		return err
	}
	for _, entry := range m.Entries {
		key, isFile := strings.CutPrefix(entry.Name, backupFiles)
		if !isFile {
			continue
		}
		content, err := os.OpenInRoot(work, filepath.FromSlash(entry.Name))
		if err != nil {
			return fmt.Errorf("file %s: %w", key, err)
		}
		err = store.Put(ctx, key, content, entry.Size)
		if err := errors.Join(err, content.Close()); err != nil {
			return fmt.Errorf("put file %s into %s: %w", key, store.Where(), err)
		}
	}
	return nil
}

func writeNew(file string, content io.Reader) (err error) {
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return err
	}
	out, err := os.OpenFile(file, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600) //nolint:gosec // readBackup lets no name lead outside
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	if _, err := io.Copy(out, content); err != nil {
		return err
	}
	return out.Sync()
}

// readBackup calls take with every file of a backup and then compares what was
// read with the manifest: every entry there, none besides, all checksums right.
func readBackup(file string, take func(name string, content io.Reader) error) (m Manifest, err error) {
	in, err := os.Open(file) //nolint:gosec // the operator names the file
	if errors.Is(err, fs.ErrNotExist) {
		return Manifest{}, fmt.Errorf("there is no backup %s: see how its name is spelt", file)
	}
	if err != nil {
		return Manifest{}, fmt.Errorf("open the backup: %w", err)
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	unpacked, err := gzip.NewReader(in)
	if err != nil {
		return Manifest{}, fmt.Errorf("%s is no backup of Sluse: %w", file, err)
	}
	found := map[string]BackupEntry{}
	entries := tar.NewReader(unpacked)
	for {
		header, err := entries.Next()
		if errors.Is(err, io.EOF) {
			return m, compare(m, found)
		}
		if err != nil {
			return Manifest{}, fmt.Errorf("the backup is damaged: %w", err)
		}
		if header.Name == backupManifest {
			if err := json.NewDecoder(io.LimitReader(entries, maxManifest)).Decode(&m); err != nil {
				return Manifest{}, fmt.Errorf("the backup's manifest is damaged: %w", err)
			}
			continue
		}
		entry, err := readEntry(header, entries, take)
		if err != nil {
			return Manifest{}, err
		}
		found[entry.Name] = entry
	}
}

func readEntry(header *tar.Header, content io.Reader, take func(string, io.Reader) error) (BackupEntry, error) {
	if header.Typeflag != tar.TypeReg || !knownName(header.Name) {
		return BackupEntry{}, fmt.Errorf("the backup holds %q, which Sluse never writes", header.Name)
	}
	sum := sha256.New()
	if err := take(header.Name, io.TeeReader(content, sum)); err != nil {
		return BackupEntry{}, fmt.Errorf("read %s from the backup: %w", header.Name, err)
	}
	return BackupEntry{Name: header.Name, Size: header.Size, SHA256: hex.EncodeToString(sum.Sum(nil))}, nil
}

// knownName lets through the names that we write, and no way out of the folder.
func knownName(name string) bool {
	switch name {
	case backupSQLite, backupPostgres, backupSecret:
		return true
	}
	key, isFile := strings.CutPrefix(name, backupFiles)
	return isFile && id.Valid(key)
}

func compare(m Manifest, found map[string]BackupEntry) error {
	if m.Format == 0 {
		return errors.New("the backup has no manifest: it was cut off while it was written")
	}
	if m.Format > backupFormat {
		return fmt.Errorf("the backup is of a later version (%s) of Sluse: restore it with that version", m.Version)
	}
	for _, want := range m.Entries {
		if found[want.Name] != want {
			return fmt.Errorf("the backup is damaged: %s is not what its manifest says", want.Name)
		}
		delete(found, want.Name)
	}
	for name := range found {
		return fmt.Errorf("the backup is damaged: its manifest does not know %s", name)
	}
	return nil
}
