package live

import (
	"encoding/json"

	"sluse/internal/platform/activity"
)

// Message is what nodes tell each other. Exactly one member is set.
type Message struct {
	// Frame is a durable change, as one topic carries it.
	Frame *activity.Frame `json:"frame,omitempty"`
	// Typing says that a person types in a topic.
	Typing *Typing `json:"typing,omitempty"`
	// Hint is a passing word to those who look at a topic.
	Hint *Hint `json:"hint,omitempty"`
	// Here says who looks at a topic on the sender's node.
	Here *Here `json:"here,omitempty"`
	// Ask asks the other nodes who looks at a topic there.
	Ask *Ask `json:"ask,omitempty"`
	// Fetch says that there is something in the log that was too large to carry.
	Fetch *Fetch `json:"fetch,omitempty"`
	// Missed says that messages of the sender may have been lost on their way.
	Missed *Missed `json:"missed,omitempty"`
	// Alive says that the sender's node is there, or that it leaves.
	Alive *Alive `json:"alive,omitempty"`
	// Recheck asks to look again at what people may see.
	Recheck *Recheck `json:"recheck,omitempty"`
	// Aside is said between the nodes about something else than what people look at.
	Aside json.RawMessage `json:"aside,omitempty"`
}

// Topic is the topic that the message belongs to; "" for one that every node
// must have.
func (m Message) Topic() string {
	switch {
	case m.Frame != nil:
		return m.Frame.Topic
	case m.Typing != nil:
		return m.Typing.Topic
	case m.Hint != nil:
		return m.Hint.Topic
	case m.Here != nil:
		return m.Here.Topic
	case m.Ask != nil:
		return m.Ask.Topic
	case m.Fetch != nil:
		return m.Fetch.Topic
	}
	return ""
}

// Typing says that a person is writing.
type Typing struct {
	Topic    string `json:"topic"`
	PersonID string `json:"person"`
}

// Hint tells those who look at a topic something that they can also read: it has
// no number, is not kept, and may be lost without harm.
type Hint struct {
	Topic string          `json:"topic"`
	Data  json.RawMessage `json:"data"`
}

// Here names the people who look at a topic on one node.
type Here struct {
	Node   string   `json:"node"`
	Topic  string   `json:"topic"`
	People []string `json:"people,omitempty"`
}

// Ask asks who looks at a topic on the other nodes; each answers with Here.
type Ask struct {
	Topic string `json:"topic"`
}

// Fetch names a topic whose log holds more than was told.
type Fetch struct {
	Topic string `json:"topic"`
}

// Missed asks every node to look into the log: the sender was cut off, and what it
// said meanwhile nobody has heard.
type Missed struct{}

// Alive is the sign of life of a node, several times a minute.
type Alive struct {
	Node    string `json:"node"`
	Leaving bool   `json:"leaving,omitempty"`
}

// Recheck names whose subscriptions must be looked at again; one member is set.
type Recheck struct {
	PersonID  string `json:"person,omitempty"`
	SessionID string `json:"session,omitempty"`
	Topic     string `json:"topic,omitempty"`
}

// Broker carries messages to the other nodes of an installation; what happens on
// a node reaches its own connections without it. Messages of one sender arrive in
// order. A broker may lose messages: then it says so, and the hub reads what is
// missing in the log.
type Broker interface {
	// Start begins to hand over what other nodes publish, one message at a time,
	// and calls lost whenever messages may have been lost.
	Start(receive func(Message), lost func()) error
	// Publish hands m to the other nodes. It must not block.
	Publish(m Message)
	// Follow asks for the messages of a topic. When it returns, every message
	// published from then on arrives, or lost is called.
	Follow(topic string)
	// Unfollow asks for no more messages of a topic.
	Unfollow(topic string)
	// Close ends the broker.
	Close()
}

// Alone is the broker of an installation with one node.
type Alone struct{}

// Start implements Broker.
func (Alone) Start(func(Message), func()) error { return nil }

// Publish implements Broker.
func (Alone) Publish(Message) {}

// Follow implements Broker.
func (Alone) Follow(string) {}

// Unfollow implements Broker.
func (Alone) Unfollow(string) {}

// Close implements Broker.
func (Alone) Close() {}
