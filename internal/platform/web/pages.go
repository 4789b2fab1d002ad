package web

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"html"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"sluse/internal/kernel/fault"

	"github.com/labstack/echo/v4"
)

// fallback is the one page of the frontend, which answers every page's address.
const fallback = "200.html"

// pages serves the built frontend.
type pages struct {
	files  fs.FS
	assets map[string]asset
	policy string
	page   []byte // the fallback, as it is written out
}

// asset is one file of the frontend with what is known about it.
type asset struct {
	// etag is found out when it is first asked for: to read every file at the start
	// would keep all of them in memory.
	etag     func() string
	mime     string
	variants map[string]bool // by encoding: "br", "gzip"
}

// suffixes of the files that the build has compressed, the best first.
var encodings = []struct{ name, suffix string }{{"br", ".br"}, {"gzip", ".gz"}}

// loadPages looks through the frontend once, to know its files and the policy for
// the scripts in its page.
func loadPages(files fs.FS) (*pages, error) {
	p := &pages{files: files, assets: map[string]asset{}, policy: barePolicy}
	if files == nil {
		return p, nil
	}
	err := fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || compressed(name) || strings.HasPrefix(path.Base(name), ".") {
			return err
		}
		p.assets[name] = p.inspect(name)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read the frontend: %w", err)
	}
	if page, err := fs.ReadFile(files, fallback); err == nil {
		p.page, p.policy = page, policyOf(page)
	}
	return p, nil
}

func compressed(name string) bool {
	return strings.HasSuffix(name, ".br") || strings.HasSuffix(name, ".gz")
}

func (p *pages) inspect(name string) asset {
	found := asset{mime: mimeOf(name), variants: map[string]bool{}, etag: sync.OnceValue(func() string {
		content, err := fs.ReadFile(p.files, name)
		if err != nil {
			return "" // opening it will say why
		}
		sum := sha256.Sum256(content)
		return hex.EncodeToString(sum[:12])
	})}
	for _, encoding := range encodings {
		if _, err := fs.Stat(p.files, name+encoding.suffix); err == nil {
			found.variants[encoding.name] = true
		}
	}
	return found
}

// mimeOf knows the frontend's kinds of file itself: Go would ask the machine's
// tables, which differ.
func mimeOf(name string) string {
	known := map[string]string{
		".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".mjs": "text/javascript; charset=utf-8",
		".css": "text/css; charset=utf-8", ".json": "application/json", ".svg": "image/svg+xml", ".png": "image/png",
		".jpg": "image/jpeg", ".webp": "image/webp", ".ico": "image/x-icon", ".woff2": "font/woff2", ".woff": "font/woff",
		".txt": "text/plain; charset=utf-8", ".webmanifest": "application/manifest+json", ".pdf": "application/pdf",
	}
	if kind, ok := known[path.Ext(name)]; ok {
		return kind
	}
	if kind := mime.TypeByExtension(path.Ext(name)); kind != "" {
		return kind
	}
	return "application/octet-stream"
}

var metaPolicy = regexp.MustCompile(`(?i)<meta\s+http-equiv="content-security-policy"\s+content="([^"]*)"`)

// policyOf takes the policy with the hashes of the page's own scripts out of the
// built page and adds what a policy in a page cannot say.
func policyOf(page []byte) string {
	found := metaPolicy.FindSubmatch(page)
	if found == nil {
		return barePolicy
	}
	return strings.TrimRight(html.UnescapeString(string(found[1])), "; ") + "; frame-ancestors 'none'; form-action 'self'"
}

// fileName tells a file that is not there from a page whose address ends in a
// token: those hold dots as well, but nothing as short as the kind of a file.
var fileName = regexp.MustCompile(`\.[a-z0-9]{0,11}$`)

// navigates tells a person who goes to an address, perhaps one that ends in the full
// stop of a sentence, from a page that asks for one of its files.
func navigates(c echo.Context) bool {
	return c.Request().Header.Get("Sec-Fetch-Dest") == "document"
}

// servePage answers every address outside /api: a file of the frontend where there
// is one, its page where a page can be, and 404 (never a page) for a missing file.
func (s *Server) servePage(c echo.Context) error {
	p := s.pages
	name := strings.TrimPrefix(path.Clean("/"+c.Request().URL.Path), "/")
	if file, ok := p.assets[name]; ok && name != fallback {
		return p.send(c, name, file)
	}
	if strings.HasPrefix(name, "_app/") || fileName.MatchString(name) && !navigates(c) {
		return fault.NewNotFound("request.path_unknown")
	}
	if fileName.MatchString(name) || slices.Contains(s.options.Absent, "/"+name) {
		if p.page == nil {
			return fault.NewNotFound("request.path_unknown")
		}
		c.Response().Header().Set("Cache-Control", "no-cache")
		return c.HTMLBlob(http.StatusNotFound, p.page)
	}
	if s.previewed(c) {
		return nil
	}
	page, built := p.assets[fallback]
	if !built {
		return fault.NewUnavailable("frontend.not_built")
	}
	return p.send(c, fallback, page)
}

func (p *pages) send(c echo.Context, name string, file asset) error {
	h := c.Response().Header()
	h.Set(echo.HeaderContentType, file.mime)
	h.Set("Cache-Control", "no-cache")
	if strings.HasPrefix(name, "_app/immutable/") {
		h.Set("Cache-Control", "public, "+oneYear+", immutable")
	}
	etag := file.etag()
	if len(file.variants) > 0 {
		h.Add("Vary", "Accept-Encoding")
	}
	accepted := encodingsOf(c)
	for _, encoding := range encodings {
		if file.variants[encoding.name] && accepts(accepted, encoding.name) {
			h.Set("Content-Encoding", encoding.name)
			name += encoding.suffix
			etag += "-" + encoding.name
			break
		}
	}
	h.Set("ETag", `"`+etag+`"`)
	return p.copy(c, name)
}

// copy sends the file itself; ServeContent answers conditional requests.
func (p *pages) copy(c echo.Context, name string) error {
	opened, err := p.files.Open(name)
	if err != nil {
		return fmt.Errorf("open %s of the frontend: %w", name, err)
	}
	defer func() { _ = opened.Close() }()
	content, ok := opened.(io.ReadSeeker)
	if !ok {
		return errors.New("the frontend's files must be seekable")
	}
	http.ServeContent(c.Response(), c.Request(), "", time.Time{}, content)
	return nil
}

// accepts reads an Accept-Encoding header: an encoding counts unless its quality is zero.
func accepts(header, encoding string) bool {
	for part := range strings.SplitSeq(header, ",") {
		name, quality, _ := strings.Cut(strings.ToLower(strings.Join(strings.Fields(part), "")), ";")
		if name == encoding {
			quality = strings.TrimPrefix(quality, "q=")
			return quality == "" || strings.Trim(quality, "0.") != ""
		}
	}
	return false
}
