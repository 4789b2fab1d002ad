package discussion_test

import (
	"context"
	"slices"
	"testing"

	"sluse/internal/domain/discussion"
	"sluse/internal/platform/database/dbtest"
)

// muted returns the titles of the threads that a person has muted.
func (s *stage) muted(person string) []string {
	s.t.Helper()
	threads, err := s.MutedThreads(s.as(person), actorOf(s.as(person)))
	if err != nil {
		s.t.Fatal(err)
	}
	titles := []string{}
	for _, t := range threads {
		titles = append(titles, t.Title)
	}
	return titles
}

func (s *stage) wantMuted(person string, want ...string) {
	s.t.Helper()
	if got := s.muted(person); !slices.Equal(got, want) {
		s.t.Errorf("muted %q, want %q", got, want)
	}
}

func TestMutingFromAMailIsMuting(t *testing.T) {
	s := newStage(t)
	loud, calm := s.open(jonas, "Støj"), s.open(jonas, "Ro")
	s.wantMuted(signe)
	if err := s.Mute(t.Context(), loud.ID, signe); err != nil { // signed out
		t.Fatal(err)
	}
	if !slices.Contains(s.hints, "person:"+signe) {
		t.Errorf("her tabs were not told: %v", s.hints)
	}
	s.wantMuted(signe, "Støj")
	s.wantMuted(karim)
	if err := s.SetFollow(s.as(signe), calm.ID, discussion.Muted); err != nil {
		t.Fatal(err)
	}
	s.wantMuted(signe, "Ro", "Støj")
	if err := s.SetFollow(s.as(signe), loud.ID, discussion.FollowDefault); err != nil {
		t.Fatal(err)
	}
	s.wantMuted(signe, "Ro")
	s.wantCode(s.Mute(t.Context(), "nothing", signe), "thread.unknown")
}

func TestMutedThreadsAreThoseThatOneMayReadStill(t *testing.T) {
	s := newStage(t)
	thread := s.open(jonas, "Bliver kun for partnerne")
	if err := s.SetFollow(s.as(signe), thread.ID, discussion.Muted); err != nil {
		t.Fatal(err)
	}
	s.wantMuted(signe, thread.Title)
	_, err := s.Change(s.as(jonas), thread.ID, discussion.ThreadChange{Title: thread.Title, Audience: discussion.ForPartners, Rev: thread.Rev})
	if err != nil {
		t.Fatal(err)
	}
	s.wantMuted(signe)
}

// Threads whose mails had been stopped are muted, also those that a node of the
// version before stops after the step.
func TestStoppedThreadsBecomeMuted(t *testing.T) {
	s := newStage(t)
	before, both, after := s.open(jonas, "Før"), s.open(jonas, "Fulgt og stoppet"), s.open(jonas, "Efter")
	if err := s.SetFollow(s.as(signe), both.ID, discussion.Following); err != nil {
		t.Fatal(err)
	}
	dbtest.Before(t, s.db, 45)
	s.stopAsBefore(before.ID, both.ID, "a thread that is gone")
	s.wantMuted(signe)
	if err := s.db.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.wantMuted(signe, "Fulgt og stoppet", "Før")
	s.stopAsBefore(after.ID, "another that is gone")
	s.wantMuted(signe, "Efter", "Fulgt og stoppet", "Før")
}

// stopAsBefore stops threads for Signe as the version before did.
func (s *stage) stopAsBefore(threadIDs ...string) {
	s.t.Helper()
	err := s.db.Write(s.t.Context(), func(ctx context.Context) error {
		for _, threadID := range threadIDs {
			err := s.db.Tx(ctx).Exec(`INSERT INTO notification_stop (person_id, thread_id, stopped_at) VALUES (?, ?, ?)
				ON CONFLICT DO NOTHING`, signe, threadID, s.clock.Now()).Error
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		s.t.Fatal(err)
	}
}
