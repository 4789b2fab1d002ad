package notification

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm/clause"

	"sluse/internal/platform/database"
)

// store reads and writes the feature's own tables.
type store struct{ db *database.DB }

type seenRow struct {
	PersonID string `gorm:"primaryKey"`
	SeenAt   time.Time
}

// TableName implements gorm's Tabler.
func (seenRow) TableName() string { return "notification_seen" }

// seenAt returns when a person last marked the news as seen; zero if never.
func (s store) seenAt(ctx context.Context, personID string) (time.Time, error) {
	var rows []seenRow
	if err := s.db.Read(ctx).Where("person_id = ?", personID).Find(&rows).Error; err != nil {
		return time.Time{}, fmt.Errorf("read when news were seen: %w", err)
	}
	if len(rows) == 0 {
		return time.Time{}, nil
	}
	return rows[0].SeenAt, nil
}

func (s store) setSeen(ctx context.Context, personID string, now time.Time) error {
	row := &seenRow{personID, now}
	if err := s.db.Tx(ctx).Clauses(clause.OnConflict{UpdateAll: true}).Create(row).Error; err != nil {
		return fmt.Errorf("write when news were seen: %w", err)
	}
	return nil
}

type toldRow struct {
	PersonID string `gorm:"primaryKey"`
	ThreadID string `gorm:"primaryKey"`
	PostID   string
	Seq      int64
}

// TableName implements gorm's Tabler.
func (toldRow) TableName() string { return "notification_told" }

// told returns the place of the last post in a thread that a person was mailed of.
func (s store) told(ctx context.Context, personID, threadID string) (seq int64, found bool, err error) {
	var rows []toldRow
	err = s.db.Read(ctx).Where("person_id = ? AND thread_id = ?", personID, threadID).Find(&rows).Error
	if err != nil || len(rows) == 0 {
		return 0, false, wrap("read what a person was told", err)
	}
	return rows[0].Seq, true, nil
}

func (s store) setTold(ctx context.Context, personID string, p Post) error {
	row := &toldRow{personID, p.ThreadID, p.ID, p.Seq}
	err := s.db.Tx(ctx).Clauses(clause.OnConflict{UpdateAll: true}).Create(row).Error
	return wrap("note what a person was told", err)
}

func (s store) dropTold(ctx context.Context, personID, postID string) error {
	err := s.db.Tx(ctx).Where("person_id = ? AND post_id = ?", personID, postID).Delete(&toldRow{}).Error
	return wrap("take back what a person was told", err)
}
