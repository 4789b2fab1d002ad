package privacy

import (
	"context"
	"time"

	"gorm.io/gorm/clause"
)

// noticeRow says that somebody was told that they will be erased.
type noticeRow struct {
	PersonID      string `gorm:"primaryKey"`
	SentAt, DueAt time.Time
}

// TableName implements gorm's Tabler.
func (noticeRow) TableName() string { return "privacy_notice" }

func (s store) notices(ctx context.Context) (map[string]noticeRow, error) {
	var rows []noticeRow
	err := s.db.Read(ctx).Find(&rows).Error
	all := make(map[string]noticeRow, len(rows))
	for _, r := range rows {
		all[r.PersonID] = r
	}
	return all, wrap("read notices", err)
}

func (s store) addNotice(ctx context.Context, row noticeRow) error {
	return wrap("note a notice", s.db.Tx(ctx).Clauses(clause.OnConflict{DoNothing: true}).Create(&row).Error)
}

func (s store) dropNotice(ctx context.Context, personID string) error {
	return s.db.Write(ctx, func(ctx context.Context) error {
		return wrap("drop a notice", s.db.Tx(ctx).Where("person_id = ?", personID).Delete(&noticeRow{}).Error)
	})
}
