package database

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Rule says how long something is kept. Each feature lists its own; one job carries
// them all out.
type Rule struct {
	// Code names the rule, as its text and the log of what was removed know it.
	Code string
	// Keep is how long, from the moment that the rule is about.
	Keep time.Duration
	// Forget removes what lies before an instant and returns how much it was. With
	// dry set it only counts, by the same condition.
	Forget func(ctx context.Context, before time.Time, dry bool) (int64, error)
}

// Apply carries rules out as they stand at an instant.
func Apply(ctx context.Context, rules []Rule, now time.Time) error {
	var errs []error
	for _, r := range rules {
		if _, err := r.Forget(ctx, now.Add(-r.Keep), false); err != nil {
			errs = append(errs, fmt.Errorf("rule %s: %w", r.Code, err))
		}
	}
	return errors.Join(errs...)
}

// Purge deletes the rows of a table that a condition names, or counts them where
// dry is set. It joins a surrounding Write.
func Purge[Row any](ctx context.Context, db *DB, dry bool, where string, values ...any) (n int64, err error) {
	var row Row
	if dry {
		err = db.Read(ctx).Model(&row).Where(where, values...).Count(&n).Error
	} else {
		err = db.Write(ctx, func(ctx context.Context) error {
			done := db.Tx(ctx).Where(where, values...).Delete(&row)
			n = done.RowsAffected
			return done.Error
		})
	}
	if err != nil {
		return 0, fmt.Errorf("purge %T: %w", row, err)
	}
	return n, nil
}

// Sum adds up what several steps of one rule removed.
func Sum(steps ...func() (int64, error)) (sum int64, err error) {
	for _, step := range steps {
		n, err := step()
		if err != nil {
			return sum, err
		}
		sum += n
	}
	return sum, nil
}
