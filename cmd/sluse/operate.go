package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/alecthomas/kong"

	"sluse/internal/app"
	"sluse/internal/platform/config"
)

type migrateCommand struct{}

// Run applies what is missing; starting the server does the same.
func (migrateCommand) Run(ctx context.Context, c *config.Config, k *kong.Context) error {
	if err := c.CheckStorage(); err != nil {
		return err
	}
	if err := app.Migrate(ctx, app.Options{Config: *c, Version: version, Log: c.Logger()}); err != nil {
		return err
	}
	_, err := fmt.Fprintln(k.Stdout, "The database has this version's shape.")
	return err
}

type openAPICommand struct{}

// Run prints the description; it needs no settings and no data.
func (openAPICommand) Run(ctx context.Context, k *kong.Context) error {
	text, err := app.OpenAPI(ctx)
	if err != nil {
		return err
	}
	_, err = k.Stdout.Write(text)
	return err
}

type healthcheckCommand struct{}

// healthTimeout is longer than a healthy server ever takes.
const healthTimeout = 5 * time.Second

// Run asks /healthz on this machine.
func (healthcheckCommand) Run(ctx context.Context, c *config.Config) error {
	host, port, err := net.SplitHostPort(c.Addr)
	if err != nil {
		return fmt.Errorf("SLUSE_ADDR: %w", err)
	}
	if ip := net.ParseIP(host); host == "" || (ip != nil && ip.IsUnspecified()) {
		host = "127.0.0.1"
	}
	ctx, cancel := context.WithTimeout(ctx, healthTimeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+net.JoinHostPort(host, port)+"/healthz", http.NoBody)
	if err != nil {
		return fmt.Errorf("ask for health: %w", err)
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return fmt.Errorf("the server does not answer: %w", err)
	}
	if err := answer.Body.Close(); err != nil {
		return fmt.Errorf("read the answer: %w", err)
	}
	if answer.StatusCode != http.StatusOK {
		return errors.New("the server answers " + answer.Status)
	}
	return nil
}

type versionCommand struct{}

// Run prints the version.
func (versionCommand) Run(k *kong.Context) error {
	_, err := fmt.Fprintln(k.Stdout, version)
	return err
}
