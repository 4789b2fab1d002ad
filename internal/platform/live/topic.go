package live

import (
	"slices"
	"sync"

	"github.com/gorilla/websocket"
)

// topic is the set of connections that look at one thing.
type topic struct {
	name         string
	hub          *Hub
	showPresence bool

	mu   sync.Mutex
	subs map[*subscription]struct{}
}

// subscription is one connection's interest in one topic. While held, live
// events wait in pending: the connection is catching up, or its access is being
// looked at again. Its members are guarded by the topic's mutex.
type subscription struct {
	conn    *conn
	topic   *topic
	held    bool
	gone    bool
	pending []pendingEvent
}

type pendingEvent struct {
	seq     int64
	message *websocket.PreparedMessage
}

func (t *topic) add(s *subscription) {
	t.mu.Lock()
	t.subs[s] = struct{}{}
	t.mu.Unlock()
	t.presenceChanged()
}

// remove takes s out and returns how many are left. Nothing is sent to s after.
func (t *topic) remove(s *subscription) int {
	t.mu.Lock()
	delete(t.subs, s)
	s.gone, s.pending = true, nil
	left := len(t.subs)
	t.mu.Unlock()
	t.presenceChanged()
	return left
}

func (t *topic) presenceChanged() {
	if t.showPresence {
		t.hub.stir(t)
	}
}

// deliver gives one event to everybody here.
func (t *topic) deliver(seq int64, message *websocket.PreparedMessage) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for s := range t.subs {
		if s.held {
			s.pending = append(s.pending, pendingEvent{seq, message})
			if len(s.pending) > queueLength {
				s.conn.closeSlow()
			}
			continue
		}
		s.conn.enqueue(message)
	}
}

// hold keeps events back from s until release.
func (s *subscription) hold() {
	s.topic.mu.Lock()
	defer s.topic.mu.Unlock()
	s.held = true
}

// release sends what was kept back, but for what the client has had (≤ upTo),
// and lets events through from here on.
func (s *subscription) release(upTo int64) {
	s.topic.mu.Lock()
	defer s.topic.mu.Unlock()
	if s.gone {
		return
	}
	for _, p := range s.pending {
		if p.seq > upTo {
			s.conn.enqueue(p.message)
		}
	}
	s.held, s.pending = false, nil
}

// ended reports whether the connection has left the topic, or was made to.
func (s *subscription) ended() bool {
	s.topic.mu.Lock()
	defer s.topic.mu.Unlock()
	return s.gone
}

// typing tells all but the typist's own connections.
func (t *topic) typing(personID string) {
	message := prepare(ServerFrame{Type: "typing", Topic: t.name, Person: personID})
	t.mu.Lock()
	defer t.mu.Unlock()
	for s := range t.subs {
		if !s.held && s.conn.personID != personID {
			s.conn.enqueue(message)
		}
	}
}

// announcePresence tells everybody here who is here.
func (t *topic) announcePresence() {
	t.mu.Lock()
	defer t.mu.Unlock()
	unique := make(map[string]struct{}, len(t.subs))
	for s := range t.subs {
		unique[s.conn.personID] = struct{}{}
	}
	people := make([]string, 0, len(unique))
	for p := range unique {
		people = append(people, p)
	}
	slices.Sort(people)
	message := prepare(ServerFrame{
		Type: "presence", Topic: t.name,
		People: people[:min(len(people), maxPresencePeople)], Count: len(people),
	})
	t.toAll(message)
}

// announce gives a message without a number to everybody here.
func (t *topic) announce(message *websocket.PreparedMessage) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.toAll(message)
}

// toAll sends now, or once the connection has caught up. The mutex is held.
func (t *topic) toAll(message *websocket.PreparedMessage) {
	for s := range t.subs {
		if s.held {
			s.pending = append(s.pending, pendingEvent{seq: alwaysSend, message: message})
			continue
		}
		s.conn.enqueue(message)
	}
}
