package database

import (
	"context"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
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

// TestLogBeginsAnewWhileSomethingIsOpen copies the log while a transaction waits for
// others: the next to write begins at the log's beginning all the same.
func TestLogBeginsAnewWhileSomethingIsOpen(t *testing.T) {
	db := stageAlong(t, time.Hour)
	log := db.grouper.log
	log.stop() // it looks when we say so
	<-log.ended
	log.after = 1
	for id := range 50 {
		if err := db.Write(t.Context(), addPage(db, id)); err != nil {
			t.Fatal(err)
		}
	}
	ended := openAlong(t, db, 50)
	if err := log.look(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := db.Write(t.Context(), addPage(db, 51)); err != nil {
		t.Fatal(err)
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
	var busy, length, copied int
	if err := log.handle.QueryRowContext(t.Context(), "PRAGMA wal_checkpoint(NOOP)").Scan(&busy, &length, &copied); err != nil || length > 10 {
		t.Errorf("%d pages in the log (%v)", length, err)
	}
}
