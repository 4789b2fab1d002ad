package activity

import (
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"sluse/internal/kernel/clock"
	"sluse/internal/kernel/id"
	"sluse/internal/platform/database"
	"sluse/internal/platform/database/dbtest"
)

// planOf is how the database would carry out a statement.
func planOf(t *testing.T, db *database.DB, statement string, values ...any) string {
	t.Helper()
	var plan []string
	err := db.Write(t.Context(), func(ctx context.Context) error {
		explain := "EXPLAIN QUERY PLAN "
		if db.Dialect() == database.Postgres {
			// The table is empty here: it would be read whole because that is least.
			if err := db.Tx(ctx).Exec("SET LOCAL enable_seqscan = off").Error; err != nil {
				return err
			}
			explain = "EXPLAIN "
		}
		rows, err := db.Tx(ctx).Raw(explain+statement, values...).Rows()
		if err != nil {
			return err
		}
		defer func() { _ = rows.Close() }()
		columns, err := rows.Columns()
		if err != nil {
			return err
		}
		for rows.Next() {
			values := make([]any, len(columns))
			for i := range values {
				values[i] = new(any)
			}
			if err := rows.Scan(values...); err != nil {
				return err
			}
			line, _ := (*values[len(values)-1].(*any)).(string)
			plan = append(plan, line)
		}
		return rows.Err()
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(plan, "; ")
}

func TestForgettingFindsWhatIsOldByThePrimaryKey(t *testing.T) {
	said := planOf(t, dbtest.New(t), "DELETE FROM activity_event WHERE "+forgotten, id.New(), time.Now())
	if !strings.Contains(said, "(id<?)") && !strings.Contains(said, "Index Cond: (id <") {
		t.Errorf("the nightly deletion reads the whole log: %s", said)
	}
}

func TestWhatSomebodyDidIsFoundWithoutReadingEveryEvent(t *testing.T) {
	db := dbtest.New(t)
	for what, said := range map[string]string{
		"everywhere":     planOf(t, db, "SELECT * FROM activity_event WHERE "+doneBy+" ORDER BY id DESC LIMIT 9", id.New()),
		"in a programme": planOf(t, db, "SELECT * FROM activity_event WHERE programme_id = ? AND actor_id = ? ORDER BY id DESC LIMIT 9", id.New(), id.New()),
	} {
		if !strings.Contains(said, "activity_event_done") {
			t.Errorf("%s: %s", what, said)
		}
	}
}

func TestWhatIsOldIsForgottenWhateverItsId(t *testing.T) {
	db, now := dbtest.New(t), clock.NewManual(time.Date(2026, 11, 19, 9, 0, 0, 0, time.UTC))
	log := New(db, now, slog.New(slog.DiscardHandler), "a")
	add := func(eventID string, at time.Time) {
		t.Helper()
		err := db.Write(t.Context(), func(ctx context.Context) error {
			return db.Tx(ctx).Exec(`INSERT INTO activity_event (id, at, actor_id, verb, subject_type, subject_id, programme_id, data, private, handled_at)
				VALUES (?, ?, '', 'v', '', '', 'p', '{}', '{}', ?)`, eventID, at, at).Error
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	before := now.Now()
	add(id.At(before.Add(-time.Millisecond)), before.Add(-time.Millisecond))
	add(id.At(before.Add(time.Hour)), before.Add(-time.Minute)) // by a clock that was ahead
	add(id.At(before), before)
	for _, dry := range []bool{true, false} {
		if n, err := log.forget(t.Context(), before, dry); err != nil || n != 2 {
			t.Errorf("dry %v: %d, %v", dry, n, err)
		}
	}
	from, until := before.Add(-time.Hour), before.Add(time.Hour)
	left, err := log.Trail(t.Context(), TrailQuery{ProgrammeID: "p", Verbs: []string{"v"}, From: from, Until: until, Limit: 9})
	if err != nil || len(left) != 1 || !left[0].At.Equal(before) {
		t.Errorf("left %+v, %v", left, err)
	}
}
