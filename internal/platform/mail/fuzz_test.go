package mail_test

import (
	"net/mail"
	"strings"
	"testing"

	ours "sluse/internal/platform/mail"
)

func FuzzParseAddress(f *testing.F) {
	for _, text := range []string{
		"mette@kommune.example", "Mette <mette@kommune.example>", "a@b@c.example", "æ@kommune.example", "mette@børn.example", "x\r\nBcc: y@z.example", "\"a b\"@c.example",
		"a@[127.0.0.1]", "a@xn--", "@", "a@-.example", "a@b..example", "a(c)@b.example",
	} {
		f.Add(text, text)
	}
	f.Fuzz(func(t *testing.T, email, name string) {
		address, err := ours.ParseAddress(ours.Address{Email: email, Name: name})
		if err != nil {
			return
		}
		for _, r := range address.Email {
			if r <= ' ' || r > '~' || strings.ContainsRune(`"<>()[],;:\`, r) {
				t.Fatalf("%q became %q", email, address.Email)
			}
		}
		if strings.ContainsAny(address.Name, "\r\n\x00") {
			t.Fatalf("the name %q became %q", name, address.Name)
		}
		if again, err := ours.ParseAddress(address); err != nil || again.Email != address.Email {
			t.Fatalf("%q is not taken again: %q, %v", address.Email, again.Email, err)
		}
		if read, err := mail.ParseAddress(address.Email); err != nil || read.Address != address.Email {
			t.Fatalf("%q is no address: %v", address.Email, err)
		}
		if masked := ours.Masked(address.Email); masked == address.Email {
			t.Fatalf("%q is not masked", masked)
		}
	})
}

func FuzzParseServer(f *testing.F) {
	for _, text := range []string{
		"log:", "smtp://user:hemmelig@mail.example:587", "smtps://user:hemmelig@mail.example", "smtp://localhost:1025?tls=off", "smtp://[::1]:0", "smtp://u:hemmelig@x?tls=off",
		"smtp://%zz", "smtp:///x", "smtp://a:99999",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		server, err := ours.ParseServer(text)
		if err != nil {
			if strings.Contains(text, "hemmelig") && strings.Contains(err.Error(), "hemmelig") {
				t.Fatalf("%v repeats a password", err)
			}
			return
		}
		if !server.LogOnly && (server.Host == "" || server.Port <= 0 || server.Port > 65535 || server.Plain && server.User != "") {
			t.Fatalf("%q became %+v", text, server)
		}
	})
}
