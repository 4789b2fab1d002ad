package live_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/clock"
	"sluse/internal/kernel/fault"
	"sluse/internal/platform/activity"
	"sluse/internal/platform/database"
	"sluse/internal/platform/database/dbtest"
	"sluse/internal/platform/live"
)

// stage is a hub on a real server and a real log. Who may see what is held in
// rights, which tests change.
type stage struct {
	t      *testing.T
	db     *database.DB
	log    *activity.Log
	hub    *live.Hub
	server *httptest.Server
	node   string

	mu     sync.Mutex
	rights map[string]bool // person + " " + thread
	ended  map[string]bool // sessions
}

func newStage(t *testing.T) *stage {
	t.Helper()
	return stageOn(t, dbtest.New(t), "test", live.Alone{})
}

// stageOn is a stage that is one node of several.
func stageOn(t *testing.T, db *database.DB, node string, broker live.Broker) *stage {
	t.Helper()
	s := &stage{t: t, db: db, node: node, rights: map[string]bool{}, ended: map[string]bool{}}
	logger := slog.New(slog.DiscardHandler)
	s.log = activity.New(s.db, clock.System{}, logger, node)
	s.hub = live.NewHub(live.Options{
		Node: node, History: s.log, Broker: broker, Logger: logger, Refresh: s.refresh,
		Again: func(r *http.Request) (actor.Actor, error) {
			return s.refresh(r.Context(), "session-"+r.URL.Query().Get("as"))
		},
		CheckOrigin: func(*http.Request) bool { return true },
	})
	s.hub.Allow("thread", s.mayRead, true)
	s.log.PublishTo(s.hub)
	go s.hub.Run(t.Context())
	s.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		person := r.URL.Query().Get("as")
		a := actor.Actor{PersonID: person, SessionID: "session-" + person}
		s.hub.ServeHTTP(w, r.WithContext(actor.With(r.Context(), a)))
	}))
	t.Cleanup(s.server.Close)
	t.Cleanup(s.hub.Shutdown)
	return s
}

func (s *stage) refresh(_ context.Context, session string) (actor.Actor, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ended[session] {
		return actor.Actor{}, fault.NewUnauthenticated("session.ended")
	}
	return actor.Actor{PersonID: strings.TrimPrefix(session, "session-"), SessionID: session}, nil
}

func (s *stage) mayRead(_ context.Context, a actor.Actor, thread string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.rights[a.PersonID+" "+thread] {
		return fault.NewNotFound("thread.unknown")
	}
	return nil
}

func (s *stage) grant(person, thread string, may bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rights[person+" "+thread] = may
}

func (s *stage) post(n int) {
	err := s.db.Write(context.Background(), func(ctx context.Context) error {
		_, err := s.log.Record(ctx, activity.Event{Verb: "post.created", Topics: []string{"thread:x"}, Data: map[string]int{"n": n}})
		return err
	})
	if err != nil {
		s.t.Error(err)
	}
}

type client struct {
	t        *testing.T
	socket   *websocket.Conn
	patience time.Duration
}

func (s *stage) connect(person string) *client {
	s.t.Helper()
	socket, response, err := websocket.DefaultDialer.Dial("ws"+strings.TrimPrefix(s.server.URL, "http")+"?as="+person, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	_ = response.Body.Close()
	s.t.Cleanup(func() { _ = socket.Close() })
	c := &client{s.t, socket, 10 * time.Second}
	c.want("hello")
	return c
}

func (c *client) send(f live.ClientFrame) {
	c.t.Helper()
	if err := c.socket.WriteJSON(f); err != nil {
		c.t.Error(err)
	}
}

func (c *client) next() (live.ServerFrame, error) {
	var f live.ServerFrame
	if err := c.socket.SetReadDeadline(time.Now().Add(c.patience)); err != nil {
		return f, err
	}
	_, text, err := c.socket.ReadMessage()
	if err == nil {
		err = json.Unmarshal(text, &f)
	}
	return f, err
}

// want reads on to the next frame of a type, past presence that comes between.
func (c *client) want(kind string) live.ServerFrame {
	c.t.Helper()
	for {
		f, err := c.next()
		if err != nil {
			c.t.Fatalf("waiting for %s: %v", kind, err)
		}
		if f.Type == kind {
			return f
		}
		if f.Type != "presence" {
			c.t.Fatalf("got %+v, want %s", f, kind)
		}
	}
}

func TestEventsReachThoseWhoLook(t *testing.T) {
	s := newStage(t)
	s.grant("signe", "x", true)
	c := s.connect("signe")
	s.post(1)
	c.send(live.ClientFrame{Type: "subscribe", Topic: "thread:x", After: 0})
	if f := c.want("event"); f.Seq != 1 || string(f.Data) != `{"n":1}` {
		t.Errorf("the missed event came as %+v", f)
	}
	if f := c.want("subscribed"); f.Seq != 1 {
		t.Errorf("subscribed at %d", f.Seq)
	}
	s.post(2)
	if f := c.want("event"); f.Seq != 2 || f.Verb != "post.created" {
		t.Errorf("the live event came as %+v", f)
	}
	c.send(live.ClientFrame{Type: "unsubscribe", Topic: "thread:x"})
	c.send(live.ClientFrame{Type: "ping"})
	c.want("pong")
	s.post(3)
	c.send(live.ClientFrame{Type: "ping"})
	c.want("pong")
}

func TestNothingIsMissedOrDoubledWhileSubscribingAmidPosts(t *testing.T) {
	s := newStage(t)
	const posts, readers = 120, 6
	var group sync.WaitGroup
	for r := range readers {
		person := fmt.Sprintf("p%d", r)
		s.grant(person, "x", true)
		c := s.connect(person)
		group.Go(func() {
			c.send(live.ClientFrame{Type: "subscribe", Topic: "thread:x", After: 0})
			seen := map[int64]bool{}
			for len(seen) < posts {
				f, err := c.next()
				if err != nil {
					t.Errorf("%s after %d: %v", person, len(seen), err)
					return
				}
				if f.Type == "event" {
					if seen[f.Seq] {
						t.Errorf("%s got %d twice", person, f.Seq)
					}
					seen[f.Seq] = true
				}
			}
		})
	}
	for w := range 3 {
		group.Go(func() {
			for i := range posts / 3 {
				s.post(w*1000 + i)
			}
		})
	}
	group.Wait()
}

func TestUnknownAndForbiddenTopicsAreDenied(t *testing.T) {
	s := newStage(t)
	c := s.connect("signe")
	for _, topic := range []string{"thread:x", "thread:", "secret:1", "", "thread", strings.Repeat("thread:", 50)} {
		c.send(live.ClientFrame{Type: "subscribe", Topic: topic})
		if f := c.want("denied"); f.Topic != topic {
			t.Errorf("%q: %+v", topic, f)
		}
	}
	s.post(1)
	c.send(live.ClientFrame{Type: "ping"})
	c.want("pong")
}

func TestLostAccessStopsDeliveryAtOnce(t *testing.T) {
	s := newStage(t)
	s.grant("signe", "x", true)
	s.grant("karim", "x", true)
	signe, karim := s.connect("signe"), s.connect("karim")
	for _, c := range []*client{signe, karim} {
		c.send(live.ClientFrame{Type: "subscribe", Topic: "thread:x", After: -1})
		c.want("subscribed")
	}
	s.grant("signe", "x", false)
	s.hub.Recheck("signe")
	s.post(1)
	karim.want("event")
	if f := signe.want("denied"); f.Topic != "thread:x" {
		t.Errorf("denied %+v", f)
	}
	signe.send(live.ClientFrame{Type: "ping"})
	signe.want("pong")

	s.grant("karim", "x", false)
	s.hub.RecheckTopic("thread:x")
	s.post(2)
	karim.want("denied")
}

func TestKeptAccessSurvivesARecheckWithoutLoss(t *testing.T) {
	s := newStage(t)
	s.grant("signe", "x", true)
	c := s.connect("signe")
	c.send(live.ClientFrame{Type: "subscribe", Topic: "thread:x", After: -1})
	c.want("subscribed")
	var group sync.WaitGroup
	group.Go(func() {
		for range 20 {
			s.hub.Recheck("signe")
		}
	})
	for i := range 20 {
		s.post(i)
	}
	group.Wait()
	for i := range 20 {
		if f := c.want("event"); f.Seq != int64(i+1) {
			t.Fatalf("event %d came where %d was due", f.Seq, i+1)
		}
	}
}

// A session may end after its request was let in and before its socket can be found.
func TestSessionThatEndsWhileItsSocketOpensClosesIt(t *testing.T) {
	s := newStage(t)
	s.mu.Lock()
	s.ended["session-signe"] = true
	s.mu.Unlock()
	socket, response, err := websocket.DefaultDialer.Dial("ws"+strings.TrimPrefix(s.server.URL, "http")+"?as=signe", nil)
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	defer func() { _ = socket.Close() }()
	if f, err := (&client{t, socket, 10 * time.Second}).next(); !websocket.IsCloseError(err, 4401) {
		t.Errorf("got %+v and %v, want close code 4401", f, err)
	}
}

func TestEndedSessionClosesTheSocket(t *testing.T) {
	s := newStage(t)
	c := s.connect("signe")
	s.mu.Lock()
	s.ended["session-signe"] = true
	s.mu.Unlock()
	s.hub.EndSession("session-signe")
	if _, err := c.next(); !websocket.IsCloseError(err, 4401) {
		t.Errorf("got %v, want close code 4401", err)
	}
}

func TestPresenceAndTyping(t *testing.T) {
	s := newStage(t)
	s.grant("signe", "x", true)
	s.grant("karim", "x", true)
	signe := s.connect("signe")
	signe.send(live.ClientFrame{Type: "subscribe", Topic: "thread:x", After: -1})
	signe.want("subscribed")
	if f := signe.want("presence"); f.Count != 1 {
		t.Errorf("alone: %+v", f)
	}
	karim := s.connect("karim")
	karim.send(live.ClientFrame{Type: "subscribe", Topic: "thread:x", After: -1})
	if f := signe.want("presence"); f.Count != 2 || strings.Join(f.People, " ") != "karim signe" {
		t.Errorf("together: %+v", f)
	}
	karim.send(live.ClientFrame{Type: "typing", Topic: "thread:x"})
	karim.send(live.ClientFrame{Type: "typing", Topic: "thread:x"})
	if f := signe.want("typing"); f.Person != "karim" {
		t.Errorf("typing: %+v", f)
	}
	_ = karim.socket.Close()
	if f := signe.want("presence"); f.Count != 1 {
		t.Errorf("alone again: %+v", f)
	}
}

func TestReaderThatDoesNotReadIsClosedAndOthersGoOn(t *testing.T) {
	s := newStage(t)
	s.grant("slow", "x", true)
	s.grant("signe", "x", true)
	slow, signe := s.connect("slow"), s.connect("signe")
	for _, c := range []*client{slow, signe} {
		c.send(live.ClientFrame{Type: "subscribe", Topic: "thread:x", After: -1})
		c.want("subscribed")
	}
	big := activity.Frame{Topic: "thread:x", Verb: "post.created", Data: json.RawMessage(`"` + strings.Repeat("å", 30_000) + `"`)}
	for n := int64(1); s.hub.Stats().Connections == 2; n++ {
		big.Seq = n
		s.hub.Publish([]activity.Frame{big})
		if f := signe.want("event"); f.Seq != n {
			t.Fatalf("event %d came where %d was due", f.Seq, n)
		}
		if n > 5000 {
			t.Fatal("the reader that does not read is kept")
		}
	}
}

func TestHostileFramesCloseOnlyTheirOwnConnection(t *testing.T) {
	s := newStage(t)
	good := s.connect("signe")
	for _, text := range []string{"", "{", "[]", `"x"`, `{"type":7}`, strings.Repeat("x", 10_000)} {
		bad := s.connect("karim")
		// Too long a frame may be cut off while it is still being written.
		_ = bad.socket.WriteMessage(websocket.TextMessage, []byte(text))
		if f, err := bad.next(); err == nil {
			t.Errorf("%.20q was answered with %+v", text, f)
		}
	}
	good.send(live.ClientFrame{Type: "ping"})
	good.want("pong")
}

func TestShutdownSaysGoodbye(t *testing.T) {
	s := newStage(t)
	c := s.connect("signe")
	s.hub.Shutdown()
	if f := c.want("goodbye"); f.Reason != "restart" {
		t.Errorf("goodbye %+v", f)
	}
	if _, err := c.next(); !websocket.IsCloseError(err, websocket.CloseServiceRestart) {
		t.Errorf("closed with %v", err)
	}
}

func TestHintReachesThoseWhoLookAndIsNotKept(t *testing.T) {
	s := newStage(t)
	s.grant("signe", "x", true)
	c := s.connect("signe")
	s.hub.Hint("thread:x", map[string]int{"n": 1})
	c.send(live.ClientFrame{Type: "subscribe", Topic: "thread:x", After: 0})
	c.want("subscribed")
	s.hub.Hint("thread:x", map[string]int{"n": 2})
	if f := c.want("hint"); string(f.Data) != `{"n":2}` {
		t.Errorf("hint %+v", f)
	}
}
