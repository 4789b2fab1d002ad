package database

import (
	"context"
	"errors"
	"path/filepath"
	"runtime"
	"testing"
	"time"
)

// stageAlong opens a database in which what goes along is left to others for so long.
func stageAlong(t *testing.T, along time.Duration) *DB {
	t.Helper()
	db, err := Open(t.Context(), Options{Path: filepath.Join(t.TempDir(), "along.sqlite")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	db.grouper.along = along
	if err := db.Write(t.Context(), func(ctx context.Context) error {
		_, err := db.Exec(ctx, "CREATE TABLE page (id INTEGER PRIMARY KEY)")
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return db
}

func addPage(db *DB, id int) func(ctx context.Context) error {
	return func(ctx context.Context) error {
		_, err := db.Exec(ctx, "INSERT INTO page VALUES (?)", id)
		return err
	}
}

// openAlong adds a page that goes along, and returns once its transaction is open; ended
// tells what became of it.
func openAlong(t *testing.T, db *DB, id int) (ended chan error) {
	t.Helper()
	written := make(chan struct{})
	ended = make(chan error, 1)
	go func() {
		ended <- db.WriteAlong(t.Context(), func(ctx context.Context) error {
			defer close(written)
			return addPage(db, id)(ctx)
		})
	}()
	<-written
	return ended
}

func pages(t *testing.T, db *DB) (n int) {
	t.Helper()
	if err := db.Row(t.Context(), "SELECT count(*) FROM page").Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestWhatGoesAlongIsCommittedWithWhatComesNext(t *testing.T) {
	for _, next := range []struct {
		name  string
		fails error
		want  int
	}{{"that succeeds", nil, 2}, {"that fails", errors.New("no"), 1}} {
		t.Run(next.name, func(t *testing.T) {
			db := stageAlong(t, time.Hour)
			ended := openAlong(t, db, 1)
			err := db.Write(t.Context(), func(ctx context.Context) error {
				return errors.Join(addPage(db, 2)(ctx), next.fails)
			})
			if !errors.Is(err, next.fails) {
				t.Error(err)
			}
			if err := <-ended; err != nil {
				t.Error(err)
			}
			if n := pages(t, db); n != next.want {
				t.Errorf("%d pages, not %d", n, next.want)
			}
		})
	}
}

func TestWhatGoesAlongIsCommittedWhereNobodyComes(t *testing.T) {
	db := stageAlong(t, time.Millisecond)
	for id := range 3 {
		if err := db.WriteAlong(t.Context(), addPage(db, id)); err != nil {
			t.Fatal(err)
		}
		if n := pages(t, db); n != id+1 {
			t.Errorf("%d pages after %d", n, id+1)
		}
	}
}

func TestWhatGoesAlongFailsByItself(t *testing.T) {
	db := stageAlong(t, time.Hour)
	refused := errors.New("no")
	err := db.WriteAlong(t.Context(), func(ctx context.Context) error { return errors.Join(addPage(db, 1)(ctx), refused) })
	if !errors.Is(err, refused) {
		t.Error(err)
	}
	if err := db.Write(t.Context(), addPage(db, 2)); err != nil {
		t.Error(err)
	}
	if n := pages(t, db); n != 1 {
		t.Errorf("%d pages", n)
	}
}

// TestWhoIsAwaitedIsNotLeftOpen has somebody write and, while they do, something that
// goes along queue behind them: it commits for both.
func TestWhoIsAwaitedIsNotLeftOpen(t *testing.T) {
	db := stageAlong(t, time.Hour)
	queue, ended := db.grouper, make(chan error, 2)
	<-queue.turn
	await := func(coming int64) {
		for queue.coming.Load() < coming {
			runtime.Gosched()
		}
	}
	go func() { ended <- db.Write(t.Context(), addPage(db, 1)) }()
	await(1)
	go func() { ended <- db.WriteAlong(t.Context(), addPage(db, 2)) }()
	await(2)
	queue.turn <- struct{}{}
	for range 2 {
		select {
		case err := <-ended:
			if err != nil {
				t.Error(err)
			}
		case <-time.After(10 * time.Second):
			t.Fatal("somebody waits for a commit that nobody makes")
		}
	}
}

func TestWhatGoesAlongMayEndItsGoroutine(t *testing.T) {
	db := stageAlong(t, time.Millisecond)
	err := db.WriteAlong(t.Context(), func(ctx context.Context) error {
		if err := addPage(db, 1)(ctx); err != nil {
			t.Error(err)
		}
		runtime.Goexit()
		return nil
	})
	if !errors.Is(err, errUnfinished) {
		t.Error(err)
	}
	if n := pages(t, db); n != 0 {
		t.Errorf("%d pages", n)
	}
}
