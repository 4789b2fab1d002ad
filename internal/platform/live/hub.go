// Package live shows people what happens while it happens: one websocket per
// browser tab, many topics on it.
//
// Invariants:
//   - A frame is sent only to connections whose subscription was authorised on
//     the server, and while a recheck runs nothing is sent on trust.
//   - After "subscribed" a client has had every event of the topic up to that
//     number; afterwards a hole shows in the numbers, for a connection that is too
//     slow is closed, never skipped.
//   - The database is the truth: what the broker or a socket loses costs a
//     refetch, never an event.
package live

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"

	"sluse/internal/kernel/actor"
	"sluse/internal/platform/activity"
)

// History gives the events that a client missed; activity.Log is one.
type History interface {
	// Since is as activity.Log.Since.
	Since(ctx context.Context, topic string, after int64) (frames []activity.Frame, newest int64, reset bool, err error)
	// Seq is as activity.Log.Seq.
	Seq(ctx context.Context, topic string) (int64, error)
	// Seqs is as activity.Log.Seqs.
	Seqs(ctx context.Context, topics []string) (map[string]int64, error)
}

// Authorise reports whether a may subscribe to the topic of its kind with id:
// nil if so, a fault if not.
type Authorise func(ctx context.Context, a actor.Actor, id string) error

// Options are what a hub needs.
type Options struct {
	Node    string
	History History
	Broker  Broker
	Logger  *slog.Logger
	// Refresh gives the present actor of a session, or a fault once it has ended.
	Refresh func(ctx context.Context, sessionID string) (actor.Actor, error)
	// Again asks once more who makes a request, once a recheck finds its connection: what
	// was changed since the request was let in has found none. What Forget drops it must
	// not remember. Nil where it need not be asked.
	Again func(r *http.Request) (actor.Actor, error)
	// Forget drops what this node remembers of those whom a recheck names, before
	// they are looked at; nil where nothing is remembered. An empty recheck names all.
	Forget func(what Recheck)
	// Aside takes what another node said with SayAside; nil where nothing is. It must not
	// block.
	Aside func(what json.RawMessage)
	// CheckOrigin decides whether a page of this origin may connect.
	CheckOrigin func(r *http.Request) bool
}

const (
	maxTopics    = 50 // of one connection
	maxPerPerson = 30 // connections of one person: tabs and devices
	// readBuffer holds any frame but a pasted one, which is read in parts.
	readBuffer        = 256
	writeBuffer       = 1024 // shared by all; a frame's head besides
	presenceEvery     = 250 * time.Millisecond
	maxPresencePeople = 100
)

// Hub knows who looks at what on this node.
type Hub struct {
	Options
	upgrader websocket.Upgrader
	begun    time.Time

	mu          sync.RWMutex
	authorisers map[string]authoriser
	topics      map[string]*topic
	crowd       crowd
	perPerson   map[string]int
	closing     bool

	// rechecks counts the rechecks begun, for subscriptions that are being made.
	rechecks atomic.Uint64

	dirtyMu sync.Mutex
	dirty   map[*topic]bool // true: people of this node have come or gone
	stirred chan struct{}

	nodes   nodes
	lost    chan struct{} // messages of other nodes may have been lost
	suspect chan struct{} // and with them, that somebody may see less than before

	signEvery, lookEvery, turnEvery time.Duration
}

type authoriser struct {
	allow    Authorise
	presence bool
}

// NewHub returns a hub. Run must run for what goes on by itself.
func NewHub(options Options) *Hub {
	h := &Hub{
		Options:     options,
		begun:       time.Now(),
		authorisers: map[string]authoriser{},
		topics:      map[string]*topic{},
		perPerson:   map[string]int{},
		dirty:       map[*topic]bool{},
		stirred:     make(chan struct{}, 1),
		lost:        make(chan struct{}, 1),
		suspect:     make(chan struct{}, 1),
		signEvery:   aliveEvery,
		lookEvery:   lostRecheckEvery,
		turnEvery:   turnEvery,
	}
	if h.Forget == nil {
		h.Forget = func(Recheck) {}
	}
	h.upgrader = websocket.Upgrader{
		ReadBufferSize: readBuffer, WriteBufferSize: writeBuffer, WriteBufferPool: &sync.Pool{},
		CheckOrigin: options.CheckOrigin, HandshakeTimeout: 10 * time.Second,
	}
	return h
}

// Allow says who may subscribe to topics of a kind ("thread" for "thread:ID"),
// and whether those who do are shown to each other. Call it before serving.
func (h *Hub) Allow(kind string, allow Authorise, presence bool) {
	h.authorisers[kind] = authoriser{allow, presence}
}

// Publish implements activity.Publisher.
func (h *Hub) Publish(frames []activity.Frame) {
	for i := range frames {
		h.tell(Message{Frame: &frames[i]})
	}
}

// Hint tells those who look at a topic that something there has changed, without
// keeping it. data is any value JSON can hold.
func (h *Hub) Hint(topic string, data any) {
	text, err := json.Marshal(data)
	if err != nil {
		panic("live: a hint must be JSON: " + err.Error())
	}
	h.tell(Message{Hint: &Hint{Topic: topic, Data: text}})
}

// tell shows a message to this node's connections, and hands it to the others.
func (h *Hub) tell(m Message) {
	h.show(m)
	h.Broker.Publish(m)
}

// show gives a message to the connections of this node that it concerns.
func (h *Hub) show(m Message) {
	t := h.lookup(m.Topic())
	if t == nil {
		return
	}
	switch {
	case m.Frame != nil:
		t.deliver(m.Frame.Seq, prepare(eventFrame(*m.Frame)))
	case m.Typing != nil:
		t.typing(m.Typing.PersonID)
	case m.Hint != nil:
		t.announce(prepare(ServerFrame{Type: "hint", Topic: m.Hint.Topic, Data: m.Hint.Data}))
	}
}

func (h *Hub) lookup(name string) *topic {
	h.mu.RLock()
	defer h.mu.RUnlock()
	return h.topics[name]
}

// authoriserOf splits a topic's name; ok is false for a kind that is unknown.
func (h *Hub) authoriserOf(name string) (a authoriser, id string, ok bool) {
	kind, id, found := strings.Cut(name, ":")
	a, known := h.authorisers[kind]
	return a, id, found && known && id != "" && len(name) <= 100
}

func (h *Hub) authorise(ctx context.Context, a actor.Actor, name string) error {
	how, id, ok := h.authoriserOf(name)
	if !ok {
		return errUnknownTopic
	}
	return how.allow(ctx, a, id)
}

// join adds a connection to a topic, still catching up. When it returns, the
// messages of other nodes arrive too.
func (h *Hub) join(c *conn, name string) *subscription {
	h.mu.Lock()
	t := h.topics[name]
	first := t == nil
	if first {
		how, _, _ := h.authoriserOf(name)
		t = newTopic(h, name, how.presence)
		h.topics[name] = t
	}
	s := &subscription{conn: c, topic: t, holds: 1}
	t.add(s)
	h.mu.Unlock()
	if first {
		h.Broker.Follow(name)
		if t.showPresence {
			h.Broker.Publish(Message{Ask: &Ask{Topic: name}})
		}
		t.followed.Done()
	}
	t.followed.Wait()
	return s
}

// leave removes a subscription, and the topic with its last one.
func (h *Hub) leave(s *subscription) {
	h.mu.Lock()
	last := s.topic.remove(s) == 0 && h.topics[s.topic.name] == s.topic
	if last {
		delete(h.topics, s.topic.name)
	}
	h.mu.Unlock()
	if !last {
		return
	}
	s.topic.followed.Wait()
	h.Broker.Unfollow(s.topic.name)
	if s.topic.showPresence {
		h.Broker.Publish(Message{Here: &Here{Node: h.Node, Topic: s.topic.name}})
	}
}

// Stats are figures of the moment, for metrics.
type Stats struct{ Connections, Topics int }

// Stats returns the figures of this node.
func (h *Hub) Stats() Stats {
	h.mu.RLock()
	defer h.mu.RUnlock()
	return Stats{Connections: h.crowd.count, Topics: len(h.topics)}
}

// Run looks after the connections, sends presence and listens to the other nodes
// until ctx ends.
func (h *Hub) Run(ctx context.Context) {
	if err := h.Broker.Start(h.receive, h.noteLost); err != nil {
		h.Logger.Error("other nodes are not heard", "error", err)
	}
	var running sync.WaitGroup
	running.Go(func() { h.runPresence(ctx) })
	running.Go(func() { h.runRounds(ctx) })
	running.Go(func() { h.runNodes(ctx) })
	running.Wait()
}

// runPresence says who is here. Changes within a moment go out as one frame: a
// seminar where everybody arrives at once would otherwise be quadratic.
func (h *Hub) runPresence(ctx context.Context) {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-h.stirred:
		}
		timer.Reset(presenceEvery)
		select {
		case <-ctx.Done():
			return
		case <-timer.C:
		}
		h.dirtyMu.Lock()
		dirty := h.dirty
		h.dirty = map[*topic]bool{}
		h.dirtyMu.Unlock()
		for t, ours := range dirty {
			if here := t.announcePresence(); ours {
				h.Broker.Publish(Message{Here: here})
			}
		}
	}
}

// stir has a topic's presence said again; ours tells the other nodes too.
func (h *Hub) stir(t *topic, ours bool) {
	h.dirtyMu.Lock()
	h.dirty[t] = h.dirty[t] || ours
	h.dirtyMu.Unlock()
	note(h.stirred)
}

// Shutdown tells every client to come back soon and closes the connections.
func (h *Hub) Shutdown() {
	h.mu.Lock()
	h.closing = true
	conns := make([]*conn, 0, h.crowd.count)
	for c := range h.crowd.all() {
		conns = append(conns, c)
	}
	h.mu.Unlock()
	h.Broker.Publish(Message{Alive: &Alive{Node: h.Node, Leaving: true}})
	goodbye := prepare(ServerFrame{Type: "goodbye", Reason: "restart"})
	for _, c := range conns {
		c.enqueue(goodbye)
		c.close(websocket.CloseServiceRestart, "restart")
	}
	for _, c := range conns {
		<-c.out.done()
	}
}
