package account_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/zitadel/oidc/v3/example/server/exampleop"
	"github.com/zitadel/oidc/v3/example/server/storage"

	"sluse/internal/domain/account"
	"sluse/internal/kernel/clock"
	"sluse/internal/kernel/fault"
	"sluse/internal/platform/oidc"
)

const callback = "https://sluse.example" + account.CallbackPath

func (w *world) trust(issuer string, now func() time.Time) {
	w.Provider = oidc.New(oidc.Settings{Issuer: issuer, ClientID: "sluse", ClientSecret: "secret", Redirect: callback, Now: now})
	w.ProviderIssuer, w.ProviderName, w.ProviderDomains = issuer, "Thisted Kommune", []string{"thisted.example"}
}

// staff are the people of the real provider.
type staff map[string]*storage.User

func (s staff) GetUserByID(id string) *storage.User         { return s[id] }
func (s staff) GetUserByUsername(name string) *storage.User { return s[name] }
func (s staff) ExampleClientID() string                     { return "service" }

// realProvider runs the OpenID provider of github.com/zitadel/oidc within the test.
func realProvider(t *testing.T, people staff) string {
	t.Helper()
	var handler http.Handler
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { handler.ServeHTTP(w, r) }))
	t.Cleanup(server.Close)
	clients := map[string]*storage.Client{"sluse": storage.WebClient("sluse", "secret", callback)}
	handler = exampleop.SetupServer(server.URL, storage.NewStorageWithClients(people, clients), slog.New(slog.DiscardHandler), false)
	return server.URL
}

// visit does what a person does at the real provider, and returns what they come
// back with.
func visit(t *testing.T, out account.SetOut, issuer, name string) account.CameBack {
	t.Helper()
	var last *url.URL
	browser := &http.Client{CheckRedirect: func(r *http.Request, _ []*http.Request) error {
		last = r.URL
		if r.URL.Host == "sluse.example" {
			return http.ErrUseLastResponse
		}
		return nil
	}}
	open := func(method, address string, form url.Values) {
		request, err := http.NewRequestWithContext(t.Context(), method, address, strings.NewReader(form.Encode()))
		must(t, err)
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		answer, err := browser.Do(request)
		must(t, err)
		must(t, answer.Body.Close())
	}
	open(http.MethodGet, out.Address, nil)
	id := last.Query().Get("authRequestID")
	open(http.MethodPost, issuer+"/login/username", url.Values{"id": {id}, "username": {name}, "password": {"right"}})
	if last.Host != "sluse.example" {
		t.Fatalf("the provider sent to %s", last)
	}
	q := last.Query()
	return account.CameBack{State: q.Get("state"), Code: q.Get("code"), Issuer: q.Get("iss"), Trouble: q.Get("error"), Browser: out.Browser}
}

func TestSigningInWithARealProvider(t *testing.T) {
	w := newWorld(t)
	signe := w.person(t, "signe@thisted.example")
	people := staff{
		"signe":    {ID: "signe", Username: "signe", Password: "right", Email: "Signe@Thisted.example", EmailVerified: true},
		"stranger": {ID: "stranger", Username: "stranger", Password: "right", Email: "nobody@thisted.example", EmailVerified: true},
	}
	issuer := realProvider(t, people)
	w.trust(issuer, clock.System{}.Now) // the provider's own clock is the machine's
	enter := func(name string) (account.SignedIn, error) {
		out, err := w.BeginOIDC(t.Context(), "/p/x/discussions", "192.0.2.1")
		must(t, err)
		if q, _ := url.ParseQuery(out.Address); q.Get("code_challenge_method") != "S256" || len(q.Get("nonce")) < 32 {
			t.Errorf("asked %s", out.Address)
		}
		return w.FinishOIDC(t.Context(), visit(t, out, issuer, name), "Firefox Windows", "")
	}
	in, err := enter("signe")
	must(t, err)
	if in.Person.ID != signe.ID || in.Next != "/p/x/discussions" || in.Session.Browser != "Firefox" {
		t.Errorf("signed in %+v", in)
	}
	if len(w.mails) != 1 || w.mails[0].Template != "identity_bound" || w.mails[0].To.Email != signe.Email {
		t.Errorf("mails %+v", w.mails)
	}
	_, err = w.Authenticate(t.Context(), in.Token)
	must(t, err)

	// What the provider later says of her address does not move the account …
	w.person(t, "bo@thisted.example")
	people["signe"].Email = "bo@thisted.example"
	in, err = enter("signe")
	must(t, err)
	if in.Person.ID != signe.ID || len(w.mails) != 1 {
		t.Errorf("signed in %+v, %d mails", in.Person, len(w.mails))
	}
	// … and whoever gets her old address does not get the account.
	people["heir"] = &storage.User{ID: "heir", Username: "heir", Password: "right", Email: "signe@thisted.example", EmailVerified: true}
	_, err = enter("heir")
	wantFault(t, err, fault.Forbidden, "oidc.other_account")

	_, err = enter("stranger")
	wantFault(t, err, fault.Forbidden, "oidc.unknown_person")
	if known, err := w.PeopleByEmail(t.Context(), []string{"nobody@thisted.example"}); err != nil || len(known) != 0 {
		t.Errorf("somebody was made known: %v %v", known, err)
	}
	must(t, w.Disable(w.admin, signe.ID, true))
	_, err = enter("signe")
	wantFault(t, err, fault.Forbidden, "oidc.unknown_person")
}

// rogue is a provider that answers as the test makes it: not a real one.
type rogue struct {
	*httptest.Server
	// issuer is what it calls itself.
	issuer     string
	key, other *rsa.PrivateKey
	// keyID is what it calls its key.
	keyID string
	// lax: it does not hold codes against challenges.
	lax bool
	// challenge and nonce are those of the last question.
	challenge, nonce string
	// spoil changes the claims; sign is the key that they are signed with.
	spoil func(claims map[string]any)
	sign  *rsa.PrivateKey
}

func newRogue(t *testing.T) *rogue {
	t.Helper()
	return newRogueAt(t, "")
}

// newRogueAt makes one whose issuer has a path.
func newRogueAt(t *testing.T, path string) *rogue {
	t.Helper()
	r := &rogue{keyID: "k", spoil: func(map[string]any) {}}
	for _, key := range []**rsa.PrivateKey{&r.key, &r.other} {
		made, err := rsa.GenerateKey(rand.Reader, 2048)
		must(t, err)
		*key = made
	}
	r.sign = r.key
	mux := http.NewServeMux()
	r.Server = httptest.NewServer(mux)
	t.Cleanup(r.Close)
	r.issuer = r.URL + path
	answer := func(w http.ResponseWriter, body any) {
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(body)
	}
	mux.HandleFunc(path+"/.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, map[string]any{
			"issuer": r.issuer, "authorization_endpoint": r.URL + "/auth", "token_endpoint": r.URL + "/token", "jwks_uri": r.URL + "/keys",
			"id_token_signing_alg_values_supported": []string{"RS256"},
		})
	})
	mux.HandleFunc("/keys", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: r.key.Public(), KeyID: r.keyID, Algorithm: "RS256", Use: "sig"}}})
	})
	mux.HandleFunc("/token", func(w http.ResponseWriter, request *http.Request) {
		sum := sha256.Sum256([]byte(request.FormValue("code_verifier")))
		if !r.lax && base64.RawURLEncoding.EncodeToString(sum[:]) != r.challenge {
			w.WriteHeader(http.StatusBadRequest)
			answer(w, map[string]any{"error": "invalid_grant"})
			return
		}
		answer(w, map[string]any{"access_token": "a", "token_type": "Bearer", "id_token": r.token(t)})
	})
	return r
}

func (r *rogue) token(t *testing.T) string {
	t.Helper()
	claims := map[string]any{
		"iss": r.issuer, "aud": "sluse", "sub": "signe", "nonce": r.nonce, "email": "signe@thisted.example", "email_verified": true,
		"iat": time.Date(2026, 11, 19, 9, 0, 0, 0, time.UTC).Unix(), "exp": time.Date(2026, 11, 19, 9, 5, 0, 0, time.UTC).Unix(),
	}
	r.spoil(claims)
	maps.DeleteFunc(claims, func(_ string, value any) bool { return value == nil })
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.RS256, Key: jose.JSONWebKey{Key: r.sign, KeyID: r.keyID}}, nil)
	must(t, err)
	payload, err := json.Marshal(claims)
	must(t, err)
	signed, err := signer.Sign(payload)
	must(t, err)
	compact, err := signed.CompactSerialize()
	must(t, err)
	return compact
}

// ask sets out, as the person's browser does.
func (r *rogue) ask(t *testing.T, w *world) account.CameBack {
	t.Helper()
	out, err := w.BeginOIDC(t.Context(), "https://evil.example", "192.0.2.1")
	must(t, err)
	address, err := url.Parse(out.Address)
	must(t, err)
	q := address.Query()
	r.challenge, r.nonce = q.Get("code_challenge"), q.Get("nonce")
	return account.CameBack{State: q.Get("state"), Code: "code", Browser: out.Browser}
}

func TestAnswersThatAreNotToBeBelieved(t *testing.T) {
	w := newWorld(t)
	signe := w.person(t, "signe@thisted.example")
	w.person(t, "bo@elsewhere.example")
	r := newRogue(t)
	w.trust(r.URL, w.clock.Now)
	set := func(claim string, value any) func(map[string]any) {
		return func(claims map[string]any) { claims[claim] = value }
	}
	for name, c := range map[string]struct {
		spoil func(map[string]any)
		code  string
	}{
		"another question's nonce":    {set("nonce", "another"), "oidc.refused"},
		"no nonce":                    {set("nonce", nil), "oidc.refused"},
		"for another client":          {set("aud", "another"), "oidc.refused"},
		"for others too":              {set("aud", []string{"sluse", "another"}), "oidc.refused"},
		"from another issuer":         {set("iss", "https://login.evil.example"), "oidc.refused"},
		"expired":                     {set("exp", time.Date(2026, 11, 19, 8, 59, 59, 0, time.UTC).Unix()), "oidc.refused"},
		"about nobody":                {set("sub", ""), "oidc.refused"},
		"address not verified":        {set("email_verified", false), "oidc.unverified"},
		"address verified, it is not": {set("email_verified", "false"), "oidc.unverified"},
		"nothing on verifying":        {set("email_verified", nil), "oidc.unverified"},
		"no address":                  {set("email", nil), "oidc.unverified"},
		"no address but letters":      {set("email", "signe"), "oidc.unverified"},
		"of a domain not trusted":     {set("email", "bo@elsewhere.example"), "oidc.domain"},
		"of a domain below":           {set("email", "signe@x.thisted.example"), "oidc.domain"},
		"of a domain like it":         {set("email", "signe@evilthisted.example"), "oidc.domain"},
	} {
		back := r.ask(t, w)
		r.spoil = c.spoil
		_, err := w.FinishOIDC(t.Context(), back, "", "")
		if f, ok := fault.As(err); !ok || f.Kind != fault.Forbidden || f.Code != c.code {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
		r.spoil = func(map[string]any) {}
	}
	refused := func(name string, change func(back *account.CameBack), want string) {
		back := r.ask(t, w)
		change(&back)
		_, err := w.FinishOIDC(t.Context(), back, "", "")
		if f, ok := fault.As(err); !ok || f.Code != want {
			t.Errorf("%s: %v, want %s", name, err, want)
		}
	}
	refused("issuer mixed up", func(b *account.CameBack) { b.Issuer = "https://login.evil.example" }, "oidc.refused")
	refused("another browser", func(b *account.CameBack) { b.Browser = "x" }, "oidc.expired")
	refused("no browser", func(b *account.CameBack) { b.Browser = "" }, "oidc.expired")
	refused("made-up state", func(b *account.CameBack) { b.State = "x" }, "oidc.expired")
	refused("the person said no", func(b *account.CameBack) { b.Code, b.Trouble = "", "access_denied" }, "oidc.cancelled")
	refused("too late", func(*account.CameBack) { w.clock.Advance(10 * time.Minute) }, "oidc.expired")
	w.clock.Set(time.Date(2026, 11, 19, 9, 0, 0, 0, time.UTC))
	refused("code of another question", func(*account.CameBack) { r.challenge = "another" }, "oidc.refused")
	r.sign = r.other
	refused("signed with another key", func(*account.CameBack) {}, "oidc.refused")
	r.sign = r.key

	r.spoil = func(claims map[string]any) { claims["email_verified"], claims["xms_edov"] = nil, "1" } // as Entra ID says it
	back := r.ask(t, w)
	in, err := w.FinishOIDC(t.Context(), back, "", "")
	must(t, err)
	if in.Person.ID != signe.ID || in.Next != "" {
		t.Errorf("signed in %+v", in)
	}
	_, err = w.FinishOIDC(t.Context(), back, "", "")
	wantFault(t, err, fault.Gone, "oidc.expired")
}

func TestOIDCOverHTTP(t *testing.T) {
	w := newWorld(t)
	w.person(t, "signe@thisted.example")
	ask := w.serve()
	if _, err := w.BeginOIDC(t.Context(), "", ""); !fault.Is(err, fault.NotFound) {
		t.Errorf("without a provider: %v", err)
	}
	r := newRogue(t)
	w.trust(r.URL, w.clock.Now)
	begun := ask(t.Context(), http.MethodPost, "/api/oidc-sign-ins", `{"next":"/settings/profile"}`)
	cookies := begun.Result().Cookies()
	if begun.Code != http.StatusCreated || len(cookies) != 1 || !cookies[0].HttpOnly || !cookies[0].Secure || cookies[0].SameSite != http.SameSiteLaxMode || cookies[0].Path != account.CallbackPath {
		t.Fatalf("%d %s, cookies %+v", begun.Code, begun.Body, cookies)
	}
	for _, query := range []string{"", "?state=x&code=y", "?error=access_denied", "?state=" + strings.Repeat("x", 5000), "?code=%00&iss=%ff"} {
		answer := ask(t.Context(), http.MethodGet, account.CallbackPath+query, "")
		if to := answer.Header().Get("Location"); answer.Code != http.StatusSeeOther || to != "/sign-in?trouble=oidc.expired" {
			t.Errorf("%.20s: %d %s", query, answer.Code, to)
		}
	}
	r.Close()
	w.trust(r.URL, w.clock.Now) // looked up anew, and away
	_, err := w.BeginOIDC(t.Context(), "", "192.0.2.9")
	wantFault(t, err, fault.Unavailable, "oidc.away")
}
