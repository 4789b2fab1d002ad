package app_test

import (
	"net/http"
	"testing"

	"sluse/internal/app/apptest"
)

func TestNamedPeopleAreThere(t *testing.T) {
	a := apptest.New(t)
	a.Run(t,
		apptest.Scenario{Method: http.MethodGet, Path: "/api/me", Status: 401},
		apptest.Scenario{Method: http.MethodGet, Path: "/api/me", As: "Signe", Status: 200, Want: []string{`"role":"reference"`, "Signe"}},
		apptest.Scenario{Method: http.MethodGet, Path: "/api/me", As: "Jonas", Status: 200, Want: []string{`"role":"coordinator"`}},
		apptest.Scenario{Method: http.MethodGet, Path: "/api/me", As: "Anne", Status: 200, Want: []string{`"administrator":true`, `"memberships":[]`}},
		apptest.Scenario{Method: http.MethodGet, Path: "/api/threads/{thread}", As: "Signe", Status: 200},
		apptest.Scenario{Method: http.MethodGet, Path: "/api/threads/{thread}", As: "Anne", Status: 404},
		apptest.Scenario{Method: http.MethodGet, Path: "/api/threads/{thread}", As: "Outsider", Status: 404},
		apptest.Scenario{Method: http.MethodGet, Path: "/api/threads/{partnersThread}", As: "Signe", Status: 404, Unwanted: []string{"Kun for"}},
		apptest.Scenario{Method: http.MethodGet, Path: "/api/threads/{partnersThread}", As: "Mette", Status: 200},
		apptest.Scenario{Method: http.MethodGet, Path: "/api/overview", As: "Jonas", Status: 200, Want: []string{"Hvordan følger I op?"}},
		apptest.Scenario{Method: http.MethodGet, Path: "/api/demo/mails", As: "Anne", Status: 404},
		apptest.Scenario{Method: http.MethodGet, Path: "/demo/mail", As: "Anne", Status: 404},
	)
}
