package torture

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/mail"
	"sync"

	"github.com/emersion/go-smtp"
)

// postOffice takes mails and remembers which, by their Message-ID. It can be away.
type postOffice struct {
	address string

	mu     sync.Mutex
	server *smtp.Server
	taken  map[string]int
}

func newPostOffice(ctx context.Context) (*postOffice, error) {
	p := &postOffice{address: "127.0.0.1:0", taken: map[string]int{}}
	err := p.open(ctx)
	return p, err
}

// open begins to take mails, always at the same place.
func (p *postOffice) open(ctx context.Context) error {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", p.address)
	if err != nil {
		return fmt.Errorf("listen as the mail server: %w", err)
	}
	server := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return &letterBox{office: p}, nil }))
	server.Domain = "mail.example"
	server.ErrorLog = quietLog{}
	p.mu.Lock()
	p.address, p.server = listener.Addr().String(), server
	p.mu.Unlock()
	go func() { _ = server.Serve(listener) }()
	return nil
}

// shut cuts off whoever is there and takes nothing more.
func (p *postOffice) shut() {
	p.mu.Lock()
	server := p.server
	p.mu.Unlock()
	_ = server.Close()
}

// times returns how often a mail was taken, by Message-ID.
func (p *postOffice) times() map[string]int {
	p.mu.Lock()
	defer p.mu.Unlock()
	all := make(map[string]int, len(p.taken))
	for messageID, n := range p.taken {
		all[messageID] = n
	}
	return all
}

type letterBox struct{ office *postOffice }

// Reset implements smtp.Session.
func (*letterBox) Reset() {}

// Logout implements smtp.Session.
func (*letterBox) Logout() error { return nil }

// Mail implements smtp.Session.
func (*letterBox) Mail(string, *smtp.MailOptions) error { return nil }

// Rcpt implements smtp.Session.
func (*letterBox) Rcpt(string, *smtp.RcptOptions) error { return nil }

// Data implements smtp.Session.
func (b *letterBox) Data(r io.Reader) error {
	message, err := mail.ReadMessage(r)
	if err != nil {
		return fmt.Errorf("read the mail: %w", err)
	}
	if _, err := io.Copy(io.Discard, message.Body); err != nil {
		return fmt.Errorf("read the mail: %w", err)
	}
	b.office.mu.Lock()
	defer b.office.mu.Unlock()
	b.office.taken[message.Header.Get("Message-Id")]++
	return nil
}

type quietLog struct{}

// Printf implements smtp.Logger.
func (quietLog) Printf(string, ...any) {}

// Println implements smtp.Logger.
func (quietLog) Println(...any) {}
