package mail

import (
	"context"
	"fmt"
	"strings"
)

// States lists the states in the order of a mail's life.
var States = []State{Queued, Sending, Deferred, Sent, Failed, Uncertain, Withdrawn}

// ListQuery says which mails are asked for.
type ListQuery struct {
	// State is "" for all.
	State State
	// Address is a part of the recipient's, "" for all.
	Address string
	// Before is the id of the last mail that is known; "" for the start.
	Before string
	Limit  int
}

// List returns mails with what became of them, newest first.
func (o *Outbox) List(ctx context.Context, q ListQuery) ([]Delivery, error) {
	query := o.DB.Read(ctx).Order("id DESC").Limit(q.Limit)
	if q.State != "" {
		query = query.Where("state = ?", q.State)
	}
	if q.Address != "" {
		part := strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(strings.ToLower(q.Address))
		query = query.Where(`lower(recipient) LIKE ? ESCAPE '\'`, "%"+part+"%")
	}
	if q.Before != "" {
		query = query.Where("id < ?", q.Before)
	}
	var rows []outboxRow
	if err := query.Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("list the outbox: %w", err)
	}
	out := make([]Delivery, 0, len(rows))
	for _, r := range rows {
		out = append(out, r.delivery())
	}
	return out, nil
}
