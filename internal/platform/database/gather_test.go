package database_test

import (
	"context"
	"slices"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"sluse/internal/platform/database"
)

// item is one of many that are written together.
type item struct {
	fate   string
	row    int64
	number int64
}

// writeItems adds a row for each of them and counts them; each meets its fate.
func writeItems(db *database.DB, hook func(row int64)) func(ctx context.Context, items []*item) error {
	return func(ctx context.Context, items []*item) error {
		apart := database.Apart{}
		rows := make([][]any, 0, len(items))
		for i, one := range items {
			switch one.fate {
			case "is apart":
				apart[i] = errRefused
			case "panics":
				panic("no")
			case "fails":
				return errRefused
			}
			rows = append(rows, []any{one.row, 1, nil})
			if one.fate == "breaks a rule" {
				rows = append(rows, rows[len(rows)-1])
			}
		}
		if _, err := db.Insert(ctx, "scratch_row (id, n, at)", rows, ""); err != nil {
			return err
		}
		if len(apart) > 0 {
			return apart
		}
		var last int64
		if err := db.Row(ctx, "UPDATE scratch_row SET n = n + ? WHERE id = 0 RETURNING n", len(items)).Scan(&last); err != nil {
			return err
		}
		for i, one := range items {
			one.number = last - int64(len(items)-1-i)
			database.AfterCommit(ctx, func() { hook(one.row) })
		}
		return nil
	}
}

// TestEachGatheredItemIsAsIfAlone has items meet that are kept, refused, break a rule
// of the database, panic or are given up. Each must have left exactly what it says.
func TestEachGatheredItemIsAsIfAlone(t *testing.T) {
	db := scratch(t)
	write(t, db, "INSERT INTO scratch_row VALUES (0, 0, NULL)")
	var mu sync.Mutex
	hooks := map[int64]int{}
	gathered := database.NewGatherer(db, writeItems(db, func(row int64) { mu.Lock(); hooks[row]++; mu.Unlock() }))
	next := int64(0)
	rapid.Check(t, func(r *rapid.T) {
		fates := rapid.SliceOfN(rapid.SampledFrom([]string{
			"is kept", "is kept", "is kept", "is apart", "fails", "breaks a rule", "panics", "is given up", "joins",
		}), 1, 40).Draw(r, "fates")
		before := total(t, db)
		items := make([]*item, len(fates))
		failed := make([]error, len(fates))
		writers := make([]func(), len(fates))
		for i, fate := range fates {
			next++
			items[i] = &item{fate: fate, row: next}
			writers[i] = func() {
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				switch fate {
				case "is given up":
					cancel()
				case "joins":
					failed[i] = db.Write(ctx, func(ctx context.Context) error { return gathered.Write(ctx, items[i]) })
					return
				}
				failed[i] = gathered.Write(ctx, items[i])
			}
		}
		gather(t, db, writers)
		kept := int64(0)
		for i, one := range items {
			there := int64(0)
			if err := db.Row(t.Context(), "SELECT count(*) FROM scratch_row WHERE id = ?", one.row).Scan(&there); err != nil {
				t.Fatal(err)
			}
			wants := one.fate == "is kept" || one.fate == "joins"
			mu.Lock()
			told := hooks[one.row] == 1
			mu.Unlock()
			if (there == 1) != wants || told != wants || (failed[i] == nil) != wants {
				r.Fatalf("one that %s: there %d, told %v, %v (%v)", one.fate, there, told, failed[i], fates)
			}
			kept += there
		}
		if now := total(t, db); now != before+kept {
			r.Fatalf("the counter went from %d to %d for %d that were kept", before, now, kept)
		}
	})
}

// TestGatheredItemsKeepTheirOrder has 32 write one after the other's answer, each with
// a refusal now and then: numbers have no holes, and whoever listens is told in their order.
func TestGatheredItemsKeepTheirOrder(t *testing.T) {
	const writers, each = 32, 20
	db := scratch(t)
	write(t, db, "INSERT INTO scratch_row VALUES (0, 0, NULL)")
	var mu sync.Mutex
	var told []int64
	gathered := database.NewGatherer(db, writeItems(db, func(row int64) { mu.Lock(); told = append(told, row); mu.Unlock() }))
	all := make([][]*item, writers)
	var group sync.WaitGroup
	for w := range writers {
		group.Go(func() {
			for n := range each {
				one := &item{fate: "is kept", row: int64(1 + w*each + n)}
				if n%7 == w%7 {
					one.fate = "is apart"
				}
				err := gathered.Write(t.Context(), one)
				if (err == nil) != (one.fate == "is kept") {
					t.Errorf("one that %s: %v", one.fate, err)
				}
				if err == nil {
					all[w] = append(all[w], one)
				}
			}
		})
	}
	group.Wait()
	rowOf := map[int64]int64{}
	for w, mine := range all {
		if !slices.IsSortedFunc(mine, func(x, y *item) int { return int(x.number - y.number) }) {
			t.Errorf("writer %d's are out of order", w)
		}
		for _, one := range mine {
			if other, taken := rowOf[one.number]; taken {
				t.Errorf("number %d was given to %d and %d", one.number, other, one.row)
			}
			rowOf[one.number] = one.row
		}
	}
	if n := total(t, db); n != int64(len(rowOf)) || len(told) != len(rowOf) {
		t.Fatalf("%d counted, %d told, %d kept", n, len(told), len(rowOf))
	}
	if db.Dialect() == database.Postgres {
		return // its writers do not queue; who listens tells by the numbers
	}
	for i, row := range told {
		if rowOf[int64(i+1)] != row {
			t.Fatalf("told of row %d where number %d is row %d", row, i+1, rowOf[int64(i+1)])
		}
	}
}

// TestWhatCannotBeginIsToldToAll takes the database away: nobody waits for ever.
func TestWhatCannotBeginIsToldToAll(t *testing.T) {
	db := scratch(t)
	gathered := database.NewGatherer(db, writeItems(db, func(int64) {}))
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	for row := range int64(8) {
		group.Go(func() {
			if err := gathered.Write(t.Context(), &item{fate: "is kept", row: row}); err == nil {
				t.Errorf("row %d was kept nowhere", row)
			}
		})
	}
	group.Wait()
}
