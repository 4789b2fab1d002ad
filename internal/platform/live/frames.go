package live

import (
	"encoding/json"
	"time"

	"github.com/gorilla/websocket"

	"sluse/internal/platform/activity"
)

// ClientFrame is what a client sends. Type is one of subscribe, unsubscribe,
// typing and ping.
type ClientFrame struct {
	Type  string `json:"type" enum:"subscribe,unsubscribe,typing,ping"`
	Topic string `json:"topic,omitempty" doc:"Such as thread:ID, programme:ID or person:ID"`
	After int64  `json:"after,omitempty" doc:"With subscribe: the number of the last event that the client has; -1 to begin now"`
}

// ServerFrame is what the server sends. Which members are set depends on Type.
type ServerFrame struct {
	Type   string          `json:"type" enum:"hello,subscribed,event,reset,hint,presence,typing,denied,goodbye,pong"`
	Topic  string          `json:"topic,omitempty"`
	Seq    int64           `json:"seq,omitempty" doc:"event: its number in the topic; subscribed and reset: the newest number"`
	Verb   string          `json:"verb,omitempty"`
	Actor  string          `json:"actor,omitempty" doc:"event: the person who did it"`
	At     *time.Time      `json:"at,omitempty"`
	Data   json.RawMessage `json:"data,omitempty" doc:"event: the snapshot, by verb; hint: what has changed"`
	Person string          `json:"person,omitempty" doc:"hello: yourself; typing: who types"`
	Node   string          `json:"node,omitempty"`
	People []string        `json:"people,omitempty" doc:"presence: who looks at the topic, at most 100"`
	Count  int             `json:"count,omitempty" doc:"presence: how many people there are"`
	Reason string          `json:"reason,omitempty" doc:"goodbye: why"`
}

// The close codes of our own (RFC 6455 leaves 4000–4999 to applications).
const (
	closeSessionEnded = 4401
	closeTooSlow      = websocket.CloseTryAgainLater
)

// message is an encoded frame: a text for one, or prepared besides for many to receive.
type message struct {
	prepared *websocket.PreparedMessage
	text     []byte
}

// prepare encodes a frame once for all who receive it.
func prepare(f ServerFrame) *message { return prepared(websocket.TextMessage, textOf(f)) }

func prepared(kind int, content []byte) *message {
	frame, err := websocket.NewPreparedMessage(kind, content)
	if err != nil {
		panic("live: prepare frame: " + err.Error())
	}
	return &message{prepared: frame, text: content}
}

// single encodes a frame for one connection. Preparing takes more than ten kilobytes in
// passing; what fits into the buffer of a write does without.
func single(f ServerFrame) *message {
	text := textOf(f)
	if len(text) > writeBuffer {
		return prepared(websocket.TextMessage, text)
	}
	return &message{text: text}
}

func textOf(f ServerFrame) []byte {
	text, err := json.Marshal(f)
	if err != nil {
		panic("live: a frame must be JSON: " + err.Error())
	}
	return text
}

func eventFrame(f activity.Frame) ServerFrame {
	return ServerFrame{Type: "event", Topic: f.Topic, Seq: f.Seq, Verb: f.Verb, Actor: f.ActorID, At: &f.At, Data: f.Data}
}
