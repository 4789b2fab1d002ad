package notification_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"sluse/internal/app/apptest"
	"sluse/internal/kernel/id"
	"sluse/internal/platform/mail"
)

// demoMail waits for a mail of the demo's mailbox that want recognises. Jobs that
// wait for their time are made due: twenty seconds are long for a test.
func demoMail(t *testing.T, a *apptest.App, want func(mail.Kept) bool) mail.Kept {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	again := time.NewTicker(50 * time.Millisecond)
	defer again.Stop()
	for {
		var box struct {
			Items []mail.Kept `json:"items"`
		}
		a.As(t, "Signe").Get("/api/demo/mails").JSON(t, &box)
		for _, m := range box.Items {
			if want(m) {
				return m
			}
		}
		err := a.DB().Write(ctx, func(ctx context.Context) error {
			return a.DB().Tx(ctx).Exec("UPDATE river_job SET state = 'available', scheduled_at = CURRENT_TIMESTAMP WHERE state = 'scheduled'").Error
		})
		if err != nil {
			t.Fatal(err)
		}
		select {
		case <-again.C:
		case <-ctx.Done():
			t.Fatalf("the mail never came; there are %d", len(box.Items))
		}
	}
}

func names(a *apptest.App, person string) string {
	return "@[" + person + " Prøve](person:" + a.Fill[strings.ToLower(person)] + ")"
}

func TestFromAPostToTheMailAndItsStopLink(t *testing.T) {
	a := apptest.New(t, apptest.Demo())
	posted := a.As(t, "Karim").Post("/api/threads/"+a.Fill["thread"]+"/posts", map[string]any{
		"clientId": id.New(), "text": "Hej " + names(a, "Signe") + ", hvordan gør *I*?",
	})
	if posted.Status != http.StatusCreated {
		t.Fatalf("%d %s", posted.Status, posted.Body)
	}
	got := demoMail(t, a, func(m mail.Kept) bool {
		return m.To == "signe@kommune.example" && strings.Contains(m.Text, "nævnte dig")
	})
	for _, part := range []string{"> Hej @Signe Prøve, hvordan gør I?", a.URL + "/p/" + apptest.Together + "/discussions/" + a.Fill["thread"] + "?post="} {
		if !strings.Contains(got.Text, part) {
			t.Errorf("the mail lacks %q:\n%s", part, got.Text)
		}
	}
	if strings.Contains(got.Text, "](person:") {
		t.Error("the mail shows how mentions are stored")
	}

	// As a mail provider presses the button: a form, no cookie, no origin.
	link := strings.Trim(got.Headers["List-Unsubscribe"], "<>")
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, link, strings.NewReader("List-Unsubscribe=One-Click"))
	must(t, err)
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	response, err := http.DefaultClient.Do(request)
	must(t, err)
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusOK {
		t.Fatalf("the button gave %d", response.StatusCode)
	}
	a.Fill["link"] = strings.TrimPrefix(link, a.URL)
	a.Run(t,
		apptest.Scenario{Method: "GET", Path: "{link}", Status: 200, Want: []string{`"stopped":true`, "Hvordan følger I op?"}, Unwanted: []string{"signe@"}},
		apptest.Scenario{Method: "GET", Path: "{link}x", Status: 404, Want: []string{"mail_stop.unknown"}},
		apptest.Scenario{Method: "POST", Path: "{link}x", Status: 404},
		apptest.Scenario{As: "Signe", Method: "GET", Path: "/api/me/mail-wishes", Status: 200, Want: []string{`"answers":true`, `"id":"{thread}"`, "Hvordan følger I op?"}},
		apptest.Scenario{As: "Signe", Method: "GET", Path: "/api/threads/{thread}", Status: 200, Want: []string{`"follow":"muted"`}},
		apptest.Scenario{As: "Karim", Method: "GET", Path: "/api/threads/{thread}", Status: 200, Want: []string{`"follow":"default"`}},
		apptest.Scenario{As: "Signe", Method: "PUT", Path: "/api/threads/{thread}/follow", Body: map[string]any{"state": "default"}, Status: 204},
		apptest.Scenario{As: "Signe", Method: "GET", Path: "/api/me/mail-wishes", Status: 200, Want: []string{`"mutedThreads":[]`}},
		apptest.Scenario{Method: "GET", Path: "{link}", Status: 200, Want: []string{`"stopped":false`}},
	)
}

func TestOverviewAndWishesByRequest(t *testing.T) {
	a := apptest.New(t)
	ask := map[string]any{"clientId": id.New(), "text": "Hej " + names(a, "Signe") + ", hvordan gør I?"}
	if answer := a.As(t, "Karim").Post("/api/threads/"+a.Fill["thread"]+"/posts", ask); answer.Status != http.StatusCreated {
		t.Fatalf("%d %s", answer.Status, answer.Body)
	}
	answered := map[string]any{"clientId": id.New(), "text": "Sådan her."}
	a.Run(t,
		apptest.Scenario{Method: "GET", Path: "/api/overview", Status: 401},
		apptest.Scenario{Method: "POST", Path: "/api/overview/seen", Status: 401},
		apptest.Scenario{Method: "GET", Path: "/api/me/mail-wishes", Status: 401},
		apptest.Scenario{
			As: "Signe", Method: "GET", Path: "/api/overview", Status: 200,
			Want:     []string{`"kind":"question"`, `"who":"Karim Prøve"`, `"said":"Hej @Signe Prøve, hvordan gør I?"`, `"titleCode":"opened"`, `"unread":`, `"total":3`, `"{karim}"`},
			Unwanted: []string{"Fortroligt", "Kun for partnere"},
		},
		apptest.Scenario{
			As: "Mette", Method: "GET", Path: "/api/overview", Status: 200,
			Want: []string{"Hvordan følger I op?"}, Unwanted: []string{`"kind":"question"`, "Kun for partnere"},
		},
		apptest.Scenario{
			As: "Jonas", Method: "GET", Path: "/api/overview", Status: 200, Want: []string{"Kun for partnere"},
		},
		apptest.Scenario{
			As: "Outsider", Method: "GET", Path: "/api/overview", Status: 200,
			Want: []string{`"tasks":[]`, `"news":[]`, `"unreadThreads":[]`}, Unwanted: []string{"Hvordan følger", "Karim"},
		},
		apptest.Scenario{As: "Anne", Method: "GET", Path: "/api/overview", Status: 200, Want: []string{`"news":[]`, `"seats":[]`}},
		apptest.Scenario{As: "Signe", Method: "POST", Path: "/api/threads/{thread}/posts", Body: answered, Status: 201},
		apptest.Scenario{As: "Signe", Method: "POST", Path: "/api/overview/seen", Status: 204, Verbs: []string{}},
		apptest.Scenario{
			As: "Signe", Method: "GET", Path: "/api/overview", Status: 200, Want: []string{`"news":[]`}, Unwanted: []string{`"kind":"question"`},
		},
		apptest.Scenario{As: "Signe", Method: "PUT", Path: "/api/me/mail-wishes", Body: map[string]any{"answers": false, "mentions": true}, Status: 200},
		apptest.Scenario{As: "Signe", Method: "GET", Path: "/api/me", Status: 200, Want: []string{`"mailWishes":{"answers":false,"mentions":true}`}},
		apptest.Scenario{As: "Karim", Method: "GET", Path: "/api/me", Status: 200, Want: []string{`"mailWishes":{"answers":true,"mentions":true}`}},
		apptest.Scenario{As: "Signe", Method: "PUT", Path: "/api/me/mail-wishes", Body: map[string]any{"answers": true}, Status: 422},
		apptest.Scenario{As: "Signe", Method: "PUT", Path: "/api/me/mail-wishes", Body: "not json", Status: 400},
	)
}
