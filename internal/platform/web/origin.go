package web

import (
	"net/http"
	"net/url"
	"strings"

	"sluse/internal/kernel/fault"

	"github.com/labstack/echo/v4"
)

// sameOrigin refuses what another site's page makes a browser send: unsafe
// methods with a foreign Sec-Fetch-Site or, in browsers without it, a foreign
// Origin. What carries neither is no browser, and has no cookie to abuse; mail
// providers' one-click unsubscribing (RFC 8058) is such.
func (s *Server) sameOrigin(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if err := s.origins.Check(c.Request()); err != nil {
			return fault.NewForbidden("request.cross_origin").Because(err)
		}
		return next(c)
	}
}

// CheckOrigin says whether a websocket may be opened: browsers send cookies with
// it from any page, and a GET passes the guard for unsafe methods.
func (s *Server) CheckOrigin(r *http.Request) bool {
	origin := r.Header.Get("Origin")
	if origin == "" {
		return true
	}
	if strings.EqualFold(origin, s.options.BaseURL) {
		return true
	}
	u, err := url.Parse(origin)
	return err == nil && u.Host != "" && strings.EqualFold(u.Host, r.Host)
}
