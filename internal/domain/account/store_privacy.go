package account

import (
	"context"
	"fmt"
	"time"

	"sluse/internal/platform/database"
)

// ExportPerson hands over what the feature knows of a person. Hashes and keys say
// nothing to them, and stay.
func (s *Service) ExportPerson(ctx context.Context, personID, _ string, add database.AddTable) error {
	for name, query := range map[string]string{
		"profile":    "SELECT id, email, name, title, locale, administrator, created_at, updated_at FROM account_person WHERE id = ?",
		"sessions":   "SELECT device, browser, created_at, last_seen_at FROM account_session WHERE person_id = ? ORDER BY created_at",
		"passkeys":   "SELECT name, created_at, last_used_at, blocked_at FROM account_passkey WHERE person_id = ? ORDER BY created_at",
		"identities": "SELECT issuer, subject, created_at, last_used_at FROM account_identity WHERE person_id = ?",
	} {
		if err := database.ExportTable(ctx, s.DB, add, name, query, personID); err != nil {
			return err
		}
	}
	return nil
}

// eraseRow leaves of a person the id by which others' words still find them.
func (s store) eraseRow(ctx context.Context, personID string, now time.Time) error {
	err := s.db.Tx(ctx).Model(&personRow{}).Where("id = ?", personID).Updates(map[string]any{
		"email": erasedEmail(personID), "name": "", "title": "", "administrator": false, "persona": nil,
		"disabled_at": now, "erased_at": now, "updated_at": now,
	}).Error
	if err != nil {
		return fmt.Errorf("erase person: %w", err)
	}
	return nil
}

// eraseWays removes every way in, and every trace of asking for one.
func (s store) eraseWays(ctx context.Context, personID, emailHash string) error {
	if err := s.db.Tx(ctx).Exec("DELETE FROM account_passkey_offer WHERE person_id = ?", personID).Error; err != nil {
		return fmt.Errorf("forget an offer: %w", err)
	}
	_, err := database.Sum(
		func() (int64, error) {
			return database.Purge[passkeyRow](ctx, s.db, false, "person_id = ?", personID)
		},
		func() (int64, error) {
			return database.Purge[identityRow](ctx, s.db, false, "person_id = ?", personID)
		},
		func() (int64, error) {
			return database.Purge[challengeRow](ctx, s.db, false, "person_id = ?", personID)
		},
		func() (int64, error) {
			return database.Purge[signInRow](ctx, s.db, false, "(person_id = ? OR email_hash = ?)", personID, emailHash)
		},
	)
	return err
}

// idle returns persons who were made known before an instant, are no
// administrators, and are signed in nowhere.
func (s store) idle(ctx context.Context, before time.Time) (list []Person, err error) {
	var rows []personRow
	err = s.db.Read(ctx).Where("created_at < ? AND administrator = ? AND erased_at IS NULL", before, false).
		Where("id NOT IN (SELECT person_id FROM account_session)").Order("id").Find(&rows).Error
	for _, row := range rows {
		list = append(list, row.entity())
	}
	if err != nil {
		return nil, fmt.Errorf("read idle people: %w", err)
	}
	return list, nil
}
