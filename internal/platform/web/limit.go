package web

import (
	"container/list"
	"net/http"
	"sync"
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
}

type limited struct {
	key   string
	bound *rate.Limiter
}

// NewLimiter returns a Limiter that remembers up to size keys.
func NewLimiter(r Rate, size int) *Limiter {
	return &Limiter{rate: r, size: size, keys: make(map[string]*list.Element), order: list.New()}
}

// Allow counts one for key. If that is too many it returns how long to wait.
func (l *Limiter) Allow(key string, now time.Time) (wait time.Duration, ok bool) {
	reservation := l.bound(key).ReserveN(now, 1)
	if wait = reservation.DelayFrom(now); wait > 0 {
		reservation.CancelAt(now)
		return wait, false
	}
	return 0, true
}

func (l *Limiter) bound(key string) *rate.Limiter {
	l.mu.Lock()
	defer l.mu.Unlock()
	if at, known := l.keys[key]; known {
		l.order.MoveToFront(at)
		return at.Value.(*limited).bound
	}
	if l.order.Len() >= l.size {
		oldest := l.order.Back()
		delete(l.keys, oldest.Value.(*limited).key)
		l.order.Remove(oldest)
	}
	entry := &limited{key: key, bound: rate.NewLimiter(rate.Limit(l.rate.PerSecond), l.rate.Burst)}
	l.keys[key] = l.order.PushFront(entry)
	return entry.bound
}

// keysKept bounds the memory of a limiter: some 200 bytes a key.
const keysKept = 20_000

type limits struct{ signedIn, anonymous, writes *Limiter }

func newLimits(o *Options) limits {
	return limits{NewLimiter(o.SignedIn, keysKept), NewLimiter(o.Anonymous, keysKept), NewLimiter(o.AnonymousWrites, keysKept)}
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
