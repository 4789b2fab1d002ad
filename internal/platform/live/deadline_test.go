package live

import (
	"net"
	"testing"
	"time"
)

// deadlines notes the deadlines that a connection is given.
type deadlines struct {
	net.Conn
	set []time.Time
}

func (d *deadlines) SetWriteDeadline(by time.Time) error { d.set = append(d.set, by); return nil }

func (d *deadlines) SetDeadline(by time.Time) error { d.set = append(d.set, by); return nil }

func TestDeadlinesMoveInSteps(t *testing.T) {
	noted := &deadlines{}
	c := &steadyConn{Conn: noted}
	now := time.Now()
	for _, step := range []struct {
		what string
		by   time.Time
		both bool
		set  bool
	}{
		{"the first", now.Add(10 * time.Second), false, true},
		{"the same", now.Add(10 * time.Second), false, false},
		{"a little later", now.Add(10*time.Second + deadlineStep - 1), false, false},
		{"a step later", now.Add(10*time.Second + deadlineStep), false, true},
		{"earlier: a write is to be cut short", now, false, true},
		{"earlier still", now.Add(-time.Second), false, true},
		{"none", time.Time{}, false, true},
		{"after none", now.Add(10 * time.Second), false, true},
		{"one for reading too", time.Time{}, true, true},
		{"after one for reading too", now.Add(10 * time.Second), false, true},
	} {
		noted.set = nil
		set := c.SetWriteDeadline
		if step.both {
			set = c.SetDeadline
		}
		if err := set(step.by); err != nil {
			t.Fatal(err)
		}
		if got := len(noted.set) == 1 && noted.set[0].Equal(step.by); got != step.set {
			t.Errorf("%s: set %v", step.what, noted.set)
		}
	}
}
