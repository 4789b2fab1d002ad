package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivertype"

	"sluse/internal/platform/database"
)

// Start begins to work jobs, those that an earlier run left unfinished included.
// It returns at once; ctx only bounds the starting.
func (j *Jobs) Start(ctx context.Context) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.running != nil {
		return errors.New("jobs: started already")
	}
	if err := j.takeUpUnfinished(ctx); err != nil {
		return err
	}
	running, err := j.newRunner()
	if err != nil {
		return fmt.Errorf("open the job queue: %w", err)
	}
	// The context given to River ends the work when it ends; ours is only the
	// starting's, and Stop is how it ends.
	if err := running.Start(context.WithoutCancel(ctx)); err != nil {
		return fmt.Errorf("start jobs: %w", err)
	}
	j.running = running
	return nil
}

func (j *Jobs) newRunner() (runner, error) {
	config := &river.Config{
		FetchCooldown:        fetchCooldown,
		FetchPollInterval:    fetchPoll,
		JobTimeout:           timeout,
		RescueStuckJobsAfter: rescueAfter,
		Logger:               slog.New(warnings{j.log.Handler()}),
		ErrorHandler:         &errorLog{j.log},
		PeriodicJobs:         j.periodic,
		Queues:               j.queues,
		Workers:              j.workers,
	}
	if j.db.Dialect() == database.SQLite {
		return river.NewClient(riversqlite.New(j.db.WriterSQL()), config)
	}
	return river.NewClient(riverpgxv5.New(j.db.Pool()), config)
}

// takeUpUnfinished makes jobs that were running when the program died runnable
// again. On SQLite this program is the only one, so whatever "runs" does not; on
// PostgreSQL another node may be at it, and River itself takes them up after
// rescueAfter.
func (j *Jobs) takeUpUnfinished(ctx context.Context) error {
	if j.db.Dialect() != database.SQLite {
		return nil
	}
	err := j.db.Write(ctx, func(ctx context.Context) error {
		return j.db.Tx(ctx).Exec("UPDATE river_job SET state = 'available' WHERE state = 'running'").Error
	})
	if err != nil {
		return fmt.Errorf("take up unfinished jobs: %w", err)
	}
	return nil
}

// warnings keeps River's daily chatter out of our log.
type warnings struct{ slog.Handler }

// Enabled implements slog.Handler.
func (w warnings) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= slog.LevelWarn && w.Handler.Enabled(ctx, level)
}

// WithAttrs implements slog.Handler.
func (w warnings) WithAttrs(attrs []slog.Attr) slog.Handler {
	return warnings{w.Handler.WithAttrs(attrs)}
}

// WithGroup implements slog.Handler.
func (w warnings) WithGroup(name string) slog.Handler { return warnings{w.Handler.WithGroup(name)} }

// errorLog writes what went wrong in a job, without its arguments.
type errorLog struct{ log *slog.Logger }

// HandleError implements river.ErrorHandler.
func (e *errorLog) HandleError(ctx context.Context, job *rivertype.JobRow, err error) *river.ErrorHandlerResult {
	e.log.LogAttrs(ctx, slog.LevelError, "job failed", slog.String("job", job.Kind), slog.Int64("id", job.ID),
		slog.Int("attempt", job.Attempt), slog.Any("error", err))
	return nil
}

// HandlePanic implements river.ErrorHandler.
func (e *errorLog) HandlePanic(ctx context.Context, job *rivertype.JobRow, value any, trace string) *river.ErrorHandlerResult {
	e.log.LogAttrs(ctx, slog.LevelError, "job panicked", slog.String("job", job.Kind), slog.Int64("id", job.ID),
		slog.Int("attempt", job.Attempt), slog.Any("panic", value), slog.String("trace", trace))
	return nil
}
