package torture

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// balancer hands each connection to the next node that takes it, without regard to
// who comes: nodes must not mind. It can cut and stall what goes through it.
type balancer struct {
	listener net.Listener
	nodes    []string
	turn     atomic.Uint64

	mu      sync.Mutex
	pairs   map[*pair]struct{}
	stalled chan struct{} // closed while nothing stalls
	deaf    bool          // nobody may listen
}

// pair is what is carried between one of the people and a node.
type pair struct {
	client, node net.Conn
	listens      bool // asked for the live websocket; guarded by the balancer's mutex
}

func newBalancer(ctx context.Context) (*balancer, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("listen as the balancer: %w", err)
	}
	flowing := make(chan struct{})
	close(flowing)
	return &balancer{listener: listener, pairs: map[*pair]struct{}{}, stalled: flowing}, nil
}

func (b *balancer) url() string { return "http://" + b.listener.Addr().String() }

// serve takes connections until the listener is closed.
func (b *balancer) serve() {
	for {
		conn, err := b.listener.Accept()
		if err != nil {
			return
		}
		go b.carry(conn)
	}
}

func (b *balancer) carry(client net.Conn) {
	node := b.dial()
	if node == nil {
		_ = client.Close()
		return
	}
	p := &pair{client: client, node: node}
	b.mu.Lock()
	b.pairs[p] = struct{}{}
	b.mu.Unlock()
	var both sync.WaitGroup
	both.Go(func() { b.copy(node, client, func(asked []byte) bool { return b.mayPass(p, asked) }); p.cut() })
	both.Go(func() { b.copy(client, node, nil); p.cut() })
	both.Wait()
	b.mu.Lock()
	delete(b.pairs, p)
	b.mu.Unlock()
}

func (p *pair) cut() {
	_ = p.client.Close()
	_ = p.node.Close()
}

// dial reaches a node, nil if none answers.
func (b *balancer) dial() net.Conn {
	for range b.nodes {
		address := b.nodes[b.turn.Add(1)%uint64(len(b.nodes))]
		if conn, err := net.DialTimeout("tcp", address, time.Second); err == nil {
			return conn
		}
	}
	return nil
}

// listening is how a request for the live websocket begins.
var listening = []byte("GET /api/live ")

// mayPass reports whether what one of the people sends may go on to a node.
func (b *balancer) mayPass(p *pair, asked []byte) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	p.listens = p.listens || bytes.HasPrefix(asked, listening)
	return !p.listens || !b.deaf
}

// deafen ends every connection that somebody listens on and lets nobody listen any
// more, or again. Everything else passes.
func (b *balancer) deafen(so bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.deaf = so
	for p := range b.pairs {
		if so && p.listens {
			p.cut()
		}
	}
}

// copy carries what comes until one side ends; mayPass is asked before, unless nil.
func (b *balancer) copy(to io.Writer, from io.Reader, mayPass func(what []byte) bool) {
	buffer := make([]byte, 16<<10)
	for {
		n, err := from.Read(buffer)
		b.mu.Lock()
		flowing := b.stalled
		b.mu.Unlock()
		<-flowing
		if n > 0 {
			if mayPass != nil && !mayPass(buffer[:n]) {
				return
			}
			if _, err := to.Write(buffer[:n]); err != nil {
				return
			}
		}
		if err != nil {
			return
		}
	}
}

// cut ends every connection, in the middle of whatever it carries.
func (b *balancer) cut() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for p := range b.pairs {
		p.cut()
	}
}

// stall lets nothing through for a while; connections stay open.
func (b *balancer) stall(ctx context.Context, lasting time.Duration) {
	stalled := make(chan struct{})
	b.mu.Lock()
	b.stalled = stalled
	b.mu.Unlock()
	pause(ctx, lasting)
	close(stalled)
}

func (b *balancer) close() {
	_ = b.listener.Close()
	b.cut()
}
