package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"
)

// The times of a connection. A hijacked one, such as a websocket, is freed of
// them by net/http and keeps its own.
const (
	readHeaderTimeout = 10 * time.Second
	readTimeout       = 60 * time.Second
	writeTimeout      = 90 * time.Second
	idleTimeout       = 2 * time.Minute
)

// DrainTimeout is how long requests that have begun may take at the end.
const DrainTimeout = 10 * time.Second

// StopTaking turns /readyz to 503, so that a balancer sends nothing more.
func (s *Server) StopTaking() { s.health.stopping.Store(true) }

// ServeHTTP implements http.Handler.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.Echo.ServeHTTP(w, r) }

// Serve answers on listener until ctx ends; then it calls leave (which says
// goodbye to those who stay connected), takes nothing new and lets what has begun
// finish for at most ten seconds.
func (s *Server) Serve(ctx context.Context, listener net.Listener, leave func()) error {
	return Serve(ctx, listener, s, s.log, func() {
		s.StopTaking()
		if leave != nil {
			leave()
		}
	})
}

// Serve is what Server.Serve does, for any handler: the metrics have one too.
func Serve(ctx context.Context, listener net.Listener, handler http.Handler, log *slog.Logger, leave func()) error {
	server := &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: readHeaderTimeout, ReadTimeout: readTimeout,
		WriteTimeout: writeTimeout, IdleTimeout: idleTimeout,
		MaxHeaderBytes: 64 << 10,
		ErrorLog:       slog.NewLogLogger(log.Handler(), slog.LevelDebug),
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return fmt.Errorf("serve %s: %w", listener.Addr(), err)
	case <-ctx.Done():
	}
	leave()
	// The context has ended: draining needs time of its own.
	drain, cancel := context.WithTimeout(context.WithoutCancel(ctx), DrainTimeout)
	defer cancel()
	if err := server.Shutdown(drain); err != nil {
		log.Warn("requests were cut off at the end", "error", err)
		return errors.Join(fmt.Errorf("requests were cut off %s after the signal to stop: %w", DrainTimeout, err), server.Close())
	}
	return nil
}
