package jobs_test

import (
	"context"
	"log/slog"
	"sync"
	"testing"
	"time"

	"sluse/internal/kernel/clock"
	"sluse/internal/platform/database"
	"sluse/internal/platform/database/dbtest"
	"sluse/internal/platform/jobs"
)

// heard keeps what is logged, at every level.
type heard struct {
	mu     sync.Mutex
	lines  []slog.Record
	cutOff chan struct{} // a line told of cancelled work
}

// Enabled implements slog.Handler.
func (h *heard) Enabled(context.Context, slog.Level) bool { return true }

// WithAttrs implements slog.Handler.
func (h *heard) WithAttrs([]slog.Attr) slog.Handler { return h }

// WithGroup implements slog.Handler.
func (h *heard) WithGroup(string) slog.Handler { return h }

// Handle implements slog.Handler.
func (h *heard) Handle(ctx context.Context, r slog.Record) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.lines = append(h.lines, r.Clone())
	if ctx.Err() != nil {
		select {
		case h.cutOff <- struct{}{}:
		default:
		}
	}
	return nil
}

func (h *heard) above(level slog.Level) (lines []slog.Record) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, r := range h.lines {
		if r.Level > level {
			lines = append(lines, r)
		}
	}
	return lines
}

func wantCalm(t *testing.T, h *heard) {
	t.Helper()
	for _, r := range h.above(slog.LevelWarn) {
		r.Attrs(func(a slog.Attr) bool {
			t.Logf("%s=%s", a.Key, a.Value)
			return true
		})
		t.Errorf("stopping was logged as %s: %s", r.Level, r.Message)
	}
}

// due is a periodic job whose queueing can be held up: River asks for its JSON
// right before it writes it.
type due struct{ writing func() }

// Kind implements jobs.Args.
func (due) Kind() string { return "test.due" }

// MarshalJSON implements json.Marshaler.
func (d due) MarshalJSON() ([]byte, error) {
	d.writing()
	return []byte("{}"), nil
}

// River is stopped while it waits for the database: it is cut off, and says so as
// an error. That is none.
func TestStoppingWhileRiverWritesIsNoError(t *testing.T) {
	db := dbtest.New(t)
	log := &heard{cutOff: make(chan struct{}, 1)}
	j := jobs.New(db, slog.New(log), clock.System{})
	jobs.Register(j, func(context.Context, due) error { return nil })
	writing, goOn := make(chan struct{}, 1), make(chan struct{})
	j.Every(time.Hour, due{sync.OnceFunc(func() {
		writing <- struct{}{}
		<-goOn
	})})
	start(t, j)
	receive(t, writing)
	var stopping sync.WaitGroup
	err := db.Write(t.Context(), func(ctx context.Context) error {
		defer close(goOn)
		if db.Dialect() != database.SQLite { // there a writer keeps the next one waiting anyhow
			if err := db.Tx(ctx).Exec("LOCK TABLE river_job IN ACCESS EXCLUSIVE MODE").Error; err != nil {
				return err
			}
		}
		goOn <- struct{}{}
		stopping.Go(func() { stop(t, j) })
		receive(t, log.cutOff)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	stopping.Wait()
	wantCalm(t, log)
}
