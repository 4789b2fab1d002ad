package bench

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"sluse/internal/bench/texts"
	"sluse/internal/platform/live"
)

// attendees is how many people take part in the seminar.
const attendees = 300

// How often somebody does something at the seminar, in a second, all together.
const (
	typing   = 30
	reading  = 15
	marking  = 30
	reacting = 10
	posting  = 5
)

// mixes plays a seminar: three hundred people who look on, type, post, read, mark
// and react, for a minute.
func (b *Bench) mixes(ctx context.Context, pass int) error {
	return with(ctx, b.startSluse, func(s system) error {
		r, err := b.mixed(ctx, s.(*sluse))
		return b.keep(pass, r, err)
	})
}

func (b *Bench) mixed(ctx context.Context, s *sluse) (Result, error) {
	r := Result{Work: "mixed", System: s.name(), Parameters: "300 people"}
	tabs := make([]listener, 0, attendees)
	defer func() { closeAll(tabs) }()
	for who := range attendees {
		tab, err := s.listen(ctx, who, seminar)
		if err != nil {
			return r, err
		}
		tabs = append(tabs, tab)
	}
	lasting := b.lasting(60 * time.Second)
	a := newAudience(tabs, int(lasting.Seconds()*posting))
	m, err := startMeter(s.process)
	if err != nil {
		return r, err
	}
	p := &play{s: s, tabs: tabs}
	p.each(ctx, lasting, typing, p.write)
	p.each(ctx, lasting, reading, p.read)
	p.each(ctx, lasting, marking, p.mark)
	p.each(ctx, lasting, reacting, p.react)
	failed := p.post(ctx, a)
	p.group.Wait()
	a.wait(ctx)
	if err := errors.Join(failed, p.failure(), m.stop(&r, int(p.done.Load())+a.posts)); err != nil {
		return r, err
	}
	closeAll(tabs)
	a.reading.Wait()
	a.quantiles(&r)
	return r, nil
}

// play is the seminar as it goes on.
type play struct {
	s      *sluse
	tabs   []listener
	group  sync.WaitGroup
	done   atomic.Int64
	latest atomic.Value // the newest post's id

	mu     sync.Mutex
	failed error
}

func (p *play) failure() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.failed
}

// each does something so many times a second, each time as somebody else.
func (p *play) each(ctx context.Context, lasting time.Duration, perSecond int, do func(ctx context.Context, who int) error) {
	p.group.Go(func() {
		tick := time.NewTicker(time.Second / time.Duration(perSecond))
		defer tick.Stop()
		for range int(lasting.Seconds()) * perSecond {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			}
			p.group.Go(func() {
				if err := do(ctx, rand.N(attendees)); err != nil {
					p.mu.Lock()
					p.failed = err
					p.mu.Unlock()
				}
				p.done.Add(1)
			})
		}
	})
}

func (p *play) post(ctx context.Context, a *audience) error {
	return a.sendBy(ctx, time.Second/posting, func(ctx context.Context, n int) error {
		made, err := p.s.of(n%attendees).Post(ctx, p.s.world.Live, "", texts.Numbered(n))
		if err == nil {
			p.latest.Store(made.ID)
		}
		return err
	})
}

func (p *play) write(_ context.Context, who int) error {
	return p.tabs[who].(tab).Send(live.ClientFrame{Type: "typing", Topic: "thread:" + p.s.world.Live})
}

func (p *play) read(ctx context.Context, who int) error {
	_, err := p.s.of(who).Get(ctx, "/api/threads/"+p.s.world.Live+"/posts?limit=50")
	return err
}

func (p *play) mark(ctx context.Context, who int) error {
	return p.onLatest(func(post string) error {
		return p.s.of(who).Do(ctx, http.MethodPut, "/api/threads/"+p.s.world.Live+"/read", map[string]string{"postId": post}, nil)
	})
}

func (p *play) react(ctx context.Context, who int) error {
	return p.onLatest(func(post string) error {
		return p.s.of(who).Do(ctx, http.MethodPut, "/api/posts/"+post+"/reactions/thanks", nil, nil)
	})
}

func (p *play) onLatest(do func(post string) error) error {
	if post, ok := p.latest.Load().(string); ok {
		return do(post)
	}
	return nil // nobody has said anything yet
}
