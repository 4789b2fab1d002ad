package web

import (
	"container/list"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/fault"

	"github.com/labstack/echo/v4"
	"golang.org/x/time/rate"
)

// Rate allows so many requests a second in the long run, and Burst at once.
type Rate struct {
	PerSecond float64
	Burst     int
}

// Limiter bounds how often each key may do something. It remembers the most
// recently seen keys only; who is forgotten begins with a full burst again, which
// a flood of new keys could at most use to forget itself.
type Limiter struct {
	rate Rate
	size int

	mu    sync.Mutex
	keys  map[string]*list.Element
	order *list.List // front = seen last
	round uint64     // rises with Spent
}

type limited struct {
	key   string
	bound *rate.Limiter
	round uint64       // in which it was seen last; guarded by the limiter's mutex
	spent atomic.Int64 // since Spent was asked last
}

// NewLimiter returns a Limiter that remembers up to size keys.
func NewLimiter(r Rate, size int) *Limiter {
	return &Limiter{rate: r, size: size, keys: make(map[string]*list.Element), order: list.New()}
}

// Allow counts one for key. If that is too many it returns how long to wait.
func (l *Limiter) Allow(key string, now time.Time) (wait time.Duration, ok bool) {
	entry := l.entry(key)
	reservation := entry.bound.ReserveN(now, 1)
	if wait = reservation.DelayFrom(now); wait > 0 {
		reservation.CancelAt(now)
		return wait, false
	}
	entry.spent.Add(1)
	return 0, true
}

// Spent returns what was allowed since it was asked last, of those keys that were
// allowed so much at least: for the limiters of other nodes.
func (l *Limiter) Spent(atLeast int) map[string]int {
	l.mu.Lock()
	defer l.mu.Unlock()
	var spent map[string]int
	for at := l.order.Front(); at != nil; at = at.Next() {
		entry := at.Value.(*limited)
		if entry.round != l.round {
			break // not seen since, as all behind it
		}
		if n := int(entry.spent.Swap(0)); n >= max(atLeast, 1) {
			if spent == nil {
				spent = map[string]int{}
			}
			spent[entry.key] = n
		}
	}
	l.round++
	return spent
}

// Spend counts what the limiter of another node has allowed.
func (l *Limiter) Spend(key string, n int, now time.Time) {
	l.entry(key).bound.ReserveN(now, min(n, l.rate.Burst))
}

func (l *Limiter) entry(key string) *limited {
	l.mu.Lock()
	defer l.mu.Unlock()
	if at, known := l.keys[key]; known {
		l.order.MoveToFront(at)
		entry := at.Value.(*limited)
		entry.round = l.round
		return entry
	}
	if l.order.Len() >= l.size {
		oldest := l.order.Back()
		delete(l.keys, oldest.Value.(*limited).key)
		l.order.Remove(oldest)
	}
	entry := &limited{key: key, bound: rate.NewLimiter(rate.Limit(l.rate.PerSecond), l.rate.Burst), round: l.round}
	l.keys[key] = l.order.PushFront(entry)
	return entry
}

// keysKept bounds the memory of a limiter: some 200 bytes a key.
const keysKept = 20_000

type limits struct{ signedIn, anonymous, writes *Limiter }

func newLimits(o *Options) limits {
	return limits{NewLimiter(o.SignedIn, keysKept), NewLimiter(o.Anonymous, keysKept), NewLimiter(o.AnonymousWrites, keysKept)}
}

func (l limits) byName() map[string]*Limiter {
	return map[string]*Limiter{"signed_in": l.signedIn, "anonymous": l.anonymous, "writes": l.writes}
}

// Spent is what was allowed by each bound, and then by session or address.
type Spent map[string]map[string]int

// tellFrom is the part of a bound from which other nodes are told: who uses less at each
// of several does not come near it.
const tellFrom = 8

// Spent returns what was allowed in the time since it was asked last, of those who make
// so many requests that the bounds of all nodes together matter.
func (s *Server) Spent(since time.Duration) Spent {
	all := Spent{}
	for name, l := range s.limits.byName() {
		if spent := l.Spent(int(l.rate.PerSecond * since.Seconds() / tellFrom)); len(spent) > 0 {
			all[name] = spent
		}
	}
	return all
}

// Spend counts what another node has allowed.
func (s *Server) Spend(spent Spent) {
	now, limiters := time.Now(), s.limits.byName()
	for name, keys := range spent {
		l, known := limiters[name]
		if !known {
			continue // of another version
		}
		for key, n := range keys {
			l.Spend(key, n, now)
		}
	}
}

// limit bounds requests by session, and by address where nobody is signed in. A
// whole municipality may sit behind one address, so that bound is wide.
func (s *Server) limit(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		now := time.Now()
		var wait time.Duration
		var ok bool
		if who, known := actor.From(c.Request().Context()); known {
			wait, ok = s.limits.signedIn.Allow(who.SessionID, now)
		} else {
			wait, ok = s.limits.anonymous.Allow(c.RealIP(), now)
			if ok && !safe(c.Request().Method) {
				wait, ok = s.limits.writes.Allow(c.RealIP(), now)
			}
		}
		if !ok {
			return fault.NewLimited("request.limited", wait)
		}
		return next(c)
	}
}

func safe(method string) bool {
	return method == http.MethodGet || method == http.MethodHead || method == http.MethodOptions
}
