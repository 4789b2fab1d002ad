package app_test

import (
	"testing"

	"sluse/internal/app/apptest"
	"sluse/internal/domain/programme"
	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/clock"
)

// administrationRoutes need {esbjerg}, {participation}, {endedSeat} and {stranger}: see
// fillAdministration.
func administrationRoutes() []route {
	at := func(rest string) string { return "/api/programmes/{programme}/" + rest }
	const named = `{"email":"ny.koordinator@kommune.example","name":"Ny Koordinator","organisationId":"{agency}"}`
	const seat = `{"email":"ny.observator@kommune.example","name":"Ny Observatør","organisationId":"{agency}","role":"observer"}`
	return []route{
		{operation: "list-administered-programmes", as: "Anne", ok: 200, forbidden: "Jonas"},
		{
			operation: "create-programme", as: "Anne", ok: 201, forbidden: "Jonas",
			body:    `{"slug":"fra-{client}","name":"Fra nul","shortName":"Fra nul","starts":"2026-01-01","seatLimit":3,"referenceLimit":15}`,
			refused: []string{`{"slug":"Nej Nej","name":"a","shortName":"a","starts":"2026-01-01","seatLimit":3,"referenceLimit":15}`, `{"slug":"sammen-om-opfoelgning","name":"a","shortName":"a","starts":"2026-01-01","seatLimit":3,"referenceLimit":15}`, `{"slug":"a","name":"a","shortName":"a","starts":"x","seatLimit":3,"referenceLimit":15}`},
		},
		{operation: "list-coordinators", path: at("coordinators"), as: "Anne", ok: 200, forbidden: "Signe"},
		{
			operation: "name-coordinator", path: at("coordinators"), body: named, as: "Anne", ok: 201, forbidden: "Signe",
			refused: []string{named /* is one already */, `{"email":"x","name":"Ny","organisationId":"{agency}"}`, `{"email":"b@x.example","name":"Ny","organisationId":"{none}"}`},
		},
		{operation: "get-programme-text", path: at("text"), as: "Jonas", ok: 200, inside: true, forbidden: "Signe"},
		{
			operation: "change-programme-text", path: at("text"), body: `{"rev":1,"purpose":"At følge op"}`, as: "Jonas", ok: 200, inside: true, forbidden: "Mette",
			refused: []string{`{"rev":1,"purpose":"For sent"}`, `{"rev":2,"name":""}`, `{"rev":2,"slug":"andet"}`, `{"rev":2,"starts":"i dag"}`},
		},
		{operation: "list-participations", path: at("participations"), as: "Jonas", ok: 200, inside: true, forbidden: "Bo"},
		{
			operation: "add-participation", path: at("participations"), body: `{"organisationId":"{esbjerg}","kind":"reference"}`, as: "Jonas", ok: 201, inside: true, forbidden: "Signe",
			refused: []string{`{"organisationId":"{esbjerg}","kind":"reference"}`, `{"organisationId":"{esbjerg}","kind":"king"}`, `{"organisationId":"{none}","kind":"owner"}`},
		},
		{
			operation: "change-participation", path: "/api/participations/{participation}", body: `{"kind":"reference","chair":true,"cluster":"Nord","starts":"2026-01-01","ends":""}`,
			as: "Jonas", ok: 200, inside: true, forbidden: "Signe",
			refused: []string{
				`{"kind":"reference","chair":true,"cluster":"","starts":"","ends":""}`,
				`{"kind":"reference","chair":true,"cluster":"","starts":"2026-01-01","ends":"2025-01-01"}`,
				`{"kind":"king","chair":true,"cluster":"","starts":"2026-01-01","ends":""}`,
			},
		},
		{
			operation: "end-participation", path: "/api/participations/{participation}/ending", body: `{"last":"2099-01-01"}`, as: "Jonas", ok: 204, inside: true, forbidden: "Bo",
			refused: []string{`{"last":"2099-01-02"}`, `{"last":"snart"}`},
		},
		{operation: "list-seats", path: at("seats"), as: "Jonas", ok: 200, inside: true, forbidden: "Karim"},
		{
			operation: "give-seat", path: at("seats"), body: seat, as: "Jonas", ok: 201, inside: true, forbidden: "Karim",
			refused: []string{seat, `{"email":"b@x.example","name":"Ny","organisationId":"{agency}","role":"coordinator"}`, `{"email":"b@x.example","name":"","organisationId":"{agency}","role":"observer"}`},
		},
		{
			operation: "end-seat", path: "/api/seats/{endedSeat}/ending", body: `{"last":"2099-01-01"}`, as: "Jonas", ok: 204, inside: true, forbidden: "Karim",
			refused: []string{`{"last":"2099-01-02"}`},
		},
		{operation: "list-organisations", as: "Jonas", ok: 200, forbidden: "Signe"},
		{
			operation: "add-organisation", body: `{"name":"Fjordblik","short":"Fjordblik","kind":"consultancy"}`, as: "Jonas", ok: 201, forbidden: "Signe",
			refused: []string{`{"name":"Ny Kommune","short":"Ny","kind":"municipality"}`, `{"name":"","short":"","kind":"other"}`},
		},
		{operation: "list-people", path: "/api/people?q=signe", as: "Anne", ok: 200, forbidden: "Jonas", refused: []string{"?cursor=x", "?limit=0"}},
		{operation: "disable-person", path: "/api/people/{stranger}/disablement", as: "Anne", ok: 204, forbidden: "Jonas"},
		{operation: "enable-person", path: "/api/people/{stranger}/disablement", as: "Anne", ok: 204, forbidden: "Jonas"},
	}
}

// fillAdministration puts what the routes need into the app.
func fillAdministration(t *testing.T, a *apptest.App) {
	t.Helper()
	ctx := a.Context(t, "Jonas")
	a.Fill["esbjerg"] = programme.MunicipalityOrganisationID("0561")
	joined, err := a.Programme().JoinAt(ctx, a.Fill["programme"], programme.Participation{
		OrganisationID: programme.MunicipalityOrganisationID("0740"), Kind: programme.Reference,
		Span: programme.Span{Starts: clock.Today(clock.System{})},
	})
	if err != nil {
		t.Fatal(err)
	}
	given, err := a.Programme().GiveSeatTo(ctx, a.Fill["programme"], programme.NewPerson{Email: "kort@kommune.example", Name: "Kort Tid"},
		programme.Seat{OrganisationID: a.Fill["agency"], Role: actor.Observer})
	if err != nil {
		t.Fatal(err)
	}
	a.Fill["participation"], a.Fill["endedSeat"], a.Fill["stranger"] = joined.ID, given.ID, given.PersonID
}
