package app_test

import (
	"net/http"
	"testing"
	"time"

	"sluse/internal/app"
	"sluse/internal/app/apptest"
	"sluse/internal/kernel/clock"
)

// Whoever tries the demo finds in their inbox what the others wrote to them, and gets
// no mail of what was before they came.
func TestTheDemosInboxesAreFilledAndMailNobody(t *testing.T) {
	now := clock.NewManual(time.Date(2026, 11, 19, 9, 52, 0, 0, time.UTC))
	a := apptest.Empty(t, apptest.Demo(), func(o *app.Options) { o.Clock = now })
	for _, who := range []string{"reference", "coordinator", "partner"} {
		var box struct {
			Unread int
			Items  []struct {
				Unread bool
				At     time.Time
			}
		}
		client := a.As(t, "")
		if answer := client.Post("/api/demo/sign-ins", map[string]string{"key": who}); answer.Status >= http.StatusBadRequest {
			t.Fatalf("%s: %d %s", who, answer.Status, answer.Body)
		}
		client.Get("/api/inbox").JSON(t, &box)
		if box.Unread == 0 || len(box.Items) == 0 {
			t.Errorf("%s has %d items, %d unread", who, len(box.Items), box.Unread)
		}
		for n, item := range box.Items {
			if item.At.After(now.Now()) || n > 0 && item.At.After(box.Items[n-1].At) {
				t.Errorf("%s: item %d is of %v", who, n, item.At)
			}
		}
	}
	for what, query := range map[string]string{
		"entries that a digest would tell of": "SELECT count(*) FROM notification_entry WHERE digest_day = ''",
		"mails":                               "SELECT count(*) FROM mail_outbox",
		"jobs that mail news":                 "SELECT count(*) FROM river_job WHERE kind IN ('notification.news', 'notification.tell')",
	} {
		var n int
		if err := a.DB().Read(t.Context()).Raw(query).Scan(&n).Error; err != nil || n != 0 {
			t.Errorf("%d %s (%v)", n, what, err)
		}
	}
}
