package account_test

import (
	"crypto/rand"
	"crypto/rsa"
	"testing"
	"time"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/fault"
)

const (
	tenant = "11111111-2222-3333-4444-555555555555"
	object = "99999999-8888-7777-6666-555555555555"
)

// newEntra is a provider shaped as Microsoft documents Entra ID to be: the issuer
// ends in tenant and version, the tokens hold what an app of one tenant gets with
// the optional claims email and xms_edov, and nothing says email_verified.
func newEntra(t *testing.T, w *world) *rogue {
	t.Helper()
	r := newRogueAt(t, "/"+tenant+"/v2.0")
	r.spoil = func(claims map[string]any) { r.shape(claims) }
	w.trust(r.issuer, w.clock.Now)
	return r
}

// shape makes the claims into those of Entra ID.
func (r *rogue) shape(claims map[string]any) {
	claims["iss"], claims["ver"], claims["tid"], claims["oid"] = r.issuer, "2.0", tenant, object
	claims["sub"] = "AAAAAAAAAAAAAAAAAAAAAIkzqFVrSaSaFHy782bbtaQ" // one for each person and app
	claims["preferred_username"], claims["name"] = "signe@thisted.example", "Signe Lauritsen"
	claims["email_verified"], claims["xms_edov"] = nil, true
	claims["roles"], claims["groups"], claims["wids"] = []string{"Administrator"}, []string{"everybody"}, []string{"62e90394"}
	claims["nbf"], claims["uti"], claims["rh"], claims["aio"] = claims["iat"], "x", "y", "z"
}

// also shapes the claims, and then changes some of them.
func (r *rogue) also(change func(claims map[string]any)) {
	r.spoil = func(claims map[string]any) {
		r.shape(claims)
		change(claims)
	}
}

func TestSigningInAsWithEntraID(t *testing.T) {
	w := newWorld(t)
	signe := w.person(t, "signe@thisted.example")
	r := newEntra(t, w)
	in, err := r.arrive(t, w)
	must(t, err)
	if in.Person.ID != signe.ID {
		t.Errorf("signed in %+v", in.Person)
	}
	// What the directory calls her there gives her nothing here.
	a, err := w.Authenticate(t.Context(), in.Token)
	must(t, err)
	if a.Administrator || len(a.Memberships) != 0 {
		t.Errorf("a role came from the provider: %+v", a)
	}
	w.memberships[signe.ID] = []actor.Membership{{ProgrammeID: "p", Role: actor.Reference, OrganisationID: "thisted"}}
	w.Forget(signe.ID)
	in, err = r.arrive(t, w)
	must(t, err)
	a, err = w.Authenticate(t.Context(), in.Token)
	must(t, err)
	if role, _ := a.Role("p"); a.Administrator || role != actor.Reference {
		t.Errorf("she is %+v", a)
	}
	// A new name and address in the directory leave her who she is.
	r.also(func(claims map[string]any) {
		claims["preferred_username"], claims["email"] = "signe.berg@thisted.example", "signe.berg@thisted.example"
	})
	in, err = r.arrive(t, w)
	must(t, err)
	if in.Person.ID != signe.ID || in.Person.Email != "signe@thisted.example" {
		t.Errorf("signed in %+v", in.Person)
	}
}

func TestWhatEntraIDSaysThatMustNotBeBelieved(t *testing.T) {
	w := newWorld(t)
	w.person(t, "signe@thisted.example")
	r := newEntra(t, w)
	set := func(name string, value any) func(map[string]any) {
		return func(claims map[string]any) { claims[name] = value }
	}
	for name, c := range map[string]struct {
		change func(claims map[string]any)
		code   string
	}{
		// preferred_username may be anything that an administrator of the tenant writes.
		"an account without a mailbox":          {set("email", nil), "oidc.unverified"},
		"the domain is not the tenant's":        {set("xms_edov", false), "oidc.unverified"},
		"the claim was not asked for":           {set("xms_edov", nil), "oidc.unverified"},
		"a guest, by the name that guests have": {set("email", "signe_thisted.example#EXT#@other.example"), "oidc.domain"},
		"another tenant's issuer":               {set("iss", r.URL+"/22222222-2222-3333-4444-555555555555/v2.0"), "oidc.refused"},
		"the placeholder of the common issuer":  {set("iss", r.URL+"/{tenantid}/v2.0"), "oidc.refused"},
		"the issuer of the first version":       {set("iss", r.URL+"/"+tenant+"/"), "oidc.refused"},
		"not yet valid by more than clocks err": {set("nbf", w.clock.Now().Add(10*time.Minute).Unix()), "oidc.refused"},
	} {
		r.also(c.change)
		_, err := r.arrive(t, w)
		if f, ok := fault.As(err); !ok || f.Kind != fault.Forbidden || f.Code != c.code {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
	}
	if list, err := w.PeopleByEmail(t.Context(), []string{"signe@thisted.example"}); err != nil || len(list) != 1 {
		t.Errorf("people: %v, %v", list, err)
	}
}

func TestClocksOfTheProviderMayErrALittle(t *testing.T) {
	w := newWorld(t)
	w.person(t, "signe@thisted.example")
	r := newEntra(t, w)
	for name, c := range map[string]struct {
		issued time.Duration
		lasts  time.Duration
		good   bool
	}{
		"four minutes ahead":    {4 * time.Minute, time.Hour, true},
		"two minutes behind":    {-2 * time.Minute, 5 * time.Minute, true},
		"an hour behind":        {-time.Hour, 50 * time.Minute, false},
		"six minutes ahead":     {6 * time.Minute, time.Hour, false},
		"it ended a second ago": {-time.Hour, time.Hour - time.Second, false},
	} {
		r.also(func(claims map[string]any) {
			at := w.clock.Now().Add(c.issued)
			claims["iat"], claims["nbf"], claims["exp"] = at.Unix(), at.Unix(), at.Add(c.lasts).Unix()
		})
		if _, err := r.arrive(t, w); (err == nil) != c.good {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTheProvidersKeysRotate(t *testing.T) {
	w := newWorld(t)
	w.person(t, "signe@thisted.example")
	r := newEntra(t, w)
	_, err := r.arrive(t, w)
	must(t, err)
	// A new key is fetched when a token is signed with one that is not known yet …
	fresh, err := rsa.GenerateKey(rand.Reader, 2048)
	must(t, err)
	old := r.key
	r.key, r.sign, r.keyID = fresh, fresh, "the next"
	_, err = r.arrive(t, w)
	must(t, err)
	// … and what bears its name but was signed with the former is worth nothing.
	r.sign = old
	_, err = r.arrive(t, w)
	wantFault(t, err, fault.Forbidden, "oidc.refused")
}

func TestACodeAndAStateAreGoodOnceAndInOneBrowser(t *testing.T) {
	w := newWorld(t)
	w.person(t, "signe@thisted.example")
	r := newEntra(t, w)
	first := r.ask(t, w)
	_, err := w.FinishOIDC(t.Context(), first, "", "")
	must(t, err)
	_, err = w.FinishOIDC(t.Context(), first, "", "")
	wantFault(t, err, fault.Gone, "oidc.expired")
	// Somebody's way back, opened in the browser of another who set out as well.
	first = r.ask(t, w)
	first.Browser = r.ask(t, w).Browser
	_, err = w.FinishOIDC(t.Context(), first, "", "")
	wantFault(t, err, fault.Gone, "oidc.expired")
	// A code that was stolen on its way, redeemed with a question of the thief's own:
	// the provider holds it against the challenge that it was asked for with.
	stolen := r.ask(t, w)
	challenge, nonce := r.challenge, r.nonce
	thief := r.ask(t, w)
	r.challenge, r.nonce = challenge, nonce
	thief.Code = stolen.Code
	_, err = w.FinishOIDC(t.Context(), thief, "", "")
	wantFault(t, err, fault.Forbidden, "oidc.refused")
	// Also at a provider that does not look at challenges: the nonce tells.
	r.lax = true
	r.ask(t, w)
	nonce = r.nonce
	thief = r.ask(t, w)
	r.nonce = nonce
	_, err = w.FinishOIDC(t.Context(), thief, "", "")
	wantFault(t, err, fault.Forbidden, "oidc.refused")
}
