package web

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"sluse/internal/kernel/id"

	"github.com/labstack/echo/v4"
)

// requestIDHeader carries the request id back; an incoming one is not believed,
// so that log lines cannot be forged.
const requestIDHeader = "X-Request-Id"

type requestKey struct{}

// request is what the whole way through a request shares.
type request struct {
	id     string
	client string
	log    *slog.Logger
}

// RequestID returns the id of the request that ctx belongs to, "" outside one.
func RequestID(ctx context.Context) string {
	if r, ok := ctx.Value(requestKey{}).(*request); ok {
		return r.id
	}
	return ""
}

// ClientAddress returns the network address that the request of ctx came from, ""
// outside one. Of proxies only those that are trusted are believed.
func ClientAddress(ctx context.Context) string {
	if r, ok := ctx.Value(requestKey{}).(*request); ok {
		return r.client
	}
	return ""
}

func logger(ctx context.Context) *slog.Logger {
	if r, ok := ctx.Value(requestKey{}).(*request); ok {
		return r.log
	}
	return slog.Default()
}

// observe gives the request its id and writes the log line. It is the outermost
// of all, so that nothing goes unseen.
func (s *Server) observe(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		begun := time.Now()
		r := &request{id: id.New(), client: c.RealIP(), log: s.log}
		c.SetRequest(c.Request().WithContext(context.WithValue(c.Request().Context(), requestKey{}, r)))
		c.Response().Header().Set(requestIDHeader, r.id)
		defer func() { s.access(c, r.id, time.Since(begun)) }()
		return next(c)
	}
}

// answer writes the problem of whatever failed further in, panics included, so
// that metrics and compression around it see an answer like any other.
func (s *Server) answer(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if err := s.recovered(c, next); err != nil {
			return writeProblem(c, err)
		}
		return nil
	}
}

// recovered calls next and makes a panic an error.
func (s *Server) recovered(c echo.Context, next echo.HandlerFunc) (err error) {
	defer func() {
		switch cause := recover(); cause {
		case nil:
		case http.ErrAbortHandler:
			panic(cause)
		default:
			err = fmt.Errorf("panic: %v\n%s", cause, debug.Stack())
		}
	}()
	return next(c)
}

func (s *Server) access(c echo.Context, requestID string, took time.Duration) {
	level := slog.LevelInfo
	if quiet[c.Path()] {
		level = slog.LevelDebug
	}
	s.log.Log(c.Request().Context(), level, "request",
		"method", knownMethod(c.Request().Method), "path", loggedPath(c), "status", c.Response().Status,
		"ms", took.Milliseconds(), "bytes", c.Response().Size, "requestId", requestID)
}

// quiet are asked every few seconds by machines.
var quiet = map[string]bool{"/healthz": true, "/readyz": true}

// openParams are the parts of an address that the log may hold: ids of ours. Any
// other (a token, an address) is left out.
var openParams = map[string]bool{"id": true, "slug": true, "kind": true, "programme": true, "thread": true}

// loggedPath is the address as far as it says nothing about a person: the route
// with its ids; of a page only the first part, since links carry tokens.
func loggedPath(c echo.Context) string {
	route := c.Path()
	if route == "" || strings.HasSuffix(route, "*") {
		return firstPart(c.Request().URL.Path)
	}
	parts := strings.Split(route, "/")
	for i, part := range parts {
		if name, isParam := strings.CutPrefix(part, ":"); isParam {
			parts[i] = "…"
			if value := c.Param(name); openParams[name] && len(value) <= 64 && !strings.Contains(value, "@") {
				parts[i] = value
			}
		}
	}
	return strings.Join(parts, "/")
}

func firstPart(path string) string {
	if strings.HasPrefix(path, "/_app/") {
		return "/_app/…"
	}
	first, rest, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	if strings.Contains(first, "@") || len(first) > 64 {
		return "/…"
	}
	if rest != "" {
		return "/" + first + "/…"
	}
	return "/" + first
}

// knownMethod keeps the log and the metrics free of made-up methods.
func knownMethod(method string) string {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return method
	}
	return "OTHER"
}
