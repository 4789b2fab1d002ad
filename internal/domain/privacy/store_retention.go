package privacy

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm/clause"

	"sluse/internal/kernel/clock"
	"sluse/internal/kernel/id"
	"sluse/internal/platform/database"
)

// store reads and writes the feature's tables.
type store struct{ db *database.DB }

func wrap(what string, err error) error {
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}

type runRow struct {
	ID         string
	Day        clock.Date
	StartedAt  time.Time
	FinishedAt *time.Time
}

// TableName implements gorm's Tabler.
func (runRow) TableName() string { return "privacy_run" }

type removalRow struct {
	RunID   string `gorm:"primaryKey"`
	Rule    string `gorm:"primaryKey"`
	At      time.Time
	Removed int64
	Failed  bool
}

// TableName implements gorm's Tabler.
func (removalRow) TableName() string { return "privacy_removal" }

// begin returns the run of a day, made first where there is none.
func (s store) begin(ctx context.Context, day clock.Date, now time.Time) (run runRow, err error) {
	err = s.db.Write(ctx, func(ctx context.Context) error {
		row := runRow{ID: id.New(), Day: day, StartedAt: now}
		if err := s.db.Tx(ctx).Clauses(clause.OnConflict{DoNothing: true}).Create(&row).Error; err != nil {
			return err
		}
		return s.db.Tx(ctx).Where("day = ?", day).Take(&run).Error
	})
	return run, wrap("begin a night", err)
}

func (s store) note(ctx context.Context, row removalRow) error {
	return s.db.Write(ctx, func(ctx context.Context) error {
		return wrap("note what was removed", s.db.Tx(ctx).Clauses(clause.OnConflict{UpdateAll: true}).Create(&row).Error)
	})
}

func (s store) finish(ctx context.Context, runID string, now time.Time) error {
	return s.db.Write(ctx, func(ctx context.Context) error {
		return wrap("end a night", s.db.Tx(ctx).Model(&runRow{}).Where("id = ?", runID).Update("finished_at", now).Error)
	})
}

// nights returns the latest runs with what they removed, the newest first.
func (s store) nights(ctx context.Context, limit int) ([]runRow, map[string][]removalRow, error) {
	var runs []runRow
	if err := s.db.Read(ctx).Order("day DESC").Limit(limit).Find(&runs).Error; err != nil {
		return nil, nil, wrap("read the nights", err)
	}
	ids := []string{""}
	for _, run := range runs {
		ids = append(ids, run.ID)
	}
	var rows []removalRow
	if err := s.db.Read(ctx).Where("run_id IN ?", ids).Order("at, rule").Find(&rows).Error; err != nil {
		return nil, nil, wrap("read what was removed", err)
	}
	of := map[string][]removalRow{}
	for _, r := range rows {
		of[r.RunID] = append(of[r.RunID], r)
	}
	return runs, of, nil
}

// forgetNights removes the log of what was removed.
func (s store) forgetNights(ctx context.Context, before time.Time, dry bool) (n int64, err error) {
	if dry {
		return database.Purge[runRow](ctx, s.db, true, "started_at < ?", before)
	}
	err = s.db.Write(ctx, func(ctx context.Context) error {
		if _, err := database.Purge[removalRow](ctx, s.db, false, "run_id IN (SELECT id FROM privacy_run WHERE started_at < ?)", before); err != nil {
			return err
		}
		n, err = database.Purge[runRow](ctx, s.db, false, "started_at < ?", before)
		return err
	})
	return n, err
}
