package mail

import (
	"context"
	"fmt"
	"time"
)

// Preview is a mail as its recipient will see it.
type Preview struct {
	Subject string
	Text    string
	HTML    string
}

// Preview composes a mail without sending it, for a person to look at before they
// do.
func (o *Outbox) Preview(m Message) (Preview, error) {
	composed, err := o.Composer.Compose("preview", m, time.Time{})
	if err != nil {
		return Preview{}, err
	}
	return Preview{composed.Subject, composed.Text, composed.HTML}, nil
}

// DeliveriesOf returns what became of mails, by the DedupeKey they were sent with.
// What the outbox has forgotten is not among them.
func (o *Outbox) DeliveriesOf(ctx context.Context, keys []string) (map[string]Delivery, error) {
	found := make(map[string]Delivery, len(keys))
	for len(keys) > 0 {
		n := min(len(keys), 500) // what both databases take in one IN (…)
		var rows []outboxRow
		if err := o.DB.Read(ctx).Where("dedupe_key IN ?", keys[:n]).Find(&rows).Error; err != nil {
			return nil, fmt.Errorf("follow mails: %w", err)
		}
		for _, r := range rows {
			found[*r.DedupeKey] = r.delivery()
		}
		keys = keys[n:]
	}
	return found, nil
}

// Withdraw takes back a mail that has not left; it is no error if it has. What the
// mail would have said is erased. It joins a surrounding Write.
func (o *Outbox) Withdraw(ctx context.Context, dedupeKey string) error {
	return o.DB.Write(ctx, func(ctx context.Context) error {
		err := o.DB.Tx(ctx).Model(&outboxRow{}).Where("dedupe_key = ? AND state IN ?", dedupeKey, []State{Queued, Deferred}).
			Updates(map[string]any{"state": Withdrawn, "done_at": o.Clock.Now(), "next_try": nil, "message": erased}).Error
		if err != nil {
			return fmt.Errorf("withdraw mail: %w", err)
		}
		return nil
	})
}

func (r *outboxRow) delivery() Delivery {
	return Delivery{
		ID: r.ID, To: Address{Email: r.Recipient, Name: r.RecipientName}, Kind: r.Kind, Subject: r.Subject, State: r.State,
		Attempts: r.Attempts, NextTry: r.NextTry, ServerWords: r.ServerWords, CreatedAt: r.CreatedAt, SentAt: r.SentAt,
		Again: r.again(),
	}
}

// again reports whether a person may have the mail tried once more: it has come to an
// end without success, and what it says is still known.
func (r *outboxRow) again() bool {
	return (r.State == Failed || r.State == Uncertain) && r.Message != erased
}
