package app_test

import (
	"net/http"
	"strings"
	"testing"

	"sluse/internal/app"
	"sluse/internal/app/apptest"
	"sluse/internal/platform/blob/blobtest"
)

// TestFilesInABucket runs the whole program on a real S3 server: what is sent in lies
// there and nowhere else, /readyz notices when it goes away, and the doctor says
// what is wrong.
func TestFilesInABucket(t *testing.T) {
	server := blobtest.Start(t)
	address, err := server.Bucket(t.Context(), "sluse")
	if err != nil {
		t.Fatal(err)
	}
	a := apptest.New(t, func(o *app.Options) { o.Config.BlobURL = address })
	kept, err := server.Keys(t.Context(), "sluse")
	if err != nil || len(kept) != 3 {
		t.Fatalf("the bucket holds %v, %v", kept, err)
	}
	path := "/api/documents/" + a.Fill["document"] + "/file"
	signe := a.As(t, "Signe")
	if whole := signe.Get(path); whole.Status != http.StatusOK || string(whole.Body) != apptest.PDF {
		t.Errorf("%d %q", whole.Status, whole.Body)
	}
	if part := signe.Do(http.MethodGet, path, nil, map[string]string{"Range": "bytes=5-9"}); part.Status != http.StatusPartialContent || string(part.Body) != apptest.PDF[5:10] {
		t.Errorf("%d %q", part.Status, part.Body)
	}
	for name, c := range map[string]struct{ address, says string }{
		"right":          {address, ""},
		"wrong secret":   {server.URL(blobtest.Key, "another", "sluse"), "the secret does not fit the key"},
		"no such bucket": {server.URL(blobtest.Key, blobtest.Secret, "others"), "there is no bucket others"},
	} {
		options := filled(t)
		options.Config.BlobURL = c.address
		if found := wrongs(t, options)["files"]; !strings.Contains(found, c.says) || (c.says == "") != (found == "") || strings.Contains(found, "another") {
			t.Errorf("%s: the doctor says %q", name, found)
		}
	}
	if err := server.Stop(); err != nil {
		t.Fatal(err)
	}
	if ready := a.As(t, "").Get("/readyz"); ready.Status != http.StatusServiceUnavailable {
		t.Errorf("ready without its files: %d", ready.Status)
	}
	if away := signe.Get(path); away.Status != http.StatusServiceUnavailable || !strings.Contains(string(away.Body), "file.store_away") {
		t.Errorf("away: %d %s", away.Status, away.Body)
	}
}
