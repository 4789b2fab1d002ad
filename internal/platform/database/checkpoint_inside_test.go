package database

import (
	"context"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// TestLogIsCopiedBesideTheWriters has a log that is soon long enough, and writers that
// go on meanwhile: in the end nothing is left in it, and everything is in the file.
func TestLogIsCopiedBesideTheWriters(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log.sqlite")
	db, err := Open(t.Context(), Options{Path: path})
	if err != nil {
		t.Fatal(err)
	}
	db.grouper.log.after = 60
	add := func(id int) {
		err := db.Write(t.Context(), func(ctx context.Context) error {
			_, err := db.Exec(ctx, "INSERT INTO page VALUES (?, ?)", id, strings.Repeat("x", 9000))
			return err
		})
		if err != nil {
			t.Error(err)
		}
	}
	if err := db.Write(t.Context(), func(ctx context.Context) error {
		_, err := db.Exec(ctx, "CREATE TABLE page (id INTEGER PRIMARY KEY, text TEXT)")
		return err
	}); err != nil {
		t.Fatal(err)
	}
	const writers, each = 4, 150
	var group sync.WaitGroup
	for w := range writers {
		group.Go(func() {
			for n := range each {
				add(w*each + n)
			}
		})
	}
	group.Wait()
	// It looks now and then: somebody must go on writing for it to come about.
	id := writers * each
	for left := db.grouper.log.after; left >= db.grouper.log.after; id++ {
		if add(id); t.Failed() {
			t.Fatal("cannot write")
		}
		if left, err = db.grouper.log.checkpoint(t.Context(), "NOOP"); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if db, err = Open(t.Context(), Options{Path: path}); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	var rows int
	var whole string
	if err := db.Row(t.Context(), "SELECT count(*) FROM page").Scan(&rows); err != nil || rows != id {
		t.Errorf("%d rows of %d (%v)", rows, id, err)
	}
	if err := db.Row(t.Context(), "PRAGMA integrity_check").Scan(&whole); err != nil || whole != "ok" {
		t.Errorf("%s (%v)", whole, err)
	}
}
