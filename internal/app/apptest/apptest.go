// Package apptest gives tests a whole running app: on a port of this machine, on
// a database and a data folder of its own, with people who have names. It is for
// tests only.
package apptest

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"sluse/internal/app"
	"sluse/internal/platform/config"
	"sluse/internal/platform/database/dbtest"
	"sluse/internal/platform/web"
)

// App is a running app.
type App struct {
	*app.App
	// URL is where it answers, without a slash at the end.
	URL string
	// Fill holds ids and other values for the {places} in scenarios.
	Fill map[string]string

	settings app.Options
	http     *http.Client
	tokens   map[string]string
	run      func() error
	serving  bool
	stop     context.CancelFunc
	ended    chan error
}

// Option changes the settings of a test's app.
type Option func(*app.Options)

// Demo starts the app as a demo.
func Demo() Option { return func(o *app.Options) { o.Config.Demo = true } }

// Empty starts an app that serves until the test ends, without any people in it.
func Empty(t testing.TB, options ...Option) *App {
	t.Helper()
	a := open(t, options...)
	a.serve()
	return a
}

// open opens an app that does not serve yet.
func open(t testing.TB, options ...Option) *App {
	t.Helper()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	url := "http://" + listener.Addr().String()
	data := filepath.Join(t.TempDir(), "data")
	if err := os.Mkdir(data, 0o700); err != nil {
		t.Fatal(err)
	}
	settings := app.Options{
		Config: config.Config{
			Addr: listener.Addr().String(), BaseURL: url, DataDir: data,
			DatabaseURL: dbtest.Migrated(t, filepath.Join(data, "sluse.db")).URL, SMTPURL: "log:", SupportName: "Sluse", KeepPeopleMonths: 24,
		},
		Version: "test", Log: slog.New(slog.DiscardHandler), Rates: &web.Rate{PerSecond: 1000, Burst: 10_000},
		PollJobs: 50 * time.Millisecond,
	}
	for _, change := range options {
		change(&settings)
	}
	if err := settings.Config.Check(); err != nil {
		t.Fatal(err)
	}
	opened, err := app.Open(t.Context(), settings)
	if err != nil {
		t.Fatal(err)
	}
	// The test's context ends before its clean-ups: stopping in order needs one
	// that does not.
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	a := &App{
		App: opened, URL: url, Fill: map[string]string{}, tokens: map[string]string{},
		settings: settings, stop: stop, ended: make(chan error, 1),
		http: &http.Client{Timeout: 30 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: 64}},
	}
	a.run = func() error { return errors.Join(opened.Serve(ctx, listener), opened.Close()) }
	t.Cleanup(func() {
		if err := a.Stop(); err != nil {
			t.Errorf("the app ended with %v", err)
		}
	})
	return a
}

func (a *App) serve() {
	a.serving = true
	go func() { a.ended <- a.run() }()
}

// Stop ends the app as a signal does, and waits for it. Later calls do nothing.
func (a *App) Stop() error {
	a.stop()
	if !a.serving {
		a.serve() // ends at once: a test that failed while filling the app
	}
	a.http.CloseIdleConnections()
	err, open := <-a.ended
	if open {
		close(a.ended)
	}
	return err
}

// As returns a client of the person with a name, or of nobody.
func (a *App) As(t testing.TB, name string) *Client {
	t.Helper()
	token, known := a.tokens[name]
	if name != "" && !known {
		t.Fatalf("nobody here is called %q", name)
	}
	return &Client{t: t, app: a, Name: name, Token: token}
}
