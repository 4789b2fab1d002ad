package database_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"sluse/internal/platform/database"
)

var errRefused = errors.New("refused")

// gather holds the one writer until so many others wait, so that they meet.
func gather(t *testing.T, db *database.DB, writers []func()) {
	t.Helper()
	held, release := make(chan struct{}), make(chan struct{})
	var group sync.WaitGroup
	group.Go(func() {
		err := db.Write(t.Context(), func(context.Context) error {
			close(held)
			<-release
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	})
	<-held
	var begun sync.WaitGroup
	for _, w := range writers {
		begun.Add(1)
		group.Go(func() { begun.Done(); w() })
	}
	begun.Wait()
	close(release)
	group.Wait()
}

// TestEachWriteOfAGroupIsAsIfAlone lets writes meet that succeed, fail, panic, are
// cancelled or join another. Each must have left exactly what it says.
func TestEachWriteOfAGroupIsAsIfAlone(t *testing.T) {
	db := scratch(t)
	write(t, db, "INSERT INTO scratch_row VALUES (0, 0, NULL)")
	next := int64(0)
	rapid.Check(t, func(r *rapid.T) {
		fates := rapid.SliceOfN(rapid.SampledFrom([]string{"keeps", "fails", "panics", "breaks a rule", "is cancelled", "joins", "goes along"}), 1, 12).Draw(r, "fates")
		before := total(t, db)
		var mu sync.Mutex
		kept, hooks := map[int64]bool{}, map[int64]int{}
		writers := make([]func(), 0, len(fates))
		for _, fate := range fates {
			next++
			row := next
			writers = append(writers, func() {
				err := try(t, db, fate, row, func() { mu.Lock(); hooks[row]++; mu.Unlock() })
				wants := fate == "keeps" || fate == "joins" || fate == "goes along"
				if wants != (err == nil) {
					t.Errorf("a write that %s gave %v", fate, err)
				}
				mu.Lock()
				kept[row] = wants
				mu.Unlock()
			})
		}
		gather(t, db, writers)
		added := int64(0)
		for row, wants := range kept {
			there := int64(0)
			if err := db.Row(t.Context(), "SELECT count(*) FROM scratch_row WHERE id = ?", row).Scan(&there); err != nil {
				t.Fatal(err)
			}
			if (there == 1) != wants || (hooks[row] == 1) != wants {
				r.Fatalf("row %d: there %d, hooks %d, wanted %v (%v)", row, there, hooks[row], wants, fates)
			}
			added += there
		}
		if now := total(t, db); now != before+added {
			r.Fatalf("the counter went from %d to %d for %d writes", before, now, added)
		}
	})
}

func total(t *testing.T, db *database.DB) (n int64) {
	t.Helper()
	if err := db.Row(t.Context(), "SELECT n FROM scratch_row WHERE id = 0").Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// try counts, adds a row, and meets its fate.
func try(t *testing.T, db *database.DB, fate string, row int64, hook func()) (err error) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("panic: %v", cause)
		}
	}()
	change := func(ctx context.Context) error {
		database.AfterCommit(ctx, hook)
		if _, err := db.Exec(ctx, "UPDATE scratch_row SET n = n + 1 WHERE id = 0"); err != nil {
			return err
		}
		if _, err := db.Exec(ctx, "INSERT INTO scratch_row VALUES (?, 1, NULL)", row); err != nil {
			return err
		}
		switch fate {
		case "fails":
			return errRefused
		case "panics":
			panic("no")
		case "breaks a rule":
			_, err := db.Exec(ctx, "INSERT INTO scratch_row VALUES (?, 1, NULL)", row)
			return err
		case "is cancelled":
			cancel()
			// PostgreSQL notices with the next statement, SQLite at the end.
			_, err := db.Exec(ctx, "UPDATE scratch_row SET n = n WHERE id = 0")
			return err
		}
		return nil
	}
	if fate == "joins" {
		inner := change
		change = func(ctx context.Context) error { return db.Write(ctx, inner) }
	}
	if fate == "goes along" {
		return db.WriteAlong(ctx, change)
	}
	return db.Write(ctx, change)
}

func TestNumbersAndHooksAreInTheOrderOfTheCommits(t *testing.T) {
	db := scratch(t)
	write(t, db, "INSERT INTO scratch_row VALUES (0, 0, NULL)")
	if db.Dialect() == database.Postgres {
		return // its writers do not queue; who listens tells by the numbers
	}
	var mu sync.Mutex
	var told []int64
	writers := make([]func(), 200)
	for i := range writers {
		writers[i] = func() {
			err := db.Write(t.Context(), func(ctx context.Context) error {
				var number int64
				if err := db.Row(ctx, "UPDATE scratch_row SET n = n + 1 WHERE id = 0 RETURNING n").Scan(&number); err != nil {
					return err
				}
				if i%5 == 4 {
					return errRefused // its number is given again
				}
				database.AfterCommit(ctx, func() {
					mu.Lock()
					defer mu.Unlock()
					told = append(told, number)
				})
				return nil
			})
			if (err != nil) != (i%5 == 4) {
				t.Error(err)
			}
		}
	}
	gather(t, db, writers)
	if len(told) != 160 || !slices.IsSorted(told) || told[0] != 1 || told[159] != 160 {
		t.Errorf("hooks ran for %d writes, in the order %v", len(told), told)
	}
}

func TestWhoGivesUpWaitingHoldsUpNobody(t *testing.T) {
	db := scratch(t)
	gone, cancel := context.WithCancel(t.Context())
	waiting := func() {
		err := db.Write(gone, func(ctx context.Context) error {
			_, err := db.Exec(ctx, "INSERT INTO scratch_row VALUES (1, 1, NULL)")
			return err
		})
		if err == nil {
			t.Error("a write was kept that nobody waited for")
		}
	}
	cancel()
	gather(t, db, []func(){waiting, waiting, waiting})
	write(t, db, "INSERT INTO scratch_row VALUES (2, 2, NULL)")
	if n := count(t, db); n != 1 {
		t.Errorf("%d rows", n)
	}
}

func TestAFailureIsToldOnceWhatItSawIsDurable(t *testing.T) {
	db := scratch(t)
	insert := func() {
		err := db.Write(t.Context(), func(ctx context.Context) error {
			added, err := db.Exec(ctx, "INSERT INTO scratch_row VALUES (1, 1, NULL) ON CONFLICT (id) DO NOTHING")
			if err == nil && added == 0 {
				err = errRefused
			}
			return err
		})
		if errors.Is(err, errRefused) && count(t, db) != 1 {
			t.Error("a retry was told of a row that nobody can read yet")
		}
	}
	gather(t, db, []func(){insert, insert, insert, insert})
}
