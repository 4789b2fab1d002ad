package document_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"sluse/internal/domain/document"
	"sluse/internal/kernel/id"
	"sluse/internal/kernel/page"
)

func titles(t *testing.T, s *stage, person string) []string {
	t.Helper()
	library, err := s.List(s.as(person), "p", page.Request{})
	must(t, err)
	var list []string
	for _, d := range library.Items {
		list = append(list, d.Title)
	}
	return list
}

func verbs(t *testing.T, s *stage) []string {
	t.Helper()
	var list []string
	must(t, s.db.Read(t.Context()).Raw("SELECT verb FROM activity_event ORDER BY id").Scan(&list).Error)
	return list
}

func TestALibraryIsSharedAndRead(t *testing.T) {
	s := newStage(t)
	d := s.add(jonas, "Fælles fagligt grundlag")
	if d.Versions != 1 || d.Newest.Number != 1 || d.Newest.File.MediaType != "application/pdf" || d.Newest.File.SHA256 == "" || d.Public {
		t.Errorf("added %+v", d)
	}
	s.add(mette, "Skabelon")
	library, err := s.List(s.as(signe), "p", page.Request{})
	must(t, err)
	if len(library.Items) != 2 || library.Items[0].Read || library.May.Add || library.May.Publish || library.People[jonas].Name == "" {
		t.Errorf("a reference sees %+v", library)
	}
	if text, err := s.content(signe, d.ID, 0); err != nil || text != pdf+"Fælles fagligt grundlag" {
		t.Errorf("read %q, %v", text, err)
	}
	must(t, func() error { _, err := s.content(signe, d.ID, 1); return err }()) // twice is one reading
	must(t, func() error { _, err := s.content(jonas, d.ID, 0); return err }()) // one's own is none
	library, err = s.List(s.as(signe), "p", page.Request{})
	must(t, err)
	if !library.Items[0].Read || library.Items[0].Readers != 0 {
		t.Errorf("after reading: %+v", library.Items[0])
	}
	library, err = s.List(s.as(mette), "p", page.Request{})
	must(t, err)
	if library.Items[0].Readers != 1 || library.Items[0].Read || !library.Items[1].Read {
		t.Errorf("a partner sees %+v", library.Items)
	}
	readers, people, err := s.Readers(s.as(jonas), d.ID, 0)
	must(t, err)
	if len(readers) != 1 || readers[0].PersonID != signe || people[signe].ID != signe {
		t.Errorf("readers: %+v %+v", readers, people)
	}
	_, _, err = s.Readers(s.as(signe), d.ID, 0)
	wantCode(t, err, "document.readers_hidden")
	if got := verbs(t, s); !slices.Equal(got, []string{document.VerbAdded, document.VerbAdded}) {
		t.Errorf("recorded %v", got)
	}
}

func TestOthersSeeNothing(t *testing.T) {
	s := newStage(t)
	d := s.add(jonas, "Internt")
	for _, person := range []string{"", oda} {
		_, err := s.content(person, d.ID, 0)
		wantCode(t, err, "document.unknown")
	}
	_, err := s.List(s.as(oda), "p", page.Request{})
	wantCode(t, err, "programme.unknown")
	_, _, err = s.Document(s.as(oda), d.ID)
	wantCode(t, err, "document.unknown")
	_, err = s.Withdraw(s.as(oda), d.ID, "x")
	wantCode(t, err, "document.unknown")
	_, err = s.OpenFile(s.as(jonas), d.Newest.File.ID, document.Looking{Begins: true})
	wantCode(t, err, "file.unknown") // files of documents are opened through their document
	public, err := s.Public(t.Context(), "p", page.Request{})
	if err != nil || len(public.Items) != 0 {
		t.Errorf("public: %+v, %v", public, err)
	}
}

func TestPublicDocumentsAreEverybodys(t *testing.T) {
	s := newStage(t)
	d := s.add(jonas, "Til alle")
	_, err := s.Publish(s.as(mette), d.ID, true)
	wantCode(t, err, "document.coordinators_change")
	event, err := s.Publish(s.as(jonas), d.ID, true)
	if err != nil || !event.Document.Public {
		t.Fatalf("%+v, %v", event, err)
	}
	if _, err := s.AddVersion(s.as(jonas), d.ID, s.sent(jonas, "ny.pdf", pdf+"to").ID, "Rettet"); err != nil {
		t.Fatal(err)
	}
	public, err := s.Public(t.Context(), "p", page.Request{})
	if err != nil || len(public.Items) != 1 || public.Items[0].Title != "Til alle" || public.Items[0].File.Name != "ny.pdf" {
		t.Errorf("public: %+v, %v", public, err)
	}
	if text, err := s.content("", d.ID, 0); err != nil || text != pdf+"to" {
		t.Errorf("a stranger reads %q, %v", text, err)
	}
	_, err = s.content(oda, d.ID, 1) // what was public once is not so any more
	wantCode(t, err, "document.unknown")
	if readers, _, err := s.Readers(s.as(jonas), d.ID, 0); err != nil || len(readers) != 0 {
		t.Errorf("strangers count as readers: %+v, %v", readers, err)
	}
	if _, err := s.Publish(s.as(jonas), d.ID, false); err != nil {
		t.Fatal(err)
	}
	_, err = s.content("", d.ID, 0)
	wantCode(t, err, "document.unknown")
}

func TestARetryNeverDoubles(t *testing.T) {
	s := newStage(t)
	upload := document.Upload{ClientID: id.New(), Name: "a.pdf", Content: strings.NewReader(pdf)}
	first, made, err := s.Upload(s.as(jonas), "p", upload)
	if err != nil || !made {
		t.Fatal(made, err)
	}
	upload.Content = strings.NewReader("a retry is not read")
	again, made, err := s.Upload(s.as(jonas), "p", upload)
	if err != nil || made || again.ID != first.ID || len(s.blobKeys()) != 1 {
		t.Errorf("sent again: %+v, made %v, %v", again, made, err)
	}
	n := document.NewDocument{ClientID: id.New(), Title: "En gang", Category: document.Tools, FileID: first.ID}
	one, made, err := s.Add(s.as(jonas), "p", n)
	if err != nil || !made {
		t.Fatal(made, err)
	}
	two, made, err := s.Add(s.as(jonas), "p", n)
	if err != nil || made || two.Document.ID != one.Document.ID {
		t.Errorf("added again: %+v, made %v, %v", two, made, err)
	}
	version := s.sent(jonas, "b.pdf", pdf)
	for range 2 {
		event, err := s.AddVersion(s.as(jonas), one.Document.ID, version.ID, "")
		if err != nil || event.Document.Versions != 2 {
			t.Errorf("version: %+v, %v", event, err)
		}
	}
	_, _, err = s.Upload(s.as(jonas), "p", document.Upload{ClientID: "x", Name: "a.pdf", Content: strings.NewReader(pdf)})
	wantCode(t, err, "document.client_id_invalid")
}

func TestTheSameSentTwiceAtOnceIsOne(t *testing.T) {
	s := newStage(t)
	clientID, ids := id.New(), make([]string, 8)
	var running sync.WaitGroup
	for i := range ids {
		running.Go(func() {
			view, _, err := s.Upload(s.as(jonas), "p", document.Upload{ClientID: clientID, Name: "a.pdf", Content: strings.NewReader(pdf)})
			if err != nil {
				t.Error(err)
			}
			ids[i] = view.ID
		})
	}
	running.Wait()
	if one := slices.Compact(ids); len(one) != 1 || len(s.blobKeys()) != 1 {
		t.Errorf("became %v, and blobs %v", one, s.blobKeys())
	}
	document1, made := make([]string, 8), 0
	n := document.NewDocument{ClientID: id.New(), Title: "En", Category: document.Tools, FileID: ids[0]}
	var mu sync.Mutex
	for i := range document1 {
		running.Go(func() {
			event, first, err := s.Add(s.as(jonas), "p", n)
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				t.Error(err)
			}
			if document1[i] = event.Document.ID; first {
				made++
			}
		})
	}
	running.Wait()
	if len(slices.Compact(document1)) != 1 || made != 1 {
		t.Errorf("documents %v, made %d", document1, made)
	}
}

func TestVersionsAtOnceAreAllKeptWithoutHoles(t *testing.T) {
	s := newStage(t)
	d := s.add(jonas, "Sammen")
	const writers = 12
	files := make([]string, writers)
	for i := range files {
		files[i] = s.sent(jonas, fmt.Sprintf("v%d.pdf", i), fmt.Sprintf("%s%d", pdf, i)).ID
	}
	var running sync.WaitGroup
	for i, fileID := range files {
		running.Go(func() {
			if i%4 == 3 { // one that fails must leave no hole
				_, err := s.AddVersion(s.as(jonas), d.ID, id.New(), "")
				if err == nil {
					t.Error("a file that is not there became a version")
				}
			}
			if _, err := s.AddVersion(s.as(jonas), d.ID, fileID, fmt.Sprint("nr. ", i)); err != nil {
				t.Error(err)
			}
		})
	}
	running.Wait()
	event, versions, err := s.Document(s.as(signe), d.ID)
	must(t, err)
	if event.Document.Versions != writers+1 || len(versions) != writers+1 {
		t.Fatalf("%d versions, counted %d", len(versions), event.Document.Versions)
	}
	kept := map[string]bool{}
	for i, v := range versions {
		if v.Number != int64(writers+1-i) {
			t.Errorf("version %d stands where %d should", v.Number, writers+1-i)
		}
		kept[v.File.ID] = true
		if text, err := s.content(signe, d.ID, v.Number); err != nil || !strings.HasPrefix(text, pdf) {
			t.Errorf("version %d: %q, %v", v.Number, text, err)
		}
	}
	if len(kept) != writers+1 {
		t.Errorf("%d different files", len(kept))
	}
}

func TestAPartnerChangesTheirOwn(t *testing.T) {
	s := newStage(t)
	own, other := s.add(mette, "Skabelon"), s.add(jonas, "Grundlag")
	change := document.Change{Title: " Ny  skabelon ", Description: "Ret den gerne til.", Category: document.Tools, Rev: 1}
	event, err := s.Describe(s.as(mette), own.ID, change)
	if err != nil || event.Document.Title != "Ny skabelon" || event.Document.Category != document.Tools || event.Document.Rev != 2 {
		t.Errorf("%+v, %v", event, err)
	}
	change.Title = "Noget helt tredje"
	_, err = s.Describe(s.as(jonas), own.ID, change)
	wantCode(t, err, "document.changed")
	_, err = s.Describe(s.as(mette), other.ID, change)
	wantCode(t, err, "document.coordinators_change")
	_, err = s.AddVersion(s.as(mette), other.ID, s.sent(mette, "x.pdf", pdf).ID, "")
	wantCode(t, err, "document.coordinators_change")
	_, _, err = s.Add(s.as(mette), "p", document.NewDocument{ClientID: id.New(), Title: "Til alle", Category: document.Tools, Public: true, FileID: s.sent(mette, "y.pdf", pdf).ID})
	wantCode(t, err, "document.coordinators_publish")
	_, _, err = s.Add(s.as(signe), "p", document.NewDocument{ClientID: id.New(), Title: "Min", Category: document.Tools, FileID: s.sent(signe, "y.pdf", pdf).ID})
	wantCode(t, err, "document.partners_add")
}

func TestWordsAreChecked(t *testing.T) {
	s := newStage(t)
	file := s.sent(jonas, "a.pdf", pdf).ID
	for code, n := range map[string]document.NewDocument{
		"document.title_missing":    {Title: " \n", Category: document.Tools},
		"document.too_long":         {Title: strings.Repeat("æ", document.MaxTitle+1), Category: document.Tools},
		"document.cpr":              {Title: "Sagen om " + constructed(), Category: document.Tools},
		"document.category_unknown": {Title: "x", Category: "cellar"},
	} {
		n.ClientID, n.FileID = id.New(), file
		_, _, err := s.Add(s.as(jonas), "p", n)
		wantCode(t, err, code)
	}
	for _, fileID := range []string{id.New(), "x", s.sent(mette, "hendes.pdf", pdf).ID} {
		_, _, err := s.Add(s.as(jonas), "p", document.NewDocument{ClientID: id.New(), Title: "x", Category: document.Tools, FileID: fileID})
		wantCode(t, err, "file.unknown")
	}
	elsewhere, _, err := s.Upload(s.as(oda), "elsewhere", document.Upload{ClientID: id.New(), Name: "a.pdf", Content: strings.NewReader(pdf)})
	must(t, err)
	_, _, err = s.Add(s.as(oda), "p", document.NewDocument{ClientID: id.New(), Title: "x", Category: document.Tools, FileID: elsewhere.ID})
	wantCode(t, err, "programme.unknown")
}

func TestDocumentsAreMoved(t *testing.T) {
	s := newStage(t)
	a, b, c := s.add(jonas, "A"), s.add(jonas, "B"), s.add(jonas, "C")
	move := func(d document.DocumentView, before string, want string) {
		t.Helper()
		if _, err := s.Move(s.as(jonas), d.ID, before); err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(titles(t, s, signe), ""); got != want {
			t.Errorf("stands %s, want %s", got, want)
		}
	}
	move(c, a.ID, "CAB")
	move(c, "", "ABC")
	move(a, c.ID, "BAC")
	move(a, c.ID, "BAC")
	_, err := s.Move(s.as(jonas), a.ID, id.New())
	wantCode(t, err, "document.before_unknown")
	_, err = s.Move(s.as(mette), a.ID, "")
	wantCode(t, err, "document.coordinators_change")
	var seen []string
	for request := (page.Request{Limit: 2}); ; {
		library, err := s.List(s.as(bo), "p", request)
		must(t, err)
		for _, d := range library.Items {
			seen = append(seen, d.Title)
		}
		if request.Cursor = library.Next; library.Next == "" {
			break
		}
	}
	if strings.Join(seen, "") != "BAC" {
		t.Errorf("in pages: %v", seen)
	}
	_ = b
}

func TestChangesAtOnceNeverWaitForEachOther(t *testing.T) {
	s := newStage(t)
	var all []document.DocumentView
	for _, title := range []string{"A", "B", "C", "D"} {
		all = append(all, s.add(jonas, title))
	}
	var running sync.WaitGroup
	for i, d := range all {
		file := s.sent(jonas, "n.pdf", pdf)
		for _, deed := range []func() error{
			func() error { _, err := s.Move(s.as(jonas), d.ID, ""); return err },
			func() error { _, err := s.AddVersion(s.as(jonas), d.ID, file.ID, ""); return err },
			func() error { _, err := s.Publish(s.as(jonas), d.ID, i%2 == 0); return err },
		} {
			running.Go(func() {
				if err := deed(); err != nil {
					t.Error(err)
				}
			})
		}
	}
	running.Wait()
	for _, d := range all {
		if event, _, err := s.Document(s.as(bo), d.ID); err != nil || event.Document.Versions != 2 {
			t.Errorf("%s: %+v, %v", d.Title, event, err)
		}
	}
}

func TestWithdrawingTakesAllAwayButTheTrace(t *testing.T) {
	s := newStage(t)
	d := s.add(mette, "Forkert fil")
	_, err := s.AddVersion(s.as(mette), d.ID, s.sent(mette, "Hemmeligt navn.pdf", pdf).ID, "Hemmelig note")
	must(t, err)
	if _, err := s.content(signe, d.ID, 0); err != nil {
		t.Fatal(err)
	}
	_, err = s.Withdraw(s.as(jonas), d.ID, " ")
	wantCode(t, err, "document.reason_missing")
	_, err = s.Withdraw(s.as(signe), d.ID, "x")
	wantCode(t, err, "document.coordinators_change")
	must(t, s.jobs.Start(t.Context()))
	t.Cleanup(func() { _ = s.jobs.Stop(t.Context()) })
	for range 2 { // twice is as good as once
		event, err := s.Withdraw(s.as(mette), d.ID, "")
		if err != nil || event.Document.WithdrawnAt == nil || event.Document.WithdrawnBy != mette || event.Document.Newest.File.Name != "" {
			t.Fatalf("%+v, %v", event, err)
		}
	}
	if left := titles(t, s, signe); len(left) != 0 {
		t.Errorf("the list shows %v", left)
	}
	_, err = s.content(signe, d.ID, 0)
	wantCode(t, err, "document.withdrawn")
	_, err = s.content("", d.ID, 0)
	wantCode(t, err, "document.unknown")
	event, versions, err := s.Document(s.as(signe), d.ID)
	if err != nil || len(versions) != 0 || event.Document.Title != "Forkert fil" {
		t.Errorf("trace: %+v %+v, %v", event, versions, err)
	}
	eventually(t, "the bytes are gone", func() bool { return len(s.blobKeys()) == 0 })
	if got := verbs(t, s); !slices.Equal(got, []string{document.VerbAdded, document.VerbVersionAdded, document.VerbWithdrawn}) {
		t.Errorf("recorded %v", got)
	}
	var snapshots []string
	must(t, s.db.Read(t.Context()).Raw("SELECT data FROM activity_event").Scan(&snapshots).Error)
	for _, text := range snapshots {
		if strings.Contains(text, "Hemmelig") {
			t.Errorf("the log remembers %s", text)
		}
	}
	_, err = s.AddVersion(s.as(mette), d.ID, s.sent(mette, "x.pdf", pdf).ID, "")
	wantCode(t, err, "document.withdrawn")
}

// errStop makes a Write fail on purpose.
var errStop = errors.New("stop")
