package demo

import (
	"context"
	"fmt"

	"sluse/internal/domain/account"
	"sluse/internal/domain/invitation"
	"sluse/internal/domain/programme"
	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/clock"
	"sluse/internal/platform/activity"
	"sluse/internal/platform/mail"
)

// Inviting is what invitations are told by while the demo is filled.
type Inviting struct {
	Clock      clock.Clock
	Log        *activity.Log
	Programmes *programme.Module
	Accounts   *account.Module
	Outbox     invitation.Outbox
}

// invited is somebody of the demo who has not taken their seat, or not yet.
type invited struct {
	by, organisation, name, email, title, greeting string
	role                                           actor.Role
	// days before the filling on which they were invited.
	days int
	// what became of it: "", "opened", "revoked" or "asked".
	then string
}

var invitees = []invited{
	{
		"jonas", "Hjørring", "Palle Sinding", "palle.sinding@hjoerring.example", "Faglig konsulent",
		"Vi har talt om det nogle gange: Det ville være godt at have dig med.", partner, 12, "revoked",
	},
	{
		"jonas", "Lemvig", "Connie Aaby", "connie.aaby@lemvig.example", "Afdelingsleder",
		"Lemvig har en plads, der står tom. Har du lyst?", reference, 23, "asked",
	},
	{
		"mette", "Kolding", "Sanne Ottosen", "sanne.ottosen@kolding.example", "Børne- og ungerådgiver",
		"Du var med til den første afprøvning, så jeg håber, du vil være med her også.", partner, 4, "opened",
	},
	{"jonas", "Skanderborg", "Troels Hauge", "troels.hauge@skanderborg.example", "Teamleder", "", partner, 1, ""},
}

// addInvitations leaves invitations behind in every state that needs no mail
// server. Their links lead nowhere: what they were sent with is forgotten at once.
func (f *filler) addInvitations(ctx context.Context) error {
	if f.invite == nil {
		return nil
	}
	links := &postbox{}
	service := f.invite(Inviting{Clock: f.clock, Log: f.log, Programmes: f.programme, Accounts: f.account, Outbox: links})
	for _, who := range invitees {
		if err := f.addInvitation(ctx, service, links, who); err != nil {
			return fmt.Errorf("invitation of %s: %w", who.name, err)
		}
	}
	return nil
}

func (f *filler) addInvitation(ctx context.Context, service *invitation.Module, links *postbox, who invited) error {
	f.at(f.workday(-who.days), 9, 12)
	inviter, err := f.as(ctx, who.by)
	if err != nil {
		return err
	}
	sent, err := service.Send(inviter, together, invitation.Draft{
		OrganisationID: f.organisations[who.organisation], Role: who.role, Greeting: who.greeting, Locale: mail.Danish,
		People: []invitation.Invitee{{Name: who.name, Email: who.email, Title: who.title}},
	})
	if err != nil {
		return err
	}
	switch who.then {
	case "opened":
		f.at(f.workday(1-who.days), 14, 5)
		return service.Opened(ctx, links.token)
	case "revoked":
		f.at(f.workday(1-who.days), 10, 40)
		_, err = service.Revoke(inviter, sent.Items[0].ID)
		return err
	case "asked":
		f.at(f.workday(-1), 16, 20)
		return service.Ask(ctx, links.token)
	}
	return nil
}

// postbox takes the mails of the demo's invitations. None leaves; the link of the
// last one is kept, so that its recipient can act.
type postbox struct{ token string }

// Send implements invitation.Outbox.
func (p *postbox) Send(_ context.Context, m mail.Message) error {
	if token, ok := m.Data["token"].(string); ok {
		p.token = token
	}
	return nil
}

// GuardKind implements invitation.Outbox.
func (*postbox) GuardKind(string, mail.Guard) {}

// Preview implements invitation.Outbox.
func (*postbox) Preview(mail.Message) (mail.Preview, error) { return mail.Preview{}, nil }

// DeliveriesOf implements invitation.Outbox.
func (*postbox) DeliveriesOf(context.Context, []string) (map[string]mail.Delivery, error) {
	return map[string]mail.Delivery{}, nil
}

// Withdraw implements invitation.Outbox.
func (*postbox) Withdraw(context.Context, string) error { return nil }
