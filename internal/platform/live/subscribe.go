package live

import (
	"context"
	"errors"
	"slices"

	"sluse/internal/kernel/fault"
	"sluse/internal/platform/activity"
)

// subscribe lets the connection into a topic and gives it what it missed. It
// joins before it reads the log, so that no event falls between the two.
func (c *conn) subscribe(ctx context.Context, name string, after int64) {
	before := c.hub.rechecks.Load()
	s, overtaken, err := c.enter(ctx, name)
	if err != nil {
		c.refuse(name, err)
		return
	}
	frames, newest, reset, err := c.missed(ctx, name, after)
	if err != nil {
		c.hub.Logger.Error("missed events could not be read", "topic", name, "error", err)
		c.close(closeTooSlow, "try again")
		return
	}
	// From entering on a recheck finds the subscription. One that ran since we began
	// may have missed it, and what was read may be from after it.
	if overtaken || c.hub.rechecks.Load() != before {
		c.recheck(ctx, nil)
	}
	if s.ended() {
		return
	}
	c.catchUp(name, frames, newest, reset)
	s.begin(newest)
}

// enter authorises and joins; the subscription is held until it is released. It was
// overtaken if the actor was read anew meanwhile.
func (c *conn) enter(ctx context.Context, name string) (s *subscription, overtaken bool, err error) {
	c.mu.Lock()
	a, looks, full := c.actor, c.looks, len(c.subs) >= maxTopics
	old := c.subscription(name)
	c.mu.Unlock()
	if full && old == nil {
		return nil, false, errUnknownTopic
	}
	if err := c.hub.authorise(ctx, a, name); err != nil {
		return nil, false, err
	}
	if old != nil {
		old.hold() // it asks again, because it saw a hole
		return old, false, nil
	}
	s = c.hub.join(c, name)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.subs = append(c.subs, s)
	return s, c.looks != looks, nil
}

// catchUp sends the missed events and "subscribed", or "reset" when they are too
// many or gone. It waits for room in the queue instead of giving up: a client
// that comes back with much to fetch is not a slow one.
func (c *conn) catchUp(name string, frames []activity.Frame, newest int64, reset bool) {
	for _, f := range frames {
		c.enqueueWaiting(eventFrame(f))
	}
	kind := "subscribed"
	if reset {
		kind = "reset"
	}
	c.enqueueWaiting(ServerFrame{Type: kind, Topic: name, Seq: newest})
}

func (c *conn) missed(ctx context.Context, name string, after int64) (frames []activity.Frame, newest int64, reset bool, err error) {
	if after < 0 {
		newest, err = c.hub.History.Seq(ctx, name)
		return nil, newest, false, err
	}
	return c.hub.History.Since(ctx, name, after)
}

func (c *conn) unsubscribe(name string) {
	c.mu.Lock()
	s := c.subscription(name)
	c.subs = slices.DeleteFunc(c.subs, func(one *subscription) bool { return one == s })
	c.mu.Unlock()
	if s != nil {
		c.hub.leave(s)
	}
}

// refuse ends a topic for the connection. What is only a passing trouble of the
// server closes the socket instead, so that the client comes back and asks again.
func (c *conn) refuse(name string, why error) {
	c.unsubscribe(name)
	_, isFault := fault.As(why)
	if !isFault && !errors.Is(why, errUnknownTopic) || fault.Is(why, fault.Unavailable) {
		c.hub.Logger.Error("a subscription could not be checked", "topic", name, "error", why)
		c.close(closeTooSlow, "try again")
		return
	}
	c.deny(name)
}

func (c *conn) deny(name string) { c.enqueue(single(ServerFrame{Type: "denied", Topic: name})) }
