package web_test

import (
	"bufio"
	"bytes"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"sluse/internal/platform/web"
)

// Who loses the connection while sending is no failure of ours: the log has the
// request, and no error that somebody would look into.
func TestClientThatGoesWhileItSends(t *testing.T) {
	var log bytes.Buffer
	s := newServer(t, func(o *web.Options) { o.Log = slog.New(slog.NewTextHandler(&log, nil)) })
	server := httptest.NewServer(s)
	conn, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(conn, "POST /api/notes HTTP/1.1\r\nHost: sluse.example\r\nOrigin: https://sluse.example\r\n"+
		"Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"title\":"); err != nil {
		t.Fatal(err)
	}
	if err := conn.(*net.TCPConn).CloseWrite(); err != nil { // all that it will ever send
		t.Fatal(err)
	}
	answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, answer.Body)
	_ = answer.Body.Close()
	_ = conn.Close()
	server.Close() // waits for the log's line
	if answer.StatusCode != 499 || !strings.Contains(log.String(), "status=499") || strings.Contains(log.String(), "level=ERROR") {
		t.Errorf("status %d, log %s", answer.StatusCode, log.String())
	}
}
