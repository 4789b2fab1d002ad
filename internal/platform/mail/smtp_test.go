package mail_test

import (
	"bufio"
	"errors"
	"fmt"
	"net"
	"strings"
	"testing"
	"time"

	"sluse/internal/platform/mail"
	"sluse/internal/platform/mail/mailtest"
)

func carrier(s *mailtest.Server, change ...func(*mail.Server)) *mail.SMTP {
	server := mail.Server{Host: s.Host, Port: s.Port, User: mailtest.User, Password: mailtest.Password}
	for _, c := range change {
		c(&server)
	}
	return mail.NewSMTP(server, mail.SMTPOptions{Hello: "sluse.example", Roots: s.Roots, Timeout: 2 * time.Second})
}

func deliver(t *testing.T, carrier mail.Transport) *mail.Failure {
	t.Helper()
	composed, err := composer(t).Compose("1", notice("mette@kommune.example"), time.Now())
	if err != nil {
		t.Fatal(err)
	}
	err = carrier.Deliver(t.Context(), composed)
	if err == nil {
		return nil
	}
	var failure *mail.Failure
	if !errors.As(err, &failure) {
		t.Fatalf("%v is not a *Failure", err)
	}
	return failure
}

func TestMailIsHandedOverEncryptedAndLoggedIn(t *testing.T) {
	server := mailtest.Start(t, mailtest.Behaviour{})
	if f := deliver(t, carrier(server)); f != nil {
		t.Fatal(f)
	}
	got := <-server.Arrived()
	if got.From != "sluse@sluse.example" || got.To != "mette@kommune.example" {
		t.Errorf("envelope from %s to %s", got.From, got.To)
	}
}

func TestAConnectionIsUsedAgainUntilSomethingGoesWrong(t *testing.T) {
	server := mailtest.Start(t, mailtest.Behaviour{})
	c := carrier(server)
	for range 3 {
		if f := deliver(t, c); f != nil {
			t.Fatal(f)
		}
	}
	if n := server.Connections(); n != 1 {
		t.Errorf("three mails took %d connections", n)
	}
	server.Behave(mailtest.Behaviour{OnRcpt: mailtest.Reply(450, "busy")})
	if f := deliver(t, c); f == nil || f.Outcome != mail.Later {
		t.Fatalf("got %v", f)
	}
	server.Behave(mailtest.Behaviour{})
	if f := deliver(t, c); f != nil {
		t.Fatal(f)
	}
	if n := server.Connections(); n != 2 {
		t.Errorf("after an error there were %d connections, want a second one", n)
	}
}

func TestWhatTheServerSaysDecidesTheOutcome(t *testing.T) {
	for name, c := range map[string]struct {
		behaviour mailtest.Behaviour
		outcome   mail.Outcome
		code      int
		words     string
	}{
		"recipient deferred":       {mailtest.Behaviour{OnRcpt: mailtest.Reply(450, "greylisted, come back")}, mail.Later, 450, "greylisted"},
		"recipient refused":        {mailtest.Behaviour{OnRcpt: mailtest.Reply(550, "no such user")}, mail.Refused, 550, "no such user"},
		"sender refused":           {mailtest.Behaviour{OnMail: mailtest.Reply(553, "not you")}, mail.Refused, 553, "not you"},
		"going away":               {mailtest.Behaviour{OnMail: mailtest.Reply(421, "closing")}, mail.Later, 421, "closing"},
		"text deferred":            {mailtest.Behaviour{OnData: mailtest.Reply(452, "disk full")}, mail.Later, 452, "disk full"},
		"text refused":             {mailtest.Behaviour{OnData: mailtest.Reply(554, "looks like spam")}, mail.Refused, 554, "spam"},
		"dropped after the text":   {mailtest.Behaviour{DropAfterData: true}, mail.Unknown, 0, "ended the connection"},
		"silent after the text":    {mailtest.Behaviour{HangAfterData: true}, mail.Unknown, 0, "timeout"},
		"no encryption is offered": {mailtest.Behaviour{NoTLS: true}, mail.Later, 0, "STARTTLS"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := mailtest.Start(t, c.behaviour)
			f := deliver(t, carrier(server))
			if f == nil || f.Outcome != c.outcome || f.Code != c.code || !strings.Contains(f.Words, c.words) {
				t.Errorf("got %+v", f)
			}
		})
	}
}

func TestAWrongPasswordOrCertificateIsTriedAgain(t *testing.T) {
	server := mailtest.Start(t, mailtest.Behaviour{})
	f := deliver(t, carrier(server, func(s *mail.Server) { s.Password = "wrong" }))
	if f == nil || f.Outcome != mail.Later || f.Code != 535 || strings.Contains(f.Words, "wrong") {
		t.Errorf("a wrong password gave %+v", f)
	}
	strict := mail.NewSMTP(mail.Server{Host: server.Host, Port: server.Port}, mail.SMTPOptions{Timeout: 2 * time.Second})
	if f := deliver(t, strict); f == nil || f.Outcome != mail.Later || !strings.Contains(f.Words, "certificate") {
		t.Errorf("an unknown certificate gave %+v", f)
	}
	if n := len(server.Mails()); n != 0 {
		t.Errorf("%d mails left nevertheless", n)
	}
}

func TestPlainSendsToACatcherWithoutEncryption(t *testing.T) {
	server := mailtest.Start(t, mailtest.Behaviour{NoTLS: true})
	f := deliver(t, carrier(server, func(s *mail.Server) { s.Plain, s.User, s.Password = true, "", "" }))
	if f != nil {
		t.Fatal(f)
	}
}

func TestEncryptedFromTheFirstByte(t *testing.T) {
	server := mailtest.Start(t, mailtest.Behaviour{Implicit: true})
	if f := deliver(t, carrier(server, func(s *mail.Server) { s.TLS = true })); f != nil {
		t.Fatal(f)
	}
}

func TestCheckSaysWhetherMailsCouldLeave(t *testing.T) {
	server := mailtest.Start(t, mailtest.Behaviour{})
	if err := carrier(server).Check(t.Context()); err != nil {
		t.Error(err)
	}
	if err := carrier(server, func(s *mail.Server) { s.Password = "wrong" }).Check(t.Context()); err == nil {
		t.Error("a wrong password passed")
	}
	if n := len(server.Mails()); n != 0 {
		t.Errorf("checking sent %d mails", n)
	}
}

func TestNobodyThere(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := listener.Addr().(*net.TCPAddr).Port
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	f := deliver(t, mail.NewSMTP(mail.Server{Host: "127.0.0.1", Port: port}, mail.SMTPOptions{Timeout: time.Second}))
	if f == nil || f.Outcome != mail.Later {
		t.Fatalf("got %+v", f)
	}
}

// rawServer answers connections with talk, for what no mail server would do.
func rawServer(t *testing.T, talk func(conn net.Conn)) *mail.SMTP {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	over := make(chan struct{})
	go func() {
		defer close(over)
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go talk(conn)
		}
	}()
	t.Cleanup(func() {
		_ = listener.Close()
		<-over
	})
	server := mail.Server{Host: "127.0.0.1", Port: listener.Addr().(*net.TCPAddr).Port, Plain: true}
	return mail.NewSMTP(server, mail.SMTPOptions{Timeout: 300 * time.Millisecond})
}

func TestAServerThatNeverGreetsIsGivenUp(t *testing.T) {
	gone := t.Context().Done()
	c := rawServer(t, func(conn net.Conn) {
		<-gone
		_ = conn.Close()
	})
	began := time.Now()
	f := deliver(t, c)
	if f == nil || f.Outcome != mail.Later {
		t.Fatalf("got %+v", f)
	}
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("it took %v", took)
	}
}

func TestAConnectionDroppedBeforeTheTextIsTriedAgain(t *testing.T) {
	c := rawServer(t, func(conn net.Conn) {
		defer func() { _ = conn.Close() }()
		_, _ = fmt.Fprint(conn, "220 hello\r\n")
		lines := bufio.NewScanner(conn)
		for lines.Scan() {
			if strings.HasPrefix(lines.Text(), "MAIL") {
				return
			}
			_, _ = fmt.Fprint(conn, "250 fine\r\n")
		}
	})
	if f := deliver(t, c); f == nil || f.Outcome != mail.Later {
		t.Fatalf("got %+v", f)
	}
}

func TestAServerThatFallsSilentIsGivenUp(t *testing.T) {
	gone := t.Context().Done()
	c := rawServer(t, func(conn net.Conn) {
		_, _ = fmt.Fprint(conn, "220 hello\r\n")
		lines := bufio.NewScanner(conn)
		for lines.Scan() && !strings.HasPrefix(lines.Text(), "MAIL") {
			_, _ = fmt.Fprint(conn, "250 fine\r\n")
		}
		<-gone
		_ = conn.Close()
	})
	if f := deliver(t, c); f == nil || f.Outcome != mail.Later {
		t.Fatalf("got %+v", f)
	}
}

func TestParseServer(t *testing.T) {
	good := map[string]mail.Server{
		"smtp://u:p%40ss@mail.example":   {Host: "mail.example", Port: 587, User: "u", Password: "p@ss"},
		"smtps://u:p@mail.example":       {Host: "mail.example", Port: 465, User: "u", Password: "p", TLS: true},
		"smtp://mail.example:25":         {Host: "mail.example", Port: 25},
		"smtp://localhost:1025?tls=off":  {Host: "localhost", Port: 1025, Plain: true},
		"smtp://catcher:1025?tls=off":    {Host: "catcher", Port: 1025, Plain: true},
		"smtp://127.0.0.1:1025/?tls=off": {Host: "127.0.0.1", Port: 1025, Plain: true},
		"log:":                           {LogOnly: true},
	}
	for address, want := range good {
		if got, err := mail.ParseServer(address); err != nil || got != want {
			t.Errorf("%s: %+v, %v", address, got, err)
		}
	}
	for _, address := range []string{
		"", "mail.example", "http://mail.example", "smtp://", "smtp://mail.example:0", "smtp://mail.example:70000",
		"smtp://mail.example?tls=off", "smtp://u:secret@localhost?tls=off", "smtp://mail.example?x=y", "smtp://mail.example/path",
		"smtps://localhost?tls=off", "smtp://u:secret@ho st", "smtp://10.0.0.1?tls=off",
	} {
		_, err := mail.ParseServer(address)
		if err == nil {
			t.Errorf("%q was taken", address)
		} else if strings.Contains(err.Error(), "secret") {
			t.Errorf("%q: the error repeats the password", address)
		}
	}
}
