package account_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humaecho"
	"github.com/labstack/echo/v4"

	"sluse/internal/domain/account"
	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/clock"
)

// towns says whose mail domains are.
type towns map[string]actor.Organisation

func (h towns) HomesOf(_ context.Context, emails []string) (map[string]actor.Organisation, error) {
	out := map[string]actor.Organisation{}
	for _, email := range emails {
		_, domain, _ := strings.Cut(email, "@")
		if home, known := h[domain]; known {
			out[email] = home
		}
	}
	return out, nil
}

func TestWhoIsRefusedIsToldTheirOrganisationIfTheyProvedTheAddress(t *testing.T) {
	w := newWorld(t)
	people := staff{
		"stranger": {ID: "stranger", Username: "stranger", Password: "right", Email: "Nobody@thisted.example", EmailVerified: true},
		"claimer":  {ID: "claimer", Username: "claimer", Password: "right", Email: "nobody@thisted.example"},
		"outsider": {ID: "outsider", Username: "outsider", Password: "right", Email: "nobody@viborg.example", EmailVerified: true},
		"plain":    {ID: "plain", Username: "plain", Password: "right", Email: "nobody@plain.example", EmailVerified: true},
		"shut":     {ID: "shut", Username: "shut", Password: "right", Email: "shut@thisted.example", EmailVerified: true},
	}
	issuer := realProvider(t, people)
	w.trust(issuer, clock.System{}.Now)
	w.ProviderDomains = []string{"thisted.example", "plain.example"}
	w.Homes = towns{"thisted.example": {ID: "thisted", Name: "Thisted Kommune"}, "viborg.example": {ID: "viborg", Name: "Viborg Kommune"}}
	must(t, w.Disable(w.admin, w.person(t, "shut@thisted.example").ID, true))
	server := echo.New()
	w.Register(humaecho.New(server, huma.DefaultConfig("test", "1")))
	for name, wanted := range map[string]string{
		"stranger": "/sign-in?trouble=oidc.unknown_person&organisation=thisted",
		"shut":     "/sign-in?trouble=oidc.unknown_person&organisation=thisted",
		"claimer":  "/sign-in?trouble=oidc.unverified",
		"outsider": "/sign-in?trouble=oidc.domain",
		"plain":    "/sign-in?trouble=oidc.unknown_person",
	} {
		out, err := w.BeginOIDC(t.Context(), "", "192.0.2.1")
		must(t, err)
		back := visit(t, out, issuer, name)
		query := url.Values{"state": {back.State}, "code": {back.Code}, "iss": {back.Issuer}}
		request := httptest.NewRequestWithContext(t.Context(), http.MethodGet, account.CallbackPath+"?"+query.Encode(), nil)
		request.AddCookie(&http.Cookie{Name: "sluse_oidc", Value: back.Browser})
		answer := httptest.NewRecorder()
		server.ServeHTTP(answer, request)
		if got := answer.Header().Get("Location"); answer.Code != http.StatusSeeOther || got != wanted {
			t.Errorf("%s: %d, sent to %q, want %q", name, answer.Code, got, wanted)
		}
		if strings.Contains(strings.Join(answer.Header().Values("Set-Cookie"), "\n"), "sluse_session=") {
			t.Errorf("%s is signed in", name)
		}
	}
}

func TestADomainsOrganisationGivesNothing(t *testing.T) {
	w := newWorld(t)
	w.Homes = towns{"thisted.example": {ID: "thisted", Name: "Thisted Kommune", Short: "Thisted", Kind: "municipality"}}
	ask := w.serve()
	me := func(email string, memberships ...actor.Membership) string {
		person := w.person(t, email)
		w.mu.Lock()
		w.memberships[person.ID] = memberships
		w.mu.Unlock()
		who, err := w.Authenticate(t.Context(), w.signIn(t, email).Token)
		must(t, err)
		if len(who.Memberships) != len(memberships) || who.Administrator {
			t.Errorf("%s became %+v", email, who)
		}
		return ask(actor.With(t.Context(), who), http.MethodGet, "/api/me", "").Body.String()
	}
	if body := me("signe@thisted.example"); !strings.Contains(body, `"home":{"id":"thisted"`) || !strings.Contains(body, `"memberships":[]`) {
		t.Errorf("without a seat: %s", body)
	}
	if body := me("bo@thisted.example", actor.Membership{ProgrammeID: "p", OrganisationID: "kolding", Role: actor.Reference}); strings.Contains(body, `"home"`) {
		t.Errorf("with a seat: %s", body)
	}
	if body := me("ida@viborg.example"); strings.Contains(body, `"home"`) {
		t.Errorf("of another domain: %s", body)
	}
}
