package blob_test

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"

	"pgregory.net/rapid"

	"sluse/internal/kernel/id"
	"sluse/internal/platform/blob"
	"sluse/internal/platform/blob/blobtest"
)

// server is the S3 server of all tests here: a real one, see blobtest.
var server *blobtest.Server

func TestMain(m *testing.M) {
	var err error
	if server, err = blobtest.Run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	if err := server.Stop(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

// stores are what the suite runs on: a folder, and a bucket.
func stores(t *testing.T) map[string]blob.Store {
	t.Helper()
	store, _ := bucket(t)
	return map[string]blob.Store{"directory": blob.NewDirectory(filepath.Join(t.TempDir(), "files")), "s3": store}
}

// bucket makes a bucket and returns the store in it, and its name.
func bucket(t *testing.T) (store *blob.S3, name string) {
	t.Helper()
	name = "files-" + id.New()
	address, err := server.Bucket(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	if store, err = blob.NewS3(address); err != nil {
		t.Fatal(err)
	}
	return store, name
}

// each runs a test on every store.
func each(t *testing.T, test func(t *testing.T, store blob.Store)) {
	t.Helper()
	for name, store := range stores(t) {
		t.Run(name, func(t *testing.T) { test(t, store) })
	}
}

func put(t *testing.T, store blob.Store, content []byte) string {
	t.Helper()
	key := id.New()
	if err := store.Put(t.Context(), key, bytes.NewReader(content), int64(len(content))); err != nil {
		t.Fatal(err)
	}
	return key
}

func read(t *testing.T, store blob.Store, key string, offset, length int64) []byte {
	t.Helper()
	content, err := store.Open(t.Context(), key, offset, length)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = content.Close() }()
	text, err := io.ReadAll(content)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func keys(t *testing.T, store blob.Store) []string {
	t.Helper()
	var found []string
	if err := store.List(t.Context(), func(info blob.Info) error {
		found = append(found, info.Key)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	slices.Sort(found)
	return found
}

func TestWhatIsPutIsReadBack(t *testing.T) {
	each(t, func(t *testing.T, store blob.Store) {
		for _, size := range []int{1, 4096, 3<<20 + 17} {
			content := make([]byte, size)
			_, _ = rand.Read(content)
			key := put(t, store, content)
			if !bytes.Equal(read(t, store, key, 0, -1), content) {
				t.Errorf("%d bytes came back changed", size)
			}
			info, err := store.Stat(t.Context(), key)
			if err != nil || info.Key != key || info.Size != int64(size) || time.Since(info.StoredAt).Abs() > time.Hour {
				t.Errorf("stat of %d bytes: %+v, %v", size, info, err)
			}
		}
	})
}

func TestRanges(t *testing.T) {
	each(t, func(t *testing.T, store blob.Store) {
		content := []byte("0123456789abcdefghij")
		key := put(t, store, content)
		rapid.Check(t, func(r *rapid.T) {
			offset := rapid.Int64Range(0, 25).Draw(r, "offset")
			length := rapid.Int64Range(-1, 25).Draw(r, "length")
			from := min(offset, int64(len(content)))
			to := int64(len(content))
			if length >= 0 {
				to = min(from+length, to)
			}
			if got := read(t, store, key, offset, length); !bytes.Equal(got, content[from:to]) {
				r.Fatalf("from %d, %d bytes: %q", offset, length, got)
			}
		})
	})
}

func TestServedWithRanges(t *testing.T) {
	each(t, func(t *testing.T, store blob.Store) {
		content := bytes.Repeat([]byte("sluse "), 10_000)
		key := put(t, store, content)
		page := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			info, err := store.Stat(r.Context(), key)
			if err != nil {
				t.Error(err)
			}
			reader := blob.NewReader(r.Context(), store, info)
			defer func() { _ = reader.Close() }()
			w.Header().Set("Content-Type", "text/plain")
			http.ServeContent(w, r, "", info.StoredAt, reader)
		}))
		defer page.Close()
		for header, want := range map[string][]byte{
			"": content, "bytes=0-5": content[:6], "bytes=59990-": content[59990:], "bytes=-7": content[len(content)-7:],
		} {
			request, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, page.URL, http.NoBody)
			if header != "" {
				request.Header.Set("Range", header)
			}
			answer, err := http.DefaultClient.Do(request)
			if err != nil {
				t.Fatal(err)
			}
			got, err := io.ReadAll(answer.Body)
			_ = answer.Body.Close()
			if err != nil || !bytes.Equal(got, want) {
				t.Errorf("range %q: %d bytes, %v", header, len(got), err)
			}
		}
	})
}

func TestReaderSeeksAnywhere(t *testing.T) {
	each(t, func(t *testing.T, store blob.Store) {
		content := []byte("0123456789abcdefghij")
		key := put(t, store, content)
		info, err := store.Stat(t.Context(), key)
		if err != nil {
			t.Fatal(err)
		}
		reader := blob.NewReader(t.Context(), store, info)
		defer func() { _ = reader.Close() }()
		if err := iotest.TestReader(reader, content); err != nil {
			t.Error(err)
		}
		if _, err := reader.Seek(-1, io.SeekStart); err == nil {
			t.Error("it went before the start")
		}
	})
}

func TestABlobNeverChanges(t *testing.T) {
	each(t, func(t *testing.T, store blob.Store) {
		key := put(t, store, []byte("first"))
		if err := store.Put(t.Context(), key, strings.NewReader("other"), 5); !errors.Is(err, blob.ErrExists) {
			t.Errorf("written twice: %v", err)
		}
		if got := read(t, store, key, 0, -1); string(got) != "first" {
			t.Errorf("now it is %q", got)
		}
	})
}

func TestNothingIsLeftOfWhatFailed(t *testing.T) {
	each(t, func(t *testing.T, store blob.Store) {
		broken := errors.New("the line broke")
		if err := store.Put(t.Context(), id.New(), strings.NewReader(""), 0); err == nil {
			t.Error("nothing was kept as a blob")
		}
		for name, content := range map[string]io.Reader{
			"too short": strings.NewReader("abc"),
			"too long":  strings.NewReader("abcdefghijkl"),
			"broken":    io.MultiReader(strings.NewReader("abc"), iotest.ErrReader(broken)),
		} {
			key := id.New()
			if err := store.Put(t.Context(), key, content, 10); err == nil {
				t.Errorf("%s: taken", name)
			}
			if _, err := store.Stat(t.Context(), key); !errors.Is(err, blob.ErrNotFound) {
				t.Errorf("%s: stat says %v", name, err)
			}
		}
		if left := keys(t, store); len(left) != 0 {
			t.Errorf("left behind: %v", left)
		}
	})
}

func TestDeleteAndList(t *testing.T) {
	each(t, func(t *testing.T, store blob.Store) {
		if found := keys(t, store); len(found) != 0 {
			t.Fatalf("an empty store holds %v", found)
		}
		want := []string{put(t, store, []byte("a")), put(t, store, []byte("b")), put(t, store, []byte("c"))}
		slices.Sort(want)
		if found := keys(t, store); !slices.Equal(found, want) {
			t.Errorf("listed %v, want %v", found, want)
		}
		for range 2 { // the second time there is nothing to delete
			if err := store.Delete(t.Context(), want[0]); err != nil {
				t.Fatal(err)
			}
		}
		if found := keys(t, store); !slices.Equal(found, want[1:]) {
			t.Errorf("listed %v after deleting", found)
		}
		if _, err := store.Open(t.Context(), want[0], 0, -1); !errors.Is(err, blob.ErrNotFound) {
			t.Errorf("opened what is deleted: %v", err)
		}
		enough := errors.New("enough")
		if err := store.List(t.Context(), func(blob.Info) error { return enough }); !errors.Is(err, enough) {
			t.Errorf("the list went on: %v", err)
		}
	})
}

func TestOnlyOurIdsAreKeys(t *testing.T) {
	each(t, func(t *testing.T, store blob.Store) {
		for _, key := range []string{"", "x", "../../etc/passwd", "..", "/etc/passwd", strings.ToUpper(id.New()), id.New() + "/..", "a\x00b"} {
			if err := store.Put(t.Context(), key, strings.NewReader("x"), 1); err == nil {
				t.Errorf("put %q", key)
			}
			if _, err := store.Open(t.Context(), key, 0, -1); err == nil {
				t.Errorf("opened %q", key)
			}
			if _, err := store.Stat(t.Context(), key); err == nil {
				t.Errorf("stat %q", key)
			}
			if err := store.Delete(t.Context(), key); err == nil {
				t.Errorf("deleted %q", key)
			}
		}
	})
}

func TestManyAtOnce(t *testing.T) {
	each(t, func(t *testing.T, store blob.Store) {
		key := id.New()
		var won, lost int
		var mu sync.Mutex
		var running sync.WaitGroup
		for range 12 {
			running.Go(func() {
				own := id.New()
				if err := store.Put(t.Context(), own, strings.NewReader(own), int64(len(own))); err != nil {
					t.Error(err)
				}
				if _, isFolder := store.(*blob.Directory); !isFolder {
					return // only the folder decides between writers of the same moment
				}
				err := store.Put(t.Context(), key, strings.NewReader(own), int64(len(own)))
				mu.Lock()
				defer mu.Unlock()
				switch {
				case err == nil:
					won++
				case errors.Is(err, blob.ErrExists):
					lost++
				default:
					t.Error(err)
				}
			})
		}
		running.Wait()
		if won+lost > 0 && won != 1 {
			t.Errorf("%d writers won", won)
		}
		for _, found := range keys(t, store) {
			if text := read(t, store, found, 0, -1); found != key && string(text) != found {
				t.Errorf("%s holds %s", found, text)
			}
		}
	})
}

func TestCheckLeavesNothing(t *testing.T) {
	each(t, func(t *testing.T, store blob.Store) {
		if err := store.Check(t.Context()); err != nil {
			t.Error(err)
		}
		if left := keys(t, store); len(left) != 0 {
			t.Errorf("left behind: %v", left)
		}
		if strings.Contains(store.Where(), "secret") {
			t.Errorf("%q tells the secret", store.Where())
		}
	})
}

func TestDirectoryIsForNobodyElseAndClearsUp(t *testing.T) {
	root := filepath.Join(t.TempDir(), "files")
	store := blob.NewDirectory(root)
	key := put(t, store, []byte("x"))
	path := filepath.Join(root, key[len(key)-2:], key)
	for file, want := range map[string]os.FileMode{path: 0o600, filepath.Dir(path): 0o700, root: 0o700} {
		if info, err := os.Stat(file); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v", file, info.Mode(), err)
		}
	}
	// What a crash leaves: an unfinished file, which is no blob, and strange ones.
	for _, name := range []string{filepath.Join(blob.Unfinished, id.New()), "notes.txt", filepath.Join("zz", id.New())} {
		file := filepath.Join(root, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o700), os.WriteFile(file, nil, 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	if found := keys(t, store); !slices.Equal(found, []string{key}) {
		t.Errorf("listed %v", found)
	}
	if err := store.Clear(); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(filepath.Join(root, blob.Unfinished)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("unfinished files are there still: %v", err)
	}
	if err := os.Chmod(root, 0o500); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod(root, 0o700) })
	if err := store.Check(t.Context()); err == nil && os.Getuid() != 0 {
		t.Error("a folder that cannot be written to passes")
	}
}

func TestAddressesOfBuckets(t *testing.T) {
	for _, address := range []string{
		"s3://host/bucket", "s3://key@host/bucket", "http://key:hush@host/bucket", "s3://key:hush@host", "s3://key:hush@host/a/b", "s3://key:hu sh@host/b", "://",
	} {
		if _, err := blob.NewS3(address); !errors.Is(err, blob.ErrAddress) || strings.Contains(err.Error(), "hush") {
			t.Errorf("%s: %v", address, err)
		}
	}
	store, err := blob.Open("s3://key:hush@files.example:9000/sluse?region=eu-west-1", "")
	if err != nil || store.Where() != "s3://files.example:9000/sluse" {
		t.Errorf("%v, %v", store, err)
	}
	if store, err := blob.Open("", "/somewhere"); err != nil || store.Where() != "/somewhere" {
		t.Errorf("%v, %v", store, err)
	}
}
