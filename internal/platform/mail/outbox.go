package mail

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"time"

	"sluse/internal/kernel/clock"
	"sluse/internal/kernel/fault"
	"sluse/internal/kernel/id"
	"sluse/internal/platform/database"
	"sluse/internal/platform/jobs"
)

// State is where a mail in the outbox is.
type State string

// The states. A mail begins queued; sent, failed, withdrawn and uncertain are ends.
const (
	Queued   State = "queued"
	Sending  State = "sending"
	Sent     State = "sent"
	Deferred State = "deferred"
	Failed   State = "failed"
	// Withdrawn: its purpose had gone before it left.
	Withdrawn State = "withdrawn"
	// Uncertain: it was handed over, but the answer was lost or the program died
	// before noting it. It is not sent again by itself: that might make two.
	Uncertain State = "uncertain"
)

// backOff are the waits between tries; the last one repeats. After giveUpAfter
// the mail has failed.
var backOff = []time.Duration{time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 4 * time.Hour}

const (
	giveUpAfter = 3 * 24 * time.Hour
	// keepFor is how long the outbox remembers whom it wrote to.
	keepFor = 30 * 24 * time.Hour
	// lostAfter is longer than any try may take: who is still "sending" then died.
	lostAfter = 10 * time.Minute
)

// Guard is asked right before each try whether the mail is still wanted. The data
// is the message's own; the guard may bring it up to the moment.
type Guard func(ctx context.Context, data map[string]any) (wanted bool, err error)

// Needs is what an outbox is made of.
type Needs struct {
	DB        *database.DB
	Jobs      *jobs.Jobs
	Clock     clock.Clock
	Log       *slog.Logger
	Composer  *Composer
	Transport Transport
	// Keep keeps the text of every mail for Mailbox: for the demo only.
	Keep bool
}

// Outbox holds every mail from the change that causes it to the server's answer.
type Outbox struct {
	Needs
	guards map[string]Guard
}

// NewOutbox returns the outbox and registers its jobs. Call it before jobs.Start.
func NewOutbox(needs Needs) *Outbox {
	o := &Outbox{Needs: needs, guards: map[string]Guard{}}
	jobs.Register(o.Jobs, func(ctx context.Context, args sendJob) error { return o.try(ctx, args.ID) })
	jobs.Register(o.Jobs, func(ctx context.Context, _ sweepJob) error { return o.Sweep(ctx) })
	o.Jobs.AddQueue(queue, workers)
	o.Jobs.Every(lostAfter, sweepJob{})
	return o
}

// GuardKind sets who is asked before a mail of a kind leaves. Call it before
// jobs.Start.
func (o *Outbox) GuardKind(kind string, guard Guard) { o.guards[kind] = guard }

// Send puts a mail into the outbox within the Write that ctx carries. The mail is
// composed once to see that it can be; a message that cannot is an error of the
// program, except for an address that is none, which is the fault
// "mail.address_invalid". A message whose DedupeKey was used before is dropped.
func (o *Outbox) Send(ctx context.Context, m Message) error {
	if _, err := ParseAddress(m.To); err != nil {
		return fault.NewInvalid("mail.address_invalid", fault.Field{Field: "email", Code: "mail.address_invalid"}).Because(err)
	}
	subject, err := o.Composer.Check(m)
	if err != nil {
		return err
	}
	text, err := json.Marshal(m)
	if err != nil {
		return fmt.Errorf("mail data must be JSON: %w", err)
	}
	row := &outboxRow{
		ID: id.New(), Recipient: m.To.Email, RecipientName: m.To.Name, Kind: m.Kind, Subject: subject,
		Message: string(text), State: Queued, CreatedAt: o.Clock.Now(),
	}
	if m.DedupeKey != "" {
		row.DedupeKey = &m.DedupeKey
	}
	fresh, err := o.insert(ctx, row)
	if err != nil || !fresh {
		return err
	}
	return o.Jobs.Enqueue(ctx, sendJob{row.ID}, jobs.Options{Queue: queue})
}

// SendAgain tries a failed or uncertain mail once more; a person has decided it. It
// joins a surrounding Write.
func (o *Outbox) SendAgain(ctx context.Context, mailID string) error {
	return o.DB.Write(ctx, func(ctx context.Context) error {
		row, err := o.load(ctx, mailID)
		switch {
		case err != nil:
			return err
		case row == nil:
			return fault.NewNotFound("mail.unknown")
		case !row.again():
			return fault.NewConflict("mail.not_to_be_sent_again")
		}
		ok, err := o.move(ctx, mailID, []State{Failed, Uncertain}, map[string]any{
			"state": Queued, "attempts": 0, "created_at": o.Clock.Now(), "done_at": nil,
		})
		if err != nil {
			return err
		}
		if !ok {
			return fault.NewConflict("mail.not_to_be_sent_again")
		}
		return o.Jobs.Enqueue(ctx, sendJob{mailID}, jobs.Options{Queue: queue})
	})
}

// Delivery is what can be told about one mail.
type Delivery struct {
	ID          string
	To          Address
	Kind        string
	Subject     string
	State       State
	Attempts    int
	NextTry     *time.Time
	ServerWords string
	CreatedAt   time.Time
	SentAt      *time.Time
	// Again: SendAgain would take it.
	Again bool
}

// Figures count the outbox by state, for metrics and doctor.
func (o *Outbox) Figures(ctx context.Context) (map[State]int, error) { return o.countStates(ctx) }

// Sweep marks mails whose program died while sending as uncertain.
func (o *Outbox) Sweep(ctx context.Context) error {
	now := o.Clock.Now()
	return o.DB.Write(ctx, func(ctx context.Context) error { return o.markLost(ctx, now.Add(-lostAfter), now) })
}

// Rules says how long the outbox remembers whom it wrote to.
func (o *Outbox) Rules() []database.Rule {
	return []database.Rule{{Code: "mails", Keep: keepFor, Forget: o.forget}}
}

// Kept is a mail of the demo mailbox.
type Kept struct {
	ID      string            `json:"id"`
	To      string            `json:"to"`
	Subject string            `json:"subject"`
	Text    string            `json:"text"`
	HTML    string            `json:"html"`
	At      time.Time         `json:"at"`
	Headers map[string]string `json:"headers"`
}

// Mailbox returns the newest mails that would have left, newest first; nothing
// unless the outbox keeps them.
func (o *Outbox) Mailbox(ctx context.Context, limit int) ([]Kept, error) {
	if !o.Keep {
		return []Kept{}, nil
	}
	return o.keptMails(ctx, limit)
}
