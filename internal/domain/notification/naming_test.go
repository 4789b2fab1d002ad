package notification_test

import (
	"slices"
	"testing"

	"sluse/internal/domain/notification"
	"sluse/internal/platform/activity"
)

// rename edits a post so that it names others, and writes that into the log as
// discussions do.
func (w *world) rename(t *testing.T, p notification.Post, persons []string, added ...string) {
	t.Helper()
	w.seq++
	p.Persons = persons
	w.posts[p.ID] = p
	event := activity.Event{
		ActorID: p.AuthorID, Verb: "post.edited", SubjectType: "post", SubjectID: p.ID,
		Data: map[string]any{"post": map[string]any{"id": p.ID, "threadId": p.ThreadID, "text": p.Text}},
	}
	if len(added) > 0 {
		event.Private = map[string]any{"threadId": p.ThreadID, "seq": w.seq, "mentionedPeople": added}
	}
	w.happen(t, event)
}

func TestAnEditTellsOnlyThoseWhomItNamesAnew(t *testing.T) {
	w := newWorld(t)
	w.run(t)
	w.open(t, "t1", karim)
	w.follows["t1/"+henrik] = true
	p := w.post(t, notification.Post{AuthorID: karim, OpenerID: karim, Persons: []string{mette}})
	w.settle(t)
	for _, person := range []string{signe, henrik, mette} {
		w.read["t1/"+person] = p.Seq // all have seen it as it was
	}
	w.rename(t, p, []string{mette, signe}, signe)
	w.rename(t, p, []string{mette, signe})
	w.settle(t)
	if got, _ := w.mailed(t); !slices.Equal(got, addresses(mette, signe)) {
		t.Errorf("mailed %v", got)
	}
	expect(t, told(w.inbox(t, signe, "?show=unread")), "t1 named post.created karim 1 unread")
	for _, person := range []string{henrik, mette} {
		expect(t, told(w.inbox(t, person, "?show=unread")))
	}
	if item := w.inbox(t, signe, "").Items[0]; item.Href != "/p/sammen/discussions/t1?post="+p.ID || item.Excerpt == "" {
		t.Errorf("%+v", item)
	}
	w.read["t1/"+signe] = w.seq
	expect(t, told(w.inbox(t, signe, "?show=unread")))
}

func TestWhoIsNamedAndThenNoMoreIsNotMailed(t *testing.T) {
	w := newWorld(t)
	p := w.post(t, notification.Post{AuthorID: karim, OpenerID: karim})
	w.rename(t, p, []string{signe}, signe)
	w.rename(t, p, nil)
	w.run(t)
	w.settle(t)
	if got, _ := w.mailed(t); len(got) != 0 {
		t.Errorf("mailed %v", got)
	}
}

func TestWhoHasReadTheEditIsNotMailedOfIt(t *testing.T) {
	w := newWorld(t)
	p := w.post(t, notification.Post{AuthorID: karim, OpenerID: karim})
	w.rename(t, p, []string{signe}, signe)
	w.read["t1/"+signe] = w.seq
	w.run(t)
	w.settle(t)
	if got, _ := w.mailed(t); len(got) != 0 {
		t.Errorf("mailed %v", got)
	}
}
