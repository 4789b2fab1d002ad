package mail

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"gorm.io/gorm/clause"

	"sluse/internal/platform/database"
)

// erased stands where a mail said what need not stay readable.
const erased = "{}"

type outboxRow struct {
	ID, Recipient, RecipientName, Kind, Subject, Message string
	State                                                State
	Attempts                                             int
	NextTry                                              *time.Time
	ServerCode                                           int
	ServerWords                                          string
	CreatedAt                                            time.Time
	ClaimedAt, DoneAt, SentAt                            *time.Time
	DedupeKey                                            *string
	Kept                                                 string
}

// TableName implements gorm's Tabler.
func (outboxRow) TableName() string { return "mail_outbox" }

// insert adds a mail; false if its dedupe key is taken.
func (o *Outbox) insert(ctx context.Context, row *outboxRow) (bool, error) {
	result := o.DB.Tx(ctx).Clauses(clause.OnConflict{Columns: []clause.Column{{Name: "dedupe_key"}}, DoNothing: true}).Create(row)
	if result.Error != nil {
		return false, fmt.Errorf("put mail into the outbox: %w", result.Error)
	}
	return result.RowsAffected == 1, nil
}

// load returns a mail, nil if it has been forgotten.
func (o *Outbox) load(ctx context.Context, mailID string) (*outboxRow, error) {
	var rows []outboxRow
	if err := o.DB.Read(ctx).Where("id = ?", mailID).Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("mail %s: %w", mailID, err)
	}
	if len(rows) == 0 {
		return nil, nil
	}
	return &rows[0], nil
}

// move changes a mail that is in one of the states from; false if it is not.
func (o *Outbox) move(ctx context.Context, mailID string, from []State, set map[string]any) (bool, error) {
	result := o.DB.Tx(ctx).Model(&outboxRow{}).Where("id = ? AND state IN ?", mailID, from).Updates(set)
	if result.Error != nil {
		return false, fmt.Errorf("mark mail %s: %w", mailID, result.Error)
	}
	return result.RowsAffected == 1, nil
}

// note changes a mail that is being sent.
func (o *Outbox) note(ctx context.Context, row *outboxRow, set map[string]any) error {
	return o.DB.Write(ctx, func(ctx context.Context) error {
		_, err := o.move(ctx, row.ID, []State{Sending}, set)
		return err
	})
}

func (o *Outbox) markLost(ctx context.Context, before, now time.Time) error {
	err := o.DB.Tx(ctx).Model(&outboxRow{}).Where("state = ? AND claimed_at < ?", Sending, before).
		Updates(map[string]any{"state": Uncertain, "done_at": now, "server_words": lostWords}).Error
	if err != nil {
		return fmt.Errorf("mark mails that were cut off: %w", err)
	}
	return nil
}

func (o *Outbox) forget(ctx context.Context, before time.Time, dry bool) (int64, error) {
	return database.Purge[outboxRow](ctx, o.DB, dry, "done_at < ?", before)
}

func (o *Outbox) countStates(ctx context.Context) (map[State]int, error) {
	var rows []struct {
		State State
		N     int
	}
	if err := o.DB.Read(ctx).Raw("SELECT state, count(*) AS n FROM mail_outbox GROUP BY state").Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("count the outbox: %w", err)
	}
	figures := make(map[State]int, len(rows))
	for _, r := range rows {
		figures[r.State] = r.N
	}
	return figures, nil
}

func (o *Outbox) keptMails(ctx context.Context, limit int) ([]Kept, error) {
	var rows []outboxRow
	if err := o.DB.Read(ctx).Where("kept <> ''").Order("id DESC").Limit(limit).Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("read the demo mailbox: %w", err)
	}
	out := make([]Kept, 0, len(rows))
	for _, r := range rows {
		var kept Kept
		if err := json.Unmarshal([]byte(r.Kept), &kept); err != nil {
			return nil, fmt.Errorf("read kept mail %s: %w", r.ID, err)
		}
		kept.ID, kept.To, kept.Subject, kept.At = r.ID, r.Recipient, r.Subject, *r.SentAt
		out = append(out, kept)
	}
	return out, nil
}
