package jobs_test

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"sluse/internal/kernel/clock"
	"sluse/internal/platform/database"
	"sluse/internal/platform/database/dbtest"
	"sluse/internal/platform/jobs"
)

type greet struct {
	Name string `json:"name"`
}

func (greet) Kind() string { return "test.greet" }

type tick struct{}

func (tick) Kind() string { return "test.tick" }

const patience = 20 * time.Second

func open(t *testing.T) (*database.DB, *jobs.Jobs) {
	t.Helper()
	db := dbtest.New(t)
	return db, jobs.New(db, slog.New(slog.DiscardHandler), clock.System{})
}

func start(t *testing.T, j *jobs.Jobs) {
	t.Helper()
	if err := j.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stop(t, j) })
}

func stop(t *testing.T, j *jobs.Jobs) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if err := j.Stop(ctx); err != nil {
		t.Error(err)
	}
}

func enqueue(t *testing.T, db *database.DB, j *jobs.Jobs, args jobs.Args, options jobs.Options) {
	t.Helper()
	err := db.Write(t.Context(), func(ctx context.Context) error { return j.Enqueue(ctx, args, options) })
	if err != nil {
		t.Fatal(err)
	}
}

func receive[T any](t *testing.T, from <-chan T) T {
	t.Helper()
	select {
	case got := <-from:
		return got
	case <-time.After(patience):
		t.Fatal("nothing came in time")
		panic("unreachable")
	}
}

func queued(t *testing.T, db *database.DB) (n int) {
	t.Helper()
	if err := db.Read(t.Context()).Raw("SELECT count(*) FROM river_job").Scan(&n).Error; err != nil {
		t.Fatal(err)
	}
	return n
}

func TestAJobRunsAfterTheCommitAndNeverAfterARollback(t *testing.T) {
	db, j := open(t)
	done := make(chan string, 10)
	jobs.Register(j, func(_ context.Context, args greet) error { done <- args.Name; return nil })
	start(t, j)
	no := errors.New("no")
	err := db.Write(t.Context(), func(ctx context.Context) error {
		if err := j.Enqueue(ctx, greet{"rolled back"}, jobs.Options{}); err != nil {
			t.Error(err)
		}
		return no
	})
	if !errors.Is(err, no) {
		t.Fatal(err)
	}
	enqueue(t, db, j, greet{"committed"}, jobs.Options{})
	if got := receive(t, done); got != "committed" {
		t.Fatalf("%q ran", got)
	}
}

func TestAFailedJobRunsAgain(t *testing.T) {
	db, j := open(t)
	var tries atomic.Int32
	done := make(chan int32, 1)
	jobs.Register(j, func(context.Context, greet) error {
		if n := tries.Add(1); n < 2 {
			return errors.New("not yet")
		}
		done <- tries.Load()
		return nil
	})
	start(t, j)
	enqueue(t, db, j, greet{"x"}, jobs.Options{})
	if got := receive(t, done); got != 2 {
		t.Fatalf("it took %d tries", got)
	}
}

func TestAUniqueJobIsQueuedOnceAndAScheduledOneWaits(t *testing.T) {
	db, j := open(t)
	now := clock.System{}.Now()
	ran := make(chan string, 10)
	jobs.Register(j, func(_ context.Context, args greet) error { ran <- args.Name; return nil })
	enqueue(t, db, j, greet{"same"}, jobs.Options{Unique: true, RunAt: now.Add(time.Hour)})
	enqueue(t, db, j, greet{"same"}, jobs.Options{Unique: true, RunAt: now.Add(time.Hour)})
	enqueue(t, db, j, greet{"due"}, jobs.Options{RunAt: now.Add(-time.Hour)})
	if n := queued(t, db); n != 2 {
		t.Fatalf("%d jobs are queued, want 2", n)
	}
	start(t, j)
	if got := receive(t, ran); got != "due" {
		t.Fatalf("%q ran, an hour too soon", got)
	}
}

func TestAUniqueJobMayBeDoneAgainOnceItHasEnded(t *testing.T) {
	db, j := open(t)
	ran := make(chan string, 10)
	jobs.Register(j, func(_ context.Context, args greet) error { ran <- args.Name; return nil })
	start(t, j)
	enqueue(t, db, j, greet{"same"}, jobs.Options{Unique: true})
	receive(t, ran)
	// The job is marked as done a moment after it is: ask until the queue takes it.
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	for {
		select {
		case <-ran:
			return
		case <-again.C:
			enqueue(t, db, j, greet{"same"}, jobs.Options{Unique: true})
		case <-t.Context().Done():
			t.Fatal("the job was never done again")
		}
	}
}

func TestAShortlyScheduledJobRunsByTheGivenClock(t *testing.T) {
	db := dbtest.New(t)
	// The clock stands in another year than the machine's, as in the demo.
	c := clock.NewManual(time.Date(2031, 3, 1, 12, 0, 0, 0, time.UTC))
	j := jobs.New(db, slog.New(slog.DiscardHandler), c)
	ran := make(chan string, 1)
	jobs.Register(j, func(_ context.Context, args greet) error { ran <- args.Name; return nil })
	start(t, j)
	enqueue(t, db, j, greet{"soon"}, jobs.Options{RunAt: c.Now().Add(100 * time.Millisecond)})
	receive(t, ran)
}

func TestStopLetsARunningJobFinish(t *testing.T) {
	db, j := open(t)
	begun, finish, finished := make(chan struct{}), make(chan struct{}), atomic.Bool{}
	jobs.Register(j, func(context.Context, greet) error {
		close(begun)
		<-finish
		finished.Store(true)
		return nil
	})
	start(t, j)
	enqueue(t, db, j, greet{"x"}, jobs.Options{})
	receive(t, begun)
	var group sync.WaitGroup
	group.Go(func() { stop(t, j) })
	close(finish)
	group.Wait()
	if !finished.Load() {
		t.Fatal("Stop returned before the job had finished")
	}
}

func TestAJobCutOffRunsAgainAtTheNextStart(t *testing.T) {
	db, first := open(t)
	begun := make(chan struct{})
	jobs.Register(first, func(ctx context.Context, _ greet) error {
		close(begun)
		<-ctx.Done()
		return ctx.Err()
	})
	start(t, first)
	enqueue(t, db, first, greet{"x"}, jobs.Options{})
	receive(t, begun)
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if err := first.Stop(gone); err != nil {
		t.Fatal(err)
	}
	second := jobs.New(db, slog.New(slog.DiscardHandler), clock.System{})
	done := make(chan string, 1)
	jobs.Register(second, func(_ context.Context, args greet) error { done <- args.Name; return nil })
	start(t, second)
	receive(t, done)
}

func TestOnSQLiteAJobOfADeadProgramIsTakenUpAtOnce(t *testing.T) {
	db, j := open(t)
	if db.Dialect() != database.SQLite {
		return // there another node may still be at it; River waits
	}
	done := make(chan string, 1)
	jobs.Register(j, func(_ context.Context, args greet) error { done <- args.Name; return nil })
	enqueue(t, db, j, greet{"x"}, jobs.Options{})
	err := db.Write(t.Context(), func(ctx context.Context) error {
		return db.Tx(ctx).Exec("UPDATE river_job SET state = 'running', attempt = 1, attempted_at = CURRENT_TIMESTAMP").Error
	})
	if err != nil {
		t.Fatal(err)
	}
	start(t, j)
	receive(t, done)
}

func TestAPeriodicJobRunsAtTheStart(t *testing.T) {
	_, j := open(t)
	ran := make(chan struct{}, 10)
	jobs.Register(j, func(context.Context, tick) error { ran <- struct{}{}; return nil })
	j.Every(time.Hour, tick{})
	start(t, j)
	receive(t, ran)
}

func TestMigratingTwiceChangesNothing(t *testing.T) {
	db, _ := open(t)
	if err := db.Migrate(t.Context(), jobs.Migrate(db)); err != nil {
		t.Fatal(err)
	}
}
