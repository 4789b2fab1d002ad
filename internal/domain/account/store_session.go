package account

import (
	"context"
	"fmt"
	"time"

	"sluse/internal/platform/database"
)

type sessionRow struct {
	ID         string
	PersonID   string
	TokenHash  string
	Device     string
	Browser    string
	CreatedAt  time.Time
	LastSeenAt time.Time
}

// TableName implements gorm's Tabler.
func (sessionRow) TableName() string { return "account_session" }

func (s store) insertSession(ctx context.Context, session Session) error {
	row := sessionRow(session)
	if err := s.db.Tx(ctx).Create(&row).Error; err != nil {
		return fmt.Errorf("insert session: %w", err)
	}
	return nil
}

func (s store) session(ctx context.Context, id string) (Session, error) {
	return s.findSession(ctx, "id = ?", id)
}

func (s store) sessionByToken(ctx context.Context, hash string) (Session, error) {
	return s.findSession(ctx, "token_hash = ?", hash)
}

func (s store) findSession(ctx context.Context, where, value string) (Session, error) {
	var row sessionRow
	err := s.db.Row(ctx, "SELECT id, person_id, token_hash, device, browser, created_at, last_seen_at FROM account_session WHERE "+where, value).
		Scan(&row.ID, &row.PersonID, &row.TokenHash, &row.Device, &row.Browser, &row.CreatedAt, &row.LastSeenAt)
	if err != nil {
		return Session{}, fmt.Errorf("read session: %w", database.Translate(err, "session.unknown"))
	}
	return Session(row), nil
}

// sessions returns a person's sessions, the one used last first; at most limit of
// them where it is above 0.
func (s store) sessions(ctx context.Context, personID string, limit int) ([]Session, error) {
	var rows []sessionRow
	query := s.db.Read(ctx).Where("person_id = ?", personID).Order("last_seen_at DESC, id")
	if limit > 0 {
		query = query.Limit(limit)
	}
	err := query.Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("read sessions: %w", err)
	}
	list := make([]Session, len(rows))
	for i, row := range rows {
		list[i] = Session(row)
	}
	return list, nil
}

func (s store) touchSession(ctx context.Context, id string, at time.Time) error {
	err := s.db.Tx(ctx).Model(&sessionRow{}).Where("id = ? AND last_seen_at < ?", id, at).Update("last_seen_at", at).Error
	if err != nil {
		return fmt.Errorf("touch session: %w", err)
	}
	return nil
}

func (s store) deleteSession(ctx context.Context, id string) error {
	if err := s.db.Tx(ctx).Where("id = ?", id).Delete(&sessionRow{}).Error; err != nil {
		return fmt.Errorf("delete session: %w", err)
	}
	return nil
}
