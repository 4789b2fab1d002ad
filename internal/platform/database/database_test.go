package database_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"gorm.io/gorm"

	"sluse/internal/kernel/fault"
	"sluse/internal/platform/database"
	"sluse/internal/platform/database/dbtest"
)

func scratch(t *testing.T) *database.DB {
	t.Helper()
	db := dbtest.New(t)
	kind := "DATETIME"
	if db.Dialect() == database.Postgres {
		kind = "TIMESTAMPTZ"
	}
	write(t, db, "CREATE TABLE scratch_row (id BIGINT PRIMARY KEY, n BIGINT NOT NULL, at "+kind+")")
	return db
}

func write(t *testing.T, db *database.DB, sql string, args ...any) {
	t.Helper()
	err := db.Write(t.Context(), func(ctx context.Context) error { return db.Tx(ctx).Exec(sql, args...).Error })
	if err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
}

func count(t *testing.T, db *database.DB) (n int64) {
	t.Helper()
	if err := db.Read(t.Context()).Raw("SELECT count(*) FROM scratch_row").Scan(&n).Error; err != nil {
		t.Fatal(err)
	}
	return n
}

func TestWriteCommitsAndRunsHooksAfterwardsInOrder(t *testing.T) {
	db := scratch(t)
	var hooks []string
	err := db.Write(t.Context(), func(ctx context.Context) error {
		database.AfterCommit(ctx, func() { hooks = append(hooks, "first") })
		err := db.Write(ctx, func(ctx context.Context) error {
			database.AfterCommit(ctx, func() {
				if count(t, db) != 1 {
					t.Error("the hook ran before the change could be read")
				}
				hooks = append(hooks, "second")
			})
			return db.Tx(ctx).Exec("INSERT INTO scratch_row VALUES (1, 1, NULL)").Error
		})
		if len(hooks) != 0 {
			t.Error("a hook ran before the outer commit")
		}
		return err
	})
	if err != nil || len(hooks) != 2 || hooks[0] != "first" {
		t.Fatalf("hooks %v, error %v", hooks, err)
	}
}

func TestWriteRollsBackOnErrorAndPanic(t *testing.T) {
	db := scratch(t)
	insert := func(ctx context.Context) {
		database.AfterCommit(ctx, func() { t.Error("a hook ran after a rollback") })
		if err := db.Tx(ctx).Exec("INSERT INTO scratch_row VALUES (1, 1, NULL)").Error; err != nil {
			t.Error(err)
		}
	}
	want := errors.New("no")
	if err := db.Write(t.Context(), func(ctx context.Context) error { insert(ctx); return want }); !errors.Is(err, want) {
		t.Errorf("got %v", err)
	}
	func() {
		defer func() { _ = recover() }()
		_ = db.Write(t.Context(), func(ctx context.Context) error { insert(ctx); panic("no") })
	}()
	if n := count(t, db); n != 0 {
		t.Errorf("%d rows were left", n)
	}
}

func TestConcurrentWritersLoseNothing(t *testing.T) {
	db := scratch(t)
	write(t, db, "INSERT INTO scratch_row VALUES (1, 0, NULL)")
	const writers, each = 8, 20
	var group sync.WaitGroup
	for range writers {
		group.Go(func() {
			for range each {
				err := db.Write(t.Context(), func(ctx context.Context) error {
					return db.Tx(ctx).Exec("UPDATE scratch_row SET n = n + 1 WHERE id = 1").Error
				})
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	var n int
	if err := db.Read(t.Context()).Raw("SELECT n FROM scratch_row").Scan(&n).Error; err != nil || n != writers*each {
		t.Fatalf("n is %d, want %d (%v)", n, writers*each, err)
	}
}

func TestTimesAreUTCMicrosecondsWhateverZoneTheyComeIn(t *testing.T) {
	db := scratch(t)
	type row struct {
		ID int64
		At time.Time
	}
	base := time.Date(2026, 3, 29, 1, 30, 0, 123456789, time.FixedZone("x", 5*3600))
	write(t, db, "INSERT INTO scratch_row VALUES (1, 1, ?), (2, 1, ?)", base, base.UTC().Add(time.Minute))
	var rows []row
	if err := db.Read(t.Context()).Table("scratch_row").Order("at").Find(&rows).Error; err != nil || len(rows) != 2 {
		t.Fatalf("rows %v (%v)", rows, err)
	}
	if want := base.UTC().Truncate(time.Microsecond); !rows[0].At.Equal(want) || rows[0].At.Location() != time.UTC || rows[0].ID != 1 {
		t.Errorf("got %v, want %v", rows[0].At, want)
	}
}

func TestReadHandleCannotWriteOnSQLite(t *testing.T) {
	db := scratch(t)
	if db.Dialect() != database.SQLite {
		return // PostgreSQL has one pool for both
	}
	if err := db.Read(t.Context()).Exec("INSERT INTO scratch_row VALUES (1, 1, NULL)").Error; err == nil {
		t.Error("the reader wrote")
	}
}

func TestTxOutsideWritePanics(t *testing.T) {
	db := scratch(t)
	defer func() {
		if recover() == nil {
			t.Error("Tx outside Write did not panic")
		}
	}()
	db.Tx(t.Context())
}

func TestTranslate(t *testing.T) {
	db := scratch(t)
	write(t, db, "INSERT INTO scratch_row VALUES (1, 1, NULL)")
	type scratchRow struct{ ID, N int64 }
	duplicate := db.Write(t.Context(), func(ctx context.Context) error {
		return database.Translate(db.Tx(ctx).Table("scratch_row").Create(&scratchRow{1, 1}).Error, "row.taken")
	})
	if f, ok := fault.As(duplicate); !ok || f.Kind != fault.Conflict || f.Code != "row.taken" {
		t.Errorf("a duplicate gave %v", duplicate)
	}
	if f, ok := fault.As(database.Translate(gorm.ErrRecordNotFound, "row.unknown")); !ok || f.Kind != fault.NotFound {
		t.Error("a missing row is not NotFound")
	}
}

func TestNodesThatStartTogetherMigrateOnce(t *testing.T) {
	options := dbtest.Options(t)
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			db, err := database.Open(t.Context(), options)
			if err != nil {
				t.Error(err)
				return
			}
			if err := db.Migrate(t.Context()); err != nil {
				t.Error(err)
			}
			if pending, err := db.Pending(t.Context()); err != nil || pending {
				t.Errorf("pending %v (%v)", pending, err)
			}
			if err := db.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
}

// While nodes are upgraded one after the other, those of the earlier version go on,
// and start, on a database that a later version has migrated.
func TestDatabaseOfALaterVersionIsLeftAsItIs(t *testing.T) {
	db := dbtest.New(t)
	later := "INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, true)"
	if err := db.Write(t.Context(), func(ctx context.Context) error { return db.Tx(ctx).Exec(later).Error }); err != nil {
		t.Fatal(err)
	}
	if err := db.Migrate(t.Context()); err != nil {
		t.Errorf("the earlier version does not start: %v", err)
	}
	if pending, err := db.Pending(t.Context()); err != nil || pending {
		t.Errorf("the earlier version is not ready: pending %v (%v)", pending, err)
	}
}

func TestWhatIsTakenBackIsMissingUntilItIsMigratedAgain(t *testing.T) {
	db := dbtest.New(t)
	const some = 45
	for _, step := range []struct {
		do   func() error
		want []int64
	}{
		{func() error { return nil }, nil},
		{func() error { return db.TakeBack(t.Context(), some) }, []int64{some}},
		{func() error { return db.Migrate(t.Context()) }, nil},
	} {
		if err := step.do(); err != nil {
			t.Fatal(err)
		}
		missing, err := db.Missing(t.Context())
		pending, failed := db.Pending(t.Context())
		if err = errors.Join(err, failed); err != nil || !slices.Equal(missing, step.want) || pending != (len(step.want) > 0) {
			t.Errorf("%v is missing (pending: %t), want %v (%v)", missing, pending, step.want, err)
		}
	}
}
