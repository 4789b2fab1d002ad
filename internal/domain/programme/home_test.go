package programme_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2/humatest"

	"sluse/internal/domain/programme"
	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/fault"
	"sluse/internal/kernel/id"
)

func TestUnknownCodes(t *testing.T) {
	got, err := programme.UnknownCodes([]string{"0621", "9999", "Kolding", "0787", "62", "Styrelsen"})
	if err != nil || !slices.Equal(got, []string{"9999"}) {
		t.Errorf("unknown %v, %v", got, err)
	}
}

func TestOrganisationsAreFoundByCodeAndName(t *testing.T) {
	w := newWorld(t)
	for _, short := range []string{"Rådet", "Rådet"} {
		_, err := w.AddOrganisation(w.admin, programme.Organisation{Name: short + " " + id.New()[:8], Short: short, Kind: programme.KindOther})
		must(t, err)
	}
	found, err := w.OrganisationsCalled(t.Context(), []string{"0621", "kolding kommune", "Thisted", "styrelsen", "9999", "Rådet", "nobody"})
	must(t, err)
	wanted := map[string]string{
		"0621": municipality("0621"), "kolding kommune": municipality("0621"), "Thisted": municipality("0787"), "styrelsen": w.agency,
	}
	for name, organisationID := range wanted {
		if found[name].ID != organisationID {
			t.Errorf("%s: %+v", name, found[name])
		}
	}
	if len(found) != len(wanted) { // neither what there is not nor what two are called
		t.Errorf("found %v", found)
	}
}

func TestAnOrganisationsPublicProgrammes(t *testing.T) {
	w := newWorld(t)
	must(t, w.join(municipality("0787"), programme.Reference, "2026-01-01", ""))
	must(t, w.join(municipality("0265"), programme.Reference, "2026-01-01", "2026-06-30"))
	signe := w.member(t, "Signe Lauritsen", municipality("0787"), actor.Reference)
	show := func(contact programme.Contact, hidden bool) {
		text, err := w.Text(w.coordinator, "sammen")
		must(t, err)
		_, err = w.ChangeText(w.coordinator, "sammen", text.Rev, func(p *programme.Public, _ *programme.Limits) {
			p.Contacts, p.Hidden = []programme.Contact{contact}, hidden
		})
		must(t, err)
	}
	show(programme.Contact{Name: "Jonas Ravn", Role: "Netværket", Email: "jonas@styrelsen.example"}, false)
	_, api := humatest.New(t)
	w.Register(api)
	ask := func(organisationID string) string {
		answer := api.GetCtx(t.Context(), "/api/organisations/"+organisationID+"/programmes")
		if answer.Code != http.StatusOK {
			t.Errorf("%s: %d", organisationID, answer.Code)
		}
		return answer.Body.String()
	}
	body := ask(municipality("0787"))
	for _, part := range []string{`"name":"Thisted Kommune"`, `"slug":"sammen"`, `"kind":"reference"`, `"jonas@styrelsen.example"`} {
		if !strings.Contains(body, part) {
			t.Errorf("lacks %s: %s", part, body)
		}
	}
	// Who its people are is for members.
	if strings.Contains(body, "Signe") || strings.Contains(body, signe) {
		t.Errorf("names a member: %s", body)
	}
	if body := ask(municipality("0265")); !strings.Contains(body, `"items":[]`) {
		t.Errorf("who has left: %s", body)
	}
	show(programme.Contact{Name: "Jonas Ravn"}, true)
	if body := ask(municipality("0787")); !strings.Contains(body, `"items":[]`) {
		t.Errorf("of a hidden page: %s", body)
	}
	_, _, err := w.PublicProgrammesOf(t.Context(), id.New())
	wantFault(t, err, fault.NotFound, "organisation.unknown")
}
