package notification_test

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"sluse/internal/domain/notification"
	"sluse/internal/platform/activity"
)

// open writes a thread into the log as discussions do.
func (w *world) open(t *testing.T, threadID, by string) {
	t.Helper()
	err := w.db.Write(t.Context(), func(ctx context.Context) error {
		_, err := w.log.Record(ctx, activity.Event{
			ActorID: by, Verb: "thread.opened", SubjectType: "thread", SubjectID: threadID, ProgrammeID: programme,
			Data: map[string]any{"thread": map[string]any{"id": threadID}},
		})
		return err
	})
	must(t, err)
	w.clock.Advance(time.Minute)
}

func (w *world) overview(t *testing.T, person string) notification.OverviewView {
	t.Helper()
	answer := w.api(t).GetCtx(w.as(t, person), "/api/overview")
	if answer.Code != http.StatusOK {
		t.Fatalf("%d %s", answer.Code, answer.Body)
	}
	var view notification.OverviewView
	must(t, json.Unmarshal(answer.Body.Bytes(), &view))
	return view
}

func TestNewsAreWhatOthersDidSinceIWasHere(t *testing.T) {
	w := newWorld(t)
	w.open(t, "t1", karim)
	w.post(t, notification.Post{AuthorID: karim, OpenerID: karim, Text: "Første"})
	w.post(t, notification.Post{AuthorID: mette, OpenerID: karim, Text: "Hvad gør **I**?"})
	w.post(t, notification.Post{AuthorID: signe, OpenerID: karim, Text: "Mit eget"})
	w.post(t, notification.Post{ThreadID: "t2", AuthorID: henrik, OpenerID: signe, Text: "Kørsel"})
	w.open(t, "secret", karim)
	w.hidden["secret"] = true

	news := w.overview(t, signe).News
	if len(news) != 2 {
		t.Fatalf("news are %+v", news)
	}
	if n := news[0]; n.TitleCode != "wrote" || n.ActorID != henrik || n.Params["thread"] != w.title("t2") || n.Href != "/p/sammen/discussions/t2" {
		t.Errorf("first %+v", n)
	}
	if n := news[1]; n.TitleCode != "opened" || n.ActorID != karim || n.Params["posts"] != 2.0 || n.Excerpt != "Hvad gør I?" {
		t.Errorf("second %+v", n)
	}
	api := w.api(t)
	if answer := api.PostCtx(w.as(t, signe), "/api/overview/seen"); answer.Code != http.StatusNoContent {
		t.Fatalf("%d %s", answer.Code, answer.Body)
	}
	if view := w.overview(t, signe); len(view.News) != 0 || !view.Since.Equal(w.clock.Now()) {
		t.Errorf("after marking them there are news %+v since %v", view.News, view.Since)
	}
	if view := w.overview(t, henrik); len(view.News) != 1 {
		t.Errorf("Henrik's news are %+v", view.News)
	}
}

func TestADeletedPostIsNoNews(t *testing.T) {
	w := newWorld(t)
	p := w.post(t, notification.Post{AuthorID: karim, OpenerID: karim})
	must(t, w.db.Write(t.Context(), func(ctx context.Context) error {
		return w.log.Replace(ctx, "post", p.ID, map[string]any{"post": map[string]any{"threadId": "t1", "text": "", "deletedAt": w.clock.Now()}})
	}))
	if news := w.overview(t, signe).News; len(news) != 0 {
		t.Fatalf("news are %+v", news)
	}
}

func TestTasksBeginWithTheNearestDeadline(t *testing.T) {
	w := newWorld(t)
	now := w.clock.Now()
	w.tasks = []notification.Task{
		{ID: "new", Kind: "question", Since: now},
		{ID: "late", Kind: "x", Due: now.Add(48 * time.Hour)},
		{ID: "old", Kind: "question", Since: now.Add(-time.Hour), Params: map[string]any{"who": "Mette"}, Minutes: 2},
		{ID: "soon", Kind: "x", Due: now.Add(time.Hour)},
	}
	var ids []string
	for _, task := range w.overview(t, signe).Tasks {
		ids = append(ids, task.ID)
	}
	if got := strings.Join(ids, " "); got != "soon late old new" {
		t.Errorf("the order is %s", got)
	}
}

func TestTheRestOfTheOverview(t *testing.T) {
	w := newWorld(t)
	view := w.overview(t, signe)
	if len(view.UnreadThreads) != 1 || view.UnreadThreads[0].Unread != 2 || view.UnreadThreads[0].Href != "/p/sammen/discussions/t1" {
		t.Errorf("unread %+v", view.UnreadThreads)
	}
	if len(view.Seats) != 1 || view.Seats[0].Used != 2 || view.Seats[0].Total != 3 || view.Seats[0].ProgrammeSlug != "sammen" {
		t.Errorf("seats %+v", view.Seats)
	}
	for _, person := range []string{signe, henrik, karim} {
		if view.People[person].Name == "" {
			t.Errorf("%s has no name", person)
		}
	}
	if view.Organisations[thisted].Short != thisted || view.Organisations[kolding].Short != kolding {
		t.Errorf("organisations %+v", view.Organisations)
	}
	if want := w.clock.Now().Add(-14 * 24 * time.Hour); !view.Since.Equal(want) {
		t.Errorf("since %v, want %v", view.Since, want)
	}
	outsider := w.overview(t, "outsider")
	if len(outsider.News) != 0 || len(outsider.Seats) != 0 {
		t.Errorf("an outsider sees %+v", outsider)
	}
}

func TestOfManyColleaguesSomeAreNamedAndTheReaderIs(t *testing.T) {
	all := []string{"a", "b", "c", "d", "e", "f", "g", "h"}
	for reader, want := range map[string]string{"b": "a b c d e f", "h": "a b c d e h", "stranger": "a b c d e f"} {
		if got := strings.Join(notification.SomeColleagues(all, reader), " "); got != want {
			t.Errorf("%s is shown %s, want %s", reader, got, want)
		}
	}
	if got := strings.Join(notification.SomeColleagues(all[:6], "f"), " "); got != "a b c d e f" {
		t.Errorf("of six are shown %s", got)
	}
	if strings.Join(all, "") != "abcdefgh" {
		t.Errorf("the list itself is now %v", all)
	}
}
