package bench

import (
	"context"
	"slices"
	"sync"
	"time"

	"sluse/internal/bench/process"
)

// Result is one run of one work on one system: a line of bench.jsonl.
type Result struct {
	Work       string  `json:"work"`
	System     string  `json:"system"`
	Parameters string  `json:"parameters"`
	Pass       int     `json:"pass"`
	PerSecond  float64 `json:"ops_per_s"`
	P50        float64 `json:"p50_ms"`
	P95        float64 `json:"p95_ms"`
	P99        float64 `json:"p99_ms"`
	CPU        float64 `json:"cpu_us_per_op"`
	RSS        int64   `json:"rss_kib"`
	// Each is what the server's memory grew by for each socket, PrivateEach the part of
	// it that is no file's: heap and stacks. Of idle sockets only.
	Each        float64 `json:"kib_each,omitempty"`
	PrivateEach float64 `json:"private_kib_each,omitempty"`
	Lost        int     `json:"lost"`
	Doubled     int     `json:"doubled"`
}

// times collects how long things took, from many goroutines.
type times struct {
	mu  sync.Mutex
	all []time.Duration
}

func (t *times) add(took ...time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.all = append(t.all, took...)
}

// into writes the quantiles, in milliseconds.
func (t *times) into(r *Result) {
	t.mu.Lock()
	defer t.mu.Unlock()
	slices.Sort(t.all)
	at := func(q float64) float64 {
		if len(t.all) == 0 {
			return 0
		}
		return float64(t.all[min(int(q*float64(len(t.all))), len(t.all)-1)].Microseconds()) / 1000
	}
	r.P50, r.P95, r.P99 = at(0.50), at(0.95), at(0.99)
}

// weighed is what tells how much it uses.
type weighed interface{ Use() (process.Use, error) }

// meter notes what a server used while something ran.
type meter struct {
	server weighed
	begun  time.Time
	before process.Use
}

func startMeter(server weighed) (*meter, error) {
	before, err := server.Use()
	return &meter{server, time.Now(), before}, err
}

// stop writes the rate and the processor's time of so many operations.
func (m *meter) stop(r *Result, operations int) error {
	elapsed := time.Since(m.begun)
	after, err := m.server.Use()
	if err != nil {
		return err
	}
	return m.write(r, operations, elapsed, after)
}

// The server is at rest once it has used next to nothing so often in a row.
const (
	restingLook   = 200 * time.Millisecond
	restingUse    = 10 * time.Millisecond
	restingLooks  = 4
	restingAtMost = 20 * time.Second
)

// atRest waits until a server has done what follows from what it was asked for, and
// returns what it has used by then.
func atRest(ctx context.Context, server weighed) (process.Use, error) {
	last, err := server.Use()
	if err != nil {
		return last, err
	}
	again := time.NewTicker(restingLook)
	defer again.Stop()
	for quiet, until := 0, time.Now().Add(restingAtMost); quiet < restingLooks && time.Now().Before(until); {
		select {
		case <-ctx.Done():
			return last, ctx.Err()
		case <-again.C:
		}
		now, err := server.Use()
		if err != nil {
			return last, err
		}
		if quiet++; now.CPU-last.CPU > restingUse {
			quiet = 0
		}
		last = now
	}
	return last, nil
}

// stopAtRest is stop for operations that have the server do something afterwards:
// the processor's time is taken once it is at rest, the rate as it is now.
func (m *meter) stopAtRest(ctx context.Context, r *Result, operations int) error {
	elapsed := time.Since(m.begun)
	after, err := atRest(ctx, m.server)
	if err != nil {
		return err
	}
	return m.write(r, operations, elapsed, after)
}

func (m *meter) write(r *Result, operations int, elapsed time.Duration, after process.Use) error {
	r.RSS = after.RSS
	r.PerSecond = float64(operations) / elapsed.Seconds()
	if operations > 0 {
		r.CPU = float64((after.CPU - m.before.CPU).Microseconds()) / float64(operations)
	}
	return nil
}
