package app_test

import (
	"net/http"
	"testing"

	"sluse/internal/app/apptest"
)

// Who tries the demo finds news where news stands, and no mail that came of filling it.
func TestTheDemoHasNewsForEverybodyAndNoMail(t *testing.T) {
	a := apptest.Empty(t, apptest.Demo())
	for persona, atLeast := range map[string]int{"reference": 5, "partner": 1, "coordinator": 1, "observer": 1} {
		client := a.As(t, "")
		if answer := client.Post("/api/demo/sign-ins", map[string]string{"key": persona}); answer.Status != http.StatusOK {
			t.Fatalf("%s cannot sign in: %d %s", persona, answer.Status, answer.Body)
		}
		var inbox struct {
			Unread int   `json:"unread"`
			Items  []any `json:"items"`
		}
		client.Get("/api/inbox").JSON(t, &inbox)
		if inbox.Unread < atLeast || len(inbox.Items) < inbox.Unread {
			t.Errorf("%s has %d unread of %d, want %d at least", persona, inbox.Unread, len(inbox.Items), atLeast)
		}
	}
	var mails struct {
		Items []any `json:"items"`
	}
	a.As(t, "").Get("/api/demo/mails").JSON(t, &mails)
	if len(mails.Items) > 0 {
		t.Errorf("%d mails before anybody did anything", len(mails.Items))
	}
}
