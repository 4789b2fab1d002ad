package document_test

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sluse/internal/domain/document"
	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/clock"
	"sluse/internal/kernel/fault"
	"sluse/internal/kernel/id"
	"sluse/internal/platform/activity"
	"sluse/internal/platform/blob"
	"sluse/internal/platform/database"
	"sluse/internal/platform/database/dbtest"
	"sluse/internal/platform/jobs"
)

// The people of the tests, all in programme "p" but Oda.
const (
	jonas = "00000000-0000-7000-8000-000000000001" // coordinator
	mette = "00000000-0000-7000-8000-000000000002" // partner
	signe = "00000000-0000-7000-8000-000000000003" // reference
	bo    = "00000000-0000-7000-8000-000000000005" // observer
	oda   = "00000000-0000-7000-8000-000000000006" // another programme's coordinator
)

var roles = map[string]actor.Membership{
	jonas: {ProgrammeID: "p", Role: actor.Coordinator},
	mette: {ProgrammeID: "p", Role: actor.Partner},
	signe: {ProgrammeID: "p", Role: actor.Reference},
	bo:    {ProgrammeID: "p", Role: actor.Observer},
	oda:   {ProgrammeID: "elsewhere", Role: actor.Coordinator},
}

// stage is the service on a real database, log, queue and folder.
type stage struct {
	t     *testing.T
	db    *database.DB
	clock *clock.Manual
	blobs blob.Store
	jobs  *jobs.Jobs
	*document.Module
}

func newStage(t *testing.T) *stage {
	t.Helper()
	db := dbtest.New(t)
	log := slog.New(slog.DiscardHandler)
	// The blobs' folder has its own clock, the machine's: the sweep compares both.
	s := &stage{t: t, db: db, clock: clock.NewManual(clock.System{}.Now()), blobs: blob.NewDirectory(filepath.Join(t.TempDir(), "files"))}
	s.jobs = jobs.New(db, log, s.clock)
	s.Module = document.New(document.Needs{
		DB: db, Clock: s.clock, Logger: log, Log: activity.New(db, s.clock, log, "test"), Blobs: s.blobs, Jobs: s.jobs,
		Programmes: directory{}, Incoming: filepath.Join(t.TempDir(), "incoming"),
	})
	return s
}

type directory struct{}

func (directory) ProgrammeID(_ context.Context, slug string) (string, error) {
	if slug != "p" && slug != "elsewhere" {
		return "", fault.NewNotFound("programme.unknown")
	}
	return slug, nil
}

func (d directory) PublicID(ctx context.Context, slug string) (string, error) {
	return d.ProgrammeID(ctx, slug)
}

func (directory) PeopleOf(_ context.Context, _ string, ids []string) (map[string]actor.Person, error) {
	people := map[string]actor.Person{}
	for _, personID := range ids {
		people[personID] = actor.Person{ID: personID, Name: "Navn " + personID[35:]}
	}
	return people, nil
}

// as returns the context in which a person acts; "" is nobody.
func (s *stage) as(person string) context.Context {
	if person == "" {
		return s.t.Context()
	}
	return actor.With(s.t.Context(), actor.Actor{PersonID: person, Memberships: []actor.Membership{roles[person]}})
}

const pdf = "%PDF-1.7\n1 0 obj\n"

func (s *stage) send(person, name, content string) (document.FileView, error) {
	view, _, err := s.Upload(s.as(person), "p", document.Upload{ClientID: id.New(), Name: name, Content: strings.NewReader(content)})
	return view, err
}

func (s *stage) sent(person, name, content string) document.FileView {
	s.t.Helper()
	view, err := s.send(person, name, content)
	if err != nil {
		s.t.Fatalf("send %q: %v", name, err)
	}
	return view
}

func (s *stage) add(person, title string) document.DocumentView {
	s.t.Helper()
	event, made, err := s.Add(s.as(person), "p", document.NewDocument{
		ClientID: id.New(), Title: title, Category: document.Basis, FileID: s.sent(person, title+".pdf", pdf+title).ID,
	})
	if err != nil || !made {
		s.t.Fatalf("add %q: made %v, %v", title, made, err)
	}
	return event.Document
}

// content reads a version as a person, "" for nobody.
func (s *stage) content(person, documentID string, number int64) (string, error) {
	s.t.Helper()
	opened, err := s.OpenVersion(s.as(person), documentID, number, true)
	if err != nil {
		return "", err
	}
	defer func() { _ = opened.Content.Close() }()
	text, err := io.ReadAll(opened.Content)
	if err != nil {
		s.t.Fatal(err)
	}
	return string(text), nil
}

func (s *stage) blobKeys() map[string]bool {
	s.t.Helper()
	found := map[string]bool{}
	if err := s.blobs.List(s.t.Context(), func(info blob.Info) error {
		found[info.Key] = true
		return nil
	}); err != nil {
		s.t.Fatal(err)
	}
	return found
}

func wantCode(t *testing.T, err error, code string) {
	t.Helper()
	if f, ok := fault.As(err); !ok || f.Code != code {
		t.Errorf("got %v, want the fault %s", err, code)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// eventually waits until a condition holds that jobs bring about.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	ticker := time.NewTicker(20 * time.Millisecond)
	defer ticker.Stop()
	for deadline := time.After(20 * time.Second); !holds(); {
		select {
		case <-ticker.C:
		case <-deadline:
			t.Fatalf("never: %s", what)
		}
	}
}

// zipped makes a zip file with the parts name, content, name, content …
func zipped(t *testing.T, parts ...string) string {
	t.Helper()
	var made bytes.Buffer
	archive := zip.NewWriter(&made)
	for i := 0; i < len(parts); i += 2 {
		part, err := archive.Create(parts[i])
		must(t, err)
		_, err = part.Write([]byte(parts[i+1]))
		must(t, err)
	}
	must(t, archive.Close())
	return made.String()
}
