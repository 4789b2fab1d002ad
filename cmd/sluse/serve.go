package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"

	"github.com/alecthomas/kong"

	"sluse/internal/app"
	"sluse/internal/platform/config"
)

type serveCommand struct{}

// Run serves until the context ends.
func (serveCommand) Run(ctx context.Context, c *config.Config, k *kong.Context) error {
	if err := c.Check(); err != nil {
		return err
	}
	// Listening comes first: a port that is taken should not touch the data.
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", c.Addr)
	if err != nil {
		return config.NotHeard("SLUSE_ADDR", "localhost:8081", err)
	}
	c.Listening(listener.Addr())
	program, err := app.Open(ctx, app.Options{
		Config: *c, Version: version, Log: c.Logger(), Began: func() error { return welcome(k.Stdout, c) },
	})
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	return errors.Join(program.Serve(ctx, listener), program.Close())
}

// welcome says where to go.
func welcome(out io.Writer, c *config.Config) error {
	text := fmt.Sprintf("Sluse answers at %s\n", c.BaseURL)
	if c.Demo {
		text += fmt.Sprintf("Demo data, made up. To sign in, choose a person at %s/sign-in\nMails that would have been sent: %s/demo/mail\n", c.BaseURL, c.BaseURL)
	}
	if _, err := io.WriteString(out, text); err != nil {
		return fmt.Errorf("write to the terminal: %w", err)
	}
	return nil
}
