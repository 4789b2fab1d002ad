package account_test

import (
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humaecho"
	"github.com/labstack/echo/v4"

	"sluse/internal/kernel/actor"
)

// serve mounts the feature's routes and returns how to ask one of them.
func (w *world) serve() func(ctx context.Context, method, path, body string) *httptest.ResponseRecorder {
	server := echo.New()
	w.Register(humaecho.New(server, huma.DefaultConfig("test", "1")))
	return func(ctx context.Context, method, path, body string) *httptest.ResponseRecorder {
		request := httptest.NewRequestWithContext(ctx, method, path, strings.NewReader(body))
		request.Header.Set("Content-Type", "application/json")
		request.Header.Set("User-Agent", "Firefox Windows")
		answer := httptest.NewRecorder()
		server.ServeHTTP(answer, request)
		return answer
	}
}

func keys(t *testing.T, answer *httptest.ResponseRecorder) []string {
	t.Helper()
	var body map[string]any
	must(t, json.Unmarshal(answer.Body.Bytes(), &body))
	return slices.Sorted(maps.Keys(body))
}

func TestAnswersAreTheSameWhetherOrNotTheAddressIsKnown(t *testing.T) {
	w := newWorld(t)
	w.person(t, "signe@thisted.example")
	ask := w.serve()
	known := ask(t.Context(), http.MethodPost, "/api/sign-in-requests", `{"email":"signe@thisted.example"}`)
	unknown := ask(t.Context(), http.MethodPost, "/api/sign-in-requests", `{"email":"nobody@thisted.example"}`)
	if known.Code != http.StatusAccepted || unknown.Code != known.Code || !slices.Equal(keys(t, known), keys(t, unknown)) ||
		known.Body.Len() != unknown.Body.Len() {
		t.Errorf("known %d %s, unknown %d %s", known.Code, known.Body, unknown.Code, unknown.Body)
	}
	if len(w.mails) != 0 {
		t.Error("the mail was made within the request")
	}
}

func TestCookieOfASession(t *testing.T) {
	w := newWorld(t)
	w.person(t, "signe@thisted.example")
	ask := w.serve()
	_, _, token := w.request(t, "signe@thisted.example")
	answer := ask(t.Context(), http.MethodPost, "/api/sign-ins", `{"token":"`+token+`"}`)
	cookies := answer.Result().Cookies()
	if answer.Code != http.StatusOK || len(cookies) != 1 {
		t.Fatalf("%d %s, cookies %v", answer.Code, answer.Body, cookies)
	}
	c := cookies[0]
	if c.Name != "sluse_session" || !c.HttpOnly || !c.Secure || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" || c.MaxAge != 90*24*3600 {
		t.Errorf("cookie %+v", c)
	}
	for _, part := range []string{`"email":"signe@thisted.example"`, `"next":"/overview"`, `"memberships":[]`, `"mailWishes":{"answers":true,"mentions":false}`, `"demo":true`} {
		if !strings.Contains(answer.Body.String(), part) {
			t.Errorf("lacks %s: %s", part, answer.Body)
		}
	}
	if strings.Contains(answer.Body.String(), c.Value) {
		t.Error("the token stands in the body, where scripts can read it")
	}
	who, err := w.Authenticate(t.Context(), c.Value)
	must(t, err)
	me := actor.With(t.Context(), who)
	sessions := ask(me, http.MethodGet, "/api/sessions", "")
	if !strings.Contains(sessions.Body.String(), `"current":true`) || !strings.Contains(sessions.Body.String(), `"device":"Windows","browser":"Firefox"`) {
		t.Errorf("sessions %s", sessions.Body)
	}
	changed := ask(me, http.MethodPatch, "/api/me", `{"title":"Leder","locale":"en"}`)
	if changed.Code != http.StatusOK || !strings.Contains(changed.Body.String(), `"title":"Leder","locale":"en"`) {
		t.Errorf("%d %s", changed.Code, changed.Body)
	}
	out := ask(me, http.MethodDelete, "/api/session", "")
	if gone := out.Result().Cookies(); out.Code != http.StatusNoContent || len(gone) != 1 || gone[0].MaxAge >= 0 || gone[0].Value != "" {
		t.Errorf("%d, cookies %v", out.Code, gone)
	}
}

func TestPersonasOverHTTP(t *testing.T) {
	w := newWorld(t)
	ask := w.serve()
	if answer := ask(t.Context(), http.MethodGet, "/api/demo/personas", ""); answer.Code != http.StatusOK || !strings.Contains(answer.Body.String(), `"items":[]`) {
		t.Errorf("%d %s", answer.Code, answer.Body)
	}
	for _, body := range []string{`{"email":`, `[]`, `{"email":5}`, `{"email":"` + strings.Repeat("x", 400) + `"}`, ``} {
		if answer := ask(t.Context(), http.MethodPost, "/api/sign-in-requests", body); answer.Code < 400 || answer.Code >= 500 {
			t.Errorf("%.40s: %d", body, answer.Code)
		}
	}
}
