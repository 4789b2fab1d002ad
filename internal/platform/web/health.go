package web

import (
	"context"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/labstack/echo/v4"
)

// Check is one thing that must be well for the program to take requests.
type Check struct {
	Name string
	Ask  func(context.Context) error
}

// readyTimeout bounds all checks together: a balancer asks every few seconds.
const readyTimeout = 2 * time.Second

// readyFor is how long an answer is given again: anybody may ask, and asking
// costs a connection of the database.
const readyFor = time.Second

type health struct {
	checks   []Check
	stopping atomic.Bool

	mu     sync.Mutex
	asked  time.Time
	failed []string
}

type healthAnswer struct {
	Status string `json:"status"`
}

// alive answers as long as the process can answer at all.
func (h *health) alive(c echo.Context) error {
	c.Response().Header().Set("Cache-Control", "no-store")
	return c.JSON(http.StatusOK, healthAnswer{Status: "alive"})
}

// ready answers 503 while requests should go elsewhere. Only the names of what is
// not well leave the log.
func (h *health) ready(c echo.Context) error {
	c.Response().Header().Set("Cache-Control", "no-store")
	failed := h.ask(c.Request().Context())
	if h.stopping.Load() {
		failed = append([]string{"stopping"}, failed...)
	}
	if len(failed) > 0 {
		p := newProblem(http.StatusServiceUnavailable)
		p.Code, p.Params = "service.not_ready", map[string]any{"failed": failed}
		return p
	}
	return c.JSON(http.StatusOK, healthAnswer{Status: "ready"})
}

// ask returns the names of the checks that fail. Of several who ask at once one
// does the work.
func (h *health) ask(ctx context.Context) []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	if time.Since(h.asked) < readyFor {
		return h.failed
	}
	// What one client learns holds for the next: it must not end with the first.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), readyTimeout)
	defer cancel()
	h.failed = nil
	for _, check := range h.checks {
		if err := check.Ask(ctx); err != nil {
			logger(ctx).WarnContext(ctx, "not ready", "check", check.Name, "error", err)
			h.failed = append(h.failed, check.Name)
		}
	}
	h.asked = time.Now()
	return h.failed
}
