// Package inbound takes mail in: answers to the mails that we sent. It listens for
// SMTP or LMTP, behind the organisation's own mail server, and makes of each mail
// what a person has newly written in it. It knows nothing of what becomes of that.
//
// Invariants: nothing is relayed, only addresses that the receiver knows are taken;
// a mail is refused within its own dialogue or has been received; a machine's mail
// is never a person's.
package inbound

import (
	"context"
	"fmt"
)

// Receiver decides over addresses and takes letters.
type Receiver interface {
	// Accept reports whether mail to an address is taken: nil, or a *Refusal.
	Accept(ctx context.Context, address string) error
	// Receive takes a letter to an address that was accepted. nil: it is ours
	// now. A *Refusal is told to the sender's server; any other error asks it to
	// come again later. A letter may come twice.
	Receive(ctx context.Context, address string, l Letter) error
}

// Letter is a mail as far as it was newly written by a person.
type Letter struct {
	// From is the one address in its From line, in lower case.
	From string
	// MessageID names the mail, without the brackets; where the mail has no such
	// header, it is made from its content, so that it is the same each time.
	MessageID string
	// Machine says what gives a mail away as written by one; "" for a person's.
	Machine string
	// Text is what is new: without quoted history and signature.
	Text string
	// Attachments counts files; pictures of a signature are none.
	Attachments int
}

// Refusal is what a sender's mail server is told. Its words reach the person who
// wrote, in the notice that their own server makes.
type Refusal struct {
	Code     int
	Enhanced [3]int
	// Words are ASCII: old servers take nothing else.
	Words string
}

// Error implements error.
func (r *Refusal) Error() string { return fmt.Sprintf("%d %s", r.Code, r.Words) }

// The refusals of the listener itself.
var (
	errUnreadable = &Refusal{554, [3]int{5, 6, 0}, "This mail cannot be read. / Mailen kan ikke laeses."}
	errFromWhom   = &Refusal{554, [3]int{5, 6, 0}, "The mail must have exactly one sender. / Mailen skal have netop en afsender."}
	errTooFast    = &Refusal{421, [3]int{4, 7, 0}, "Too many connections; come back in a while."}
	errLater      = &Refusal{451, [3]int{4, 3, 0}, "It could not be taken just now; come back in a while."}
)
