package live

import (
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// messages are so many that can be told apart.
func messages(n int) []*message {
	all := make([]*message, n)
	for i := range all {
		all[i] = prepare(ServerFrame{Type: "event", Seq: int64(i)})
	}
	return all
}

func TestAnOutboxKeepsTheOrderAndItsBound(t *testing.T) {
	var o outbox
	all := messages(4 * queueLength)
	written := 0
	take := func() {
		if m, over := o.next(); m != all[written] || over {
			t.Fatalf("message %d was not the next", written)
		}
		written++
	}
	for i, m := range all {
		taken, begin := o.put(m)
		if !taken || begin != (i == 0) {
			t.Fatalf("message %d: taken %v, begin %v", i, taken, begin)
		}
		if i%2 == 1 || i >= queueLength {
			take()
		}
	}
	for waiting := len(all) - written; waiting < queueLength; waiting++ {
		if taken, _ := o.put(all[0]); !taken {
			t.Fatalf("no room beside %d", waiting)
		}
	}
	if taken, _ := o.put(all[0]); taken {
		t.Error("more was taken than there is room for")
	}
	if cap(o.queue) > 4*queueLength {
		t.Errorf("the queue grew to %d", cap(o.queue))
	}
}

func TestAnOutboxRestsWithoutAQueue(t *testing.T) {
	var o outbox
	for _, m := range messages(100) {
		o.put(m)
	}
	for range 100 {
		o.next()
	}
	if m, over := o.next(); m != nil || over {
		t.Error("there is more than was put in")
	}
	if o.writing || o.queue != nil {
		t.Errorf("writing %v, room for %d is kept", o.writing, cap(o.queue))
	}
	if taken, begin := o.put(messages(1)[0]); !taken || !begin {
		t.Error("nobody was told to write what came next")
	}
}

func TestWhatIsQueuedIsWrittenBeforeTheEndUnlessARightIsLost(t *testing.T) {
	for code, want := range map[int]bool{websocket.CloseServiceRestart: true, closeSessionEnded: false, closeTooSlow: false} {
		var o outbox
		all := messages(2)
		o.put(all[0])
		o.end(code, "")
		if taken, _ := o.put(all[1]); !taken {
			t.Error("what comes after the end is for nobody, and no trouble")
		}
		if m, over := o.next(); (m == all[0]) != want || over == want {
			t.Errorf("%d: message %v, over %v", code, m != nil, over)
		}
		if m, over := o.next(); m != nil || !over {
			t.Errorf("%d: message %v, over %v at the end", code, m != nil, over)
		}
	}
}

func TestWaitingForRoomEndsWithTheConnection(t *testing.T) {
	var o outbox
	for _, m := range messages(queueLength) {
		o.put(m)
	}
	room := o.roomOrEnd()
	select {
	case <-room:
		t.Fatal("there is no room")
	default:
	}
	o.next()
	<-room
	<-o.roomOrEnd()
	o.put(messages(1)[0])
	room, done := o.roomOrEnd(), o.done()
	o.end(websocket.CloseAbnormalClosure, "")
	o.finish()
	<-room
	<-done
	<-o.roomOrEnd()
	<-o.done()
}

// A pair is a hub's connection without the hub's running, and its client.
func pair(t *testing.T) (*conn, *websocket.Conn) {
	t.Helper()
	h := NewHub(Options{Broker: Alone{}, CheckOrigin: func(*http.Request) bool { return true }})
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	t.Cleanup(h.Shutdown)
	socket, answer, err := websocket.DefaultDialer.Dial("ws"+strings.TrimPrefix(server.URL, "http"), nil)
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	t.Cleanup(func() { _ = socket.Close() })
	if _, _, err := socket.ReadMessage(); err != nil {
		t.Fatal("no hello: ", err)
	}
	for c := range h.crowd.all() {
		return c, socket
	}
	t.Fatal("nobody is connected")
	return nil, nil
}

func TestEverybodyIsPingedAndWhoAnswersIsHeard(t *testing.T) {
	c, client := pair(t)
	pinged := make(chan struct{}, 1)
	answer := client.PingHandler()
	client.SetPingHandler(func(text string) error { pinged <- struct{}{}; return answer(text) })
	go func() { _, _, _ = client.ReadMessage() }()
	before := c.heard.Load()
	for turn := range turns {
		c.hub.lookAfter(turn)
	}
	<-pinged
	for deadline := time.Now().Add(10 * time.Second); c.heard.Load() == before; {
		if time.Now().After(deadline) {
			t.Fatal("the answer was not heard")
		}
		runtime.Gosched()
	}
}

func TestWhoIsSilentIsLetGo(t *testing.T) {
	c, _ := pair(t)
	c.heard.Store(-int64(pongWithin)) // a minute before the hub began
	for turn := range turns {
		c.hub.lookAfter(turn)
	}
	<-c.out.done()
	if c.out.closeCode != websocket.CloseNormalClosure {
		t.Errorf("closed with %d", c.out.closeCode)
	}
}
