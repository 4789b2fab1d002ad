package live

import (
	"maps"
	"slices"
	"sync"
	"time"
)

// topic is the set of connections that look at one thing.
type topic struct {
	name         string
	hub          *Hub
	showPresence bool

	// followed is waited for until the messages of other nodes arrive.
	followed sync.WaitGroup

	mu    sync.Mutex
	subs  map[*subscription]struct{}
	order order
	// filling means that what is missing will be read in the log soon, later that it
	// will be once the first who looks has caught up.
	filling, later bool
	others         map[string][]string // by node: who looks at the topic there
}

func newTopic(h *Hub, name string, showPresence bool) *topic {
	t := &topic{name: name, hub: h, showPresence: showPresence, subs: map[*subscription]struct{}{}}
	t.followed.Add(1)
	return t
}

// subscription is one connection's interest in one topic. While it is held, live
// events wait in pending: the connection is catching up, or its access is being
// looked at again. Who holds it back does not know of others who do, so they are
// counted. Its members are guarded by the topic's mutex.
type subscription struct {
	conn    *conn
	topic   *topic
	holds   int
	gone    bool
	had     int64 // the client has had everything up to here
	pending []pendingEvent
}

type pendingEvent struct {
	seq     int64
	message *message
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
		t.hub.stir(t, true)
	}
}

// deliver gives one event to everybody here, in its order: those that came before
// their turn wait, and what does not come is read in the log.
func (t *topic) deliver(seq int64, message *message) {
	t.mu.Lock()
	defer t.mu.Unlock()
	ready, hole := t.order.take(pendingEvent{seq, message})
	for _, event := range ready {
		t.give(event.seq, event.message)
	}
	if hole {
		t.fillSoon()
	}
}

// fillSoon has what is missing read in the log, unless it comes by then. The mutex is
// held.
func (t *topic) fillSoon() {
	if !t.filling {
		t.filling = true
		time.AfterFunc(holePatience, t.fill)
	}
}

func (t *topic) fill() {
	t.mu.Lock()
	t.filling = false
	missing := t.order.missing()
	t.mu.Unlock()
	if missing {
		t.hub.fetch(t)
	}
}

// give sends one event now, or once the connection has caught up. The mutex is held.
func (t *topic) give(seq int64, message *message) {
	for s := range t.subs {
		if s.holds > 0 {
			s.pending = append(s.pending, pendingEvent{seq, message})
			if len(s.pending) > queueLength {
				s.conn.closeSlow()
			}
			continue
		}
		if seq > s.had { // else it was read in the log before it was given out
			s.conn.enqueue(message)
		}
	}
}

// hold keeps events back from s until it was released as often.
func (s *subscription) hold() {
	s.topic.mu.Lock()
	defer s.topic.mu.Unlock()
	s.holds++
}

// begin is release for a connection that has had everything up to newest: from
// there on the topic knows what comes next.
func (s *subscription) begin(newest int64) {
	t := s.topic
	t.mu.Lock()
	t.order.begin(newest)
	later := t.later
	t.later = false
	if t.order.missing() {
		t.fillSoon()
	}
	t.mu.Unlock()
	s.release(newest)
	if later {
		go t.hub.fetch(t)
	}
}

// release takes back one hold. With the last one what was kept back is sent, but for
// what the client has had (≤ upTo), and events go through from here on.
func (s *subscription) release(upTo int64) {
	s.topic.mu.Lock()
	defer s.topic.mu.Unlock()
	s.holds--
	s.had = max(s.had, upTo)
	if s.gone || s.holds > 0 {
		return
	}
	for _, p := range s.pending {
		if p.seq > s.had {
			s.conn.enqueue(p.message)
		}
	}
	s.pending = nil
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
		if s.holds == 0 && s.conn.personID != personID {
			s.conn.enqueue(message)
		}
	}
}

// here returns who of this node looks at the topic.
func (t *topic) here() *Here {
	t.mu.Lock()
	defer t.mu.Unlock()
	unique := make(map[string]struct{}, len(t.subs))
	for s := range t.subs {
		unique[s.conn.personID] = struct{}{}
	}
	return &Here{Node: t.hub.Node, Topic: t.name, People: slices.Sorted(maps.Keys(unique))}
}

// announcePresence tells everybody here who is here, and returns who of this node.
func (t *topic) announcePresence() *Here {
	here := t.here()
	t.mu.Lock()
	defer t.mu.Unlock()
	people := here.People
	if len(t.others) > 0 {
		people = slices.Concat(people, slices.Concat(slices.Collect(maps.Values(t.others))...))
		slices.Sort(people)
		people = slices.Compact(people)
	}
	t.toAll(prepare(ServerFrame{
		Type: "presence", Topic: t.name,
		People: people[:min(len(people), maxPresencePeople)], Count: len(people),
	}))
	return here
}

// heard notes who looks at the topic on another node.
func (t *topic) heard(from Here) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if slices.Equal(t.others[from.Node], from.People) {
		return
	}
	if t.others == nil {
		t.others = map[string][]string{}
	}
	t.others[from.Node] = from.People
	if len(from.People) == 0 {
		delete(t.others, from.Node)
	}
	t.hub.stir(t, false)
}

// announce gives a message without a number to everybody here.
func (t *topic) announce(message *message) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.toAll(message)
}

// toAll sends now, or once the connection has caught up. The mutex is held.
func (t *topic) toAll(message *message) {
	for s := range t.subs {
		if s.holds > 0 {
			s.pending = append(s.pending, pendingEvent{seq: alwaysSend, message: message})
			continue
		}
		s.conn.enqueue(message)
	}
}
