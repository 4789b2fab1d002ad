package web_test

import (
	"net/http"
	"strings"
	"testing"
	"testing/fstest"

	"sluse/internal/platform/web"
)

const builtPage = `<!doctype html><head><meta http-equiv="content-security-policy" content="default-src 'self'; script-src 'self' 'sha256-abc='; style-src &#39;self&#39;"></head>`

// built is a frontend as the build leaves it.
func built() fstest.MapFS {
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	return fstest.MapFS{
		".gitkeep": file(""), "200.html": file(builtPage), "200.html.br": file("page-br"), "200.html.gz": file("page-gz"),
		"favicon.svg": file("<svg/>"), "_app/version.json": file("{}"),
		"_app/immutable/a.js": file("let a"), "_app/immutable/a.js.br": file("a-br"), "_app/immutable/a.js.gz": file("a-gz"),
	}
}

func accept(encodings string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Set("Accept-Encoding", encodings) }
}

func TestPagesAndAssets(t *testing.T) {
	s := newServer(t, func(o *web.Options) { o.Pages = built() })
	cases := []struct{ path, accept, body, kind, encoding, cache string }{
		{"/", "", builtPage, "text/html; charset=utf-8", "", "no-cache"},
		{"/p/sammen/discussions/0190", "gzip, br", "page-br", "text/html; charset=utf-8", "br", "no-cache"},
		{"/overview", "gzip", "page-gz", "text/html; charset=utf-8", "gzip", "no-cache"},
		{"/overview", "br;q=0, gzip;q=0.5", "page-gz", "text/html; charset=utf-8", "gzip", "no-cache"},
		{"/mail-stop/MDE5YS5iYzE.k3dPq_0XyZ-aBcDeFgHiJkLm", "", builtPage, "text/html; charset=utf-8", "", "no-cache"},
		{"/_app/immutable/a.js", "br", "a-br", "text/javascript; charset=utf-8", "br", "public, max-age=31536000, immutable"},
		{"/_app/immutable/a.js", "identity", "let a", "text/javascript; charset=utf-8", "", "public, max-age=31536000, immutable"},
		{"/_app/version.json", "br", "{}", "application/json", "", "no-cache"},
		{"/favicon.svg", "", "<svg/>", "image/svg+xml", "", "no-cache"},
	}
	for _, c := range cases {
		answer := ask(t, s, http.MethodGet, c.path, "", accept(c.accept))
		h := answer.Header()
		if answer.Code != 200 || answer.Body.String() != c.body || h.Get("Content-Type") != c.kind || h.Get("Content-Encoding") != c.encoding || h.Get("Cache-Control") != c.cache {
			t.Errorf("%s (%s): %d %q %v", c.path, c.accept, answer.Code, answer.Body, h)
		}
		if h.Get("ETag") == "" {
			t.Errorf("%s has no ETag", c.path)
		}
	}
	if vary := ask(t, s, http.MethodGet, "/", "", nil).Header().Get("Vary"); vary != "Accept-Encoding" {
		t.Errorf("Vary %q", vary)
	}
}

func TestPagesThatAnInstallationLacks(t *testing.T) {
	s := newServer(t, func(o *web.Options) { o.Pages, o.Absent = built(), []string{"/demo/mail"} })
	for _, path := range []string{"/demo/mail", "/demo/mail/", "/demo//mail"} {
		if answer := ask(t, s, http.MethodGet, path, "", accept("br")); answer.Code != http.StatusNotFound || answer.Body.String() != builtPage || answer.Header().Get("ETag") != "" {
			t.Errorf("%s: %d %q %v", path, answer.Code, answer.Body, answer.Header())
		}
	}
	if answer := ask(t, s, http.MethodGet, "/demo/mails", "", nil); answer.Code != http.StatusOK {
		t.Errorf("another page: %d", answer.Code)
	}
}

func TestMissingAssetsAreNeverPages(t *testing.T) {
	s := newServer(t, func(o *web.Options) { o.Pages = built() })
	person := func(r *http.Request) { r.Header.Set("Sec-Fetch-Dest", "document") }
	for _, path := range []string{"/overview.", "/robots.php"} {
		if answer := ask(t, s, http.MethodGet, path, "", person); answer.Code != http.StatusNotFound || answer.Body.String() != builtPage {
			t.Errorf("%s for a person: %d %.60q", path, answer.Code, answer.Body)
		}
	}
	problemIn(t, ask(t, s, http.MethodGet, "/_app/immutable/old.js", "", person), 404)
	for _, path := range []string{"/_app/immutable/old.js", "/_app/nothing", "/robots.php", "/200.html.br", "/.gitkeep", "/x/../../etc/passwd.txt", "/200.html"} {
		problemIn(t, ask(t, s, http.MethodGet, path, "", nil), 404)
	}
	problemIn(t, ask(t, s, http.MethodPost, "/overview", "{}", nil), 405)
}

func TestPagePolicyComesFromTheBuiltPage(t *testing.T) {
	s := newServer(t, func(o *web.Options) { o.Pages = built() })
	policy := ask(t, s, http.MethodGet, "/", "", nil).Header().Get("Content-Security-Policy")
	for _, part := range []string{"'sha256-abc='", "style-src 'self'", "frame-ancestors 'none'", "form-action 'self'"} {
		if !strings.Contains(policy, part) {
			t.Errorf("policy %q lacks %s", policy, part)
		}
	}
}

func TestPagesAreAskedForAgainCheaply(t *testing.T) {
	s := newServer(t, func(o *web.Options) { o.Pages = built() })
	first := ask(t, s, http.MethodGet, "/overview", "", accept("br"))
	again := ask(t, s, http.MethodGet, "/overview", "", func(r *http.Request) {
		accept("br")(r)
		r.Header.Set("If-None-Match", first.Header().Get("ETag"))
	})
	if again.Code != http.StatusNotModified || again.Body.Len() != 0 {
		t.Errorf("%d with %d bytes", again.Code, again.Body.Len())
	}
	other := ask(t, s, http.MethodGet, "/overview", "", func(r *http.Request) {
		accept("gzip")(r)
		r.Header.Set("If-None-Match", first.Header().Get("ETag"))
	})
	if other.Code != http.StatusOK {
		t.Errorf("another encoding is another text: %d", other.Code)
	}
	if head := ask(t, s, http.MethodHead, "/overview", "", nil); head.Code != 200 || head.Body.Len() != 0 {
		t.Errorf("HEAD: %d with %d bytes", head.Code, head.Body.Len())
	}
}

func TestFrontendThatIsNotBuilt(t *testing.T) {
	for _, files := range []fstest.MapFS{nil, {".gitkeep": {}}} {
		s := newServer(t, func(o *web.Options) {
			if files != nil {
				o.Pages = files
			}
		})
		if p := problemIn(t, ask(t, s, http.MethodGet, "/", "", nil), 503); p.Code != "frontend.not_built" {
			t.Errorf("code %q", p.Code)
		}
		if answer := ask(t, s, http.MethodGet, "/api/word", "", nil); answer.Code != 200 {
			t.Errorf("the API works without: %d", answer.Code)
		}
	}
}
