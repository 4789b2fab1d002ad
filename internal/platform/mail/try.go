package mail

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"sluse/internal/platform/jobs"
)

const (
	// queue is apart from the default one, so that a slow mail server holds up
	// nothing but mail.
	queue   = "mail"
	workers = 4
)

type sendJob struct {
	ID string `json:"id"`
}

// Kind implements jobs.Args.
func (sendJob) Kind() string { return "mail.send" }

type sweepJob struct{}

// Kind implements jobs.Args.
func (sweepJob) Kind() string { return "mail.sweep" }

// try makes one attempt to send a mail. The steps are: is it still wanted; mark it
// as being sent; send; note what became of it. Whoever finds a mail marked as being
// sent knows that the program died in between.
func (o *Outbox) try(ctx context.Context, mailID string) error {
	row, err := o.load(ctx, mailID)
	if err != nil || row == nil {
		return err
	}
	if row.State == Sending {
		return o.note(ctx, row, map[string]any{"state": Uncertain, "done_at": o.Clock.Now(), "server_words": lostWords})
	}
	var m Message
	if err := json.Unmarshal([]byte(row.Message), &m); err != nil {
		return fmt.Errorf("mail %s cannot be read: %w", row.ID, err)
	}
	wanted, err := o.wanted(ctx, m)
	if err != nil {
		return err
	}
	if !wanted {
		return o.withdraw(ctx, row)
	}
	claimed, err := o.claim(ctx, row)
	if err != nil || !claimed {
		return err
	}
	composed, sendErr := o.Composer.Compose(row.ID, m, o.Clock.Now())
	if sendErr != nil {
		sendErr = &Failure{Outcome: Refused, Words: oneLine(sendErr.Error()), cause: sendErr}
	} else {
		sendErr = o.Transport.Deliver(ctx, composed)
	}
	// Whatever happens to the job's own context, the outcome must be noted.
	return o.conclude(context.WithoutCancel(ctx), row, m, composed, sendErr)
}

const lostWords = "the program ended while this mail was being sent"

func (o *Outbox) wanted(ctx context.Context, m Message) (bool, error) {
	if !m.NotAfter.IsZero() && o.Clock.Now().After(m.NotAfter) {
		return false, nil
	}
	guard, guarded := o.guards[m.Kind]
	if !guarded {
		return true, nil
	}
	wanted, err := guard(ctx, m.Data)
	if err != nil {
		return false, fmt.Errorf("ask whether mail of kind %s is wanted: %w", m.Kind, err)
	}
	return wanted, nil
}

func (o *Outbox) withdraw(ctx context.Context, row *outboxRow) error {
	return o.DB.Write(ctx, func(ctx context.Context) error {
		_, err := o.move(ctx, row.ID, []State{Queued, Deferred}, map[string]any{
			"state": Withdrawn, "done_at": o.Clock.Now(), "next_try": nil, "message": erased,
		})
		return err
	})
}

func (o *Outbox) claim(ctx context.Context, row *outboxRow) (claimed bool, err error) {
	err = o.DB.Write(ctx, func(ctx context.Context) error {
		claimed, err = o.move(ctx, row.ID, []State{Queued, Deferred}, map[string]any{
			"state": Sending, "attempts": row.Attempts + 1, "claimed_at": o.Clock.Now(), "next_try": nil,
		})
		return err
	})
	row.Attempts++
	return claimed, err
}

// conclude notes what became of a try.
func (o *Outbox) conclude(ctx context.Context, row *outboxRow, m Message, composed Composed, sendErr error) error {
	now := o.Clock.Now()
	failure := &Failure{}
	if sendErr != nil && !errors.As(sendErr, &failure) {
		failure = &Failure{Outcome: Unknown, Words: oneLine(sendErr.Error())}
	}
	set := map[string]any{"server_code": failure.Code, "server_words": failure.Words, "done_at": now}
	retry := time.Time{}
	switch {
	case sendErr == nil:
		set["state"], set["sent_at"] = Sent, now
		if err := o.keep(set, composed); err != nil {
			return err
		}
	case failure.Outcome == Unknown:
		set["state"] = Uncertain
	case failure.Outcome == Refused, now.Sub(row.CreatedAt) >= giveUpAfter:
		set["state"] = Failed
	default:
		retry = now.Add(backOff[min(row.Attempts, len(backOff))-1])
		set["state"], set["next_try"], set["done_at"] = Deferred, retry, nil
	}
	// What was sent, and secrets that will not be, need not stay readable.
	if set["state"] == Sent || (m.Sensitive && retry.IsZero()) {
		set["message"] = erased
	}
	o.report(ctx, row, set["state"].(State), failure.Code)
	return o.DB.Write(ctx, func(ctx context.Context) error {
		if err := o.note(ctx, row, set); err != nil || retry.IsZero() {
			return err
		}
		return o.Jobs.Enqueue(ctx, sendJob{row.ID}, jobs.Options{Queue: queue, RunAt: retry})
	})
}

func (o *Outbox) keep(set map[string]any, composed Composed) error {
	if !o.Keep {
		return nil
	}
	text, err := json.Marshal(Kept{Text: composed.Text, HTML: composed.HTML, Headers: composed.Headers})
	if err != nil {
		return fmt.Errorf("keep mail: %w", err)
	}
	set["kept"] = string(text)
	return nil
}

// report logs the outcome by the mail's id. The server's words stay in the outbox:
// they often repeat the address.
func (o *Outbox) report(ctx context.Context, row *outboxRow, state State, code int) {
	level := slog.LevelWarn
	if state == Sent {
		level = slog.LevelInfo
	}
	o.Log.LogAttrs(ctx, level, "mail "+string(state), slog.String("id", row.ID), slog.String("kind", row.Kind),
		slog.Int("attempt", row.Attempts), slog.Int("code", code))
}
