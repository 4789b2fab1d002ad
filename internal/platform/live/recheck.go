package live

import (
	"context"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/fault"
)

// Recheck looks again at what a person may see, on every node: their membership
// or their account has changed. On this node it has happened when Recheck returns.
func (h *Hub) Recheck(personID string) { h.recheckEverywhere(Recheck{PersonID: personID}) }

// EndSession closes the connections of a session that has ended.
func (h *Hub) EndSession(sessionID string) { h.recheckEverywhere(Recheck{SessionID: sessionID}) }

// RecheckTopic looks again at who may see a topic, such as a thread whose
// audience has narrowed.
func (h *Hub) RecheckTopic(topic string) { h.recheckEverywhere(Recheck{Topic: topic}) }

func (h *Hub) recheckEverywhere(what Recheck) {
	// The others first: they need not wait for us.
	h.Broker.Publish(Message{Recheck: &what})
	h.recheck(what)()
}

// recheck holds back the events of everybody concerned, so that nobody gets
// anything more on trust, and returns what then looks at each of them.
func (h *Hub) recheck(what Recheck) (look func()) {
	h.rechecks.Add(1)
	h.Forget(what)
	concerned := h.concerned(what)
	for _, c := range concerned {
		c.holdAll(what.Topic)
	}
	return func() {
		for _, c := range concerned {
			c.recheck(context.Background())
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

// holdAll keeps back the events of one topic, or of all with "".
func (c *conn) holdAll(topic string) {
	for _, s := range c.subscriptions() {
		if topic == "" || s.topic.name == topic {
			s.hold()
		}
	}
}

// recheck asks anew who the session's person is and what they may see. What is
// still allowed goes on, with what was kept back meanwhile.
func (c *conn) recheck(ctx context.Context) {
	a, err := c.hub.Refresh(ctx, c.sessionID)
	if err != nil {
		c.endAfter(err)
		return
	}
	c.setActor(a)
	for _, s := range c.subscriptions() {
		if err := c.hub.authorise(ctx, a, s.topic.name); err != nil {
			c.refuse(s.topic.name, err)
			continue
		}
		s.release(0)
	}
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
}
