package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"sync"
	"time"

	"sluse/internal/kernel/clock"
	"sluse/internal/platform/config"
	"sluse/internal/platform/web"
)

const (
	// stopTimeout is how long jobs that have begun may take at the end.
	stopTimeout = 30 * time.Second
	// lagBound is how far the readers of the activity log may be behind before
	// the node calls itself not ready.
	lagBound = 2 * time.Minute
)

// startBackground starts what runs beside the requests and returns what stops it
// and waits for it.
func (a *App) startBackground(ctx context.Context) (stop func() error, err error) {
	if err := a.clearUnfinished(); err != nil {
		return nil, err
	}
	// A signal may come while we start: what is begun is then ended in order.
	if err := a.jobs.Start(context.WithoutCancel(ctx)); err != nil {
		return nil, fmt.Errorf("start the jobs: %w", err)
	}
	// The background outlives ctx: requests that drain still need it.
	background, cancel := context.WithCancel(context.WithoutCancel(ctx))
	var running sync.WaitGroup
	running.Go(func() {
		giveWay()
		a.activity.Run(background)
	})
	running.Go(func() { a.hub.Run(background) })
	running.Go(func() { a.watchMidnight(background) })
	running.Go(func() { easeCollector(background) })
	if a.config.NATSURL != "" {
		running.Go(func() { a.tellSpent(background) })
	}
	if err := errors.Join(a.startMetrics(background, &running), a.startInbound(background, &running)); err != nil {
		cancel()
		running.Wait()
		return nil, errors.Join(err, a.stopJobs(ctx))
	}
	return func() error {
		cancel()
		running.Wait()
		return a.stopJobs(ctx)
	}, nil
}

// spentEvery is how often the nodes tell each other who makes many requests.
const spentEvery = 500 * time.Millisecond

// tellSpent tells the other nodes what this one has allowed, so that the bounds on
// requests hold for all of them together. What is lost is not said again: they bound
// what floods, and do not account.
func (a *App) tellSpent(ctx context.Context) {
	ticker := time.NewTicker(spentEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		if spent := a.server.Spent(spentEvery); len(spent) > 0 {
			a.hub.SayAside(spent)
		}
	}
}

// spentElsewhere counts what another node has allowed.
func (a *App) spentElsewhere(what json.RawMessage) {
	var spent web.Spent
	if err := json.Unmarshal(what, &spent); err != nil {
		a.log.Warn("what another node has allowed is not understood", "error", err)
		return
	}
	a.server.Spend(spent)
}

// dayEvery is how soon after midnight in Denmark a new day is noticed.
const dayEvery = time.Minute

// watchMidnight has everybody checked again whose seat begins or ends with the
// day: nothing is written at that moment that could tell.
func (a *App) watchMidnight(ctx context.Context) {
	ticker := time.NewTicker(dayEvery)
	defer ticker.Stop()
	for day := clock.Today(a.clock); ; {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		if today := clock.Today(a.clock); today != day {
			if err := a.features.programme.TurnDay(ctx); err != nil {
				a.log.Error("seats that turn with the day could not be checked", "error", err)
				continue
			}
			day = today
		}
	}
}

func (a *App) stopJobs(ctx context.Context) error {
	bounded, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTimeout)
	defer cancel()
	if err := a.jobs.Stop(bounded); err != nil {
		return fmt.Errorf("finish the jobs: %w", err)
	}
	return nil
}

// startMetrics serves Prometheus on its own address, where one is set.
func (a *App) startMetrics(ctx context.Context, running *sync.WaitGroup) error {
	if a.config.MetricsAddr == "" {
		return nil
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", a.config.MetricsAddr)
	if err != nil {
		return config.NotHeard("SLUSE_METRICS_ADDR", "localhost:9091", err)
	}
	running.Go(func() {
		if err := web.Serve(ctx, listener, a.metrics.Handler(), a.log, func() {}); err != nil {
			a.log.Error("metrics are not served", "error", err)
		}
	})
	return nil
}

// readiness is what /readyz asks.
func (a *App) readiness() []web.Check {
	return []web.Check{
		{Name: "database", Ask: a.db.Ping},
		{Name: "migrations", Ask: a.migrated},
		{Name: "readers", Ask: a.readersKeepUp},
		{Name: "files", Ask: a.storeAnswers},
	}
}

func (a *App) migrated(ctx context.Context) error {
	pending, err := a.db.Pending(ctx)
	if err == nil && pending {
		err = errors.New("a migration has not been applied")
	}
	return err
}

func (a *App) readersKeepUp(ctx context.Context) error {
	lag, err := a.activity.Lag(ctx)
	if err == nil && lag > lagBound {
		err = fmt.Errorf("readers of the activity log are %s behind", lag.Round(time.Second))
	}
	return err
}

// sayGoodbye tells those who look on live to come back in a moment.
func (a *App) sayGoodbye() { a.hub.Shutdown() }
