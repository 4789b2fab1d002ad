package live

import (
	"encoding/json"
	"sync"

	"sluse/internal/platform/activity"
)

// Message is what nodes tell each other. Exactly one member is set.
type Message struct {
	// Frames are the frames of one durable change.
	Frames []activity.Frame
	// Typing says that a person types in a topic.
	Typing *Typing
	// Hint is a passing word to those who look at a topic.
	Hint *Hint
	// Recheck asks to look again at what people may see.
	Recheck *Recheck
}

// Typing says that a person is writing.
type Typing struct{ Topic, PersonID string }

// Hint tells those who look at a topic something that they can also read: it has
// no number, is not kept, and may be lost without harm.
type Hint struct {
	Topic string
	Data  json.RawMessage
}

// Recheck names whose subscriptions must be looked at again; one member is set.
type Recheck struct{ PersonID, SessionID, Topic string }

// Broker carries messages to every node, the sender's own among them, each
// sender's in order. It may lose messages: clients notice the hole in the
// numbers and fetch what is missing. Publish must not block.
type Broker interface {
	// Publish hands m to every receiver.
	Publish(m Message)
	// Receive registers the one receiver of this node.
	Receive(receiver func(Message))
}

// InProcess is the broker of an installation with one node.
type InProcess struct {
	mu       sync.RWMutex
	receiver func(Message)
}

// Publish implements Broker.
func (b *InProcess) Publish(m Message) {
	b.mu.RLock()
	receiver := b.receiver
	b.mu.RUnlock()
	if receiver != nil {
		receiver(m)
	}
}

// Receive implements Broker.
func (b *InProcess) Receive(receiver func(Message)) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.receiver = receiver
}
