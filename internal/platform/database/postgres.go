package database

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"
)

func openPostgres(ctx context.Context, options Options) (*DB, error) {
	config, err := pgxpool.ParseConfig(options.URL)
	if err != nil {
		// pgx repeats the address with its password masked; still no reason to.
		return nil, fmt.Errorf("database: the PostgreSQL address cannot be read; it has the form postgres://user:password@host/name")
	}
	config.AfterConnect = scanTimesAsUTC
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("open postgres: %w", err)
	}
	handle := stdlib.OpenDBFromPool(pool)
	db := &DB{dialect: Postgres, pool: pool}
	db.closers = append(db.closers, func() error { pool.Close(); return nil }, handle.Close)
	db.writer, err = gorm.Open(postgres.New(postgres.Config{Conn: handle}), gormConfig())
	if err != nil {
		return nil, fmt.Errorf("open postgres: %w", err)
	}
	db.reader = db.writer
	return db, nil
}

func scanTimesAsUTC(_ context.Context, conn *pgx.Conn) error {
	conn.TypeMap().RegisterType(&pgtype.Type{
		Name: "timestamptz", OID: pgtype.TimestamptzOID,
		Codec: &pgtype.TimestamptzCodec{ScanLocation: time.UTC},
	})
	return nil
}
