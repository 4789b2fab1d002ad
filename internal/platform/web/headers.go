package web

import (
	"strings"

	"github.com/labstack/echo/v4"
)

// Policies that are the same for every answer.
const (
	// apiPolicy lets a JSON answer that is opened as a page do nothing at all.
	apiPolicy = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
	// barePolicy holds for pages until a frontend is built.
	barePolicy  = "default-src 'self'; object-src 'none'; base-uri 'self'; frame-ancestors 'none'; form-action 'self'"
	permissions = "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()"
	oneYear     = "max-age=31536000"
)

// headers sets what every answer carries, errors included.
func (s *Server) headers(next echo.HandlerFunc) echo.HandlerFunc {
	https := strings.HasPrefix(s.options.BaseURL, "https://")
	return func(c echo.Context) error {
		h := c.Response().Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "strict-origin-when-cross-origin")
		h.Set("Permissions-Policy", permissions)
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		if https {
			h.Set("Strict-Transport-Security", oneYear+"; includeSubDomains")
		}
		if isAPI(c.Request().URL.Path) {
			h.Set("Content-Security-Policy", apiPolicy)
			// Answers depend on who asks: no cache may keep them.
			h.Set("Cache-Control", "no-store")
		} else {
			h.Set("Content-Security-Policy", s.pages.policy)
		}
		return next(c)
	}
}

func isAPI(path string) bool { return path == "/api" || strings.HasPrefix(path, "/api/") }
