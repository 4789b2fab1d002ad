package discussion

import (
	"bytes"
	"encoding/json"
	"fmt"
	"sync"
)

// newest is the newest part of a thread as everybody who may read the thread gets
// it. It is remembered for as long as the thread's number in the log and its revision
// are those that were read, in the database, before the posts: whatever changes a
// post raises one of the two in the same transaction, on whichever node. What is the
// actor's own is not in it.
type newest struct {
	version
	items, pinned []PostView
	people        []string
	older         bool

	once    sync.Once
	encoded []byte
	failed  error

	mu     sync.Mutex
	unread map[unreadKey]int64
}

type version struct{ seq, rev int64 }

type unreadKey struct {
	personID string
	after    int64
}

// unreadKept bounds for how many people a thread remembers what they have not read.
const unreadKept = 1000

// text is the two lists as members of a JSON object, encoded once for everybody.
func (n *newest) text() ([]byte, error) {
	n.once.Do(func() {
		var out bytes.Buffer
		encoder := json.NewEncoder(&out)
		encoder.SetEscapeHTML(false)
		n.failed = encoder.Encode(struct {
			Items  []PostView `json:"items"`
			Pinned []PostView `json:"pinned"`
		}{n.items, n.pinned})
		n.encoded = bytes.Trim(out.Bytes(), "{}\n")
	})
	if n.failed != nil {
		return nil, fmt.Errorf("encode posts: %w", n.failed)
	}
	return n.encoded, nil
}

// unreadBy counts the posts by others after a place; ok is false if that takes older
// posts, and nobody has counted yet.
func (n *newest) unreadBy(personID string, after int64) (count int64, ok bool) {
	if n.older && after < n.items[0].Seq-1 {
		n.mu.Lock()
		defer n.mu.Unlock()
		count, ok = n.unread[unreadKey{personID, after}]
		return count, ok
	}
	for i := range n.items {
		if p := &n.items[i]; p.Seq > after && p.AuthorID != personID && p.DeletedAt == nil {
			count++
		}
	}
	return count, true
}

func (n *newest) rememberUnread(personID string, after, count int64) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.unread == nil || len(n.unread) >= unreadKept {
		n.unread = map[unreadKey]int64{}
	}
	n.unread[unreadKey{personID, after}] = count
}

// newestKept bounds how many threads' newest posts are remembered: a page of long
// posts takes some 200 KiB.
const newestKept = 64

type newestKey struct {
	threadID string
	size     int
}

type newestCache struct {
	mu    sync.Mutex
	known map[newestKey]*newest
}

// get returns what is remembered of this version, nil if nothing is.
func (c *newestCache) get(key newestKey, now version) *newest {
	c.mu.Lock()
	defer c.mu.Unlock()
	if found := c.known[key]; found != nil && found.version == now {
		return found
	}
	return nil
}

func (c *newestCache) put(key newestKey, n *newest) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.known == nil {
		c.known = map[newestKey]*newest{}
	}
	if before := c.known[key]; before != nil && before.seq > n.seq {
		return // somebody was faster, and knows more
	}
	for other := range c.known {
		if len(c.known) < newestKept {
			break
		}
		delete(c.known, other)
	}
	c.known[key] = n
}
