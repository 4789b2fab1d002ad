package account_test

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/descope/virtualwebauthn"

	"sluse/internal/domain/account"
	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/fault"
	"sluse/internal/platform/database"
)

var here = virtualwebauthn.RelyingParty{Name: "Sluse", ID: "sluse.example", Origin: "https://sluse.example"}

// device is somebody's device with one passkey in it.
type device struct {
	virtualwebauthn.Authenticator
	key virtualwebauthn.Credential
	// at is the address that the device believes to be talking to.
	at virtualwebauthn.RelyingParty
}

func newDevice(person account.Person) *device {
	key := virtualwebauthn.NewCredential(virtualwebauthn.KeyTypeEC2)
	// The library leaves leading zeros of a coordinate out, which the protocol forbids.
	for len(key.Key.AttestationData()) != 77 {
		key = virtualwebauthn.NewCredential(virtualwebauthn.KeyTypeEC2)
	}
	return &device{
		Authenticator: virtualwebauthn.NewAuthenticatorWithOptions(virtualwebauthn.AuthenticatorOptions{UserHandle: []byte(person.ID)}),
		key:           key, at: here,
	}
}

// make answers a question to make a passkey.
func (d *device) make(t *testing.T, asked account.Asked) []byte {
	t.Helper()
	options, err := virtualwebauthn.ParseAttestationOptions(string(asked.Options))
	must(t, err)
	return []byte(virtualwebauthn.CreateAttestationResponse(d.at, d.Authenticator, d.key, *options))
}

// sign answers a question to sign in.
func (d *device) sign(t *testing.T, asked account.Asked) []byte {
	t.Helper()
	options, err := virtualwebauthn.ParseAssertionOptions(string(asked.Options))
	must(t, err)
	if options.RelyingPartyID != here.ID || len(options.AllowCredentials) != 0 || len(options.Challenge) < 16 {
		t.Errorf("asked %s", asked.Options)
	}
	return []byte(virtualwebauthn.CreateAssertionResponse(d.at, d.Authenticator, d.key, *options))
}

func as(ctx context.Context, p account.Person) context.Context {
	return actor.With(ctx, actor.Actor{PersonID: p.ID, Locale: p.Locale})
}

// enrol gives a person a passkey on a device of theirs.
func (w *world) enrol(t *testing.T, p account.Person) (*device, account.Passkey) {
	t.Helper()
	d := newDevice(p)
	asked, err := w.BeginPasskey(as(t.Context(), p))
	must(t, err)
	passkey, err := w.AddPasskey(as(t.Context(), p), asked.ChallengeID, d.make(t, asked), "Windows Edg/140")
	must(t, err)
	return d, passkey
}

// enter signs in with a device, which answers as change makes it.
func (w *world) enter(t *testing.T, d *device) (account.SignedIn, error) {
	t.Helper()
	asked, err := w.BeginPasskeySignIn(t.Context(), "192.0.2.1")
	must(t, err)
	return w.SignInWithPasskey(t.Context(), asked.ChallengeID, d.sign(t, asked), "Windows Edg/140", "")
}

func (w *world) lastMail(t *testing.T) (template, name string) {
	t.Helper()
	if len(w.mails) == 0 {
		t.Fatal("there is no mail")
	}
	m := w.mails[len(w.mails)-1]
	name, _ = m.Data["name"].(string)
	return m.Template, name
}

func TestPasskeySignsItsPersonIn(t *testing.T) {
	w := newWorld(t)
	signe := w.person(t, "signe@thisted.example")
	if offer, err := w.OffersPasskey(t.Context(), signe.ID); err != nil || !offer {
		t.Errorf("offered %t, %v", offer, err)
	}
	d, passkey := w.enrol(t, signe)
	if passkey.Name != "Windows, Edge" || passkey.LastUsedAt != nil {
		t.Errorf("passkey %+v", passkey)
	}
	if template, name := w.lastMail(t); template != "passkey_added" || name != "Windows, Edge" {
		t.Errorf("mail %s about %s", template, name)
	}
	if offer, err := w.OffersPasskey(t.Context(), signe.ID); err != nil || offer {
		t.Errorf("offered again %t, %v", offer, err)
	}
	w.clock.Advance(time.Hour)
	in, err := w.enter(t, d)
	must(t, err)
	if in.Person.ID != signe.ID || in.Session.Browser != "Edge" {
		t.Errorf("signed in %+v", in)
	}
	who, err := w.Authenticate(t.Context(), in.Token)
	must(t, err)
	if who.PersonID != signe.ID {
		t.Errorf("authenticated %+v", who)
	}
	list, err := w.Passkeys(as(t.Context(), signe))
	must(t, err)
	if len(list) != 1 || list[0].LastUsedAt == nil || !list[0].LastUsedAt.Equal(w.clock.Now()) {
		t.Errorf("passkeys %+v", list)
	}
}

func TestAnswersThatProveNothing(t *testing.T) {
	w := newWorld(t)
	signe, bo := w.person(t, "signe@thisted.example"), w.person(t, "bo@thisted.example")
	d, _ := w.enrol(t, signe)
	w.enrol(t, bo)
	spoil := map[string]func(d *device){
		"of another site":           func(d *device) { d.at.Origin = "https://sluse.example.evil.example" },
		"of another port":           func(d *device) { d.at.Origin = "https://sluse.example:8443" },
		"unencrypted":               func(d *device) { d.at.Origin = "http://sluse.example" },
		"for another site":          func(d *device) { d.at.ID = "evil.example" },
		"without finger or PIN":     func(d *device) { d.Options.UserNotVerified = true },
		"without anybody there":     func(d *device) { d.Options.UserNotPresent = true },
		"for another person":        func(d *device) { d.Options.UserHandle = []byte(bo.ID) },
		"for nobody":                func(d *device) { d.Options.UserHandle = nil },
		"with another key":          func(d *device) { d.key.Key = virtualwebauthn.NewCredential(virtualwebauthn.KeyTypeEC2).Key },
		"with a key nobody knows":   func(d *device) { d.key.ID = []byte("nothing that is known") },
		"with another kind of key":  func(d *device) { d.key.Key = virtualwebauthn.NewCredential(virtualwebauthn.KeyTypeRSA).Key },
		"with a key without a name": func(d *device) { d.key.ID = nil },
	}
	for name, change := range spoil {
		bad := *d
		change(&bad)
		_, err := w.enter(t, &bad)
		if f, ok := fault.As(err); !ok || f.Kind != fault.Invalid || f.Code != "passkey.refused" {
			t.Errorf("%s: %v", name, err)
		}
	}
	_, err := w.enter(t, d)
	must(t, err)
	for _, answer := range []string{"", "null", "[]", `{"id":"x"}`, `{"id":1}`, strings.Repeat("[", 10_000)} {
		asked, err := w.BeginPasskeySignIn(t.Context(), "192.0.2.1")
		must(t, err)
		_, err = w.SignInWithPasskey(t.Context(), asked.ChallengeID, []byte(answer), "", "")
		wantFault(t, err, fault.Invalid, "passkey.refused")
	}
}

func TestChallengesWorkOnceAndForOneThing(t *testing.T) {
	w := newWorld(t)
	signe, bo := w.person(t, "signe@thisted.example"), w.person(t, "bo@thisted.example")
	d, _ := w.enrol(t, signe)
	signIn := func(id string, answer []byte) error {
		_, err := w.SignInWithPasskey(t.Context(), id, answer, "", "")
		return err
	}
	asked, err := w.BeginPasskeySignIn(t.Context(), "192.0.2.1")
	must(t, err)
	other, err := w.BeginPasskeySignIn(t.Context(), "192.0.2.1")
	must(t, err)
	answer := d.sign(t, asked)
	must(t, signIn(asked.ChallengeID, answer))
	wantFault(t, signIn(asked.ChallengeID, answer), fault.Gone, "passkey.expired")
	wantFault(t, signIn(other.ChallengeID, answer), fault.Invalid, "passkey.refused")
	wantFault(t, signIn(other.ChallengeID, d.sign(t, other)), fault.Gone, "passkey.expired")
	wantFault(t, signIn("nothing", answer), fault.Gone, "passkey.expired")

	late, err := w.BeginPasskeySignIn(t.Context(), "192.0.2.1")
	must(t, err)
	w.clock.Advance(5 * time.Minute)
	wantFault(t, signIn(late.ChallengeID, d.sign(t, late)), fault.Gone, "passkey.expired")

	adding, err := w.BeginPasskey(as(t.Context(), signe))
	must(t, err)
	wantFault(t, signIn(adding.ChallengeID, answer), fault.Gone, "passkey.expired")
	_, err = w.AddPasskey(as(t.Context(), bo), adding.ChallengeID, newDevice(bo).make(t, adding), "")
	wantFault(t, err, fault.Gone, "passkey.expired")
	asked, err = w.BeginPasskeySignIn(t.Context(), "192.0.2.1")
	must(t, err)
	_, err = w.AddPasskey(as(t.Context(), signe), asked.ChallengeID, []byte("{}"), "")
	wantFault(t, err, fault.Gone, "passkey.expired")
	_, err = w.AddPasskey(as(t.Context(), signe), adding.ChallengeID, newDevice(signe).make(t, adding), "")
	must(t, err)

	w.clock.Advance(48 * time.Hour)
	must(t, database.Apply(t.Context(), w.Rules(), w.Clock.Now()))
	var n int
	must(t, w.db.Read(t.Context()).Raw("SELECT count(*) FROM account_challenge").Scan(&n).Error)
	if n != 0 {
		t.Errorf("%d challenges are left after sweeping", n)
	}
}

func TestAnAnswerSentTwiceAtOnceSignsInOnce(t *testing.T) {
	w := newWorld(t)
	d, _ := w.enrol(t, w.person(t, "signe@thisted.example"))
	asked, err := w.BeginPasskeySignIn(t.Context(), "192.0.2.1")
	must(t, err)
	answer := d.sign(t, asked)
	var group sync.WaitGroup
	var mu sync.Mutex
	in := 0
	for range 8 {
		group.Go(func() {
			if _, err := w.SignInWithPasskey(t.Context(), asked.ChallengeID, answer, "", ""); err == nil {
				mu.Lock()
				defer mu.Unlock()
				in++
			}
		})
	}
	group.Wait()
	if in != 1 {
		t.Errorf("signed in %d times", in)
	}
}

func TestACopiedPasskeyIsBlocked(t *testing.T) {
	w := newWorld(t)
	signe := w.person(t, "signe@thisted.example")
	d, _ := w.enrol(t, signe)
	d.key.Counter = 5
	_, err := w.enter(t, d)
	must(t, err)
	_, err = w.enter(t, d) // the same count again: another device counts as well
	wantFault(t, err, fault.Forbidden, "passkey.blocked")
	if template, _ := w.lastMail(t); template != "passkey_blocked" {
		t.Errorf("mail %s", template)
	}
	mails := len(w.mails)
	d.key.Counter = 50
	_, err = w.enter(t, d)
	wantFault(t, err, fault.Forbidden, "passkey.blocked")
	list, err := w.Passkeys(as(t.Context(), signe))
	must(t, err)
	if len(list) != 1 || !list[0].Blocked() || len(w.mails) != mails {
		t.Errorf("passkeys %+v, %d more mails", list, len(w.mails)-mails)
	}
}

func TestPasskeysOfDisabledPersonsAreWorthless(t *testing.T) {
	w := newWorld(t)
	signe := w.person(t, "signe@thisted.example")
	d, _ := w.enrol(t, signe)
	must(t, w.Disable(w.admin, signe.ID, true))
	_, err := w.enter(t, d)
	wantFault(t, err, fault.Invalid, "passkey.refused")
	must(t, w.Disable(w.admin, signe.ID, false))
	_, err = w.enter(t, d)
	must(t, err)
}

func TestPasskeysAreRenamedAndRemovedByTheirOwn(t *testing.T) {
	w := newWorld(t)
	signe, bo := w.person(t, "signe@thisted.example"), w.person(t, "bo@thisted.example")
	d, passkey := w.enrol(t, signe)
	renamed, err := w.RenamePasskey(as(t.Context(), signe), passkey.ID, " Arbejdstelefon ")
	must(t, err)
	if renamed.Name != "Arbejdstelefon" {
		t.Errorf("renamed to %q", renamed.Name)
	}
	for name, code := range map[string]string{" ": "passkey.name_required", strings.Repeat("æ", 61): "validation.too_long", "a\u202eb": "validation.format"} {
		_, err := w.RenamePasskey(as(t.Context(), signe), passkey.ID, name)
		if f, ok := fault.As(err); !ok || f.Kind != fault.Invalid || f.Fields[0].Code != code {
			t.Errorf("%q: %v", name, err)
		}
	}
	_, err = w.RenamePasskey(as(t.Context(), bo), passkey.ID, "Min")
	wantFault(t, err, fault.NotFound, "passkey.unknown")
	wantFault(t, w.RemovePasskey(as(t.Context(), bo), passkey.ID), fault.NotFound, "passkey.unknown")
	must(t, w.RemovePasskey(as(t.Context(), signe), passkey.ID))
	if template, name := w.lastMail(t); template != "passkey_removed" || name != "Arbejdstelefon" {
		t.Errorf("mail %s about %s", template, name)
	}
	_, err = w.enter(t, d)
	wantFault(t, err, fault.Invalid, "passkey.refused")
	wantFault(t, w.RemovePasskey(as(t.Context(), signe), passkey.ID), fault.NotFound, "passkey.unknown")
}

func TestPasskeysAreBounded(t *testing.T) {
	w := newWorld(t)
	signe, bo := w.person(t, "signe@thisted.example"), w.person(t, "bo@thisted.example")
	d, _ := w.enrol(t, signe)
	asked, err := w.BeginPasskey(as(t.Context(), bo))
	must(t, err)
	_, err = w.AddPasskey(as(t.Context(), bo), asked.ChallengeID, d.make(t, asked), "") // hers, once more
	if !fault.Is(err, fault.Conflict) {
		t.Errorf("another's key was taken: %v", err)
	}
	for range 9 {
		w.enrol(t, signe)
	}
	_, err = w.BeginPasskey(as(t.Context(), signe))
	wantFault(t, err, fault.Conflict, "passkey.too_many")
	for range 19 {
		_, err = w.BeginPasskey(as(t.Context(), bo))
		must(t, err)
	}
	_, err = w.BeginPasskey(as(t.Context(), bo))
	wantFault(t, err, fault.Limited, "passkey.too_many_tries")
	for range 300 {
		if _, err = w.BeginPasskeySignIn(t.Context(), "192.0.2.7"); err != nil {
			t.Fatal(err)
		}
	}
	_, err = w.BeginPasskeySignIn(t.Context(), "192.0.2.7")
	wantFault(t, err, fault.Limited, "passkey.too_many_tries")
	_, err = w.BeginPasskeySignIn(t.Context(), "192.0.2.8")
	must(t, err)
}

func TestADeclinedOfferIsNotMadeAgain(t *testing.T) {
	w := newWorld(t)
	signe := w.person(t, "signe@thisted.example")
	for range 2 {
		must(t, w.DeclinePasskey(as(t.Context(), signe)))
	}
	if offer, err := w.OffersPasskey(t.Context(), signe.ID); err != nil || offer {
		t.Errorf("offered %t, %v", offer, err)
	}
}

func TestPasskeysOverHTTP(t *testing.T) {
	w := newWorld(t)
	signe := w.person(t, "signe@thisted.example")
	ask := w.serve()
	question := func(ctx context.Context, path string) account.Asked {
		answer := ask(ctx, http.MethodPost, path, "")
		var asked account.AskedView
		must(t, json.Unmarshal(answer.Body.Bytes(), &asked))
		if answer.Code != http.StatusCreated || asked.ChallengeID == "" {
			t.Fatalf("%d %s", answer.Code, answer.Body)
		}
		return account.Asked(asked)
	}
	d, me := newDevice(signe), as(t.Context(), signe)
	asked := question(me, "/api/me/passkey-challenges")
	for _, part := range []string{`"residentKey":"required"`, `"userVerification":"required"`, `"id":"sluse.example"`} {
		if !strings.Contains(string(asked.Options), part) {
			t.Errorf("lacks %s: %s", part, asked.Options)
		}
	}
	body := func(asked account.Asked, credential []byte) string {
		return `{"challengeId":"` + asked.ChallengeID + `","credential":` + string(credential) + `}`
	}
	added := ask(me, http.MethodPost, "/api/passkeys", body(asked, d.make(t, asked)))
	if added.Code != http.StatusCreated || !strings.Contains(added.Body.String(), `"name":"Windows, Firefox"`) || strings.Contains(added.Body.String(), "lastUsedAt") {
		t.Fatalf("%d %s", added.Code, added.Body)
	}
	for next, want := range map[string]string{"/p/x/discussions": "/p/x/discussions", "https://evil.example": "", "//evil.example": ""} {
		asked = question(t.Context(), "/api/passkey-challenges")
		in := strings.TrimSuffix(body(asked, d.sign(t, asked)), "}") + `,"next":"` + next + `"}`
		answer := ask(t.Context(), http.MethodPost, "/api/passkey-sign-ins", in)
		if answer.Code != http.StatusOK || len(answer.Result().Cookies()) != 1 || !strings.Contains(answer.Body.String(), `"next":"`+want+`"`) {
			t.Errorf("%d %s", answer.Code, answer.Body)
		}
	}
	list := ask(me, http.MethodGet, "/api/passkeys", "")
	if !strings.Contains(list.Body.String(), `"possible":true`) || !strings.Contains(list.Body.String(), "lastUsedAt") || strings.Contains(list.Body.String(), "publicKey") {
		t.Errorf("passkeys %s", list.Body)
	}
	for _, bad := range []string{``, `{}`, `{"challengeId":"x"}`, `{"challengeId":5,"credential":{}}`} {
		for _, path := range []string{"/api/passkeys", "/api/passkey-sign-ins"} {
			if answer := ask(me, http.MethodPost, path, bad); answer.Code < 400 || answer.Code >= 500 {
				t.Errorf("%s %s: %d", path, bad, answer.Code)
			}
		}
	}
}
