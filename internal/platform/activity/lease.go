package activity

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

const (
	leaseName = "readers"
	// leaseFor is for how long nobody reads after the one who did was killed. It spares
	// work and guards nothing: of two who read the same, one finds it marked and gives up.
	leaseFor = 5 * time.Second
	// dropWithin bounds how long the end of a node waits for giving its lease back.
	dropWithin = 2 * time.Second
)

// othersRead reports whether another node holds the readers' lease: a look that
// spares the work, while only renewLease decides.
func (l *Log) othersRead(ctx context.Context) (bool, error) {
	var holder string
	var expires time.Time
	err := l.db.Row(ctx, "SELECT holder, expires FROM activity_lease WHERE name = ?", leaseName).Scan(&holder, &expires)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("who reads: %w", err)
	}
	return holder != l.node && expires.After(time.Now()), nil
}

// renewLease takes or keeps the readers' lease; false if another node has it.
// The machine's own clock is used: a lease measures real time, also in the demo.
func (l *Log) renewLease(ctx context.Context) (bool, error) {
	now := time.Now()
	renewed, err := l.db.Exec(ctx, `INSERT INTO activity_lease (name, holder, expires) VALUES (?, ?, ?)
		ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, expires = excluded.expires
		WHERE activity_lease.holder = excluded.holder OR activity_lease.expires < ?`,
		leaseName, l.node, now.Add(leaseFor), now)
	if err != nil {
		return false, fmt.Errorf("readers' lease: %w", err)
	}
	return renewed == 1, nil
}

// dropLease gives the readers' lease back at the end, so that whoever comes next need not
// wait for it to run out.
func (l *Log) dropLease(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), dropWithin)
	defer cancel()
	err := l.db.WriteAlong(ctx, func(ctx context.Context) error {
		_, err := l.db.Exec(ctx, "DELETE FROM activity_lease WHERE name = ? AND holder = ?", leaseName, l.node)
		return err
	})
	if err != nil {
		l.logger.Warn("the readers' lease was not given back; the next to read waits until it has run out", "error", err)
	}
}
