package web

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"html"
	"net/http"
	"strings"
	"time"

	"sluse/internal/kernel/fault"

	"github.com/labstack/echo/v4"
)

// Preview is what a page says of itself to those who run no scripts: search
// engines, and the programs that show a card where somebody shares a link.
type Preview struct {
	Title       string
	Description string
	// Path is the page's one address, Image a picture's; both begin with '/'.
	Path  string
	Image string
}

// Previews tells what stands at an address of the frontend as anybody may read
// it. A notfound fault means that there is nothing to say of it.
type Previews func(ctx context.Context, path string) (Preview, error)

// previewed sends the frontend's one page with what stands at the address in its
// head. No script is added, so the page's policy stays what it is. It reports
// whether there was anything to send.
func (s *Server) previewed(c echo.Context) bool {
	if s.options.Previews == nil || s.pages.page == nil {
		return false
	}
	preview, err := s.options.Previews(c.Request().Context(), c.Request().URL.Path)
	if fault.Is(err, fault.NotFound) {
		return false
	}
	if err != nil {
		// The page itself can still be read.
		s.log.WarnContext(c.Request().Context(), "describe a page", "path", c.Request().URL.Path, "error", err)
		return false
	}
	page := bytes.Replace(s.pages.page, []byte("</head>"), []byte(preview.tags(s.options.BaseURL)+"</head>"), 1)
	sum := sha256.Sum256(page)
	h := c.Response().Header()
	h.Set(echo.HeaderContentType, mimeOf(fallback))
	h.Set("Cache-Control", "no-cache")
	h.Set("ETag", `"`+hex.EncodeToString(sum[:12])+`"`)
	http.ServeContent(c.Response(), c.Request(), "", time.Time{}, bytes.NewReader(page))
	return true
}

// tags are the elements of the head, in the words of the Open Graph protocol.
func (p Preview) tags(base string) string {
	var b strings.Builder
	write := func(parts ...string) {
		for i, part := range parts {
			if i%2 == 1 {
				part = html.EscapeString(part)
			}
			b.WriteString(part)
		}
	}
	base = strings.TrimRight(base, "/")
	write(`<title>`, p.Title, "</title>\n")
	write(`<link rel="canonical" href="`, base+p.Path, "\">\n")
	property := func(name, content string) {
		if content != "" {
			write(`<meta property="`, name, `" content="`, content, "\">\n")
		}
	}
	property("og:type", "website")
	property("og:site_name", "Sluse")
	property("og:locale", "da_DK")
	property("og:url", base+p.Path)
	property("og:title", p.Title)
	property("og:description", p.Description)
	if p.Image != "" {
		property("og:image", base+p.Image)
		write(`<meta name="twitter:card" content="`, "summary_large_image", "\">\n")
	}
	return b.String()
}
