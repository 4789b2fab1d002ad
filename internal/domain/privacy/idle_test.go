package privacy_test

import (
	"context"
	"testing"
	"time"

	"sluse/internal/app/apptest"
	"sluse/internal/kernel/clock"
	"sluse/internal/platform/database"
)

// TestWhoTakesPartInNothingIsToldAndThenErased plays three nights: Karim left two
// years ago and stays away, Mette left too but comes back when she is told.
func TestWhoTakesPartInNothingIsToldAndThenErased(t *testing.T) {
	a := apptest.New(t)
	change := func(sql string, values ...any) {
		t.Helper()
		err := a.DB().Write(t.Context(), func(ctx context.Context) error { return a.DB().Tx(ctx).Exec(sql, values...).Error })
		if err != nil {
			t.Fatal(err)
		}
	}
	ago := func(days int) time.Time { return clock.System{}.Now().AddDate(0, 0, -days) }
	both := []string{a.Fill["karim"], a.Fill["mette"]}
	change("UPDATE account_person SET created_at = ? WHERE id IN ?", ago(900), both)
	change("UPDATE programme_seat SET starts = ?, ends = ? WHERE person_id IN ?", ago(890).Format("2006-01-02"), ago(760).Format("2006-01-02"), both)
	rules := map[string]database.Rule{}
	for _, rule := range a.Privacy().AllRules() {
		rules[rule.Code] = rule
	}
	carry := func(code string, want int64) {
		t.Helper()
		rule := rules[code]
		before := clock.System{}.Now().Add(-rule.Keep)
		for _, dry := range []bool{true, false} {
			if n, err := rule.Forget(t.Context(), before, dry); err != nil || n != want {
				t.Errorf("%s, dry %t: %d of %d, %v", code, dry, n, want, err)
			}
		}
	}
	carry("people_told", 0) // both are signed in
	change("DELETE FROM account_session WHERE person_id IN ?", both)
	carry("people_told", 2)
	carry("people_told", 0)
	carry("people", 0) // a month has not gone
	var mails int64
	if err := a.DB().Read(t.Context()).Raw("SELECT count(*) FROM mail_outbox WHERE kind = 'erasure_notice'").Scan(&mails).Error; err != nil || mails != 2 {
		t.Errorf("%d mails, %v", mails, err)
	}
	change("UPDATE privacy_notice SET sent_at = ?", ago(31))
	change("INSERT INTO account_session (id, person_id, token_hash, device, browser, created_at, last_seen_at) VALUES ('s', ?, 'h', '', '', ?, ?)",
		a.Fill["mette"], clock.System{}.Now(), clock.System{}.Now())
	carry("people", 1)
	a.Run(t, apptest.Scenario{Name: "who stayed away is gone", As: "Anne", Method: "GET", Path: "/api/people", Status: 200,
		Want: []string{"{mette}"}, Unwanted: []string{"{karim}"}})
}
