package config_test

import (
	"bytes"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"sluse/internal/platform/config"

	"github.com/alecthomas/kong"
)

// parse reads settings as the program does: from flags and the environment.
func parse(t *testing.T, args ...string) config.Config {
	t.Helper()
	var c config.Config
	parser, err := kong.New(&c)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := parser.Parse(args); err != nil {
		t.Fatal(err)
	}
	return c
}

func TestDefaultsOfTheDemo(t *testing.T) {
	c := parse(t, "--demo")
	if err := c.Check(); err != nil {
		t.Fatal(err)
	}
	if c.BaseURL != "http://localhost:8080" {
		t.Errorf("base URL %q", c.BaseURL)
	}
	if filepath.Base(c.DataDir) != "data-demo" || !filepath.IsAbs(c.DataDir) {
		t.Errorf("data folder %q", c.DataDir)
	}
	if c.SendsMail() || c.HTTPS() {
		t.Error("the demo sends no mail and needs no TLS")
	}
}

func TestEnvironmentFillsSettings(t *testing.T) {
	t.Setenv("SLUSE_ADDR", "0.0.0.0:8080")
	t.Setenv("SLUSE_BASE_URL", "https://sluse.example/")
	t.Setenv("SLUSE_SMTP_URL", "smtps://u:p%40ss@mail.example:465")
	t.Setenv("SLUSE_MAIL_FROM", "Sluse <sluse@sluse.example>")
	t.Setenv("SLUSE_TRUSTED_PROXIES", "10.0.0.0/8, 192.0.2.7")
	c := parse(t)
	if err := c.Check(); err != nil {
		t.Fatal(err)
	}
	if c.BaseURL != "https://sluse.example" || !c.HTTPS() || !c.SendsMail() {
		t.Errorf("settings %+v", c)
	}
	want := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("192.0.2.7/32")}
	if got := c.Proxies(); len(got) != 2 || got[0] != want[0] || got[1] != want[1] {
		t.Errorf("proxies %v", got)
	}
}

func TestWrongSettingsNameThemselvesInOneLine(t *testing.T) {
	real := []string{"--base-url=https://sluse.example", "--smtp-url=log:"}
	cases := map[string][]string{
		"SLUSE_ADDR":            append([]string{"--addr=8080"}, real...),
		"SLUSE_BASE_URL":        {"--addr=0.0.0.0:80", "--smtp-url=log:"},
		"SLUSE_DATABASE_URL":    append([]string{"--database-url=mysql://root:hunter2@db"}, real...),
		"SLUSE_SMTP_URL":        {"--base-url=https://sluse.example"},
		"SLUSE_MAIL_FROM":       {"--base-url=https://sluse.example", "--smtp-url=smtp://mail.example:587"},
		"SLUSE_METRICS_ADDR":    append([]string{"--metrics-addr=localhost:8080"}, real...),
		"SLUSE_SUPPORT_EMAIL":   append([]string{"--support-email=Hjælp"}, real...),
		"SLUSE_LOG":             append([]string{"--log=xml"}, real...),
		"SLUSE_TRUSTED_PROXIES": append([]string{"--trusted-proxies=everybody"}, real...),
		"SLUSE_SECRET":          append([]string{"--secret=short"}, real...),
	}
	for setting, args := range cases {
		c := parse(t, args...)
		err := c.Check()
		if err == nil {
			t.Errorf("%s: %v was taken", setting, args)
			continue
		}
		text := err.Error()
		if !strings.HasPrefix(text, setting+" ") || strings.Contains(text, "\n") || !strings.Contains(text, ": ") {
			t.Errorf("%s: %q does not name the setting in one line", setting, text)
		}
		if strings.Contains(text, "hunter2") {
			t.Errorf("%s: the message holds a password", setting)
		}
	}
}

func TestWrongBaseURLs(t *testing.T) {
	for _, bad := range []string{"sluse.example", "ftp://sluse.example", "https://sluse.example/app", "https://a:b@sluse.example", "https://sluse.example?x=1"} {
		c := parse(t, "--demo", "--base-url="+bad)
		if c.Check() == nil {
			t.Errorf("%q was taken", bad)
		}
	}
}

func TestWrongMailServers(t *testing.T) {
	for _, bad := range []string{"mail.example:25", "http://mail.example", "smtp://", "smtp://user:pa ss%@mail.example"} {
		c := parse(t, "--base-url=https://sluse.example", "--mail-from=a@sluse.example", "--smtp-url="+bad)
		if c.Check() == nil {
			t.Errorf("%q was taken", bad)
		}
	}
}

func TestSigningKeyIsMadeOnceAndPrivate(t *testing.T) {
	c := config.Config{Demo: true, Addr: "localhost:0", DataDir: filepath.Join(t.TempDir(), "data")}
	if err := c.Check(); err != nil {
		t.Fatal(err)
	}
	keys := make([][]byte, 8)
	var all sync.WaitGroup
	for i := range keys {
		all.Go(func() {
			key, err := c.SigningKey()
			if err != nil {
				t.Error(err)
			}
			keys[i] = key
		})
	}
	all.Wait()
	for _, key := range keys {
		if len(key) != 32 || !bytes.Equal(key, keys[0]) {
			t.Fatal("starts at the same time must agree on one key")
		}
	}
	info, err := os.Stat(c.SecretPath())
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("key file %v %v", info, err)
	}
	if err := os.WriteFile(c.SecretPath(), []byte("broken"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := c.SigningKey(); err == nil || !strings.Contains(err.Error(), "secret.key") {
		t.Errorf("a damaged key must be said plainly, got %v", err)
	}
}
