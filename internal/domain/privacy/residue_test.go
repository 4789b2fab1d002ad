package privacy_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"sluse/internal/app/apptest"
	"sluse/internal/kernel/clock"
	"sluse/internal/kernel/id"
)

// meantToStay are the columns in which the id of somebody who was erased may stand:
// it leads to nobody any more, and keeps others' words in their places. Whoever adds
// a column that names a person either has it emptied at erasing, or says here why not.
var meantToStay = map[string]string{
	"account_person.id":                "what is left of them: a row without a name",
	"account_person.email":             "no address: 'erased:' and the id",
	"activity_event.actor_id":          "what was done stays in the trail",
	"activity_event.subject_id":        "so does what was done to them",
	"activity_event.data":              "ids within the snapshots of posts and seats",
	"activity_event.private":           "ids within what readers of the log were told",
	"activity_frame.topic":             "their own topic, which nobody hears any more",
	"activity_topic.name":              "its number",
	"discussion_edit.text":             "a mention of 'Tidligere medlem' in a former text",
	"discussion_mention.target_id":     "a mention of 'Tidligere medlem'",
	"discussion_post.author_id":        "whose words they are: a former member's",
	"discussion_post.html":             "a mention of 'Tidligere medlem'",
	"discussion_post.text":             "a mention of 'Tidligere medlem'",
	"discussion_reaction.person_id":    "reactions stay, nameless",
	"discussion_thread.created_by":     "who opened it: a former member",
	"discussion_thread.last_post_by":   "who wrote last: a former member",
	"document_file.owner_id":           "files that they shared stay on what they shared them with",
	"invitation_invitation.email":      "no address: 'erased:' and the id",
	"invitation_invitation.person_id":  "who took the seat: a former member",
	"invitation_invitation.inviter_id": "who invited others: a former member",
	"notification_entry.actor_id":      "what others were told that a former member did",
	"programme_seat.person_id":         "that the seat was held, by a former member",
}

// residue lists the columns that hold a text, by table and name.
func residue(t *testing.T, a *apptest.App, trace string) []string {
	t.Helper()
	var found []string
	for table, text := range everywhere(t, a) {
		if strings.HasPrefix(table, "river_") {
			continue // jobs name ids only, and go when they are done
		}
		var rows []map[string]any
		if err := json.Unmarshal([]byte(text), &rows); err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			for column, value := range row {
				if strings.Contains(fmt.Sprint(value), trace) {
					found = append(found, table+"."+column)
				}
			}
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// live has a person do and have done to them everything that leaves something
// behind. What takes a device or a provider is written by hand.
func live(t *testing.T, a *apptest.App) {
	t.Helper()
	signe, ulla, jonas := a.As(t, "Signe"), a.As(t, "Ulla"), a.As(t, "Jonas")
	did := func(answer apptest.Answer) {
		t.Helper()
		if answer.Status >= http.StatusBadRequest {
			t.Fatalf("%d %s", answer.Status, answer.Body)
		}
	}
	thread := "/api/threads/" + a.Fill["thread"]
	posted := say(t, a, "Jonas", "Hej @[Signe Prøve](person:"+a.Fill["signe"]+"), hvordan gør I?")
	did(signe.Do(http.MethodPut, thread+"/read", map[string]string{"postId": posted}, nil))
	did(signe.Do(http.MethodPut, thread+"/follow", map[string]string{"state": "muted"}, nil))
	did(signe.Do(http.MethodPut, "/api/posts/"+posted+"/reactions/agree", nil, nil))
	did(signe.Do(http.MethodPut, "/api/me/mail-wishes", map[string]bool{"answers": false, "mentions": true}, nil))
	did(signe.Post("/api/overview/seen", nil))
	did(signe.Get("/api/documents/" + a.Fill["document"] + "/file"))
	did(signe.Post("/api/me/exports", nil))
	say(t, a, "Signe", "Vi gør sådan her.")
	did(jonas.Get("/api/programmes/" + apptest.Together + "/people"))
	// A seat in another programme waits for her.
	var organisation string
	if err := a.DB().Read(t.Context()).Raw("SELECT organisation_id FROM programme_municipality WHERE code = '0851'").Scan(&organisation).Error; err != nil {
		t.Fatal(err)
	}
	did(ulla.Post("/api/programmes/"+apptest.Elsewhere+"/invitations", map[string]any{
		"organisationId": organisation, "role": "reference", "greeting": "Kære Signe",
		"people": []map[string]string{{"name": "Signe Prøve", "email": "signe@kommune.example", "title": "Leder"}},
	}))
	now := clock.System{}.Now()
	err := a.DB().Write(t.Context(), func(ctx context.Context) error {
		for _, step := range []struct {
			sql    string
			values []any
		}{
			{"INSERT INTO account_passkey (id, person_id, credential_id, record, name, created_at) VALUES (?, ?, ?, '{}', 'Signes telefon', ?)", []any{id.New(), a.Fill["signe"], id.New(), now}},
			{"INSERT INTO account_passkey_offer (person_id, declined_at) VALUES (?, ?)", []any{a.Fill["signe"], now}},
			{"INSERT INTO account_challenge (id, purpose, person_id, client_hash, ceremony, created_at, expires_at) VALUES (?, 'add', ?, '', '', ?, ?)", []any{id.New(), a.Fill["signe"], now, now.Add(time.Hour)}},
			{"INSERT INTO account_identity (issuer, subject, person_id, created_at, last_used_at) VALUES ('https://login.example', 'signe@kommune.example', ?, ?, ?)", []any{a.Fill["signe"], now, now}},
			{"INSERT INTO notification_reply (id, person_id, thread_id, post_id, expires_at) VALUES (?, ?, ?, ?, ?)", []any{id.New(), a.Fill["signe"], a.Fill["thread"], posted, now.Add(time.Hour)}},
			{"INSERT INTO notification_digest (person_id, day, sent_at) VALUES (?, ?, ?)", []any{a.Fill["signe"], clock.Today(clock.System{}), now}},
			{"INSERT INTO privacy_notice (person_id, sent_at, due_at) VALUES (?, ?, ?)", []any{a.Fill["signe"], now, now.Add(time.Hour)}},
		} {
			if err := a.DB().Tx(ctx).Exec(step.sql, step.values...).Error; err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// settled waits until the readers of the log, who write entries and mails, are done.
func settled(t *testing.T, a *apptest.App) {
	t.Helper()
	until(t, "the readers of the log", func() bool {
		var left int64
		err := a.DB().Read(t.Context()).Raw("SELECT count(*) FROM activity_event WHERE handled_at IS NULL").Scan(&left).Error
		return err == nil && left == 0
	})
	until(t, "the copy", func() bool {
		var left int64
		err := a.DB().Read(t.Context()).Raw("SELECT count(*) FROM privacy_export WHERE state <> 'ready'").Scan(&left).Error
		return err == nil && left == 0
	})
}

func TestNoTableKeepsSomebodyWhoWasErased(t *testing.T) {
	a := apptest.New(t)
	live(t, a)
	settled(t, a)
	// All of it was there: a test that finds nothing where nothing was proves nothing.
	before := residue(t, a, a.Fill["signe"])
	for _, column := range []string{
		"account_session.person_id", "account_passkey.person_id", "account_passkey_offer.person_id", "account_challenge.person_id",
		"account_identity.person_id", "discussion_read.person_id", "discussion_follow.person_id", "document_reading.person_id",
		"notification_entry.person_id", "notification_choice.person_id", "notification_reply.person_id", "notification_digest.person_id",
		"notification_seen.person_id", "privacy_export.person_id",
	} {
		if !slices.Contains(before, column) {
			t.Errorf("nothing was in %s", column)
		}
	}
	seats := func() (n int64) {
		if err := a.DB().Read(t.Context()).Raw("SELECT count(*) FROM programme_reservation").Scan(&n).Error; err != nil {
			t.Fatal(err)
		}
		return n
	}
	if seats() != 1 {
		t.Fatalf("%d seats are kept", seats())
	}
	a.Run(t, apptest.Scenario{Method: http.MethodPost, Path: "/api/me/erasure", As: "Signe", Body: map[string]string{"word": "slet"}, Status: http.StatusNoContent})
	settled(t, a)
	for _, trace := range []string{"Signe", "signe@kommune.example"} {
		if found := residue(t, a, trace); len(found) > 0 {
			t.Errorf("%q is left in %v", trace, found)
		}
	}
	for _, column := range residue(t, a, a.Fill["signe"]) {
		if _, meant := meantToStay[column]; !meant {
			t.Errorf("%s still points at somebody who was erased", column)
		}
	}
	if seats() != 0 {
		t.Errorf("%d seats are still kept for somebody who was erased", seats())
	}
	if list := string(a.As(t, "Ulla").Get("/api/programmes/" + apptest.Elsewhere + "/invitations").Body); strings.Contains(list, "kommune.example") {
		t.Errorf("the invitation is listed still: %s", list)
	}
}
