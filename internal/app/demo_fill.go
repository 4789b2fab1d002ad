package app

import (
	"context"

	"sluse/internal/app/demo"
)

// fillDemo gives an empty demo something to look at, and does nothing elsewhere.
func (a *App) fillDemo(ctx context.Context) error {
	if !a.config.Demo {
		return nil
	}
	filled, err := demo.Fill(ctx, demo.Needs{DB: a.db, Clock: a.clock, Log: a.log, Node: a.node, Blobs: a.blobs, Incoming: a.config.IncomingDir()})
	if filled {
		a.log.Info("the installation was empty and has been filled with demo data")
	}
	return err
}
