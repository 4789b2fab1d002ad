package notification_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"sluse/internal/domain/notification"
	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/id"
	"sluse/internal/kernel/page"
	"sluse/internal/platform/activity"
)

// What the inbox asks of others.

func (w *world) Name(context.Context, string) (string, error) { return "Sammen", nil }

func (w *world) Everybody(context.Context, string) ([]notification.Member, error) {
	var out []notification.Member
	for person, organisation := range w.members {
		out = append(out, notification.Member{PersonID: person, OrganisationID: organisation, Role: string(actor.Reference)})
	}
	return out, nil
}

func (w *world) Room(_ context.Context, threadID string) (notification.Room, bool, error) {
	room := notification.Room{
		Wrote: map[string]int64{}, Following: map[string]bool{}, Muted: map[string]bool{}, Read: map[string]int64{},
		MayRead: func(notification.Member) bool { return !w.hidden[threadID] },
	}
	for _, p := range w.posts {
		if p.ThreadID == threadID {
			room.OpenerID = p.OpenerID
			if first, wrote := room.Wrote[p.AuthorID]; !wrote || p.Seq < first {
				room.Wrote[p.AuthorID] = p.Seq
			}
		}
	}
	for person := range w.members {
		room.Following[person], room.Muted[person] = w.follows[threadID+"/"+person], w.muted[threadID+"/"+person]
		room.Read[person] = w.read[threadID+"/"+person]
	}
	return room, true, nil
}

func (w *world) Texts(_ context.Context, ids []string) (map[string]string, error) {
	out := map[string]string{}
	for _, p := range ids {
		if post, there := w.posts[p]; there {
			out[p] = post.Text
		}
	}
	return out, nil
}

func (w *world) Openings(_ context.Context, ids []string) (map[string]string, error) {
	out := map[string]string{}
	for _, post := range w.posts {
		if slices.Contains(ids, post.ThreadID) && post.Seq == 1 {
			out[post.ThreadID] = post.Text
		}
	}
	return out, nil
}

func (w *world) Hint(topic string, _ any) { w.hinted.Store(topic, true) }

type threads struct{ *world }

func (l threads) Look(ctx context.Context, a actor.Actor, ids []string) (map[string]notification.Looked, error) {
	out := map[string]notification.Looked{}
	for _, t := range ids {
		if may, _ := l.MayRead(ctx, a, t); may {
			key := t + "/" + a.PersonID
			out[t] = notification.Looked{
				Title: l.title(t), Href: "/p/sammen/discussions/" + t, ReadSeq: l.read[key], Muted: l.muted[key], Sensitive: strings.HasPrefix(t, "partners"),
			}
		}
	}
	return out, nil
}

type documents struct{ *world }

func (documents) Look(_ context.Context, _ actor.Actor, ids []string) (map[string]notification.Looked, error) {
	out := map[string]notification.Looked{}
	for _, d := range ids {
		out[d] = notification.Looked{Title: "Fagligt grundlag " + d, Href: "/p/sammen/documents"}
	}
	return out, nil
}

type circles struct{ *world }

func (circles) Look(_ context.Context, _ actor.Actor, ids []string) (map[string]notification.Looked, error) {
	out := map[string]notification.Looked{}
	for _, p := range ids {
		out[p] = notification.Looked{Title: "Sammen", Href: "/p/sammen/people"}
	}
	return out, nil
}

// happen writes any event into the log.
func (w *world) happen(t *testing.T, e activity.Event) {
	t.Helper()
	e.ProgrammeID = programme
	must(t, w.db.Write(t.Context(), func(ctx context.Context) error {
		_, err := w.log.Record(ctx, e)
		return err
	}))
	w.clock.Advance(time.Minute)
}

func (w *world) inbox(t *testing.T, person, query string) notification.InboxView {
	t.Helper()
	answer := w.api(t).GetCtx(w.as(t, person), "/api/inbox"+query)
	if answer.Code != http.StatusOK {
		t.Fatalf("%d %s", answer.Code, answer.Body)
	}
	var view notification.InboxView
	must(t, json.Unmarshal(answer.Body.Bytes(), &view))
	return view
}

func (w *world) put(t *testing.T, person, path string, want int) {
	t.Helper()
	if answer := w.api(t).PutCtx(w.as(t, person), path); answer.Code != want {
		t.Fatalf("%s gave %d %s", path, answer.Code, answer.Body)
	}
}

// told says what is in an inbox, one line an item.
func told(view notification.InboxView) []string {
	out := []string{}
	for _, i := range view.Items {
		state := "read"
		if i.Unread {
			state = "unread"
		}
		out = append(out, fmt.Sprintf("%s %s %s %s %d %s", i.SubjectID, i.Reason, i.Verb, strings.Join(i.Actors, ","), i.Count, state))
	}
	return out
}

func expect(t *testing.T, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestWhatStandsInAnInbox(t *testing.T) {
	w := newWorld(t)
	w.open(t, "t1", karim)
	w.post(t, notification.Post{AuthorID: karim, OpenerID: karim})
	w.post(t, notification.Post{AuthorID: mette, OpenerID: karim, Organisations: []string{thisted}})
	w.follows["t1/"+henrik] = true
	last := w.post(t, notification.Post{AuthorID: karim, OpenerID: karim, QuotedAuthorID: mette, Persons: []string{signe}, Text: "Hvad siger **du**?"})
	w.happen(t, activity.Event{ActorID: mette, Verb: "document.added", SubjectType: "document", SubjectID: "d1"})
	w.happen(t, activity.Event{ActorID: mette, Verb: "document.version_added", SubjectType: "document", SubjectID: "d1"})
	w.handle(t)

	expect(t, told(w.inbox(t, signe, "")), "d1 new document.version_added mette 2 unread", "t1 named post.created karim,mette 2 unread")
	expect(t, told(w.inbox(t, karim, "")), "d1 new document.version_added mette 2 unread", "t1 opened post.created mette 1 unread")
	expect(t, told(w.inbox(t, mette, "")), "t1 answered post.created karim 1 unread")
	expect(t, told(w.inbox(t, henrik, "")), "d1 new document.version_added mette 2 unread", "t1 organisation post.created mette,karim 3 unread")
	item := w.inbox(t, signe, "").Items[1]
	if item.Href != "/p/sammen/discussions/t1?post="+last.ID || item.Excerpt != "Hvad siger du?" || item.Title != w.title("t1") {
		t.Errorf("the item is %+v", item)
	}
	if _, hinted := w.hinted.Load("person:" + signe); !hinted {
		t.Error("nothing was hinted")
	}
	if view := w.inbox(t, "outsider", ""); len(view.Items) != 0 || view.Unread != 0 {
		t.Errorf("an outsider is told %+v", view)
	}
}

func TestReadingClearsTheInbox(t *testing.T) {
	w := newWorld(t)
	first := w.post(t, notification.Post{AuthorID: karim, OpenerID: karim, Persons: []string{signe}})
	w.post(t, notification.Post{ThreadID: "t2", AuthorID: karim, OpenerID: karim, Persons: []string{signe}})
	w.post(t, notification.Post{ThreadID: "t3", AuthorID: karim, OpenerID: karim, Persons: []string{signe}})
	w.handle(t)
	w.read["t1/"+signe] = first.Seq
	expect(t, told(w.inbox(t, signe, "?show=unread")), "t3 named post.created karim 1 unread", "t2 named post.created karim 1 unread")
	expect(t, told(w.inbox(t, signe, ""))[2:], "t1 named post.created karim 1 read")

	item := w.inbox(t, signe, "").Items[1]
	w.post(t, notification.Post{ThreadID: "t2", AuthorID: mette, OpenerID: karim, Persons: []string{signe}})
	w.handle(t)
	w.put(t, signe, "/api/inbox/"+item.ID+"/read", http.StatusNoContent)
	expect(t, told(w.inbox(t, signe, "?show=unread")), "t2 named post.created mette 1 unread", "t3 named post.created karim 1 unread")
	w.put(t, karim, "/api/inbox/"+item.ID+"/read", http.StatusNotFound)
	w.put(t, signe, "/api/inbox-subjects/thread/t3/read", http.StatusNoContent)
	if n := w.inbox(t, signe, "").Unread; n != 1 {
		t.Errorf("%d are unread", n)
	}
	w.put(t, signe, "/api/inbox/read", http.StatusNoContent)
	count := w.api(t).GetCtx(w.as(t, signe), "/api/inbox/unread")
	if !strings.Contains(count.Body.String(), `"unread":0`) {
		t.Errorf("after marking all: %s", count.Body)
	}
	if all := w.inbox(t, signe, ""); len(all.Items) != 3 {
		t.Errorf("what was read is gone: %+v", told(all))
	}
}

func TestWhatLeavesAnInbox(t *testing.T) {
	for name, c := range map[string]struct {
		change func(w *world, p notification.Post)
		want   int
	}{
		"deleted": {change: func(w *world, p notification.Post) {
			w.happen(t, activity.Event{ActorID: karim, Verb: "post.deleted", SubjectType: "post", SubjectID: p.ID})
			w.handle(t)
		}},
		"narrowed":              {change: func(w *world, _ notification.Post) { w.hidden["t1"] = true }},
		"no member more":        {change: func(w *world, _ notification.Post) { delete(w.members, signe) }},
		"muted keeps one's own": {change: func(w *world, _ notification.Post) { w.muted["t1/"+signe] = true }, want: 1},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			p := w.post(t, notification.Post{AuthorID: karim, OpenerID: karim, Persons: []string{signe}})
			w.handle(t)
			c.change(w, p)
			if view := w.inbox(t, signe, ""); view.Unread != c.want || len(view.Items) != c.want {
				t.Errorf("left %v", told(view))
			}
		})
	}
}

func TestMutedAndReadBeforeAreNotTold(t *testing.T) {
	w := newWorld(t)
	w.muted["t1/"+henrik], w.follows["t1/"+henrik] = true, true
	w.read["t1/"+signe] = 100
	w.follows["t1/"+signe] = true
	w.post(t, notification.Post{AuthorID: karim, OpenerID: henrik, QuotedAuthorID: henrik, Organisations: []string{thisted}})
	w.open(t, "t1", karim)
	w.clock.Advance(31 * 24 * time.Hour)
	w.handle(t) // a month later nothing of it is told
	w.post(t, notification.Post{AuthorID: karim, OpenerID: henrik, QuotedAuthorID: henrik, Organisations: []string{thisted}})
	w.handle(t)
	for _, person := range []string{signe, henrik, karim, mette} {
		expect(t, told(w.inbox(t, person, "")))
	}
	w.post(t, notification.Post{AuthorID: karim, OpenerID: henrik, Persons: []string{henrik}})
	w.handle(t)
	expect(t, told(w.inbox(t, henrik, "")), "t1 named post.created karim 1 unread")
}

func TestWhoJoinsIsToldOfOnce(t *testing.T) {
	w := newWorld(t)
	seat := func(starts, ends string) {
		w.happen(t, activity.Event{
			ActorID: mette, Verb: "member.changed", SubjectType: "seat", SubjectID: "s1",
			Data: map[string]any{"personId": henrik, "starts": starts, "ends": ends},
		})
		w.handle(t)
	}
	seat("2024-01-01", "") // long a member
	seat("2026-03-02", "")
	seat("2026-03-02", "2026-12-31") // the same seat, ending one day
	seat("2026-03-02", "2026-03-01") // and over
	for _, person := range []string{signe, karim} {
		expect(t, told(w.inbox(t, person, "")), "programme new member.joined henrik 1 unread")
	}
	expect(t, told(w.inbox(t, henrik, "")))
	expect(t, told(w.inbox(t, mette, "")))
}

func TestAnInboxInPages(t *testing.T) {
	w := newWorld(t)
	want := []string{}
	for n := range 23 {
		thread := fmt.Sprintf("t%02d", n)
		w.post(t, notification.Post{ThreadID: thread, AuthorID: karim, OpenerID: karim, Persons: []string{signe}})
		if n%5 == 0 {
			w.hidden[thread] = true // in the middle of pages
			continue
		}
		want = append([]string{thread}, want...)
	}
	w.handle(t)
	for _, show := range []string{"all", "unread"} {
		got, cursor := []string{}, ""
		for range 20 {
			view := w.inbox(t, signe, "?limit=4&show="+show+"&cursor="+cursor)
			for _, item := range view.Items {
				got = append(got, item.SubjectID)
			}
			if cursor = view.Next; cursor == "" {
				break
			}
			if len(view.Items) != 4 {
				t.Errorf("%s: a page in the middle holds %d", show, len(view.Items))
			}
		}
		expect(t, got, want...)
	}
	if answer := w.api(t).GetCtx(w.as(t, signe), "/api/inbox?cursor=x"); answer.Code != http.StatusUnprocessableEntity && answer.Code != http.StatusInternalServerError {
		t.Errorf("a made-up cursor gave %d", answer.Code)
	}
}

func TestOldEntriesAreForgotten(t *testing.T) {
	w := newWorld(t)
	w.post(t, notification.Post{AuthorID: karim, OpenerID: karim, Persons: []string{signe}})
	w.handle(t)
	w.clock.Advance(121 * 24 * time.Hour)
	must(t, notification.Forget(t.Context(), w.module))
	expect(t, told(w.inbox(t, signe, "")))
}

// TestNobodyIsToldOfWhatTheyDidOrSaw lets random things happen, in any order of
// reading and writing, and holds every inbox against the rules.
func TestNobodyIsToldOfWhatTheyDidOrSaw(t *testing.T) {
	people := []string{signe, henrik, karim, mette}
	w := newWorld(t)
	items := 0
	rapid.Check(t, func(r *rapid.T) {
		thread := "t" + id.New()
		who := rapid.SampledFrom(people)
		for range rapid.IntRange(1, 4).Draw(r, "steps") {
			switch rapid.IntRange(0, 2).Draw(r, "step") {
			case 0:
				w.read[thread+"/"+who.Draw(r, "reader")] = w.seq
			case 1:
				w.handle(t)
			default:
				w.post(t, notification.Post{
					ThreadID: thread, AuthorID: who.Draw(r, "author"), OpenerID: who.Draw(r, "opener"),
					QuotedAuthorID: rapid.SampledFrom(append([]string{""}, people...)).Draw(r, "quoted"),
					Persons:        rapid.SliceOfN(who, 0, 2).Draw(r, "named"),
				})
			}
		}
		w.handle(t)
		for _, person := range people {
			box, err := w.module.Inbox(w.as(t, person), page.Request{Limit: 5}, true)
			must(t, err)
			for _, item := range box.Items {
				items++
				if item.Subject.ID == thread && (slices.Contains(item.Actors, person) || w.read[thread+"/"+person] >= w.newest(thread)) {
					t.Errorf("%s is told of what they did or saw: %+v", person, item)
				}
			}
		}
		must(t, w.module.MarkAllRead(w.as(t, who.Draw(r, "tidy"))))
	})
	if items == 0 {
		t.Error("nobody was told of anything: nothing was tested")
	}
}

func (w *world) newest(threadID string) (seq int64) {
	for _, p := range w.posts {
		if p.ThreadID == threadID {
			seq = max(seq, p.Seq)
		}
	}
	return seq
}
