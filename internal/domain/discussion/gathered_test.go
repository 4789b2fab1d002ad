package discussion_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"

	"sluse/internal/domain/discussion"
	"sluse/internal/kernel/id"
	"sluse/internal/platform/activity"
)

// meet holds the one writer until all of the posts wait behind it, where the database
// has one, and returns what became of each.
func (s *stage) meet(posts []func() error) []error {
	s.t.Helper()
	held, release := make(chan struct{}), make(chan struct{})
	var group sync.WaitGroup
	group.Go(func() {
		err := s.db.Write(s.t.Context(), func(context.Context) error {
			close(held)
			<-release
			return nil
		})
		if err != nil {
			s.t.Error(err)
		}
	})
	<-held
	failed := make([]error, len(posts))
	var begun sync.WaitGroup
	for i, post := range posts {
		begun.Add(1)
		group.Go(func() { begun.Done(); failed[i] = post() })
	}
	begun.Wait()
	close(release)
	group.Wait()
	return failed
}

// Posts that meet are written together; what is refused of them, and why, is as if
// each had come alone.
func TestPostsThatMeetAreEachAsIfAlone(t *testing.T) {
	s := newStage(t)
	here, there, closed := s.open(jonas, "Her"), s.open(signe, "Der"), s.open(jonas, "Lukket")
	earlier := discussion.NewPost{ClientID: id.New(), Text: "Sendt før."}
	first, _, err := s.Post(s.as(mette), here.ID, earlier)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Close(s.as(jonas), closed.ID); err != nil {
		t.Fatal(err)
	}
	file := s.cabinet.put(karim)
	var mu sync.Mutex
	made := map[string][]discussion.PostView{} // by thread
	say := func(person, threadID string, n discussion.NewPost) func() error {
		return func() error {
			view, isNew, err := s.Post(s.as(person), threadID, n)
			mu.Lock()
			defer mu.Unlock()
			if isNew {
				made[threadID] = append(made[threadID], view)
			}
			if err == nil && n.ClientID == earlier.ClientID && (isNew || view.ID != first.ID) {
				t.Errorf("a retry made %s (%v)", view.ID, isNew)
			}
			return err
		}
	}
	var posts []func() error
	var wants []string // the fault, "" for none
	add := func(code string, post func() error) { posts, wants = append(posts, post), append(wants, code) }
	for n := range 10 {
		add("", say(signe, here.ID, discussion.NewPost{ClientID: id.New(), Text: fmt.Sprint("Her ", n)}))
		add("", say(karim, there.ID, discussion.NewPost{ClientID: id.New(), Text: fmt.Sprint("Der ", n)}))
	}
	add("", say(mette, here.ID, earlier))
	add("post.client_id_used", say(mette, there.ID, earlier))
	add("thread.closed", say(signe, closed.ID, discussion.NewPost{ClientID: id.New(), Text: "For sent"}))
	add("thread.observers_read", say(bo, here.ID, discussion.NewPost{ClientID: id.New(), Text: "Jeg læser"}))
	add("", say(karim, here.ID, discussion.NewPost{ClientID: id.New(), Text: "Med billede", Files: []discussion.NewFile{{ID: file, Alt: "Tavle"}}}))
	add("", say(signe, here.ID, discussion.NewPost{ClientID: id.New(), Text: "Svar til @[Karim](person:" + karim + ")", QuoteID: first.ID}))
	for i, err := range s.meet(posts) {
		if wants[i] != "" {
			s.wantCode(err, wants[i])
		} else if err != nil {
			t.Errorf("post %d: %v", i, err)
		}
	}
	made[here.ID] = append(made[here.ID], first)
	for _, threadID := range []string{here.ID, there.ID, closed.ID} {
		s.wantInOrder(threadID, made[threadID])
	}
}

// wantInOrder holds a thread and its live frames against what its writers were told.
func (s *stage) wantInOrder(threadID string, told []discussion.PostView) {
	s.t.Helper()
	slices.SortFunc(told, func(x, y discussion.PostView) int { return int(x.Seq - y.Seq) })
	list, err := s.Posts(s.as(jonas), threadID, discussion.Window{Limit: 100})
	if err != nil || len(list.Items) != len(told) || int(list.Thread.PostCount) != len(told) {
		s.t.Fatalf("%d posts, counted %d, for %d that were told (%v)", len(list.Items), list.Thread.PostCount, len(told), err)
	}
	frames, newest, _, err := s.log.Since(s.t.Context(), "thread:"+threadID, 0)
	if err != nil || int64(len(frames)) != newest {
		s.t.Fatalf("%d frames up to %d (%v)", len(frames), newest, err)
	}
	created := slices.DeleteFunc(frames, func(f activity.Frame) bool { return f.Verb != discussion.VerbPostCreated })
	for i, p := range told {
		if list.Items[i].ID != p.ID || list.Items[i].Seq != p.Seq || created[i].Seq != p.Seq {
			s.t.Fatalf("place %d holds %s at %d, told at %d, shown at %d", i, list.Items[i].ID, list.Items[i].Seq, p.Seq, created[i].Seq)
		}
	}
}

// Thirty-two write at once, in three threads, each post sent twice at the same moment.
func TestEachPostOfManyWritersIsThereOnce(t *testing.T) {
	const writers, each = 32, 6
	s := newStage(t)
	threads := []string{s.open(jonas, "En").ID, s.open(jonas, "To").ID, s.open(jonas, "Tre").ID}
	people := []string{jonas, mette, signe, karim}
	var mu sync.Mutex
	made := map[string][]discussion.PostView{}
	var group sync.WaitGroup
	for w := range writers {
		group.Go(func() {
			for n := range each {
				threadID, post := threads[(w+n)%len(threads)], discussion.NewPost{ClientID: id.New(), Text: fmt.Sprint("nr. ", n)}
				var twice sync.WaitGroup
				for range 2 {
					twice.Go(func() {
						view, isNew, err := s.Post(s.as(people[w%len(people)]), threadID, post)
						mu.Lock()
						defer mu.Unlock()
						if err != nil || view.ClientID != post.ClientID {
							t.Errorf("answered %+v (%v)", view, err)
						}
						if isNew {
							made[threadID] = append(made[threadID], view)
						}
					})
				}
				twice.Wait()
			}
		})
	}
	group.Wait()
	if n := len(made[threads[0]]) + len(made[threads[1]]) + len(made[threads[2]]); n != writers*each {
		t.Errorf("%d posts were made of %d", n, writers*each)
	}
	for _, threadID := range threads {
		s.wantInOrder(threadID, made[threadID])
	}
}
