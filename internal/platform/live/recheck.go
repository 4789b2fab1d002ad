package live

import (
	"context"
	"net/http"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/fault"
)

// Recheck looks again at what a person may see, on every node: their membership
// or their account has changed. On this node it has happened when Recheck returns.
func (h *Hub) Recheck(personID string) { h.recheckEverywhere(Recheck{PersonID: personID}) }

// EndSession closes the connections of a session that has ended.
func (h *Hub) EndSession(sessionID string) { h.recheckEverywhere(Recheck{SessionID: sessionID}) }

// RecheckTopic looks again at who may see a topic, such as a thread whose
// audience has narrowed. When it returns nobody on this node gets anything of it on
// trust; to look at all of them may take longer.
func (h *Hub) RecheckTopic(topic string) {
	what := Recheck{Topic: topic}
	h.Broker.Publish(Message{Recheck: &what})
	go h.recheck(what)()
}

func (h *Hub) recheckEverywhere(what Recheck) {
	// The others first: they need not wait for us.
	h.Broker.Publish(Message{Recheck: &what})
	h.recheck(what)()
}

// recheck holds back the events of everybody concerned, so that nobody gets
// anything more on trust, and returns what then looks at each of them.
func (h *Hub) recheck(what Recheck) (look func()) {
	h.Forget(what)
	// After that: whoever was let in on what was known until now, and is not among
	// those concerned yet, sees that the number has changed.
	h.rechecks.Add(1)
	concerned := h.concerned(what)
	held := make([][]*subscription, len(concerned))
	for i, c := range concerned {
		held[i] = c.holdAll(what.Topic)
	}
	return func() {
		for i, c := range concerned {
			c.recheck(context.Background(), held[i])
		}
	}
}

func (h *Hub) concerned(what Recheck) []*conn {
	h.mu.RLock()
	defer h.mu.RUnlock()
	var out []*conn
	for c := range h.crowd.all() {
		switch {
		case what == Recheck{},
			what.PersonID != "" && c.personID == what.PersonID,
			what.SessionID != "" && c.sessionID == what.SessionID,
			what.Topic != "" && c.subscribedTo(what.Topic):
			out = append(out, c)
		}
	}
	return out
}

// holdAll keeps back the events of one topic, or of all with "", and returns whose.
func (c *conn) holdAll(topic string) (held []*subscription) {
	for _, s := range c.subscriptions() {
		if topic == "" || s.topic.name == topic {
			s.hold()
			held = append(held, s)
		}
	}
	return held
}

// recheck asks anew who the session's person is and what they may see. What is
// still allowed goes on, with what was kept back for it meanwhile. Looks at one
// connection take turns: what the last of them has found counts.
func (c *conn) recheck(ctx context.Context, held []*subscription) {
	c.looking.Lock()
	defer c.looking.Unlock()
	a, err := c.hub.Refresh(ctx, c.sessionID)
	if err != nil {
		c.endAfter(err)
		return
	}
	c.setActor(a)
	for _, s := range c.subscriptions() {
		if err := c.hub.authorise(ctx, a, s.topic.name); err != nil {
			c.refuse(s.topic.name, err)
		}
	}
	for _, s := range held {
		s.release(0)
	}
}

// again asks once more who the connection is of: rechecks find it from now on.
func (c *conn) again(r *http.Request) {
	c.looking.Lock()
	defer c.looking.Unlock()
	a, err := c.hub.Again(r)
	if err != nil {
		c.endAfter(err)
		return
	}
	c.setActor(a)
}

// endAfter closes the connection: for good if the session has ended, to come
// back if it could not be asked.
func (c *conn) endAfter(err error) {
	if fault.Is(err, fault.Unauthenticated) {
		c.close(closeSessionEnded, "session ended")
		return
	}
	c.hub.Logger.Error("a session could not be checked", "error", err)
	c.close(closeTooSlow, "try again")
}

func (c *conn) setActor(a actor.Actor) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.actor = a
	c.looks++
}
