package inbound_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"sluse/internal/platform/inbound"
)

const ours = "reply+abc@svar.sluse.example"

// receiver takes mail to one address and remembers it.
type receiver struct {
	mu      sync.Mutex
	letters []inbound.Letter
	trouble error
}

func (r *receiver) Accept(_ context.Context, address string) error {
	if address == ours {
		return nil
	}
	return &inbound.Refusal{Code: 550, Enhanced: [3]int{5, 7, 1}, Words: "nothing is relayed"}
}

func (r *receiver) Receive(_ context.Context, _ string, l inbound.Letter) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.letters = append(r.letters, l)
	return r.trouble
}

// listen starts a listener and returns where it is.
func listen(t *testing.T, address string, r inbound.Receiver) net.Addr {
	t.Helper()
	s, err := inbound.Listen(t.Context(), inbound.Options{Address: address, Domain: "svar.sluse.example", Receiver: r, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(ctx) }()
	t.Cleanup(func() {
		stop()
		select {
		case err := <-ended:
			if err != nil {
				t.Error(err)
			}
		case <-time.After(20 * time.Second):
			t.Error("the listener does not stop")
		}
	})
	return s.Addr()
}

func letter(t *testing.T) []byte {
	t.Helper()
	mail, err := os.ReadFile("testdata/gmail-da.eml")
	if err != nil {
		t.Fatal(err)
	}
	return mail
}

// send hands in one mail as a mail server does.
func send(address, from string, to []string, mail io.Reader) error {
	client, err := smtp.Dial(address)
	if err != nil {
		return err
	}
	defer func() { _ = client.Close() }()
	return client.SendMail(from, to, mail)
}

func code(t *testing.T, err error) int {
	t.Helper()
	var said *smtp.SMTPError
	if !errors.As(err, &said) {
		t.Fatalf("the dialogue ended with %v", err)
	}
	return said.Code
}

func TestALetterBySMTP(t *testing.T) {
	r := &receiver{}
	address := listen(t, "127.0.0.1:0", r).String()
	if err := send(address, "signe@thisted.example", []string{ours}, bytes.NewReader(letter(t))); err != nil {
		t.Fatal(err)
	}
	if len(r.letters) != 1 || r.letters[0].Text != "Det prøver vi også af." {
		t.Fatalf("received %+v", r.letters)
	}
	// A notice of a machine names nobody in its envelope.
	if err := send(address, "", []string{ours}, bytes.NewReader(letter(t))); err != nil || r.letters[1].Machine == "" {
		t.Errorf("without a sender: %v, %+v", err, r.letters)
	}
	if err := send(address, "signe@thisted.example", []string{"anybody@elsewhere.example"}, bytes.NewReader(letter(t))); code(t, err) != 550 {
		t.Errorf("it relays: %v", err)
	}
	if err := send(address, "signe@thisted.example", []string{ours}, strings.NewReader("nothing\r\n")); code(t, err) != 554 {
		t.Errorf("what is no mail: %v", err)
	}
	big := append(letter(t), bytes.Repeat([]byte("0123456789abcdef0123456789abcdef0123456789abcdef\r\n"), 250_000)...)
	if err := send(address, "signe@thisted.example", []string{ours}, bytes.NewReader(big)); code(t, err) != 552 {
		t.Errorf("a huge mail: %v", err)
	}
}

func TestWhatTheReceiverSaysIsSaid(t *testing.T) {
	r := &receiver{trouble: errors.New("the database is away")}
	address := listen(t, "smtp://127.0.0.1:0", r).String()
	again := func() error {
		return send(address, "signe@thisted.example", []string{ours}, bytes.NewReader(letter(t)))
	}
	if err := again(); code(t, err) != 451 || strings.Contains(err.Error(), "database") {
		t.Errorf("own trouble: %v", err)
	}
	r.trouble = &inbound.Refusal{Code: 550, Enhanced: [3]int{5, 7, 1}, Words: "not yours"}
	if err := again(); code(t, err) != 550 || !strings.Contains(err.Error(), "not yours") {
		t.Errorf("a refusal: %v", err)
	}
}

func TestALetterByLMTP(t *testing.T) {
	r := &receiver{}
	socket := filepath.Join(t.TempDir(), "lmtp.sock")
	listen(t, "lmtp:"+socket, r)
	conn, err := new(net.Dialer).DialContext(t.Context(), "unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	client := smtp.NewClientLMTP(conn)
	defer func() { _ = client.Close() }()
	if err := client.Hello("gateway.example"); err != nil {
		t.Fatal(err)
	}
	if err := client.SendMail("signe@thisted.example", []string{ours}, bytes.NewReader(letter(t))); err != nil {
		t.Fatal(err)
	}
	if len(r.letters) != 1 {
		t.Fatalf("received %+v", r.letters)
	}
}

func TestOneHostCannotComeWithoutEnd(t *testing.T) {
	address := listen(t, "127.0.0.1:0", &receiver{}).String()
	for n := range 200 {
		client, err := smtp.Dial(address)
		if err == nil {
			err = client.Hello("x.example")
			_ = client.Close()
		}
		if err != nil {
			if n < 10 {
				t.Fatalf("turned away after %d", n)
			}
			return
		}
	}
	t.Error("200 connections in a row were all let in")
}

func TestAddresses(t *testing.T) {
	for _, good := range []string{"localhost:25", "smtp://127.0.0.1:2525", "lmtp://localhost:24", "lmtp:/run/sluse/lmtp.sock", ":2525"} {
		if err := inbound.ParseAddress(good); err != nil {
			t.Errorf("%s: %v", good, err)
		}
	}
	for _, bad := range []string{"", "localhost", "http://localhost:25", "lmtp:sock", "lmtp:", "smtp://localhost"} {
		if inbound.ParseAddress(bad) == nil {
			t.Errorf("%s passes", bad)
		}
	}
}
