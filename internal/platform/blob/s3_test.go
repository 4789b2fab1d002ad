package blob_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"sluse/internal/kernel/id"
	"sluse/internal/platform/blob"
	"sluse/internal/platform/blob/blobtest"
)

func s3(t *testing.T, address string) *blob.S3 {
	t.Helper()
	store, err := blob.NewS3(address)
	if err != nil {
		t.Fatal(err)
	}
	return store
}

func TestABucketIsOpenToItsKeyAndSecretOnly(t *testing.T) {
	store, name := bucket(t)
	key := put(t, store, []byte("kept"))
	for what, c := range map[string]struct{ address, says string }{
		"wrong secret":    {server.URL(blobtest.Key, "another", name), "the secret does not fit the key"},
		"almost right":    {server.URL(blobtest.Key, blobtest.Secret+" ", name), "the secret does not fit the key"},
		"unknown key":     {server.URL("nobody", blobtest.Secret, name), "the service refuses: No user exists"},
		"no such bucket":  {server.URL(blobtest.Key, blobtest.Secret, "others"), "there is no bucket others"},
		"another program": {strings.Replace(server.URL(blobtest.Key, blobtest.Secret, name), server.Address, deaf(t), 1), "does not answer"},
	} {
		other := s3(t, c.address)
		err := other.Check(t.Context())
		if err == nil || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), blobtest.Secret) {
			t.Errorf("%s: the check says %v", what, err)
		}
		if content, err := other.Open(t.Context(), key, 0, -1); err == nil {
			_ = content.Close()
			t.Errorf("%s: it was read", what)
		}
		if err := other.Put(t.Context(), id.New(), strings.NewReader("x"), 1); err == nil {
			t.Errorf("%s: it was written", what)
		}
		if err := other.Delete(t.Context(), key); err == nil {
			t.Errorf("%s: it was deleted", what)
		}
		if err := other.List(t.Context(), func(blob.Info) error { return nil }); err == nil {
			t.Errorf("%s: it was listed", what)
		}
	}
	if got := read(t, store, key, 0, -1); string(got) != "kept" {
		t.Errorf("now it is %q", got)
	}
}

// TestARefusalIsExplained has a service say what others than the one of these tests
// say, in the words of the protocol.
func TestARefusalIsExplained(t *testing.T) {
	for code, says := range map[string]string{
		"InvalidAccessKeyId":    "does not know the key",
		"SignatureDoesNotMatch": "the secret does not fit",
		"RequestTimeTooSkewed":  "clock",
		"AccessDenied":          "may not read the bucket files",
		"NoSuchBucket":          "no bucket files",
		"PermanentRedirect":     "&region=",
		"TeaPot":                "refuses: too hot",
	} {
		service := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/xml")
			w.WriteHeader(http.StatusForbidden)
			_, _ = fmt.Fprintf(w, "<Error><Code>%s</Code><Message>too hot</Message></Error>", code)
		}))
		err := s3(t, strings.Replace(service.URL, "http://", "s3://key:hush@", 1)+"/files?insecure=1").Check(t.Context())
		if err == nil || !strings.Contains(err.Error(), says) || strings.Contains(err.Error(), "hush") {
			t.Errorf("%s: the check says %v", code, err)
		}
		service.Close()
	}
}

// deaf is where something listens that takes every connection and closes it.
func deaf(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // a test's own, on loopback
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			_ = connection.Close()
		}
	}()
	return listener.Addr().String()
}

// TestWhatIsTooLargeForOneRequestGoesInParts sends what needs several: it comes back
// whole and in ranges across their edges, and of what broke off nothing is left.
func TestWhatIsTooLargeForOneRequestGoesInParts(t *testing.T) {
	store, name := bucket(t)
	content := make([]byte, 70<<20)
	_, _ = rand.NewChaCha8([32]byte{1}).Read(content)
	key := put(t, store, content)
	if !bytes.Equal(read(t, store, key, 0, -1), content) {
		t.Error("it came back changed")
	}
	for _, at := range []int{5 << 20, 16 << 20, 64 << 20, len(content) - 10} {
		if got := read(t, store, key, int64(at-10), 20); !bytes.Equal(got, content[at-10:min(at+10, len(content))]) {
			t.Errorf("around %d: %d bytes", at, len(got))
		}
	}
	broken := io.MultiReader(bytes.NewReader(content[:66<<20]), iotest.ErrReader(errors.New("the line broke")))
	if err := store.Put(t.Context(), id.New(), broken, int64(len(content))); err == nil {
		t.Error("half of it was taken")
	}
	if kept, err := server.Keys(t.Context(), name); err != nil || len(kept) != 1 || kept[0] != key {
		t.Errorf("kept %v, %v", kept, err)
	}
	if begun, err := server.Unfinished(t.Context(), name); err != nil || len(begun) != 0 {
		t.Errorf("left unfinished: %v, %v", begun, err)
	}
}

// TestABucketThatKeepsVersionsGivesBackWhatWasDeleted is the bucket's part of going
// back to a moment (docs/operations.md).
func TestABucketThatKeepsVersionsGivesBackWhatWasDeleted(t *testing.T) {
	store, name := bucket(t)
	if err := server.KeepVersions(t.Context(), name); err != nil {
		t.Fatal(err)
	}
	kept, deleted := put(t, store, []byte("kept")), put(t, store, []byte("deleted"))
	if err := store.Delete(t.Context(), deleted); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Open(t.Context(), deleted, 0, -1); !errors.Is(err, blob.ErrNotFound) {
		t.Errorf("what was deleted: %v", err)
	}
	if keys := keys(t, store); !slices.Equal(keys, []string{kept}) {
		t.Errorf("lists %v, want %s alone", keys, kept)
	}
	if n, err := server.BringBack(t.Context(), name); err != nil || n != 1 {
		t.Fatalf("%d were brought back (%v)", n, err)
	}
	if got := read(t, store, deleted, 0, -1); string(got) != "deleted" {
		t.Errorf("came back as %q", got)
	}
	if keys := keys(t, store); len(keys) != 2 {
		t.Errorf("lists %v, want both", keys)
	}
	// Once more, as the nightly sweep does with what the database does not know.
	if err := store.Delete(t.Context(), deleted); err != nil {
		t.Fatal(err)
	}
	if keys := keys(t, store); !slices.Equal(keys, []string{kept}) {
		t.Errorf("lists %v, want %s alone", keys, kept)
	}
}

func TestBucketsMayBeCalledAnythingThatTheServiceTakes(t *testing.T) {
	for _, name := range []string{"a.b-c", "sluse.files.example", "123", strings.Repeat("x", 63)} {
		address, err := server.Bucket(t.Context(), name)
		if err != nil {
			t.Fatal(err)
		}
		store := s3(t, address+"&region=us-east-1")
		if err := store.Check(t.Context()); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestABucketThatIsNotThere(t *testing.T) {
	store := s3(t, server.URL(blobtest.Key, blobtest.Secret, "nowhere"))
	if _, err := store.Stat(t.Context(), id.New()); err == nil {
		t.Error("a file in a bucket that is not there")
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := store.Put(ended, id.New(), strings.NewReader("x"), 1); err == nil {
		t.Error("put after the request was given up")
	}
}
