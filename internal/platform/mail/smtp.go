package mail

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net/textproto"
	"strings"
	"time"

	gomail "github.com/go-mail/mail/v2"
)

const (
	// defaultTimeout bounds each conversation: greeting to log-in, and one mail.
	defaultTimeout = 45 * time.Second
	// sessionAge is how long a connection is used again. Servers drop idle ones.
	sessionAge = 20 * time.Second
	// sessions bounds how many connections are kept for use again.
	sessions = 2
)

// SMTPOptions are what tests and special installations change.
type SMTPOptions struct {
	// Hello is the name given to the server; "" is localhost.
	Hello string
	// Timeout bounds each conversation; 0 is 45 seconds.
	Timeout time.Duration
	// Roots are the certificates to trust; nil are the machine's.
	Roots *x509.CertPool
}

// SMTP hands mails to one server.
type SMTP struct {
	server  Server
	options SMTPOptions
	idle    chan *session
}

// session is a connection that has been greeted, encrypted and logged in.
type session struct {
	sender gomail.SendCloser
	born   time.Time
}

// NewSMTP returns the carrier to server. It connects when there is a mail.
func NewSMTP(server Server, options SMTPOptions) *SMTP {
	if options.Timeout == 0 {
		options.Timeout = defaultTimeout
	}
	return &SMTP{server: server, options: options, idle: make(chan *session, sessions)}
}

// Deliver implements Transport. A connection that was kept and has died meanwhile
// is replaced once, as long as the mail itself has not been handed over.
func (s *SMTP) Deliver(ctx context.Context, mail Composed) error {
	for {
		if err := ctx.Err(); err != nil {
			return &Failure{Outcome: Later, Words: "the program was stopping", cause: err}
		}
		used, kept, err := s.session()
		if err != nil {
			return dialFailure(err)
		}
		body := &handover{raw: mail.Raw}
		err = used.sender.Send(mail.From, []string{mail.To}, body)
		if err == nil {
			s.keep(used)
			return nil
		}
		// After any error the conversation is out of step: end it.
		_ = used.sender.Close()
		failure := sendFailure(err, body)
		if kept && failure.Outcome == Later && failure.Code == 0 {
			continue
		}
		return failure
	}
}

// Check implements Transport.
func (s *SMTP) Check(context.Context) error {
	opened, err := s.dial()
	if err != nil {
		return dialFailure(err)
	}
	s.keep(opened)
	return nil
}

// Close ends the connections that were kept.
func (s *SMTP) Close() {
	for {
		select {
		case kept := <-s.idle:
			_ = kept.sender.Close()
		default:
			return
		}
	}
}

// session returns a connection; kept tells that it has been used before.
func (s *SMTP) session() (used *session, kept bool, err error) {
	for {
		select {
		case old := <-s.idle:
			if time.Since(old.born) < sessionAge {
				return old, true, nil
			}
			_ = old.sender.Close()
		default:
			used, err = s.dial()
			return used, false, err
		}
	}
}

func (s *SMTP) keep(used *session) {
	if time.Since(used.born) < sessionAge {
		select {
		case s.idle <- used:
			return
		default: // enough are kept
		}
	}
	_ = used.sender.Close()
}

func (s *SMTP) dial() (*session, error) {
	dialer := gomail.NewDialer(s.server.Host, s.server.Port, s.server.User, s.server.Password)
	dialer.SSL = s.server.TLS
	dialer.Timeout = s.options.Timeout
	dialer.LocalName = s.options.Hello
	dialer.RetryFailure = false // the outbox decides, and remembers
	dialer.StartTLSPolicy = gomail.MandatoryStartTLS
	if s.server.Plain {
		dialer.StartTLSPolicy = gomail.NoStartTLS
	}
	dialer.TLSConfig = &tls.Config{ServerName: s.server.Host, RootCAs: s.options.Roots, MinVersion: tls.VersionTLS12}
	sender, err := dialer.Dial()
	if err != nil {
		return nil, fmt.Errorf("dial: %w", err)
	}
	return &session{sender: sender, born: time.Now()}, nil
}

// handover writes the mail and remembers how far it came, which alone tells
// whether a lost connection leaves the outcome open.
type handover struct {
	raw  []byte
	done bool
}

// WriteTo implements io.WriterTo.
func (h *handover) WriteTo(w io.Writer) (int64, error) {
	n, err := w.Write(h.raw)
	h.done = err == nil
	return int64(n), err
}

// dialFailure tells of a conversation that ended before the mail's turn. Even a
// refusal (of the password, say) is none of this mail: it is tried again.
func dialFailure(err error) *Failure {
	f := &Failure{Outcome: Later, Words: words(err), cause: err}
	if reply, is := replyOf(err); is {
		f.Code = reply.Code
	}
	return f
}

func sendFailure(err error, body *handover) *Failure {
	f := &Failure{Outcome: Later, Words: words(err), cause: err}
	reply, replied := replyOf(err)
	switch {
	case replied:
		f.Code = reply.Code
		// 421: the server goes away; 5xx is final, everything else may pass.
		if reply.Code >= 500 && reply.Code < 600 {
			f.Outcome = Refused
		}
	case body.done:
		f.Outcome = Unknown
	}
	return f
}

func replyOf(err error) (*textproto.Error, bool) {
	var reply *textproto.Error
	found := errors.As(err, &reply)
	return reply, found
}

// words are the server's, or the error's, on one line of decent length.
func words(err error) string {
	text := oneLine(err.Error())
	if reply, is := replyOf(err); is {
		text = oneLine(fmt.Sprintf("%d %s", reply.Code, reply.Msg))
	}
	if errors.Is(err, io.EOF) {
		text = "the mail server ended the connection"
	}
	const longest = 400
	if r := []rune(text); len(r) > longest {
		text = strings.TrimSpace(string(r[:longest])) + " …"
	}
	return text
}
