package live

import (
	"context"
	"iter"
	"math/rand/v2"
	"time"

	"github.com/gorilla/websocket"
)

const (
	// turns is how many parts the connections are in; one has its turn each second.
	turns     = 25
	turnEvery = time.Second
	// pingEvery is how often each has its turn.
	pingEvery  = turns * turnEvery
	pongWithin = 60 * time.Second
	// recheckAfter is after how many turns a connection is looked at again: some five
	// minutes, spread so that a restart's reconnections do not all come at once.
	recheckAfter, recheckSpread = 12, 3
)

// crowd is everybody who is connected, in parts that take turns. One goroutine looks
// after them all: timers of their own would weigh more than the connection.
type crowd struct {
	parts [turns]map[*conn]struct{}
	count int
	next  uint8 // the part that the next one joins
}

func (w *crowd) add(c *conn) {
	c.part, c.turns = w.next, recheckAfter+rand.N(recheckSpread)
	w.next = (w.next + 1) % turns
	if w.parts[c.part] == nil {
		w.parts[c.part] = map[*conn]struct{}{}
	}
	w.parts[c.part][c] = struct{}{}
	w.count++
}

func (w *crowd) remove(c *conn) {
	delete(w.parts[c.part], c)
	w.count--
}

func (w *crowd) all() iter.Seq[*conn] {
	return func(yield func(*conn) bool) {
		for _, part := range w.parts {
			for c := range part {
				if !yield(c) {
					return
				}
			}
		}
	}
}

// runRounds looks after the connections until ctx ends.
func (h *Hub) runRounds(ctx context.Context) {
	ticker := time.NewTicker(h.turnEvery)
	defer ticker.Stop()
	for turn := 0; ; turn = (turn + 1) % turns {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		h.lookAfter(turn)
	}
}

func (h *Hub) lookAfter(turn int) {
	h.mu.RLock()
	whose := make([]*conn, 0, len(h.crowd.parts[turn]))
	for c := range h.crowd.parts[turn] {
		whose = append(whose, c)
	}
	h.mu.RUnlock()
	for _, c := range whose {
		c.lookAfter()
	}
}

var pingMessage = prepared(websocket.PingMessage, nil)

// lookAfter lets the connection live on as long as it is heard, pings it, and now
// and then asks whether it may still be here.
func (c *conn) lookAfter() {
	_ = c.liveOn()
	// Where there is no room, a write will end by itself or end the connection.
	_ = c.send(pingMessage)
	if c.turns--; c.turns <= 0 {
		c.turns = recheckAfter + rand.N(recheckSpread)
		go c.recheck(context.Background(), nil)
	}
}

// hear notes that the client is there. It does no more than that because it runs on
// the reader's stack, which every connection has for as long as it lasts.
func (c *conn) hear() { c.heard.Store(int64(time.Since(c.hub.begun))) }

// liveOn has the connection end unless it is heard again in time.
func (c *conn) liveOn() error {
	return c.socket.SetReadDeadline(c.hub.begun.Add(time.Duration(c.heard.Load()) + pongWithin))
}
