package web_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"sluse/internal/platform/web"
)

func TestRoomForWholeFiles(t *testing.T) {
	s := newServer(t, func(o *web.Options) { o.BodyLimit, o.Timeout = 1000, time.Second })
	s.GiveRoom(http.MethodPost, "/api/things/{id}/file", web.Room{Body: 5000, Time: time.Hour})
	echoed := func(c echo.Context) error {
		text, err := io.ReadAll(c.Request().Body)
		if err != nil {
			return err
		}
		deadline, _ := c.Request().Context().Deadline()
		c.Response().Header().Set("X-Left", time.Until(deadline).Round(time.Minute).String())
		return c.Blob(http.StatusOK, "text/plain", text)
	}
	s.Echo.POST("/api/things/:id/file", echoed)
	s.Echo.POST("/api/things/:id", echoed)
	server := httptest.NewServer(s)
	defer server.Close()
	send := func(path string, size int) *http.Response {
		t.Helper()
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL+path, strings.NewReader(strings.Repeat("a", size)))
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Accept-Encoding", "gzip")
		answer, err := http.DefaultTransport.RoundTrip(request)
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close()
		return answer
	}
	if answer := send("/api/things/1/file", 4000); answer.StatusCode != http.StatusOK || answer.Header.Get("X-Left") != "1h0m0s" || answer.Header.Get("Content-Encoding") != "" {
		t.Errorf("with room: %d %v", answer.StatusCode, answer.Header)
	}
	if answer := send("/api/things/1/file", 5001); answer.StatusCode != http.StatusRequestEntityTooLarge {
		t.Errorf("more than the room: %d", answer.StatusCode)
	}
	if answer := send("/api/things/1", 4000); answer.StatusCode != http.StatusRequestEntityTooLarge {
		t.Errorf("without room: %d", answer.StatusCode)
	}
}
