package app_test

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"sluse/internal/app/apptest"
	"sluse/internal/domain/document"
	"sluse/internal/kernel/id"
)

// kept demands that a text that was taken comes back with every letter and sign.
func (h *attack) kept(t *testing.T, r request, body badBody, answer apptest.Answer) {
	t.Helper()
	var sent string
	var got map[string]any
	if body.member == "" || answer.Status >= 300 || json.Unmarshal([]byte(body.value), &sent) != nil || json.Unmarshal(answer.Body, &got) != nil {
		return
	}
	// What says nothing stands for what the server puts there itself.
	if text, given := got[body.member].(string); given && sent != "" && visible(text) != visible(sent) {
		t.Errorf("%s %s, %s: taken, but %.200q became %.200q", r.operation.Method, r.path, r.name, sent, text)
	}
}

// visible leaves out what nobody sees, which may be cleaned away.
func visible(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.In(r, unicode.Cc, unicode.Cf, unicode.Mn) {
			return -1
		}
		return r
	}, text)
}

// files sends files with every name. What is taken comes back to be saved, under a
// name that no disk takes for a place, and as what it is.
func (h *attack) files(t *testing.T) {
	t.Helper()
	jonas := h.app.As(t, "Jonas")
	for _, name := range hostileFileNames {
		answer := upload(t, jonas, id.New(), name, apptest.PDF)
		if answer.Status >= 500 || len(answer.Body) > maxRefusal {
			t.Errorf("a file called %.100q: %d with %d bytes", name, answer.Status, len(answer.Body))
		}
		if answer.Status != http.StatusCreated {
			continue
		}
		h.taken++
		var file document.FileView
		answer.JSON(t, &file)
		if strings.ContainsAny(file.Name, "/\\\x00\r\n\u202e") || len([]rune(file.Name)) > 255 {
			t.Errorf("a file called %.100q is kept as %.100q", name, file.Name)
		}
		saved := jonas.Get("/api/files/" + file.ID)
		disposition := saved.Header.Get("Content-Disposition")
		if saved.Status != http.StatusOK || saved.Header.Get("Content-Type") != "application/pdf" || saved.Header.Get("X-Evil") != "" ||
			!strings.HasPrefix(disposition, "attachment") || strings.ContainsAny(disposition, "<>/\\") {
			t.Errorf("a file called %.100q comes back with %d %.300q %v", name, saved.Status, disposition, saved.Header)
		}
	}
	for _, body := range []string{"", "--x", "--x\r\n", "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n%PDF", "--x\r\n" + long(100_000), "--x--", marked} {
		for _, kind := range []string{"multipart/form-data; boundary=x", "multipart/form-data; boundary=", "multipart/form-data; boundary=" + long(100), "multipart/mixed; boundary=x", ""} {
			answer := jonas.Do(http.MethodPost, "/api/programmes/"+apptest.Together+"/files?clientId="+id.New(), body, map[string]string{"Content-Type": kind})
			if answer.Status < 400 || answer.Status > 499 {
				t.Errorf("half a form %.60q as %.60q: %d", body, kind, answer.Status)
			}
		}
	}
}

// words demands that the interface has words in both languages for every refusal
// that a feature made; the others are told by their kind.
func (h *attack) words(t *testing.T) {
	t.Helper()
	names, err := filepath.Glob("../../frontend/src/lib/i18n/*.ts")
	if err != nil || len(names) == 0 {
		t.Fatalf("no dictionaries: %v", err)
	}
	told := map[string]int{}
	entry := regexp.MustCompile(`'([a-z_]+\.[a-z_]+)': *`)
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range entry.FindAllSubmatch(text, -1) {
			told[string(found[1])]++
		}
	}
	for code := range h.codes {
		general := strings.HasPrefix(code, "request.") || strings.HasPrefix(code, "validation.")
		if !general && told[code] < 2 {
			t.Errorf("the interface has no words for %s in both languages", code)
		}
	}
}
