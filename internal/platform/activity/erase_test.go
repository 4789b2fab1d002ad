package activity

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"sluse/internal/kernel/clock"
	"sluse/internal/kernel/id"
	"sluse/internal/platform/database/dbtest"
)

func TestRewritingReadsOnlyWhatHasComeWhileWritersWait(t *testing.T) {
	said := planOf(t, dbtest.New(t), "SELECT id FROM activity_event WHERE "+came, id.New(), "%x%", "%x%")
	if !strings.Contains(said, "(id>?)") && !strings.Contains(said, "Index Cond: (id >") {
		t.Errorf("an erasure reads the whole log in its transaction: %s", said)
	}
}

func TestANameIsTakenOutOfWhatWasFoundAndOfWhatHasComeSince(t *testing.T) {
	db, now := dbtest.New(t), clock.NewManual(time.Date(2026, 11, 19, 9, 0, 0, 0, time.UTC))
	log := New(db, now, nil, "test")
	person := id.New()
	said := func(name string) {
		t.Helper()
		err := db.Write(t.Context(), func(ctx context.Context) error {
			_, err := log.Record(ctx, Event{Verb: "post.created", SubjectType: "post", SubjectID: id.New(), Data: map[string]string{"author": name}})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for range rewriteChunk + 3 {
		said("Signe " + person)
	}
	said("Henrik")
	now.Advance(time.Hour)
	said("Signe " + person) // within the margin
	held, err := log.Holding(t.Context(), person)
	if err != nil {
		t.Fatal(err)
	}
	now.Advance(time.Minute)
	said("Signe " + person) // meanwhile

	err = db.Write(t.Context(), func(ctx context.Context) error {
		return log.Rewrite(ctx, held, func(map[string]any) {}, func(text string) string { return strings.ReplaceAll(text, "Signe", "Tidligere medlem") })
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]int64{"Signe": 0, "Tidligere medlem": rewriteChunk + 5, "Henrik": 1} {
		var n int64
		if err := db.Read(t.Context()).Raw("SELECT count(*) FROM activity_event WHERE data LIKE ?", fmt.Sprintf("%%%s%%", name)).Scan(&n).Error; err != nil || n != want {
			t.Errorf("%s stands in %d snapshots, want %d (%v)", name, n, want, err)
		}
	}
}
