package account

import (
	"context"
	"fmt"
	"time"

	"sluse/internal/platform/database"
)

type oidcFlowRow struct {
	StateHash   string `gorm:"primaryKey"`
	BrowserHash string
	ClientHash  string
	Next        string
	CreatedAt   time.Time
	ExpiresAt   time.Time
	UsedAt      *time.Time
}

// TableName implements gorm's Tabler.
func (oidcFlowRow) TableName() string { return "account_oidc_flow" }

type identityRow struct {
	Issuer     string `gorm:"primaryKey"`
	Subject    string `gorm:"primaryKey"`
	PersonID   string
	CreatedAt  time.Time
	LastUsedAt time.Time
}

// TableName implements gorm's Tabler.
func (identityRow) TableName() string { return "account_identity" }

func (s store) insertOIDCFlow(ctx context.Context, flow OIDCFlow) error {
	row := oidcFlowRow(flow)
	if err := s.db.Tx(ctx).Create(&row).Error; err != nil {
		return fmt.Errorf("insert oidc flow: %w", err)
	}
	return nil
}

func (s store) oidcFlow(ctx context.Context, stateHash string) (OIDCFlow, error) {
	var row oidcFlowRow
	if err := s.db.Read(ctx).Where("state_hash = ?", stateHash).Take(&row).Error; err != nil {
		return OIDCFlow{}, fmt.Errorf("read oidc flow: %w", database.Translate(err, "oidc.expired"))
	}
	return OIDCFlow(row), nil
}

// useOIDCFlow spends a flow in the browser that it set out from; of two at once,
// one does.
func (s store) useOIDCFlow(ctx context.Context, stateHash, browserHash string, now time.Time) (used bool, err error) {
	result := s.db.Tx(ctx).Exec(`UPDATE account_oidc_flow SET used_at = ?
		WHERE state_hash = ? AND browser_hash = ? AND used_at IS NULL AND expires_at > ?`, now, stateHash, browserHash, now)
	if result.Error != nil {
		return false, fmt.Errorf("use oidc flow: %w", result.Error)
	}
	return result.RowsAffected == 1, nil
}

// countOIDCFlows counts a client's flows since an instant, and returns when the
// oldest of them began.
func (s store) countOIDCFlows(ctx context.Context, clientHash string, since time.Time) (int, time.Time, error) {
	var rows []struct{ CreatedAt time.Time }
	err := s.db.Read(ctx).Model(&oidcFlowRow{}).Select("created_at").
		Where("client_hash = ? AND created_at > ?", clientHash, since).Order("created_at").Limit(oidcBurst).Find(&rows).Error
	if err != nil {
		return 0, time.Time{}, fmt.Errorf("count oidc flows: %w", err)
	}
	if len(rows) == 0 {
		return 0, time.Time{}, nil
	}
	return len(rows), rows[0].CreatedAt, nil
}

func (s store) identity(ctx context.Context, issuer, subject string) (Identity, error) {
	var row identityRow
	if err := s.db.Read(ctx).Where("issuer = ? AND subject = ?", issuer, subject).Take(&row).Error; err != nil {
		return Identity{}, fmt.Errorf("read identity: %w", database.Translate(err, "oidc.unknown_person"))
	}
	return Identity(row), nil
}

// hasIdentity reports whether a person is bound to somebody at an issuer.
func (s store) hasIdentity(ctx context.Context, personID, issuer string) (bool, error) {
	var n int64
	err := s.db.Read(ctx).Model(&identityRow{}).Where("person_id = ? AND issuer = ?", personID, issuer).Count(&n).Error
	if err != nil {
		return false, fmt.Errorf("count identities: %w", err)
	}
	return n > 0, nil
}

func (s store) insertIdentity(ctx context.Context, identity Identity) error {
	row := identityRow(identity)
	if err := s.db.Tx(ctx).Create(&row).Error; err != nil {
		return fmt.Errorf("insert identity: %w", database.Translate(err, "oidc.other_account"))
	}
	return nil
}

func (s store) useIdentity(ctx context.Context, identity Identity, at time.Time) error {
	err := s.db.Tx(ctx).Model(&identityRow{}).Where("issuer = ? AND subject = ?", identity.Issuer, identity.Subject).
		Update("last_used_at", at).Error
	if err != nil {
		return fmt.Errorf("note the use of an identity: %w", err)
	}
	return nil
}

// identitiesOf lists who a person is to providers: one for each issuer at most.
func (s store) identitiesOf(ctx context.Context, personID string) (list []Identity, err error) {
	var rows []identityRow
	err = s.db.Read(ctx).Where("person_id = ?", personID).Order("created_at, issuer").Limit(mostIdentities).Find(&rows).Error
	for _, row := range rows {
		list = append(list, Identity(row))
	}
	if err != nil {
		return nil, fmt.Errorf("list identities: %w", err)
	}
	return list, nil
}

// deleteIdentity ends that a provider's word signs a person in.
func (s store) deleteIdentity(ctx context.Context, identity Identity) error {
	_, err := database.Purge[identityRow](ctx, s.db, false, "issuer = ? AND subject = ? AND person_id = ?", identity.Issuer, identity.Subject, identity.PersonID)
	return err
}
