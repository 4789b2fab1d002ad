package privacy_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"sluse/internal/app/apptest"
	"sluse/internal/domain/privacy"
	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/clock"
	"sluse/internal/kernel/fault"
	"sluse/internal/kernel/id"
)

func TestWhoMayHaveSomebodyErased(t *testing.T) {
	who := privacy.Account{ID: "signe"}
	here, both := []privacy.Place{{ProgrammeID: "p"}}, []privacy.Place{{ProgrammeID: "p"}, {ProgrammeID: "q"}}
	admin := actor.Actor{PersonID: "anne", Administrator: true}
	for _, c := range []struct {
		name   string
		by     actor.Actor
		who    privacy.Account
		places []privacy.Place
		want   fault.Kind
	}{
		{"an administrator anybody", admin, who, both, ""},
		{"an administrator one who was never in", admin, who, nil, ""},
		{"an administrator themselves", admin, privacy.Account{ID: "anne"}, nil, fault.Conflict},
		{"the coordinator of all they were in", in("p", actor.Coordinator), who, here, ""},
		{"the coordinator of some", in("p", actor.Coordinator), who, both, fault.Forbidden},
		{"an administrator is no coordinator's", in("p", actor.Coordinator), privacy.Account{ID: "signe", Administrator: true}, here, fault.Forbidden},
		{"the coordinator of another", in("x", actor.Coordinator), who, both, fault.NotFound},
		{"a coordinator one who was never in", in("p", actor.Coordinator), who, nil, fault.NotFound},
		{"a partner", in("p", actor.Partner), who, here, fault.NotFound},
		{"a reference", in("p", actor.Reference), who, here, fault.NotFound},
		{"an observer", in("p", actor.Observer), who, here, fault.NotFound},
	} {
		t.Run(c.name, func(t *testing.T) {
			if err := privacy.MayErase(c.by, c.who, c.places); c.want == "" && err != nil || c.want != "" && !fault.Is(err, c.want) {
				t.Errorf("%v, want %q", err, c.want)
			}
		})
	}
}

// everywhere reads every text of every table, so that no name hides in one that
// nobody thought of.
func everywhere(t *testing.T, a *apptest.App) map[string]string {
	t.Helper()
	var tables []string
	query := "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
	if a.DB().Dialect() != "sqlite" {
		query = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
	}
	if err := a.DB().Read(t.Context()).Raw(query).Scan(&tables).Error; err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	for _, table := range tables {
		if strings.HasPrefix(table, "search_token") {
			continue // the index's own form; the test searches instead
		}
		var rows []map[string]any
		if err := a.DB().Read(t.Context()).Table(table).Find(&rows).Error; err != nil {
			t.Fatal(err)
		}
		text, err := json.Marshal(rows)
		if err != nil {
			t.Fatal(err)
		}
		texts[table] = string(text)
	}
	return texts
}

func until(t *testing.T, what string, done func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	for !done() {
		select {
		case <-ctx.Done():
			t.Fatalf("gave up waiting for %s", what)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func say(t *testing.T, a *apptest.App, name, text string) string {
	t.Helper()
	var post struct{ ID string }
	a.As(t, name).Post("/api/threads/"+a.Fill["thread"]+"/posts", map[string]string{"clientId": id.New(), "text": text}).JSON(t, &post)
	return post.ID
}

func TestNothingOfAnErasedPersonIsLeftButWhatTheyWrote(t *testing.T) {
	a := apptest.New(t)
	signe, jonas := a.As(t, "Signe"), a.As(t, "Jonas")
	posted := say(t, a, "Jonas", "Hej @[Signe Prøve](person:"+a.Fill["signe"]+"), hvordan gør I?")
	if answer := jonas.Do(http.MethodPatch, "/api/posts/"+posted, map[string]any{"text": "Hej @[Signe Prøve](person:" + a.Fill["signe"] + "), hvad gør I?", "rev": 1}, nil); answer.Status != http.StatusOK {
		t.Fatal(string(answer.Body))
	}
	signe.Do(http.MethodPut, "/api/threads/"+a.Fill["thread"]+"/read", map[string]string{"postId": posted}, nil)
	signe.Do(http.MethodPut, "/api/threads/"+a.Fill["thread"]+"/follow", map[string]string{"state": "following"}, nil)
	socket := signe.Socket()
	until(t, "the readers of the log", func() bool {
		var left int64
		err := a.DB().Read(t.Context()).Raw("SELECT count(*) FROM activity_event WHERE handled_at IS NULL").Scan(&left).Error
		return err == nil && left == 0
	})

	a.Run(t, apptest.Scenario{Method: http.MethodPost, Path: "/api/me/erasure", As: "Signe", Body: map[string]string{"word": "slet"}, Status: http.StatusNoContent})
	for {
		if _, err := socket.Next(); err != nil {
			if !strings.Contains(err.Error(), "4401") {
				t.Errorf("the socket ended with %v", err)
			}
			break
		}
	}
	a.Run(t, apptest.Scenario{Method: http.MethodGet, Path: "/api/me", As: "Signe", Status: http.StatusUnauthorized})

	for table, text := range everywhere(t, a) {
		if strings.HasPrefix(table, "river_") {
			continue // jobs name ids only
		}
		for _, trace := range []string{"Signe", "signe@kommune.example"} {
			if at := strings.Index(text, trace); at >= 0 {
				t.Errorf("%s holds %q: …%s…", table, trace, text[max(0, at-100):min(len(text), at+100)])
			}
		}
	}
	posts := string(jonas.Get("/api/threads/" + a.Fill["thread"] + "/posts").Body)
	for _, want := range []string{"Hver fjortende dag.", "Tidligere medlem", "@Tidligere medlem", "hvad gør I?"} {
		if !strings.Contains(posts, want) {
			t.Errorf("the thread lacks %q: %s", want, posts)
		}
	}
	if people := string(jonas.Get("/api/programmes/" + apptest.Together + "/people").Body); strings.Contains(people, a.Fill["signe"]) {
		t.Errorf("still a member: %s", people)
	}
	var found struct{ Items []struct{ PostID string } }
	jonas.Get("/api/programmes/"+apptest.Together+"/search?q=Signe").JSON(t, &found)
	if len(found.Items) != 0 {
		t.Errorf("the search finds the name: %+v", found)
	}
	if people := string(a.As(t, "Anne").Get("/api/people").Body); strings.Contains(people, a.Fill["signe"]) {
		t.Errorf("still known: %s", people)
	}
}

func TestErasingHasToBeMeantAndPossible(t *testing.T) {
	a := apptest.New(t)
	word := map[string]string{"word": "SLET"}
	a.Run(t,
		apptest.Scenario{Name: "not typed", As: "Signe", Method: http.MethodPost, Path: "/api/me/erasure", Body: map[string]string{"word": "ja"}, Status: 422, Want: []string{"erasure.word"}},
		apptest.Scenario{Name: "the only coordinator", As: "Jonas", Method: http.MethodPost, Path: "/api/me/erasure", Body: word, Status: 409, Want: []string{"erasure.sole_coordinator", "Sammen om opfølgning"}},
		apptest.Scenario{Name: "the last administrator", As: "Anne", Method: http.MethodPost, Path: "/api/me/erasure", Body: word, Status: 409, Want: []string{"erasure.last_administrator"}},
		apptest.Scenario{Name: "says so beforehand", As: "Jonas", Method: http.MethodGet, Path: "/api/me/erasure", Status: 200, Want: []string{"sole_coordinator"}},
		apptest.Scenario{Name: "another coordinator's", As: "Ulla", Method: http.MethodPost, Path: "/api/people/{karim}/erasure", Body: word, Status: 404},
		apptest.Scenario{Name: "their own", As: "Anne", Method: http.MethodPost, Path: "/api/people/{anne}/erasure", Body: word, Status: 409, Want: []string{"erasure.oneself"}},
		apptest.Scenario{Name: "by a coordinator", As: "Jonas", Method: http.MethodPost, Path: "/api/people/{karim}/erasure", Body: word, Status: 204},
		apptest.Scenario{Name: "twice", As: "Anne", Method: http.MethodPost, Path: "/api/people/{karim}/erasure", Body: word, Status: 404},
		apptest.Scenario{Name: "is in the trail", As: "Anne", Method: http.MethodGet, Path: "/api/trail?kind=removed", Status: 200, Want: []string{"person.erased", "{karim}", "{jonas}"}},
	)
	err := a.DB().Write(t.Context(), func(ctx context.Context) error {
		return a.DB().Tx(ctx).Exec("UPDATE account_session SET created_at = ? WHERE person_id = ?", clock.System{}.Now().Add(-time.Hour), a.Fill["mette"]).Error
	})
	if err != nil {
		t.Fatal(err)
	}
	a.Run(t, apptest.Scenario{Name: "an old session", As: "Mette", Method: http.MethodPost, Path: "/api/me/erasure", Body: word, Status: 403, Want: []string{"erasure.sign_in_again"}})
}

type copies struct {
	Items []struct {
		ID, State   string
		Done, Total int64
	}
}

func TestACopyHoldsEverything(t *testing.T) {
	a := apptest.New(t)
	mette := a.As(t, "Mette")
	if answer := mette.Post("/api/me/exports", nil); answer.Status != http.StatusAccepted {
		t.Fatal(string(answer.Body))
	}
	var list copies
	until(t, "the copy", func() bool {
		mette.Get("/api/me/exports").JSON(t, &list)
		return list.Items[0].State == "ready"
	})
	made := list.Items[0]
	if made.Done != made.Total || made.Total == 0 {
		t.Errorf("%d of %d steps", made.Done, made.Total)
	}
	path := "/api/me/exports/" + made.ID + "/file"
	a.Run(t,
		apptest.Scenario{Name: "not another's", As: "Signe", Method: http.MethodGet, Path: path, Status: 404},
		apptest.Scenario{Name: "not a stranger's", Method: http.MethodGet, Path: path, Status: 401},
		apptest.Scenario{Name: "on the overview", As: "Mette", Method: http.MethodGet, Path: "/api/overview", Status: 200, Want: []string{`"export"`, "/settings/data"}},
		apptest.Scenario{Name: "in the trail", As: "Anne", Method: http.MethodGet, Path: "/api/trail?kind=exported", Status: 200, Want: []string{"export.asked"}},
	)
	answer := mette.Get(path)
	archive, err := zip.NewReader(bytes.NewReader(answer.Body), int64(len(answer.Body)))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, f := range archive.File {
		content, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(content)
		if err != nil {
			t.Fatal(err)
		}
		files[f.Name] = string(text)
	}
	var data struct {
		Tables map[string][]map[string]any `json:"tables"`
	}
	if err := json.Unmarshal([]byte(files["data.json"]), &data); err != nil {
		t.Fatal(err)
	}
	if got := data.Tables["profile"]; len(got) != 1 || got[0]["email"] != "mette@kommune.example" {
		t.Errorf("profile: %v", got)
	}
	for _, table := range []string{"seats", "sessions", "threads", "posts", "done"} {
		if len(data.Tables[table]) == 0 {
			t.Errorf("nothing in %s", table)
		}
	}
	if page := files["start-her.html"]; !strings.Contains(page, "Dine indlæg") || !strings.Contains(page, "Fortroligt.") {
		t.Errorf("the page: %.600s", page)
	}
	if untold := regexp.MustCompile(`<(?:h2|th scope="col")>([a-z_]+)</`).FindAllString(files["start-her.html"], -1); len(untold) > 0 {
		t.Errorf("no words for %v: see words_archive.go", untold)
	}
	if strings.Contains(answer.Header.Get("Content-Disposition"), "inline") || answer.Header.Get("Content-Type") != "application/zip" {
		t.Errorf("headers: %v", answer.Header)
	}
}

func TestCopiesAreMadeOneAtATimeAndAFewADay(t *testing.T) {
	a := apptest.New(t)
	bo := a.As(t, "Bo")
	var list copies
	ready := func() bool {
		bo.Get("/api/me/exports").JSON(t, &list)
		return list.Items[0].State == "ready"
	}
	for range 3 {
		if answer := bo.Post("/api/me/exports", nil); answer.Status != http.StatusAccepted {
			t.Fatal(string(answer.Body))
		}
		until(t, "a copy", ready)
	}
	a.Run(t, apptest.Scenario{Name: "a fourth", As: "Bo", Method: http.MethodPost, Path: "/api/me/exports", Status: 429, Want: []string{"export.too_many"}})
}
