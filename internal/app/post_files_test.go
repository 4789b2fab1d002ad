package app_test

import (
	"net/http"
	"strings"
	"testing"

	"sluse/internal/app/apptest"
	"sluse/internal/domain/discussion"
	"sluse/internal/domain/document"
	"sluse/internal/kernel/id"
)

// sentIn uploads a PDF and returns its id.
func sentIn(t *testing.T, c *apptest.Client, name string) string {
	t.Helper()
	answer := upload(t, c, id.New(), name, apptest.PDF+"en plan")
	if answer.Status != http.StatusCreated {
		t.Fatalf("%d %s", answer.Status, answer.Body)
	}
	var file document.FileView
	answer.JSON(t, &file)
	return file.ID
}

func TestAFileOnAPostIsForThoseWhoReadTheThread(t *testing.T) {
	a := apptest.New(t)
	mette, jonas := a.As(t, "Mette"), a.As(t, "Jonas")
	fileID := sentIn(t, mette, "Plan.pdf")
	socket := jonas.Socket()
	socket.Subscribe("thread:" + a.Fill["partnersThread"])
	body := map[string]any{"clientId": id.New(), "text": "", "files": []map[string]any{{"id": fileID, "alt": ""}}}
	path := "/api/threads/" + a.Fill["partnersThread"] + "/posts"
	added := mette.Post(path, body)
	if added.Status != http.StatusCreated {
		t.Fatalf("%d %s", added.Status, added.Body)
	}
	var post discussion.PostView
	added.JSON(t, &post)
	if len(post.Files) != 1 || post.Files[0].Name != "Plan.pdf" || post.Files[0].Extension != "pdf" || post.Files[0].Size == 0 {
		t.Errorf("%+v", post.Files)
	}
	if again := mette.Post(path, body); again.Status != http.StatusOK || !strings.Contains(string(again.Body), fileID) {
		t.Errorf("sent again: %d %s", again.Status, again.Body)
	}
	if frame := socket.Want("event"); !strings.Contains(string(frame.Data), "Plan.pdf") {
		t.Errorf("live: %s", frame.Data)
	}
	if answer := jonas.Get("/api/files/" + fileID); answer.Status != http.StatusOK || string(answer.Body) != apptest.PDF+"en plan" {
		t.Errorf("a coordinator: %d", answer.Status)
	}
	for _, name := range []string{"Signe", "Outsider"} {
		if answer := a.As(t, name).Get("/api/files/" + fileID); answer.Status != http.StatusNotFound {
			t.Errorf("%s: %d", name, answer.Status)
		}
	}
	if answer := mette.Do(http.MethodDelete, "/api/posts/"+post.ID, nil, nil); answer.Status != http.StatusOK {
		t.Fatalf("%d %s", answer.Status, answer.Body)
	}
	if answer := mette.Get("/api/files/" + fileID); answer.Status != http.StatusGone {
		t.Errorf("after the post: %d", answer.Status)
	}
}

func TestNobodyAttachesWhatIsNotTheirs(t *testing.T) {
	a := apptest.New(t)
	fileID := sentIn(t, a.As(t, "Mette"), "Plan.pdf")
	answer := a.As(t, "Signe").Post("/api/threads/"+a.Fill["thread"]+"/posts", map[string]any{
		"clientId": id.New(), "text": "Se", "files": []map[string]any{{"id": fileID}},
	})
	if answer.Status != http.StatusNotFound || !strings.Contains(string(answer.Body), "file.unknown") {
		t.Errorf("%d %s", answer.Status, answer.Body)
	}
	if answer := upload(t, a.As(t, "Signe"), id.New(), "Plan for 010203-1234.pdf", apptest.PDF); answer.Status != http.StatusUnprocessableEntity {
		t.Errorf("a CPR number in the name: %d %s", answer.Status, answer.Body)
	}
}

// TestWhatIsTakenOffAPostIsGoneAndWhoOpenedItStandsInTheTrail goes the whole way:
// sent in, attached, opened, taken off by an edit.
func TestWhatIsTakenOffAPostIsGoneAndWhoOpenedItStandsInTheTrail(t *testing.T) {
	a := apptest.New(t)
	mette, signe, jonas := a.As(t, "Mette"), a.As(t, "Signe"), a.As(t, "Jonas")
	wrong, right := sentIn(t, mette, "Forkert.pdf"), sentIn(t, mette, "Rigtig.pdf")
	added := mette.Post("/api/threads/"+a.Fill["thread"]+"/posts", map[string]any{
		"clientId": id.New(), "text": "Se", "files": []map[string]any{{"id": wrong}, {"id": right}},
	})
	var post discussion.PostView
	added.JSON(t, &post)
	if answer := signe.Get("/api/files/" + right); answer.Status != http.StatusOK {
		t.Fatalf("%d %s", answer.Status, answer.Body)
	}
	signe.Do(http.MethodGet, "/api/files/"+right, nil, map[string]string{"Range": "bytes=4-8"})
	edited := mette.Do(http.MethodPatch, "/api/posts/"+post.ID, map[string]any{
		"text": "Se", "rev": post.Rev, "files": []map[string]any{{"id": right}},
	}, nil)
	edited.JSON(t, &post)
	if edited.Status != http.StatusOK || len(post.Files) != 1 || post.Files[0].ID != right || post.Rev != 2 {
		t.Fatalf("%d %s", edited.Status, edited.Body)
	}
	if answer := signe.Get("/api/files/" + wrong); answer.Status != http.StatusGone {
		t.Errorf("what was taken off: %d", answer.Status)
	}
	if answer := signe.Get("/api/posts/" + post.ID + "/history"); !strings.Contains(string(answer.Body), `"files":["Forkert.pdf","Rigtig.pdf"]`) {
		t.Errorf("history: %s", answer.Body)
	}
	trail := jonas.Get("/api/programmes/" + apptest.Together + "/trail?kind=seen")
	if n := strings.Count(string(trail.Body), "file.opened"); n != 1 || !strings.Contains(string(trail.Body), `"about":"Rigtig.pdf"`) {
		t.Errorf("%d openings in the trail: %s", n, trail.Body)
	}
}
