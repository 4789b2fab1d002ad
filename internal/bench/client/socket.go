package client

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/gorilla/websocket"

	"sluse/internal/platform/live"
	"sluse/internal/platform/web"
)

// Socket is a browser tab's websocket.
type Socket struct {
	conn   *websocket.Conn
	buffer []byte
}

// silence is how long a socket may say nothing, the server's pings included.
const silence = 90 * time.Second

// Open opens the live websocket.
func (c *Client) Open(ctx context.Context) (*Socket, error) {
	header := http.Header{"Origin": {c.URL}}
	if c.Token != "" {
		header.Set("Cookie", web.SessionCookie+"="+c.Token)
	}
	return OpenAt(ctx, strings.Replace(c.URL, "http", "ws", 1)+"/api/live", header)
}

// OpenAt opens any websocket.
func OpenAt(ctx context.Context, address string, header http.Header) (*Socket, error) {
	dialer := websocket.Dialer{HandshakeTimeout: 30 * time.Second, ReadBufferSize: 2048, WriteBufferSize: 512}
	conn, answer, err := dialer.DialContext(ctx, address, header)
	if errors.Is(err, websocket.ErrBadHandshake) {
		return nil, refusal(answer)
	}
	if err != nil {
		return nil, fmt.Errorf("open a websocket: %w", err)
	}
	s := &Socket{conn: conn, buffer: make([]byte, 0, 2048)}
	ping := conn.PingHandler()
	conn.SetPingHandler(func(text string) error { s.expect(); return ping(text) })
	s.expect()
	return s, nil
}

func (s *Socket) expect() { _ = s.conn.SetReadDeadline(time.Now().Add(silence)) }

// Close closes the socket without a farewell.
func (s *Socket) Close() { _ = s.conn.Close() }

// Send sends a frame. One goroutine may send while another reads.
func (s *Socket) Send(frame live.ClientFrame) error { return s.conn.WriteJSON(frame) }

// Read returns the next message. It is valid until the next call.
func (s *Socket) Read() ([]byte, error) {
	_, message, err := s.conn.NextReader()
	if err != nil {
		return nil, err
	}
	s.buffer = s.buffer[:0]
	for {
		if len(s.buffer) == cap(s.buffer) {
			s.buffer = append(s.buffer, 0)[:len(s.buffer)]
		}
		n, err := message.Read(s.buffer[len(s.buffer):cap(s.buffer)])
		s.buffer = s.buffer[:len(s.buffer)+n]
		if errors.Is(err, io.EOF) {
			return s.buffer, nil
		}
		if err != nil {
			return nil, err
		}
	}
}

// Next returns the next frame.
func (s *Socket) Next() (live.ServerFrame, error) {
	var frame live.ServerFrame
	text, err := s.Read()
	if err == nil {
		err = json.Unmarshal(text, &frame)
	}
	return frame, err
}

// Subscribe asks for a topic after a number (-1: from now) and waits until all
// that was missed has come; it is handed to missed.
func (s *Socket) Subscribe(topic string, after int64, missed func(live.ServerFrame)) (newest int64, err error) {
	if err := s.Send(live.ClientFrame{Type: "subscribe", Topic: topic, After: after}); err != nil {
		return 0, err
	}
	for {
		frame, err := s.Next()
		if err != nil {
			return 0, err
		}
		switch {
		case frame.Topic == topic && frame.Type == "subscribed":
			return frame.Seq, nil
		case frame.Topic == topic && (frame.Type == "denied" || frame.Type == "reset"):
			return frame.Seq, fmt.Errorf("subscribe to %s: %s", topic, frame.Type)
		case frame.Type == "event" && missed != nil:
			missed(frame)
		}
	}
}
