package apptest

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"sluse/internal/platform/live"
	"sluse/internal/platform/web"
)

// frameTimeout is how long a frame may take on a machine that is busy with tests.
const frameTimeout = 20 * time.Second

// Socket is a browser tab's websocket.
type Socket struct {
	t    testing.TB
	conn *websocket.Conn
}

// Socket opens the live websocket and waits for its greeting.
func (c *Client) Socket() *Socket {
	c.t.Helper()
	header := http.Header{"Origin": {c.app.URL}}
	if c.Token != "" {
		header.Set("Cookie", web.SessionCookie+"="+c.Token)
	}
	conn, response, err := websocket.DefaultDialer.DialContext(c.t.Context(), strings.Replace(c.app.URL, "http", "ws", 1)+"/api/live", header)
	if response != nil {
		_ = response.Body.Close()
	}
	if err != nil {
		c.t.Fatalf("%s opens the websocket: %v", c.Name, err)
	}
	s := &Socket{t: c.t, conn: conn}
	c.t.Cleanup(func() { _ = conn.Close() })
	s.Want("hello")
	return s
}

// Send sends a frame.
func (s *Socket) Send(frame live.ClientFrame) {
	s.t.Helper()
	if err := s.conn.WriteJSON(frame); err != nil {
		s.t.Fatalf("send %s: %v", frame.Type, err)
	}
}

// Ask asks for a topic from now on.
func (s *Socket) Ask(topic string) {
	s.t.Helper()
	s.Send(live.ClientFrame{Type: "subscribe", Topic: topic, After: -1})
}

// Subscribe asks for a topic from now on and waits until it is granted.
func (s *Socket) Subscribe(topic string) live.ServerFrame {
	s.t.Helper()
	s.Ask(topic)
	return s.Want("subscribed")
}

// Want reads on until a frame of a type comes.
func (s *Socket) Want(kind string) live.ServerFrame {
	s.t.Helper()
	for {
		frame, err := s.Next()
		if err != nil {
			s.t.Fatalf("waiting for %s: %v", kind, err)
		}
		if frame.Type == kind {
			return frame
		}
	}
}

// Next reads one frame. The error of a closed socket is a *websocket.CloseError.
func (s *Socket) Next() (live.ServerFrame, error) {
	if err := s.conn.SetReadDeadline(time.Now().Add(frameTimeout)); err != nil {
		return live.ServerFrame{}, err
	}
	_, text, err := s.conn.ReadMessage()
	if err != nil {
		return live.ServerFrame{}, err
	}
	var frame live.ServerFrame
	err = json.Unmarshal(text, &frame)
	return frame, err
}
