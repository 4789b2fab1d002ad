// Package bench measures the live engine: what it does at every moment — take a
// post, keep it, show it to everybody who looks — beside the least that the
// machine could do it for, and beside what people would use instead.
//
// Everything stands side by side in one run: systems take turns within each of
// several passes, servers on one core and the load on another. Each run is a line
// of bench.jsonl; Table sums up the passes.
package bench

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"

	"sluse/internal/bench/limits"
	"sluse/internal/bench/process"
	"sluse/internal/bench/seed"
	"sluse/internal/platform/config"
)

// Bench is one whole run.
type Bench struct {
	// Binary is the product's program, Self our own, Peer PocketBase's ("" without).
	Binary, Self, Peer string
	// Folder is where everything lies meanwhile.
	Folder string
	// Environment is handed to the product's server besides what it needs.
	Environment []string
	// Works are those to run; all when empty.
	Works []string
	// Writers are how many write at a time in the work of that kind; 1, 8 and 32 when
	// empty.
	Writers []int
	// Passes is how often each is run; Short makes each shorter and leaves out the
	// largest.
	Passes int
	Short  bool
	// Lines takes bench.jsonl, Words what a person follows along with.
	Lines, Words io.Writer

	world   seed.World
	results []Result
	sync    []float64
	// written is how often posts were measured: each time has numbers of its own.
	written int
}

// crowd is how many people there are, and the most that connect.
func (b *Bench) crowd() int {
	if b.Short {
		return 1000
	}
	return 5000
}

// lasting shortens what a short run does.
func (b *Bench) lasting(full time.Duration) time.Duration {
	if b.Short {
		return full / 3
	}
	return full
}

func (b *Bench) warm() time.Duration { return b.lasting(1500 * time.Millisecond) }

// Run fills an installation and measures.
func (b *Bench) Run(ctx context.Context) error {
	if err := b.fill(ctx); err != nil {
		return err
	}
	for pass := 1; pass <= b.Passes; pass++ {
		for _, work := range b.works() {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := work.run(ctx, pass); err != nil {
				return fmt.Errorf("%s, pass %d: %w", work.name, pass, err)
			}
		}
	}
	return nil
}

type work struct {
	name string
	run  func(ctx context.Context, pass int) error
}

func (b *Bench) works() []work {
	all := []work{{"post", b.posts}, {"read", b.reads}, {"fanout", b.fanOuts}, {"idle", b.idles}, {"mixed", b.mixes}}
	if len(b.Works) == 0 {
		return all
	}
	var chosen []work
	for _, w := range all {
		for _, name := range b.Works {
			if w.name == name {
				chosen = append(chosen, w)
			}
		}
	}
	return chosen
}

func (b *Bench) fill(ctx context.Context) error {
	begun := time.Now()
	settings := config.Config{Addr: "127.0.0.1:0", DataDir: b.template(), SMTPURL: "log:"}
	if err := settings.Check(); err != nil {
		return err
	}
	var err error
	b.world, err = seed.Fill(ctx, settings, seed.Plan{Seminar: 300, Crowd: b.crowd(), History: 10_000, Threads: 40})
	if err == nil {
		b.say("filled with %d people and 10,000 posts in %s", b.crowd(), time.Since(begun).Round(100*time.Millisecond))
	}
	return err
}

func (b *Bench) template() string { return filepath.Join(b.Folder, "template") }

// fresh returns a copy of the filled installation's data folder.
func (b *Bench) fresh() (string, error) {
	folder, err := os.MkdirTemp(b.Folder, "data-*")
	if err != nil {
		return "", fmt.Errorf("make a data folder: %w", err)
	}
	if err := os.CopyFS(folder, os.DirFS(b.template())); err != nil {
		return "", fmt.Errorf("copy the data folder: %w", err)
	}
	return folder, nil
}

func (b *Bench) say(format string, args ...any) {
	_, _ = fmt.Fprintf(b.Words, time.Now().Format("15:04:05 ")+format+"\n", args...)
}

// keep notes the result of a run, unless the run has failed: half of one is none.
func (b *Bench) keep(pass int, r Result, failed error) error {
	if failed != nil {
		return failed
	}
	r.Pass = pass
	b.results = append(b.results, r)
	each := ""
	if r.Each != 0 {
		each = fmt.Sprintf(" (%s KiB each, private %s)", weight(r.Each), weight(r.PrivateEach))
	}
	b.say("%-8s %-18s %-28s %9.0f/s  p50 %8.2f  p99 %8.2f ms  %7.1f µs  %d MiB%s  lost %d doubled %d",
		r.Work, r.System, r.Parameters, r.PerSecond, r.P50, r.P99, r.CPU, r.RSS/1024, each, r.Lost, r.Doubled)
	return json.NewEncoder(b.Lines).Encode(r)
}

// with starts a system, uses it and stops it.
func with(ctx context.Context, start func(context.Context) (system, error), use func(s system) error) error {
	s, err := start(ctx)
	if err != nil {
		return err
	}
	return errors.Join(use(s), s.stop())
}

// peers are the systems that keep what is posted.
func (b *Bench) peers() []func(context.Context) (system, error) {
	all := []func(context.Context) (system, error){b.startSluse}
	if b.Peer != "" {
		all = append(all, b.startPocketBase)
	}
	return all
}

func (b *Bench) posts(ctx context.Context, pass int) error {
	counts := b.Writers
	if len(counts) == 0 {
		counts = []int{1, 8, 32}
	}
	for _, writers := range counts {
		for _, start := range b.peers() {
			err := with(ctx, start, func(s system) error {
				r, err := b.post(ctx, s, writers)
				return b.keep(pass, r, err)
			})
			if err != nil {
				return err
			}
		}
		if err := b.bareInsert(ctx, pass, writers); err != nil {
			return err
		}
	}
	return nil
}

// bareInsert runs the insert loop with so many rows in each transaction.
func (b *Bench) bareInsert(ctx context.Context, pass, group int) error {
	name, args := process.OnServerCore(b.Self, "bare", "insert", b.Folder, strconv.Itoa(group), b.lasting(3*time.Second).String())
	text, err := exec.CommandContext(ctx, name, args...).Output() //nolint:gosec // the bench itself
	if err != nil {
		return fmt.Errorf("bare insert: %w", err)
	}
	var got limits.Inserted
	if err := json.Unmarshal(text, &got); err != nil {
		return fmt.Errorf("bare insert: %w", err)
	}
	b.sync = append(b.sync, got.Sync)
	return b.keep(pass, Result{
		Work: "post", System: "bare insert", Parameters: fmt.Sprintf("%d rows a transaction", group),
		PerSecond: got.PerSecond, P50: got.P50, P95: got.P95, P99: got.P99, CPU: got.CPU,
	}, nil)
}

func (b *Bench) reads(ctx context.Context, pass int) error {
	return with(ctx, b.startSluse, func(s system) error {
		product := s.(*sluse)
		for _, ask := range []struct{ what, path string }{
			{"newest 50 of 10,000", "/api/threads/" + b.world.Long + "/posts?limit=50"},
			{"list of threads", "/api/programmes/" + b.world.Slug + "/threads"},
			{"overview", "/api/overview"},
		} {
			r, err := b.read(ctx, product, ask.what, ask.path)
			if err := b.keep(pass, r, err); err != nil {
				return err
			}
		}
		return nil
	})
}

// once is the pass in which the largest are run.
const once = 1

func (b *Bench) fanOuts(ctx context.Context, pass int) error {
	for _, members := range []int{100, 1000, 5000} {
		if members > b.crowd() || members == 5000 && pass != once {
			continue
		}
		systems := append(b.peers(), b.startBare)
		if members == 5000 || members == 1000 && pass != once { // beyond what PocketBase keeps up with
			systems = []func(context.Context) (system, error){b.startSluse, b.startBare}
		}
		for _, start := range systems {
			err := with(ctx, start, func(s system) error {
				r, err := b.fanOut(ctx, s, members)
				return b.keep(pass, r, err)
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func (b *Bench) idles(ctx context.Context, pass int) error {
	for _, sockets := range []int{1000, 5000} {
		if sockets > b.crowd() || sockets == 5000 && pass != once {
			continue
		}
		systems := []func(context.Context) (system, error){b.startSluse, b.startBare}
		if sockets <= peerPeople && pass == once {
			systems = append(b.peers(), b.startBare)
		}
		for _, start := range systems {
			err := with(ctx, start, func(s system) error {
				r, err := b.idle(ctx, s, sockets)
				return b.keep(pass, r, err)
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}
