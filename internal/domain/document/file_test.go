package document_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"sluse/internal/domain/document"
	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/fault"
	"sluse/internal/kernel/id"
)

func TestALooseFileIsKnownToItsOwnerAlone(t *testing.T) {
	s := newStage(t)
	f := s.sent(signe, "bilag.pdf", pdf)
	opened, err := s.OpenFile(s.as(signe), f.ID, document.Looking{Begins: true})
	must(t, err)
	text, err := io.ReadAll(opened.Content)
	must(t, errors.Join(err, opened.Content.Close()))
	if string(text) != pdf || opened.File.Name != "bilag.pdf" {
		t.Errorf("%q %+v", text, opened.File)
	}
	for _, person := range []string{jonas, oda} {
		_, err := s.OpenFile(s.as(person), f.ID, document.Looking{Begins: true})
		wantCode(t, err, "file.unknown")
		wantCode(t, s.Forget(s.as(person), f.ID), "file.unknown")
	}
	_, err = s.OpenFile(t.Context(), f.ID, document.Looking{Begins: true})
	if !fault.Is(err, fault.Unauthenticated) {
		t.Errorf("a stranger: %v", err)
	}
	must(t, s.Forget(s.as(signe), f.ID))
	_, err = s.OpenFile(s.as(signe), f.ID, document.Looking{Begins: true})
	wantCode(t, err, "file.unknown")
	_, err = s.send(bo, "bilag.pdf", pdf)
	wantCode(t, err, "file.observers_read")
}

func TestFilesOfOtherThings(t *testing.T) {
	s := newStage(t)
	const post = "00000000-0000-7000-8000-0000000000aa"
	s.AllowSubject("post", func(_ context.Context, a actor.Actor, subjectID string) error {
		if subjectID != post || a.PersonID == bo {
			return fault.NewNotFound("post.unknown")
		}
		return nil
	})
	to := document.Subject{Type: "post", ID: post}
	attach := func(person string, fileIDs ...string) error {
		return s.db.Write(t.Context(), func(ctx context.Context) error {
			a, _ := actor.From(s.as(person))
			_, err := s.Attach(ctx, a, "p", to, fileIDs)
			return err
		})
	}
	one, two, hers := s.sent(signe, "en.pdf", pdf), s.sent(signe, "to.txt", "tekst"), s.sent(mette, "hendes.pdf", pdf)
	wantCode(t, attach(signe, one.ID, hers.ID), "file.unknown")
	_, err := s.OpenFile(s.as(jonas), one.ID, document.Looking{Begins: true})
	wantCode(t, err, "file.unknown") // all or nothing
	for range 2 {                    // a retry of the post
		must(t, attach(signe, one.ID, two.ID))
	}
	wantCode(t, attach(mette, one.ID), "file.unknown")
	wantCode(t, attach(signe, make([]string, document.MaxAttached+1)...), "file.too_many")
	files, err := s.Attached(t.Context(), "post", []string{post, id.New()})
	if err != nil || len(files) != 1 || len(files[post]) != 2 || files[post][0].Name != "en.pdf" {
		t.Errorf("%+v, %v", files, err)
	}
	opened, err := s.OpenFile(s.as(jonas), one.ID, document.Looking{Begins: true})
	must(t, err)
	must(t, opened.Content.Close())
	for _, person := range []string{bo, oda} {
		_, err := s.OpenFile(s.as(person), one.ID, document.Looking{Begins: true})
		wantCode(t, err, "file.unknown")
	}
	wantCode(t, s.Forget(s.as(signe), one.ID), "file.attached")
	_, _, err = s.Add(s.as(mette), "p", document.NewDocument{ClientID: id.New(), Title: "x", Category: document.Tools, FileID: one.ID})
	wantCode(t, err, "file.unknown")
	must(t, s.db.Write(t.Context(), func(ctx context.Context) error { return s.Release(ctx, to) }))
	_, err = s.OpenFile(s.as(jonas), one.ID, document.Looking{Begins: true})
	wantCode(t, err, "file.removed")
	files, err = s.Attached(t.Context(), "post", []string{post})
	if err != nil || len(files) != 0 {
		t.Errorf("after the post is deleted: %+v, %v", files, err)
	}
}

func TestNobodyFillsTheDiskWithLooseFiles(t *testing.T) {
	s := newStage(t)
	for range 40 {
		s.sent(signe, "a.txt", "x")
	}
	_, err := s.send(signe, "a.txt", "x")
	wantCode(t, err, "file.too_many_loose")
	s.sent(mette, "a.txt", "x") // others may
}

func TestNothingIsLeftOfAnUploadThatBreaksOff(t *testing.T) {
	s := newStage(t)
	_, _, err := s.Upload(s.as(jonas), "p", document.Upload{
		ClientID: id.New(), Name: "a.pdf", Content: io.MultiReader(strings.NewReader(pdf), iotest.ErrReader(io.ErrUnexpectedEOF)),
	})
	wantCode(t, err, "file.cut_off")
	if len(s.blobKeys()) != 0 {
		t.Error("half a file is kept")
	}
	if left, err := filepath.Glob(filepath.Join(s.Incoming, "*")); err != nil || len(left) != 0 {
		t.Errorf("left where files come in: %v, %v", left, err)
	}
}

// swept carries the rules out, after each has said how much it would be.
func (s *stage) swept() (int64, error) {
	var sum int64
	for _, rule := range s.Rules() {
		before := s.clock.Now().Add(-rule.Keep)
		would, err := rule.Forget(s.t.Context(), before, true)
		must(s.t, err)
		did, err := rule.Forget(s.t.Context(), before, false)
		if err != nil || would != did {
			return sum, fmt.Errorf("rule %s: %d instead of %d, %w", rule.Code, did, would, err)
		}
		sum += did
	}
	return sum, nil
}

// TestWhatACrashLeavesIsSwept plays the two places where the program can die:
// between the bytes and their row, and between the row's end and the bytes'.
func TestWhatACrashLeavesIsSwept(t *testing.T) {
	s := newStage(t)
	kept := s.add(jonas, "Bliver")
	orphan := id.New()
	must(t, s.blobs.Put(t.Context(), orphan, strings.NewReader("x"), 1))
	gone := s.add(jonas, "Trækkes tilbage")
	_, err := s.Withdraw(s.as(jonas), gone.ID, "")
	must(t, err) // the queue does not run: the bytes stay
	forgotten := s.sent(signe, "glemt.pdf", pdf)

	swept, err := s.swept()
	if err != nil || swept != 0 {
		t.Errorf("swept %d at once, %v: an upload may be between the two", swept, err)
	}
	s.clock.Advance(25 * time.Hour)
	fresh := s.sent(signe, "ny.pdf", pdf) // its bytes are old to the sweep, but a row speaks of them
	swept, err = s.swept()
	if err != nil || swept != 4 { // one row, and the bytes of three
		t.Errorf("swept %d, %v", swept, err)
	}
	if left := s.blobKeys(); len(left) != 2 || !left[kept.Newest.File.ID] || !left[fresh.ID] {
		t.Errorf("left: %v", left)
	}
	_, err = s.OpenFile(s.as(signe), forgotten.ID, document.Looking{Begins: true})
	wantCode(t, err, "file.unknown")
	if _, err := s.content(signe, kept.ID, 0); err != nil {
		t.Error(err)
	}
}

func TestBytesThatAreMissingAreSaidPlainly(t *testing.T) {
	s := newStage(t)
	d := s.add(jonas, "Væk")
	must(t, s.blobs.Delete(t.Context(), d.Newest.File.ID))
	_, err := s.content(signe, d.ID, 0)
	wantCode(t, err, "file.missing")
	if readers, _, err := s.Readers(s.as(jonas), d.ID, 0); err != nil || len(readers) != 0 {
		t.Errorf("counted as read: %v, %v", readers, err)
	}
}

func TestAWriteThatFailsKeepsNoVersion(t *testing.T) {
	s := newStage(t)
	d := s.add(jonas, "Et")
	f := s.sent(jonas, "to.pdf", pdf)
	err := s.db.Write(s.as(jonas), func(ctx context.Context) error {
		if _, err := s.AddVersion(ctx, d.ID, f.ID, ""); err != nil {
			t.Error(err)
		}
		return errStop
	})
	if !errors.Is(err, errStop) {
		t.Fatal(err)
	}
	event, err := s.AddVersion(s.as(jonas), d.ID, f.ID, "")
	if err != nil || event.Document.Versions != 2 {
		t.Errorf("after a failure: %+v, %v", event, err)
	}
}

func TestFilesComeInWhereNobodyElseLooks(t *testing.T) {
	s := newStage(t)
	s.sent(jonas, "a.pdf", pdf)
	if info, err := os.Stat(s.Incoming); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("%v, %v", info, err)
	}
}
