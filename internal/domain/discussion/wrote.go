package discussion

import (
	"context"
	"maps"
	"sync"
)

// wroteKept bounds for how many threads it is remembered who wrote in them.
const wroteKept = 500

// wrote remembers who has written in threads, and where first: with every moment in
// which somebody posts it is asked for, and what was posted before does not change.
// What other nodes add is read each time, and where a post was deleted since, on
// whichever node, the thread is read anew.
type wrote struct {
	mu      sync.Mutex
	threads map[string]wroteIn
}

// wroteIn is who wrote in a thread up to a place, when so many of its posts had been
// deleted. Its map is never changed.
type wroteIn struct {
	upTo, deletions int64
	first           map[string]int64
}

func newWrote() *wrote { return &wrote{threads: map[string]wroteIn{}} }

// in returns who has posts in a thread with the place of their first; the caller
// changes nothing in it.
func (w *wrote) in(ctx context.Context, s store, threadID string) (map[string]int64, error) {
	deletions, err := s.deletions(ctx, threadID)
	if err != nil {
		return nil, err
	}
	w.mu.Lock()
	known := w.threads[threadID]
	w.mu.Unlock()
	if known.deletions != deletions {
		known = wroteIn{deletions: deletions}
	}
	since, err := s.authors(ctx, threadID, known.upTo)
	if err != nil {
		return nil, err
	}
	known = known.with(since)
	if !s.db.Writing(ctx) { // what a transaction sees may never come to be
		w.keep(threadID, known)
	}
	return known.first, nil
}

func (w *wrote) keep(threadID string, known wroteIn) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.threads) >= wroteKept {
		clear(w.threads)
	}
	w.threads[threadID] = known
}

// with adds those who wrote since.
func (k wroteIn) with(since []authorship) wroteIn {
	first := k.first
	for _, a := range since {
		k.upTo = max(k.upTo, a.Last)
		if _, before := k.first[a.AuthorID]; before {
			continue
		}
		if len(first) == len(k.first) {
			first = maps.Clone(k.first)
		}
		if first == nil {
			first = map[string]int64{}
		}
		first[a.AuthorID] = a.First
	}
	k.first = first
	return k
}
