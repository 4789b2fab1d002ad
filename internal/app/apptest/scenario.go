package apptest

import (
	"slices"
	"strings"
	"testing"
)

// Scenario is one request as data: who asks for what, and what must come of it.
type Scenario struct {
	// Name of the subtest; method, path and person where it is empty.
	Name string
	// As is the name of the person who asks, "" for nobody.
	As string
	// Method and Path of the request. {name} in the path and in a string Body is
	// filled from App.Fill.
	Method, Path string
	// Body is nil for none, a string to be sent as it is, or a value sent as JSON.
	Body any
	// Headers besides the usual ones.
	Headers map[string]string

	// Status that must come back.
	Status int
	// Want and Unwanted are parts that the answer must and must not hold.
	Want, Unwanted []string
	// Verbs are the activities that the request must record, in order. nil does not
	// look, except that a refused request must never record anything.
	Verbs []string
}

// Run plays scenarios in order, each as a subtest, on the same app.
func (a *App) Run(t *testing.T, scenarios ...Scenario) {
	t.Helper()
	for _, s := range scenarios {
		name := s.Name
		if name == "" {
			name = strings.TrimSpace(s.Method + " " + s.Path + " " + s.As)
		}
		t.Run(name, func(t *testing.T) { a.play(t, s) })
	}
}

func (a *App) play(t *testing.T, s Scenario) {
	t.Helper()
	before := a.verbs(t)
	body := s.Body
	if text, ok := body.(string); ok {
		body = a.Filled(t, text)
	}
	answer := a.As(t, s.As).Do(s.Method, a.Filled(t, s.Path), body, s.Headers)
	if answer.Status != s.Status {
		t.Fatalf("status %d, want %d: %.500s", answer.Status, s.Status, answer.Body)
	}
	text := string(answer.Body)
	for _, part := range s.Want {
		if !strings.Contains(text, a.Filled(t, part)) {
			t.Errorf("the answer lacks %q: %.800s", part, text)
		}
	}
	for _, part := range s.Unwanted {
		if strings.Contains(text, a.Filled(t, part)) {
			t.Errorf("the answer holds %q: %.800s", part, text)
		}
	}
	recorded := a.verbs(t)[len(before):]
	if s.Status >= 400 && len(recorded) > 0 {
		t.Errorf("a refused request recorded %v", recorded)
	}
	if s.Verbs != nil && !slices.Equal(recorded, s.Verbs) {
		t.Errorf("recorded %v, want %v", recorded, s.Verbs)
	}
}

// verbs lists everything that has happened, in order.
func (a *App) verbs(t testing.TB) []string {
	t.Helper()
	verbs := []string{}
	if err := a.DB().Read(t.Context()).Raw("SELECT verb FROM activity_event ORDER BY id").Scan(&verbs).Error; err != nil {
		t.Fatal(err)
	}
	return verbs
}

// Filled puts what App.Fill knows into {places}. A place that it does not know
// is left alone where it may be JSON, and is a mistake in an address.
func (a *App) Filled(t testing.TB, text string) string {
	t.Helper()
	for name, value := range a.Fill {
		text = strings.ReplaceAll(text, "{"+name+"}", value)
	}
	if strings.HasPrefix(text, "/api/") && strings.Contains(text, "{") {
		t.Fatalf("App.Fill does not know a place in %s", text)
	}
	return text
}
