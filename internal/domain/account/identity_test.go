package account_test

import (
	"net/http"
	"strings"
	"testing"

	"sluse/internal/domain/account"
	"sluse/internal/kernel/fault"
)

// arrive signs in at the provider that the test makes.
func (r *rogue) arrive(t *testing.T, w *world) (account.SignedIn, error) {
	t.Helper()
	return w.FinishOIDC(t.Context(), r.ask(t, w), "Firefox Windows", "")
}

func TestAnAccountAtTheOrganisationIsDetachedByItsOwn(t *testing.T) {
	w := newWorld(t)
	signe, bo := w.person(t, "signe@thisted.example"), w.person(t, "bo@thisted.example")
	r := newRogue(t)
	w.trust(r.URL, w.clock.Now)
	if list, err := w.Linked(as(t.Context(), signe)); err != nil || len(list) != 0 {
		t.Fatalf("linked before the first time: %+v, %v", list, err)
	}
	in, err := r.arrive(t, w)
	must(t, err)
	list, err := w.Linked(as(t.Context(), signe))
	must(t, err)
	if len(list) != 1 || list[0].Provider != "Thisted Kommune" || !list[0].InUse || strings.Contains(list[0].ID, "signe") {
		t.Fatalf("linked %+v", list)
	}
	if others, err := w.Linked(as(t.Context(), bo)); err != nil || len(others) != 0 {
		t.Errorf("another sees %+v, %v", others, err)
	}
	wantFault(t, w.Detach(as(t.Context(), bo), list[0].ID), fault.NotFound, "identity.unknown")
	wantFault(t, w.Detach(t.Context(), list[0].ID), fault.Unauthenticated, "session.required")

	must(t, w.Detach(as(t.Context(), signe), list[0].ID))
	if m := w.mails[len(w.mails)-1]; m.Template != "identity_detached" || m.To.Email != signe.Email || m.Data["provider"] != "Thisted Kommune" {
		t.Errorf("mail %+v", m)
	}
	wantFault(t, w.Detach(as(t.Context(), signe), list[0].ID), fault.NotFound, "identity.unknown")
	// What was open stays open: devices have a list of their own.
	_, err = w.Authenticate(t.Context(), in.Token)
	must(t, err)
	// Whom her account at the provider belonged to is forgotten: a new one may take its place …
	r.spoil = func(claims map[string]any) { claims["sub"] = "signe-2" }
	_, err = r.arrive(t, w)
	must(t, err)
	// … and the former one is nobody's any more.
	r.spoil = func(map[string]any) {}
	_, err = r.arrive(t, w)
	wantFault(t, err, fault.Forbidden, "oidc.other_account")
	// A mail each time that it was changed, also for the second time.
	var kinds []string
	keys := map[string]bool{}
	for _, m := range w.mails {
		kinds = append(kinds, m.Template)
		keys[m.DedupeKey] = true
	}
	if strings.Join(kinds, " ") != "identity_bound identity_detached identity_bound" || len(keys) != len(kinds) {
		t.Errorf("mails %v with %d keys", kinds, len(keys))
	}
}

func TestTheWayThatAlwaysWorksIsLeftWhenTheLastOtherIsDetached(t *testing.T) {
	w := newWorld(t)
	signe := w.person(t, "signe@thisted.example")
	r := newRogue(t)
	w.trust(r.URL, w.clock.Now)
	_, err := r.arrive(t, w)
	must(t, err)
	list, err := w.Linked(as(t.Context(), signe))
	must(t, err)
	must(t, w.Detach(as(t.Context(), signe), list[0].ID))
	request, code, _ := w.request(t, signe.Email)
	in, err := w.SignIn(t.Context(), account.Proof{RequestID: request, Code: code}, "", "")
	must(t, err)
	if in.Person.ID != signe.ID {
		t.Errorf("signed in %+v", in.Person)
	}
}

func TestAnAccountAtAFormerProviderIsListedByItsHost(t *testing.T) {
	w := newWorld(t)
	signe := w.person(t, "signe@thisted.example")
	r := newRogue(t)
	w.trust(r.URL, w.clock.Now)
	_, err := r.arrive(t, w)
	must(t, err)
	w.Provider, w.ProviderIssuer = nil, ""
	list, err := w.Linked(as(t.Context(), signe))
	must(t, err)
	if len(list) != 1 || list[0].InUse || "http://"+list[0].Provider != r.URL {
		t.Errorf("linked %+v", list)
	}
	must(t, w.Detach(as(t.Context(), signe), list[0].ID))
}

func TestIdentitiesOverHTTP(t *testing.T) {
	w := newWorld(t)
	signe := w.person(t, "signe@thisted.example")
	ask := w.serve()
	r := newRogue(t)
	w.trust(r.URL, w.clock.Now)
	_, err := r.arrive(t, w)
	must(t, err)
	listed := ask(as(t.Context(), signe), http.MethodGet, "/api/identities", "")
	if body := listed.Body.String(); listed.Code != http.StatusOK || !strings.Contains(body, `"provider":"Thisted Kommune","inUse":true`) || strings.Contains(body, r.URL) {
		t.Errorf("%d %s", listed.Code, body)
	}
	list, err := w.Linked(as(t.Context(), signe))
	must(t, err)
	if gone := ask(as(t.Context(), signe), http.MethodDelete, "/api/identities/"+list[0].ID, ""); gone.Code != http.StatusNoContent {
		t.Errorf("%d %s", gone.Code, gone.Body)
	}
}
