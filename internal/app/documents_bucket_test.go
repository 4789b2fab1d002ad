package app_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"

	"sluse/internal/app"
	"sluse/internal/app/apptest"
)

// TestFilesInABucket runs the whole program on an S3 server of this process: what is
// sent in lies there and nowhere else, and /readyz notices when it goes away.
func TestFilesInABucket(t *testing.T) {
	backend := s3mem.New()
	if err := backend.CreateBucket("sluse"); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(gofakes3.New(backend, gofakes3.WithLogger(gofakes3.DiscardLog())).Server())
	t.Cleanup(server.Close)
	a := apptest.New(t, func(o *app.Options) {
		o.Config.BlobURL = strings.Replace(server.URL, "http://", "s3://key:secret@", 1) + "/sluse?insecure=1"
	})
	kept, err := backend.ListBucket("sluse", nil, gofakes3.ListBucketPage{})
	if err != nil || len(kept.Contents) != 3 {
		t.Fatalf("the bucket holds %d, %v", len(kept.Contents), err)
	}
	path := "/api/documents/" + a.Fill["document"] + "/file"
	signe := a.As(t, "Signe")
	if whole := signe.Get(path); whole.Status != http.StatusOK || string(whole.Body) != apptest.PDF {
		t.Errorf("%d %q", whole.Status, whole.Body)
	}
	if part := signe.Do(http.MethodGet, path, nil, map[string]string{"Range": "bytes=5-9"}); part.Status != http.StatusPartialContent || string(part.Body) != apptest.PDF[5:10] {
		t.Errorf("%d %q", part.Status, part.Body)
	}
	server.Close()
	if ready := a.As(t, "").Get("/readyz"); ready.Status != http.StatusServiceUnavailable {
		t.Errorf("ready without its files: %d", ready.Status)
	}
	if away := signe.Get(path); away.Status != http.StatusServiceUnavailable || !strings.Contains(string(away.Body), "file.store_away") {
		t.Errorf("away: %d %s", away.Status, away.Body)
	}
}
