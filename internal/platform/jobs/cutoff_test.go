package jobs

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/riverqueue/river/rivertype"
)

func TestOnlyCancelledWorkIsNoErrorAndOnlyWhileStopping(t *testing.T) {
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	for name, c := range map[string]struct {
		stopping bool
		ctx      context.Context
		attr     slog.Attr
		want     string
	}{
		"cancelled by stopping":        {true, t.Context(), slog.String("error", "begin: context canceled"), "DEBUG"},
		"and by its context":           {true, cancelled, slog.String("error", "conn closed"), "DEBUG"},
		"cancelled, but nothing stops": {false, cancelled, slog.Any("err", context.Canceled), "ERROR"},
		"another error":                {true, t.Context(), slog.Any("err", errors.New("disk full")), "ERROR"},
		"too late":                     {true, t.Context(), slog.Any("err", context.DeadlineExceeded), "ERROR"},
		"only said in another place":   {true, t.Context(), slog.String("queue", "context canceled"), "ERROR"},
	} {
		var out bytes.Buffer
		var stopping atomic.Bool
		stopping.Store(c.stopping)
		text := slog.NewTextHandler(&out, &slog.HandlerOptions{Level: slog.LevelDebug})
		slog.New(warnings{text, &stopping}).With("a", 1).WithGroup("g").LogAttrs(c.ctx, slog.LevelError, "River says", c.attr)
		if !strings.Contains(out.String(), "level="+c.want) {
			t.Errorf("%s: %s", name, out.String())
		}
		out.Reset()
		quiet := slog.NewTextHandler(&out, &slog.HandlerOptions{Level: slog.LevelInfo})
		slog.New(warnings{quiet, &stopping}).LogAttrs(c.ctx, slog.LevelError, "River says", c.attr)
		if got := strings.Contains(out.String(), "ERROR"); got != (c.want == "ERROR") {
			t.Errorf("%s, without debugging: %s", name, out.String())
		}
	}
}

func TestAJobThatStoppingCutOffHasNotFailed(t *testing.T) {
	for name, c := range map[string]struct {
		stopping bool
		err      error
		attempt  int
		want     string
	}{
		"cut off":                        {true, fmt.Errorf("send: %w", context.Canceled), 1, "INFO"},
		"cut off, and not run again":     {true, context.Canceled, 3, "ERROR"},
		"cancelled, but nothing stops":   {false, context.Canceled, 1, "ERROR"},
		"failed while the program stops": {true, errors.New("no such table"), 1, "ERROR"},
	} {
		var out bytes.Buffer
		var stopping atomic.Bool
		stopping.Store(c.stopping)
		log := &errorLog{slog.New(slog.NewTextHandler(&out, nil)), &stopping}
		log.HandleError(t.Context(), &rivertype.JobRow{Kind: "test", Attempt: c.attempt, MaxAttempts: 3}, c.err)
		if !strings.Contains(out.String(), "level="+c.want) {
			t.Errorf("%s: %s", name, out.String())
		}
	}
}
