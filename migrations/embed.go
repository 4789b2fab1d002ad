// Package migrations holds the steps that bring a database to the shape that the
// program expects: the same content once for SQLite and once for PostgreSQL.
// They are applied by internal/platform/database.
package migrations

import "embed"

// FS holds sqlite/*.sql and postgres/*.sql.
//
//go:embed sqlite/*.sql postgres/*.sql
var FS embed.FS
