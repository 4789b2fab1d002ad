package web_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/fstest"

	"sluse/internal/kernel/fault"
	"sluse/internal/platform/web"
)

func previewed(t *testing.T) *web.Server {
	t.Helper()
	return newServer(t, func(o *web.Options) {
		o.Pages = fstest.MapFS{"200.html": {Data: []byte(builtPage)}, "200.html.br": {Data: []byte("page-br")}}
		o.Previews = func(_ context.Context, path string) (web.Preview, error) {
			switch path {
			case "/programmes/sammen":
				return web.Preview{Title: `Sammen <script>"`, Description: "Vi & I", Path: path, Image: "/share.png"}, nil
			case "/programmes/broken":
				return web.Preview{}, errors.New("the database is away")
			}
			return web.Preview{}, fault.NewNotFound("request.path_unknown")
		}
	})
}

func TestPagesSayWhatTheyAreWithoutScripts(t *testing.T) {
	s := previewed(t)
	answer := ask(t, s, http.MethodGet, "/programmes/sammen", "", accept("br"))
	page, h := answer.Body.String(), answer.Header()
	for _, part := range []string{
		"<title>Sammen &lt;script&gt;&#34;</title>",
		`<meta property="og:title" content="Sammen &lt;script&gt;&#34;">`,
		`<meta property="og:description" content="Vi &amp; I">`,
		`<meta property="og:type" content="website">`,
		`<meta property="og:url" content="https://sluse.example/programmes/sammen">`,
		`<meta property="og:image" content="https://sluse.example/share.png">`,
		`<link rel="canonical" href="https://sluse.example/programmes/sammen">`,
	} {
		if !strings.Contains(page, part) {
			t.Errorf("the page lacks %s: %s", part, page)
		}
	}
	if !strings.HasSuffix(page, "</head>") || strings.Contains(page, "<script>") {
		t.Errorf("the head: %s", page)
	}
	if h.Get("Content-Encoding") != "" || !strings.Contains(h.Get("Content-Security-Policy"), "'sha256-abc='") || h.Get("Content-Type") != "text/html; charset=utf-8" {
		t.Errorf("headers %v", h)
	}
	again := ask(t, s, http.MethodGet, "/programmes/sammen", "", func(r *http.Request) { r.Header.Set("If-None-Match", h.Get("ETag")) })
	if again.Code != http.StatusNotModified {
		t.Errorf("asked again: %d", again.Code)
	}
}

func TestPagesOfWhichThereIsNothingToSay(t *testing.T) {
	s := previewed(t)
	for _, path := range []string{"/", "/programmes/hidden", "/programmes/broken"} {
		if answer := ask(t, s, http.MethodGet, path, "", nil); answer.Code != 200 || answer.Body.String() != builtPage {
			t.Errorf("%s: %d %s", path, answer.Code, answer.Body)
		}
	}
}
