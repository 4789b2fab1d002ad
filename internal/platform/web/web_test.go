package web_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
	"github.com/jackc/pgx/v5/pgconn"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/fault"
	"sluse/internal/platform/web"
)

// doorkeeper knows one session, one that has ended, and one it cannot look up.
type doorkeeper struct{}

func (doorkeeper) Authenticate(_ context.Context, token string) (actor.Actor, error) {
	switch token {
	case "signe":
		return actor.Actor{PersonID: "p1", SessionID: "s1", Name: "Signe"}, nil
	case "broken":
		return actor.Actor{}, errors.New("the database is away")
	}
	return actor.Actor{}, fault.NewUnauthenticated("session.ended")
}

type noteInput struct {
	Body struct {
		Title string   `json:"title" minLength:"2" maxLength:"5"`
		Mail  string   `json:"mail,omitempty" format:"email"`
		Kind  string   `json:"kind,omitempty" enum:"a,b"`
		Count int      `json:"count,omitempty" minimum:"1" maximum:"9"`
		Tags  []string `json:"tags,omitempty" maxItems:"1"`
	}
}

type thingInput struct {
	ID    string `path:"id" format:"uuid"`
	Limit int    `query:"limit" maximum:"100" required:"false"`
}

type wordOutput struct {
	Body struct {
		Word string   `json:"word"`
		List []string `json:"list"`
	}
}

func word(text string) *wordOutput {
	out := &wordOutput{}
	out.Body.Word, out.Body.List = text, []string{}
	return out
}

// failures are what the operation "fail" answers with, by name.
var failures = map[string]error{
	"invalid":    fault.NewInvalid("post.invalid", fault.Field{Field: "text", Code: "post.too_long", Params: map[string]any{"max": 10}}),
	"signedout":  fault.NewUnauthenticated("session.required"),
	"forbidden":  fault.NewForbidden("thread.closed"),
	"notfound":   fault.NewNotFound("thread.not_found"),
	"conflict":   fault.NewConflict("post.changed").With("rev", 3),
	"gone":       fault.NewGone("signin.used"),
	"limited":    fault.NewLimited("signin.limited", 90*time.Second),
	"down":       fault.NewUnavailable("database.busy").Because(errors.New("secret cause")),
	"unknown":    errors.New("secret cause"),
	"recovering": fmt.Errorf("thread: %w", &pgconn.PgError{Code: "57P03", Message: "secret cause"}),
	"full":       fmt.Errorf("thread: %w", &pgconn.PgError{Code: "53100", Message: "secret cause"}),
	"cut":        fmt.Errorf("thread: %w", &net.OpError{Op: "write", Net: "unix", Err: errors.New("secret cause")}),
	"cutshort":   fmt.Errorf("thread: %w", io.ErrUnexpectedEOF),
	"late":       context.DeadlineExceeded,
	"clientgone": context.Canceled,
}

func newServer(t *testing.T, change func(*web.Options)) *web.Server {
	t.Helper()
	options := web.Options{
		BaseURL: "https://sluse.example", Version: "test", Sessions: doorkeeper{},
		Public: []string{"say-word", "add-note", "fail", "panic"}, Log: slog.New(slog.DiscardHandler),
	}
	if change != nil {
		change(&options)
	}
	s, err := web.New(options)
	if err != nil {
		t.Fatal(err)
	}
	register(s)
	return s
}

func register(s *web.Server) {
	op := func(id, method, path string) huma.Operation {
		return huma.Operation{OperationID: id, Method: method, Path: path, Summary: id}
	}
	huma.Register(s.API, op("say-word", http.MethodGet, "/api/word"), func(context.Context, *struct{}) (*wordOutput, error) {
		return word("sluse"), nil
	})
	huma.Register(s.API, op("say-long", http.MethodGet, "/api/long"), func(context.Context, *struct{}) (*wordOutput, error) {
		return word(strings.Repeat("sluse ", 1000)), nil
	})
	huma.Register(s.API, op("add-note", http.MethodPost, "/api/notes"), func(_ context.Context, in *noteInput) (*wordOutput, error) {
		return word(in.Body.Title), nil
	})
	huma.Register(s.API, op("get-thing", http.MethodGet, "/api/things/{id}"), func(context.Context, *thingInput) (*wordOutput, error) {
		return word("thing"), nil
	})
	huma.Register(s.API, op("fail", http.MethodGet, "/api/failures/{kind}"), func(_ context.Context, in *struct {
		Kind string `path:"kind"`
	}) (*wordOutput, error) {
		return nil, failures[in.Kind]
	})
	huma.Register(s.API, op("panic", http.MethodGet, "/api/panic"), func(context.Context, *struct{}) (*wordOutput, error) {
		panic("secret cause")
	})
}

// ask sends one request; change may add to it.
func ask(t *testing.T, s http.Handler, method, target, body string, change func(*http.Request)) *httptest.ResponseRecorder {
	t.Helper()
	var reader io.Reader
	if body != "" {
		reader = strings.NewReader(body)
	}
	request := httptest.NewRequest(method, target, reader)
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	if change != nil {
		change(request)
	}
	recorder := httptest.NewRecorder()
	s.ServeHTTP(recorder, request)
	return recorder
}

func as(token string) func(*http.Request) {
	return func(r *http.Request) { r.AddCookie(&http.Cookie{Name: web.SessionCookie, Value: token}) }
}

// problemIn reads a problem and checks what all of them have.
func problemIn(t *testing.T, answer *httptest.ResponseRecorder, status int) web.Problem {
	t.Helper()
	if answer.Code != status {
		t.Errorf("status %d, want %d: %s", answer.Code, status, answer.Body)
	}
	if kind := answer.Header().Get("Content-Type"); kind != "application/problem+json" {
		t.Errorf("content type %q", kind)
	}
	var p web.Problem
	if err := json.Unmarshal(answer.Body.Bytes(), &p); err != nil {
		t.Fatalf("%v in %q", err, answer.Body)
	}
	if p.Status != status || p.Type != "about:blank" || p.Title == "" || p.Code == "" || p.RequestID == "" || p.RequestID != answer.Header().Get("X-Request-Id") {
		t.Errorf("incomplete problem %+v", p)
	}
	if strings.Contains(answer.Body.String(), "secret") {
		t.Errorf("the cause left the server: %s", answer.Body)
	}
	if status >= 500 && !strings.Contains(strings.ToLower(p.Detail), "try again") {
		t.Errorf("nothing says what to do: %s", answer.Body)
	}
	return p
}

func TestFaultsBecomeProblems(t *testing.T) {
	s := newServer(t, nil)
	want := map[string]int{
		"invalid": 422, "signedout": 401, "forbidden": 403, "notfound": 404, "conflict": 409,
		"gone": 410, "limited": 429, "down": 503, "unknown": 500, "late": 503,
		"recovering": 503, "full": 503, "cut": 503, "cutshort": 503,
	}
	for name, status := range want {
		answer := ask(t, s, http.MethodGet, "/api/failures/"+name, "", nil)
		p := problemIn(t, answer, status)
		if f, ok := fault.As(failures[name]); ok && p.Code != f.Code {
			t.Errorf("%s: code %q, want %q", name, p.Code, f.Code)
		}
		switch name {
		case "invalid":
			if len(p.Errors) != 1 || p.Errors[0].Field != "text" || p.Errors[0].Code != "post.too_long" || p.Errors[0].Params["max"] != 10.0 {
				t.Errorf("fields %+v", p.Errors)
			}
		case "limited":
			if answer.Header().Get("Retry-After") != "90" {
				t.Errorf("Retry-After %q", answer.Header().Get("Retry-After"))
			}
		case "conflict":
			if p.Params["rev"] != 3.0 {
				t.Errorf("params %v", p.Params)
			}
		}
	}
	problemIn(t, ask(t, s, http.MethodGet, "/api/panic", "", nil), 500)
}

func TestValidationTellsFieldsAndCodes(t *testing.T) {
	s := newServer(t, nil)
	cases := []struct{ body, field, code, param string }{
		{`{}`, "title", "validation.required", ""},
		{`{"title":"a"}`, "title", "validation.too_short", "min"},
		{`{"title":"abcdef"}`, "title", "validation.too_long", "max"},
		{`{"title":"abc","mail":"secret"}`, "mail", "validation.format", "format"},
		{`{"title":"abc","kind":"c"}`, "kind", "validation.choice", "allowed"},
		{`{"title":"abc","count":0}`, "count", "validation.too_small", "min"},
		{`{"title":"abc","count":10}`, "count", "validation.too_large", "max"},
		{`{"title":"abc","count":"1"}`, "count", "validation.type", "type"},
		{`{"title":"abc","tags":["a","b"]}`, "tags", "validation.too_many", "max"},
		{`{"title":"abc","tags":[1]}`, "tags[0]", "validation.type", "type"},
		{`{"title":"abc","more":1}`, "more", "validation.unexpected", ""},
	}
	for _, c := range cases {
		p := problemIn(t, ask(t, s, http.MethodPost, "/api/notes", c.body, nil), 422)
		if p.Code != "validation.failed" || len(p.Errors) != 1 {
			t.Errorf("%s: %+v", c.body, p)
			continue
		}
		got := p.Errors[0]
		if got.Field != c.field || got.Code != c.code || got.Message == "" || (c.param != "" && got.Params[c.param] == nil) {
			t.Errorf("%s: %+v", c.body, got)
		}
	}
	p := problemIn(t, ask(t, s, http.MethodGet, "/api/things/0190b6a0-0000-7000-8000-000000000000?limit=x", "", as("signe")), 422)
	if len(p.Errors) != 1 || p.Errors[0].Field != "limit" || p.Errors[0].Code != "validation.type" {
		t.Errorf("query: %+v", p.Errors)
	}
}

func TestFindingsAreFewHoweverMuchIsSent(t *testing.T) {
	s := newServer(t, nil)
	many := `{"title":"abc"`
	for i := range 10_000 {
		many += fmt.Sprintf(`,"m%d":1`, i)
	}
	for name, body := range map[string]string{
		"many unknown fields": many + "}",
		"a long unknown name": `{"title":"abc","` + strings.Repeat("æ", 5_000) + `":1}`,
	} {
		p := problemIn(t, ask(t, s, http.MethodPost, "/api/notes", body, nil), 422)
		if len(p.Errors) == 0 || len(p.Errors) > 20 {
			t.Errorf("%s: %d findings", name, len(p.Errors))
		}
		for _, found := range p.Errors {
			if len(found.Field) > 110 || !utf8.ValidString(found.Field) || found.Code != "validation.unexpected" {
				t.Errorf("%s: %+v", name, found)
			}
		}
	}
}

func TestMalformedRequests(t *testing.T) {
	s := newServer(t, func(o *web.Options) { o.BodyLimit = 100 })
	problemIn(t, ask(t, s, http.MethodPost, "/api/notes", `{"title":`, nil), 400)
	problemIn(t, ask(t, s, http.MethodPost, "/api/notes", "", nil), 400)
	problemIn(t, ask(t, s, http.MethodPost, "/api/notes", `{"title":"abc"}`, func(r *http.Request) {
		r.Header.Set("Content-Type", "text/plain")
	}), 415)
	large := `{"title":"` + strings.Repeat("a", 200) + `"}`
	p := problemIn(t, ask(t, s, http.MethodPost, "/api/notes", large, nil), 413)
	if p.Code != "request.too_large" {
		t.Errorf("code %q", p.Code)
	}
	problemIn(t, ask(t, s, http.MethodPost, "/api/notes", large, func(r *http.Request) { r.ContentLength = -1 }), 413)
	problemIn(t, ask(t, s, http.MethodPost, "/api/notes", `{"title":"a\u0000b"}`, nil), 400)
	problemIn(t, ask(t, s, http.MethodPost, "/api/notes", `{"title":"\\\u0000"}`, nil), 400)
	if answer := ask(t, s, http.MethodPost, "/api/notes", `{"title":"\\u0"}`, nil); answer.Code != 200 {
		t.Errorf("a typed backslash: %d", answer.Code)
	}
	for _, query := range []string{"q=%00", "q=%ff", "q=%zz", "a;b"} {
		problemIn(t, ask(t, s, http.MethodGet, "/api/word?"+query, "", nil), 400)
	}
	if answer := ask(t, s, http.MethodGet, "/api/things/not-an-id", "", as("signe")); answer.Code != 404 {
		t.Errorf("an impossible id is %d, want 404", answer.Code)
	}
}

func TestUnknownAddresses(t *testing.T) {
	s := newServer(t, nil)
	unknown := []string{"/api", "/api/", "/api/nope", "/api/word/", "/api/word/more", "/api//word", "/api/things/", "/api/word%00", "/metrics"}
	for _, path := range unknown {
		for _, who := range []func(*http.Request){nil, as("signe")} {
			p := problemIn(t, ask(t, s, http.MethodGet, path, "", who), 404)
			if p.Code != "request.path_unknown" {
				t.Errorf("%s: code %q", path, p.Code)
			}
		}
	}
	answer := ask(t, s, http.MethodDelete, "/api/word", "", nil)
	if p := problemIn(t, answer, 405); p.Code != "request.method_not_allowed" || answer.Header().Get("Allow") != "GET" {
		t.Errorf("%+v, Allow %q", p, answer.Header().Get("Allow"))
	}
	problemIn(t, ask(t, s, http.MethodPost, "/api/nope", "{}", nil), 404)
}

func TestOperationsAreShutUnlessListed(t *testing.T) {
	s := newServer(t, nil)
	const thing = "/api/things/0190b6a0-0000-7000-8000-000000000000"
	if p := problemIn(t, ask(t, s, http.MethodGet, thing, "", nil), 401); p.Code != "session.required" {
		t.Errorf("code %q", p.Code)
	}
	if p := problemIn(t, ask(t, s, http.MethodGet, thing, "", as("old")), 401); p.Code != "session.ended" {
		t.Errorf("code %q", p.Code)
	}
	problemIn(t, ask(t, s, http.MethodGet, thing, "", as("broken")), 500)
	if answer := ask(t, s, http.MethodGet, thing, "", as("signe")); answer.Code != 200 {
		t.Errorf("signed in: %d", answer.Code)
	}
	if answer := ask(t, s, http.MethodGet, "/api/word", "", as("old")); answer.Code != 200 {
		t.Errorf("public with an old session: %d", answer.Code)
	}
	// Being shut comes before being invalid: a stranger learns nothing of inputs.
	problemIn(t, ask(t, s, http.MethodGet, "/api/things/x", "", nil), 401)
}

func TestDescriptionSaysWhatIsPublic(t *testing.T) {
	s := newServer(t, nil)
	answer := ask(t, s, http.MethodGet, "/api/openapi.json", "", nil)
	var description struct {
		OpenAPI string `json:"openapi"`
		Paths   map[string]map[string]struct {
			Security  []map[string][]string      `json:"security"`
			Responses map[string]json.RawMessage `json:"responses"`
		} `json:"paths"`
	}
	if err := json.Unmarshal(answer.Body.Bytes(), &description); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(description.OpenAPI, "3.1") {
		t.Errorf("version %q", description.OpenAPI)
	}
	if security := description.Paths["/api/word"]["get"].Security; security == nil || len(security) != 0 {
		t.Errorf("public operation has security %v", security)
	}
	thing := description.Paths["/api/things/{id}"]["get"]
	for status, here := range map[string]bool{"401": true, "403": false, "404": true, "422": true, "429": true} {
		if _, said := thing.Responses[status]; said != here {
			t.Errorf("whether a thing answers %s: %v", status, said)
		}
	}
	if _, said := description.Paths["/api/word"]["get"].Responses["401"]; said {
		t.Error("who asks for what is public is never told to sign in")
	}
	if len(thing.Security) != 1 || !strings.Contains(string(thing.Responses["default"]), "Problem") {
		t.Errorf("thing %+v", thing)
	}
	defer func() {
		if recover() == nil {
			t.Error("an operation without a summary was taken")
		}
	}()
	huma.Register(s.API, huma.Operation{OperationID: "careless", Method: http.MethodGet, Path: "/api/careless"},
		func(context.Context, *struct{}) (*wordOutput, error) { return word(""), nil })
}

func TestOtherSitesCannotAct(t *testing.T) {
	s := newServer(t, nil)
	header := func(pairs ...string) func(*http.Request) {
		return func(r *http.Request) {
			r.Host = "sluse.example"
			for i := 0; i < len(pairs); i += 2 {
				r.Header.Set(pairs[i], pairs[i+1])
			}
		}
	}
	const body = `{"title":"abc"}`
	refused := []func(*http.Request){
		header("Sec-Fetch-Site", "cross-site"), header("Sec-Fetch-Site", "same-site"),
		header("Origin", "https://evil.example"), header("Origin", "null"),
	}
	for _, from := range refused {
		if p := problemIn(t, ask(t, s, http.MethodPost, "/api/notes", body, from), 403); p.Code != "request.cross_origin" {
			t.Errorf("code %q", p.Code)
		}
	}
	taken := []func(*http.Request){
		header(), header("Sec-Fetch-Site", "same-origin"), header("Origin", "https://sluse.example"), header("Sec-Fetch-Site", "none"),
	}
	for _, from := range taken {
		if answer := ask(t, s, http.MethodPost, "/api/notes", body, from); answer.Code != 200 {
			t.Errorf("status %d: %s", answer.Code, answer.Body)
		}
	}
	if answer := ask(t, s, http.MethodGet, "/api/word", "", header("Sec-Fetch-Site", "cross-site")); answer.Code != 200 {
		t.Errorf("reading from elsewhere: %d", answer.Code)
	}
}

func TestWebsocketsComeFromOurPagesOnly(t *testing.T) {
	s := newServer(t, nil)
	for origin, want := range map[string]bool{
		"": true, "https://sluse.example": true, "http://internal:8080": true,
		"https://evil.example": false, "null": false, "https://sluse.example.evil.example": false,
	} {
		r := httptest.NewRequest(http.MethodGet, "/api/live", http.NoBody)
		r.Host = "internal:8080"
		if origin != "" {
			r.Header.Set("Origin", origin)
		}
		if s.CheckOrigin(r) != want {
			t.Errorf("origin %q: want %v", origin, want)
		}
	}
}

func TestHeadersOnEveryAnswer(t *testing.T) {
	s := newServer(t, func(o *web.Options) { o.Pages = built() })
	for _, path := range []string{"/", "/api/word", "/api/nope", "/missing.js", "/healthz", "/api/failures/unknown"} {
		h := ask(t, s, http.MethodGet, path, "", nil).Header()
		for name, part := range map[string]string{
			"X-Content-Type-Options": "nosniff", "Referrer-Policy": "origin", "Permissions-Policy": "camera=()",
			"Cross-Origin-Opener-Policy": "same-origin", "Strict-Transport-Security": "max-age=31536000",
			"Content-Security-Policy": "frame-ancestors 'none'", "X-Request-Id": "-",
		} {
			if !strings.Contains(h.Get(name), part) {
				t.Errorf("%s: %s is %q", path, name, h.Get(name))
			}
		}
	}
	if got := ask(t, s, http.MethodGet, "/api/word", "", nil).Header().Get("Cache-Control"); got != "no-store" {
		t.Errorf("API is cached: %q", got)
	}
	plain := newServer(t, func(o *web.Options) { o.BaseURL = "http://localhost:8080" })
	if got := ask(t, plain, http.MethodGet, "/", "", nil).Header().Get("Strict-Transport-Security"); got != "" {
		t.Errorf("HSTS without TLS: %q", got)
	}
}

func TestAnswersAreCompressed(t *testing.T) {
	s := newServer(t, nil)
	gzip := func(r *http.Request) { as("signe")(r); r.Header.Set("Accept-Encoding", "gzip") }
	answer := ask(t, s, http.MethodGet, "/api/long", "", gzip)
	if answer.Header().Get("Content-Encoding") != "gzip" || answer.Body.Len() > 1000 || !strings.Contains(answer.Header().Get("Vary"), "Accept-Encoding") {
		t.Errorf("%d bytes, %v", answer.Body.Len(), answer.Header())
	}
	if answer := ask(t, s, http.MethodGet, "/api/word", "", gzip); answer.Header().Get("Content-Encoding") != "" {
		t.Error("a short answer was compressed")
	}
	for _, refusal := range []string{"", "identity", "br", "gzip;q=0", "br, GZIP ; Q=0.000", "identity;q=1, gzip;q=0.0"} {
		answer := ask(t, s, http.MethodGet, "/api/long", "", func(r *http.Request) { gzip(r); r.Header.Set("Accept-Encoding", refusal) })
		if got := answer.Header().Get("Content-Encoding"); got != "" || !strings.Contains(answer.Header().Get("Vary"), "Accept-Encoding") {
			t.Errorf("%q was answered as %q, %v", refusal, got, answer.Header())
		}
	}
	for _, wish := range []string{"gzip;q=0.5", "br;q=0, Gzip", "deflate, gzip;q=1.0, *;q=0.5"} {
		answer := ask(t, s, http.MethodGet, "/api/long", "", func(r *http.Request) { gzip(r); r.Header.Set("Accept-Encoding", wish) })
		if got := answer.Header().Get("Content-Encoding"); got != "gzip" {
			t.Errorf("%q was answered as %q", wish, got)
		}
	}
}
