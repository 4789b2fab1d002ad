package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"sluse/internal/bench/process"
	"sluse/internal/bench/texts"
)

// faulty is a system that gives posts to its listeners at once, but for what the test
// plants.
type faulty struct {
	// times is how often a listener gets a post.
	times func(listener, number int) int
	// late is how long an answer takes.
	late time.Duration
	// keeps is how often a post is kept.
	keeps func(number int) int

	mu        sync.Mutex
	listeners []*ear
	there     map[int]int
}

type ear struct {
	messages chan []byte
	closed   chan struct{}
	once     sync.Once
}

func (e *ear) Read() ([]byte, error) {
	select {
	case m := <-e.messages:
		return m, nil
	case <-e.closed:
		return nil, errors.New("closed")
	}
}

func (e *ear) Close() { e.once.Do(func() { close(e.closed) }) }

func (f *faulty) name() string              { return "faulty" }
func (f *faulty) server() weighed           { return f }
func (f *faulty) stop() error               { return nil }
func (f *faulty) Use() (process.Use, error) { return process.Use{}, nil }

func (f *faulty) kept(context.Context) (map[int]int, error) { return f.there, nil }

func (f *faulty) listen(context.Context, int, place) (listener, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	e := &ear{messages: make(chan []byte, 1000), closed: make(chan struct{})}
	f.listeners = append(f.listeners, e)
	return e, nil
}

func (f *faulty) post(_ context.Context, _ int, _ place, number int) error {
	<-time.After(f.late) // what the test is about
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.there == nil {
		f.there = map[int]int{}
	}
	f.there[number] += f.keeps(number)
	for n, e := range f.listeners {
		for range f.times(n, number) {
			e.messages <- []byte(texts.Numbered(number))
		}
	}
	return nil
}

func onceEach(int) int { return 1 }

// What a listener did not get, or got again, is counted, each by itself.
func TestLossAndDoublingAreCounted(t *testing.T) {
	f := &faulty{keeps: onceEach, times: func(listener, number int) int {
		switch {
		case listener == 1 && number == 3:
			return 0
		case listener == 0 && number == 5:
			return 3
		}
		return 1
	}}
	listeners, err := connect(t.Context(), f, 4)
	if err != nil {
		t.Fatal(err)
	}
	a := newAudience(listeners, 10)
	if err := a.send(t.Context(), f, crowded, time.Millisecond); err != nil {
		t.Fatal(err)
	}
	for again := time.NewTicker(time.Millisecond); a.total.Load() < 4*10-1+2; { // all that comes
		<-again.C
	}
	closeAll(listeners)
	a.reading.Wait()
	var r Result
	if a.quantiles(&r); r.Lost != 1 || r.Doubled != 2 {
		t.Errorf("lost %d and doubled %d, want 1 and 2", r.Lost, r.Doubled)
	}
}

// A delivery is late by what has passed since its post was due, also where the posts
// before it held it up: nobody waits with the next post for a slow answer.
func TestDeliveriesAreTimedFromWhenTheyWereDue(t *testing.T) {
	const late, posts = 100 * time.Millisecond, 50
	f := &faulty{keeps: onceEach, times: func(int, int) int { return 1 }, late: late}
	listeners, err := connect(t.Context(), f, 1)
	if err != nil {
		t.Fatal(err)
	}
	a := newAudience(listeners, posts)
	begun := time.Now()
	if err := a.send(t.Context(), f, crowded, time.Millisecond); err != nil {
		t.Fatal(err)
	}
	if took := time.Since(begun); took > posts*late/2 {
		t.Errorf("%d posts took %s: each waited for the one before", posts, took)
	}
	a.wait(t.Context())
	closeAll(listeners)
	a.reading.Wait()
	for n := range posts {
		if took := a.took[0][n]; took < late {
			t.Errorf("a delivery took %s, though the system needs %s", took, late)
		}
	}
	if gap := a.due[posts-1].Load() - a.due[0].Load(); gap != int64((posts-1)*time.Millisecond) {
		t.Errorf("the posts were due over %s", time.Duration(gap))
	}
}

// An acknowledged post that is not kept, or kept twice, is counted in the work that only
// writes.
func TestPostsThatAreNotKeptAreCounted(t *testing.T) {
	f := &faulty{times: func(int, int) int { return 0 }, late: time.Millisecond, keeps: func(number int) int {
		switch number {
		case measuredFrom + 1:
			return 0
		case measuredFrom + 2:
			return 2
		}
		return 1
	}}
	b := &Bench{Short: true}
	r, err := b.post(t.Context(), f, 2)
	if err != nil || r.Lost != 1 || r.Doubled != 1 {
		t.Errorf("lost %d and doubled %d (%v), want 1 and 1", r.Lost, r.Doubled, err)
	}
	// In the same thread once more, as with one, two and three nodes: those of before are others.
	f.keeps = onceEach
	if r, err = b.post(t.Context(), f, 2); err != nil || r.Lost != 0 || r.Doubled != 0 {
		t.Errorf("measured again, lost %d and doubled %d (%v)", r.Lost, r.Doubled, err)
	}
}

// A line of bench.jsonl has what others read in it, by these names.
func TestALineHasEveryField(t *testing.T) {
	var lines bytes.Buffer
	b := &Bench{Lines: &lines, Words: new(bytes.Buffer)}
	if err := b.keep(2, Result{Work: "post", System: "sluse", Parameters: "8 writers"}, nil); err != nil {
		t.Fatal(err)
	}
	if err := b.keep(3, Result{}, context.Canceled); !errors.Is(err, context.Canceled) || len(b.results) != 1 {
		t.Errorf("%d results are kept (%v): half of a run is none", len(b.results), err)
	}
	var line map[string]any
	if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
		t.Fatal(err)
	}
	for field := range strings.FieldsSeq("work system parameters pass ops_per_s p50_ms p95_ms p99_ms cpu_us_per_op rss_kib lost doubled") {
		if _, there := line[field]; !there {
			t.Errorf("%s is missing in %s", field, lines.String())
		}
	}
	if fmt.Sprint(line["pass"]) != "2" {
		t.Errorf("pass %v", line["pass"])
	}
}
