package notification_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"sluse/internal/domain/notification"
	"sluse/internal/kernel/clock"
	"sluse/internal/platform/activity"
	"sluse/internal/platform/mail"
)

// at puts the clock to an hour of a Danish day.
func (w *world) at(day string, hour, minute int) {
	date, err := clock.ParseDate(day)
	if err != nil {
		panic(err)
	}
	start := date.Start(clock.Copenhagen)
	w.clock.Set(time.Date(start.Year(), start.Month(), start.Day(), hour, minute, 0, 0, clock.Copenhagen))
}

// digests runs the day's round and returns whom digests have gone to so far.
func (w *world) digests(t *testing.T) []mail.Kept {
	t.Helper()
	must(t, notification.Round(t.Context(), w.module))
	w.settle(t)
	_, mails := w.mailed(t)
	return slices.DeleteFunc(mails, func(m mail.Kept) bool { return !strings.HasPrefix(m.Subject, "Nyt til dig") })
}

func (w *world) choose(t *testing.T, person, programmeID string, kind notification.Kind, pace notification.Pace) {
	t.Helper()
	must(t, w.module.Choose(w.as(t, person), programmeID, kind, pace))
}

// written counts the digests that were written.
func (w *world) written(t *testing.T) (n int) {
	t.Helper()
	must(t, w.db.Read(t.Context()).Raw("SELECT count(*) FROM notification_digest").Scan(&n).Error)
	return n
}

// followedPost is news for Signe that is gathered by the day.
func (w *world) followedPost(t *testing.T, thread, text string) notification.Post {
	t.Helper()
	w.follows[thread+"/"+signe] = true
	p := w.post(t, notification.Post{ThreadID: thread, AuthorID: karim, OpenerID: karim, Text: text})
	w.handle(t)
	return p
}

// TestDigestsAtSevenAcrossTheYear walks minute by minute over both days on which
// the clocks change: each day's digest leaves at 07:00 local, once.
func TestDigestsAtSevenAcrossTheYear(t *testing.T) {
	for _, sunday := range []string{"2026-03-29", "2026-10-25"} {
		t.Run(sunday, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.run(t)
			day, err := clock.ParseDate(sunday)
			must(t, err)
			w.clock.Set(day.AddDays(-1).Start(clock.Copenhagen).Add(22*time.Hour + 30*time.Minute))
			for want := range 3 {
				w.followedPost(t, "t1", "Nyt")
				for w.written(t) == want {
					w.clock.Advance(5 * time.Minute)
					must(t, notification.Round(t.Context(), w.module))
				}
				w.settle(t)
				if local := w.clock.Now().In(clock.Copenhagen); local.Hour() != 7 || local.Minute() >= 5 {
					t.Errorf("a digest left at %s", local)
				}
			}
			mails := w.digests(t)
			days := map[string]bool{}
			for _, m := range mails {
				days[m.At.In(clock.Copenhagen).Format(time.DateOnly)] = true
			}
			if len(mails) != 3 || len(days) != 3 {
				t.Errorf("%d digests on %d days", len(mails), len(days))
			}
		})
	}
}

func TestWhatADigestTells(t *testing.T) {
	w := newWorld(t)
	w.run(t)
	w.at("2026-03-03", 12, 0)
	w.followedPost(t, "t1", "Første linje")
	w.followedPost(t, "t1", "Vi prøver **igen** <b>")
	w.followedPost(t, "partners1", "Hemmeligt")
	w.happen(t, activity.Event{ActorID: mette, Verb: "document.added", SubjectType: "document", SubjectID: "d1"})
	w.handle(t)
	w.choose(t, signe, "", notification.KindNew, notification.Daily)
	w.at("2026-03-04", 7, 0)
	mails := w.digests(t)
	if len(mails) != 1 || mails[0].To != address(signe) {
		t.Fatalf("digests %+v", mails)
	}
	m := mails[0]
	for _, part := range []string{
		"* Fagligt grundlag d1\n  Navn mette lagde dokumentet op\n  https://sluse.example/p/sammen/documents",
		"* En drøftelse for partnerne\n  Navn karim skrev i drøftelsen",
		"* " + w.title("t1") + "\n  Navn karim skrev i drøftelsen, 2 nye indlæg\n  > Vi prøver igen <b>", "Stop samlemailen: https://sluse.example/mail-stop/",
		"https://sluse.example/inbox",
	} {
		if !strings.Contains(m.Text, part) {
			t.Errorf("the digest lacks %q:\n%s", part, m.Text)
		}
	}
	if strings.Contains(m.Text+m.HTML, "Hemmeligt") || strings.Contains(m.Text+m.HTML, "partners1)") || strings.Contains(m.HTML, "<b>") {
		t.Errorf("the digest tells too much:\n%s", m.Text)
	}
	if m.Subject != "Nyt til dig: Fagligt grundlag d1 og 2 ting mere" || m.Headers["List-Unsubscribe-Post"] == "" {
		t.Errorf("subject %q, headers %v", m.Subject, m.Headers)
	}
	w.at("2026-03-05", 7, 0)
	if again := w.digests(t); len(again) != 1 {
		t.Errorf("what was told was told again: %d digests", len(again))
	}
}

func TestWhoGetsADigest(t *testing.T) {
	for name, c := range map[string]struct {
		change func(w *world, t *testing.T, p notification.Post)
		want   int
	}{
		"as it is": {want: 1, change: func(*world, *testing.T, notification.Post) {}},
		"read":     {change: func(w *world, _ *testing.T, p notification.Post) { w.read["t1/"+signe] = p.Seq }},
		"marked":   {change: func(w *world, t *testing.T, _ notification.Post) { must(t, w.module.MarkAllRead(w.as(t, signe))) }},
		"muted":    {change: func(w *world, _ *testing.T, _ notification.Post) { w.muted["t1/"+signe] = true }},
		"muted, and named": {change: func(w *world, t *testing.T, _ notification.Post) {
			w.choose(t, signe, "", notification.KindNamed, notification.Daily)
			w.post(t, notification.Post{AuthorID: karim, OpenerID: karim, Persons: []string{signe}})
			w.muted["t1/"+signe] = true
		}},
		"narrowed": {change: func(w *world, _ *testing.T, _ notification.Post) { w.hidden["t1"] = true }},
		"left":     {change: func(w *world, _ *testing.T, _ notification.Post) { w.left[signe] = true }},
		"no seat":  {change: func(w *world, _ *testing.T, _ notification.Post) { delete(w.members, signe) }},
		"weekly": {change: func(w *world, t *testing.T, _ notification.Post) {
			w.choose(t, signe, "", notification.KindFollowed, notification.Weekly)
		}},
		"never here": {change: func(w *world, t *testing.T, _ notification.Post) {
			w.choose(t, signe, programme, notification.KindFollowed, notification.Never)
		}},
		"never in general but here": {want: 1, change: func(w *world, t *testing.T, _ notification.Post) {
			w.choose(t, signe, "", notification.KindFollowed, notification.Never)
			w.choose(t, signe, programme, notification.KindFollowed, notification.Daily)
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.run(t)
			w.at("2026-03-03", 12, 0)
			p := w.followedPost(t, "t1", "Nyt")
			c.change(w, t, p)
			w.at("2026-03-04", 7, 1)
			if got := w.digests(t); len(got) != c.want {
				t.Errorf("%d digests", len(got))
			}
		})
	}
}

// TestADigestIsBroughtUpToTheMoment: between the writing and the leaving things
// are read and taken back.
func TestADigestIsBroughtUpToTheMoment(t *testing.T) {
	w := newWorld(t)
	w.at("2026-03-03", 12, 0)
	w.followedPost(t, "t1", "Læst siden")
	w.followedPost(t, "t2", "Stadig ny")
	w.at("2026-03-04", 7, 0)
	must(t, notification.Round(t.Context(), w.module)) // written; the queue stands still
	w.read["t1/"+signe] = 1
	w.run(t)
	mails := w.digests(t)
	if len(mails) != 1 || strings.Contains(mails[0].Text, "Læst siden") || !strings.Contains(mails[0].Text, "Stadig ny") {
		t.Fatalf("digests %+v", mails)
	}
}

func TestCatchingUpAfterDowntime(t *testing.T) {
	w := newWorld(t)
	w.run(t)
	w.at("2026-03-01", 12, 0) // a Sunday
	w.digests(t)
	w.choose(t, signe, "", notification.KindFollowed, notification.Weekly)
	w.followedPost(t, "t1", "Til mandag")
	// Monday the machine is down; Tuesday at noon it is back.
	w.at("2026-03-03", 6, 59)
	if got := w.digests(t); len(got) != 0 {
		t.Fatalf("before seven: %+v", got)
	}
	w.at("2026-03-03", 12, 0)
	if got := w.digests(t); len(got) != 1 {
		t.Fatalf("Tuesday did not catch up: %d", len(got))
	}
	w.followedPost(t, "t1", "Mere")
	for _, minute := range []int{1, 2, 30} {
		w.at("2026-03-03", 13, minute)
		if got := w.digests(t); len(got) != 1 {
			t.Fatalf("twice on a day: %d", len(got))
		}
	}
	w.at("2026-03-04", 12, 0)
	if got := w.digests(t); len(got) != 1 {
		t.Fatalf("a weekly digest on a Wednesday: %d", len(got))
	}
	w.at("2026-03-09", 7, 0)
	if got := w.digests(t); len(got) != 2 {
		t.Fatalf("the next Monday: %d", len(got))
	}
	w.followedPost(t, "t1", "Om natten")
	w.choose(t, signe, "", notification.KindFollowed, notification.Daily)
	w.at("2026-03-10", 22, 30)
	if got := w.digests(t); len(got) != 2 {
		t.Fatalf("somebody was mailed at night: %d", len(got))
	}
}

func TestChosenAtOnce(t *testing.T) {
	w := newWorld(t)
	w.run(t)
	w.choose(t, signe, "", notification.KindNew, notification.AtOnce)
	w.choose(t, henrik, "", notification.KindFollowed, notification.AtOnce)
	w.follows["t1/"+henrik] = true
	w.happen(t, activity.Event{ActorID: mette, Verb: "document.added", SubjectType: "document", SubjectID: "d1"})
	w.post(t, notification.Post{AuthorID: karim, OpenerID: karim})
	w.settle(t)
	must(t, notification.MailNews(t.Context(), w.module))
	w.settle(t)
	got, mails := w.mailed(t)
	if !slices.Equal(got, addresses(signe, henrik)) {
		t.Fatalf("mailed %v", got)
	}
	for _, m := range mails {
		want := "skrev i en drøftelse, du følger"
		if m.To == address(signe) {
			want = "Nyt i projektet"
		}
		if !strings.Contains(m.Text, want) {
			t.Errorf("%s got\n%s", m.To, m.Text)
		}
	}
}

func TestOneClickStopsTheDigestTheProgrammeOrAll(t *testing.T) {
	for scope, left := range map[string]string{
		"": `"named":"once","answered":"once","followed":"never","new":"never"`, "?scope=digest": `"named":"once","answered":"once","followed":"never","new":"never"`,
		"?scope=programme&programme=" + programme: `"programmes":[{"programmeId":"programme","name":"Sammen","paces":{"named":"never","answered":"never","followed":"never","new":"never"}`,
		"?scope=all": `"general":{"named":"never","answered":"never","followed":"never","new":"never"}`,
	} {
		t.Run("scope "+scope, func(t *testing.T) {
			w := newWorld(t)
			w.run(t)
			w.at("2026-03-03", 12, 0)
			w.followedPost(t, "t1", "Nyt")
			w.at("2026-03-04", 7, 0)
			w.digests(t)
			link, api := w.stopLink(t), w.api(t)
			if look := api.Get(link); !strings.Contains(look.Body.String(), `"scope":"digest"`) || !strings.Contains(look.Body.String(), `"stopped":false`) {
				t.Fatalf("%d %s", look.Code, look.Body)
			}
			if post := api.Post(link + scope); post.Code != http.StatusOK {
				t.Fatalf("%d %s", post.Code, post.Body)
			}
			chosen := api.GetCtx(w.as(t, signe), "/api/me/notification-choices")
			if !strings.Contains(chosen.Body.String(), left) {
				t.Errorf("left %s", chosen.Body)
			}
			w.followedPost(t, "t1", "Mere")
			w.at("2026-03-05", 7, 0)
			if got := w.digests(t); len(got) != 1 {
				t.Errorf("%d digests", len(got))
			}
		})
	}
}

func TestAStopLinkKnowsOnlyOnesOwnProgrammes(t *testing.T) {
	w := newWorld(t)
	w.run(t)
	w.post(t, notification.Post{AuthorID: karim, OpenerID: karim, Persons: []string{signe}})
	w.settle(t)
	if answer := w.api(t).Post(w.stopLink(t) + "?scope=programme&programme=other"); answer.Code != http.StatusNotFound && answer.Code != http.StatusInternalServerError {
		t.Errorf("another's programme gave %d", answer.Code)
	}
}

func TestSensitiveThreadsAreMailedWithoutTheirWords(t *testing.T) {
	w := newWorld(t)
	w.run(t)
	w.post(t, notification.Post{ThreadID: "partners1", AuthorID: karim, OpenerID: karim, Persons: []string{signe}, Text: "Hemmeligt", Sensitive: true})
	w.settle(t)
	_, mails := w.mailed(t)
	if len(mails) != 1 || strings.Contains(mails[0].Text+mails[0].HTML+mails[0].Subject, "Hemmeligt") || strings.Contains(mails[0].Text+mails[0].Subject, w.title("partners1")) {
		t.Fatalf("mails %+v", mails)
	}
}

func TestADigestSaysWhatANewDiscussionBeginsWith(t *testing.T) {
	w := newWorld(t)
	w.run(t)
	w.at("2026-03-03", 12, 0)
	w.post(t, notification.Post{ThreadID: "t1", AuthorID: mette, OpenerID: mette, Text: "Hvem tager referat på fredag?"})
	w.happen(t, activity.Event{ActorID: mette, Verb: "thread.opened", SubjectType: "thread", SubjectID: "t1"})
	w.handle(t)
	w.choose(t, signe, "", notification.KindNew, notification.Daily)
	w.at("2026-03-04", 7, 0)
	mails := w.digests(t)
	if len(mails) != 1 || !strings.Contains(mails[0].Text, "startede drøftelsen\n  > Hvem tager referat på fredag?") {
		t.Errorf("the digest says %+v", mails)
	}
}
