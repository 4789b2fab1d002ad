package live_test

import (
	"testing"

	"github.com/gorilla/websocket"
)

// FuzzFrames sends a hub any text: it answers the ping that follows, or closes.
func FuzzFrames(f *testing.F) {
	for _, text := range []string{
		"", "{", "null", "[]", `{"type":"subscribe","topic":"thread:t","after":-1}`, `{"type":"subscribe","topic":"thread:t","after":9223372036854775807}`,
		`{"type":"subscribe","topic":":","after":0}`, `{"type":"unsubscribe","topic":"thread:t"}`, `{"type":"typing","topic":"thread:t"}`, `{"type":"subscribe","topic":"thread:` + "\\u0000" + `"}`,
		`{"type":"ping","after":1e99}`, `{"type":{}}`,
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s := newStage(t)
		s.grant("signe", "t", true)
		c := s.connect("signe")
		if err := c.socket.WriteMessage(websocket.TextMessage, []byte(text)); err != nil {
			return
		}
		if c.socket.WriteMessage(websocket.TextMessage, []byte(`{"type":"ping"}`)) != nil {
			return
		}
		for {
			frame, err := c.next()
			if websocket.IsCloseError(err, websocket.CloseMessageTooBig, websocket.ClosePolicyViolation) || frame.Type == "pong" {
				return
			}
			if err != nil {
				t.Fatalf("%q silences the hub: %v", text, err)
			}
		}
	})
}
