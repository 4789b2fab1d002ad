package app

import (
	"archive/tar"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"sluse/internal/kernel/clock"
	"sluse/internal/platform/blob"
	"sluse/internal/platform/config"
	"sluse/internal/platform/database"
)

// The names in a backup: a .tar.gz with one database, the files, the signing key
// and, last, the manifest.
const (
	backupManifest = "manifest.json"
	backupSQLite   = "database/sluse.db"
	backupPostgres = "database/postgres.sql"
	backupSecret   = "secret.key"
	backupFiles    = "files/"
	backupFormat   = 1
)

// Manifest says what a backup holds, with checksums. It stands last, so that a
// backup that was cut off has none.
type Manifest struct {
	Format  int           `json:"format"`
	Version string        `json:"version"`
	Dialect string        `json:"dialect"`
	MadeAt  time.Time     `json:"madeAt"`
	Entries []BackupEntry `json:"entries"`
}

// BackupEntry is one file of a backup.
type BackupEntry struct {
	Name   string `json:"name"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

// Backup writes everything that the installation keeps into the new file target,
// while the server may go on writing, reads it back and compares. The database is
// copied as of one moment, the files after it: a file that the database knows of
// is there. On failure no target is left behind.
func Backup(ctx context.Context, options Options, target string) (m Manifest, err error) {
	if _, err := os.Lstat(target); err == nil { // said before the work; Link, below, decides
		return Manifest{}, fmt.Errorf("%s is there already, and nothing is overwritten: give the backup another name", target)
	}
	db, err := openExisting(ctx, &options.Config)
	if err != nil {
		return Manifest{}, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	work, err := os.MkdirTemp(filepath.Dir(target), ".sluse-backup-")
	if err != nil {
		return Manifest{}, fmt.Errorf("no backup can be written in %s (%w): give a folder that is there and that this user may write to", filepath.Dir(target), err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(work)) }()

	copied, err := copyDatabase(ctx, db, &options.Config, work)
	if err != nil {
		return Manifest{}, err
	}
	unfinished := filepath.Join(work, "backup.tar.gz")
	b := backupWriter{manifest: Manifest{Format: backupFormat, Version: options.Version, Dialect: db.Dialect(), MadeAt: clock.System{}.Now()}}
	if err := b.write(ctx, unfinished, &options.Config, copied); err != nil {
		return Manifest{}, fmt.Errorf("write the backup: %w", err)
	}
	if _, err := VerifyBackup(unfinished); err != nil {
		return Manifest{}, fmt.Errorf("the backup, read back, is not what was written: %w", err)
	}
	// Link, not rename: an older backup under the same name is not overwritten.
	if err := os.Link(unfinished, target); err != nil {
		return Manifest{}, fmt.Errorf("put the backup in place: %w", err)
	}
	return b.manifest, nil
}

// openExisting opens the database of an installation that is there already: a
// mistyped folder must not become an empty backup.
func openExisting(ctx context.Context, c *config.Config) (*database.DB, error) {
	if c.DatabaseURL == "" {
		if _, err := os.Stat(c.DatabasePath()); err != nil {
			return nil, &config.Problem{Setting: "SLUSE_DATA_DIR", What: "holds no database (" + c.DatabasePath() + ")", Remedy: "give the folder that the server uses"}
		}
	}
	return openDatabase(ctx, c)
}

// openDatabase opens the installation's database. One that cannot be opened is told
// of in one line, by the setting that names it.
func openDatabase(ctx context.Context, c *config.Config) (*database.DB, error) {
	db, err := database.Open(ctx, database.Options{URL: c.DatabaseURL, Path: c.DatabasePath()})
	if err == nil || ctx.Err() != nil {
		return db, err
	}
	what := "cannot be opened (" + strings.Join(strings.Fields(err.Error()), " ") + ")"
	if c.DatabaseURL == "" {
		return nil, &config.Problem{Setting: "SLUSE_DATA_DIR", What: "holds a database that " + what, Remedy: "see that this user may read and write the folder, and that its disk is whole and not full"}
	}
	return nil, &config.Problem{Setting: "SLUSE_DATABASE_URL", What: what, Remedy: "see that PostgreSQL runs there, has this database, and lets this user in"}
}

// copyDatabase makes a copy as of one moment in work and checks it.
func copyDatabase(ctx context.Context, db *database.DB, c *config.Config, work string) (copied namedFile, err error) {
	if db.Dialect() == database.Postgres {
		copied = namedFile{backupPostgres, filepath.Join(work, "postgres.sql")}
		return copied, dumpPostgres(ctx, c.DatabaseURL, copied.path)
	}
	copied = namedFile{backupSQLite, filepath.Join(work, "sluse.db")}
	if _, err := db.WriterSQL().ExecContext(ctx, "VACUUM INTO ?", copied.path); err != nil {
		return copied, fmt.Errorf("copy the database: %w", err)
	}
	return copied, checkSQLite(ctx, copied.path)
}

// checkSQLite reads a whole SQLite file that nobody else uses and compares it
// with itself, without changing it.
func checkSQLite(ctx context.Context, file string) (err error) {
	// Not through platform/database, which would begin a log beside the file.
	db, err := sql.Open("sqlite3", "file:"+(&url.URL{Path: file}).EscapedPath()+"?mode=ro&immutable=1")
	if err != nil {
		return fmt.Errorf("open the copy of the database: %w", err)
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	var verdict string
	if err := db.QueryRowContext(ctx, "PRAGMA integrity_check(1)").Scan(&verdict); err != nil {
		return fmt.Errorf("check the copy of the database: %w", err)
	}
	if verdict != "ok" {
		return errors.New("the database is damaged: " + verdict)
	}
	return nil
}

// namedFile is a file on disk and its name in the backup.
type namedFile struct{ name, path string }

type backupWriter struct {
	manifest Manifest
	tar      *tar.Writer
}

func (b *backupWriter) write(ctx context.Context, target string, c *config.Config, copied namedFile) (err error) {
	store, err := c.Blobs()
	if err != nil {
		return err
	}
	file, err := os.OpenFile(target, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600) //nolint:gosec // the operator names the target
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	packed := gzip.NewWriter(file)
	b.tar = tar.NewWriter(packed)
	if err := b.add(copied); err != nil {
		return err
	}
	if err := b.add(namedFile{backupSecret, c.SecretPath()}); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := b.addFiles(ctx, store); err != nil {
		return err
	}
	text, err := json.MarshalIndent(b.manifest, "", "  ")
	if err != nil {
		return err
	}
	header := &tar.Header{Name: backupManifest, Mode: 0o600, Size: int64(len(text)), ModTime: b.manifest.MadeAt}
	if err := b.tar.WriteHeader(header); err != nil {
		return err
	}
	if _, err := b.tar.Write(text); err != nil {
		return err
	}
	return errors.Join(b.tar.Close(), packed.Close(), file.Sync())
}

// addFiles writes what people have uploaded, wherever it is kept.
func (b *backupWriter) addFiles(ctx context.Context, store blob.Store) error {
	var found []blob.Info
	if err := store.List(ctx, func(info blob.Info) error { found = append(found, info); return nil }); err != nil {
		return fmt.Errorf("list the files in %s: %w", store.Where(), err)
	}
	slices.SortFunc(found, func(x, y blob.Info) int { return strings.Compare(x.Key, y.Key) })
	for _, info := range found {
		content, err := store.Open(ctx, info.Key, 0, -1)
		if errors.Is(err, blob.ErrNotFound) {
			continue // deleted since
		}
		if err != nil {
			return fmt.Errorf("open file %s: %w", info.Key, err)
		}
		err = b.copy(backupFiles+info.Key, info.Size, info.StoredAt, content)
		if err := errors.Join(err, content.Close()); err != nil {
			return err
		}
	}
	return nil
}

// add writes one file of this machine.
func (b *backupWriter) add(f namedFile) (err error) {
	file, err := os.Open(f.path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	return b.copy(f.name, info.Size(), info.ModTime(), file)
}

// copy writes one entry and remembers its checksum.
func (b *backupWriter) copy(name string, size int64, at time.Time, content io.Reader) error {
	if err := b.tar.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: size, ModTime: at}); err != nil {
		return err
	}
	sum := sha256.New()
	written, err := io.Copy(io.MultiWriter(b.tar, sum), content)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	b.manifest.Entries = append(b.manifest.Entries, BackupEntry{Name: name, Size: written, SHA256: hex.EncodeToString(sum.Sum(nil))})
	return nil
}
