package web

import (
	"context"
	"net/http"
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

type health struct {
	checks   []Check
	stopping atomic.Bool
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
	ctx, cancel := context.WithTimeout(c.Request().Context(), readyTimeout)
	defer cancel()
	failed := []string{}
	if h.stopping.Load() {
		failed = append(failed, "stopping")
	}
	for _, check := range h.checks {
		if err := check.Ask(ctx); err != nil {
			logger(ctx).WarnContext(ctx, "not ready", "check", check.Name, "error", err)
			failed = append(failed, check.Name)
		}
	}
	if len(failed) > 0 {
		p := newProblem(http.StatusServiceUnavailable)
		p.Code, p.Params = "service.not_ready", map[string]any{"failed": failed}
		return p
	}
	return c.JSON(http.StatusOK, healthAnswer{Status: "ready"})
}
