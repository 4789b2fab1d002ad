// Package app is the one composition root: it opens the platform, builds every
// feature, hands each what it asks for, and mounts the routes. Nothing else knows
// two features at once.
//
//   - app.go             opens, serves, closes
//   - features.go        builds the features and hands each what it asks for
//   - links.go, tasks.go translate between what features ask for and offer
//   - routes_public.go   the one list of what needs no signing in
//   - background.go      what runs beside the requests
//   - names.go           what people are called, remembered
//   - live.go            the websocket
//   - mail.go, inbound.go the ways that mails leave and come by
//   - privacy.go         the one list of what is deleted when, and who is asked for a copy
//   - provider.go, homes.go the organisation's own sign-in, and whose mail domains are
//   - preview.go         what a shared link to a public page shows
//   - installation.go    what anybody may know of this installation
//   - backup.go, restore.go, doctor.go, admin.go   the operator's commands
package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"sync/atomic"
	"time"

	"sluse/frontend"
	"sluse/internal/kernel/clock"
	"sluse/internal/kernel/id"
	"sluse/internal/platform/activity"
	"sluse/internal/platform/blob"
	"sluse/internal/platform/config"
	"sluse/internal/platform/database"
	"sluse/internal/platform/jobs"
	"sluse/internal/platform/live"
	"sluse/internal/platform/mail"
	"sluse/internal/platform/metrics"
	"sluse/internal/platform/web"
)

// Options is what an App is made from.
type Options struct {
	// Config has passed its Check.
	Config config.Config
	// Version of the program.
	Version string
	// Clock and Log are the system's when nil.
	Clock clock.Clock
	Log   *slog.Logger
	// Began is told when everything works and requests are about to be answered; nil for none.
	Began func() error
	// Rates replaces the bounds on requests, for tests that ask much at once.
	Rates *web.Rate
	// PollJobs replaces how often jobs are looked for, for tests that wait for them.
	PollJobs time.Duration
}

// App is the whole program, open and ready to serve.
type App struct {
	config  config.Config
	version string
	clock   clock.Clock
	log     *slog.Logger
	rates   *web.Rate
	began   func() error
	node    string // names this process among several

	db       *database.DB
	activity *activity.Log
	jobs     *jobs.Jobs
	outbox   *mail.Outbox
	blobs    blob.Store
	broker   live.Broker
	hub      *live.Hub
	metrics  *metrics.Metrics
	features features
	names    *names
	server   *web.Server

	inboundAddr atomic.Value // string
}

// Open opens the database, brings it to the program's shape and builds
// everything. Nothing runs and nothing listens until Serve.
func Open(ctx context.Context, options Options) (*App, error) {
	if err := checkHomes(&options.Config); err != nil {
		return nil, err
	}
	a, err := openPlatform(ctx, options)
	if err != nil {
		return nil, err
	}
	if err := a.Migrate(ctx); err != nil {
		return nil, errors.Join(err, a.Close())
	}
	if err := a.build(); err != nil {
		return nil, errors.Join(err, a.Close())
	}
	if err := a.prepare(ctx); err != nil {
		return nil, errors.Join(err, a.Close())
	}
	return a, nil
}

// openPlatform opens what lies below the features.
func openPlatform(ctx context.Context, options Options) (*App, error) {
	a := &App{config: options.Config, version: options.Version, clock: options.Clock, log: options.Log, rates: options.Rates, began: options.Began}
	if a.clock == nil {
		a.clock = clock.Ahead(a.config.ClockAhead)
	}
	if a.log == nil {
		a.log = slog.Default()
	}
	if err := a.config.MakeDataDir(); err != nil {
		return nil, err
	}
	db, err := openDatabase(ctx, &a.config)
	if err != nil {
		return nil, err
	}
	a.db = db
	a.node = id.New()
	a.activity = activity.New(db, a.clock, a.log, a.node)
	a.jobs = jobs.New(db, a.log, a.clock)
	if options.PollJobs > 0 {
		a.jobs.PollEvery(options.PollJobs)
	}
	a.metrics = metrics.New()
	return a, nil
}

// Migrate brings the database to the program's shape.
func (a *App) Migrate(ctx context.Context) error {
	return a.db.Migrate(ctx, jobs.Migrate(a.db))
}

// build makes the features and the server that they register with.
func (a *App) build() (err error) {
	if a.outbox, err = a.buildOutbox(); err != nil {
		return err
	}
	if err := a.buildHub(); err != nil {
		return err
	}
	if err := a.buildFeatures(); err != nil {
		return err
	}
	pages, err := fs.Sub(frontend.Dist, "dist")
	if err != nil {
		return fmt.Errorf("read the frontend: %w", err)
	}
	options := web.Options{
		BaseURL: a.config.BaseURL, Version: a.version, Examples: examples(), Sessions: a.sessions(), Public: publicOperations, Refusals: refusals,
		Pages: pages, Previews: a.preview, TrustedProxies: a.config.Proxies(), Ready: a.readiness(),
		Metrics: a.metrics.Requests(), Log: a.log,
	}
	if !a.config.Demo {
		options.Absent = []string{"/demo/mail"}
	}
	if a.config.Unlimited {
		a.rates = &web.Rate{PerSecond: 1e9, Burst: 1e9}
	}
	if a.rates != nil {
		options.SignedIn, options.Anonymous, options.AnonymousWrites = *a.rates, *a.rates, *a.rates
	}
	if a.server, err = web.New(options); err != nil {
		return err
	}
	a.registerInstallation(a.server.API)
	a.registerLive(a.server)
	a.registerFeatures(a.server)
	return nil
}

// Server is the HTTP side, for tests and for the API's description.
func (a *App) Server() *web.Server { return a.server }

// DB is the database, for tests.
func (a *App) DB() *database.DB { return a.db }

// Serve works in the background and answers on listener until ctx ends. Then it
// stops in the order that loses nothing: no new requests, goodbye to those who
// look on, requests that have begun, jobs that have begun.
func (a *App) Serve(ctx context.Context, listener net.Listener) error {
	allowThreads()
	if err := a.fillDemo(ctx); err != nil {
		return err
	}
	stopBackground, err := a.startBackground(ctx)
	if err != nil {
		return err
	}
	if a.began != nil {
		err = a.began()
	}
	if err == nil {
		err = a.server.Serve(ctx, listener, a.sayGoodbye)
	}
	return errors.Join(err, stopBackground())
}

// Close releases the database. Call it after Serve has returned.
func (a *App) Close() error {
	if a.broker != nil {
		a.broker.Close()
	}
	if err := a.db.Close(); err != nil {
		return fmt.Errorf("close the database: %w", err)
	}
	return nil
}
