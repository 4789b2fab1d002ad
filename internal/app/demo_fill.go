package app

import (
	"context"

	"sluse/internal/app/demo"
)

// fillDemo gives an empty demo something to look at.
func (a *App) fillDemo(ctx context.Context) error {
	filled, err := demo.Fill(ctx, demo.Needs{DB: a.db, Clock: a.clock, Log: a.log, Node: a.node})
	if filled {
		a.log.Info("the installation was empty and has been filled with demo data")
	}
	return err
}
