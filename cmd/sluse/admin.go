package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/alecthomas/kong"

	"sluse/internal/app"
	"sluse/internal/platform/config"
)

type adminCommand struct {
	Name    nameCommand    `cmd:"" help:"Make a person administrator; they sign in by mail."`
	List    listCommand    `cmd:"" help:"List the administrators."`
	Disable disableCommand `cmd:"" help:"Shut a person out, at once and everywhere. What they wrote stays."`
}

type nameCommand struct {
	Email string `arg:"" help:"The person's address."`
	Name  string `arg:"" optional:"" help:"The person's name; needed where the address is new."`
}

// Run names an administrator.
func (n nameCommand) Run(ctx context.Context, c *config.Config, k *kong.Context) error {
	options, err := offline(c)
	if err != nil {
		return err
	}
	name := n.Name
	if name == "" {
		name = n.Email
	}
	p, err := app.NameAdministrator(ctx, options, n.Email, name)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(k.Stdout, "%s <%s> is an administrator and signs in by mail.\n", p.Name, p.Email)
	return err
}

type listCommand struct{}

// Run lists the administrators.
func (listCommand) Run(ctx context.Context, c *config.Config, k *kong.Context) error {
	options, err := offline(c)
	if err != nil {
		return err
	}
	list, err := app.Administrators(ctx, options)
	if err != nil {
		return err
	}
	if len(list) == 0 {
		_, err = io.WriteString(k.Stdout, "There is no administrator yet: sluse admin name ADDRESS NAME\n")
		return err
	}
	for _, p := range list {
		state := ""
		if p.Disabled {
			state = " (shut out)"
		}
		if _, err := fmt.Fprintf(k.Stdout, "%s <%s>%s\n", p.Name, p.Email, state); err != nil {
			return err
		}
	}
	return nil
}

type disableCommand struct {
	Email string `arg:"" help:"The person's address."`
}

// Run shuts a person out.
func (d disableCommand) Run(ctx context.Context, c *config.Config, k *kong.Context) error {
	options, err := offline(c)
	if err != nil {
		return err
	}
	p, err := app.DisablePerson(ctx, options, d.Email)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(k.Stdout, "%s <%s> is shut out and signed out everywhere.\n", p.Name, p.Email)
	return err
}

// offline are the options of a command that works beside the server: it needs to
// know where the data are, not how mails leave.
func offline(c *config.Config) (app.Options, error) {
	settings := *c
	if settings.SMTPURL == "" {
		settings.SMTPURL = "log:"
	}
	if err := settings.Check(); err != nil {
		var problem *config.Problem
		if !errors.As(err, &problem) || problem.Setting != "SLUSE_BASE_URL" {
			return app.Options{}, err
		}
		settings.BaseURL = "http://localhost"
		if err := settings.Check(); err != nil {
			return app.Options{}, err
		}
	}
	return app.Options{Config: settings, Version: version, Log: settings.Logger()}, nil
}
