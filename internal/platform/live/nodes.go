package live

import (
	"context"
	"encoding/json"
	"sync"
	"time"
)

const (
	// holePatience is how long an event that is missing may be on its way.
	holePatience = 100 * time.Millisecond
	aliveEvery   = 5 * time.Second
	// goneAfter is when a node that says nothing no longer counts: it has missed
	// three signs of life.
	goneAfter = 3 * aliveEvery
	// lostRecheckEvery bounds how often everybody is looked at again while
	// messages of other nodes get lost: for so long may an access that was taken
	// away on another node still be felt.
	lostRecheckEvery = 15 * time.Second
	// tryAgainAfter is the pause before what could not be read is asked for again.
	tryAgainAfter = 2 * time.Second
)

// nodes remembers when each other node was last heard.
type nodes struct {
	mu    sync.Mutex
	heard map[string]time.Time
}

func (n *nodes) hear(node string, at time.Time) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.heard == nil {
		n.heard = map[string]time.Time{}
	}
	n.heard[node] = at
}

// lose forgets a node.
func (n *nodes) lose(node string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	delete(n.heard, node)
}

// silent forgets and returns the nodes that were not heard since.
func (n *nodes) silent(since time.Time) (gone []string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for node, at := range n.heard {
		if at.Before(since) {
			gone = append(gone, node)
			delete(n.heard, node)
		}
	}
	return gone
}

// receive takes a message of another node.
func (h *Hub) receive(m Message) {
	switch {
	case m.Recheck != nil:
		// What is looked at may take a while; what comes next need not wait for it.
		go h.recheck(*m.Recheck)()
	case m.Missed != nil:
		h.noteLost()
	case m.Alive != nil && m.Alive.Leaving:
		h.nodes.lose(m.Alive.Node)
		h.forgetNode(m.Alive.Node)
	case m.Alive != nil:
		h.nodes.hear(m.Alive.Node, time.Now())
	case m.Here != nil:
		h.nodes.hear(m.Here.Node, time.Now())
		if t := h.lookup(m.Here.Topic); t != nil {
			t.heard(*m.Here)
		}
	case m.Ask != nil:
		if t := h.lookup(m.Ask.Topic); t != nil && t.showPresence {
			h.Broker.Publish(Message{Here: t.here()})
		}
	case m.Fetch != nil:
		if t := h.lookup(m.Fetch.Topic); t != nil {
			go h.fetch(t)
		}
	case m.Aside != nil:
		if h.Aside != nil {
			h.Aside(m.Aside)
		}
	default:
		h.show(m)
	}
}

// SayAside tells the other nodes something that is not about what people look at; they
// hand it to their Aside. It may be lost.
func (h *Hub) SayAside(what any) {
	text, err := json.Marshal(what)
	if err != nil {
		panic("live: what is said aside must be JSON: " + err.Error())
	}
	h.Broker.Publish(Message{Aside: text})
}

// noteLost says that messages of other nodes may have been lost.
func (h *Hub) noteLost() { note(h.lost) }

// note leaves word in a channel that holds one, unless it is there already.
func note(word chan<- struct{}) {
	select {
	case word <- struct{}{}:
	default:
	}
}

// runNodes tells the other nodes that this one is there, notices when one is gone,
// fetches what was lost between them and has everybody looked at again. None of them
// waits for another: with many connections a look takes longer than the others wait
// for a sign of life.
func (h *Hub) runNodes(ctx context.Context) {
	var running sync.WaitGroup
	running.Go(func() { h.runSigns(ctx) })
	running.Go(func() { h.runLost(ctx) })
	running.Go(func() { h.runLooks(ctx) })
	running.Wait()
}

// runSigns gives signs of life, and notices who gives none.
func (h *Hub) runSigns(ctx context.Context) {
	ticker := time.NewTicker(h.signEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case now := <-ticker.C:
			h.Broker.Publish(Message{Alive: &Alive{Node: h.Node}})
			for _, node := range h.nodes.silent(now.Add(-goneAfter)) {
				h.forgetNode(node)
			}
		}
	}
}

// runLost fetches what was lost, and says that everybody is to be looked at.
func (h *Hub) runLost(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-h.lost:
			note(h.suspect)
			h.fetchAll(ctx)
		}
	}
}

// runLooks looks at everybody again after messages were lost: soon, not too often,
// and never not at all.
func (h *Hub) runLooks(ctx context.Context) {
	soonest := time.NewTimer(0)
	defer soonest.Stop()
	for {
		// What is lost while one waits is covered by the look that comes; what is lost
		// once it has begun, by the one after it.
		select {
		case <-ctx.Done():
			return
		case <-soonest.C:
		}
		select {
		case <-ctx.Done():
			return
		case <-h.suspect:
		}
		soonest.Reset(h.lookEvery)
		h.recheck(Recheck{})()
	}
}

// forgetNode takes the people of a node that has gone out of every presence.
func (h *Hub) forgetNode(node string) {
	for _, t := range h.allTopics() {
		t.heard(Here{Node: node, Topic: t.name})
	}
}

func (h *Hub) allTopics() []*topic {
	h.mu.RLock()
	defer h.mu.RUnlock()
	all := make([]*topic, 0, len(h.topics))
	for _, t := range h.topics {
		all = append(all, t)
	}
	return all
}

// fetchAll reads in the log what this node's topics have missed, and says anew who
// is here.
func (h *Hub) fetchAll(ctx context.Context) {
	all := h.allTopics()
	names := make([]string, 0, len(all))
	for _, t := range all {
		names = append(names, t.name)
		if t.showPresence {
			h.Broker.Publish(Message{Here: t.here()})
			h.Broker.Publish(Message{Ask: &Ask{Topic: t.name}})
		}
	}
	newest, err := h.History.Seqs(ctx, names)
	if err != nil {
		h.Logger.Error("what other nodes did could not be read", "error", err)
		time.AfterFunc(tryAgainAfter, h.noteLost)
		return
	}
	for _, t := range all {
		if seen, begun := t.upTo(); begun && newest[t.name] > seen {
			h.fetch(t)
		}
	}
}

// fetch gives out what a topic has missed, from the log, once somebody has caught up.
func (h *Hub) fetch(t *topic) {
	seen, begun := t.upTo()
	if !begun {
		return
	}
	frames, newest, reset, err := h.History.Since(context.Background(), t.name, seen)
	switch {
	case err != nil:
		h.Logger.Error("missed events could not be read", "topic", t.name, "error", err)
		time.AfterFunc(tryAgainAfter, h.noteLost)
	case reset && newest > seen:
		t.reset(newest)
	default:
		for _, f := range frames {
			t.deliver(f.Seq, prepare(eventFrame(f)))
		}
	}
}

// upTo returns the number up to which everything has been given out; begun is false
// while nobody has caught up, and what is missing is then fetched as soon as they have.
func (t *topic) upTo() (seen int64, begun bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.later = t.later || !t.order.begun
	return t.order.seen, t.order.begun
}

// reset tells everybody here to load anew: too much is missing to be sent.
func (t *topic) reset(newest int64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	ready := t.order.skip(newest)
	t.toAll(prepare(ServerFrame{Type: "reset", Topic: t.name, Seq: newest}))
	for _, event := range ready {
		t.give(event.seq, event.message)
	}
}
