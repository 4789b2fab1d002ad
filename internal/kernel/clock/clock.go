// Package clock gives the time, and the two kinds of it that Sluse knows: an
// instant in UTC with microseconds, and a whole local day in Denmark.
package clock

import (
	"sync"
	"time"
	_ "time/tzdata" // the program must know Danish time on machines without a zone database
)

// Clock tells the present instant. Everything that depends on the time takes one,
// so that deadlines and the scripted demo can be run at any moment.
type Clock interface {
	// Now returns the present instant in UTC, cut to microseconds: what both
	// databases can keep.
	Now() time.Time
}

// Copenhagen is the time zone that every local day and hour of Sluse is in.
var Copenhagen = mustLoad("Europe/Copenhagen")

func mustLoad(name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		panic("clock: embedded zone database lacks " + name + ": " + err.Error())
	}
	return zone
}

// Instant brings t into the one form that is stored: UTC, microseconds.
func Instant(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }

// Within reports whether now is less than life after an instant, and not before it: of a
// clock that was put back nothing is known.
func Within(instant, now time.Time, life time.Duration) bool {
	return !now.Before(instant) && now.Before(instant.Add(life))
}

// System is the machine's clock.
type System struct{}

// Now implements Clock.
func (System) Now() time.Time { return Instant(time.Now()) }

// Ahead is the machine's clock as it would be if it were wrong by so much; behind,
// where it is negative.
type Ahead time.Duration

// Now implements Clock.
func (a Ahead) Now() time.Time { return Instant(time.Now().Add(time.Duration(a))) }

// Manual is a clock that stands still until it is moved. It is safe for use by
// several goroutines. The demo data and the tests are told by it.
type Manual struct {
	mu  sync.Mutex
	now time.Time
}

// NewManual returns a clock that stands at t.
func NewManual(t time.Time) *Manual { return &Manual{now: Instant(t)} }

// Now implements Clock.
func (m *Manual) Now() time.Time {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.now
}

// Set moves the clock to t.
func (m *Manual) Set(t time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.now = Instant(t)
}

// Advance moves the clock by d.
func (m *Manual) Advance(d time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.now = Instant(m.now.Add(d))
}
