package app_test

import (
	"net/http"
	"testing"

	"sluse/internal/app/apptest"
)

func TestWhatAnybodyMayKnow(t *testing.T) {
	a := apptest.Empty(t)
	a.Run(t,
		apptest.Scenario{Method: http.MethodGet, Path: "/api/installation", Status: 200, Want: []string{`"demo":false`, `"version":"test"`}, Verbs: []string{}},
		apptest.Scenario{Method: http.MethodGet, Path: "/healthz", Status: 200},
		apptest.Scenario{Method: http.MethodGet, Path: "/readyz", Status: 200},
		apptest.Scenario{Method: http.MethodGet, Path: "/metrics", Status: 404},
		apptest.Scenario{Method: http.MethodGet, Path: "/api/nope", Status: 404, Want: []string{"request.path_unknown"}},
		apptest.Scenario{Method: http.MethodGet, Path: "/api/live", Status: 401},
		apptest.Scenario{
			Name: "another site may not act", Method: http.MethodPost, Path: "/api/installation", Body: "{}",
			Headers: map[string]string{"Origin": "https://evil.example"}, Status: 403, Want: []string{"request.cross_origin"},
		},
	)
}

func TestStopsInOrder(t *testing.T) {
	a := apptest.Empty(t)
	if answer := a.As(t, "").Get("/readyz"); answer.Status != http.StatusOK {
		t.Fatalf("ready: %d", answer.Status)
	}
	if err := a.Stop(); err != nil {
		t.Errorf("the end: %v", err)
	}
	if _, err := http.Get(a.URL + "/healthz"); err == nil {
		t.Error("it still answers")
	}
}
