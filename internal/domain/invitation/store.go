package invitation

import (
	"context"
	"fmt"
	"time"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/clock"
	"sluse/internal/platform/database"
)

type invitationRow struct {
	ID, BatchID, ProgrammeID, OrganisationID string
	Role                                     actor.Role
	Email, Name, Title, Locale, Greeting     string
	InviterID, ReservationID, HandoverID     string
	Begins                                   clock.Date
	TokenHash, MailKey                       string
	CreatedAt, SentAt, ExpiresAt             time.Time
	OpenedAt, AskedAt, AcceptedAt            *time.Time
	PersonID                                 string
	RevokedAt                                *time.Time
	RevokedBy                                string
}

// TableName implements gorm's Tabler.
func (invitationRow) TableName() string { return "invitation_invitation" }

// sendingRow is one link that was sent; the newest one of an invitation works.
type sendingRow struct {
	TokenHash, InvitationID, Email, SenderID string
	SentAt                                   time.Time
}

// TableName implements gorm's Tabler.
func (sendingRow) TableName() string { return "invitation_sending" }

// store reads and writes the feature's tables.
type store struct{ db *database.DB }

func (s store) insert(ctx context.Context, i Invitation) error {
	row := invitationRow(i)
	if err := s.db.Tx(ctx).Create(&row).Error; err != nil {
		return fmt.Errorf("insert invitation: %w", database.Translate(err, "invitation.sent_already"))
	}
	return nil
}

func (s store) insertSending(ctx context.Context, i Invitation, senderID string) error {
	row := sendingRow{i.TokenHash, i.ID, i.Email, senderID, i.SentAt}
	if err := s.db.Tx(ctx).Create(&row).Error; err != nil {
		return fmt.Errorf("insert sending: %w", err)
	}
	return nil
}

// renew puts a new link and reservation in the place of the old ones, if the
// invitation can still be taken. It keeps others from changing it meanwhile.
func (s store) renew(ctx context.Context, i Invitation) (bool, error) {
	result := s.db.Tx(ctx).Model(&invitationRow{}).
		Where("id = ? AND accepted_at IS NULL AND revoked_at IS NULL", i.ID).
		Select("token_hash", "mail_key", "sent_at", "expires_at", "asked_at", "opened_at").Updates(&invitationRow{
		TokenHash: i.TokenHash, MailKey: i.MailKey, SentAt: i.SentAt, ExpiresAt: i.ExpiresAt,
	})
	if result.Error != nil {
		return false, fmt.Errorf("renew invitation: %w", result.Error)
	}
	return result.RowsAffected == 1, nil
}

func (s store) setReservation(ctx context.Context, invitationID, reservationID string) error {
	err := s.db.Tx(ctx).Model(&invitationRow{}).Where("id = ?", invitationID).Update("reservation_id", reservationID).Error
	if err != nil {
		return fmt.Errorf("note reservation: %w", err)
	}
	return nil
}

// accept marks an invitation as taken through its newest link; false if it cannot
// be any more.
func (s store) accept(ctx context.Context, i Invitation, hash string, at time.Time) (bool, error) {
	return s.mark(ctx, "accepted_at", at,
		"id = ? AND token_hash = ? AND accepted_at IS NULL AND revoked_at IS NULL AND expires_at > ?", i.ID, hash, at)
}

func (s store) setPerson(ctx context.Context, invitationID, personID string) error {
	err := s.db.Tx(ctx).Model(&invitationRow{}).Where("id = ?", invitationID).Update("person_id", personID).Error
	if err != nil {
		return fmt.Errorf("note who accepted: %w", err)
	}
	return nil
}

// revoke marks an invitation as taken back; false if it was accepted or revoked.
func (s store) revoke(ctx context.Context, invitationID, by string, at time.Time) (bool, error) {
	result := s.db.Tx(ctx).Model(&invitationRow{}).Where("id = ? AND accepted_at IS NULL AND revoked_at IS NULL", invitationID).
		Updates(map[string]any{"revoked_at": at, "revoked_by": by})
	if result.Error != nil {
		return false, fmt.Errorf("revoke invitation: %w", result.Error)
	}
	return result.RowsAffected == 1, nil
}

// opened notes the first thing that a person did on the page.
func (s store) opened(ctx context.Context, invitationID string, at time.Time) (bool, error) {
	return s.mark(ctx, "opened_at", at, "id = ? AND opened_at IS NULL AND accepted_at IS NULL", invitationID)
}

// asked notes that a new link was asked for; false if that was so after an instant.
func (s store) asked(ctx context.Context, invitationID string, at, after time.Time) (bool, error) {
	return s.mark(ctx, "asked_at", at, "id = ? AND accepted_at IS NULL AND (asked_at IS NULL OR asked_at < ?)", invitationID, after)
}

func (s store) mark(ctx context.Context, column string, at time.Time, where string, values ...any) (bool, error) {
	result := s.db.Tx(ctx).Model(&invitationRow{}).Where(where, values...).Update(column, at)
	if result.Error != nil {
		return false, fmt.Errorf("mark invitation %s: %w", column, result.Error)
	}
	return result.RowsAffected == 1, nil
}

func (s store) byID(ctx context.Context, id string) (Invitation, error) {
	var row invitationRow
	if err := s.db.Read(ctx).Where("id = ?", id).Take(&row).Error; err != nil {
		return Invitation{}, fmt.Errorf("read invitation: %w", database.Translate(err, "invitation.unknown"))
	}
	return Invitation(row), nil
}

// byLink returns the invitation that a link was sent for, also where a newer link
// has taken its place.
func (s store) byLink(ctx context.Context, hash string) (Invitation, error) {
	var sending sendingRow
	if err := s.db.Read(ctx).Where("token_hash = ?", hash).Take(&sending).Error; err != nil {
		return Invitation{}, fmt.Errorf("read link: %w", database.Translate(err, "invitation.link_unknown"))
	}
	return s.byID(ctx, sending.InvitationID)
}

// ofProgramme returns the newest invitations of a programme, newest first.
func (s store) ofProgramme(ctx context.Context, programmeID string, limit int) ([]Invitation, error) {
	return s.find(ctx, limit, "programme_id = ?", programmeID)
}

// batch returns what an inviter sent together.
func (s store) batch(ctx context.Context, inviterID, batchID string) ([]Invitation, error) {
	return s.find(ctx, MaxPeople, "inviter_id = ? AND batch_id = ?", inviterID, batchID)
}

// open returns the invitations of a programme that can still be accepted.
func (s store) open(ctx context.Context, programmeID string, now time.Time) ([]Invitation, error) {
	return s.find(ctx, listMost, "programme_id = ? AND accepted_at IS NULL AND revoked_at IS NULL AND expires_at > ?", programmeID, now)
}

// ofHandovers returns the invitations that belong to hand-overs of a programme.
func (s store) ofHandovers(ctx context.Context, programmeID string) ([]Invitation, error) {
	return s.find(ctx, listMost, "programme_id = ? AND handover_id <> ''", programmeID)
}

func (s store) find(ctx context.Context, limit int, where string, values ...any) ([]Invitation, error) {
	var rows []invitationRow
	if err := s.db.Read(ctx).Where(where, values...).Order("created_at DESC, id DESC").Limit(limit).Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("read invitations: %w", err)
	}
	list := make([]Invitation, len(rows))
	for n, row := range rows {
		list[n] = Invitation(row)
	}
	return list, nil
}

// countSent counts the links that a person has sent since an instant.
func (s store) countSent(ctx context.Context, senderID string, since time.Time) (int, error) {
	var n int64
	err := s.db.Read(ctx).Model(&sendingRow{}).Where("sender_id = ? AND sent_at > ?", senderID, since).Count(&n).Error
	if err != nil {
		return 0, fmt.Errorf("count sendings: %w", err)
	}
	return int(n), nil
}

// countTo counts the links that went to each of the addresses since an instant.
func (s store) countTo(ctx context.Context, emails []string, since time.Time) (map[string]int, error) {
	var rows []struct {
		Email string
		N     int
	}
	err := s.db.Read(ctx).Model(&sendingRow{}).Select("email, count(*) AS n").
		Where("email IN ? AND sent_at > ?", emails, since).Group("email").Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("count sendings to addresses: %w", err)
	}
	counts := make(map[string]int, len(rows))
	for _, row := range rows {
		counts[row.Email] = row.N
	}
	return counts, nil
}
