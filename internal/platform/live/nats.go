package live

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats.go"
)

const (
	natsPrefix = "sluse"
	// inboxLength is how many messages of other nodes may wait here; beyond it they
	// are lost, and read in the log.
	inboxLength = 8192
	// lostEvery is how often the log is asked while NATS is away.
	lostEvery     = 2 * time.Second
	followTimeout = 2 * time.Second
	// pingNATSEvery is how often it is asked whether NATS is still there: one that says
	// nothing twice is away. Until then what it loses is not looked for.
	pingNATSEvery = 2 * time.Second
)

// NATS is the broker of an installation with several nodes. It needs nothing of
// NATS but core publish and subscribe: what it loses stands in the database.
//
// Each topic has a subject, so that a node hears only of what somebody looks at
// there; one more subject is for every node. All arrive in one queue, so that the
// messages of a sender keep their order across subjects.
type NATS struct {
	conn   *nats.Conn
	prefix string
	log    *slog.Logger
	inbox  chan *nats.Msg
	lost   atomic.Pointer[func()]
	done   chan struct{}
	closed sync.Once

	mu       sync.Mutex
	followed map[string]*following
}

type following struct {
	subscription *nats.Subscription
	count        int
}

// CheckNATS reports what is wrong with the address of a NATS server, nil if
// nothing is: nats://user:password@host:port/prefix, several hosts separated by
// commas. Installations that share a server have prefixes of their own.
func CheckNATS(address string) error {
	_, _, err := natsServers(address)
	return err
}

func natsServers(address string) (servers []string, prefix string, err error) {
	prefix = natsPrefix
	for part := range strings.SplitSeq(address, ",") {
		u, err := url.Parse(strings.TrimSpace(part))
		if err != nil || (u.Scheme != "nats" && u.Scheme != "tls") || u.Hostname() == "" {
			return nil, "", errors.New("live: not the address of a NATS server") // it may hold a password
		}
		if path := strings.Trim(u.Path, "/"); path != "" {
			prefix = path
		}
		u.Path = ""
		servers = append(servers, u.String())
	}
	if strings.ContainsAny(prefix, ".*> /") {
		return nil, "", errors.New("live: a prefix of NATS has no dots, stars, slashes or spaces")
	}
	return servers, prefix, nil
}

// ConnectNATS returns a broker that keeps trying to reach the servers, from the
// start and after each loss: a node serves without them, and reads in the log what
// the others do.
func ConnectNATS(address, node string, log *slog.Logger) (*NATS, error) {
	servers, prefix, err := natsServers(address)
	if err != nil {
		return nil, err
	}
	b := &NATS{
		prefix: prefix, log: log, inbox: make(chan *nats.Msg, inboxLength),
		done: make(chan struct{}), followed: map[string]*following{},
	}
	b.conn, err = nats.Connect(strings.Join(servers, ","),
		nats.Name("sluse "+node), nats.NoEcho(), nats.RetryOnFailedConnect(true), nats.MaxReconnects(-1),
		nats.ReconnectWait(250*time.Millisecond), nats.ReconnectBufSize(-1),
		nats.PingInterval(pingNATSEvery), nats.MaxPingsOutstanding(2), nats.FlusherTimeout(followTimeout),
		nats.ConnectHandler(func(c *nats.Conn) { b.back(c, "NATS is reached") }),
		nats.ReconnectHandler(func(c *nats.Conn) { b.back(c, "NATS is reached again") }),
		nats.DisconnectErrHandler(func(_ *nats.Conn, err error) {
			if err != nil {
				b.log.Warn("NATS is lost; what other nodes do is read in the database", "error", err)
			}
		}),
		nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) {
			b.log.Warn("messages of other nodes were lost; they are read in the database", "error", err)
			b.noteLost()
		}),
	)
	if err != nil {
		return nil, fmt.Errorf("connect to NATS: %w", err)
	}
	return b, nil
}

// TryNATS reports whether a server answers, nil if one does.
func TryNATS(ctx context.Context, address string) error {
	servers, _, err := natsServers(address)
	if err != nil {
		return err
	}
	conn, err := nats.Connect(strings.Join(servers, ","), nats.Timeout(5*time.Second))
	if err != nil {
		return fmt.Errorf("connect to NATS: %w", err)
	}
	defer conn.Close()
	if err := conn.FlushWithContext(ctx); err != nil {
		return fmt.Errorf("ask NATS: %w", err)
	}
	return nil
}

// Connected reports whether a server is reached.
func (b *NATS) Connected() bool { return b.conn.IsConnected() }

// Start implements Broker.
func (b *NATS) Start(receive func(Message), lost func()) error {
	b.lost.Store(&lost)
	if _, err := b.conn.ChanSubscribe(b.prefix+".all", b.inbox); err != nil {
		return fmt.Errorf("listen to NATS: %w", err)
	}
	go b.read(receive)
	go b.watch()
	return nil
}

func (b *NATS) read(receive func(Message)) {
	for {
		select {
		case <-b.done:
			return
		case message := <-b.inbox:
			var m Message
			if err := json.Unmarshal(message.Data, &m); err != nil {
				b.log.Error("a message of another node is not understood", "error", err)
				b.noteLost()
				continue
			}
			receive(m)
		}
	}
}

// watch has the log read while nothing comes from the other nodes.
func (b *NATS) watch() {
	ticker := time.NewTicker(lostEvery)
	defer ticker.Stop()
	for {
		select {
		case <-b.done:
			return
		case <-ticker.C:
			if !b.conn.IsConnected() {
				b.noteLost()
			}
		}
	}
}

// back is called when a server is reached. Neither did we hear the others, nor they
// us: one that came back before us would otherwise never know what we did until now.
func (b *NATS) back(conn *nats.Conn, words string) {
	b.log.Info(words)
	b.noteLost()
	// The connection may be there before ConnectNATS has returned it.
	if err := conn.Publish(b.subject(""), encode(Message{Missed: &Missed{}})); err != nil {
		b.log.Warn("the other nodes were not told to look into the log", "error", err)
	}
}

func encode(m Message) []byte {
	text, err := json.Marshal(m)
	if err != nil {
		panic("live: a message must be JSON: " + err.Error())
	}
	return text
}

func (b *NATS) noteLost() {
	if lost := b.lost.Load(); lost != nil {
		(*lost)()
	}
}

// Publish implements Broker. While no server is reached nothing is kept: the
// others read the log.
func (b *NATS) Publish(m Message) {
	err := b.conn.Publish(b.subject(m.Topic()), encode(m))
	if errors.Is(err, nats.ErrMaxPayload) && m.Fetch == nil {
		b.Publish(Message{Fetch: &Fetch{Topic: m.Topic()}})
		return
	}
	if err != nil && b.conn.IsConnected() {
		b.log.Warn("a message to the other nodes was lost", "error", err)
	}
}

// subject is where a topic's messages go. Topics hold ids and colons only; what
// else somebody may ask for must not be read as a pattern.
func (b *NATS) subject(topic string) string {
	if topic == "" {
		return b.prefix + ".all"
	}
	return b.prefix + ".topic." + url.QueryEscape(strings.ReplaceAll(topic, ".", ":"))
}

// Follow implements Broker.
func (b *NATS) Follow(topic string) {
	b.mu.Lock()
	f := b.followed[topic]
	if f == nil {
		f = &following{}
		b.followed[topic] = f
		var err error
		if f.subscription, err = b.conn.ChanSubscribe(b.subject(topic), b.inbox); err != nil {
			b.log.Error("a topic of other nodes cannot be followed", "error", err)
		}
	}
	f.count++
	b.mu.Unlock()
	// The server must know before the log is read: else an event may fall between.
	if b.conn.IsConnected() && b.conn.FlushTimeout(followTimeout) != nil {
		b.noteLost()
	}
}

// Unfollow implements Broker.
func (b *NATS) Unfollow(topic string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	f := b.followed[topic]
	if f == nil {
		return
	}
	if f.count--; f.count > 0 {
		return
	}
	delete(b.followed, topic)
	if f.subscription != nil {
		if err := f.subscription.Unsubscribe(); err != nil && !errors.Is(err, nats.ErrConnectionClosed) {
			b.log.Warn("a topic of other nodes is still followed", "error", err)
		}
	}
}

// Close implements Broker.
func (b *NATS) Close() {
	b.closed.Do(func() {
		close(b.done)
		// What was said last, such as goodbye, still goes.
		if b.conn.IsConnected() {
			_ = b.conn.FlushTimeout(followTimeout)
		}
		b.conn.Close()
	})
}
