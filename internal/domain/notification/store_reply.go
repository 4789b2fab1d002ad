package notification

import (
	"context"
	"time"
)

type replyRow struct {
	ID, PersonID, ThreadID, PostID string
	ExpiresAt                      time.Time
}

// TableName implements gorm's Tabler.
func (replyRow) TableName() string { return "notification_reply" }

func (s store) addReply(ctx context.Context, r replyTo) error {
	row := replyRow(r)
	return wrap("keep a reply address", s.db.Tx(ctx).Create(&row).Error)
}

// reply returns what a reply address stands for; false if it is unknown.
func (s store) reply(ctx context.Context, name string) (replyTo, bool, error) {
	var rows []replyRow
	err := s.db.Read(ctx).Where("id = ?", name).Find(&rows).Error
	if err != nil || len(rows) == 0 {
		return replyTo{}, false, wrap("read a reply address", err)
	}
	return replyTo(rows[0]), true, nil
}
