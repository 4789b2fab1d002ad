package app_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"sluse/internal/app"
	"sluse/internal/app/apptest"
	"sluse/internal/domain/programme"
	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/clock"
	"sluse/internal/platform/config"
)

// domains are the settings of a provider, which nobody asks here, with its domains.
func domains(list string) config.OIDC {
	return config.OIDC{Issuer: "http://127.0.0.1:1", ClientID: "sluse", ClientSecret: "secret", Domains: list}
}

func TestAnUnknownMunicipalityStopsTheStart(t *testing.T) {
	options := installation(t)
	options.Config.OIDC = domains("kolding.example=0621,thisted.example=9999")
	must(t, options.Config.Check())
	_, err := app.Open(t.Context(), options)
	var problem *config.Problem
	if !errors.As(err, &problem) || problem.Setting != "SLUSE_OIDC_DOMAINS" || !strings.Contains(err.Error(), "9999") || strings.Contains(err.Error(), "\n") {
		t.Errorf("said %v", err)
	}
	if text := wrongs(t, options)["domains"]; !strings.Contains(text, "9999") {
		t.Errorf("the doctor says %q", text)
	}
}

func TestDoctorLooksForTheOrganisationsOfDomains(t *testing.T) {
	options := filled(t)
	db := open(t, options)
	defer db.Close()
	programmes := programme.New(programme.Needs{DB: db, Clock: clock.System{}})
	must(t, programmes.Prepare(t.Context()))
	for list, wanted := range map[string]string{
		"kolding.example=0621,thisted.example=Thisted Kommune,x.example": "",
		"kolding.example=0621,raad.example=Rådet":                        "Rådet",
	} {
		options.Config.OIDC = domains(list)
		if text := wrongs(t, options)["domains"]; (text == "") != (wanted == "") || !strings.Contains(text, wanted) {
			t.Errorf("%s: the doctor says %q", list, text)
		}
	}
}

func TestAnInvitationForAnotherOrganisationSaysSo(t *testing.T) {
	s := &stage{clock: clock.NewManual(clock.System{}.Now()), mails: map[string]bool{}}
	s.App = apptest.New(t, apptest.Demo(), func(o *app.Options) {
		o.Clock, o.Config.OIDC = s.clock, domains("kolding.example=0621, thisted.example=Thisted Kommune, raad.example=Rådet")
	})
	wanted := map[string]string{"ny@kolding.example": "Kolding Kommune", "en@thisted.example": ""}
	// The inviter sees it while it can still be thought over, and is not stopped.
	preview, err := s.Invitation().Preview(s.Context(t, "Jonas"), apptest.Together, invite("ny@kolding.example", "en@thisted.example"))
	must(t, err)
	for _, r := range preview.Recipients {
		if r.Elsewhere != wanted[r.Email] {
			t.Errorf("%s: before sending, elsewhere is %q", r.Email, r.Elsewhere)
		}
	}
	if len(preview.Recipients) != len(wanted) {
		t.Errorf("the preview has %d recipients", len(preview.Recipients))
	}
	for _, i := range s.send(t, "Jonas", invite("ny@kolding.example", "en@thisted.example")) {
		if i.Elsewhere != wanted[i.Email] {
			t.Errorf("%s: sent, elsewhere is %q", i.Email, i.Elsewhere)
		}
	}
	list := s.As(t, "Jonas").Get("/api/programmes/" + apptest.Together + "/invitations")
	if !strings.Contains(string(list.Body), `"elsewhere":"Kolding Kommune"`) {
		t.Errorf("the inviter sees %s", list.Body)
	}
	s.Fill["token"] = tokenOf(t, s.mailTo(t, "ny@kolding.example"))
	s.Fill["own"] = tokenOf(t, s.mailTo(t, "en@thisted.example"))
	s.Run(t,
		apptest.Scenario{Method: http.MethodGet, Path: link + "{token}", Status: 200, Want: []string{`"elsewhere":"Kolding Kommune"`, `"organisation":"Thisted Kommune"`}},
		apptest.Scenario{Method: http.MethodGet, Path: link + "{own}", Status: 200, Want: []string{`"elsewhere":""`}},
	)
	// It is said, and it is possible; the seat is where the invitation says.
	client := s.As(t, "")
	if answer := client.Post(link+s.Fill["token"]+"/acceptance", map[string]string{"name": "Ny Kollega", "title": "Leder"}); answer.Status != 200 {
		t.Fatalf("%d %s", answer.Status, answer.Body)
	}
	me := string(client.Get("/api/me").Body)
	if !strings.Contains(me, thisted) || strings.Contains(me, kolding) || strings.Count(me, `"role":"`+string(actor.Reference)+`"`) != 1 {
		t.Errorf("became %s", me)
	}
}
