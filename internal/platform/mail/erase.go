package mail

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"sluse/internal/platform/database"
)

// ExportPerson hands over which mails went to an address.
func (o *Outbox) ExportPerson(ctx context.Context, _, email string, add database.AddTable) error {
	return database.ExportTable(ctx, o.DB, add, "mails",
		"SELECT kind, subject, state, created_at, sent_at FROM mail_outbox WHERE recipient = ? ORDER BY created_at", email)
}

// Erase takes an address and a name out of the outbox: mails to it that wait do not
// leave, those that left are forgotten, and those to others that wait say replacement
// where they said the name. It joins the surrounding Write.
func (o *Outbox) Erase(ctx context.Context, email, name, replacement string) error {
	return o.DB.Write(ctx, func(ctx context.Context) error {
		if _, err := database.Purge[outboxRow](ctx, o.DB, false, "recipient = ?", email); err != nil {
			return err
		}
		if name == "" {
			return nil
		}
		var rows []outboxRow
		if err := o.DB.Read(ctx).Where("state IN ?", []State{Queued, Deferred}).Find(&rows).Error; err != nil {
			return fmt.Errorf("find mails that name somebody: %w", err)
		}
		for _, row := range rows {
			if err := o.rename(ctx, row, name, replacement); err != nil {
				return err
			}
		}
		return nil
	})
}

func (o *Outbox) rename(ctx context.Context, row outboxRow, name, replacement string) error {
	var m Message
	if err := json.Unmarshal([]byte(row.Message), &m); err != nil {
		return fmt.Errorf("mail %s cannot be read: %w", row.ID, err)
	}
	m.Data, _ = replaced(m.Data, name, replacement).(map[string]any)
	text, err := json.Marshal(m)
	if err != nil || string(text) == row.Message {
		return err
	}
	err = o.DB.Tx(ctx).Model(&outboxRow{}).Where("id = ?", row.ID).
		Updates(map[string]any{"message": string(text), "subject": strings.ReplaceAll(row.Subject, name, replacement)}).Error
	if err != nil {
		return fmt.Errorf("rename in a mail: %w", err)
	}
	return nil
}

func replaced(value any, name, replacement string) any {
	switch value := value.(type) {
	case map[string]any:
		for key, inner := range value {
			value[key] = replaced(inner, name, replacement)
		}
	case []any:
		for i, inner := range value {
			value[i] = replaced(inner, name, replacement)
		}
	case string:
		return strings.ReplaceAll(value, name, replacement)
	}
	return value
}
