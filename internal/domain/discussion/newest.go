package discussion

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"sync"

	"sluse/internal/kernel/actor"
	"sluse/internal/platform/web"
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

	mu      sync.Mutex
	named   map[string]actor.Person // as they are called in encoded
	encoded *web.Text
}

type version struct{ seq, rev int64 }

// text is the end of a JSON object: the two lists and the people whom they name,
// encoded once for as long as these are called the same.
func (n *newest) text(people map[string]actor.Person) (*web.Text, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.encoded != nil && maps.Equal(n.named, people) {
		return n.encoded, nil
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(struct {
		Items  []PostView              `json:"items"`
		Pinned []PostView              `json:"pinned"`
		People map[string]actor.Person `json:"people"`
	}{n.items, n.pinned, people})
	if err != nil {
		return nil, fmt.Errorf("encode posts: %w", err)
	}
	n.named, n.encoded = people, web.NewText(bytes.TrimPrefix(out.Bytes(), []byte("{")))
	return n.encoded, nil
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
