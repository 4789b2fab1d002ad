package discussion

import (
	"context"
	"slices"
	"strings"
	"sync"

	"sluse/internal/kernel/actor"
	"sluse/internal/platform/richtext"
)

// ownThread is a thread, and what is one person's own of it.
type ownThread struct {
	Thread
	read   mark
	follow Follow
}

// waiting is what somebody has not read in a thread.
type waiting struct {
	unread    int64
	mentioned bool
}

// waitingKey is somebody, by the names that a mention may call, in a thread that they
// have read up to a place.
type waitingKey struct {
	threadID, names string
	after           int64
}

// waitingKept bounds for how many is remembered what waits for them; some 300 bytes each.
const waitingKept = 10_000

// waitingCache remembers what was counted for as long as the thread is of the same
// version.
type waitingCache struct {
	mu    sync.Mutex
	known map[waitingKey]waitingAt
}

type waitingAt struct {
	version
	waiting
}

func (c *waitingCache) get(key waitingKey, now version) (waiting, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	found, known := c.known[key]
	return found.waiting, known && found.version == now
}

func (c *waitingCache) put(key waitingKey, now version, w waiting) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.known == nil {
		c.known = map[waitingKey]waitingAt{}
	}
	if before, known := c.known[key]; known && before.seq > now.seq {
		return // somebody was faster, and knows more
	}
	for other := range c.known {
		if len(c.known) < waitingKept {
			break
		}
		delete(c.known, other)
	}
	c.known[key] = waitingAt{now, w}
}

func keyOf(a actor.Actor, t ownThread) waitingKey {
	return waitingKey{t.ID, strings.Join(namesOf(a), " "), t.read.Seq}
}

// waitingIn says what waits for the actor in threads, by id. Most have been read to
// the end. Of the others it is counted once for each number in the log, which is read
// before anything is counted.
func (s *Service) waitingIn(ctx context.Context, a actor.Actor, threads []ownThread) (map[string]waiting, error) {
	var topics []string
	var open []ownThread
	for _, t := range threads {
		if t.LastSeq > t.read.Seq {
			open, topics = append(open, t), append(topics, t.Topic())
		}
	}
	if len(open) == 0 {
		return nil, nil
	}
	if s.DB.Writing(ctx) { // what a transaction sees may never come to be
		return s.count(ctx, a, open)
	}
	seqs, err := s.Log.Seqs(ctx, topics)
	if err != nil {
		return nil, err
	}
	out := make(map[string]waiting, len(open))
	unknown := slices.DeleteFunc(slices.Clone(open), func(t ownThread) bool {
		w, known := s.waiting.get(keyOf(a, t), version{seqs[t.Topic()], t.Rev})
		if known {
			out[t.ID] = w
		}
		return known
	})
	counted, err := s.count(ctx, a, unknown)
	if err != nil {
		return nil, err
	}
	for _, t := range unknown {
		out[t.ID] = counted[t.ID]
		s.waiting.put(keyOf(a, t), version{seqs[t.Topic()], t.Rev}, counted[t.ID])
	}
	return out, nil
}

// count is waitingIn without anything remembered.
func (s *Service) count(ctx context.Context, a actor.Actor, threads []ownThread) (map[string]waiting, error) {
	if len(threads) == 0 {
		return nil, nil
	}
	ids := make([]string, 0, len(threads))
	for _, t := range threads {
		ids = append(ids, t.ID)
	}
	unread, err := s.store.unreadOf(ctx, a.PersonID, ids)
	if err != nil {
		return nil, err
	}
	mentioned, err := s.store.mentionedIn(ctx, a.PersonID, namesOf(a), ids)
	if err != nil {
		return nil, err
	}
	out := make(map[string]waiting, len(threads))
	for _, id := range ids {
		out[id] = waiting{unread[id], mentioned[id]}
	}
	return out, nil
}

// waitingFor counts among the newest posts; ok is false where that takes older ones.
func (n *newest) waitingFor(a actor.Actor, after int64) (w waiting, ok bool) {
	if n.older && after < n.items[0].Seq-1 {
		return waiting{}, false
	}
	names := namesOf(a)
	for i := range n.items {
		p := &n.items[i]
		if p.Seq <= after {
			continue
		}
		if p.AuthorID != a.PersonID && p.DeletedAt == nil {
			w.unread++
		}
		w.mentioned = w.mentioned || slices.ContainsFunc(p.Mentions, func(m richtext.Mention) bool {
			return (m.Kind == richtext.Person || m.Kind == richtext.Organisation) && slices.Contains(names, m.ID)
		})
	}
	return w, true
}
