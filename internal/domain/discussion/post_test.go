package discussion_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"sluse/internal/domain/discussion"
	"sluse/internal/kernel/fault"
	"sluse/internal/kernel/id"
)

func TestRetriedPostIsTheSamePost(t *testing.T) {
	s := newStage(t)
	thread := s.open(signe, "Hvor finder I tiden?")
	again := discussion.NewPost{ClientID: id.New(), Text: "Vi har 34 sager pr. rådgiver."}
	const tries = 8
	nodes := []*discussion.Module{s.Module, s.node()} // a retry may come to another one
	var group sync.WaitGroup
	var mu sync.Mutex
	seen, made := map[string]bool{}, 0
	for n := range tries {
		group.Go(func() {
			post, isNew, err := nodes[n%len(nodes)].Post(s.as(signe), thread.ID, again)
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				t.Error(err)
			}
			seen[post.ID] = true
			if isNew {
				made++
			}
		})
	}
	group.Wait()
	if len(seen) != 1 || made != 1 {
		t.Errorf("%d posts, made %d times", len(seen), made)
	}
	list, err := s.Posts(s.as(signe), thread.ID, discussion.Window{})
	if err != nil || len(list.Items) != 1 || list.Thread.PostCount != 1 {
		t.Errorf("%d posts in the thread, count %d (%v)", len(list.Items), list.Thread.PostCount, err)
	}
	other := s.open(signe, "En anden")
	_, _, err = s.Post(s.as(signe), other.ID, again)
	s.wantCode(err, "post.client_id_used")
}

func TestConcurrentPostsHaveOneOrder(t *testing.T) {
	s := newStage(t)
	thread := s.open(jonas, "Mange på én gang")
	const each = 15
	var group sync.WaitGroup
	for _, person := range []string{jonas, mette, signe, karim} {
		group.Go(func() {
			for n := range each {
				_, _, err := s.Post(s.as(person), thread.ID, discussion.NewPost{ClientID: id.New(), Text: fmt.Sprint("nr. ", n)})
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	list, err := s.Posts(s.as(signe), thread.ID, discussion.Window{Limit: 100})
	if err != nil || len(list.Items) != 4*each {
		t.Fatalf("%d posts (%v)", len(list.Items), err)
	}
	if !slices.IsSortedFunc(list.Items, func(x, y discussion.PostView) int { return int(x.Seq - y.Seq) }) {
		t.Error("the posts are not in the order of their places")
	}
	frames, _, _, err := s.log.Since(t.Context(), "thread:"+thread.ID, list.Items[0].Seq-1)
	if err != nil || len(frames) != len(list.Items) {
		t.Fatalf("%d live frames for %d posts (%v)", len(frames), len(list.Items), err)
	}
	for i, f := range frames {
		if f.Seq != list.Items[i].Seq || !strings.Contains(string(f.Data), list.Items[i].ID) {
			t.Fatalf("frame %d is not post %d", f.Seq, list.Items[i].Seq)
		}
	}
}

func TestClosingWinsOverAPostThatComesTooLate(t *testing.T) {
	s := newStage(t)
	thread := s.open(jonas, "Lukkes nu")
	if _, err := s.Close(s.as(jonas), thread.ID); err != nil {
		t.Fatal(err)
	}
	_, _, err := s.Post(s.as(signe), thread.ID, discussion.NewPost{ClientID: id.New(), Text: "Vent"})
	s.wantCode(err, "thread.closed")
	if _, err := s.Reopen(s.as(jonas), thread.ID); err != nil {
		t.Fatal(err)
	}
	s.say(signe, thread.ID, "Tak")
}

func TestEditKeepsHistoryAndRefusesAStaleText(t *testing.T) {
	s := newStage(t)
	thread := s.open(signe, "Rettelser")
	post := s.say(signe, thread.ID, "Første")
	edited, err := s.Edit(s.as(signe), post.ID, discussion.NewText{Text: "Anden", Rev: post.Rev})
	if err != nil || edited.Text != "Anden" || edited.EditedAt == nil || edited.Rev != 2 {
		t.Fatalf("edited %+v (%v)", edited, err)
	}
	_, err = s.Edit(s.as(signe), post.ID, discussion.NewText{Text: "Tredje", Rev: post.Rev})
	s.wantCode(err, "post.changed_meanwhile")
	if f, _ := fault.As(err); f != nil && f.Params["text"] != "Anden" {
		t.Errorf("the conflict does not carry the present text: %v", f.Params)
	}
	if same, err := s.Edit(s.as(signe), post.ID, discussion.NewText{Text: "Anden", Rev: post.Rev}); err != nil || same.Rev != 2 {
		t.Errorf("a retried edit gave rev %d (%v)", same.Rev, err)
	}
	_, former, err := s.History(s.as(karim), post.ID)
	if err != nil || len(former) != 1 || former[0].Text != "Første" || !former[0].WrittenAt.Equal(post.CreatedAt) {
		t.Errorf("history %+v (%v)", former, err)
	}
}

// TestDeletedWordsAreNowhere looks through every table for what was said.
func TestDeletedWordsAreNowhere(t *testing.T) {
	s := newStage(t)
	thread := s.open(jonas, "Noget der fortrydes")
	post := s.say(signe, thread.ID, "hemmeligord et")
	post, err := s.Edit(s.as(signe), post.ID, discussion.NewText{Text: "hemmeligord to @[x](organisation:" + thisted + ")", Rev: post.Rev})
	if err != nil {
		t.Fatal(err)
	}
	quoting := s.answer(karim, thread.ID, "Enig", post.ID)
	if !strings.Contains(quoting.Quote.Text, "hemmeligord") {
		t.Fatalf("quote %+v", quoting.Quote)
	}
	if _, err := s.React(s.as(karim), post.ID, discussion.Thanks, true); err != nil {
		t.Fatal(err)
	}
	s.settle()
	gone, err := s.Delete(s.as(signe), post.ID, "")
	if err != nil || gone.Text != "" || gone.HTML != "" || gone.DeletedBy != signe || len(gone.Reactions) != 0 {
		t.Fatalf("deleted %+v (%v)", gone, err)
	}
	s.settle()
	for _, place := range []struct{ table, column string }{
		{"discussion_post", "text"}, {"discussion_post", "html"}, {"discussion_edit", "text"},
		{"activity_event", "data"}, {"activity_event", "private"},
	} {
		var n int
		query := fmt.Sprintf("SELECT count(*) FROM %s WHERE %s LIKE '%%hemmeligord%%'", place.table, place.column)
		if err := s.db.Read(t.Context()).Raw(query).Scan(&n).Error; err != nil || n != 0 {
			t.Errorf("%s.%s still holds the words %d times (%v)", place.table, place.column, n, err)
		}
	}
	if found, _, err := s.Search(s.as(karim), "p", "hemmeligord", pageOf("")); err != nil || len(found.Items) != 0 {
		t.Errorf("still found: %+v (%v)", found.Items, err)
	}
	if again, err := s.Delete(s.as(signe), post.ID, ""); err != nil || again.ID != post.ID {
		t.Errorf("a retried deletion gave %v", err)
	}
}

func TestModerationNeedsAReasonAndShowsIt(t *testing.T) {
	s := newStage(t)
	thread := s.open(signe, "Ordentlig tone")
	post := s.say(signe, thread.ID, "Det er noget vrøvl")
	for reason, code := range map[string]string{
		"  ": "post.reason_missing", "\u200b\u200d": "post.reason_missing",
		strings.Repeat("x", 501): "post.reason_too_long", "Der stod " + constructedCPR: "post.cpr",
	} {
		_, err := s.Delete(s.as(jonas), post.ID, reason)
		s.wantCode(err, code)
	}
	gone, err := s.Delete(s.as(jonas), post.ID, "Hold tonen")
	if err != nil || gone.DeletedReason != "Hold tonen" || gone.DeletedBy != jonas {
		t.Errorf("deleted %+v (%v)", gone, err)
	}
	_, err = s.Edit(s.as(signe), post.ID, discussion.NewText{Text: "Alligevel", Rev: gone.Rev})
	s.wantCode(err, "post.deleted")
}

func TestWhatNobodyCanSeeSaysNothing(t *testing.T) {
	s := newStage(t)
	for _, unseen := range []string{"\u200b", "\u200d\u200c", "\u202e \u2066\ufeff", "\u00ad\n\u200d"} {
		_, err := s.Open(s.as(signe), "p", discussion.NewThread{ClientID: id.New(), Title: unseen, Audience: discussion.ForMembers})
		s.wantCode(err, "thread.title_missing")
		thread := s.open(signe, "Hvem kan se det?")
		_, _, err = s.Post(s.as(signe), thread.ID, discussion.NewPost{ClientID: id.New(), Text: unseen})
		s.wantCode(err, "post.empty")
	}
	family := "👨\u200d👩\u200d👧 می\u200cخواهم"
	if thread := s.open(signe, "\u202eBagvendt\u200b "+family); thread.Title != "Bagvendt "+family {
		t.Errorf("the title is %q", thread.Title)
	}
}

func TestMentionsAreOfThoseWhoAreThereUnderTheirOwnNames(t *testing.T) {
	s := newStage(t)
	thread := s.open(jonas, "Navne")
	post := s.say(jonas, thread.ID, fmt.Sprintf("@[Chefen](person:%s) @[x](organisation:%s) @[Oda](person:%s) @[y](person:%s)", signe, thisted, oda, id.New()))
	var got []string
	for _, m := range post.Mentions {
		got = append(got, m.Kind+" "+m.Name)
	}
	if strings.Join(got, ", ") != "person Signe Lauritsen, organisation Thisted" {
		t.Errorf("mentions %v", got)
	}
	if !strings.Contains(post.HTML, "@Signe Lauritsen</span>") || strings.Contains(post.HTML, "Chefen") {
		t.Errorf("shown as %s", post.HTML)
	}
	view, _, err := s.Thread(s.as(signe), thread.ID)
	if err != nil || view.Unread != 1 || !view.Mentioned {
		t.Errorf("Signe sees unread %d, mentioned %v (%v)", view.Unread, view.Mentioned, err)
	}
	if view, _, _ := s.Thread(s.as(karim), thread.ID); view.Mentioned {
		t.Error("Karim is told that he is mentioned")
	}
}

func TestBadPostsAreRefusedWithWhatToDo(t *testing.T) {
	s := newStage(t)
	thread := s.open(signe, "Grænser")
	elsewhere := s.say(signe, s.open(signe, "En anden").ID, "her")
	cases := map[string]struct {
		post discussion.NewPost
		code string
	}{
		"empty":           {discussion.NewPost{ClientID: id.New(), Text: " \n "}, "post.empty"},
		"only marks":      {discussion.NewPost{ClientID: id.New(), Text: "\u200b\u202e"}, "post.empty"},
		"too long":        {discussion.NewPost{ClientID: id.New(), Text: strings.Repeat("å", discussion.MaxText+1)}, "post.too_long"},
		"not text":        {discussion.NewPost{ClientID: id.New(), Text: "a\x00b"}, "post.unreadable"},
		"bad utf-8":       {discussion.NewPost{ClientID: id.New(), Text: "a\xffb"}, "post.unreadable"},
		"no client id":    {discussion.NewPost{Text: "hej"}, "post.client_id_invalid"},
		"a cpr number":    {discussion.NewPost{ClientID: id.New(), Text: "Drengen (" + constructedCPR + ") flytter"}, "post.cpr"},
		"a hidden number": {discussion.NewPost{ClientID: id.New(), Text: "Se " + constructedCPR[:4] + "**" + constructedCPR[4:] + "**"}, "post.cpr"},
		"unknown quote":   {discussion.NewPost{ClientID: id.New(), Text: "hej", QuoteID: id.New()}, "post.quote_unknown"},
		"quote elsewhere": {discussion.NewPost{ClientID: id.New(), Text: "hej", QuoteID: elsewhere.ID}, "post.quote_unknown"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			_, _, err := s.Post(s.as(signe), thread.ID, c.post)
			f, ok := fault.As(err)
			if !ok || f.Kind != fault.Invalid || f.Code != c.code || len(f.Fields) == 0 {
				t.Errorf("got %v, want %s on a field", err, c.code)
			}
			if ok && strings.Contains(fmt.Sprint(f.Params, f.Fields), constructedCPR[7:]) {
				t.Error("the answer repeats the number")
			}
		})
	}
}

// constructedCPR has the form of a replacement number (60 added to the day) and
// is made up: the first of January with a serial number of zeros.
const constructedCPR = "610199-0000"

func TestReactionsAreCountedOncePerPerson(t *testing.T) {
	s := newStage(t)
	thread := s.open(jonas, "Tak")
	post := s.say(signe, thread.ID, "Hvordan gør I?")
	for range 2 {
		if _, err := s.React(s.as(karim), post.ID, discussion.GoodQuestion, true); err != nil {
			t.Fatal(err)
		}
	}
	seen, err := s.React(s.as(mette), post.ID, discussion.GoodQuestion, true)
	if err != nil || len(seen.Reactions) != 1 || len(seen.Reactions[0].People) != 2 {
		t.Errorf("reactions %+v (%v)", seen.Reactions, err)
	}
	seen, err = s.React(s.as(karim), post.ID, discussion.GoodQuestion, false)
	if err != nil || len(seen.Reactions) != 1 || seen.Reactions[0].People[0] != mette {
		t.Errorf("reactions %+v (%v)", seen.Reactions, err)
	}
	_, err = s.React(s.as(karim), post.ID, "hurra", true)
	s.wantCode(err, "reaction.unknown")
}

func TestPinnedPostsComeWithTheThread(t *testing.T) {
	s := newStage(t)
	thread := s.open(jonas, "Fastgjort")
	first := s.say(signe, thread.ID, "Vigtigt")
	s.say(signe, thread.ID, "Andet")
	if _, err := s.Pin(s.as(jonas), first.ID, true); err != nil {
		t.Fatal(err)
	}
	list, err := s.Posts(s.as(karim), thread.ID, discussion.Window{Limit: 1})
	if err != nil || len(list.Pinned) != 1 || list.Pinned[0].ID != first.ID || len(list.Items) != 1 || !list.Older {
		t.Errorf("pinned %+v, items %d, older %v (%v)", list.Pinned, len(list.Items), list.Older, err)
	}
}

func TestWhatOneMayNotSeeIsNotThere(t *testing.T) {
	s := newStage(t)
	thread := s.open(jonas, "Vores")
	post := s.say(signe, thread.ID, "Hej")
	outsider := s.as(oda)
	for name, try := range map[string]func() error{
		"thread":  func() error { _, _, err := s.Thread(outsider, thread.ID); return err },
		"threads": func() error { _, _, err := s.Threads(outsider, "p", pageOf("")); return err },
		"posts":   func() error { _, err := s.Posts(outsider, thread.ID, discussion.Window{}); return err },
		"post": func() error {
			_, _, err := s.Post(outsider, thread.ID, discussion.NewPost{ClientID: id.New(), Text: "x"})
			return err
		},
		"edit":    func() error { _, err := s.Edit(outsider, post.ID, discussion.NewText{Text: "x", Rev: 1}); return err },
		"delete":  func() error { _, err := s.Delete(outsider, post.ID, "x"); return err },
		"history": func() error { _, _, err := s.History(outsider, post.ID); return err },
		"react":   func() error { _, err := s.React(outsider, post.ID, discussion.Thanks, true); return err },
		"read":    func() error { return s.MarkRead(outsider, thread.ID, post.ID) },
		"readers": func() error { _, _, err := s.Readers(outsider, thread.ID); return err },
		"follow":  func() error { return s.SetFollow(outsider, thread.ID, discussion.Muted) },
		"search":  func() error { _, _, err := s.Search(outsider, "p", "hej", pageOf("")); return err },
		"live":    func() error { return s.MaySubscribe(outsider, actorOf(outsider), thread.ID) },
		"open": func() error {
			_, err := s.Open(outsider, "p", discussion.NewThread{ClientID: id.New(), Title: "x", Audience: discussion.ForMembers})
			return err
		},
	} {
		if err := try(); !fault.Is(err, fault.NotFound) {
			t.Errorf("%s: %v", name, err)
		}
		if errors.Is(try(), nil) {
			t.Errorf("%s went through", name)
		}
	}
}
