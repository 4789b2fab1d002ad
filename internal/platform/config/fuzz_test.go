package config_test

import (
	"errors"
	"strings"
	"testing"

	"sluse/internal/platform/config"
)

// FuzzCheck gives every setting that is read further any text: it is taken, or it is
// a Problem that names the setting and repeats no password.
func FuzzCheck(f *testing.F) {
	for _, text := range []string{
		"", "localhost:8080", ":0", "https://sluse.example", "http://[::1]:80/", "postgres://u:hemmelig@db/x", "smtps://u:hemmelig@mail.example:465", "smtp://localhost?tls=off",
		"s3://k:hemmelig@host/b", "s3://%zz", "nats://a,nats://b", "lmtp:/run/x", "svar.example", "10.0.0.0/8, ::1/128", "Sluse <a@b.example>", "\x00", "://", "65536", "[",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for at, set := range []func(c *config.Config){
			// These may hold a password.
			func(c *config.Config) { c.DatabaseURL = text },
			func(c *config.Config) { c.SMTPURL = text },
			func(c *config.Config) { c.BlobURL = text },
			func(c *config.Config) { c.NATSURL = text },
			func(c *config.Config) { c.Secret = text },
			func(c *config.Config) { c.Addr = text },
			func(c *config.Config) { c.BaseURL = text },
			func(c *config.Config) { c.InboundAddr, c.InboundDomain = text, "svar.example" },
			func(c *config.Config) { c.InboundAddr, c.InboundDomain = "localhost:2525", text },
			func(c *config.Config) { c.TrustedProxies = text },
			func(c *config.Config) { c.SupportEmail = text },
			func(c *config.Config) { c.MailFrom = text },
		} {
			c := parse(t, "--demo")
			set(&c)
			err := c.Check()
			_ = c.CheckStorage()
			if err == nil {
				continue
			}
			if problem := new(config.Problem); !errors.As(err, &problem) || problem.Setting == "" {
				t.Fatalf("%q gives %v, which names no setting", text, err)
			}
			if at < 5 && strings.Contains(text, "hemmelig") && strings.Contains(err.Error(), "hemmelig") {
				t.Fatalf("%v repeats a password", err)
			}
		}
	})
}
