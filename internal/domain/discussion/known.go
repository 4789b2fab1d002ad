package discussion

import (
	"context"
	"sync"

	"sluse/internal/kernel/actor"
)

// knownKept bounds how many threads are remembered.
const knownKept = 500

// known remembers threads as they were once, for those who post: whether they may is
// decided on the thread as it is then, within the Write (see number).
type known struct {
	mu      sync.Mutex
	threads map[string]Thread
}

func (k *known) thread(threadID string) (Thread, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	t, ok := k.threads[threadID]
	return t, ok
}

func (k *known) keep(t Thread) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.threads == nil || len(k.threads) >= knownKept {
		k.threads = map[string]Thread{}
	}
	k.threads[t.ID] = t
}

// postable is readable for who is about to post: with the thread as it was once where
// they might post there then. If they may not, it is looked at anew.
func (s *Service) postable(ctx context.Context, threadID string) (actor.Actor, Thread, error) {
	a, err := actor.Must(ctx)
	if err != nil {
		return a, Thread{}, err
	}
	if t, ok := s.known.thread(threadID); ok && MayPost(a, t) == nil {
		return a, t, nil
	}
	a, t, err := s.readable(ctx, threadID)
	if err == nil && !s.DB.Writing(ctx) { // what a transaction sees may never come to be
		s.known.keep(t)
	}
	return a, t, err
}
