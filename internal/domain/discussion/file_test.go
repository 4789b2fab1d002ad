package discussion_test

import (
	"strings"
	"testing"

	"sluse/internal/domain/discussion"
	"sluse/internal/kernel/id"
)

func TestFilesStandOnAPostForAllWhoReadIt(t *testing.T) {
	s := newStage(t)
	thread := s.open(signe, "Fra mødet")
	n := discussion.NewPost{ClientID: id.New(), Files: []discussion.NewFile{{ID: s.cabinet.put(signe), Alt: " En tavle\nmed tre mål "}}}
	post, made, err := s.Post(s.as(signe), thread.ID, n)
	if err != nil || !made {
		t.Fatal(made, err)
	}
	again, made, err := s.Post(s.as(signe), thread.ID, n)
	if err != nil || made || len(again.Files) != 1 || again.Files[0] != post.Files[0] || s.cabinet.asked != 1 {
		t.Errorf("sent again: made %v, %+v, asked %d times, %v", made, again.Files, s.cabinet.asked, err)
	}
	list, err := s.Posts(s.as(bo), thread.ID, discussion.Window{})
	if err != nil || len(list.Items[0].Files) != 1 {
		t.Fatalf("%+v, %v", list.Items, err)
	}
	if f := list.Items[0].Files[0]; f.Name != "tavle.png" || f.Alt != "En tavle med tre mål" || !f.Preview {
		t.Errorf("%+v", f)
	}
	quoting := s.answer(karim, thread.ID, "Flot", post.ID)
	if quoting.Quote.Text != "tavle.png" {
		t.Errorf("a quote of files says %q", quoting.Quote.Text)
	}
	s.settle()
	if found, _, err := s.Search(s.as(karim), "p", "tavle", pageOf("")); err != nil || len(found.Items) != 1 {
		t.Errorf("by the file's name: %+v, %v", found.Items, err)
	}
}

func TestADeletedPostHasNoFiles(t *testing.T) {
	s := newStage(t)
	thread := s.open(signe, "Tavlen")
	post, _, err := s.Post(s.as(signe), thread.ID, discussion.NewPost{
		ClientID: id.New(), Text: "Se", Files: []discussion.NewFile{{ID: s.cabinet.put(signe)}},
	})
	if err != nil {
		t.Fatal(err)
	}
	post, err = s.Delete(s.as(signe), post.ID, "")
	if err != nil || len(post.Files) != 0 || len(s.cabinet.post) != 0 {
		t.Errorf("%+v, still kept %v, %v", post.Files, s.cabinet.post, err)
	}
	frames, _, _, err := s.log.Since(t.Context(), "thread:"+thread.ID, 0)
	if err != nil || len(frames) == 0 {
		t.Fatalf("%d frames, %v", len(frames), err)
	}
	for _, frame := range frames {
		if strings.Contains(string(frame.Data), "tavle.png") {
			t.Errorf("the log still names the file: %s", frame.Data)
		}
	}
	list, err := s.Posts(s.as(karim), thread.ID, discussion.Window{})
	if err != nil || len(list.Items[0].Files) != 0 {
		t.Errorf("%+v, %v", list.Items, err)
	}
}

func TestWhatCannotBeAttached(t *testing.T) {
	s := newStage(t)
	thread := s.open(signe, "Tavlen")
	mine := s.cabinet.put(signe)
	many := make([]discussion.NewFile, discussion.MaxFiles+1)
	for name, c := range map[string]struct {
		files []discussion.NewFile
		code  string
	}{
		"somebody else's": {[]discussion.NewFile{{ID: mine}, {ID: s.cabinet.put(karim)}}, "file.unknown"},
		"not an id":       {[]discussion.NewFile{{ID: "x"}}, "file.unknown"},
		"too many":        {many, "file.too_many"},
		"a long picture":  {[]discussion.NewFile{{ID: mine, Alt: strings.Repeat("å", discussion.MaxAlt+1)}}, "post.alt_too_long"},
		"a cpr number":    {[]discussion.NewFile{{ID: mine, Alt: "Drengen " + constructedCPR}}, "post.cpr"},
	} {
		_, _, err := s.Post(s.as(signe), thread.ID, discussion.NewPost{ClientID: id.New(), Text: name, Files: c.files})
		s.wantCode(err, c.code)
	}
	list, err := s.Posts(s.as(signe), thread.ID, discussion.Window{})
	if err != nil || len(list.Items) != 0 || s.cabinet.loose[mine] != signe {
		t.Errorf("something was kept: %+v, %v", list.Items, err)
	}
}

func TestAPostOfFilesMayLoseItsWordsAndOthersMayNot(t *testing.T) {
	s := newStage(t)
	thread := s.open(signe, "Tavlen")
	with, _, err := s.Post(s.as(signe), thread.ID, discussion.NewPost{
		ClientID: id.New(), Text: "Se", Files: []discussion.NewFile{{ID: s.cabinet.put(signe)}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if edited, err := s.Edit(s.as(signe), with.ID, discussion.NewText{Text: "", Rev: with.Rev}); err != nil || edited.Text != "" || len(edited.Files) != 1 {
		t.Errorf("%+v, %v", edited, err)
	}
	without := s.say(signe, thread.ID, "Se")
	_, err = s.Edit(s.as(signe), without.ID, discussion.NewText{Text: " ", Rev: without.Rev})
	s.wantCode(err, "post.empty")
}

func TestAThreadMayBeginWithFiles(t *testing.T) {
	s := newStage(t)
	thread, err := s.Open(s.as(signe), "p", discussion.NewThread{
		ClientID: id.New(), Title: "Tavlen", Audience: discussion.ForMembers, Files: []discussion.NewFile{{ID: s.cabinet.put(signe)}},
	})
	if err != nil || thread.PostCount != 1 {
		t.Errorf("%d posts, %v", thread.PostCount, err)
	}
	_, err = s.Open(s.as(signe), "p", discussion.NewThread{
		ClientID: id.New(), Title: "Tavlen", Audience: discussion.ForMembers, Files: []discussion.NewFile{{ID: "x"}},
	})
	s.wantCode(err, "file.unknown")
}

func TestFilesAreTakenOffAPostAndPutOnIt(t *testing.T) {
	s := newStage(t)
	thread := s.open(signe, "Fra mødet")
	wrong, right, later := s.cabinet.put(signe), s.cabinet.put(signe), s.cabinet.put(signe)
	post, _, err := s.Post(s.as(signe), thread.ID, discussion.NewPost{
		ClientID: id.New(), Text: "Se", Files: []discussion.NewFile{{ID: wrong}, {ID: right, Alt: "En tavle"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	edit := func(text string, files ...discussion.NewFile) discussion.NewText {
		return discussion.NewText{Text: text, Rev: post.Rev, Files: &files}
	}
	for name, c := range map[string]struct {
		n    discussion.NewText
		by   string
		code string
	}{
		"somebody else's file": {edit("Se", discussion.NewFile{ID: s.cabinet.put(karim)}), signe, "file.unknown"},
		"another's post":       {edit("Se"), karim, "post.not_yours"},
		"nothing left":         {edit(" "), signe, "post.empty"},
		"a cpr number":         {edit("Se", discussion.NewFile{ID: right, Alt: constructedCPR}), signe, "post.cpr"},
		"an old version":       {discussion.NewText{Text: "Se", Rev: post.Rev + 1, Files: &[]discussion.NewFile{}}, signe, "post.changed_meanwhile"},
	} {
		t.Run(name, func(*testing.T) {
			_, err := s.Edit(s.as(c.by), post.ID, c.n)
			s.wantCode(err, c.code)
		})
	}
	if s.cabinet.post[wrong] != post.ID || s.cabinet.loose[later] != signe {
		t.Fatalf("what was refused moved files: %v", s.cabinet.post)
	}
	n := edit("Se her", discussion.NewFile{ID: later}, discussion.NewFile{ID: right, Alt: "En tavle"})
	edited, err := s.Edit(s.as(signe), post.ID, n)
	if err != nil || len(edited.Files) != 2 || edited.Files[0].ID != later || edited.Files[1].ID != right || edited.Files[1].Alt != "En tavle" || edited.EditedAt == nil {
		t.Fatalf("%+v, %v", edited, err)
	}
	if again, err := s.Edit(s.as(signe), post.ID, n); err != nil || again.Rev != edited.Rev {
		t.Errorf("sent again it became revision %d, %v", again.Rev, err)
	}
	if _, there := s.cabinet.post[wrong]; there || s.cabinet.post[later] != post.ID || s.cabinet.post[right] != post.ID {
		t.Errorf("kept %v", s.cabinet.post)
	}
	// What it held is in its history by name, for all who may read it.
	_, former, err := s.History(s.as(karim), post.ID)
	if err != nil || len(former) != 1 || strings.Join(former[0].Files, "+") != "tavle.png+tavle.png" || former[0].Text != "Se" {
		t.Errorf("former %+v, %v", former, err)
	}
	// An edit of the words alone leaves the files, and all may go where there are words.
	words, err := s.Edit(s.as(signe), post.ID, discussion.NewText{Text: "Se der", Rev: edited.Rev})
	if err != nil || len(words.Files) != 2 {
		t.Errorf("%+v, %v", words.Files, err)
	}
	post = words
	bare, err := s.Edit(s.as(signe), post.ID, edit("Se der"))
	if err != nil || len(bare.Files) != 0 || len(s.cabinet.post) != 0 {
		t.Errorf("%+v, still kept %v, %v", bare.Files, s.cabinet.post, err)
	}
	s.settle()
	if found, _, err := s.Search(s.as(karim), "p", "tavle", pageOf("")); err != nil || len(found.Items) != 0 {
		t.Errorf("found by the name of what is gone: %+v, %v", found.Items, err)
	}
}
