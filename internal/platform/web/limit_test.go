package web_test

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"testing"
	"time"

	"sluse/internal/platform/web"
)

func TestLimiterBoundsEachKey(t *testing.T) {
	now := time.Date(2026, 3, 28, 12, 0, 0, 0, time.UTC)
	l := web.NewLimiter(web.Rate{PerSecond: 1, Burst: 2}, 2)
	for range 2 {
		if _, ok := l.Allow("a", now); !ok {
			t.Fatal("the burst is two")
		}
	}
	wait, ok := l.Allow("a", now)
	if ok || wait <= 0 || wait > time.Second {
		t.Fatalf("third: %v %v", wait, ok)
	}
	if _, ok := l.Allow("b", now); !ok {
		t.Error("another key has bounds of its own")
	}
	if _, ok := l.Allow("a", now.Add(time.Second)); !ok {
		t.Error("after a second there is room for one")
	}
	// A third key pushes out the one that was seen longest ago, b: memory is bounded.
	l.Allow("c", now)
	if _, ok := l.Allow("a", now.Add(time.Second)); ok {
		t.Error("a was seen lately and must be remembered")
	}
}

// What was spent at another node counts here, and is told once.
func TestLimiterCountsWhatIsSpentElsewhere(t *testing.T) {
	now := time.Date(2026, 3, 28, 12, 0, 0, 0, time.UTC)
	rate := web.Rate{PerSecond: 1, Burst: 4}
	here, there := web.NewLimiter(rate, 10), web.NewLimiter(rate, 10)
	for range 3 {
		here.Allow("a", now)
	}
	here.Allow("b", now)
	spent := here.Spent(2)
	if len(spent) != 1 || spent["a"] != 3 {
		t.Errorf("spent %v, want 3 of a: b has spent too little to tell of", spent)
	}
	if again := here.Spent(1); len(again) != 0 {
		t.Errorf("told again of %v", again)
	}
	for key, n := range spent {
		there.Spend(key, n, now)
	}
	if told := there.Spent(1); len(told) != 0 {
		t.Errorf("what was told comes back: %v", told)
	}
	if _, ok := there.Allow("a", now); !ok {
		t.Error("there is room for one more")
	}
	if _, ok := there.Allow("a", now); ok {
		t.Error("five of four are allowed")
	}
	there.Spend("a", 1000, now) // more than there can be
	if wait, ok := there.Allow("a", now); ok || wait > 6*time.Second {
		t.Errorf("waits %s", wait)
	}
	if told := there.Spent(1); len(told) != 1 || told["a"] != 1 {
		t.Errorf("what was refused is told of: %v", told)
	}
}

func TestRequestsAreLimited(t *testing.T) {
	s := newServer(t, func(o *web.Options) {
		o.Anonymous = web.Rate{PerSecond: 0.001, Burst: 3}
		o.AnonymousWrites = web.Rate{PerSecond: 0.001, Burst: 1}
		o.SignedIn = web.Rate{PerSecond: 0.001, Burst: 1}
	})
	from := func(address string) func(*http.Request) {
		return func(r *http.Request) { r.RemoteAddr = address + ":1234" }
	}
	if answer := ask(t, s, http.MethodPost, "/api/notes", `{"title":"abc"}`, from("192.0.2.1")); answer.Code != 200 {
		t.Fatalf("first: %d", answer.Code)
	}
	answer := ask(t, s, http.MethodPost, "/api/notes", `{"title":"abc"}`, from("192.0.2.1"))
	problemIn(t, answer, 429)
	if seconds, err := strconv.Atoi(answer.Header().Get("Retry-After")); err != nil || seconds < 1 {
		t.Errorf("Retry-After %q", answer.Header().Get("Retry-After"))
	}
	if answer := ask(t, s, http.MethodGet, "/api/word", "", from("192.0.2.1")); answer.Code != 200 {
		t.Errorf("reading has a wider bound: %d", answer.Code)
	}
	problemIn(t, ask(t, s, http.MethodGet, "/api/word", "", from("192.0.2.1")), 429)
	if answer := ask(t, s, http.MethodGet, "/api/word", "", from("192.0.2.2")); answer.Code != 200 {
		t.Errorf("another address: %d", answer.Code)
	}
	if answer := ask(t, s, http.MethodGet, "/api/word", "", as("signe")); answer.Code != 200 {
		t.Errorf("a session: %d", answer.Code)
	}
	problemIn(t, ask(t, s, http.MethodGet, "/api/word", "", as("signe")), 429)
}

func TestForwardedAddressesAreBelievedFromProxiesOnly(t *testing.T) {
	limited := func(o *web.Options) {
		o.Anonymous = web.Rate{PerSecond: 0.001, Burst: 1}
		o.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}
	}
	from := func(remote, forwarded string) func(*http.Request) {
		return func(r *http.Request) {
			r.RemoteAddr = remote + ":1234"
			r.Header.Set("X-Forwarded-For", forwarded)
		}
	}
	s := newServer(t, limited)
	for i, client := range []string{"192.0.2.1", "192.0.2.2"} {
		if answer := ask(t, s, http.MethodGet, "/api/word", "", from("10.1.1.1", client)); answer.Code != 200 {
			t.Errorf("client %d behind the proxy: %d", i, answer.Code)
		}
	}
	if answer := ask(t, s, http.MethodGet, "/api/word", "", from("10.1.1.1", "203.0.113.9, 192.0.2.1")); answer.Code != 429 {
		t.Errorf("a made-up first address was believed: %d", answer.Code)
	}
	ask(t, s, http.MethodGet, "/api/word", "", from("203.0.113.5", "192.0.2.50"))
	if answer := ask(t, s, http.MethodGet, "/api/word", "", from("203.0.113.5", "192.0.2.51")); answer.Code != 429 {
		t.Errorf("a stranger's header was believed: %d", answer.Code)
	}
}

func TestLogHoldsNoPersonalData(t *testing.T) {
	var log bytes.Buffer
	s := newServer(t, func(o *web.Options) { o.Log = slog.New(slog.NewTextHandler(&log, nil)); o.Pages = built() })
	ask(t, s, http.MethodGet, "/api/word?email=secret@sluse.example", "", nil)
	ask(t, s, http.MethodPost, "/api/notes", `{"title":"secret"}`, nil)
	ask(t, s, http.MethodGet, "/sign-in/confirm?token=secret", "", nil)
	ask(t, s, http.MethodGet, "/mail-stop/secret", "", nil)
	ask(t, s, http.MethodGet, "/secret@sluse.example", "", nil)
	ask(t, s, "SECRET", "/api/word", "", nil)
	ask(t, s, http.MethodGet, "/api/failures/conflict", "", as("secret"))
	text := log.String()
	if strings.Contains(strings.ToLower(text), "secret") {
		t.Errorf("the log holds a secret:\n%s", text)
	}
	for _, part := range []string{"path=/api/word ", "path=/api/failures/conflict ", "path=/mail-stop/… ", "status=409", "requestId="} {
		if !strings.Contains(text, part) {
			t.Errorf("the log lacks %q:\n%s", part, text)
		}
	}
}
