package app_test

import (
	"context"
	"fmt"
	"net/http"
	"testing"

	"sluse/internal/app/apptest"
	"sluse/internal/platform/database"
)

// tables returns the names of all tables of an installation.
func tables(t *testing.T, db *database.DB) (names []string) {
	t.Helper()
	list := "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND sql NOT LIKE 'CREATE VIRTUAL%' AND name NOT LIKE 'search_token_%'"
	if db.Dialect() == database.Postgres {
		list = "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()"
	}
	if err := db.Read(t.Context()).Raw(list).Scan(&names).Error; err != nil {
		t.Fatal(err)
	}
	return names
}

// migrateAhead does what the migrations of a later version may do to whatever there
// is, as another node would: each table gets columns, and there are new tables.
func migrateAhead(t *testing.T, db *database.DB) {
	t.Helper()
	err := db.Write(t.Context(), func(ctx context.Context) error {
		for _, table := range tables(t, db) {
			for _, change := range []string{"later_note TEXT NOT NULL DEFAULT 'x'", "later_count BIGINT"} {
				if err := db.Tx(ctx).Exec(fmt.Sprintf("ALTER TABLE %s ADD COLUMN %s", table, change)).Error; err != nil {
					return fmt.Errorf("%s: %w", table, err)
				}
			}
		}
		return db.Tx(ctx).Exec("CREATE TABLE later_thing (id TEXT PRIMARY KEY)").Error
	})
	if err != nil {
		t.Fatal(err)
	}
	err = db.Write(t.Context(), func(ctx context.Context) error {
		return db.Tx(ctx).Exec("INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, true)").Error
	})
	if err != nil {
		t.Fatal(err)
	}
}

// While nodes are upgraded one after the other, those of the version before go on
// with what the new one's migrations have added under their feet.
func TestVersionBeforeGoesOnBesideALaterOne(t *testing.T) {
	a := apptest.New(t)
	signe, karim := a.As(t, "Signe"), a.As(t, "Karim")
	socket := karim.Socket()
	at := socket.Subscribe("thread:" + a.Fill["thread"]).Seq
	work := func() {
		t.Helper()
		say(t, signe, a.Fill["thread"], "Vi skifter version imens.")
		if frame := socket.Want("event"); frame.Seq != at+1 {
			t.Errorf("event %d came where %d was due", frame.Seq, at+1)
		}
		at++
		for _, path := range []string{
			"/api/me", "/api/overview", "/api/programmes/" + apptest.Together + "/threads", "/api/threads/" + a.Fill["thread"] + "/posts",
			"/api/programmes/" + apptest.Together + "/documents", "/api/programmes/" + apptest.Together + "/people", "/api/sessions",
		} {
			if answer := karim.Get(path); answer.Status != http.StatusOK {
				t.Errorf("%s: %d %s", path, answer.Status, answer.Body)
			}
		}
		if put := karim.Do(http.MethodPut, "/api/posts/"+a.Fill["post"]+"/reactions/thanks", nil, nil); put.Status >= http.StatusMultipleChoices {
			t.Errorf("react: %d %s", put.Status, put.Body)
		}
		if taken := karim.Do(http.MethodDelete, "/api/posts/"+a.Fill["post"]+"/reactions/thanks", nil, nil); taken.Status >= http.StatusMultipleChoices {
			t.Errorf("take the reaction back: %d %s", taken.Status, taken.Body)
		}
		socket.Want("event")
		socket.Want("event")
		at += 2
	}
	// Often enough that every connection to the database has its statements prepared.
	for range 5 {
		work()
	}
	migrateAhead(t, a.DB())
	for range 5 {
		work()
	}
}
