// Command sluse is the whole program: the server, and what its operator needs
// beside it.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"

	"sluse/internal/platform/config"
)

// version is set by the linker.
var version = "dev"

// commands is what can be asked for on the command line.
type commands struct {
	config.Config

	Serve       serveCommand       `cmd:"" default:"withargs" help:"Serve the website (the default)."`
	Migrate     migrateCommand     `cmd:"" help:"Bring the database to this version's shape, and end."`
	Admin       adminCommand       `cmd:"" help:"Name, list and shut out administrators."`
	Backup      backupCommand      `cmd:"" help:"Write everything into one file, while the server runs or not."`
	Restore     restoreCommand     `cmd:"" help:"Put a backup into an empty place."`
	Retention   retentionCommand   `cmd:"" help:"Say what the rules of deletion would remove now; remove nothing."`
	Doctor      doctorCommand      `cmd:"" help:"Say what is wrong and what to do about it."`
	OpenAPI     openAPICommand     `cmd:"" name:"openapi" help:"Print the API's description."`
	Healthcheck healthcheckCommand `cmd:"" help:"Ask the running server whether it is alive; for containers."`
	Version     versionCommand     `cmd:"" help:"Print the version."`
}

func main() {
	// Where files may not grow further, writing fails as on a full disk; nobody dies of it.
	signal.Ignore(syscall.SIGXFSZ)
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	err := run(ctx, os.Args[1:])
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "sluse:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	var c commands
	parser, err := kong.New(&c, kong.Name("sluse"), kong.UsageOnError(),
		kong.Description("The shared workplace of a reference network. Every setting can stand in the environment."))
	if err != nil {
		return err
	}
	parsed, err := parser.Parse(args)
	if err != nil {
		return fmt.Errorf("%w: sluse --help shows what there is and what it takes", err)
	}
	parsed.BindTo(ctx, (*context.Context)(nil))
	return parsed.Run(&c.Config)
}
