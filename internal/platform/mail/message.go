// Package mail sends mail to one person at a time, and can always say what became
// of it.
//
// A feature hands a Message to Outbox.Send within its own transaction; the mail
// exists exactly when the change does. A job composes it (text and HTML from one
// source, in the recipient's language) and gives it to the mail server. What the
// server said is kept with it: sent, deferred and tried again, refused, or
// uncertain where the connection was lost at the one moment that leaves it open.
//
// Invariants: every address is parsed, nothing with a line break reaches a header,
// links lead into this installation only, and no mail leaves unencrypted.
package mail

import (
	"errors"
	"fmt"
	"net/mail"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/idna"
)

// The languages that mails are written in.
const (
	Danish  = "da"
	English = "en"
)

// Address is where a mail goes or comes from. Name may be empty.
type Address struct {
	Email string `json:"email"`
	Name  string `json:"name"`
}

// Stop says how the recipient ends mails like this one. Both are paths in this
// installation: Page for a person to open, Post for the mail program's own button
// (RFC 8058).
type Stop struct {
	Page string `json:"page"`
	Post string `json:"post"`
}

// Message is one mail to one person.
type Message struct {
	To Address
	// Kind is the sort of mail, such as "post"; guards and figures go by it.
	Kind string
	// Locale is the recipient's language; anything but "en" is Danish.
	Locale string
	// Template names the content; Data fills it. Data must be JSON.
	Template string
	Data     map[string]any
	// DedupeKey makes a second mail with the same key vanish; "" never does.
	DedupeKey string
	// ThreadKey groups mails about one thing in the recipient's mail program.
	ThreadKey string
	// ReplyTo is the address that answers go to; "" is the sender's.
	ReplyTo string
	// InReplyTo is the outbox id of an earlier mail that this one follows.
	InReplyTo string
	// Stop is left empty for mails that the recipient asked for, such as a
	// sign-in code.
	Stop Stop
	// NotAfter is when the mail has lost its purpose; zero means never.
	NotAfter time.Time
	// Sensitive marks mails whose words nobody but the recipient may read: their
	// data is erased as soon as nothing more is to be sent.
	Sensitive bool
}

// ErrAddress is in the chain of every error about an address that cannot be used.
var ErrAddress = errors.New("mail: the address cannot be used")

// ParseAddress checks an address with a name and brings it into the form that
// mail servers take: no line breaks or other control characters, one address,
// the domain in ASCII.
func ParseAddress(a Address) (Address, error) {
	if hasControl(a.Email) || hasControl(a.Name) {
		return Address{}, fmt.Errorf("%w: it holds a line break or a control character", ErrAddress)
	}
	parsed, err := mail.ParseAddress(a.Email)
	if err != nil {
		return Address{}, fmt.Errorf("%w: it is not a mail address", ErrAddress)
	}
	if parsed.Address != a.Email || parsed.Name != "" {
		return Address{}, fmt.Errorf("%w: it holds more than an address", ErrAddress)
	}
	local, domain, _ := cutLast(a.Email, "@")
	for _, r := range local {
		if r > unicode.MaxASCII || strings.ContainsRune(`"<>()[],;: \`, r) {
			return Address{}, fmt.Errorf("%w: few mail servers take it", ErrAddress)
		}
	}
	ascii, err := idna.Lookup.ToASCII(domain)
	if err != nil || ascii == "" {
		return Address{}, fmt.Errorf("%w: its domain cannot exist", ErrAddress)
	}
	return Address{Email: local + "@" + ascii, Name: strings.TrimSpace(a.Name)}, nil
}

// Masked returns an address that says enough to recognise one's own and too
// little to write to: m•••@k•••.example.
func Masked(email string) string {
	local, domain, found := cutLast(email, "@")
	if !found {
		return "•••"
	}
	label, rest, _ := strings.Cut(domain, ".")
	return first(local) + "•••@" + first(label) + "•••." + rest
}

func first(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	if size == 0 || r == utf8.RuneError {
		return ""
	}
	return string(r)
}

func cutLast(s, separator string) (before, after string, found bool) {
	at := strings.LastIndex(s, separator)
	if at < 0 {
		return s, "", false
	}
	return s[:at], s[at+len(separator):], true
}

func hasControl(s string) bool {
	return !utf8.ValidString(s) || strings.ContainsFunc(s, breaks)
}

// breaks reports characters that end a line or are not to be seen in one.
func breaks(r rune) bool {
	return unicode.IsControl(r) || r == '\u2028' || r == '\u2029'
}

// oneLine makes a header value of any text: white space and control characters
// become single spaces.
func oneLine(s string) string {
	fields := strings.FieldsFunc(strings.ToValidUTF8(s, "\uFFFD"), func(r rune) bool {
		return unicode.IsSpace(r) || breaks(r)
	})
	return strings.Join(fields, " ")
}

func locale(l string) string {
	if l == English {
		return English
	}
	return Danish
}
