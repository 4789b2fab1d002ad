package app

import (
	"context"

	"sluse/internal/app/demo"
	"sluse/internal/domain/invitation"
	"sluse/internal/platform/jobs"
)

// fillDemo gives an empty demo something to look at, and does nothing elsewhere.
func (a *App) fillDemo(ctx context.Context) error {
	if !a.config.Demo {
		return nil
	}
	filled, err := demo.Fill(ctx, demo.Needs{
		DB: a.db, Clock: a.clock, Log: a.log, Node: a.node, Blobs: a.blobs, Incoming: a.config.IncomingDir(), Invite: a.demoInvitations,
		Files: FilesOfPosts, Inbox: a.features.notification,
	})
	if filled {
		a.log.Info("the installation was empty and has been filled with demo data")
	}
	return err
}

// demoInvitations makes the feature that the script invites by: told by its clock,
// and with links that are worth nothing afterwards.
func (a *App) demoInvitations(by demo.Inviting) *invitation.Module {
	return invitation.New(invitation.Needs{
		DB: a.db, Clock: by.Clock, Log: by.Log, Jobs: jobs.New(a.db, a.log, by.Clock), Outbox: by.Outbox,
		Programmes: invitedProgrammes{by.Programmes}, Seats: seatsLink{by.Programmes}, Accounts: accountsLink{by.Accounts},
		Key: []byte("demo"),
	})
}
