package app_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sluse/internal/app"
	"sluse/internal/kernel/id"
	"sluse/internal/platform/blob"
	"sluse/internal/platform/config"
	"sluse/internal/platform/database"
	"sluse/internal/platform/database/dbtest"
)

// installation is a fresh installation of settings only.
func installation(t *testing.T) app.Options {
	t.Helper()
	c := config.Config{Addr: "localhost:0", Demo: true, DataDir: filepath.Join(t.TempDir(), "data"), DatabaseURL: dbtest.Options(t).URL}
	if err := c.Check(); err != nil {
		t.Fatal(err)
	}
	return app.Options{Config: c, Version: "test", Log: slog.New(slog.DiscardHandler)}
}

// filled is an installation with something in it.
func filled(t *testing.T) app.Options {
	t.Helper()
	options := installation(t)
	if err := app.Migrate(t.Context(), options); err != nil {
		t.Fatal(err)
	}
	if _, err := options.Config.SigningKey(); err != nil {
		t.Fatal(err)
	}
	if err := blobs(t, options).Put(t.Context(), fileKey, strings.NewReader("a file"), 6); err != nil {
		t.Fatal(err)
	}
	record(t, options, "first")
	return options
}

// fileKey is the key of the one file that was uploaded.
var fileKey = id.New()

func blobs(t *testing.T, options app.Options) blob.Store {
	t.Helper()
	store, err := options.Config.Blobs()
	if err != nil {
		t.Fatal(err)
	}
	return store
}

// open opens the installation's database beside whoever else uses it.
func open(t *testing.T, options app.Options) *database.DB {
	t.Helper()
	db, err := database.Open(t.Context(), database.Options{URL: options.Config.DatabaseURL, Path: options.Config.DatabasePath()})
	if err != nil {
		t.Fatal(err)
	}
	return db
}

func record(t *testing.T, options app.Options, topic string) {
	t.Helper()
	db := open(t, options)
	defer db.Close()
	err := db.Write(t.Context(), func(ctx context.Context) error {
		return db.Tx(ctx).Exec("INSERT INTO activity_topic (name, seq) VALUES (?, 1)", topic).Error
	})
	if err != nil {
		t.Fatal(err)
	}
}

func topics(t *testing.T, options app.Options) (count int) {
	t.Helper()
	db := open(t, options)
	defer db.Close()
	if err := db.Read(t.Context()).Raw("SELECT count(*) FROM activity_topic").Scan(&count).Error; err != nil {
		t.Fatal(err)
	}
	return count
}

// emptied is an empty place that suits the backup of options: another folder, or
// the same database without its schema, or with an empty one where it is the schema
// that every new database has.
func emptied(t *testing.T, options app.Options) app.Options {
	t.Helper()
	if options.Config.DatabaseURL != "" {
		db := open(t, options)
		defer db.Close()
		if _, err := db.WriterSQL().ExecContext(t.Context(), `DO $$
			DECLARE schema text := current_schema();
			BEGIN
				EXECUTE 'DROP SCHEMA ' || schema || ' CASCADE';
				IF schema = 'public' THEN CREATE SCHEMA public; END IF;
			END $$`); err != nil {
			t.Fatal(err)
		}
	}
	options.Config.DataDir = filepath.Join(t.TempDir(), "elsewhere")
	return options
}

func TestBackupIsRestoredWhole(t *testing.T) {
	options := filled(t)
	target := filepath.Join(t.TempDir(), "backup.tar.gz")
	m, err := app.Backup(t.Context(), options, target)
	if err != nil {
		t.Fatal(err)
	}
	if len(m.Entries) != 3 {
		t.Errorf("entries %+v", m.Entries)
	}
	if info, err := os.Stat(target); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("backup %v %v", info, err)
	}
	key, _ := options.Config.SigningKey()
	record(t, options, "after the backup")

	place := emptied(t, options)
	if _, err := app.Restore(t.Context(), place, target); err != nil {
		t.Fatal(err)
	}
	if got := topics(t, place); got != 1 {
		t.Errorf("%d topics, want 1", got)
	}
	restored, err := place.Config.SigningKey()
	if err != nil || !bytes.Equal(key, restored) {
		t.Errorf("another key: %v", err)
	}
	file, err := blobs(t, place).Open(t.Context(), fileKey, 0, -1)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if text, err := io.ReadAll(file); err != nil || string(text) != "a file" {
		t.Errorf("file %q %v", text, err)
	}
	if err := app.Migrate(t.Context(), place); err != nil {
		t.Errorf("the restored database cannot be used: %v", err)
	}
	if _, err := app.Restore(t.Context(), place, target); err == nil {
		t.Error("data were overwritten")
	}
}

func TestBackupWhileWriting(t *testing.T) {
	options := filled(t)
	db := open(t, options)
	defer db.Close()
	stop, wrote := make(chan struct{}), make(chan int)
	begun := make(chan struct{})
	go func() {
		n := 0
		defer func() { wrote <- n }()
		for {
			select {
			case <-stop:
				return
			default:
			}
			// Two rows at a time: a copy as of one moment has an even number.
			err := db.Write(context.Background(), func(ctx context.Context) error {
				for _, half := range []string{"a", "b"} {
					if err := db.Tx(ctx).Exec("INSERT INTO activity_topic (name, seq) VALUES (?, ?)", "pair:"+half+string(rune('0'+n%10))+strings.Repeat("x", n), 1).Error; err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				t.Error(err)
				return
			}
			if n++; n == 5 {
				close(begun)
			}
		}
	}()
	<-begun
	target := filepath.Join(t.TempDir(), "backup.tar.gz")
	_, err := app.Backup(t.Context(), options, target)
	close(stop)
	n := <-wrote
	if err != nil {
		t.Fatalf("after %d writes: %v", n, err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	place := emptied(t, options)
	if _, err := app.Restore(t.Context(), place, target); err != nil {
		t.Fatal(err)
	}
	if got := topics(t, place); got < 11 || got%2 != 1 {
		t.Errorf("%d topics: not one moment", got)
	}
}

func TestBackupsThatAreNotTaken(t *testing.T) {
	options := filled(t)
	target := filepath.Join(t.TempDir(), "backup.tar.gz")
	if _, err := app.Backup(t.Context(), options, target); err != nil {
		t.Fatal(err)
	}
	if _, err := app.Backup(t.Context(), options, target); err == nil {
		t.Error("an older backup was overwritten")
	}
	whole, err := os.ReadFile(target)
	if err != nil {
		t.Fatal(err)
	}
	damaged := map[string][]byte{
		"cut off":      whole[:len(whole)-200],
		"not a backup": []byte("hello"),
		"changed":      repacked(t, whole, func(name string, text []byte) (string, []byte) { return name, flipped(name, text) }),
		"escaping": repacked(t, whole, func(name string, text []byte) (string, []byte) {
			return strings.Replace(name, "files/", "files/../../", 1), text
		}),
		"no manifest": repacked(t, whole, func(name string, text []byte) (string, []byte) {
			return strings.Replace(name, "manifest.json", "files/"+id.New(), 1), text
		}),
	}
	for what, content := range damaged {
		file := filepath.Join(t.TempDir(), "damaged.tar.gz")
		if err := os.WriteFile(file, content, 0o600); err != nil {
			t.Fatal(err)
		}
		place := installation(t)
		if _, err := app.Restore(t.Context(), place, file); err == nil {
			t.Errorf("%s: it was restored", what)
		}
		if _, err := os.Stat(place.Config.DataDir); err == nil {
			t.Errorf("%s: something was written", what)
		}
	}
	if _, err := app.Backup(t.Context(), installation(t), filepath.Join(t.TempDir(), "x.tar.gz")); err == nil && options.Config.DatabaseURL == "" {
		t.Error("nothing was backed up")
	}
}

// flipped changes one letter of the uploaded file.
func flipped(name string, text []byte) []byte {
	if strings.HasPrefix(name, "files/") {
		return append([]byte("b"), text[1:]...)
	}
	return text
}

// repacked is a backup with entries changed.
func repacked(t *testing.T, whole []byte, change func(string, []byte) (string, []byte)) []byte {
	t.Helper()
	unpacked, err := gzip.NewReader(bytes.NewReader(whole))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	packed := gzip.NewWriter(&out)
	in, to := tar.NewReader(unpacked), tar.NewWriter(packed)
	for {
		header, err := in.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		name, text := change(header.Name, text)
		if err := to.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: int64(len(text))}); err != nil {
			t.Fatal(err)
		}
		if _, err := to.Write(text); err != nil {
			t.Fatal(err)
		}
	}
	if err := to.Close(); err != nil {
		t.Fatal(err)
	}
	if err := packed.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
