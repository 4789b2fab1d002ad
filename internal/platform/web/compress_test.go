package web_test

import (
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"
	"github.com/labstack/echo/v4"

	"sluse/internal/platform/web"
)

// listed is a body of which the end is the same for everybody.
type listed struct {
	Reader string `json:"reader"`
	Words  string `json:"words"`

	text *web.Text
}

func (l listed) Shared() (own []byte, text *web.Text, err error) {
	if l.text == nil {
		return nil, nil, nil
	}
	own, err = json.Marshal(map[string]string{"reader": l.Reader})
	own[len(own)-1] = ','
	return own, l.text, err
}

type listedOutput struct{ Body listed }

// serveShared serves a shared body to the reader whom the address names.
func serveShared(t *testing.T, words string) *httptest.Server {
	t.Helper()
	s := newServer(t, nil)
	rest, err := json.Marshal(map[string]string{"words": words})
	if err != nil {
		t.Fatal(err)
	}
	text := web.NewText(rest[1:])
	huma.Register(s.API, huma.Operation{OperationID: "say-shared", Method: http.MethodGet, Path: "/api/shared/{id}", Summary: "Shared"},
		func(_ context.Context, in *struct {
			ID string `path:"id"`
		}) (*listedOutput, error) {
			if in.ID == "alone" {
				return &listedOutput{listed{Reader: in.ID, Words: words}}, nil
			}
			return &listedOutput{listed{Reader: in.ID, Words: words, text: text}}, nil
		})
	s.Echo.GET("/api/slow", func(c echo.Context) error {
		c.Response().WriteHeader(http.StatusAccepted)
		for range 3 {
			if _, err := io.WriteString(c.Response(), "word "); err != nil {
				return err
			}
			if err := http.NewResponseController(c.Response()).Flush(); err != nil {
				return err
			}
		}
		return nil
	})
	s.Echo.GET("/api/nothing", func(c echo.Context) error { return c.NoContent(http.StatusNoContent) })
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	return server
}

// fetch asks as signe and returns the answer with its body, unpacked where it is packed.
func fetch(t *testing.T, address, accepted string) (*http.Response, string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	as("signe")(request)
	request.Header.Set("Accept-Encoding", accepted) // so that Go does not unpack by itself
	answer, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	var body io.Reader = answer.Body
	if answer.Header.Get("Content-Encoding") == "gzip" {
		unpacked, err := gzip.NewReader(answer.Body)
		if err != nil {
			t.Fatal(err)
		}
		unpacked.Multistream(false) // browsers read one stream, not several
		body = unpacked
	}
	text, err := io.ReadAll(body)
	if err != nil {
		t.Fatalf("%s with %q: %v", address, accepted, err)
	}
	if more, err := io.ReadAll(answer.Body); err != nil || len(more) > 0 {
		t.Errorf("%s with %q: %d bytes after the end, %v", address, accepted, len(more), err)
	}
	return answer, string(text)
}

func TestSharedBodiesAreCompressedOnce(t *testing.T) {
	words := strings.Repeat(`"Så" & <videre> `, 3000)
	server := serveShared(t, words)
	for _, test := range []struct {
		accepted string
		packed   bool
	}{
		{"gzip", true}, {"gzip, deflate, br, zstd", true}, {"br;q=1, gzip;q=0.2", true},
		{"identity", false}, {"br", false}, {"gzip;q=0", false}, {"deflate, gzip; q=0.000", false},
	} {
		for _, reader := range []string{"signe", "karim", strings.Repeat("k", 3000), "alone", "signe"} {
			answer, text := fetch(t, server.URL+"/api/shared/"+reader, test.accepted)
			var got listed
			if err := json.Unmarshal([]byte(text), &got); err != nil {
				t.Fatalf("%q, %.20s: %v", test.accepted, reader, err)
			}
			if got.Reader != reader || got.Words != words {
				t.Errorf("%q, %.20s: got %d bytes for %.20s", test.accepted, reader, len(text), got.Reader)
			}
			if packed := answer.Header.Get("Content-Encoding") == "gzip"; packed != test.packed || packed && answer.ContentLength > 6000 {
				t.Errorf("%q, %.20s: packed %v, %d bytes", test.accepted, reader, packed, answer.ContentLength)
			}
			if test.packed && reader != "alone" && answer.ContentLength <= 0 || answer.Header.Get("Vary") != "Accept-Encoding" || answer.StatusCode != http.StatusOK {
				t.Errorf("%q, %.20s: %d, %v", test.accepted, reader, answer.ContentLength, answer.Header)
			}
		}
	}
}

func TestOnlyWhatMayBeIsCompressed(t *testing.T) {
	server := serveShared(t, "")
	for _, test := range []struct {
		path, text, encoding string
		status               int
	}{
		{"/api/slow", "word word word ", "gzip", http.StatusAccepted},
		{"/api/nothing", "", "", http.StatusNoContent},
		{"/api/word", `{"word":"sluse","list":[]}` + "\n", "", http.StatusOK},
	} {
		answer, text := fetch(t, server.URL+test.path, "gzip")
		if text != test.text || answer.Header.Get("Content-Encoding") != test.encoding || answer.StatusCode != test.status {
			t.Errorf("%s: %d %q, %v", test.path, answer.StatusCode, text, answer.Header)
		}
		plain, text := fetch(t, server.URL+test.path, "gzip;q=0")
		if text != test.text || plain.Header.Get("Content-Encoding") != "" || plain.StatusCode != test.status {
			t.Errorf("%s without: %d %q, %v", test.path, plain.StatusCode, text, plain.Header)
		}
	}
	for n := range 6 { // around the size from which it is worth it
		length := 1366 + n
		server := serveShared(t, strings.Repeat("a", length))
		if _, text := fetch(t, server.URL+"/api/shared/alone", "gzip"); !strings.Contains(text, fmt.Sprintf("%q", strings.Repeat("a", length))) {
			t.Errorf("%d: got %q", length, text)
		}
	}
}
