package app

import (
	"context"
	"sync"

	"sluse/internal/domain/discussion"
	"sluse/internal/domain/notification"
	"sluse/internal/platform/config"
	"sluse/internal/platform/inbound"
)

// startInbound takes answers by mail, where an address for them is set.
func (a *App) startInbound(ctx context.Context, running *sync.WaitGroup) error {
	if a.config.InboundAddr == "" {
		return nil
	}
	server, err := inbound.Listen(ctx, inbound.Options{
		Address: a.config.InboundAddr, Domain: a.config.InboundDomain, Receiver: a.features.notification, Log: a.log,
	})
	if err != nil {
		return config.NotHeard("SLUSE_INBOUND_ADDR", "localhost:2526", err)
	}
	a.inboundAddr.Store(server.Addr().String())
	running.Go(func() {
		if err := server.Serve(ctx); err != nil {
			a.log.Error("answers by mail are not taken", "error", err)
		}
	})
	return nil
}

// InboundAddr is where answers by mail are taken, "" where they are not; for tests
// that leave the port to the system.
func (a *App) InboundAddr() string {
	address, _ := a.inboundAddr.Load().(string)
	return address
}

// Answer implements notification.Discussions.
func (l discussionsLink) Answer(ctx context.Context, threadID string, answer notification.Answer) error {
	_, _, err := l.Module.Post(ctx, threadID, discussion.NewPost{ClientID: answer.ClientID, Text: answer.Text, QuoteID: answer.QuoteID})
	return err
}
