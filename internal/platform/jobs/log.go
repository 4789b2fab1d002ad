package jobs

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync/atomic"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
)

// riverLog is the log that River writes to.
func (j *Jobs) riverLog() *slog.Logger { return slog.New(warnings{j.log.Handler(), &j.stopping}) }

// warnings keeps River's daily chatter out of our log; and, while the queue stops,
// what River says of work that stopping has cut off: it calls that an error, and
// nothing is wrong.
type warnings struct {
	slog.Handler

	stopping *atomic.Bool
}

// Enabled implements slog.Handler.
func (w warnings) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= slog.LevelWarn && w.Handler.Enabled(ctx, level)
}

// Handle implements slog.Handler.
func (w warnings) Handle(ctx context.Context, r slog.Record) error {
	if w.stopping.Load() && cutOff(ctx, r) {
		r.Level = slog.LevelDebug
		if !w.Handler.Enabled(ctx, r.Level) {
			return nil
		}
	}
	return w.Handler.Handle(ctx, r)
}

// WithAttrs implements slog.Handler.
func (w warnings) WithAttrs(attrs []slog.Attr) slog.Handler {
	return warnings{w.Handler.WithAttrs(attrs), w.stopping}
}

// WithGroup implements slog.Handler.
func (w warnings) WithGroup(name string) slog.Handler {
	return warnings{w.Handler.WithGroup(name), w.stopping}
}

// cutOff reports whether a line tells of work whose context was cancelled. River
// writes the text of most errors, not the errors: only their words are left.
func cutOff(ctx context.Context, r slog.Record) bool {
	if errors.Is(ctx.Err(), context.Canceled) {
		return true
	}
	found := false
	r.Attrs(func(a slog.Attr) bool {
		found = (a.Key == "err" || a.Key == "error") && strings.Contains(a.Value.String(), context.Canceled.Error())
		return !found
	})
	return found
}

// errorLog writes what went wrong in a job, without its arguments.
type errorLog struct {
	log      *slog.Logger
	stopping *atomic.Bool
}

// HandleError implements river.ErrorHandler.
func (e *errorLog) HandleError(ctx context.Context, job *rivertype.JobRow, err error) *river.ErrorHandlerResult {
	level, what := slog.LevelError, "job failed"
	if e.stopping.Load() && errors.Is(err, context.Canceled) && job.Attempt < job.MaxAttempts {
		level, what = slog.LevelInfo, "job cut off, to be run again"
	}
	e.log.LogAttrs(ctx, level, what, slog.String("job", job.Kind), slog.Int64("id", job.ID),
		slog.Int("attempt", job.Attempt), slog.Any("error", err))
	return nil
}

// HandlePanic implements river.ErrorHandler.
func (e *errorLog) HandlePanic(ctx context.Context, job *rivertype.JobRow, value any, trace string) *river.ErrorHandlerResult {
	e.log.LogAttrs(ctx, slog.LevelError, "job panicked", slog.String("job", job.Kind), slog.Int64("id", job.ID),
		slog.Int("attempt", job.Attempt), slog.Any("panic", value), slog.String("trace", trace))
	return nil
}
