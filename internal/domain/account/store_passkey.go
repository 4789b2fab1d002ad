package account

import (
	"context"
	"fmt"
	"time"

	"sluse/internal/kernel/fault"
	"sluse/internal/platform/database"
)

type passkeyRow struct {
	ID           string
	PersonID     string
	CredentialID string
	Record       string
	Name         string
	CreatedAt    time.Time
	LastUsedAt   *time.Time
	BlockedAt    *time.Time
}

// TableName implements gorm's Tabler.
func (passkeyRow) TableName() string { return "account_passkey" }

type challengeRow struct {
	ID         string
	Purpose    purpose
	PersonID   string
	ClientHash string
	Ceremony   string
	CreatedAt  time.Time
	ExpiresAt  time.Time
	UsedAt     *time.Time
}

// TableName implements gorm's Tabler.
func (challengeRow) TableName() string { return "account_challenge" }

func (s store) insertPasskey(ctx context.Context, p Passkey) error {
	row := passkeyRow(p)
	if err := s.db.Tx(ctx).Create(&row).Error; err != nil {
		return fmt.Errorf("insert passkey: %w", database.Translate(err, "passkey.taken"))
	}
	return nil
}

func (s store) updatePasskey(ctx context.Context, p Passkey) error {
	row := passkeyRow(p)
	err := s.db.Tx(ctx).Model(&passkeyRow{}).Where("id = ?", p.ID).
		Select("record", "name", "last_used_at", "blocked_at").Updates(&row).Error
	if err != nil {
		return fmt.Errorf("update passkey: %w", err)
	}
	return nil
}

func (s store) deletePasskey(ctx context.Context, id string) error {
	if err := s.db.Tx(ctx).Where("id = ?", id).Delete(&passkeyRow{}).Error; err != nil {
		return fmt.Errorf("delete passkey: %w", err)
	}
	return nil
}

func (s store) passkey(ctx context.Context, id string) (Passkey, error) {
	return s.findPasskey(ctx, "id = ?", id)
}

func (s store) passkeyByCredential(ctx context.Context, credentialID string) (Passkey, error) {
	return s.findPasskey(ctx, "credential_id = ?", credentialID)
}

func (s store) findPasskey(ctx context.Context, where, value string) (Passkey, error) {
	var row passkeyRow
	if err := s.db.Read(ctx).Where(where, value).Take(&row).Error; err != nil {
		return Passkey{}, fmt.Errorf("read passkey: %w", database.Translate(err, "passkey.unknown"))
	}
	return Passkey(row), nil
}

// passkeys returns a person's passkeys, the oldest first; there are few.
func (s store) passkeys(ctx context.Context, personID string) ([]Passkey, error) {
	var rows []passkeyRow
	if err := s.db.Read(ctx).Where("person_id = ?", personID).Order("created_at, id").Limit(maxPasskeys).Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("read passkeys: %w", err)
	}
	list := make([]Passkey, len(rows))
	for i, row := range rows {
		list[i] = Passkey(row)
	}
	return list, nil
}

// lockPasskey locks a passkey's row until the surrounding Write ends; false if
// there is none.
func (s store) lockPasskey(ctx context.Context, credentialID string) (known bool, err error) {
	result := s.db.Tx(ctx).Exec("UPDATE account_passkey SET credential_id = credential_id WHERE credential_id = ?", credentialID)
	if result.Error != nil {
		return false, fmt.Errorf("lock passkey: %w", result.Error)
	}
	return result.RowsAffected == 1, nil
}

// lockPerson locks a person's row until the surrounding Write ends.
func (s store) lockPerson(ctx context.Context, personID string) error {
	result := s.db.Tx(ctx).Exec("UPDATE account_person SET email = email WHERE id = ?", personID)
	if result.Error != nil {
		return fmt.Errorf("lock person: %w", result.Error)
	}
	if result.RowsAffected == 0 {
		return fault.NewNotFound("person.unknown")
	}
	return nil
}

// wantsPasskey reports whether a person has no passkey and has not declined one.
func (s store) wantsPasskey(ctx context.Context, personID string) (bool, error) {
	var n int
	err := s.db.Read(ctx).Raw(`SELECT (SELECT count(*) FROM account_passkey WHERE person_id = ?)
		+ (SELECT count(*) FROM account_passkey_offer WHERE person_id = ?)`, personID, personID).Scan(&n).Error
	if err != nil {
		return false, fmt.Errorf("read the offer of a passkey: %w", err)
	}
	return n == 0, nil
}

func (s store) declinePasskey(ctx context.Context, personID string, at time.Time) error {
	err := s.db.Tx(ctx).Exec(`INSERT INTO account_passkey_offer (person_id, declined_at) VALUES (?, ?)
		ON CONFLICT (person_id) DO NOTHING`, personID, at).Error
	if err != nil {
		return fmt.Errorf("decline a passkey: %w", err)
	}
	return nil
}

func (s store) insertChallenge(ctx context.Context, c Challenge) error {
	row := challengeRow(c)
	if err := s.db.Tx(ctx).Create(&row).Error; err != nil {
		return fmt.Errorf("insert challenge: %w", err)
	}
	return nil
}

func (s store) challenge(ctx context.Context, id string) (Challenge, error) {
	var row challengeRow
	if err := s.db.Read(ctx).Where("id = ?", id).Take(&row).Error; err != nil {
		return Challenge{}, fmt.Errorf("read challenge: %w", database.Translate(err, "passkey.expired"))
	}
	return Challenge(row), nil
}

// countChallenges counts a client's challenges since an instant, up to most, and
// returns when the oldest of them was made.
func (s store) countChallenges(ctx context.Context, clientHash string, since time.Time, most int) (int, time.Time, error) {
	var rows []struct{ CreatedAt time.Time }
	err := s.db.Read(ctx).Model(&challengeRow{}).Select("created_at").
		Where("client_hash = ? AND created_at > ?", clientHash, since).Order("created_at").Limit(most).Find(&rows).Error
	if err != nil {
		return 0, time.Time{}, fmt.Errorf("count challenges: %w", err)
	}
	if len(rows) == 0 {
		return 0, time.Time{}, nil
	}
	return len(rows), rows[0].CreatedAt, nil
}

// useChallenge spends a challenge for the one thing it was made for; of two
// answers at once, one does.
func (s store) useChallenge(ctx context.Context, id string, to purpose, personID string, now time.Time) (used bool, err error) {
	result := s.db.Tx(ctx).Exec(`UPDATE account_challenge SET used_at = ?
		WHERE id = ? AND purpose = ? AND person_id = ? AND used_at IS NULL AND expires_at > ?`, now, id, to, personID, now)
	if result.Error != nil {
		return false, fmt.Errorf("use challenge: %w", result.Error)
	}
	return result.RowsAffected == 1, nil
}
