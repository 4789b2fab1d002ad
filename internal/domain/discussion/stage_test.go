package discussion_test

import (
	"context"
	"log/slog"
	"sync"
	"testing"
	"time"

	"sluse/internal/domain/discussion"
	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/clock"
	"sluse/internal/kernel/fault"
	"sluse/internal/kernel/id"
	"sluse/internal/platform/activity"
	"sluse/internal/platform/database"
	"sluse/internal/platform/database/dbtest"
	"sluse/internal/platform/search"
)

// The people of the tests, all in programme "p" but Oda.
const (
	jonas = "00000000-0000-7000-8000-000000000001" // coordinator
	mette = "00000000-0000-7000-8000-000000000002" // partner, Kolding
	signe = "00000000-0000-7000-8000-000000000003" // reference, Thisted
	karim = "00000000-0000-7000-8000-000000000004" // reference, Viborg
	bo    = "00000000-0000-7000-8000-000000000005" // observer
	oda   = "00000000-0000-7000-8000-000000000006" // another programme

	thisted = "00000000-0000-7000-8000-00000000000a"
)

// stage is the service on a real database, log and index.
type stage struct {
	t     *testing.T
	db    *database.DB
	clock *clock.Manual
	log   *activity.Log
	*discussion.Module

	mu        sync.Mutex
	rechecked []string
	hints     []string
	cabinet   cabinet
}

func newStage(t *testing.T) *stage {
	t.Helper()
	s := &stage{t: t, db: dbtest.New(t), clock: clock.NewManual(time.Date(2026, 11, 19, 9, 0, 0, 0, time.UTC))}
	s.log = activity.New(s.db, s.clock, slog.New(slog.DiscardHandler), "test")
	s.Module = discussion.New(discussion.Needs{
		DB: s.db, Clock: s.clock, Logger: slog.New(slog.DiscardHandler), Log: s.log, Live: s, Index: search.New(s.db), Programmes: directory{},
		Files: &s.cabinet,
	})
	s.log.AddReader(s.Indexer())
	return s
}

// Hint implements discussion.Live.
func (s *stage) Hint(topic string, _ any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hints = append(s.hints, topic)
}

// RecheckTopic implements discussion.Live.
func (s *stage) RecheckTopic(topic string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rechecked = append(s.rechecked, topic)
}

// cabinet keeps the files of posts: those that are loose, by their owner, and the
// post that each of the others stands on.
type cabinet struct {
	loose, post map[string]string
	asked       int
}

// put has somebody send a file in.
func (c *cabinet) put(owner string) string {
	if c.loose == nil {
		c.loose, c.post = map[string]string{}, map[string]string{}
	}
	fileID := id.New()
	c.loose[fileID] = owner
	return fileID
}

// Attach implements discussion.Files.
func (c *cabinet) Attach(_ context.Context, a actor.Actor, _, postID string, fileIDs []string) ([]discussion.PostFile, error) {
	c.asked++
	files := make([]discussion.PostFile, 0, len(fileIDs))
	for _, fileID := range fileIDs {
		if c.loose[fileID] != a.PersonID && c.post[fileID] != postID {
			return nil, fault.NewNotFound("file.unknown")
		}
		files = append(files, discussion.PostFile{ID: fileID, Name: "tavle.png", Extension: "png", MediaType: "image/png", Size: 7, Preview: true})
	}
	for _, fileID := range fileIDs {
		delete(c.loose, fileID)
		c.post[fileID] = postID
	}
	return files, nil
}

// Drop implements discussion.Files.
func (c *cabinet) Drop(_ context.Context, postID string, fileIDs []string) error {
	for _, fileID := range fileIDs {
		if c.post[fileID] == postID {
			delete(c.post, fileID)
		}
	}
	return nil
}

// Release implements discussion.Files.
func (c *cabinet) Release(_ context.Context, postID string) error {
	for fileID, of := range c.post {
		if of == postID {
			delete(c.post, fileID)
		}
	}
	return nil
}

// directory is the programme around the discussions.
type directory struct{}

var names = map[string]actor.Person{
	jonas: {ID: jonas, Name: "Jonas Ravn", OrganisationID: "agency", Organisation: "Styrelsen"},
	mette: {ID: mette, Name: "Mette Dahl", OrganisationID: "kolding", Organisation: "Kolding"},
	signe: {ID: signe, Name: "Signe Lauritsen", OrganisationID: thisted, Organisation: "Thisted"},
	karim: {ID: karim, Name: "Karim Saleh", OrganisationID: "viborg", Organisation: "Viborg"},
	bo:    {ID: bo, Name: "Bo Holm", OrganisationID: "agency", Organisation: "Styrelsen"},
	oda:   {ID: oda, Name: "Oda Friis"},
}

func (directory) ProgrammeID(_ context.Context, slug string) (string, error) {
	if slug != "p" && slug != "elsewhere" {
		return "", fault.NewNotFound("programme.unknown")
	}
	return slug, nil
}

func (directory) PeopleOf(_ context.Context, _ string, ids []string) (map[string]actor.Person, error) {
	out := map[string]actor.Person{}
	for _, i := range ids {
		if p, ok := names[i]; ok {
			out[i] = p
		}
	}
	return out, nil
}

func (directory) Organisations(_ context.Context, ids []string) (map[string]actor.Organisation, error) {
	out := map[string]actor.Organisation{}
	for _, i := range ids {
		if i == thisted {
			out[i] = actor.Organisation{ID: thisted, Name: "Thisted Kommune", Short: "Thisted", Kind: "municipality"}
		}
	}
	return out, nil
}

var roles = map[string]actor.Membership{
	jonas: {ProgrammeID: "p", Role: actor.Coordinator, OrganisationID: "agency"},
	mette: {ProgrammeID: "p", Role: actor.Partner, OrganisationID: "kolding"},
	signe: {ProgrammeID: "p", Role: actor.Reference, OrganisationID: thisted},
	karim: {ProgrammeID: "p", Role: actor.Reference, OrganisationID: "viborg"},
	bo:    {ProgrammeID: "p", Role: actor.Observer, OrganisationID: "agency"},
	oda:   {ProgrammeID: "elsewhere", Role: actor.Coordinator},
}

// as returns the context in which a person acts.
func (s *stage) as(person string) context.Context {
	return actor.With(s.t.Context(), actor.Actor{PersonID: person, Memberships: []actor.Membership{roles[person]}})
}

func (s *stage) open(person, title string) discussion.ThreadView {
	s.t.Helper()
	thread, err := s.Open(s.as(person), "p", discussion.NewThread{ClientID: id.New(), Title: title, Audience: discussion.ForMembers})
	if err != nil {
		s.t.Fatalf("open %q: %v", title, err)
	}
	return thread
}

func (s *stage) say(person, threadID, text string) discussion.PostView {
	s.t.Helper()
	return s.answer(person, threadID, text, "")
}

func (s *stage) answer(person, threadID, text, quoteID string) discussion.PostView {
	s.t.Helper()
	s.clock.Advance(time.Minute)
	post, made, err := s.Post(s.as(person), threadID, discussion.NewPost{ClientID: id.New(), Text: text, QuoteID: quoteID})
	if err != nil || !made {
		s.t.Fatalf("post %q: made %v, %v", text, made, err)
	}
	return post
}

// settle lets the readers of the log catch up.
func (s *stage) settle() {
	s.t.Helper()
	for {
		n, err := s.log.Step(s.t.Context(), 200, false)
		if err != nil {
			s.t.Fatal(err)
		}
		if n == 0 {
			return
		}
	}
}

func (s *stage) wantCode(err error, code string) {
	s.t.Helper()
	f, ok := fault.As(err)
	if !ok || f.Code != code {
		s.t.Errorf("got %v, want the fault %s", err, code)
	}
}
