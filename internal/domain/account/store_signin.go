package account

import (
	"context"
	"fmt"
	"time"

	"sluse/internal/platform/database"
)

type signInRow struct {
	ID         string
	Email      string
	EmailHash  string
	ClientHash string
	Next       string
	PersonID   string
	CodeHash   string
	TokenHash  string
	Attempts   int
	CreatedAt  time.Time
	ExpiresAt  time.Time
	UsedAt     *time.Time
}

// TableName implements gorm's Tabler.
func (signInRow) TableName() string { return "account_sign_in" }

func (s store) insertSignIn(ctx context.Context, in SignIn) error {
	row := signInRow(in)
	if err := s.db.Tx(ctx).Create(&row).Error; err != nil {
		return fmt.Errorf("insert sign-in: %w", err)
	}
	return nil
}

// countSignIns counts the requests that have a value in column since an instant,
// and returns when the oldest of them was made.
func (s store) countSignIns(ctx context.Context, column signInColumn, value string, since time.Time) (int, time.Time, error) {
	var rows []struct{ CreatedAt time.Time }
	err := s.db.Read(ctx).Model(&signInRow{}).Select("created_at").
		Where(string(column)+" = ? AND created_at > ?", value, since).
		Order("created_at").Limit(max(addressDaily, clientBurst)).Find(&rows).Error
	if err != nil {
		return 0, time.Time{}, fmt.Errorf("count sign-ins: %w", err)
	}
	if len(rows) == 0 {
		return 0, time.Time{}, nil
	}
	return len(rows), rows[0].CreatedAt, nil
}

// signInColumn is a column that requests are counted by.
type signInColumn string

const (
	byAddress signInColumn = "email_hash"
	byClient  signInColumn = "client_hash"
)

func (s store) signIn(ctx context.Context, id string) (SignIn, error) {
	return s.findSignIn(ctx, "id = ?", id)
}

func (s store) signInByToken(ctx context.Context, hash string) (SignIn, error) {
	return s.findSignIn(ctx, "token_hash <> '' AND token_hash = ?", hash)
}

func (s store) findSignIn(ctx context.Context, where, value string) (SignIn, error) {
	var row signInRow
	if err := s.db.Read(ctx).Where(where, value).Take(&row).Error; err != nil {
		return SignIn{}, fmt.Errorf("read sign-in: %w", database.Translate(err, "signin.link_unknown"))
	}
	return SignIn(row), nil
}

// resolveSignIn notes whom a request belongs to, and erases its address; an empty
// person is nobody.
func (s store) resolveSignIn(ctx context.Context, in SignIn) error {
	err := s.db.Tx(ctx).Model(&signInRow{}).Where("id = ?", in.ID).Updates(map[string]any{
		"email": "", "person_id": in.PersonID, "code_hash": in.CodeHash, "token_hash": in.TokenHash,
	}).Error
	if err != nil {
		return fmt.Errorf("resolve sign-in: %w", err)
	}
	return nil
}

// countAttempt counts one try of a code, if there is one left. The row stays
// locked until the surrounding Write ends, so tries stand in a row.
func (s store) countAttempt(ctx context.Context, id string, now time.Time) (counted bool, err error) {
	result := s.db.Tx(ctx).Exec(`UPDATE account_sign_in SET attempts = attempts + 1
		WHERE id = ? AND used_at IS NULL AND expires_at > ? AND attempts < ?`, id, now, maxAttempts)
	if result.Error != nil {
		return false, fmt.Errorf("count attempt: %w", result.Error)
	}
	return result.RowsAffected == 1, nil
}

// useSignIn spends a request; of two at once, one does.
func (s store) useSignIn(ctx context.Context, id string, now time.Time) (used bool, err error) {
	result := s.db.Tx(ctx).Exec(`UPDATE account_sign_in SET used_at = ?
		WHERE id = ? AND used_at IS NULL AND expires_at > ?`, now, id, now)
	if result.Error != nil {
		return false, fmt.Errorf("use sign-in: %w", result.Error)
	}
	return result.RowsAffected == 1, nil
}
