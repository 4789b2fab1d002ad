package app_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"

	"sluse/internal/app/apptest"
	"sluse/internal/kernel/id"
)

// route is what one operation of the API must do, whoever comes.
type route struct {
	operation string
	// path is the address with a query; "" is the operation's own, filled.
	path string
	// body is one that is taken; "" for none.
	body string
	// as is who may do it, and ok what they then get.
	as string
	ok int
	// inside marks what belongs to a programme: who is in another gets 404.
	inside bool
	// forbidden sees it, but may not do it: 403.
	forbidden string
	// refused are requests that must be refused with 4xx beyond those made up for
	// every route: bodies, or queries that begin with "?".
	refused []string
}

// routes lists every operation, in an order in which each succeeds. An operation
// that does not stand here fails the test.
func routes() []route {
	return slices.Concat(publicRoutes(), personRoutes(), passkeyRoutes(), programmeRoutes(), threadRoutes(), postRoutes(), documentRoutes(), administrationRoutes(), invitationRoutes(), privacyRoutes(), lastRoutes())
}

func publicRoutes() []route {
	return []route{
		{operation: "get-installation", ok: 200},
		{operation: "list-programmes", ok: 200},
		{operation: "get-programme", path: "/api/programmes/{programme}", ok: 200},
		{operation: "list-publications", ok: 200},
		{operation: "list-municipalities", ok: 200},
		{operation: "list-organisation-programmes", path: "/api/organisations/{agency}/programmes", ok: 200},
		{operation: "list-demo-personas", ok: 404},
		{operation: "list-demo-mails", ok: 404},
		{operation: "demo-sign-in", body: `{"key":"reference"}`, ok: 404},
		{operation: "request-sign-in", body: `{"email":"signe@kommune.example"}`, ok: 202, refused: []string{`{"email":""}`, `{"email":"nobody"}`}},
		{operation: "sign-in", body: `{"requestId":"{none}","code":"123456"}`, ok: 410, refused: []string{`{}`, `{"code":"12"}`, `{"token":"x"}`}},
		{operation: "get-mail-stop", path: "/api/mail-stops/nothing", ok: 404},
		{operation: "stop-mail", path: "/api/mail-stops/nothing", ok: 404},
	}
}

func personRoutes() []route {
	return []route{
		{operation: "open-live", as: "Signe", ok: 426},
		{operation: "get-me", as: "Anne", ok: 200},
		{operation: "change-me", body: `{"name":"Signe Prøve"}`, as: "Signe", ok: 200, refused: []string{`{"name":""}`, `{"locale":"sv"}`, `{"email":"x@y.example"}`}},
		{operation: "get-mail-wishes", as: "Signe", ok: 200},
		{operation: "put-mail-wishes", body: `{"answers":true,"mentions":false}`, as: "Signe", ok: 200, refused: []string{`{"answers":"yes","mentions":true}`}},
		{operation: "get-notification-choices", as: "Signe", ok: 200},
		{
			operation: "put-notification-choice", body: `{"programmeId":"{programmeId}","kind":"new","pace":"daily"}`, as: "Signe", ok: 200,
			refused: []string{`{"programmeId":"{none}","kind":"new","pace":"daily"}`, `{"programmeId":"","kind":"new","pace":"general"}`, `{"programmeId":"","kind":"old","pace":"daily"}`},
		},
		{operation: "get-overview", as: "Signe", ok: 200},
		{operation: "mark-overview-seen", as: "Signe", ok: 204},
		{operation: "list-inbox", as: "Bo", ok: 200, refused: []string{"?cursor=x", "?limit=0", "?show=some"}},
		{operation: "count-inbox", as: "Bo", ok: 200},
		{operation: "mark-inbox-read", as: "Bo", ok: 204},
		{operation: "mark-item-read", path: "/api/inbox/{none}/read", as: "Bo", ok: 404},
		{operation: "mark-subject-read", path: "/api/inbox-subjects/thread/{thread}/read", as: "Bo", ok: 204},
		{operation: "list-sessions", as: "Signe", ok: 200},
		{operation: "check-cpr", body: `{"text":"Møde kl. 12"}`, as: "Signe", ok: 200},
	}
}

func programmeRoutes() []route {
	at := func(rest string) string { return "/api/programmes/{programme}/" + rest }
	return []route{
		{operation: "list-members", path: at("people"), as: "Bo", ok: 200, inside: true},
		{operation: "list-member-organisations", path: at("organisations"), as: "Bo", ok: 200, inside: true},
		{operation: "export-network", path: at("network.csv"), as: "Bo", ok: 200, inside: true},
		{operation: "list-mentionables", path: at("mentionables?q=si"), as: "Signe", ok: 200, inside: true},
		{operation: "search-posts", path: at("search?q=fjortende"), as: "Bo", ok: 200, inside: true, refused: []string{"?q=a&cursor=x", "?q=a&limit=1000", "?q=a&limit=x"}},
		{operation: "list-threads", path: at("threads"), as: "Bo", ok: 200, inside: true, refused: []string{"?cursor=x", "?limit=0"}},
		{
			operation: "open-thread", path: at("threads"), body: `{"clientId":"{client}","title":"Nyt","text":"Hej"}`, as: "Signe", ok: 201, inside: true, forbidden: "Bo",
			refused: []string{`{"clientId":"x","title":"Nyt"}`, `{"clientId":"{client}","title":" "}`, `{"clientId":"{client}","title":"Nyt","audience":"all"}`},
		},
	}
}

func threadRoutes() []route {
	at := func(rest string) string { return "/api/threads/{thread}" + rest }
	return []route{
		{operation: "get-thread", path: at(""), as: "Bo", ok: 200, inside: true},
		{
			operation: "change-thread", path: at(""), body: `{"title":"Nyt navn","audience":"members","rev":1}`, as: "Jonas", ok: 200, inside: true, forbidden: "Signe",
			refused: []string{`{"title":"Nyt navn","audience":"members","rev":99}`, `{"title":"","audience":"members","rev":1}`},
		},
		{operation: "follow-thread", path: at("/follow"), body: `{"state":"muted"}`, as: "Bo", ok: 204, inside: true, refused: []string{`{"state":"loud"}`}},
		{operation: "mark-read", path: at("/read"), body: `{"postId":"{post}"}`, as: "Bo", ok: 204, inside: true, refused: []string{`{"postId":"x"}`, `{"postId":"{none}"}`}},
		{operation: "list-readers", path: at("/readers"), as: "Bo", ok: 200, inside: true},
		{operation: "list-posts", path: at("/posts"), as: "Bo", ok: 200, inside: true, refused: []string{"?before=x", "?limit=101", "?around={none}"}},
		{
			operation: "add-post", path: at("/posts"), body: `{"clientId":"{client}","text":"Hos os hver uge.","quoteId":"{post}"}`, as: "Karim", ok: 201, inside: true, forbidden: "Bo",
			refused: []string{`{"clientId":"{client}","text":" "}`, `{"clientId":"x","text":"a"}`, `{"clientId":"{client}","text":"a","quoteId":"{none}"}`},
		},
	}
}

func postRoutes() []route {
	at := func(rest string) string { return "/api/posts/{post}" + rest }
	return []route{
		{operation: "edit-post", path: at(""), body: `{"text":"Hver uge.","rev":1}`, as: "Signe", ok: 200, inside: true, forbidden: "Karim", refused: []string{`{"text":"x","rev":99}`, `{"text":"","rev":2}`}},
		{operation: "list-post-history", path: at("/history"), as: "Bo", ok: 200, inside: true},
		{operation: "react", path: at("/reactions/thanks"), as: "Karim", ok: 200, inside: true, forbidden: "Bo"},
		{operation: "take-reaction-back", path: at("/reactions/thanks"), as: "Karim", ok: 200, inside: true, forbidden: "Bo"},
		{operation: "pin-post", path: at("/pin"), as: "Jonas", ok: 200, inside: true, forbidden: "Signe"},
		{operation: "unpin-post", path: at("/pin"), as: "Jonas", ok: 200, inside: true, forbidden: "Signe"},
		{operation: "delete-post", path: at("?reason=Forkert+tr%C3%A5d"), as: "Jonas", ok: 200, inside: true, forbidden: "Karim"},
	}
}

// lastRoutes end what the others need.
func lastRoutes() []route {
	return []route{
		{operation: "close-thread", path: "/api/threads/{thread}/closure", as: "Jonas", ok: 200, inside: true, forbidden: "Signe"},
		{operation: "reopen-thread", path: "/api/threads/{thread}/closure", as: "Jonas", ok: 200, inside: true, forbidden: "Signe"},
		{operation: "end-session", path: "/api/sessions/{none}", as: "Karim", ok: 404},
		{operation: "sign-out", as: "Mette", ok: 204},
		{operation: "end-sessions", as: "Karim", ok: 204},
	}
}

func TestEveryRouteStandsInTheTable(t *testing.T) {
	a := apptest.New(t)
	described := a.Operations()
	for _, r := range routes() {
		if described[r.operation] == nil {
			t.Errorf("the API has no operation %s", r.operation)
		}
		delete(described, r.operation)
	}
	for missing := range maps.Keys(described) {
		t.Errorf("operation %s is not in the table: say who may do it, and who may not", missing)
	}
}

func TestRoutesBesideTheDescriptionAreShutToo(t *testing.T) {
	a := apptest.New(t)
	public := map[string]bool{"GET /api/openapi.json": true}
	for _, operation := range a.Operations() {
		if len(operation.Security) == 0 {
			public[operation.Method+" "+strings.NewReplacer("{", ":", "}", "").Replace(operation.Path)] = true
		}
	}
	for _, route := range a.Server().Echo.Routes() {
		if !strings.HasPrefix(route.Path, "/api/") || strings.HasPrefix(route.Method, "echo_") || public[route.Method+" "+route.Path] {
			continue
		}
		a.Run(t, apptest.Scenario{Name: "signed out", Method: route.Method, Path: route.Path, Status: http.StatusUnauthorized})
	}
}

func TestRoutes(t *testing.T) {
	a := apptest.New(t)
	fillInvitations(t, a)
	fillAdministration(t, a)
	operations := a.Operations()
	for _, r := range routes() {
		operation := operations[r.operation]
		if operation == nil {
			continue // TestEveryRouteStandsInTheTable says so
		}
		t.Run(r.operation, func(t *testing.T) {
			a.Fill["client"] = id.New()
			if r.path == "" {
				r.path = operation.Path
			}
			checkStrangers(t, a, r, operation)
			a.Run(t, apptest.Scenario{Name: "allowed", As: r.as, Method: operation.Method, Path: r.path, Body: given(r.body), Status: r.ok})
			a.Fill["client"] = id.New()
			checkRefusals(t, a, r, operation)
		})
	}
}

func given(body string) any {
	if body == "" {
		return nil
	}
	return body
}

// checkStrangers asks as those who may not.
func checkStrangers(t *testing.T, a *apptest.App, r route, operation *huma.Operation) {
	t.Helper()
	s := apptest.Scenario{Method: operation.Method, Path: r.path, Body: given(r.body)}
	if len(operation.Security) > 0 {
		s.Name, s.As, s.Status, s.Want = "signed out", "", http.StatusUnauthorized, []string{"session.required"}
		a.Run(t, s)
	}
	if r.inside {
		for _, stranger := range []string{"Outsider", "Ulla", "Anne"} {
			s.Name, s.As, s.Status, s.Want = stranger+" is in no such programme", stranger, http.StatusNotFound, []string{"unknown"}
			a.Run(t, s)
		}
	}
	if r.forbidden != "" {
		s.Name, s.As, s.Status, s.Want = r.forbidden+" may not", r.forbidden, http.StatusForbidden, nil
		a.Run(t, s)
	}
}

// checkRefusals sends what nobody should: it must be refused, and never fail.
func checkRefusals(t *testing.T, a *apptest.App, r route, operation *huma.Operation) {
	t.Helper()
	path, _, _ := strings.Cut(r.path, "?")
	for _, bad := range r.refused {
		s := apptest.Scenario{As: r.as, Method: operation.Method, Path: path, Body: bad}
		if strings.HasPrefix(bad, "?") {
			s.Path, s.Body = path+bad, given(r.body)
		}
		refused(t, a, s)
	}
	if operation.RequestBody != nil {
		for _, bad := range []string{"", "{", "[]", `"text"`, "null", `{"nothing":1}`, `{"a":` + strings.Repeat("[", 5000)} {
			if bad == "" && !operation.RequestBody.Required {
				continue
			}
			refused(t, a, apptest.Scenario{As: r.as, Method: operation.Method, Path: path, Body: bad})
		}
		for _, odd := range oddBodies(t, r.body) {
			unfailing(t, a, apptest.Scenario{As: r.as, Method: operation.Method, Path: path, Body: odd})
		}
	}
	for _, odd := range []string{"x", "%00", "%ff", "%2e%2e%2f", "'%20OR%201=1--", strings.Repeat("a", 300), "%F0%9F%A6%84"} {
		for _, address := range oddPaths(operation, odd) {
			refused(t, a, apptest.Scenario{As: r.as, Method: operation.Method, Path: address, Body: given(r.body)})
		}
		for _, parameter := range operation.Parameters {
			if parameter.In == "query" && operation.Method == http.MethodGet {
				unfailing(t, a, apptest.Scenario{As: r.as, Method: operation.Method, Path: path + "?" + parameter.Name + "=" + odd})
			}
		}
	}
}

// anyAddress are operations that take any id and say nothing of whether it is one.
var anyAddress = []string{"mark-subject-read"}

// oddPaths puts odd in the place of each id in the address. What is no id of ours
// but freely chosen, the token of a mail, is found nowhere either.
func oddPaths(operation *huma.Operation, odd string) []string {
	parts := strings.Split(operation.Path, "/")
	var addresses []string
	for i, part := range parts {
		if !strings.HasPrefix(part, "{") || slices.Contains(anyAddress, operation.OperationID) {
			continue
		}
		changed := slices.Clone(parts)
		changed[i] = odd
		for j := range changed {
			changed[j] = strings.NewReplacer("{id}", "{none}", "{slug}", "{programme}", "{token}", "nothing", "{kind}", "thanks").Replace(changed[j])
		}
		addresses = append(addresses, strings.Join(changed, "/"))
	}
	return addresses
}

// oddBodies puts odd values into each member of a body that is taken.
func oddBodies(t *testing.T, body string) []string {
	t.Helper()
	var members map[string]any
	if err := json.Unmarshal([]byte(body), &members); err != nil {
		t.Fatalf("the table's body %q: %v", body, err)
	}
	var bodies []string
	for name := range members {
		for _, odd := range []string{`"\u0000"`, `"\ud800"`, `"\u202e"`, `-1`, `1e400`, `null`, `[]`, `{}`, `"` + strings.Repeat("a", 100_000) + `"`} {
			rest := maps.Clone(members)
			delete(rest, name)
			text, err := json.Marshal(rest)
			if err != nil {
				t.Fatal(err)
			}
			bodies = append(bodies, strings.Replace(string(text), "{", fmt.Sprintf("{%q:%s%s", name, odd, comma(rest)), 1))
		}
	}
	return bodies
}

func comma(rest map[string]any) string {
	if len(rest) > 0 {
		return ","
	}
	return ""
}

// refused demands an answer from 400 to 499.
func refused(t *testing.T, a *apptest.App, s apptest.Scenario) {
	t.Helper()
	if status := status(t, a, s); status < 400 || status > 499 {
		t.Errorf("%s %.120s with %.120q: %d, want a refusal", s.Method, s.Path, s.Body, status)
	}
}

// unfailing demands any answer below 500.
func unfailing(t *testing.T, a *apptest.App, s apptest.Scenario) {
	t.Helper()
	if status := status(t, a, s); status >= 500 {
		t.Errorf("%s %.120s with %.120q: %d", s.Method, s.Path, s.Body, status)
	}
}

func status(t *testing.T, a *apptest.App, s apptest.Scenario) int {
	t.Helper()
	if text, ok := s.Body.(string); ok {
		s.Body = a.Filled(t, text)
	}
	return a.As(t, s.As).Do(s.Method, a.Filled(t, s.Path), s.Body, nil).Status
}
