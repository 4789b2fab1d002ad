package app_test

import (
	"testing"

	"sluse/internal/app/apptest"
	"sluse/internal/domain/invitation"
	"sluse/internal/domain/programme"
	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/clock"
)

// invitationRoutes need {thisted}, {seat} and {invitation}: see fillInvitations.
func invitationRoutes() []route {
	at := func(rest string) string { return "/api/programmes/{programme}/" + rest }
	const draft = `{"organisationId":"{thisted}","role":"reference","greeting":"Velkommen","people":[{"name":"Ny Person","email":"ny@kommune.example","title":""}]}`
	const successor = `{"name":"Efter Følger","email":"efter@kommune.example","title":"","from":"2099-01-01","greeting":""}`
	return []route{
		{operation: "list-invitations", path: at("invitations"), as: "Signe", ok: 200, inside: true, forbidden: "Bo"},
		{
			operation: "check-invitations", path: at("invitation-checks"), body: `{"organisationId":"{thisted}","role":"reference","text":"a@x.example"}`,
			as: "Signe", ok: 200, inside: true, forbidden: "Karim",
			refused: []string{`{"organisationId":"x","role":"reference","text":""}`, `{"organisationId":"{thisted}","role":"king","text":""}`},
		},
		{operation: "preview-invitations", path: at("invitation-previews"), body: draft, as: "Signe", ok: 200, inside: true, forbidden: "Bo"},
		{
			operation: "send-invitations", path: at("invitations"), body: draft, as: "Signe", ok: 201, inside: true, forbidden: "Mette",
			refused: []string{
				draft, // invited already
				`{"organisationId":"{thisted}","role":"reference","greeting":"","people":[]}`,
				`{"organisationId":"{none}","role":"reference","greeting":"","people":[{"name":"","email":"b@x.example","title":""}]}`,
				`{"organisationId":"{thisted}","role":"reference","greeting":"","people":[{"name":"","email":"b@x","title":""}]}`,
				`{"organisationId":"{thisted}","role":"reference","greeting":"","people":[{"name":"","email":"karim@kommune.example","title":""}]}`,
			},
		},
		{operation: "resend-invitation", path: "/api/invitations/{invitation}/sendings", as: "Jonas", ok: 429, inside: true},
		{operation: "revoke-invitation", path: "/api/invitations/{invitation}/revocation", as: "Signe", ok: 200, inside: true},
		{operation: "get-invitation-link", path: "/api/invitation-links/nothing", ok: 404},
		{operation: "mark-invitation-opened", path: "/api/invitation-links/nothing/opening", ok: 404},
		{operation: "accept-invitation", path: "/api/invitation-links/nothing/acceptance", body: `{"name":"Ny","title":""}`, ok: 404},
		{operation: "ask-for-invitation", path: "/api/invitation-links/nothing/renewal", ok: 404},
		{operation: "get-seat-history", path: "/api/seats/{seat}/history", as: "Bo", ok: 200, inside: true},
		{operation: "preview-hand-over", path: "/api/seats/{seat}/hand-over-previews", body: successor, as: "Jonas", ok: 200, inside: true, forbidden: "Karim"},
		{
			operation: "hand-over-seat", path: "/api/seats/{seat}/hand-over", body: successorBody("{tomorrow}"), as: "Jonas", ok: 201, inside: true, forbidden: "Karim",
			refused: []string{successor, successorBody("2020-01-01"), successorBody("")},
		},
	}
}

func successorBody(from string) string {
	return `{"name":"Efter Følger","email":"efter@kommune.example","title":"","from":"` + from + `","greeting":""}`
}

// fillInvitations puts what the routes need into the app.
func fillInvitations(t *testing.T, a *apptest.App) {
	t.Helper()
	a.Fill["thisted"] = programme.MunicipalityOrganisationID("0787")
	a.Fill["tomorrow"] = clock.Today(clock.System{}).AddDays(1).String()
	ctx := a.Context(t, "Jonas")
	sent, err := a.Invitation().Send(ctx, apptest.Together, invitation.Draft{
		OrganisationID: a.Fill["thisted"], Role: actor.Reference, People: []invitation.Invitee{{Email: "foerst@kommune.example"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	a.Fill["invitation"] = sent.Items[0].ID
	people, _, err := a.Programme().Directory(ctx, apptest.Together)
	if err != nil {
		t.Fatal(err)
	}
	for _, person := range people {
		if person.ID == a.Fill["signe"] {
			a.Fill["seat"] = person.SeatID
		}
	}
}
