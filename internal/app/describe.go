package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"

	"sluse/internal/platform/config"
)

// Migrate opens the database, brings it to the program's shape and closes it.
func Migrate(ctx context.Context, options Options) error {
	a, err := openPlatform(ctx, options)
	if err != nil {
		return err
	}
	return errors.Join(a.Migrate(ctx), a.Close())
}

// OpenAPI returns the description of the API. It builds the program on an empty
// folder, since only a built program knows its operations.
func OpenAPI(ctx context.Context) (text []byte, err error) {
	folder, err := os.MkdirTemp("", "sluse-openapi-")
	if err != nil {
		return nil, fmt.Errorf("describe the API: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	settings := config.Config{Addr: "localhost:0", Demo: true, DataDir: folder}
	if err := settings.Check(); err != nil {
		return nil, err
	}
	// The version would make the committed description differ with every commit.
	a, err := openPlatform(ctx, Options{Config: settings, Version: "1", Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	if err := a.build(); err != nil {
		return nil, err
	}
	return a.server.OpenAPI()
}
