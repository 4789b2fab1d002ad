package app_test

import (
	"errors"
	"net/http"
	"testing"

	"github.com/gorilla/websocket"

	"sluse/internal/app"
	"sluse/internal/app/apptest"
	"sluse/internal/domain/discussion"
	"sluse/internal/kernel/clock"
	"sluse/internal/kernel/id"
)

func TestPostReachesWhoLooksOn(t *testing.T) {
	a := apptest.New(t)
	signe := a.As(t, "Signe").Socket()
	signe.Subscribe("thread:" + a.Fill["thread"])
	answer := a.As(t, "Karim").Post("/api/threads/"+a.Fill["thread"]+"/posts", map[string]string{"clientId": id.New(), "text": "Hver uge."})
	if answer.Status != http.StatusCreated {
		t.Fatalf("%d: %s", answer.Status, answer.Body)
	}
	if event := signe.Want("event"); event.Verb != "post.created" || event.Actor != a.Fill["karim"] {
		t.Errorf("event %+v", event)
	}
}

func TestTopicsAreForThoseWhoMaySee(t *testing.T) {
	a := apptest.New(t)
	granted := map[string][]string{
		"Signe": {"thread:{thread}", "programme:{programmeId}", "person:{signe}"},
		"Mette": {"thread:{partnersThread}", "partners:{programmeId}"},
		"Bo":    {"thread:{thread}", "programme:{programmeId}"},
	}
	denied := map[string][]string{
		"Signe":    {"thread:{partnersThread}", "partners:{programmeId}", "person:{karim}", "thread:{none}", "nothing:{none}", "thread:"},
		"Outsider": {"thread:{thread}", "programme:{programmeId}", "person:{signe}"},
		"Anne":     {"thread:{thread}", "programme:{programmeId}"},
	}
	for name, topics := range granted {
		socket := a.As(t, name).Socket()
		for _, topic := range topics {
			socket.Subscribe(a.Filled(t, topic))
		}
	}
	for name, topics := range denied {
		socket := a.As(t, name).Socket()
		for _, topic := range topics {
			socket.Ask(a.Filled(t, topic))
			if frame := socket.Want("denied"); frame.Topic != a.Filled(t, topic) {
				t.Errorf("%s: %+v", name, frame)
			}
		}
	}
}

func TestSocketsOfOtherSitesAreRefused(t *testing.T) {
	a := apptest.New(t)
	answer := a.As(t, "Signe").Do(http.MethodGet, "/api/live", nil, map[string]string{
		"Origin": "https://evil.example", "Connection": "Upgrade", "Upgrade": "websocket",
		"Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
	})
	if answer.Status != http.StatusForbidden {
		t.Errorf("status %d", answer.Status)
	}
}

// closed reads until the socket is closed and returns the code.
func closed(t *testing.T, socket *apptest.Socket) (code int, saw []string) {
	t.Helper()
	for {
		frame, err := socket.Next()
		if err != nil {
			var end *websocket.CloseError
			if !errors.As(err, &end) {
				t.Fatalf("the socket ended with %v", err)
			}
			return end.Code, saw
		}
		saw = append(saw, frame.Type+frame.Reason)
	}
}

func TestSocketsEndWithTheSession(t *testing.T) {
	a := apptest.New(t)
	socket := a.As(t, "Signe").Socket()
	if answer := a.As(t, "Signe").Do(http.MethodDelete, "/api/session", nil, nil); answer.Status != http.StatusNoContent {
		t.Fatalf("sign out: %d", answer.Status)
	}
	if code, _ := closed(t, socket); code != 4401 {
		t.Errorf("closed with %d", code)
	}
}

func TestSeatThatEndsTakesSightAway(t *testing.T) {
	a := apptest.New(t)
	socket := a.As(t, "Signe").Socket()
	socket.Subscribe("thread:" + a.Fill["thread"])
	members, err := a.Programme().Members(t.Context(), a.Fill["programmeId"])
	if err != nil {
		t.Fatal(err)
	}
	for _, seat := range members {
		if seat.PersonID == a.Fill["signe"] {
			if err := a.Programme().EndSeat(a.Context(t, "Jonas"), seat.ID, clock.Date{}); err != nil {
				t.Fatal(err)
			}
		}
	}
	socket.Want("denied")
	a.Run(t, apptest.Scenario{Method: http.MethodGet, Path: "/api/threads/{thread}", As: "Signe", Status: 404})
}

func TestShutOutFromTheCommandLine(t *testing.T) {
	a := apptest.New(t)
	socket := a.As(t, "Signe").Socket()
	// Another process, such as the command line, does it: this one learns of it
	// from the log only.
	a.DisableElsewhere(t, "signe@kommune.example")
	if code, _ := closed(t, socket); code != 4401 {
		t.Errorf("closed with %d", code)
	}
	a.Run(t, apptest.Scenario{Method: http.MethodGet, Path: "/api/me", As: "Signe", Status: 401, Want: []string{"session.expired"}})
}

// A node that has narrowed a thread may die before it can say so: the others learn of it
// from the log.
func TestThreadThatIsNarrowedElsewhereTakesSightAway(t *testing.T) {
	a := apptest.New(t)
	signe, mette := a.As(t, "Signe").Socket(), a.As(t, "Mette").Socket()
	thread := "thread:" + a.Fill["thread"]
	signe.Subscribe(thread)
	mette.Subscribe(thread)
	a.Elsewhere(t, func(other *app.App) {
		jonas := a.Context(t, "Jonas")
		now, _, err := other.Discussion().Thread(jonas, a.Fill["thread"])
		if err != nil {
			t.Fatal(err)
		}
		narrow := discussion.ThreadChange{Title: now.Title, Audience: discussion.ForPartners, Rev: now.Rev}
		if _, err := other.Discussion().Change(jonas, now.ID, narrow); err != nil {
			t.Fatal(err)
		}
	})
	if frame := signe.Want("denied"); frame.Topic != thread {
		t.Errorf("denied %+v", frame)
	}
	say(t, a.As(t, "Jonas"), a.Fill["thread"], "Nu er vi kun os.")
	mette.Want("event")
}

func TestGoodbyeAtTheEnd(t *testing.T) {
	a := apptest.New(t)
	socket := a.As(t, "Signe").Socket()
	ended := make(chan error, 1)
	go func() { ended <- a.Stop() }()
	code, saw := closed(t, socket)
	if code != websocket.CloseServiceRestart || len(saw) != 1 || saw[0] != "goodbyerestart" {
		t.Errorf("closed with %d after %v", code, saw)
	}
	if err := <-ended; err != nil {
		t.Errorf("the end: %v", err)
	}
}
