package metrics_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"

	"sluse/internal/platform/metrics"
)

func TestRequestsAreCountedByRouteOnly(t *testing.T) {
	m := metrics.New()
	m.Gauge("live_connections", "Open websockets.", func() float64 { return 3 })
	e := echo.New()
	e.Use(m.Requests())
	e.GET("/api/threads/:id", func(c echo.Context) error { return c.NoContent(http.StatusOK) })
	for _, request := range []struct{ method, path, host string }{
		{http.MethodGet, "/api/threads/1", "a.example"},
		{http.MethodGet, "/api/threads/2", "made-up.example"},
		{"MADEUP", "/made/up", "made-up.example"},
	} {
		r := httptest.NewRequest(request.method, request.path, http.NoBody)
		r.Host = request.host
		e.ServeHTTP(httptest.NewRecorder(), r)
	}
	answer := httptest.NewRecorder()
	m.Handler().ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "/metrics", http.NoBody))
	text := answer.Body.String()
	if strings.Contains(strings.ToLower(text), "made") {
		t.Error("a label holds what a client made up")
	}
	for _, line := range []string{
		`sluse_http_requests_total{code="200",host="",method="GET",url="/api/threads/:id"} 2`,
		"sluse_live_connections 3", "go_goroutines",
	} {
		if !strings.Contains(text, line) {
			t.Errorf("lacks %s", line)
		}
	}
	other := httptest.NewRecorder()
	m.Handler().ServeHTTP(other, httptest.NewRequest(http.MethodGet, "/", http.NoBody))
	if other.Code != http.StatusNotFound {
		t.Errorf("another address: %d", other.Code)
	}
}
