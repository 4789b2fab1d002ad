package live

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"math"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"
	"golang.org/x/time/rate"

	"sluse/internal/kernel/actor"
)

const (
	queueLength = 256
	readLimit   = 4 << 10
	writeWithin = 10 * time.Second
	typingEvery = 2 * time.Second
	alwaysSend  = math.MaxInt64
	// A client sends so many frames a second, and so many at once.
	framesEvery, framesAtOnce = 20, 120
)

var errUnknownTopic = errors.New("live: no such topic")

// conn is one websocket. While it is silent it holds one goroutine with a small
// stack and little else: an idle tab weighs what its buffers weigh.
type conn struct {
	hub       *Hub
	socket    *websocket.Conn
	personID  string
	sessionID string

	out   outbox
	heard atomic.Int64 // when the client was heard last, since the hub began

	part  uint8 // of the crowd; guarded by the hub's mutex
	turns int   // until it is looked at again; the rounds' own

	looking sync.Mutex // held by who looks at it again

	mu    sync.Mutex
	actor actor.Actor
	looks uint32 // how often actor was read anew
	subs  []*subscription

	// Of whoever takes the client's frames, one after the other.
	frames *rate.Limiter
	typed  map[string]time.Time
}

// ServeHTTP upgrades a signed-in request. It returns while the connection goes on.
func (h *Hub) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a, _ := actor.From(r.Context())
	socket, err := h.upgrader.Upgrade(w, r, nil)
	if err != nil {
		return // the upgrader has answered
	}
	c := &conn{
		hub: h, socket: socket, personID: a.PersonID, sessionID: a.SessionID, actor: a,
		frames: rate.NewLimiter(framesEvery, framesAtOnce),
	}
	if !h.admit(c) {
		_ = socket.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(closeTooSlow, "too many"), time.Now().Add(writeWithin))
		_ = socket.Close()
		return
	}
	if h.Again != nil {
		c.again(r)
	}
	c.enqueue(single(ServerFrame{Type: "hello", Node: h.Node, Person: a.PersonID}))
	// On a stack of its own: that of the request, deep in layers, would be held for as
	// long as the tab is open, and the request with it.
	go c.read()
}

// admit makes a connection one of the crowd, unless it is one too many.
func (h *Hub) admit(c *conn) bool {
	c.hear()
	if c.liveOn() != nil {
		return false
	}
	c.socket.SetReadLimit(readLimit)
	// Nothing is compressed. The level by default would have every message encoded a
	// second time, for it is prepared for none.
	if err := c.socket.SetCompressionLevel(0); err != nil {
		return false
	}
	c.socket.SetPongHandler(func(string) error { c.hear(); return nil })
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closing || h.perPerson[c.personID] >= maxPerPerson {
		return false
	}
	h.crowd.add(c)
	h.perPerson[c.personID]++
	return true
}

func (h *Hub) dismiss(c *conn) {
	c.mu.Lock()
	subs := c.subs
	c.subs = nil
	c.mu.Unlock()
	for _, s := range subs {
		h.leave(s)
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.crowd.remove(c)
	if h.perPerson[c.personID]--; h.perPerson[c.personID] <= 0 {
		delete(h.perPerson, c.personID)
	}
}

// read waits for frames until the connection ends. What a frame asks for is done on
// another stack, as asking the database would make this one grow for good.
func (c *conn) read() {
	taken := make(chan bool)
	for {
		_, frame, err := c.socket.NextReader()
		if err != nil {
			break
		}
		go func() { taken <- c.take(frame) }()
		if !<-taken {
			break
		}
	}
	c.close(websocket.CloseNormalClosure, "")
	<-c.out.done()
	c.hub.dismiss(c)
}

// take does what a frame asks for; false ends the connection.
func (c *conn) take(frame io.Reader) bool {
	c.hear()
	text, err := io.ReadAll(frame)
	if err != nil {
		return false
	}
	var f ClientFrame
	if !c.frames.Allow() || json.Unmarshal(text, &f) != nil {
		c.close(websocket.ClosePolicyViolation, "not a frame, or too many")
		return false
	}
	switch f.Type {
	case "subscribe":
		c.mu.Lock()
		ctx := actor.With(context.Background(), c.actor)
		c.mu.Unlock()
		c.subscribe(ctx, f.Topic, f.After)
	case "unsubscribe":
		c.unsubscribe(f.Topic)
	case "typing":
		c.typing(f.Topic)
	case "ping":
		c.enqueue(single(ServerFrame{Type: "pong"}))
	}
	return true
}

// typing passes on that the person types, in a topic that they look at, at most
// once in a while.
func (c *conn) typing(topic string) {
	if !c.subscribedTo(topic) || time.Since(c.typed[topic]) < typingEvery {
		return
	}
	if c.typed == nil {
		c.typed = map[string]time.Time{}
	}
	c.typed[topic] = time.Now()
	c.hub.tell(Message{Typing: &Typing{Topic: topic, PersonID: c.personID}})
}

func (c *conn) subscribedTo(topic string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.subscription(topic) != nil
}

// subscription returns that to a topic, nil without one. The mutex is held.
func (c *conn) subscription(topic string) *subscription {
	for _, s := range c.subs {
		if s.topic.name == topic {
			return s
		}
	}
	return nil
}

func (c *conn) subscriptions() []*subscription {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.subs)
}
