package mail

import (
	"context"
	"log/slog"
)

// Transport gives a composed mail to whoever carries it on. A nil error means
// that the carrier has taken responsibility for it; every other outcome is a
// *Failure. It must return in reasonable time whatever the other side does.
type Transport interface {
	Deliver(ctx context.Context, mail Composed) error
	// Check reports whether mails could leave now, without sending one.
	Check(ctx context.Context) error
}

// Outcome is what became of a try that did not succeed.
type Outcome string

// The outcomes.
const (
	// Later: the mail was not taken; trying again may help.
	Later Outcome = "later"
	// Refused: the server will never take this mail.
	Refused Outcome = "refused"
	// Unknown: the mail was handed over, but the answer was lost. Sending it
	// again might make two.
	Unknown Outcome = "unknown"
)

// Failure is a try that did not succeed.
type Failure struct {
	Outcome Outcome
	// Code is the server's reply code, 0 if it gave none.
	Code int
	// Words are the server's own, or what happened instead of them.
	Words string
	cause error
}

// Error implements error.
func (f *Failure) Error() string { return string(f.Outcome) + ": " + f.Words }

// Unwrap returns the underlying error, if there is one.
func (f *Failure) Unwrap() error { return f.cause }

// Discard takes every mail and sends none. The demo uses it: there the outbox
// itself keeps what would have left.
type Discard struct{}

// Deliver implements Transport.
func (Discard) Deliver(context.Context, Composed) error { return nil }

// Check implements Transport.
func (Discard) Check(context.Context) error { return nil }

// ToLog writes to the log that a mail would have left, without its text and with
// the address masked. For an installation that has no mail server yet.
type ToLog struct{ Log *slog.Logger }

// Deliver implements Transport.
func (t ToLog) Deliver(ctx context.Context, mail Composed) error {
	t.Log.LogAttrs(ctx, slog.LevelInfo, "mail (not sent: mail goes to the log)",
		slog.String("subject", mail.Subject), slog.String("to", Masked(mail.To)))
	return nil
}

// Check implements Transport.
func (ToLog) Check(context.Context) error { return nil }
