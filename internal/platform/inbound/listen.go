package inbound

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/emersion/go-smtp"
	"golang.org/x/time/rate"
)

const (
	// maxBytes bounds a mail: room for a person's signature and a few pictures.
	maxBytes = 10 << 20
	// maxConns bounds the connections at a time, ratePerHost how many mails a
	// minute one host may bring.
	maxConns    = 50
	ratePerHost = 60
	// dialogue is how long one command may take, deliver how long receiving may.
	dialogue = time.Minute
	deliver  = 30 * time.Second
	// knownHosts bounds how many hosts are remembered.
	knownHosts = 10_000
)

// Options say where and for whom to listen.
type Options struct {
	// Address is host:port or smtp://host:port for SMTP, lmtp://host:port or
	// lmtp:/path/of/socket for LMTP.
	Address string
	// Domain is what we call ourselves in the dialogue.
	Domain   string
	Receiver Receiver
	Log      *slog.Logger
}

// Server listens for mail.
type Server struct {
	smtp     *smtp.Server
	listener net.Listener
}

// place is where to listen, read from an address.
type place struct {
	network, address string
	lmtp             bool
}

// ParseAddress checks the setting of the address.
func ParseAddress(address string) error {
	_, err := parsePlace(address)
	return err
}

func parsePlace(address string) (place, error) {
	p := place{network: "tcp", address: strings.TrimPrefix(address, "smtp://")}
	if rest, is := strings.CutPrefix(address, "lmtp:"); is {
		p.lmtp = true
		if host, isTCP := strings.CutPrefix(rest, "//"); isTCP {
			p.address = host
		} else {
			p.network, p.address = "unix", rest
		}
	}
	if p.network == "unix" {
		if !strings.HasPrefix(p.address, "/") {
			return p, errors.New("the path of a socket must be whole, such as lmtp:/run/sluse/lmtp.sock")
		}
		return p, nil
	}
	_, port, err := net.SplitHostPort(p.address)
	if err == nil {
		_, err = net.LookupPort("tcp", port)
	}
	if err != nil {
		return p, errors.New("it must have the form localhost:2525, lmtp://localhost:2424 or lmtp:/run/sluse/lmtp.sock")
	}
	return p, nil
}

// Listen opens the address. Nothing is taken before Serve.
func Listen(ctx context.Context, o Options) (*Server, error) {
	p, err := parsePlace(o.Address)
	if err != nil {
		return nil, fmt.Errorf("listen for mail: %w", err)
	}
	if p.network == "unix" {
		if err := os.Remove(p.address); err != nil && !errors.Is(err, os.ErrNotExist) {
			return nil, fmt.Errorf("listen for mail: %w", err)
		}
	}
	listener, err := new(net.ListenConfig).Listen(ctx, p.network, p.address)
	if err != nil {
		return nil, err
	}
	backend := &backend{Options: o, hosts: map[string]*rate.Limiter{}}
	server := smtp.NewServer(backend)
	server.Domain, server.LMTP, server.Network = o.Domain, p.lmtp, p.network
	server.MaxMessageBytes, server.MaxRecipients = maxBytes, 1
	server.ReadTimeout, server.WriteTimeout = dialogue, dialogue
	server.ErrorLog = quiet{o.Log}
	return &Server{server, &bounded{Listener: listener, room: make(chan struct{}, maxConns)}}, nil
}

// Addr is where it listens.
func (s *Server) Addr() net.Addr { return s.listener.Addr() }

// Serve takes mail until ctx ends; dialogues that have begun may end.
func (s *Server) Serve(ctx context.Context) error {
	stopped := make(chan error, 1)
	stop := context.AfterFunc(ctx, func() {
		bounded, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
		defer cancel()
		err := s.smtp.Shutdown(bounded)
		if errors.Is(err, context.DeadlineExceeded) {
			err = s.smtp.Close()
		}
		stopped <- err
	})
	err := s.smtp.Serve(s.listener)
	if stop() {
		return errors.Join(err, s.smtp.Close()) // it ended by itself
	}
	if stopErr := <-stopped; stopErr != nil && !errors.Is(stopErr, smtp.ErrServerClosed) {
		return fmt.Errorf("stop listening for mail: %w", stopErr)
	}
	return nil
}

// bounded lets so many connections in at a time; others wait.
type bounded struct {
	net.Listener
	room chan struct{}
}

// Accept implements net.Listener.
func (b *bounded) Accept() (net.Conn, error) {
	b.room <- struct{}{}
	conn, err := b.Listener.Accept()
	if err != nil {
		<-b.room
		return nil, err
	}
	return &leaving{Conn: conn, leave: sync.OnceFunc(func() { <-b.room })}, nil
}

type leaving struct {
	net.Conn
	leave func()
}

// Close implements net.Conn.
func (l *leaving) Close() error {
	defer l.leave()
	return l.Conn.Close()
}

// quiet passes the server's own troubles to our log.
type quiet struct{ log *slog.Logger }

// Printf implements smtp.Logger.
func (q quiet) Printf(format string, values ...any) {
	q.log.Warn("inbound mail", "trouble", fmt.Sprintf(format, values...))
}

// Println implements smtp.Logger.
func (q quiet) Println(values ...any) { q.log.Warn("inbound mail", "trouble", fmt.Sprint(values...)) }

type backend struct {
	Options
	mu    sync.Mutex
	hosts map[string]*rate.Limiter
}

// NewSession implements smtp.Backend.
func (b *backend) NewSession(c *smtp.Conn) (smtp.Session, error) {
	host, _, err := net.SplitHostPort(c.Conn().RemoteAddr().String())
	if err != nil {
		host = "socket"
	}
	if !b.limiter(host).Allow() {
		return nil, told(errTooFast)
	}
	return &session{backend: b}, nil
}

func (b *backend) limiter(host string) *rate.Limiter {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.hosts) > knownHosts {
		clear(b.hosts)
	}
	if b.hosts[host] == nil {
		b.hosts[host] = rate.NewLimiter(rate.Every(time.Minute/ratePerHost), ratePerHost)
	}
	return b.hosts[host]
}

// session is one dialogue.
type session struct {
	*backend
	nobody bool // the envelope names no sender: a notice of a machine
	to     string
}

// Reset implements smtp.Session.
func (s *session) Reset() { s.nobody, s.to = false, "" }

// Logout implements smtp.Session.
func (s *session) Logout() error { return nil }

// Mail implements smtp.Session.
func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	s.nobody = from == ""
	return nil
}

// Rcpt implements smtp.Session.
func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	ctx, cancel := context.WithTimeout(context.Background(), deliver)
	defer cancel()
	if err := s.Receiver.Accept(ctx, to); err != nil {
		return s.answer(err)
	}
	s.to = to
	return nil
}

// Data implements smtp.Session.
func (s *session) Data(r io.Reader) error {
	letter, err := Read(r)
	if err != nil {
		var tooBig *smtp.SMTPError
		if errors.As(err, &tooBig) {
			return tooBig
		}
		return s.answer(err)
	}
	if s.nobody && letter.Machine == "" {
		letter.Machine = "no sender in the envelope"
	}
	ctx, cancel := context.WithTimeout(context.Background(), deliver)
	defer cancel()
	return s.answer(s.Receiver.Receive(ctx, s.to, letter))
}

// answer puts an error into the dialogue. What is no refusal is our own trouble:
// the sender's server comes again, and the log says why.
func (s *session) answer(err error) error {
	var refusal *Refusal
	switch {
	case err == nil:
		return nil
	case errors.As(err, &refusal):
		return told(refusal)
	}
	s.Log.Error("a mail could not be taken", "error", err)
	return told(errLater)
}

func told(r *Refusal) *smtp.SMTPError {
	return &smtp.SMTPError{Code: r.Code, EnhancedCode: smtp.EnhancedCode(r.Enhanced), Message: r.Words}
}
