package notification_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"sluse/internal/domain/notification"
	"sluse/internal/platform/mail"
)

func TestWhoIsMailedOfAPost(t *testing.T) {
	for name, c := range map[string]struct {
		post    notification.Post
		prepare func(w *world)
		want    []string
	}{
		"named":                      {post: notification.Post{AuthorID: karim, OpenerID: karim, Persons: []string{signe}}, want: []string{signe}},
		"answered":                   {post: notification.Post{AuthorID: karim, OpenerID: karim, QuotedAuthorID: mette}, want: []string{mette}},
		"organisation named":         {post: notification.Post{AuthorID: karim, OpenerID: karim, Organisations: []string{thisted}}, want: []string{signe, henrik}},
		"own organisation named":     {post: notification.Post{AuthorID: signe, OpenerID: karim, Organisations: []string{thisted}}, want: []string{henrik, karim}},
		"opener":                     {post: notification.Post{AuthorID: karim, OpenerID: mette}, want: []string{mette}},
		"nobody":                     {post: notification.Post{AuthorID: karim, OpenerID: karim}},
		"never of one's own":         {post: notification.Post{AuthorID: signe, OpenerID: signe, QuotedAuthorID: signe, Persons: []string{signe}}},
		"once, whatever the reasons": {post: notification.Post{AuthorID: karim, OpenerID: signe, QuotedAuthorID: signe, Persons: []string{signe, signe}, Organisations: []string{thisted}}, want: []string{signe, henrik}},
		"not who has read it": {
			post:    notification.Post{AuthorID: karim, OpenerID: karim, Persons: []string{signe, mette}},
			prepare: func(w *world) { w.read["t1/"+signe] = 1 }, want: []string{mette},
		},
		"not who is a member no more": {
			post:    notification.Post{AuthorID: karim, OpenerID: karim, Persons: []string{signe, mette}},
			prepare: func(w *world) { delete(w.members, signe) }, want: []string{mette},
		},
		"not who has left": {
			post:    notification.Post{AuthorID: karim, OpenerID: karim, Persons: []string{signe, mette}},
			prepare: func(w *world) { w.left[signe] = true }, want: []string{mette},
		},
		"not of a thread one may not read": {
			post:    notification.Post{AuthorID: karim, OpenerID: karim, Persons: []string{signe}},
			prepare: func(w *world) { w.hidden["t1"] = true },
		},
		"muting silences one's name too": {
			post:    notification.Post{AuthorID: karim, OpenerID: mette, QuotedAuthorID: henrik, Persons: []string{signe}},
			prepare: func(w *world) { w.muted["t1/"+mette], w.muted["t1/"+henrik], w.muted["t1/"+signe] = true, true, true },
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.run(t)
			if c.prepare != nil {
				c.prepare(w)
			}
			w.post(t, c.post)
			w.settle(t)
			if got, _ := w.mailed(t); !slices.Equal(got, addresses(c.want...)) {
				t.Errorf("mailed %v, want %v", got, c.want)
			}
		})
	}
}

func TestWishesAndStopsAreKept(t *testing.T) {
	w := newWorld(t)
	w.run(t)
	must(t, w.module.SetWishes(w.as(t, signe), notification.Wishes{Answers: true}))
	must(t, w.module.SetWishes(w.as(t, mette), notification.Wishes{Mentions: true}))
	w.post(t, notification.Post{AuthorID: karim, OpenerID: karim, QuotedAuthorID: mette, Persons: []string{signe}})
	w.settle(t)
	if got, _ := w.mailed(t); len(got) != 0 {
		t.Fatalf("mailed %v against their wishes", got)
	}
	w.post(t, notification.Post{AuthorID: karim, OpenerID: karim, QuotedAuthorID: signe, Persons: []string{mette}})
	w.settle(t)
	if got, _ := w.mailed(t); !slices.Equal(got, addresses(signe, mette)) {
		t.Fatalf("mailed %v", got)
	}
}

func TestTheMailItself(t *testing.T) {
	w := newWorld(t)
	w.run(t)
	first := w.post(t, notification.Post{AuthorID: karim, OpenerID: karim, Persons: []string{signe}, Text: "Hej @Signe\nhvad gør I? <b>"})
	w.post(t, notification.Post{AuthorID: mette, OpenerID: karim, QuotedAuthorID: signe})
	w.settle(t)
	_, mails := w.mailed(t)
	slices.Reverse(mails)
	mails = slices.DeleteFunc(mails, func(m mail.Kept) bool { return m.To != address(signe) })
	if len(mails) != 2 {
		t.Fatalf("Signe got %d mails", len(mails))
	}
	m := mails[0]
	for _, part := range []string{
		"Navn karim (kolding) nævnte dig", "> Hej @Signe\n> hvad gør I? <b>",
		"https://sluse.example/p/sammen/discussions/t1?post=" + first.ID,
		"du er nævnt i drøftelsen", "Stop mails om denne drøftelse: https://sluse.example/mail-stop/",
	} {
		if !strings.Contains(m.Text, part) {
			t.Errorf("the mail lacks %q:\n%s", part, m.Text)
		}
	}
	if m.Subject != w.title("t1") || m.Headers["List-Unsubscribe-Post"] != "List-Unsubscribe=One-Click" {
		t.Errorf("subject %q, headers %v", m.Subject, m.Headers)
	}
	if m.Headers["References"] == "" || m.Headers["References"] != mails[1].Headers["References"] || mails[1].Subject != m.Subject {
		t.Error("mails of one thread do not thread")
	}
	if !strings.Contains(mails[1].Text, "svarede dig") {
		t.Errorf("the second mail says\n%s", mails[1].Text)
	}
}

func TestALongPostIsCutAfterAWord(t *testing.T) {
	w := newWorld(t)
	w.run(t)
	w.post(t, notification.Post{AuthorID: karim, OpenerID: karim, Persons: []string{signe}, Text: strings.Repeat("sætning ", 1000)})
	w.settle(t)
	_, mails := w.mailed(t)
	if len(mails) != 1 || len(mails[0].Text) > 3000 || !strings.Contains(mails[0].Text, "sætning sætning …\n") {
		t.Fatalf("the mail is\n%s", mails[0].Text)
	}
}

func TestACPRNumberIsMaskedInTheMail(t *testing.T) {
	w := newWorld(t)
	w.run(t)
	number := "01" + "01" + "00" + "-" + "0000" // built, nobody's
	w.post(t, notification.Post{AuthorID: karim, OpenerID: karim, Persons: []string{signe}, Text: "Barnet " + number + " trives"})
	w.settle(t)
	_, mails := w.mailed(t)
	if len(mails) != 1 || strings.Contains(mails[0].Text, number) || strings.Contains(mails[0].HTML, number) {
		t.Fatalf("the mails are %+v", mails)
	}
}

func TestADeletedPostIsNotMailedOf(t *testing.T) {
	w := newWorld(t)
	p := w.post(t, notification.Post{AuthorID: karim, OpenerID: karim, Persons: []string{signe}})
	w.handle(t)
	delete(w.posts, p.ID)
	w.run(t)
	w.settle(t)
	if got, _ := w.mailed(t); len(got) != 0 {
		t.Fatalf("mailed %v", got)
	}
}

// TestWhatChangesAfterTheMailWasWritten: a mail that waits in the outbox, perhaps
// for hours, is asked about again right before it leaves.
func TestWhatChangesAfterTheMailWasWritten(t *testing.T) {
	for name, change := range map[string]func(w *world, p notification.Post){
		"read":     func(w *world, p notification.Post) { w.read["t1/"+signe] = p.Seq },
		"deleted":  func(w *world, p notification.Post) { delete(w.posts, p.ID) },
		"seat":     func(w *world, _ notification.Post) { delete(w.members, signe) },
		"narrowed": func(w *world, _ notification.Post) { w.hidden["t1"] = true },
		"unwanted": func(w *world, _ notification.Post) {
			must(t, w.module.SetWishes(w.as(t, signe), notification.Wishes{}))
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			p := w.post(t, notification.Post{AuthorID: karim, OpenerID: karim, Persons: []string{signe}})
			must(t, notification.Tell(t.Context(), w.module, p.ID))
			change(w, p)
			w.run(t)
			w.settle(t)
			if got, _ := w.mailed(t); len(got) != 0 {
				t.Fatalf("mailed %v", got)
			}
			deliveries, err := w.outbox.List(t.Context(), mail.ListQuery{Limit: 10})
			if err != nil || len(deliveries) != 1 || deliveries[0].State != mail.Withdrawn {
				t.Fatalf("the outbox holds %+v (%v)", deliveries, err)
			}
		})
	}
}

func TestExactlyOnceHoweverOftenAJobRunsAgain(t *testing.T) {
	w := newWorld(t)
	p := w.post(t, notification.Post{AuthorID: karim, OpenerID: mette, QuotedAuthorID: henrik, Persons: []string{signe}})
	for range 3 {
		must(t, notification.Tell(t.Context(), w.module, p.ID))
	}
	w.run(t)
	w.settle(t)
	must(t, notification.Tell(t.Context(), w.module, p.ID))
	w.settle(t)
	if got, _ := w.mailed(t); !slices.Equal(got, addresses(signe, henrik, mette)) {
		t.Fatalf("mailed %v", got)
	}
}

func TestAThreadsOpenerGetsOneMailUntilTheyHaveLooked(t *testing.T) {
	w := newWorld(t)
	w.run(t)
	for range 3 {
		w.post(t, notification.Post{AuthorID: karim, OpenerID: mette})
		w.settle(t)
	}
	if got, _ := w.mailed(t); len(got) != 1 {
		t.Fatalf("three posts made %d mails", len(got))
	}
	last := w.post(t, notification.Post{AuthorID: karim, OpenerID: mette, Persons: []string{mette}})
	w.settle(t)
	if got, _ := w.mailed(t); len(got) != 2 {
		t.Fatalf("being named made %d mails in all", len(got))
	}
	w.read["t1/"+mette] = last.Seq
	w.post(t, notification.Post{AuthorID: karim, OpenerID: mette})
	w.settle(t)
	if got, _ := w.mailed(t); len(got) != 3 {
		t.Fatalf("after looking there were %d mails in all", len(got))
	}
}

func TestAnOldPostIsNotMailedOf(t *testing.T) {
	w := newWorld(t)
	w.run(t)
	w.post(t, notification.Post{AuthorID: karim, OpenerID: karim, Persons: []string{signe}})
	w.clock.Advance(25 * time.Hour)
	w.post(t, notification.Post{AuthorID: karim, OpenerID: karim, Persons: []string{mette}})
	w.settle(t)
	if got, _ := w.mailed(t); !slices.Equal(got, addresses(mette)) {
		t.Fatalf("mailed %v", got)
	}
}

func TestOneJobForManyPosts(t *testing.T) {
	w := newWorld(t)
	for range 5 {
		w.post(t, notification.Post{AuthorID: karim, OpenerID: karim, Persons: []string{signe}})
	}
	w.post(t, notification.Post{AuthorID: karim, OpenerID: karim}) // concerns nobody
	w.handle(t)
	var queued int
	must(t, w.db.Read(t.Context()).Raw("SELECT count(*) FROM river_job").Scan(&queued).Error)
	if queued != 1 {
		t.Fatalf("six posts made %d jobs", queued)
	}
}

// TestNobodyIsMailedOfWhatTheyDidOrSaw lets random things happen and holds every
// mail against the rules.
func TestNobodyIsMailedOfWhatTheyDidOrSaw(t *testing.T) {
	people := []string{signe, henrik, karim, mette}
	w := newWorld(t)
	w.run(t)
	wrote, seen := map[string]string{}, map[string]bool{} // link → author; link|address
	rapid.Check(t, func(r *rapid.T) {
		for range rapid.IntRange(1, 3).Draw(r, "posts") {
			who := rapid.SampledFrom(people)
			p := w.post(t, notification.Post{
				ThreadID: rapid.SampledFrom([]string{"t1", "t2"}).Draw(r, "thread"), AuthorID: who.Draw(r, "author"), OpenerID: who.Draw(r, "opener"),
				QuotedAuthorID: rapid.SampledFrom(append([]string{""}, people...)).Draw(r, "quoted"),
				Persons:        rapid.SliceOfN(who, 0, 2).Draw(r, "named"),
				Organisations:  rapid.SliceOfN(rapid.SampledFrom([]string{thisted, kolding}), 0, 1).Draw(r, "organisations"),
			})
			wrote[p.ID] = address(p.AuthorID)
			for _, reader := range rapid.SliceOfN(who, 0, 2).Draw(r, "readers") {
				w.read[p.ThreadID+"/"+reader] = p.Seq
				seen[p.ID+"|"+address(reader)] = true
			}
		}
	})
	for range 2 { // and once more, as after a crash
		w.settle(t)
		for postID := range wrote {
			must(t, notification.Tell(t.Context(), w.module, postID))
		}
	}
	w.settle(t)
	_, mails := w.mailed(t)
	got := map[string]bool{}
	for _, m := range mails {
		_, rest, _ := strings.Cut(m.Text, "?post=")
		postID, _, _ := strings.Cut(rest, "\n")
		if strings.HasPrefix(m.Subject, "Nyt til dig") {
			continue // a digest: the time passes as they write
		}
		key := postID + "|" + m.To
		if wrote[postID] == m.To || seen[key] || got[key] || wrote[postID] == "" {
			t.Errorf("%s should not have got this mail of %s", m.To, postID)
		}
		got[key] = true
	}
	if len(mails) == 0 {
		t.Error("nobody got a mail: nothing was tested")
	}
}
