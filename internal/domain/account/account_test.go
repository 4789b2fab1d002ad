package account

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/clock"
	"sluse/internal/kernel/fault"
)

func TestNormaliseEmail(t *testing.T) {
	for text, want := range map[string]string{
		" Signe.Lauritsen@Thisted.Example ":     "signe.lauritsen@thisted.example",
		"a+b@x.example":                         "a+b@x.example",
		"bo@sønderborg.example":                 "bo@xn--snderborg-l8a.example",
		"":                                      "",
		"signe":                                 "",
		"signe@thisted":                         "",
		"signe@@thisted.example":                "",
		"Signe <signe@thisted.example>":         "",
		"signe@thisted.example, b@x.dk":         "",
		"signe@thisted.example\r\nBcc: b@x":     "",
		"sig\x00ne@thisted.example":             "",
		"\"a b\"@thisted.example":               "",
		strings.Repeat("a", 65) + "@x.example":  "",
		"a@" + strings.Repeat("x.", 130) + "dk": "",
	} {
		got, err := NormaliseEmail(text)
		if got != want || (want == "") != (err != nil) {
			t.Errorf("%q gave %q, %v", text, got, err)
		}
		if err != nil && !fault.Is(err, fault.Invalid) {
			t.Errorf("%q: %v is not Invalid", text, err)
		}
	}
}

func FuzzNormaliseEmail(f *testing.F) {
	for _, seed := range []string{"a@b.example", "A@Ø.example", "a@b@c.d", "\"@\"@b.c", "a@[127.0.0.1]", "a@b.\u2028c", "=?utf-8?q?x?=@b.c"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		email, err := NormaliseEmail(text)
		if err != nil {
			return
		}
		if again, err := NormaliseEmail(email); err != nil || again != email {
			t.Fatalf("%q is not stable: %q, %v", email, again, err)
		}
		if strings.Count(email, "@") != 1 || strings.ContainsAny(email, " \r\n\t<>,;\"") || strings.ToLower(email) != email || len(email) > maxEmail {
			t.Fatalf("%q came through", email)
		}
	})
}

func TestReadCode(t *testing.T) {
	for typed, want := range map[string]string{
		"012345": "012345", " 012 345 ": "012345", "012-345": "012345", "012\u00a0345": "012345",
		"12345": "", "1234567": "", "12345a": "", "": "", "١٢٣٤٥٦": "", "+12345": "",
	} {
		if got, ok := readCode(typed); got != want || ok != (want != "") {
			t.Errorf("%q gave %q, %v", typed, got, ok)
		}
	}
}

func TestSafeNextStaysInTheInstallation(t *testing.T) {
	for next, want := range map[string]string{
		"/p/sammen/discussions?post=1": "/p/sammen/discussions?post=1",
		"//evil.example":               "", "https://evil.example": "", "/\\evil.example": "", "/api/me": "", "javascript:x": "",
		"/x\r\nSet-Cookie: a": "", "": "", "/" + strings.Repeat("x", 500): "",
	} {
		if got := safeNext(next); got != want {
			t.Errorf("%q gave %q", next, got)
		}
	}
}

func FuzzSafeNext(f *testing.F) {
	f.Add("/overview")
	f.Add("/\t/evil.example")
	f.Fuzz(func(t *testing.T, next string) {
		got := safeNext(next)
		if got != "" && (got != next || got[0] != '/' || strings.HasPrefix(got, "//") || strings.ContainsAny(got, "\\\r\n\t")) {
			t.Fatalf("%q came through", got)
		}
	})
}

func TestCodesAreSixDigitsAndTokensDiffer(t *testing.T) {
	seen := map[string]bool{}
	for range 200 {
		code, err := newCode()
		if _, ok := readCode(code); err != nil || !ok {
			t.Fatalf("code %q (%v)", code, err)
		}
		token := newToken()
		if len(token) != 43 || seen[token] {
			t.Fatalf("token %q", token)
		}
		seen[token] = true
	}
}

func TestHashesAreBoundToPurposePartsAndKey(t *testing.T) {
	h := hasher{[]byte("key")}
	seen := map[string]bool{}
	for _, sum := range []string{
		h.code("ab", "c"), h.code("a", "bc"), h.link("abc"), h.session("abc"), h.email("abc"), h.client("abc"),
		hasher{[]byte("other")}.link("abc"),
	} {
		if seen[sum] || len(sum) != 64 {
			t.Errorf("%s is there twice, or short", sum)
		}
		seen[sum] = true
	}
	if matches("", "") || matches("", h.link("x")) || !matches(h.link("x"), h.link("x")) {
		t.Error("what was never made must match nothing")
	}
}

func TestSessionLife(t *testing.T) {
	start := time.Date(2026, 11, 19, 8, 0, 0, 0, time.UTC)
	s := Session{CreatedAt: start, LastSeenAt: start}
	if !s.Alive(start.Add(idleLife-time.Microsecond)) || s.Alive(start.Add(idleLife)) {
		t.Error("an unused session lives fourteen days")
	}
	s.LastSeenAt = start.Add(wholeLife - time.Hour)
	if !s.Alive(start.Add(wholeLife-time.Microsecond)) || s.Alive(start.Add(wholeLife)) || !s.Expires().Equal(start.Add(wholeLife)) {
		t.Error("no session lives longer than ninety days")
	}
}

func TestRecognise(t *testing.T) {
	for agent, want := range map[string][2]string{
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36 Edg/130.0": {"Windows", "Edge"},
		"Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1":   {"iPhone", "Safari"},
		"Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0":                                                {"Linux", "Firefox"},
		"curl/8.0": {"", ""}, "": {"", ""},
	} {
		if device, browser := recognise(agent); device != want[0] || browser != want[1] {
			t.Errorf("%q is %q, %q", agent, device, browser)
		}
	}
}

func TestValidateRefusesWhatTurnsTextAround(t *testing.T) {
	for name, ok := range map[string]bool{
		"Signe Lauritsen": true, "": false, "a\nb": false, "a\u202eb": false, "a\u200bb": false, strings.Repeat("x", 121): false, "\xff": false,
	} {
		if err := (Person{Name: name, Locale: Danish}).Validate(); (err == nil) != ok {
			t.Errorf("%q: %v", name, err)
		}
	}
	if (Person{Name: "x", Locale: "tlh"}).Validate() == nil {
		t.Error("an unknown language was taken")
	}
}

func TestPolicyMatrix(t *testing.T) {
	const ok = fault.Kind("")
	member := func(role actor.Role) actor.Actor {
		return actor.Actor{PersonID: "me", Memberships: []actor.Membership{{ProgrammeID: "p", Role: role}}}
	}
	type row struct {
		who                                              actor.Actor
		add, addAdministrator, endOwn, endOther, shutOut fault.Kind
	}
	for name, r := range map[string]row{
		"nobody":        {actor.Actor{PersonID: "me"}, fault.Forbidden, fault.Forbidden, ok, fault.NotFound, fault.Forbidden},
		"administrator": {actor.Actor{PersonID: "me", Administrator: true}, ok, ok, ok, fault.NotFound, ok},
		"coordinator":   {member(actor.Coordinator), ok, fault.Forbidden, ok, fault.NotFound, fault.Forbidden},
		"partner":       {member(actor.Partner), fault.Forbidden, fault.Forbidden, ok, fault.NotFound, fault.Forbidden},
		"reference":     {member(actor.Reference), fault.Forbidden, fault.Forbidden, ok, fault.NotFound, fault.Forbidden},
		"observer":      {member(actor.Observer), fault.Forbidden, fault.Forbidden, ok, fault.NotFound, fault.Forbidden},
	} {
		for what, pair := range map[string][2]any{
			"add":                  {MayAddPerson(r.who, Person{}), r.add},
			"add an administrator": {MayAddPerson(r.who, Person{Administrator: true}), r.addAdministrator},
			"end own session":      {MayEndSession(r.who, Session{PersonID: "me"}), r.endOwn},
			"end another's":        {MayEndSession(r.who, Session{PersonID: "other"}), r.endOther},
			"shut out":             {MayDisable(r.who, "other"), r.shutOut},
		} {
			got := ok
			if err, is := pair[0].(error); is {
				f, _ := fault.As(err)
				got = f.Kind
			}
			if got != pair[1] {
				t.Errorf("%s, %s: %q, want %q", name, what, got, pair[1])
			}
		}
	}
	if err := MayDisable(actor.Actor{PersonID: "me", Administrator: true}, "me"); !fault.Is(err, fault.Conflict) {
		t.Errorf("an administrator shut themselves out: %v", err)
	}
}

// A reader that was slow never brings back what was forgotten meanwhile.
func TestCacheNeverHoldsWhatWasForgottenWhileReading(t *testing.T) {
	now := time.Date(2026, 11, 19, 8, 0, 0, 0, time.UTC)
	rapid.Check(t, func(t *rapid.T) {
		c := newCache()
		version := 0 // of the truth
		entry := func() remembered {
			return remembered{
				actor:   actor.Actor{Name: strings.Repeat("x", version)},
				session: Session{ID: "s", PersonID: "p", CreatedAt: now, LastSeenAt: now}, loadedAt: now,
				day: clock.DateOf(now, clock.Copenhagen),
			}
		}
		var pending []func()
		for range rapid.IntRange(1, 30).Draw(t, "steps") {
			switch rapid.IntRange(0, 2).Draw(t, "step") {
			case 0: // somebody begins to read
				_, epoch, _ := c.get("h", now)
				read := entry()
				pending = append(pending, func() { c.put("h", read, epoch) })
			case 1: // somebody's reading ends
				if len(pending) > 0 {
					pending[0]()
					pending = pending[1:]
				}
			case 2: // the truth changes
				version++
				c.forget(func(s Session) bool { return s.PersonID == "p" })
			}
			if got, _, ok := c.get("h", now); ok && len(got.actor.Name) != version {
				t.Fatalf("the cache holds version %d of %d", len(got.actor.Name), version)
			}
		}
	})
}

// A minute must not become hours because the machine's clock was put back.
func TestCacheDoesNotTrustAClockThatWasPutBack(t *testing.T) {
	now := time.Date(2026, 11, 19, 12, 0, 0, 0, time.UTC)
	c := newCache()
	c.put("h", remembered{
		session: Session{ID: "s", CreatedAt: now.Add(-24 * time.Hour), LastSeenAt: now.Add(-6 * time.Hour)}, loadedAt: now, day: clock.DateOf(now, clock.Copenhagen),
	}, 0)
	for ahead, want := range map[time.Duration]bool{0: true, cacheLife - time.Second: true, cacheLife: false, -time.Second: false, -2 * time.Hour: false} {
		if _, _, fresh := c.get("h", now.Add(ahead)); fresh != want {
			t.Errorf("%s later: fresh %v", ahead, fresh)
		}
	}
}

func TestCacheIsBounded(t *testing.T) {
	c := newCache()
	for i := range cacheSize + 100 {
		c.put(strings.Repeat("x", i%7)+string(rune(i)), remembered{}, 0)
	}
	if len(c.entries) > cacheSize {
		t.Errorf("%d entries", len(c.entries))
	}
}
