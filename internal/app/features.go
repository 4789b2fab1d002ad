package app

import (
	"context"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/fault"
	"sluse/internal/platform/web"
)

// features are the modules, built in the order in which they ask for each other.
type features struct{}

func (a *App) buildFeatures() error {
	a.features = features{}
	return nil
}

// registerFeatures adds every feature's operations to the API.
func (a *App) registerFeatures(*web.Server) {}

// refresh gives the present actor of a session, for a socket that is open.
func (a *App) refresh(context.Context, string) (actor.Actor, error) {
	return actor.Actor{}, fault.NewUnauthenticated("session.ended")
}

// sessions is who tells the actor of a request.
func (a *App) sessions() web.Sessions { return nil }
