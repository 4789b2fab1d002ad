package live

import (
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// outbox is what waits to be written to one socket. A goroutine writes while there
// is something, and none waits while there is nothing: most tabs are silent most of
// the time.
type outbox struct {
	mu      sync.Mutex
	queue   []*message
	first   int           // where the queue begins
	writing bool          // somebody writes; stays so at the end
	room    chan struct{} // closed when there may be room; nil while nobody waits for it

	ended     bool // the connection is to end, with this code
	closeCode int
	closeText string

	finished bool
	written  chan struct{} // closed when finished; nil while nobody waits for it
}

// queueKept is how long an empty queue may be and yet be kept for what comes next.
const queueKept = 8

// put queues a message and reports whether there was room. begin tells the caller to
// have it written. What ends takes nothing more.
func (o *outbox) put(m *message) (taken, begin bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.ended {
		return true, false
	}
	if len(o.queue)-o.first >= queueLength {
		return false, false
	}
	if o.first > 0 && len(o.queue) == cap(o.queue) {
		left := copy(o.queue, o.queue[o.first:])
		clear(o.queue[left:])
		o.queue, o.first = o.queue[:left], 0
	}
	o.queue = append(o.queue, m)
	begin = !o.writing
	o.writing = true
	return true, begin
}

// next takes the message to be written now. There is none when nothing waits, and
// the writer rests; or when the connection is to end, and over is true.
func (o *outbox) next() (m *message, over bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.room != nil {
		close(o.room)
		o.room = nil
	}
	// A connection closed for a lost right gets nothing more of the queue.
	if o.ended && (o.closeCode == closeSessionEnded || o.closeCode == closeTooSlow) {
		return nil, true
	}
	if o.first == len(o.queue) {
		o.queue, o.first = o.queue[:0], 0
		if cap(o.queue) > queueKept {
			o.queue = nil
		}
		o.writing = o.ended
		return nil, o.ended
	}
	m = o.queue[o.first]
	o.queue[o.first] = nil
	o.first++
	return m, false
}

// end says that the connection is to end, once; begin as with put.
func (o *outbox) end(code int, text string) (begin bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.ended {
		return false
	}
	o.ended, o.closeCode, o.closeText = true, code, text
	begin = !o.writing
	o.writing = true
	return begin
}

// finish lets go of everybody who waits. Nothing is written any more.
func (o *outbox) finish() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.finished, o.queue, o.first = true, nil, 0
	for _, waited := range []chan struct{}{o.room, o.written} {
		if waited != nil {
			close(waited)
		}
	}
	o.room = nil
}

// roomOrEnd is closed when there may be room in the queue.
func (o *outbox) roomOrEnd() <-chan struct{} {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.room == nil {
		o.room = make(chan struct{})
	}
	room := o.room
	if o.ended || len(o.queue)-o.first < queueLength {
		close(room)
		o.room = nil
	}
	return room
}

// done is closed once everything is written and the socket is closed.
func (o *outbox) done() <-chan struct{} {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.written == nil {
		o.written = make(chan struct{})
		if o.finished {
			close(o.written)
		}
	}
	return o.written
}

// enqueue hands a message to the writer. A connection that does not keep up is
// closed: it will come back and fetch what it missed.
func (c *conn) enqueue(m *message) {
	if !c.send(m) {
		c.closeSlow()
	}
}

// send is enqueue that leaves it to the caller what to do when there is no room.
func (c *conn) send(m *message) bool {
	taken, begin := c.out.put(m)
	if begin {
		go c.write()
	}
	return taken
}

// enqueueWaiting waits for room in the queue.
func (c *conn) enqueueWaiting(f ServerFrame) {
	for m := single(f); !c.send(m); {
		<-c.out.roomOrEnd()
	}
}

// closeSlow also cuts short a write that waits for the reader.
func (c *conn) closeSlow() {
	c.close(closeTooSlow, "too slow")
	_ = c.socket.NetConn().SetWriteDeadline(time.Now())
}

// close ends the connection with a code, once; what is queued is still written.
func (c *conn) close(code int, text string) {
	if c.out.end(code, text) {
		go c.write()
	}
}

// write writes what waits, until nothing does or the connection is to end.
func (c *conn) write() {
	for {
		m, over := c.out.next()
		if over {
			c.sayClosed()
			break
		}
		if m == nil {
			return
		}
		if c.writeMessage(m) != nil {
			c.close(websocket.CloseAbnormalClosure, "")
			break
		}
	}
	_ = c.socket.Close()
	c.out.finish()
}

func (c *conn) writeMessage(m *message) error {
	if err := c.socket.SetWriteDeadline(time.Now().Add(writeWithin)); err != nil {
		return err
	}
	if m.prepared == nil {
		return c.socket.WriteMessage(websocket.TextMessage, m.text)
	}
	return c.socket.WritePreparedMessage(m.prepared)
}

func (c *conn) sayClosed() {
	c.out.mu.Lock()
	farewell := websocket.FormatCloseMessage(c.out.closeCode, c.out.closeText)
	c.out.mu.Unlock()
	_ = c.socket.WriteControl(websocket.CloseMessage, farewell, time.Now().Add(writeWithin))
}
