package app_test

import (
	"encoding/json"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"

	"sluse/internal/app"
	"sluse/internal/app/apptest"
	"sluse/internal/domain/discussion"
	"sluse/internal/kernel/id"
	"sluse/internal/platform/web"
)

// hostileSeed chooses who sends what where not everybody sends everything.
const hostileSeed = 787

// Everybody who asks. The first is in the programme and may do most; the last three
// may know nothing of it.
var (
	insiders  = []string{"Jonas", "Anne", "Signe", "Karim", "Mette", "Bo"}
	outsiders = []string{"Ulla", "Outsider", ""}
)

// secrets are what only the programme's own may read.
var secrets = []string{
	"Hvordan følger I op?", "Fortæl kort.", "Hver fjortende dag.", "Kun for partnere", "Fortroligt.",
	"signe@kommune.example", "karim@kommune.example", "Signe Prøve", "Karim Prøve", "foerst@kommune.example",
}

// maxRefusal is how much a refusal may say: it never sends back what was sent.
const maxRefusal = 8_000

// attack is a run of everything hostile against every operation that is described.
type attack struct {
	*bodies
	taken, asked int
	// codes are those of every refusal that was met.
	codes map[string]bool
}

// TestHostileRequests sends every operation of the API's description what nobody
// sends who means well. A new operation is tried without a word here.
func TestHostileRequests(t *testing.T) {
	a := apptest.New(t, func(o *app.Options) { o.Rates = &web.Rate{PerSecond: 1_000_000, Burst: 1_000_000} })
	fillInvitations(t, a)
	fillAdministration(t, a)
	thread, err := a.Discussion().Open(a.Context(t, "Ulla"), apptest.Elsewhere, discussion.NewThread{
		ClientID: id.New(), Title: "Et andet sted", Audience: discussion.ForMembers, Text: "Hej.",
	})
	if err != nil {
		t.Fatal(err)
	}
	a.Fill["elsewhereThread"], a.Fill["organisation"], a.Fill["quote"] = thread.ID, a.Fill["agency"], a.Fill["post"]
	a.Fill["person"], a.Fill["seat"] = a.Fill["stranger"], a.Fill["endedSeat"]
	t.Logf("seed %d", hostileSeed)
	chance := rand.New(rand.NewPCG(hostileSeed, hostileSeed))
	h := &attack{bodies: &bodies{app: a, chance: chance, rev: map[string]int64{}}, codes: map[string]bool{}}
	for _, operation := range inOrder(a.Operations()) {
		t.Run(operation.OperationID, func(t *testing.T) {
			h.strangers(t, operation)
			h.addresses(t, operation)
			h.queries(t, operation)
			h.content(t, operation)
			h.headers(t, operation)
			h.stillSignedIn(t)
		})
	}
	h.files(t)
	h.words(t)
	t.Logf("%d requests, of which %d were taken", h.asked, h.taken)
}

// inOrder puts what ends things after what needs them, so that as much as possible
// is met by things that are there.
func inOrder(operations map[string]*huma.Operation) []*huma.Operation {
	rank := func(o *huma.Operation) int {
		for _, ending := range []string{"end-", "withdraw-", "erase-", "hand-over-", "revoke-", "close-", "disable-"} {
			if strings.HasPrefix(o.OperationID, ending) {
				return 4
			}
		}
		return map[string]int{http.MethodPost: 0, http.MethodPatch: 1, http.MethodPut: 2, http.MethodGet: 3, http.MethodDelete: 5}[o.Method]
	}
	return slices.SortedFunc(maps.Values(operations), func(one, other *huma.Operation) int {
		if by := rank(one) - rank(other); by != 0 {
			return by
		}
		return strings.Compare(one.OperationID, other.OperationID)
	})
}

// address is an operation's, with things of the programme, or of the other one.
func (h *attack) address(operation *huma.Operation, elsewhere bool) string {
	parts := strings.Split(operation.Path, "/")
	for i, part := range parts {
		if strings.HasPrefix(part, "{") {
			parts[i] = h.part(operation, parts[i-1], strings.Trim(part, "{}"), elsewhere)
		}
	}
	return strings.Join(parts, "/")
}

func (h *attack) part(operation *huma.Operation, before, name string, elsewhere bool) string {
	for _, parameter := range operation.Parameters {
		if parameter.In == "path" && parameter.Name == name && len(parameter.Schema.Enum) > 0 {
			return parameter.Schema.Enum[0].(string)
		}
	}
	kind := map[string]string{"people": "person", "inbox-subjects": "thread", "versions": "number"}[before]
	if kind == "" {
		kind = strings.TrimSuffix(before, "s")
	}
	switch {
	case name == "slug" && elsewhere:
		return h.app.Fill["elsewhere"]
	case kind == "thread" && elsewhere:
		return h.app.Fill["elsewhereThread"]
	case name == "slug":
		return h.app.Fill["programme"]
	case kind == "number":
		return "1"
	}
	if value, known := h.app.Fill[kind]; known {
		return value
	}
	return h.app.Fill["none"]
}

// anybody is one of those who may be asked to send something.
func (h *attack) anybody() string {
	all := slices.Concat(insiders, outsiders)
	return all[h.chance.IntN(len(all))]
}

// strangers ask for what is another programme's; and, in their own, with the ids of
// the other's things.
func (h *attack) strangers(t *testing.T, operation *huma.Operation) {
	t.Helper()
	if !strings.Contains(operation.Path, "{") {
		if operation.Method != http.MethodGet && len(operation.Security) > 0 {
			h.ask(t, request{who: "", operation: operation, path: operation.Path, refused: true})
			return
		}
	}
	schema := h.schemaOf(operation)
	for _, who := range outsiders {
		r := request{who: who, operation: operation, path: h.address(operation, false)}
		r.refused = len(operation.Security) > 0 && strings.Contains(operation.Path, "{") && !slices.Contains(anyAddress, operation.OperationID)
		if schema != nil {
			r.body = h.good(schema, r.path).String()
		}
		h.ask(t, r)
		if schema == nil || who == "" {
			continue
		}
		r.path, r.refused = h.address(operation, true), false
		for _, name := range slices.Sorted(maps.Keys(schema.Properties)) {
			thing, isID := strings.CutSuffix(name, "Id")
			if theirs := h.thing(thing); isID && theirs != h.app.Fill["none"] && theirs != h.app.Fill["agency"] {
				r.body, r.refused = h.good(schema, r.path).with(name, quoted(theirs)).String(), true
				h.ask(t, r)
			}
		}
	}
}

// addresses asks for what cannot be there.
func (h *attack) addresses(t *testing.T, operation *huma.Operation) {
	t.Helper()
	parts, good := strings.Split(operation.Path, "/"), strings.Split(h.address(operation, false), "/")
	for i, part := range parts {
		if !strings.HasPrefix(part, "{") || slices.Contains(anyAddress, operation.OperationID) {
			continue
		}
		for _, odd := range append(hostileParts, h.app.Fill["none"], h.app.Fill["agency"]) {
			if odd == h.app.Fill["agency"] && operation.OperationID == "list-organisation-programmes" {
				continue // where it takes part is public
			}
			changed := slices.Clone(good)
			changed[i] = odd
			r := request{operation: operation, path: strings.Join(changed, "/"), refused: true}
			if schema := h.schemaOf(operation); schema != nil {
				r.body = h.good(schema, "").String()
			}
			for _, who := range []string{"Jonas", h.anybody()} {
				r.who = who
				h.ask(t, r)
			}
		}
	}
}

// queries gives each parameter each value, twice too.
func (h *attack) queries(t *testing.T, operation *huma.Operation) {
	t.Helper()
	path := h.address(operation, false)
	names := []string{}
	for _, parameter := range operation.Parameters {
		if parameter.In == "query" {
			names = append(names, parameter.Name)
		}
	}
	if operation.Method == http.MethodGet {
		h.ask(t, request{who: h.reaching(operation), operation: operation, path: path + "?nothing-of-ours=1&%zz=%00&;=&&="})
	}
	for _, name := range names {
		for _, odd := range hostileQueries {
			who := h.reaching(operation)
			h.ask(t, request{who: who, operation: operation, path: path + "?" + name + "=" + odd})
			h.ask(t, request{who: h.anybody(), operation: operation, path: path + "?" + name + "=1&" + name + "=" + odd + "&" + name + "[]=" + odd})
		}
	}
}

// reaching is somebody who gets far with an operation.
func (h *attack) reaching(operation *huma.Operation) string {
	switch {
	case len(operation.Security) == 0:
		return ""
	case strings.Contains(operation.Path, "{slug}") || h.chance.IntN(3) > 0:
		return "Jonas"
	}
	return insiders[h.chance.IntN(len(insiders))]
}

// content sends every bad body.
func (h *attack) content(t *testing.T, operation *huma.Operation) {
	t.Helper()
	schema := h.schemaOf(operation)
	if schema == nil {
		return
	}
	path := h.address(operation, false)
	who := h.bestOf(t, operation, schema, path)
	for name, body := range h.bad(schema, path) {
		r := request{who: who, operation: operation, path: path, name: name, body: body.text, refused: body.refused}
		h.kept(t, r, body, h.ask(t, r))
		if h.chance.IntN(6) == 0 {
			r.who = h.anybody()
			h.ask(t, r)
		}
	}
}

// headers sends a good request with headers that are not.
func (h *attack) headers(t *testing.T, operation *huma.Operation) {
	t.Helper()
	schema := h.schemaOf(operation)
	if schema == nil && operation.Method != http.MethodGet {
		return
	}
	path := h.address(operation, false)
	for _, headers := range hostileHeaders {
		r := request{who: h.reaching(operation), operation: operation, path: path, headers: headers}
		if schema != nil {
			r.body = h.good(schema, path).String()
		}
		h.ask(t, r)
	}
}

// bestOf is the first who is taken with a good body, or gets furthest.
func (h *attack) bestOf(t *testing.T, operation *huma.Operation, schema *huma.Schema, path string) string {
	t.Helper()
	if len(operation.Security) == 0 {
		return ""
	}
	for _, who := range insiders {
		status := h.ask(t, request{who: who, operation: operation, path: path, body: h.good(schema, path).String()}).Status
		if status != http.StatusForbidden && status != http.StatusNotFound {
			return who
		}
	}
	return "Jonas"
}

// stillSignedIn keeps the attack honest: nothing hostile ends somebody's session.
func (h *attack) stillSignedIn(t *testing.T) {
	t.Helper()
	for _, who := range slices.Concat(insiders, outsiders) {
		if who != "" && h.app.As(t, who).Get("/api/me").Status != http.StatusOK {
			t.Errorf("%s is not signed in any more", who)
		}
	}
}

// request is one that is sent.
type request struct {
	operation       *huma.Operation
	who, path, name string
	body            string
	headers         map[string]string
	// refused demands an answer from 400 to 499.
	refused bool
}

func (h *attack) ask(t *testing.T, r request) apptest.Answer {
	t.Helper()
	h.asked++
	headers := map[string]string{"Accept-Language": []string{"da", "en", "da-DK,da;q=0.9,en;q=0.1"}[h.asked%3]}
	maps.Copy(headers, r.headers)
	var body any
	if r.operation.RequestBody != nil {
		body = r.body
	}
	answer := h.app.As(t, r.who).Do(r.operation.Method, parsable(r.path), body, headers)
	if answer.Status < 300 {
		h.taken++
	}
	for _, wrong := range h.wrongIn(r, answer) {
		t.Errorf("%s: %s %.200s, %s, %.200q %.100q: %d %.300s", wrong, r.operation.Method, r.path, r.who, r.name, r.headers, answer.Status, answer.Body)
	}
	h.learn(r, answer)
	return answer
}

// parsable keeps Go's own client from refusing what a browser would send.
func parsable(path string) string {
	address, query, asked := strings.Cut(path, "?")
	if _, err := url.Parse(address); err != nil {
		address = strings.ReplaceAll(address, "%", "%25")
	}
	if asked {
		return address + "?" + query
	}
	return address
}

// wrongIn is all that is wrong with an answer.
func (h *attack) wrongIn(r request, answer apptest.Answer) []string {
	var wrong []string
	text := string(answer.Body)
	say := func(is bool, what string) {
		if is {
			wrong = append(wrong, what)
		}
	}
	say(answer.Status >= 500, "it failed")
	say(r.refused && (answer.Status < 400 || answer.Status > 499), "it was not refused")
	say(answer.Header.Get("X-Content-Type-Options") != "nosniff", "a browser may guess the type")
	kind := answer.Header.Get("Content-Type")
	say(strings.HasPrefix(kind, "text/html") && strings.Contains(text, marked), "a page holds what was sent")
	if answer.Status >= 400 {
		var problem web.Problem
		if json.Unmarshal(answer.Body, &problem) == nil {
			h.codes[problem.Code] = true
			for _, field := range problem.Errors {
				h.codes[field.Code] = true
			}
		}
		say(json.Unmarshal(answer.Body, &problem) != nil || problem.Code == "" || problem.Detail == "" || problem.RequestID == "" || problem.Status != answer.Status, "the refusal does not say why")
		say(len(answer.Body) > maxRefusal, "the refusal is as long as a book")
		say(strings.Contains(text, long(200)), "the refusal sends back what was sent")
	}
	if slices.Contains(outsiders, r.who) {
		for _, secret := range secrets {
			say(strings.Contains(text, secret) && !strings.Contains(r.body, secret), "it tells a stranger "+secret)
		}
	}
	return wrong
}

// learn keeps the rev that the next change needs.
func (h *attack) learn(r request, answer apptest.Answer) {
	var thing struct {
		Rev int64 `json:"rev"`
	}
	if answer.Status < 300 && json.Unmarshal(answer.Body, &thing) == nil && thing.Rev > 0 {
		address, _, _ := strings.Cut(r.path, "?")
		h.rev[address] = thing.Rev
	}
}
