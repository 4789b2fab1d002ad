package discussion_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"sluse/internal/domain/discussion"
	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/id"
	"sluse/internal/kernel/page"
	"sluse/internal/platform/activity"
)

func pageOf(cursor string) page.Request { return page.Request{Cursor: cursor, Limit: 3} }

func actorOf(ctx context.Context) actor.Actor {
	a, _ := actor.From(ctx)
	return a
}

func TestOpeningTwiceWithOneClientIDOpensOneThread(t *testing.T) {
	s := newStage(t)
	n := discussion.NewThread{ClientID: id.New(), Title: "  Hvem har\tprøvet?  ", Audience: discussion.ForMembers, Text: "Fortæl"}
	first, err := s.Open(s.as(signe), "p", n)
	if err != nil || first.Title != "Hvem har prøvet?" || first.PostCount != 1 {
		t.Fatalf("opened %+v (%v)", first, err)
	}
	second, err := s.Open(s.as(signe), "p", n)
	if err != nil || second.ID != first.ID || second.PostCount != 1 {
		t.Errorf("again %+v (%v)", second, err)
	}
}

func TestBadThreadsNameEveryField(t *testing.T) {
	s := newStage(t)
	_, err := s.Open(s.as(signe), "p", discussion.NewThread{Title: " ", Audience: "alle", Text: strings.Repeat("x", discussion.MaxText+1)})
	s.wantCode(err, "thread.title_missing")
	_, err = s.Open(s.as(signe), "p", discussion.NewThread{ClientID: id.New(), Title: strings.Repeat("ø", discussion.MaxTitle+1), Audience: discussion.ForMembers})
	s.wantCode(err, "thread.title_too_long")
	_, err = s.Open(s.as(signe), "p", discussion.NewThread{ClientID: id.New(), Title: "Om " + constructedCPR, Audience: discussion.ForMembers})
	s.wantCode(err, "post.cpr")
}

func TestThreadForPartnersIsHiddenFromReferencesAndNarrowingStopsThem(t *testing.T) {
	s := newStage(t)
	thread := s.open(jonas, "Snart kun for partnere")
	s.say(signe, thread.ID, "Vi er her endnu, syltetøj")
	s.settle()
	narrow := discussion.ThreadChange{Title: thread.Title, Audience: discussion.ForPartners, Rev: thread.Rev}
	_, err := s.Change(s.as(signe), thread.ID, narrow)
	s.wantCode(err, "thread.coordinators_only")
	if _, err := s.Change(s.as(jonas), thread.ID, narrow); err != nil {
		t.Fatal(err)
	}
	if len(s.rechecked) != 1 || s.rechecked[0] != "thread:"+thread.ID {
		t.Errorf("rechecked %v", s.rechecked)
	}
	s.settle()
	for person, sees := range map[string]int{signe: 0, bo: 0, mette: 1, jonas: 1} {
		threads, _, err := s.Threads(s.as(person), "p", pageOf(""))
		if err != nil || len(threads.Items) != sees {
			t.Errorf("%s sees %d threads (%v)", person, len(threads.Items), err)
		}
		found, _, err := s.Search(s.as(person), "p", "syltetøj", pageOf(""))
		if err != nil || len(found.Items) != sees {
			t.Errorf("%s finds %d posts (%v)", person, len(found.Items), err)
		}
	}
	_, err = s.Change(s.as(jonas), thread.ID, narrow)
	s.wantCode(err, "thread.changed_meanwhile")
}

// publisher takes the frames of changes.
type publisher func(frames []activity.Frame)

// Publish implements activity.Publisher.
func (p publisher) Publish(frames []activity.Frame) { p(frames) }

// Who loses sight of a thread is not sent what it became, and not looked over because
// whoever narrowed it has gone away meanwhile.
func TestNarrowingIsFeltBeforeItIsTold(t *testing.T) {
	s := newStage(t)
	thread := s.open(jonas, "Snart kun for partnere")
	ctx, goAway := context.WithCancel(s.as(jonas))
	defer goAway()
	told := 0
	s.log.PublishTo(publisher(func([]activity.Frame) {
		if told++; len(s.rechecked) != 1 {
			t.Errorf("told with %v rechecked", s.rechecked)
		}
		goAway()
	}))
	narrow := discussion.ThreadChange{Title: "Hvad vi ikke siger til alle", Audience: discussion.ForPartners, Rev: thread.Rev}
	if _, err := s.Change(ctx, thread.ID, narrow); !errors.Is(err, context.Canceled) {
		t.Errorf("who has gone away is answered with %v", err)
	}
	if told != 1 || len(s.rechecked) != 1 {
		t.Errorf("told %d times, rechecked %v", told, s.rechecked)
	}
}

func TestUnreadFollowsTheMarkWhichNeverMovesBack(t *testing.T) {
	s := newStage(t)
	thread := s.open(jonas, "Ulæst")
	first := s.say(jonas, thread.ID, "et")
	s.say(signe, thread.ID, "to")
	third := s.say(jonas, thread.ID, "tre")
	unread := func(person string) int64 {
		view, _, err := s.Thread(s.as(person), thread.ID)
		if err != nil {
			t.Fatal(err)
		}
		return view.Unread
	}
	if got := unread(signe); got != 2 {
		t.Errorf("Signe has %d unread, want 2: her own do not count", got)
	}
	for _, step := range []struct {
		post string
		want int64
	}{{first.ID, 1}, {third.ID, 0}, {first.ID, 0}} {
		if err := s.MarkRead(s.as(signe), thread.ID, step.post); err != nil {
			t.Fatal(err)
		}
		if got := unread(signe); got != step.want {
			t.Errorf("unread %d, want %d", got, step.want)
		}
	}
	readers, people, err := s.Readers(s.as(jonas), thread.ID)
	if err != nil || len(readers) != 1 || people[signe].Name != "Signe Lauritsen" {
		t.Errorf("readers %v %v (%v)", readers, people, err)
	}
	if len(s.hints) == 0 || s.hints[len(s.hints)-1] != "person:"+signe {
		t.Errorf("her other tabs were not told: %v", s.hints)
	}
	other := s.say(jonas, s.open(jonas, "En anden").ID, "x")
	s.wantCode(s.MarkRead(s.as(signe), thread.ID, other.ID), "post.unknown")
}

func TestOverviewAsksForUnreadAndUnanswered(t *testing.T) {
	s := newStage(t)
	thread := s.open(jonas, "Spørgsmål")
	s.say(jonas, thread.ID, "Hvad siger @[S](person:"+signe+")?")
	muted := s.open(jonas, "Støj")
	s.say(jonas, muted.ID, "larm")
	if err := s.SetFollow(s.as(signe), muted.ID, discussion.Muted); err != nil {
		t.Fatal(err)
	}
	unread, err := s.Unread(s.as(signe), actorOf(s.as(signe)), 5)
	if err != nil || len(unread) != 1 || unread[0].ID != thread.ID {
		t.Errorf("unread %+v (%v)", unread, err)
	}
	questions := func() int {
		found, err := s.Unanswered(s.as(signe), actorOf(s.as(signe)), thread.CreatedAt.AddDate(0, -1, 0), 5)
		if err != nil {
			t.Fatal(err)
		}
		return len(found)
	}
	if got := questions(); got != 1 {
		t.Fatalf("%d questions wait", got)
	}
	s.say(signe, thread.ID, "Godt spørgsmål")
	if got := questions(); got != 0 {
		t.Errorf("%d questions wait after the answer", got)
	}
}

// TestWindowsTogetherAreTheThread reads a thread in parts of any size, from
// either end and from the middle, and gets every post once.
func TestWindowsTogetherAreTheThread(t *testing.T) {
	s := newStage(t)
	thread := s.open(jonas, "Lang")
	var all []discussion.PostView
	for range 23 {
		all = append(all, s.say(jonas, thread.ID, "x"))
	}
	rapid.Check(t, func(r *rapid.T) {
		size := rapid.IntRange(1, 30).Draw(r, "size")
		start := rapid.IntRange(0, len(all)-1).Draw(r, "start")
		list, err := s.Posts(s.as(signe), thread.ID, discussion.Window{Around: all[start].ID, Limit: size})
		if err != nil {
			r.Fatal(err)
		}
		items, older, newer := list.Items, list.Older, list.Newer
		for older {
			part, err := s.Posts(s.as(signe), thread.ID, discussion.Window{Before: items[0].Seq, Limit: size})
			if err != nil {
				r.Fatal(err)
			}
			items, older = append(part.Items, items...), part.Older
		}
		for newer {
			part, err := s.Posts(s.as(signe), thread.ID, discussion.Window{From: items[len(items)-1].Seq + 1, Limit: size})
			if err != nil {
				r.Fatal(err)
			}
			items, newer = append(items, part.Items...), part.Newer
		}
		if len(items) != len(all) {
			r.Fatalf("%d posts, want %d", len(items), len(all))
		}
		for i := range items {
			if items[i].ID != all[i].ID {
				r.Fatalf("post %d is out of place", i)
			}
		}
	})
}
