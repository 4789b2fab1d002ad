package app

import (
	"errors"
	"fmt"
	"log/slog"
	netmail "net/mail"
	"strings"

	"sluse/internal/domain/account"
	"sluse/internal/domain/invitation"
	"sluse/internal/domain/notification"
	"sluse/internal/domain/privacy"
	"sluse/internal/platform/config"
	"sluse/internal/platform/mail"
)

// buildOutbox makes the one way that mails leave by. In the demo nothing leaves:
// the outbox itself keeps what would have.
func (a *App) buildOutbox() (*mail.Outbox, error) {
	templates, err := mail.NewTemplates()
	if err != nil {
		return nil, fmt.Errorf("templates of mails: %w", err)
	}
	if err := errors.Join(account.AddTemplates(templates), notification.AddTemplates(templates), invitation.AddTemplates(templates), privacy.AddTemplates(templates)); err != nil {
		return nil, err
	}
	from, err := netmail.ParseAddress(a.config.MailFrom)
	if err != nil {
		return nil, fmt.Errorf("SLUSE_MAIL_FROM: %w", err)
	}
	sender := mail.Sender{From: mail.Address{Name: from.Name, Email: from.Address}, Home: a.config.BaseURL}
	composer, err := mail.NewComposer(sender, templates)
	if err != nil {
		return nil, err
	}
	transport, err := mailTransport(&a.config, a.log)
	if err != nil {
		return nil, err
	}
	return mail.NewOutbox(mail.Needs{
		DB: a.db, Jobs: a.jobs, Clock: a.clock, Log: a.log,
		Composer: composer, Transport: transport, Keep: a.config.Demo,
	}), nil
}

// mailTransport is the way that mails leave by. A demo never sends, whatever is
// set besides.
func mailTransport(c *config.Config, log *slog.Logger) (mail.Transport, error) {
	if c.Demo || c.SMTPURL == "" {
		return mail.Discard{}, nil
	}
	server, err := mail.ParseServer(c.SMTPURL)
	if err != nil {
		return nil, &config.Problem{Setting: "SLUSE_SMTP_URL", What: "cannot be used", Remedy: err.Error()}
	}
	return server.Transport(senderDomain(c), log), nil
}

// senderDomain is what we call ourselves before a mail server.
func senderDomain(c *config.Config) string {
	parsed, err := netmail.ParseAddress(c.MailFrom)
	if err != nil {
		return "localhost"
	}
	_, domain, _ := strings.Cut(parsed.Address, "@")
	return domain
}
