package account

import (
	"sync"
	"time"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/clock"
)

const (
	// cacheSize bounds the memory of the cache; some 500 bytes an entry.
	cacheSize = 10_000
	// cacheLife bounds how long another node's change may go unnoticed here
	// should its broadcast be lost.
	cacheLife = time.Minute
)

// remembered is what is known of a session's token.
type remembered struct {
	actor    actor.Actor
	session  Session
	loadedAt time.Time
	day      clock.Date // memberships are of a day
}

// cache remembers the actors of sessions in use. Its epoch rises with everything
// that is forgotten: what was read before is not put in after, so a change is
// never overtaken by a reader that was slow.
type cache struct {
	mu      sync.Mutex
	epoch   uint64
	entries map[string]remembered // by the token's hash
}

func newCache() *cache { return &cache{entries: map[string]remembered{}} }

// get returns what is remembered and the epoch to hand to put.
func (c *cache) get(hash string, now time.Time) (remembered, uint64, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	entry, ok := c.entries[hash]
	fresh := ok && clock.Within(entry.loadedAt, now, cacheLife) && entry.day == clock.DateOf(now, clock.Copenhagen) &&
		entry.session.Alive(now)
	return entry, c.epoch, fresh
}

// put remembers what was read since get gave the epoch.
func (c *cache) put(hash string, entry remembered, epoch uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if epoch != c.epoch {
		return
	}
	if _, known := c.entries[hash]; !known && len(c.entries) >= cacheSize {
		for other := range c.entries { // any one: map order is random
			delete(c.entries, other)
			break
		}
	}
	c.entries[hash] = entry
}

// seen notes that a session's use has been written down.
func (c *cache) seen(hash string, at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if entry, ok := c.entries[hash]; ok {
		entry.session.LastSeenAt = at
		c.entries[hash] = entry
	}
}

// forget drops the entries that the condition names.
func (c *cache) forget(which func(s Session) bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.epoch++
	for hash, entry := range c.entries {
		if which(entry.session) {
			delete(c.entries, hash)
		}
	}
}
