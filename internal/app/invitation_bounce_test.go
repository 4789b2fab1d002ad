package app_test

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"testing"

	"sluse/internal/app"
	"sluse/internal/app/apptest"
	"sluse/internal/domain/invitation"
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
		o.Config.SMTPURL = fmt.Sprintf("smtp://%s:%d?tls=off", server.Host, server.Port)
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
