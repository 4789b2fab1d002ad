package demo_test

import (
	"log/slog"
	"strings"
	"testing"
	"time"

	"sluse/internal/app"
	"sluse/internal/app/demo"
	"sluse/internal/kernel/clock"
	"sluse/internal/platform/blob"
	"sluse/internal/platform/cpr"
	"sluse/internal/platform/database"
	"sluse/internal/platform/database/dbtest"
)

func fill(t *testing.T, db *database.DB, now time.Time) bool {
	t.Helper()
	filled, err := demo.Fill(t.Context(), demo.Needs{
		DB: db, Clock: clock.NewManual(now), Log: slog.New(slog.DiscardHandler), Node: "test", Blobs: blob.NewDirectory(t.TempDir()), Incoming: t.TempDir(),
		Files: app.FilesOfPosts,
	})
	if err != nil {
		t.Fatal(err)
	}
	return filled
}

func newDB(t *testing.T) *database.DB {
	t.Helper()
	return dbtest.New(t)
}

func count(t *testing.T, db *database.DB, query string) (n int) {
	t.Helper()
	if err := db.Read(t.Context()).Raw(query).Scan(&n).Error; err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return n
}

func TestFillFillsOnce(t *testing.T) {
	db := newDB(t)
	now := time.Date(2026, 11, 19, 10, 52, 0, 0, time.UTC)
	if !fill(t, db, now) {
		t.Fatal("an empty installation was not filled")
	}
	posts := count(t, db, "SELECT count(*) FROM discussion_post")
	if fill(t, db, now) || count(t, db, "SELECT count(*) FROM discussion_post") != posts {
		t.Error("a filled installation was filled again")
	}
	for what, c := range map[string]struct {
		query string
		want  int
	}{
		"municipalities":               {"SELECT count(*) FROM programme_municipality", 98},
		"programmes":                   {"SELECT count(*) FROM programme_programme", 4},
		"fictional programmes":         {"SELECT count(*) FROM programme_programme WHERE fictional = TRUE", 2},
		"publications":                 {"SELECT count(*) FROM programme_publication", 1},
		"references":                   {"SELECT count(*) FROM programme_participation WHERE kind = 'reference'", 12},
		"personas":                     {"SELECT count(*) FROM account_person WHERE persona IS NOT NULL", 5},
		"events nobody has handled":    {"SELECT count(*) FROM activity_event WHERE handled_at IS NULL", 0},
		"mails":                        {"SELECT count(*) FROM mail_outbox", 0},
		"jobs":                         {"SELECT count(*) FROM river_job", 0},
		"documents":                    {"SELECT count(*) FROM document_document", 5},
		"versions of documents":        {"SELECT count(*) FROM document_version", 6},
		"readings":                     {"SELECT count(*) FROM document_reading", 12},
		"threads for partners only":    {"SELECT count(*) FROM discussion_thread WHERE audience = 'partners'", 1},
		"closed threads":               {"SELECT count(*) FROM discussion_thread WHERE state = 'closed'", 1},
		"addresses that could be real": {"SELECT count(*) FROM account_person WHERE email NOT LIKE '%.example'", 0},
		"people in finished programmes": {`SELECT count(*) FROM programme_seat s JOIN programme_programme p ON p.id = s.programme_id
			WHERE p.fictional = FALSE`, 0},
	} {
		if got := count(t, db, c.query); got != c.want {
			t.Errorf("%d %s, want %d", got, what, c.want)
		}
	}
	if threads := count(t, db, "SELECT count(*) FROM discussion_thread"); threads < 10 {
		t.Errorf("%d threads", threads)
	}
	if longest := count(t, db, "SELECT max(post_count) FROM discussion_thread"); longest < 55 {
		t.Errorf("the longest thread has %d posts", longest)
	}
}

// Whatever the hour and the day of the week, nothing happens in the future and
// no answer before what it answers.
func TestFillAtAnyTime(t *testing.T) {
	for _, now := range []string{
		"2026-11-16T06:10:00Z", // early on a Monday
		"2026-11-21T23:00:00Z", // midnight between a Saturday and a Sunday in Denmark
		"2027-01-01T11:00:00Z", // the day that two regions become one
		"2026-03-29T01:30:00Z", // the night that the clock is put forward
	} {
		moment, err := time.Parse(time.RFC3339, now)
		if err != nil {
			t.Fatal(err)
		}
		db := newDB(t)
		fill(t, db, moment)
		var late []string
		if err := db.Read(t.Context()).Raw("SELECT text FROM discussion_post WHERE created_at > ?", moment).Scan(&late).Error; err != nil || len(late) > 0 {
			t.Errorf("at %s, posts in the future: %v (%v)", now, late, err)
		}
		query := `SELECT count(*) FROM discussion_post p JOIN discussion_post q ON q.thread_id = p.thread_id AND q.seq > p.seq
			WHERE q.created_at < p.created_at`
		if n := count(t, db, query); n != 0 {
			t.Errorf("at %s, %d posts stand in the wrong order", now, n)
		}
	}
}

func TestTheTextsHoldNoNumbersOfPersons(t *testing.T) {
	db := newDB(t)
	fill(t, db, time.Date(2026, 11, 19, 10, 52, 0, 0, time.UTC))
	var texts []string
	if err := db.Read(t.Context()).Raw("SELECT text FROM discussion_post").Scan(&texts).Error; err != nil || len(texts) == 0 {
		t.Fatalf("%d texts (%v)", len(texts), err)
	}
	for _, text := range texts {
		if found := cpr.Find(text); len(found) > 0 {
			t.Errorf("%q holds %v", text, found)
		}
		if strings.Contains(text, "@") && strings.Contains(strings.ReplaceAll(text, "@[", ""), "@") {
			t.Errorf("a mention has no one behind it: %q", text)
		}
	}
}
