package mail

import (
	"net"
	"time"

	gomail "github.com/go-mail/mail/v2"
)

// The mail library sets its deadline only after the server's greeting, so a server
// that takes the connection and says nothing would hold a job forever; and it
// forgets connections whose greeting it did not like. Both are settled where it
// dials.
func init() { gomail.NetDialTimeout = dialGuarded }

// lifetimes is how many timeouts a connection may live in all: greeting, some
// mails, farewell.
const lifetimes = 4

type guardedConn struct {
	net.Conn
	end *time.Timer
}

func dialGuarded(network, address string, timeout time.Duration) (net.Conn, error) {
	conn, err := net.DialTimeout(network, address, timeout)
	if err != nil {
		return nil, err
	}
	if timeout <= 0 {
		return conn, nil
	}
	if err := conn.SetDeadline(time.Now().Add(timeout)); err != nil {
		_ = conn.Close()
		return nil, err
	}
	return &guardedConn{conn, time.AfterFunc(lifetimes*timeout+sessionAge, func() { _ = conn.Close() })}, nil
}

// Close implements net.Conn.
func (c *guardedConn) Close() error {
	c.end.Stop()
	return c.Conn.Close()
}
