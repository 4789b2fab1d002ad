package jobs

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"

	"sluse/internal/platform/database"
)

// Migrate returns the step that makes the queue's own tables, to be handed to
// database.Migrate, which runs it under its lock.
func Migrate(db *database.DB) func(ctx context.Context) error {
	return func(ctx context.Context) error {
		var err error
		if db.Dialect() == database.SQLite {
			err = migrateUp(ctx, func() (*rivermigrate.Migrator[*sql.Tx], error) {
				return rivermigrate.New(riversqlite.New(db.WriterSQL()), quietMigration())
			})
		} else {
			err = migrateUp(ctx, func() (*rivermigrate.Migrator[pgx.Tx], error) {
				return rivermigrate.New(riverpgxv5.New(db.Pool()), quietMigration())
			})
		}
		if err != nil {
			return fmt.Errorf("tables of the job queue: %w", err)
		}
		return nil
	}
}

// quietMigration keeps River's own log of its steps out of ours.
func quietMigration() *rivermigrate.Config {
	return &rivermigrate.Config{Logger: slog.New(slog.DiscardHandler)}
}

func migrateUp[T any](ctx context.Context, open func() (*rivermigrate.Migrator[T], error)) error {
	migrator, err := open()
	if err != nil {
		return fmt.Errorf("open: %w", err)
	}
	if _, err := migrator.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	return nil
}
