package discussion_test

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"reflect"
	"testing"

	"sluse/internal/domain/discussion"
	"sluse/internal/platform/search"
)

// node is another node on the same database: it remembers nothing of what this one
// has read.
func (s *stage) node() *discussion.Module {
	return discussion.New(discussion.Needs{
		DB: s.db, Clock: s.clock, Logger: slog.New(slog.DiscardHandler), Log: s.log, Live: s, Index: search.New(s.db), Programmes: directory{},
		Files: &s.cabinet,
	})
}

// read is what a person gets of a thread, as text.
func (s *stage) read(m *discussion.Module, person, threadID string, limit int) string {
	s.t.Helper()
	list, err := m.Posts(s.as(person), threadID, discussion.Window{Limit: limit})
	if err != nil {
		s.t.Fatal(err)
	}
	text, err := json.Marshal(list)
	if err != nil {
		s.t.Fatal(err)
	}
	return string(text)
}

func TestWhatIsRememberedOfAThreadIsNeverOld(t *testing.T) {
	s := newStage(t)
	thread := s.open(jonas, "Hvad virkede?")
	other := s.node()
	var posts []discussion.PostView
	for n := range 7 {
		posts = append(posts, s.say(signe, thread.ID, fmt.Sprintf("Nummer %d til @[Karim Saleh](person:%s)", n, karim)))
	}
	first, last := posts[0], posts[6]
	must := func(_ any, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, step := range []struct {
		what string
		do   func()
	}{
		{"nothing", func() {}},
		{"a post", func() { s.answer(mette, thread.ID, "Det kan vi bruge", last.ID) }},
		{"an edit", func() {
			must(other.Edit(s.as(signe), last.ID, discussion.NewText{Text: "Nummer 6, rettet", Rev: last.Rev}))
		}},
		{"a reaction", func() { must(other.React(s.as(mette), last.ID, "thanks", true)) }},
		{"a reaction taken back", func() { must(s.React(s.as(mette), last.ID, "thanks", false)) }},
		{"a pin", func() { must(other.Pin(s.as(jonas), first.ID, true)) }},
		{"a pinned post's edit", func() {
			must(s.Edit(s.as(signe), first.ID, discussion.NewText{Text: "Nummer 0, rettet", Rev: first.Rev}))
		}},
		{"an unpinning", func() { must(other.Pin(s.as(jonas), first.ID, false)) }},
		{"a deletion", func() { must(other.Delete(s.as(signe), last.ID, "")) }},
		{"another title", func() {
			now, _, err := s.Thread(s.as(jonas), thread.ID)
			must(now, err)
			must(other.Change(s.as(jonas), thread.ID, discussion.ThreadChange{Title: "Hvad virkede ikke?", Audience: now.Audience, Rev: now.Rev}))
		}},
		{"an erasure", func() { must(nil, other.ErasePerson(t.Context(), karim, "")) }},
		{"reading", func() { must(nil, other.MarkRead(s.as(mette), thread.ID, posts[1].ID)) }},
		{"reading on", func() { must(nil, other.MarkRead(s.as(mette), thread.ID, posts[5].ID)) }},
		{"closing", func() { must(other.Close(s.as(jonas), thread.ID)) }},
	} {
		step.do()
		for _, person := range []string{mette, signe, jonas} {
			for _, limit := range []int{3, 50} {
				fresh := s.read(s.node(), person, thread.ID, limit)
				for range 2 {
					if got := s.read(s.Module, person, thread.ID, limit); got != fresh {
						t.Fatalf("after %s, %d posts, %s got\n%s\nbut there is\n%s", step.what, limit, names[person].Name, got, fresh)
					}
				}
				counted, _, err := s.Thread(s.as(person), thread.ID)
				must(counted, err)
				list, err := s.Posts(s.as(person), thread.ID, discussion.Window{Limit: limit})
				if must(list, err); !reflect.DeepEqual(list.Thread, counted) {
					t.Errorf("after %s, %d posts: the thread is %+v, counted %+v", step.what, limit, list.Thread, counted)
				}
				anew, _, err := s.node().Thread(s.as(person), thread.ID)
				if must(anew, err); !reflect.DeepEqual(anew, counted) {
					t.Errorf("after %s: the thread is %+v, counted anew %+v", step.what, counted, anew)
				}
			}
		}
	}
}

func TestRememberedPostsAreForThoseWhoMayRead(t *testing.T) {
	s := newStage(t)
	thread := s.open(jonas, "Kun for medlemmer")
	s.say(signe, thread.ID, "Et spørgsmål")
	s.read(s.Module, signe, thread.ID, 50)
	_, err := s.Posts(s.as(oda), thread.ID, discussion.Window{Limit: 50})
	s.wantCode(err, "thread.unknown")
	if _, err := s.Change(s.as(jonas), thread.ID, discussion.ThreadChange{Title: thread.Title, Audience: discussion.ForPartners, Rev: thread.Rev}); err != nil {
		t.Fatal(err)
	}
	_, err = s.Posts(s.as(signe), thread.ID, discussion.Window{Limit: 50})
	s.wantCode(err, "thread.unknown")
}
