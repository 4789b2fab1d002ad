package app_test

import (
	"context"
	"maps"
	"net"
	"net/http"
	"strconv"
	"testing"
	"time"

	"sluse/internal/app"
	"sluse/internal/app/apptest"
	"sluse/internal/domain/invitation"
	"sluse/internal/domain/privacy"
	"sluse/internal/platform/mail/mailtest"
)

// What the recipients' mail servers answer comes back to the list: one refuses for
// good, one asks for patience first.
func TestBouncedInvitationSaysWhy(t *testing.T) {
	const unknown, busy = "ukendt@thisted.example", "travl@thisted.example"
	answers := func(patient bool) mailtest.Behaviour {
		return mailtest.Behaviour{NoTLS: true, OnAddress: func(to string) error {
			switch {
			case to == unknown:
				return mailtest.Reply(550, "Ukendt modtager")()
			case to == busy && !patient:
				return mailtest.Reply(451, "Kom igen om lidt")()
			}
			return nil
		}}
	}
	server := mailtest.Start(t, answers(false))
	a := apptest.New(t, func(o *app.Options) {
		o.Config.SMTPURL = "smtp://" + net.JoinHostPort(server.Host, strconv.Itoa(server.Port)) + "?tls=off"
		o.Config.MailFrom = "Sluse <sluse@sluse.example>"
	})
	sent, err := a.Invitation().Send(a.Context(t, "Jonas"), apptest.Together, invite(unknown, busy))
	must(t, err)
	if len(sent.Items) != 2 {
		t.Fatalf("%d were sent", len(sent.Items))
	}

	waitForInvitations(t, a, map[string]answered{
		unknown: {State: "bounced", ServerWords: "550 5.0.0 Ukendt modtager"},
		busy:    {State: "sent", Delayed: true, ServerWords: "451 4.0.0 Kom igen om lidt"},
	})
	const list = "/api/programmes/{programme}/invitations"
	a.Run(t,
		apptest.Scenario{As: "Signe", Method: http.MethodGet, Path: list, Status: 200, Want: []string{`"state":"bounced"`, "Ukendt modtager"}},
		apptest.Scenario{As: "Karim", Method: http.MethodGet, Path: list, Status: 200, Unwanted: []string{unknown, "Ukendt modtager"}},
	)

	const mails = "/api/admin/mails?q="
	a.Run(t,
		apptest.Scenario{
			As: "Anne", Method: http.MethodGet, Path: mails + "ukendt@", Status: 200, Verbs: []string{privacy.VerbMailsSeen},
			// What the invitation says, and so its subject, is kept from administrators.
			Want: []string{unknown, `"state":"failed"`, "Ukendt modtager", `"kind":"invitation"`}, Unwanted: []string{busy, "Sammen om"},
		},
		apptest.Scenario{
			As: "Anne", Method: http.MethodGet, Path: mails + "&state=deferred", Status: 200, Verbs: []string{}, // it is the same look
			Want: []string{busy, `"nextTry":`, `"mayRetry":false`}, Unwanted: []string{unknown},
		},
		apptest.Scenario{As: "Jonas", Method: http.MethodGet, Path: mails + "ukendt@", Status: 403},
	)

	server.Behave(answers(true))
	must(t, a.DB().Write(t.Context(), func(ctx context.Context) error { // the minute is over
		return a.DB().Tx(ctx).Exec("UPDATE river_job SET state = 'available', scheduled_at = CURRENT_TIMESTAMP WHERE kind = 'mail.send' AND state = 'scheduled'").Error
	}))
	waitForInvitations(t, a, map[string]answered{
		unknown: {State: "bounced", ServerWords: "550 5.0.0 Ukendt modtager"},
		busy:    {State: "delivered"},
	})
	came := map[string]int{}
	for _, m := range server.Mails() {
		came[m.To]++
	}
	if came[unknown] != 0 || came[busy] != 1 {
		t.Errorf("the server took %v", came)
	}
}

// A mail that was refused is sent again by an administrator, unless it held a link or a
// code: what those said is forgotten at once.
func TestRefusedMailIsSentAgain(t *testing.T) {
	server := mailtest.Start(t, mailtest.Behaviour{NoTLS: true, OnRcpt: mailtest.Reply(550, "Kender ingen")})
	a := apptest.New(t, func(o *app.Options) {
		o.Config.SMTPURL = "smtp://" + net.JoinHostPort(server.Host, strconv.Itoa(server.Port)) + "?tls=off"
		o.Config.MailFrom = "Sluse <sluse@sluse.example>"
	})
	if got := a.As(t, "Bo").Post("/api/me/exports", nil); got.Status != http.StatusAccepted {
		t.Fatalf("%d %s", got.Status, got.Body)
	}
	_, err := a.Invitation().Send(a.Context(t, "Jonas"), apptest.Together, invite("ny@thisted.example"))
	must(t, err)
	var failed struct {
		Items []struct {
			ID, Kind string
			MayRetry bool
		}
	}
	const mails = "/api/admin/mails"
	may := map[string]bool{}
	waitFor(t, func() bool { // codes of signing in are among them, too
		a.As(t, "Anne").Get(mails+"?state=failed").JSON(t, &failed)
		for _, m := range failed.Items {
			a.Fill[m.Kind], may[m.Kind] = m.ID, m.MayRetry
		}
		return a.Fill["export_ready"] != "" && a.Fill["invitation"] != ""
	})
	if !may["export_ready"] || may["invitation"] || may["sign_in"] {
		t.Errorf("sent again may be %v", may)
	}
	server.Behave(mailtest.Behaviour{NoTLS: true})
	a.Run(t,
		apptest.Scenario{As: "Jonas", Method: http.MethodPost, Path: mails + "/{export_ready}/tries", Status: 403},
		apptest.Scenario{As: "Anne", Method: http.MethodPost, Path: mails + "/{invitation}/tries", Status: 409, Want: []string{"mail.not_to_be_sent_again"}},
		apptest.Scenario{As: "Anne", Method: http.MethodPost, Path: mails + "/{export_ready}/tries", Status: 204, Verbs: []string{privacy.VerbMailRetried}},
	)
	select {
	case m := <-server.Arrived():
		if m.To != "bo@kommune.example" {
			t.Errorf("a mail came to %s", m.To)
		}
	case <-time.After(patience):
		t.Fatal("no mail came")
	}
}

// answered is what the list says of an invitation's mail.
type answered struct {
	State       invitation.State
	Delayed     bool
	ServerWords string
}

// waitForInvitations waits until the coordinator's list says want, by address.
func waitForInvitations(t *testing.T, a *apptest.App, want map[string]answered) {
	t.Helper()
	var got map[string]answered
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("the list said %+v", got)
		}
	})
	waitFor(t, func() bool {
		var list struct {
			Items []struct {
				Email string
				answered
			}
		}
		a.As(t, "Jonas").Get("/api/programmes/"+apptest.Together+"/invitations").JSON(t, &list)
		got = map[string]answered{}
		for _, i := range list.Items {
			got[i.Email] = i.answered
		}
		return maps.Equal(got, want)
	})
}
