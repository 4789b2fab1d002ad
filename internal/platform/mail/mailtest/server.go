// Package mailtest gives tests a real mail server on this machine that accepts,
// defers, refuses, hangs or drops as told, and keeps what it was given.
package mailtest

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"io"
	"math/big"
	"net"
	"net/mail"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// The user and password that the server knows.
const (
	User     = "sluse"
	Password = "correct horse"
)

// Mail is one that the server took.
type Mail struct {
	From, To string
	Raw      []byte
	Message  *mail.Message
	Body     []byte
}

// Behaviour is what the server answers. A nil function accepts.
type Behaviour struct {
	OnMail, OnRcpt, OnData func() error
	// OnAddress answers for one recipient, where OnRcpt accepts.
	OnAddress func(to string) error
	// NoTLS hides STARTTLS.
	NoTLS bool
	// Implicit encrypts from the first byte, as smtps does.
	Implicit bool
	// DropAfterData ends the connection when the mail has come, without a reply.
	DropAfterData bool
	// HangAfterData keeps the mail's sender waiting until the test ends.
	HangAfterData bool
}

// Server is a running mail server.
type Server struct {
	Host  string
	Port  int
	Roots *x509.CertPool

	mu          sync.Mutex
	behaviour   Behaviour
	mails       []Mail
	connections int
	arrived     chan Mail
	over        chan struct{}
}

// Start runs a server until the test ends.
func Start(t testing.TB, behaviour Behaviour) *Server {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address, ok := listener.Addr().(*net.TCPAddr)
	if !ok {
		t.Fatal("the listener has no TCP address")
	}
	s := &Server{Host: "localhost", Port: address.Port, behaviour: behaviour, arrived: make(chan Mail, 1000), over: make(chan struct{})}
	server := smtp.NewServer(smtp.BackendFunc(s.open))
	server.Domain = "mail.example"
	server.ErrorLog = silent{}
	server.ReadTimeout, server.WriteTimeout = time.Minute, time.Minute
	certificate, roots := selfSigned(t)
	s.Roots = roots
	encryption := &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12}
	switch {
	case behaviour.Implicit:
		listener = tls.NewListener(listener, encryption)
	case !behaviour.NoTLS:
		server.TLSConfig = encryption
	}
	served := make(chan struct{})
	go func() {
		defer close(served)
		_ = server.Serve(listener)
	}()
	t.Cleanup(func() {
		close(s.over)
		_ = server.Close()
		<-served
	})
	return s
}

// Behave changes what the server answers from now on.
func (s *Server) Behave(b Behaviour) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.behaviour = b
}

// Arrived gives each mail as it comes.
func (s *Server) Arrived() <-chan Mail { return s.arrived }

// Mails returns all that came.
func (s *Server) Mails() []Mail {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Mail(nil), s.mails...)
}

// Connections returns how often somebody connected and greeted.
func (s *Server) Connections() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.connections
}

func (s *Server) open(c *smtp.Conn) (smtp.Session, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, encrypted := c.TLSConnectionState(); !encrypted {
		// After STARTTLS a second session begins on the same connection.
		s.connections++
	}
	return &session{server: s, conn: c}, nil
}

func (s *Server) now() Behaviour {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.behaviour
}

type session struct {
	server   *Server
	conn     *smtp.Conn
	from, to string
}

// Reset implements smtp.Session.
func (s *session) Reset() { s.from, s.to = "", "" }

// Logout implements smtp.Session.
func (s *session) Logout() error { return nil }

// AuthMechanisms implements smtp.AuthSession.
func (s *session) AuthMechanisms() []string { return []string{sasl.Plain} }

// Auth implements smtp.AuthSession.
func (s *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != User || password != Password {
			return smtp.ErrAuthFailed
		}
		return nil
	}), nil
}

// Mail implements smtp.Session.
func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	s.from = from
	return answer(s.server.now().OnMail)
}

// Rcpt implements smtp.Session.
func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.to = to
	behaviour := s.server.now()
	if err := answer(behaviour.OnRcpt); err != nil || behaviour.OnAddress == nil {
		return err
	}
	return behaviour.OnAddress(to)
}

// Data implements smtp.Session.
func (s *session) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	behaviour := s.server.now()
	if err := answer(behaviour.OnData); err != nil {
		return err
	}
	message, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return &smtp.SMTPError{Code: 554, Message: "that is no mail"}
	}
	body, err := io.ReadAll(message.Body)
	if err != nil {
		return err
	}
	s.server.take(Mail{From: s.from, To: s.to, Raw: raw, Message: message, Body: body})
	if behaviour.DropAfterData {
		_ = s.conn.Conn().Close()
	}
	if behaviour.HangAfterData {
		<-s.server.over
	}
	return nil
}

func (s *Server) take(m Mail) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mails = append(s.mails, m)
	s.arrived <- m
}

func answer(f func() error) error {
	if f == nil {
		return nil
	}
	return f()
}

// Reply makes an answer of the server with a code and words.
func Reply(code int, words string) func() error {
	return func() error {
		return &smtp.SMTPError{Code: code, EnhancedCode: smtp.EnhancedCode{code / 100, 0, 0}, Message: words}
	}
}

type silent struct{}

// Printf implements smtp.Logger.
func (silent) Printf(string, ...any) {}

// Println implements smtp.Logger.
func (silent) Println(...any) {}

func selfSigned(t testing.TB) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), DNSNames: []string{"localhost"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(parsed)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, pool
}
