package blob

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"sluse/internal/kernel/id"
)

// Unfinished is the folder within a Directory where blobs are written before they
// are whole. What lies there belongs to no blob.
const Unfinished = ".unfinished"

// Directory keeps blobs in a folder of this machine, one file each, readable by
// nobody else. Blobs are spread over folders by the last two letters of their
// keys: the first ones of our ids are the time, and would pile up.
type Directory struct{ root string }

// NewDirectory returns the store in a folder, which is made when it is needed.
// What an earlier run left unfinished is cleared away by Clear.
func NewDirectory(root string) *Directory { return &Directory{root} }

// Where implements Store.
func (d *Directory) Where() string { return d.root }

func (d *Directory) path(key string) string {
	return filepath.Join(d.root, key[len(key)-2:], key)
}

// Put implements Store.
func (d *Directory) Put(_ context.Context, key string, content io.Reader, size int64) error {
	if err := checkPut(key, size); err != nil {
		return err
	}
	unfinished, err := d.write(content, size)
	if err != nil {
		return fmt.Errorf("blob: write %s: %w", key, err)
	}
	if err := d.place(unfinished, d.path(key)); err != nil {
		return errors.Join(fmt.Errorf("blob: put %s in place: %w", key, err), os.Remove(unfinished))
	}
	return nil
}

// write makes the whole file beside the blobs, durable, and returns its path.
func (d *Directory) write(content io.Reader, size int64) (path string, err error) {
	folder := filepath.Join(d.root, Unfinished)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", err
	}
	file, err := os.OpenFile(filepath.Join(folder, id.New()), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600) //nolint:gosec // a name of our own
	if err != nil {
		return "", err
	}
	path = file.Name()
	_, err = io.Copy(file, exactly(content, size))
	if err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return "", errors.Join(err, os.Remove(path))
	}
	return path, nil
}

// place gives a finished file its name, for good and without overwriting: a link
// fails where the name is taken.
func (d *Directory) place(unfinished, target string) error {
	folder := filepath.Dir(target)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	if err := os.Link(unfinished, target); err != nil {
		if errors.Is(err, fs.ErrExist) {
			return ErrExists
		}
		return err
	}
	// A name is durable once its folder is, and a new folder once the one above it is.
	for _, changed := range []string{folder, d.root} {
		if err := syncFolder(changed); err != nil {
			return errors.Join(err, os.Remove(target))
		}
	}
	return os.Remove(unfinished)
}

func syncFolder(path string) error {
	folder, err := os.Open(path) //nolint:gosec // a folder of the store, from no input
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

// Open implements Store.
func (d *Directory) Open(_ context.Context, key string, offset, length int64) (io.ReadCloser, error) {
	if err := checkKey(key); err != nil {
		return nil, err
	}
	file, err := os.Open(d.path(key))
	if err != nil {
		return nil, translate(key, err)
	}
	if _, err := file.Seek(offset, io.SeekStart); err != nil {
		return nil, errors.Join(fmt.Errorf("blob: read %s: %w", key, err), file.Close())
	}
	if length < 0 {
		return file, nil
	}
	return struct {
		io.Reader
		io.Closer
	}{io.LimitReader(file, length), file}, nil
}

// Stat implements Store.
func (d *Directory) Stat(_ context.Context, key string) (Info, error) {
	if err := checkKey(key); err != nil {
		return Info{}, err
	}
	found, err := os.Stat(d.path(key))
	if err != nil {
		return Info{}, translate(key, err)
	}
	return Info{Key: key, Size: found.Size(), StoredAt: found.ModTime().UTC()}, nil
}

// Delete implements Store.
func (d *Directory) Delete(_ context.Context, key string) error {
	if err := checkKey(key); err != nil {
		return err
	}
	if err := os.Remove(d.path(key)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("blob: delete %s: %w", key, err)
	}
	return nil
}

// List implements Store.
func (d *Directory) List(ctx context.Context, visit func(Info) error) error {
	return d.walk(d.root, func(path string, found fs.FileInfo) error {
		if key := found.Name(); id.Valid(key) && d.path(key) == path {
			if err := visit(Info{Key: key, Size: found.Size(), StoredAt: found.ModTime().UTC()}); err != nil {
				return err
			}
		}
		return ctx.Err()
	})
}

// Clear removes what was being written when an earlier run ended. Call it before
// anything is put.
func (d *Directory) Clear() error {
	if err := os.RemoveAll(filepath.Join(d.root, Unfinished)); err != nil {
		return fmt.Errorf("blob: clear what was left unfinished: %w", err)
	}
	return nil
}

// walk visits the whole files; a folder or a file that vanishes meanwhile is none.
func (d *Directory) walk(root string, visit func(path string, found fs.FileInfo) error) error {
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil
		case err != nil:
			return err
		case entry.IsDir() && entry.Name() == Unfinished:
			return filepath.SkipDir
		case !entry.Type().IsRegular():
			return nil
		}
		found, err := entry.Info()
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return err
		}
		return visit(path, found)
	})
	if err != nil {
		return fmt.Errorf("blob: list: %w", err)
	}
	return nil
}

// Check implements Store.
func (d *Directory) Check(ctx context.Context) error { return probe(ctx, d) }

func translate(key string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%w: %s", ErrNotFound, key)
	}
	return fmt.Errorf("blob: read %s: %w", key, err)
}
