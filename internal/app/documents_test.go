package app_test

import (
	"bytes"
	"encoding/json"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"strings"
	"testing"

	"sluse/internal/app/apptest"
	"sluse/internal/domain/document"
	"sluse/internal/kernel/id"
)

// upload sends a file as a browser does.
func upload(t *testing.T, c *apptest.Client, clientID, name, content string) apptest.Answer {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	header := textproto.MIMEHeader{"Content-Disposition": {`form-data; name="file"; filename="` + name + `"`}, "Content-Type": {"text/html"}}
	part, err := form.CreatePart(header)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = part.Write([]byte(content))
	_ = form.Close()
	return c.Do(http.MethodPost, "/api/programmes/"+apptest.Together+"/files?clientId="+clientID, body.String(), map[string]string{"Content-Type": form.FormDataContentType()})
}

func TestAFileGoesInAndOut(t *testing.T) {
	a := apptest.New(t)
	jonas, signe := a.As(t, "Jonas"), a.As(t, "Signe")
	content := apptest.PDF + strings.Repeat("0123456789", 400_000)
	clientID := id.New()
	answer := upload(t, jonas, clientID, "Grundlag æøå.pdf", content)
	if answer.Status != http.StatusCreated {
		t.Fatalf("%d %s", answer.Status, answer.Body)
	}
	var file document.FileView
	answer.JSON(t, &file)
	if file.Name != "Grundlag æøå.pdf" || file.Size != int64(len(content)) || file.MediaType != "application/pdf" || !file.Preview || file.Extension != "pdf" {
		t.Errorf("%+v", file)
	}
	if again := upload(t, jonas, clientID, "Grundlag æøå.pdf", content); again.Status != http.StatusOK || !strings.Contains(string(again.Body), file.ID) {
		t.Errorf("sent again: %d %s", again.Status, again.Body)
	}
	socket := signe.Socket()
	socket.Subscribe("programme:" + a.Fill["programmeId"])
	added := jonas.Post("/api/programmes/"+apptest.Together+"/documents", map[string]any{
		"clientId": id.New(), "title": "Grundlag", "category": "basis", "fileId": file.ID,
	})
	if added.Status != http.StatusCreated {
		t.Fatalf("%d %s", added.Status, added.Body)
	}
	var event document.DocumentEvent
	added.JSON(t, &event)
	if frame := socket.Want("event"); frame.Verb != document.VerbAdded || !strings.Contains(string(frame.Data), event.Document.ID) {
		t.Errorf("live: %+v", frame)
	}
	checkDownload(t, signe, "/api/documents/"+event.Document.ID+"/file", content)
	if stranger := a.As(t, "").Get("/api/documents/" + event.Document.ID + "/file"); stranger.Status != http.StatusNotFound {
		t.Errorf("a stranger: %d", stranger.Status)
	}
	if other := a.As(t, "Outsider").Get("/api/documents/" + event.Document.ID + "/versions/1/file"); other.Status != http.StatusNotFound {
		t.Errorf("an outsider: %d", other.Status)
	}
}

func checkDownload(t *testing.T, c *apptest.Client, path, content string) {
	t.Helper()
	whole := c.Do(http.MethodGet, path, nil, map[string]string{"Accept-Encoding": "gzip"})
	if whole.Status != http.StatusOK || string(whole.Body) != content {
		t.Fatalf("%d, %d bytes", whole.Status, len(whole.Body))
	}
	for name, want := range map[string]string{
		"Content-Type": "application/pdf", "X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-cache", "Accept-Ranges": "bytes",
		"Content-Disposition": `attachment; filename="Grundlag ___.pdf"; filename*=UTF-8''Grundlag%20%C3%A6%C3%B8%C3%A5.pdf`, "Content-Encoding": "",
	} {
		if got := whole.Header.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if policy := whole.Header.Values("Content-Security-Policy"); len(policy) != 1 || !strings.HasPrefix(policy[0], "sandbox; default-src 'none'") {
		t.Errorf("policy %v", policy)
	}
	inline := c.Get(path + "?preview=true")
	if !strings.HasPrefix(inline.Header.Get("Content-Disposition"), "inline;") {
		t.Errorf("preview: %v", inline.Header)
	}
	part := c.Do(http.MethodGet, path, nil, map[string]string{"Range": "bytes=100-299"})
	if part.Status != http.StatusPartialContent || string(part.Body) != content[100:300] {
		t.Errorf("part: %d, %d bytes", part.Status, len(part.Body))
	}
	if beyond := c.Do(http.MethodGet, path, nil, map[string]string{"Range": "bytes=999999999-"}); beyond.Status != http.StatusRequestedRangeNotSatisfiable {
		t.Errorf("beyond: %d", beyond.Status)
	}
	if known := c.Do(http.MethodGet, path, nil, map[string]string{"If-None-Match": whole.Header.Get("Etag")}); known.Status != http.StatusNotModified {
		t.Errorf("known: %d", known.Status)
	}
}

func TestReadingOnInPartsIsOneReading(t *testing.T) {
	a := apptest.New(t)
	signe := a.As(t, "Signe")
	path := "/api/documents/" + a.Fill["document"] + "/file"
	readers := func() string {
		return string(a.As(t, "Mette").Get("/api/documents/" + a.Fill["document"] + "/readers").Body)
	}
	signe.Do(http.MethodGet, path, nil, map[string]string{"Range": "bytes=10-"})
	if strings.Contains(readers(), a.Fill["signe"]) {
		t.Error("the middle alone counts as read")
	}
	signe.Do(http.MethodGet, path+"?preview=1", nil, map[string]string{"Range": "bytes=0-9"})
	if !strings.Contains(readers(), a.Fill["signe"]) {
		t.Error("the beginning does not count as read")
	}
}

func TestUploadsThatAreRefused(t *testing.T) {
	a := apptest.New(t)
	signe := a.As(t, "Signe")
	for name, want := range map[string]struct{ content, code string }{
		"side.html":  {"<script>alert(1)</script>", "file.kind_refused"},
		"falsk.png":  {"<svg/>" + strings.Repeat("x", 3<<20), "file.kind_differs"},
		"stor.html":  {strings.Repeat("x", 20<<20), "file.kind_refused"}, // refused by its name while it is still being sent
		"tom.pdf":    {"", "file.empty"},
		"stor.pdf":   {apptest.PDF + strings.Repeat("x", document.MaxSize), "file.too_large"},
		"ud/af.html": {"x", "file.kind_refused"},
	} {
		answer := upload(t, signe, id.New(), name, want.content)
		var problem struct {
			Code   string
			Errors []struct{ Field string }
		}
		_ = json.Unmarshal(answer.Body, &problem)
		if answer.Status != http.StatusUnprocessableEntity || problem.Code != want.code || len(problem.Errors) != 1 || problem.Errors[0].Field != "file" {
			t.Errorf("%s: %d %s", name, answer.Status, answer.Body)
		}
	}
	if answer := upload(t, signe, "x", "a.pdf", apptest.PDF); answer.Status != http.StatusUnprocessableEntity {
		t.Errorf("without an id: %d", answer.Status)
	}
	if answer := upload(t, a.As(t, ""), id.New(), "a.pdf", apptest.PDF); answer.Status != http.StatusUnauthorized {
		t.Errorf("signed out: %d", answer.Status)
	}
	if answer := upload(t, a.As(t, "Outsider"), id.New(), "a.pdf", apptest.PDF); answer.Status != http.StatusNotFound {
		t.Errorf("an outsider: %d", answer.Status)
	}
	empty := signe.Do(http.MethodPost, "/api/programmes/"+apptest.Together+"/files?clientId="+id.New(), "--x\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nhej\r\n--x--\r\n",
		map[string]string{"Content-Type": "multipart/form-data; boundary=x"})
	if empty.Status != http.StatusUnprocessableEntity || !strings.Contains(string(empty.Body), "file.missing_part") {
		t.Errorf("without a file: %d %s", empty.Status, empty.Body)
	}
}

func TestPublicDocumentsForStrangers(t *testing.T) {
	a := apptest.New(t)
	const list = "/api/programmes/{programme}/public-documents"
	a.Run(t,
		apptest.Scenario{Method: http.MethodGet, Path: list, Status: 200, Want: []string{`"items":[]`}},
		apptest.Scenario{Method: http.MethodPut, Path: "/api/documents/{document}/publication", As: "Jonas", Status: 200, Want: []string{`"public":true`}, Verbs: []string{document.VerbChanged}},
		apptest.Scenario{Method: http.MethodPut, Path: "/api/documents/{document}/publication", As: "Jonas", Status: 200, Verbs: []string{}},
		apptest.Scenario{Method: http.MethodGet, Path: list, Status: 200, Want: []string{"{document}", "Fælles fagligt grundlag"}, Unwanted: []string{"{jonas}", "createdBy"}},
		apptest.Scenario{Method: http.MethodGet, Path: "/api/documents/{document}/file", Status: 200, Want: []string{"%PDF"}},
		apptest.Scenario{Method: http.MethodGet, Path: "/api/documents/{document}", Status: 401},
		apptest.Scenario{Method: http.MethodPut, Path: "/api/documents/{document}/withdrawal", Body: `{"reason":"Forkert"}`, As: "Jonas", Status: 200, Want: []string{"withdrawnAt"}, Verbs: []string{document.VerbWithdrawn}},
		apptest.Scenario{Method: http.MethodGet, Path: list, Status: 200, Want: []string{`"items":[]`}},
		apptest.Scenario{Method: http.MethodGet, Path: "/api/documents/{document}/file", Status: 404},
		apptest.Scenario{Method: http.MethodGet, Path: "/api/documents/{document}/file", As: "Signe", Status: 410, Want: []string{"document.withdrawn"}},
		apptest.Scenario{Method: http.MethodGet, Path: "/api/programmes/unknown/public-documents", Status: 404},
	)
}
