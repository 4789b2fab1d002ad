// Command sluse-bench measures Sluse under load, beside what the machine can do at
// best and beside what people would use instead. It is no part of the product.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

type commands struct {
	Bench   benchCommand   `cmd:"" default:"withargs" help:"Measure, and print one table (the default)."`
	Cluster clusterCommand `cmd:"" help:"Measure one node, two and three, on PostgreSQL and NATS."`
	Torture tortureCommand `cmd:"" help:"Pull every plug there is, and look whether anything got lost."`
	Bare    bareCommand    `cmd:"" hidden:"" help:"The limits, as processes of their own."`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	err := run(ctx, os.Args[1:])
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "sluse-bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	var c commands
	parser, err := kong.New(&c, kong.Name("sluse-bench"), kong.UsageOnError())
	if err != nil {
		return err
	}
	parsed, err := parser.Parse(args)
	if err != nil {
		return err
	}
	parsed.BindTo(ctx, (*context.Context)(nil))
	return parsed.Run()
}
