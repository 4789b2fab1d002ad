package mail

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"strconv"
	"strings"
)

// Server says where mails are handed in.
type Server struct {
	Host           string
	Port           int
	User, Password string
	// TLS encrypts from the first byte (smtps). Otherwise STARTTLS must be
	// offered, unless Plain.
	TLS bool
	// Plain sends unencrypted; only to this machine or to a neighbour container,
	// and never with a password.
	Plain bool
	// LogOnly sends nothing.
	LogOnly bool
}

// ParseServer reads the setting of the mail server:
//
//	smtp://user:password@host:587      STARTTLS is required
//	smtps://user:password@host:465     encrypted from the start
//	smtp://localhost:1025?tls=off      a mail catcher beside the program
//	log:                               nothing is sent; the log says what would be
//
// The error never repeats the address, which may hold a password.
func ParseServer(address string) (Server, error) {
	if address == "log:" {
		return Server{LogOnly: true}, nil
	}
	parsed, err := url.Parse(address)
	if err != nil || parsed.Hostname() == "" || (parsed.Scheme != "smtp" && parsed.Scheme != "smtps") {
		return Server{}, errors.New("it must have the form smtp://user:password@host:587, smtps://user:password@host:465 or log:")
	}
	if parsed.Path != "" && parsed.Path != "/" {
		return Server{}, errors.New("nothing may follow the mail server's name and port but ?tls=off")
	}
	s := Server{Host: parsed.Hostname(), TLS: parsed.Scheme == "smtps", User: parsed.User.Username()}
	s.Password, _ = parsed.User.Password()
	if s.Port, err = port(parsed, s.TLS); err != nil {
		return Server{}, err
	}
	for key, values := range parsed.Query() {
		if key != "tls" || s.TLS || len(values) != 1 || values[0] != "off" {
			return Server{}, errors.New("the only option of a mail server is ?tls=off, with smtp:")
		}
		s.Plain = true
	}
	if s.Plain && (s.User != "" || !nearby(s.Host)) {
		return Server{}, errors.New("?tls=off is only for a mail server on this machine or in a neighbouring container, without a password")
	}
	return s, nil
}

func port(address *url.URL, tls bool) (int, error) {
	switch {
	case address.Port() != "":
		n, err := strconv.Atoi(address.Port())
		if err != nil || n < 1 || n > 65535 {
			return 0, fmt.Errorf("%q is not a port", address.Port())
		}
		return n, nil
	case tls:
		return 465, nil
	}
	return 587, nil
}

// nearby reports hosts that are reached without a public network: this machine,
// and bare names, which only a container network resolves.
func nearby(host string) bool {
	if ip := net.ParseIP(host); ip != nil {
		return ip.IsLoopback()
	}
	return !strings.Contains(host, ".")
}

// Transport returns the carrier for s. domain names this installation to the
// server in its greeting.
func (s Server) Transport(domain string, log *slog.Logger) Transport {
	if s.LogOnly {
		return ToLog{log}
	}
	return NewSMTP(s, SMTPOptions{Hello: domain})
}
