package main

import (
	"context"
	"fmt"

	"github.com/alecthomas/kong"

	"sluse/internal/app"
	"sluse/internal/platform/config"
)

type retentionCommand struct{}

// Run tells what each rule of deletion would remove now, and removes nothing.
func (retentionCommand) Run(ctx context.Context, c *config.Config, k *kong.Context) error {
	options, err := offline(c)
	if err != nil {
		return err
	}
	rules, err := app.DryRun(ctx, options)
	if err != nil {
		return err
	}
	for _, rule := range rules {
		if _, err := fmt.Fprintf(k.Stdout, "%-20s kept %4d days  %8d would go\n", rule.Rule, rule.KeepDays, rule.Due); err != nil {
			return err
		}
	}
	_, err = fmt.Fprintln(k.Stdout, "Nothing was removed: the server does that every night after three, Danish time.")
	return err
}
