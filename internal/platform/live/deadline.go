package live

import (
	"bufio"
	"net"
	"net/http"
	"sync/atomic"
	"time"
)

// deadlineStep is how much sooner than asked a write may be given up. Each move of a
// deadline has the runtime sort its timers, which costs a tenth of what a write does.
const deadlineStep = time.Second

// steadyConn moves the deadline of its writes in steps.
type steadyConn struct {
	net.Conn
	writeBy atomic.Int64 // since steadySince; 0 for no deadline
}

var steadySince = time.Now()

// SetWriteDeadline implements net.Conn.
func (c *steadyConn) SetWriteDeadline(by time.Time) error {
	var next int64
	if !by.IsZero() {
		next = int64(by.Sub(steadySince))
		if last := c.writeBy.Load(); last != 0 && next >= last && next < last+int64(deadlineStep) {
			return nil
		}
	}
	c.writeBy.Store(next)
	return c.Conn.SetWriteDeadline(by)
}

// SetDeadline implements net.Conn.
func (c *steadyConn) SetDeadline(by time.Time) error {
	c.writeBy.Store(0) // the next write sets its own
	return c.Conn.SetDeadline(by)
}

// steadily hands over steady connections.
type steadily struct{ http.ResponseWriter }

// Hijack implements http.Hijacker.
func (w steadily) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	conn, buffers, err := http.NewResponseController(w.ResponseWriter).Hijack()
	if err != nil {
		return nil, nil, err
	}
	return &steadyConn{Conn: conn}, buffers, nil
}
