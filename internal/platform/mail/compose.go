package mail

import (
	"bytes"
	"fmt"
	"mime"
	stdmail "net/mail"
	"net/url"
	"strings"
	"time"

	gomail "github.com/go-mail/mail/v2"
)

// Sender says on whose behalf mails leave.
type Sender struct {
	// From is the address that mails come from, and that answers go to.
	From Address
	// Home is the installation's address, such as https://sluse.example, without
	// a slash at its end.
	Home string
}

// Composer makes mails of messages. It holds no state and is safe for use by
// several goroutines.
type Composer struct {
	sender    Sender
	domain    string
	templates *Templates
}

// Composed is a mail ready to be sent.
type Composed struct {
	From, To string // of the envelope: addresses alone
	Subject  string
	Text     string
	HTML     string
	Headers  map[string]string // as a reader would see them
	Raw      []byte            // the mail itself, RFC 5322
}

// NewComposer checks the sender and returns its composer.
func NewComposer(sender Sender, templates *Templates) (*Composer, error) {
	from, err := ParseAddress(sender.From)
	if err != nil {
		return nil, fmt.Errorf("sender's address: %w", err)
	}
	home, err := url.Parse(sender.Home)
	if err != nil || home.Host == "" || (home.Scheme != "https" && home.Scheme != "http") || home.RawQuery != "" {
		return nil, fmt.Errorf("mail: %q is not the address of an installation", sender.Home)
	}
	_, domain, _ := cutLast(from.Email, "@")
	sender.From, sender.Home = from, strings.TrimSuffix(sender.Home, "/")
	return &Composer{sender: sender, domain: domain, templates: templates}, nil
}

// Check composes m and throws the mail away: it returns the subject, or what is
// wrong with the message.
func (c *Composer) Check(m Message) (subject string, err error) {
	composed, err := c.Compose("check", m, time.Time{})
	return composed.Subject, err
}

// Compose makes the mail of m. The id becomes its Message-ID, so that a mail sent
// twice is recognised as one; at becomes its date.
func (c *Composer) Compose(id string, m Message, at time.Time) (Composed, error) {
	to, err := ParseAddress(m.To)
	if err != nil {
		return Composed{}, err
	}
	if m.Stop != (Stop{}) && (!isPath(m.Stop.Page) || !isPath(m.Stop.Post)) {
		return Composed{}, fmt.Errorf("mail: the ways to stop it must be paths")
	}
	content, err := c.templates.render(m, c.sender.Home)
	if err != nil {
		return Composed{}, err
	}
	text, html, err := c.templates.forms(content)
	if err != nil {
		return Composed{}, err
	}
	headers, err := c.headers(id, m, to, content, at)
	if err != nil {
		return Composed{}, err
	}
	out := Composed{From: c.sender.From.Email, To: to.Email, Subject: content.Subject, Text: text, HTML: html, Headers: map[string]string{}}
	message := gomail.NewMessage()
	for _, h := range headers {
		if hasControl(h.name) || hasControl(h.value) || strings.ContainsAny(h.name, ": ") {
			return Composed{}, fmt.Errorf("mail: header %q would hold a line break", h.name)
		}
		message.SetHeader(h.name, h.value)
		out.Headers[h.name] = h.value
	}
	message.SetBody("text/plain", text)
	message.AddAlternative("text/html", html)
	var raw bytes.Buffer
	if _, err := message.WriteTo(&raw); err != nil {
		return Composed{}, fmt.Errorf("compose mail: %w", err)
	}
	out.Raw = raw.Bytes()
	return out, nil
}

type header struct{ name, value string }

func (c *Composer) headers(id string, m Message, to Address, content Content, at time.Time) ([]header, error) {
	own, err := c.messageID("", id)
	if err != nil {
		return nil, err
	}
	out := []header{
		{"From", display(c.sender.From)},
		{"To", display(to)},
		{"Subject", content.Subject},
		{"Date", at.UTC().Format(time.RFC1123Z)},
		{"Message-ID", own},
		// Answering machines: this is none to answer (RFC 3834, and Outlook's way).
		{"Auto-Submitted", "auto-generated"},
		{"X-Auto-Response-Suppress", "OOF, AutoReply"},
		{"Content-Language", content.Locale},
		// A mail of ours that is handed on to us goes round.
		{"X-Loop", c.domain},
	}
	if m.ReplyTo != "" {
		replyTo, err := ParseAddress(Address{Email: m.ReplyTo})
		if err != nil {
			return nil, fmt.Errorf("address of answers: %w", err)
		}
		out = append(out, header{"Reply-To", replyTo.Email})
	}
	var references []string
	if m.ThreadKey != "" {
		// The root is never sent: every mail of the thread refers to it, whoever
		// got which of them.
		root, err := c.messageID("thread.", m.ThreadKey)
		if err != nil {
			return nil, err
		}
		references = append(references, root)
	}
	if m.InReplyTo != "" {
		earlier, err := c.messageID("", m.InReplyTo)
		if err != nil {
			return nil, err
		}
		references = append(references, earlier)
	}
	if len(references) > 0 {
		out = append(out, header{"In-Reply-To", references[len(references)-1]}, header{"References", strings.Join(references, " ")})
	}
	if m.Stop != (Stop{}) {
		out = append(out,
			header{"List-Unsubscribe", "<" + c.sender.Home + m.Stop.Post + ">"},
			header{"List-Unsubscribe-Post", "List-Unsubscribe=One-Click"})
	}
	return out, nil
}

// messageID makes an identifier of a key of letters, digits, dot, colon, hyphen
// and underscore; others would change the header's meaning.
func (c *Composer) messageID(prefix, key string) (string, error) {
	safe := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-', r == '_', r == '.':
			return r
		case r == ':':
			return '.'
		}
		return -1
	}, key)
	if len(safe) != len(key) || safe == "" || strings.HasPrefix(safe, ".") || strings.HasSuffix(safe, ".") || strings.Contains(safe, "..") {
		return "", fmt.Errorf("mail: %q cannot name a mail or a thread", key)
	}
	return "<" + prefix + safe + "@" + c.domain + ">", nil
}

func display(a Address) string {
	if a.Name == "" {
		return a.Email
	}
	written := (&stdmail.Address{Name: a.Name, Address: a.Email}).String()
	if strings.Contains(a.Name, `\`) && strings.HasPrefix(written, "=?") {
		// net/mail leaves a backslash as it is within an encoded word, where RFC 2047
		// (5, rule 3) allows none, and cannot read it again.
		return mime.BEncoding.Encode("utf-8", a.Name) + " <" + a.Email + ">"
	}
	return written
}
