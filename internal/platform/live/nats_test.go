package live_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"

	"sluse/internal/platform/activity"
	"sluse/internal/platform/database"
	"sluse/internal/platform/database/dbtest"
	"sluse/internal/platform/live"
)

// startNATS starts a NATS server of our own; port 0 takes a free one.
func startNATS(t *testing.T, port int) (*server.Server, int) {
	t.Helper()
	if port == 0 {
		port = server.RANDOM_PORT
	}
	s, err := server.NewServer(&server.Options{Host: "127.0.0.1", Port: port, NoSigs: true, NoLog: true})
	if err != nil {
		t.Fatal(err)
	}
	go s.Start()
	if !s.ReadyForConnections(10 * time.Second) {
		t.Fatal("NATS does not start")
	}
	t.Cleanup(s.Shutdown)
	return s, s.Addr().(*net.TCPAddr).Port
}

// together are nodes of one installation: one log, one NATS.
func together(t *testing.T, port, n int) []*stage {
	t.Helper()
	db := dbtest.New(t)
	nodes := make([]*stage, n)
	for i := range nodes {
		name := fmt.Sprintf("node%d", i)
		nodes[i] = joined(t, db, name, port)
	}
	return nodes
}

// joined is one more node, which reaches NATS at a port.
func joined(t *testing.T, db *database.DB, name string, port int) *stage {
	t.Helper()
	broker, err := live.ConnectNATS(fmt.Sprintf("nats://127.0.0.1:%d", port), name, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(broker.Close)
	node := stageOn(t, db, name, broker)
	for _, person := range []string{"signe", "karim"} {
		node.grant(person, "x", true)
	}
	return node
}

// stalling is a wire to a port that may stop carrying anything, as where a cable is
// pulled: nobody at either end is told.
func stalling(t *testing.T, to int) (port int, stall func()) {
	t.Helper()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	var stalled atomic.Bool
	carry := func(to, from net.Conn) {
		buffer := make([]byte, 4096)
		for {
			n, err := from.Read(buffer)
			if err != nil {
				_ = to.Close()
				return
			}
			if stalled.Load() {
				<-t.Context().Done()
			}
			if _, err := to.Write(buffer[:n]); err != nil {
				return
			}
		}
	}
	go func() {
		for {
			one, err := listener.Accept()
			if err != nil {
				return
			}
			other, err := net.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", to))
			if err != nil {
				_ = one.Close()
				continue
			}
			t.Cleanup(func() { _, _ = one.Close(), other.Close() })
			go carry(one, other)
			go carry(other, one)
		}
	}()
	return listener.Addr().(*net.TCPAddr).Port, func() { stalled.Store(true) }
}

// A NATS that is there and says nothing is found out soon: what other nodes do is read in
// the log then, and who lost their access there loses it here.
func TestNATSThatSaysNothingIsFoundOut(t *testing.T) {
	_, port := startNATS(t, 0)
	slow, stall := stalling(t, port)
	db := dbtest.New(t)
	near, far := joined(t, db, "near", port), joined(t, db, "far", slow)
	signe := far.connect("signe")
	signe.look(-1)
	near.post(1)
	signe.want("event")
	stall()
	begun := time.Now()
	near.post(2)
	signe.patience = time.Minute
	signe.want("event")
	if took := time.Since(begun); took > 20*time.Second {
		t.Errorf("it took %s", took)
	}
}

func (c *client) look(after int64) {
	c.t.Helper()
	c.send(live.ClientFrame{Type: "subscribe", Topic: "thread:x", After: after})
	c.want("subscribed")
}

// until reads on to a frame that is as wished.
func (c *client) until(what string, wished func(live.ServerFrame) bool) {
	c.t.Helper()
	for {
		f, err := c.next()
		if err != nil {
			c.t.Fatalf("waiting for %s: %v", what, err)
		}
		if wished(f) {
			return
		}
	}
}

func people(names ...string) func(live.ServerFrame) bool {
	return func(f live.ServerFrame) bool {
		return f.Type == "presence" && strings.Join(f.People, " ") == strings.Join(names, " ")
	}
}

func TestNodesShareEventsTypingPresenceAndHints(t *testing.T) {
	_, port := startNATS(t, 0)
	nodes := together(t, port, 2)
	signe, karim := nodes[0].connect("signe"), nodes[1].connect("karim")
	signe.look(-1)
	karim.look(-1)
	signe.until("both", people("karim", "signe"))
	karim.until("both", people("karim", "signe"))
	for n := range 20 {
		nodes[n%2].post(n)
	}
	for _, c := range []*client{signe, karim} {
		for n := range 20 {
			if f := c.want("event"); f.Seq != int64(n+1) {
				t.Fatalf("event %d came where %d was due", f.Seq, n+1)
			}
		}
	}
	karim.send(live.ClientFrame{Type: "typing", Topic: "thread:x"})
	if f := signe.want("typing"); f.Person != "karim" {
		t.Errorf("typing %+v", f)
	}
	nodes[1].hub.Hint("thread:x", "stirred")
	signe.want("hint")
	_ = karim.socket.Close()
	signe.until("karim has gone", people("signe"))
}

func TestAccessThatEndsOnOneNodeEndsOnAll(t *testing.T) {
	_, port := startNATS(t, 0)
	nodes := together(t, port, 2)
	signe := nodes[1].connect("signe")
	signe.look(-1)
	nodes[1].grant("signe", "x", false)
	nodes[0].hub.Recheck("signe")
	signe.want("denied")
}

func TestPeopleOfANodeThatLeavesAreNoLongerHere(t *testing.T) {
	_, port := startNATS(t, 0)
	nodes := together(t, port, 2)
	signe, karim := nodes[0].connect("signe"), nodes[1].connect("karim")
	signe.look(-1)
	karim.look(-1)
	signe.until("both", people("karim", "signe"))
	nodes[1].hub.Shutdown()
	signe.until("karim has gone", people("signe"))
}

func TestNothingIsLostWhileNATSIsAway(t *testing.T) {
	nats, port := startNATS(t, 0)
	nodes := together(t, port, 2)
	signe := nodes[0].connect("signe")
	signe.look(-1)
	nodes[1].post(1)
	signe.want("event")

	nats.Shutdown()
	nats.WaitForShutdown()
	nodes[1].post(2)
	if f := signe.want("event"); f.Seq != 2 {
		t.Errorf("away: %+v", f)
	}
	nodes[1].post(3)
	startNATS(t, port)
	nodes[1].post(4)
	for seq := int64(3); seq <= 4; seq++ {
		if f := signe.want("event"); f.Seq != seq {
			t.Errorf("event %d came where %d was due", f.Seq, seq)
		}
	}
}

func TestEventTooLargeForNATSIsReadInTheLog(t *testing.T) {
	_, port := startNATS(t, 0)
	nodes := together(t, port, 2)
	signe := nodes[0].connect("signe")
	signe.look(-1)
	large := strings.Repeat("å", 1<<20)
	err := nodes[1].db.Write(t.Context(), func(ctx context.Context) error {
		_, err := nodes[1].log.Record(ctx, activity.Event{Verb: "v", Topics: []string{"thread:x"}, Data: large})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	var got string
	if f := signe.want("event"); json.Unmarshal(f.Data, &got) != nil || got != large {
		t.Errorf("the large event came with %d bytes", len(f.Data))
	}
}

func TestAddressOfNATS(t *testing.T) {
	for address, fine := range map[string]bool{
		"nats://localhost:4222": true, "nats://user:secret@a:4222/demo,nats://b:4222": true, "tls://nats.example": true,
		"": false, "http://localhost": false, "nats://": false, "nats://a/b.c": false, "nats://a/b/c": false,
	} {
		if err := live.CheckNATS(address); (err == nil) != fine {
			t.Errorf("%q: %v", address, err)
		}
	}
}

// One node finds back to NATS later than the other: what it did in between has
// reached nobody, and nobody but itself knows.
func TestNothingIsLostOfANodeThatComesBackLast(t *testing.T) {
	_, port := startNATS(t, 0)
	nodes := together(t, port, 1)
	signe := nodes[0].connect("signe")
	signe.look(-1)
	// The second node has no server yet where the first has one.
	_, elsewhere := startNATS(t, 0)
	late, err := live.ConnectNATS(fmt.Sprintf("nats://127.0.0.1:%d", elsewhere), "late", slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	late.Close()
	writer := stageOn(t, nodes[0].db, "late", late)
	writer.post(1)
	back, err := live.ConnectNATS(fmt.Sprintf("nats://127.0.0.1:%d", port), "late", slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(back.Close)
	if f := signe.want("event"); f.Seq != 1 {
		t.Errorf("came %+v", f)
	}
}
