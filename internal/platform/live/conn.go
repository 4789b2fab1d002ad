package live

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"math/rand/v2"
	"net/http"
	"sync"
	"time"

	"github.com/gorilla/websocket"
	"golang.org/x/time/rate"

	"sluse/internal/kernel/actor"
)

const (
	queueLength  = 256
	readLimit    = 4 << 10
	pingEvery    = 25 * time.Second
	pongWithin   = 60 * time.Second
	writeWithin  = 10 * time.Second
	recheckEvery = 5 * time.Minute
	typingEvery  = 2 * time.Second
	alwaysSend   = math.MaxInt64
)

var errUnknownTopic = errors.New("live: no such topic")

// conn is one websocket. One goroutine reads and one writes.
type conn struct {
	hub       *Hub
	socket    *websocket.Conn
	personID  string
	sessionID string
	send      chan *websocket.PreparedMessage
	done      chan struct{} // closed once the connection is to end
	written   chan struct{} // closed once the writer has ended

	endOnce   sync.Once
	closeCode int
	closeText string

	mu    sync.Mutex
	actor actor.Actor
	subs  map[string]*subscription
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
		send: make(chan *websocket.PreparedMessage, queueLength),
		done: make(chan struct{}), written: make(chan struct{}),
		subs: map[string]*subscription{},
	}
	if !h.admit(c) {
		_ = socket.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(closeTooSlow, "too many"), time.Now().Add(writeWithin))
		_ = socket.Close()
		return
	}
	c.enqueue(prepare(ServerFrame{Type: "hello", Node: h.Node, Person: a.PersonID}))
	go c.write()
	// On a stack of its own: that of the request, deep in layers, would be held for as
	// long as the tab is open, and the request with it.
	go func() {
		c.read(actor.With(context.Background(), a))
		c.close(websocket.CloseNormalClosure, "")
		<-c.written
		h.dismiss(c)
	}()
}

func (h *Hub) admit(c *conn) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closing || h.perPerson[c.personID] >= maxPerPerson {
		return false
	}
	h.conns[c] = struct{}{}
	h.perPerson[c.personID]++
	return true
}

func (h *Hub) dismiss(c *conn) {
	c.mu.Lock()
	subs := c.subs
	c.subs = map[string]*subscription{}
	c.mu.Unlock()
	for _, s := range subs {
		h.leave(s)
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.conns, c)
	if h.perPerson[c.personID]--; h.perPerson[c.personID] <= 0 {
		delete(h.perPerson, c.personID)
	}
}

// enqueue hands a message to the writer. A connection that does not keep up is
// closed: it will come back and fetch what it missed.
func (c *conn) enqueue(message *websocket.PreparedMessage) {
	select {
	case c.send <- message:
	default:
		c.closeSlow()
	}
}

// closeSlow also cuts short a write that waits for the reader.
func (c *conn) closeSlow() {
	c.close(closeTooSlow, "too slow")
	_ = c.socket.NetConn().SetWriteDeadline(time.Now())
}

// close ends the connection with a code, once; what is queued is still written.
func (c *conn) close(code int, text string) {
	c.endOnce.Do(func() {
		c.closeCode, c.closeText = code, text
		close(c.done)
	})
}

func (c *conn) write() {
	ping := time.NewTicker(pingEvery)
	// Spread, so that a restart's reconnections do not all look again at once.
	recheck := time.NewTicker(recheckEvery + rand.N(time.Minute))
	defer func() {
		ping.Stop()
		recheck.Stop()
		_ = c.socket.Close()
		close(c.written)
	}()
	for {
		var err error
		select {
		case message := <-c.send:
			err = c.writeMessage(message)
		case <-ping.C:
			err = c.socket.WriteControl(websocket.PingMessage, nil, time.Now().Add(writeWithin))
		case <-recheck.C:
			go c.recheck(context.Background())
		case <-c.done:
			c.finish()
			return
		}
		if err != nil {
			c.close(websocket.CloseAbnormalClosure, "")
			return
		}
	}
}

func (c *conn) writeMessage(message *websocket.PreparedMessage) error {
	if err := c.socket.SetWriteDeadline(time.Now().Add(writeWithin)); err != nil {
		return err
	}
	return c.socket.WritePreparedMessage(message)
}

// finish writes what is queued, then the close frame. A connection closed for a
// lost right gets nothing more of the queue.
func (c *conn) finish() {
	for c.closeCode != closeSessionEnded && c.closeCode != closeTooSlow {
		select {
		case message := <-c.send:
			if c.writeMessage(message) != nil {
				return
			}
			continue
		default:
		}
		break
	}
	_ = c.socket.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(c.closeCode, c.closeText), time.Now().Add(writeWithin))
}

func (c *conn) read(ctx context.Context) {
	c.socket.SetReadLimit(readLimit)
	alive := func() error { return c.socket.SetReadDeadline(time.Now().Add(pongWithin)) }
	c.socket.SetPongHandler(func(string) error { return alive() })
	limit := rate.NewLimiter(20, 120)
	typed := map[string]time.Time{}
	for alive() == nil {
		_, text, err := c.socket.ReadMessage()
		if err != nil {
			return
		}
		var f ClientFrame
		if !limit.Allow() || json.Unmarshal(text, &f) != nil {
			c.close(websocket.ClosePolicyViolation, "not a frame, or too many")
			return
		}
		switch f.Type {
		case "subscribe":
			c.subscribe(ctx, f.Topic, f.After)
		case "unsubscribe":
			c.unsubscribe(f.Topic)
		case "typing":
			c.typing(f.Topic, typed)
		case "ping":
			c.enqueue(prepare(ServerFrame{Type: "pong"}))
		}
	}
}

// typing passes on that the person types, in a topic that they look at, at most
// once in a while.
func (c *conn) typing(topic string, typed map[string]time.Time) {
	c.mu.Lock()
	_, looking := c.subs[topic]
	c.mu.Unlock()
	if looking && time.Since(typed[topic]) >= typingEvery {
		typed[topic] = time.Now()
		c.hub.tell(Message{Typing: &Typing{Topic: topic, PersonID: c.personID}})
	}
}
