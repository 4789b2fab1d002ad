// Package config holds the settings of an installation. Each can be given as a
// flag or in the environment under the name in its tag; kong fills the struct
// and Check completes it, or says in one line which setting is wrong and what to
// do about it. A program that starts has settings that fit each other.
package config

import (
	"fmt"
	"log/slog"
	"net"
	"net/mail"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"sluse/internal/platform/blob"
	"sluse/internal/platform/inbound"
	"sluse/internal/platform/live"
)

// Config is every setting of the program. Read it only after Check.
type Config struct {
	Addr        string `env:"SLUSE_ADDR" default:"localhost:8080" help:"Address and port to listen on."`
	BaseURL     string `env:"SLUSE_BASE_URL" help:"Address that people use, such as https://sluse.example. It stands in every mail."`
	DataDir     string `env:"SLUSE_DATA_DIR" help:"Folder of the database, the files and the signing key (./data, with --demo ./data-demo)."`
	DatabaseURL string `env:"SLUSE_DATABASE_URL" help:"postgres://… to use PostgreSQL; empty keeps SQLite in the data folder."`
	BlobURL     string `env:"SLUSE_BLOB_URL" name:"blob-url" help:"s3://key:secret@host:port/bucket to keep files in a bucket; empty keeps them in the data folder."`
	NATSURL     string `env:"SLUSE_NATS_URL" name:"nats-url" help:"nats://host:4222 to run several nodes: what happens on one is seen on all. Empty means one node."`
	SMTPURL     string `env:"SLUSE_SMTP_URL" name:"smtp-url" help:"smtp://user:password@host:587, smtps://…:465, or log: to write mails to the log only."`
	MailFrom    string `env:"SLUSE_MAIL_FROM" help:"Sender of mails, such as 'Sluse <sluse@sluse.example>'."`
	// MailDelay lets those who look at a post as it comes go without a mail about it.
	MailDelay      time.Duration `env:"SLUSE_MAIL_DELAY" default:"20s" help:"How long a mail about a post waits, so that whoever reads it meanwhile gets none."`
	InboundAddr    string        `env:"SLUSE_INBOUND_ADDR" help:"Where answers by mail are taken: localhost:2525 for SMTP, lmtp://localhost:2424 or lmtp:/path/of/socket for LMTP; empty means not at all."`
	InboundDomain  string        `env:"SLUSE_INBOUND_DOMAIN" help:"Domain of the addresses that answers by mail go to, such as svar.sluse.example; its mail is handed to SLUSE_INBOUND_ADDR."`
	MetricsAddr    string        `env:"SLUSE_METRICS_ADDR" help:"Address and port for Prometheus, served there alone; empty means no metrics."`
	Demo           bool          `env:"SLUSE_DEMO" help:"Fill an empty installation with demo data; nobody gets mail."`
	SupportName    string        `env:"SLUSE_SUPPORT_NAME" default:"Sluse" help:"Name of whom people may ask for help."`
	SupportEmail   string        `env:"SLUSE_SUPPORT_EMAIL" help:"Address of whom people may ask for help."`
	Log            string        `env:"SLUSE_LOG" default:"text" help:"Form of the log: text or json."`
	TrustedProxies string        `env:"SLUSE_TRUSTED_PROXIES" help:"Addresses or networks (CIDR) of reverse proxies whose X-Forwarded-For is believed, separated by commas."`
	// The law asks for an end, not for a number; an archive's rules may ask for another.
	KeepTrailMonths  int           `env:"SLUSE_KEEP_TRAIL_MONTHS" default:"24" help:"For how many months it is remembered who did what; from 3 to 120."`
	KeepPeopleMonths int           `env:"SLUSE_KEEP_PEOPLE_MONTHS" default:"24" help:"After how many months without a seat somebody is told that they will be deleted, and a month later is; from 6 to 120, 0 for never."`
	OIDC             OIDC          `embed:"" prefix:"oidc-"`
	Unlimited        bool          `env:"SLUSE_UNLIMITED" hidden:"" help:"Put no bounds on how often anybody asks; for load tests only."`
	ClockAhead       time.Duration `env:"SLUSE_CLOCK_AHEAD" hidden:"" help:"Let the clock of the program be wrong by so much; for tests only."`
	Secret           string        `env:"SLUSE_SECRET" hidden:"" help:"Signing key of 64 hexadecimal digits, the same on every node; made in the data folder when empty."`
}

// Problem is a setting that cannot be used, said to the person who set it.
type Problem struct {
	// Setting is the name in the environment, such as SLUSE_SMTP_URL.
	Setting string
	// What is wrong, and what to do about it.
	What, Remedy string
}

// Error implements error, in one line.
func (p *Problem) Error() string {
	return fmt.Sprintf("%s %s: %s", p.Setting, p.What, p.Remedy)
}

// NotHeard says of an address to listen on that it cannot be; example is another.
func NotHeard(setting, example string, err error) *Problem {
	return &Problem{setting, "cannot be listened on (" + err.Error() + ")", "free the port, or give another, such as " + setting + "=" + example}
}

// Check completes the settings that follow from others and returns the first
// problem, nil if the program can start with them. It does not touch the disk
// or the network.
func (c *Config) Check() error {
	checks := []func() error{
		c.checkAddr, c.checkBaseURL, c.checkDataDir, c.checkDatabase, c.checkBlob, c.checkNodes,
		c.checkMail, c.checkInbound, c.checkSupport, c.checkLog, c.checkProxies, c.checkSecret, c.checkOIDC, c.checkKeeping,
	}
	for _, check := range checks {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

// CheckStorage is Check for the commands that only handle what is kept: it asks
// for no address and no mail server.
func (c *Config) CheckStorage() error {
	for _, check := range []func() error{c.checkDataDir, c.checkDatabase, c.checkBlob, c.checkSecret} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

func (c *Config) checkAddr() error {
	if err := hostPort("SLUSE_ADDR", c.Addr, "localhost:8080"); err != nil {
		return err
	}
	if c.MetricsAddr == "" {
		return nil
	}
	if err := hostPort("SLUSE_METRICS_ADDR", c.MetricsAddr, "localhost:9090"); err != nil {
		return err
	}
	if c.MetricsAddr == c.Addr && !strings.HasSuffix(c.Addr, ":0") {
		return &Problem{"SLUSE_METRICS_ADDR", "is the same as SLUSE_ADDR", "give the metrics a port of their own, such as localhost:9090"}
	}
	return nil
}

func hostPort(setting, value, example string) error {
	_, port, err := net.SplitHostPort(value)
	if err == nil {
		_, err = net.LookupPort("tcp", port)
	}
	if err != nil {
		return &Problem{setting, fmt.Sprintf("is not an address with a port (%q)", value), "write host:port, such as " + example}
	}
	return nil
}

func (c *Config) checkBaseURL() error {
	if c.BaseURL == "" {
		host, port, _ := net.SplitHostPort(c.Addr)
		if !c.Demo && !loopback(host) {
			return &Problem{"SLUSE_BASE_URL", "is empty", "give the address that people use, such as https://sluse.example"}
		}
		if !loopback(host) {
			host = "localhost"
		}
		c.BaseURL = "http://" + net.JoinHostPort(host, port)
	}
	u, err := url.Parse(c.BaseURL)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || u.User != nil {
		return &Problem{"SLUSE_BASE_URL", "is not an address of a site", "write it as https://sluse.example"}
	}
	if strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "" {
		return &Problem{"SLUSE_BASE_URL", "has a path", "Sluse answers at the root of a host: write only https://host"}
	}
	c.BaseURL = u.Scheme + "://" + u.Host
	return nil
}

func loopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || (err == nil && ip.IsLoopback())
}

func (c *Config) checkDataDir() error {
	if c.DataDir == "" {
		c.DataDir = "data"
		if c.Demo {
			c.DataDir = "data-demo"
		}
	}
	full, err := filepath.Abs(c.DataDir)
	if err != nil {
		return &Problem{"SLUSE_DATA_DIR", "cannot be found", "give the whole path of a folder"}
	}
	c.DataDir = full
	return nil
}

func (c *Config) checkDatabase() error {
	if c.DatabaseURL == "" {
		return nil
	}
	// The address may hold a password: it is never repeated.
	u, err := url.Parse(c.DatabaseURL)
	if err != nil || (u.Scheme != "postgres" && u.Scheme != "postgresql") {
		return &Problem{"SLUSE_DATABASE_URL", "is not an address of PostgreSQL", "write postgres://user:password@host:5432/database, or leave it empty to use SQLite"}
	}
	return nil
}

func (c *Config) checkBlob() error {
	if c.BlobURL == "" {
		return nil
	}
	// This address, too, holds a password.
	if _, err := blob.NewS3(c.BlobURL); err != nil {
		return &Problem{"SLUSE_BLOB_URL", "is not an address of a bucket", "write s3://key:secret@host:port/bucket, with special signs in the secret as %XX and ?insecure=1 where there is no TLS, or leave it empty to keep files in the data folder"}
	}
	return nil
}

// checkNodes: several nodes share everything that they keep.
func (c *Config) checkNodes() error {
	if c.NATSURL == "" {
		return nil
	}
	if live.CheckNATS(c.NATSURL) != nil { // it may hold a password
		return &Problem{"SLUSE_NATS_URL", "is not an address of NATS", "write nats://host:4222, several servers separated by commas, with a prefix of your own as nats://host:4222/prefix where others use them too"}
	}
	for _, shared := range []struct{ setting, value, remedy string }{
		{"SLUSE_DATABASE_URL", c.DatabaseURL, "give the PostgreSQL that all nodes share, as postgres://user:password@host:5432/database"},
		{"SLUSE_BLOB_URL", c.BlobURL, "give the bucket that all nodes share, as s3://key:secret@host:port/bucket"},
		{"SLUSE_SECRET", c.Secret, "give every node the same 64 hexadecimal digits, such as `openssl rand -hex 32` gives"},
	} {
		if shared.value == "" {
			return &Problem{shared.setting, "is empty, though SLUSE_NATS_URL is set for several nodes", shared.remedy}
		}
	}
	return nil
}

func (c *Config) checkMail() error {
	if c.SMTPURL == "" && !c.Demo {
		return &Problem{"SLUSE_SMTP_URL", "is empty, and nobody can sign in without mail", "write smtp://user:password@host:587, or log: to write mails to the log only"}
	}
	if c.SMTPURL != "" && c.SMTPURL != "log:" {
		u, err := url.Parse(c.SMTPURL)
		if err != nil || (u.Scheme != "smtp" && u.Scheme != "smtps") || u.Hostname() == "" {
			return &Problem{"SLUSE_SMTP_URL", "is not an address of a mail server", "write smtp://user:password@host:587, smtps://…:465 or log:, with special signs in the password as %XX"}
		}
	}
	if c.MailDelay < 0 {
		return &Problem{"SLUSE_MAIL_DELAY", "is negative", "write a time to wait, such as 20s"}
	}
	if c.MailFrom == "" {
		if !c.Demo && c.SMTPURL != "log:" {
			return &Problem{"SLUSE_MAIL_FROM", "is empty", "give the sender of mails, such as 'Sluse <sluse@sluse.example>'"}
		}
		c.MailFrom = "Sluse <sluse@sluse.example>"
	}
	if _, err := mail.ParseAddress(c.MailFrom); err != nil {
		return &Problem{"SLUSE_MAIL_FROM", "is not a mail address", "write it as 'Sluse <sluse@sluse.example>'"}
	}
	return nil
}

// checkInbound: answers by mail need both a place to listen and a domain.
func (c *Config) checkInbound() error {
	switch {
	case c.InboundAddr == "" && c.InboundDomain == "":
		return nil
	case c.InboundAddr == "":
		return &Problem{"SLUSE_INBOUND_ADDR", "is empty, though SLUSE_INBOUND_DOMAIN is set", "give the address to listen on, such as localhost:2525, or leave both empty"}
	case c.InboundDomain == "":
		return &Problem{"SLUSE_INBOUND_DOMAIN", "is empty, though SLUSE_INBOUND_ADDR is set", "give the domain of reply addresses, such as svar.sluse.example, or leave both empty"}
	}
	if err := inbound.ParseAddress(c.InboundAddr); err != nil {
		return &Problem{"SLUSE_INBOUND_ADDR", "is not an address to take mail on", err.Error()}
	}
	if parsed, err := mail.ParseAddress("reply@" + c.InboundDomain); err != nil || parsed.Address != "reply@"+c.InboundDomain {
		return &Problem{"SLUSE_INBOUND_DOMAIN", "is not a domain", "write it as svar.sluse.example"}
	}
	return nil
}

func (c *Config) checkSupport() error {
	if c.SupportEmail == "" {
		return nil
	}
	if parsed, err := mail.ParseAddress(c.SupportEmail); err != nil || parsed.Address != c.SupportEmail {
		return &Problem{"SLUSE_SUPPORT_EMAIL", "is not a mail address", "write it as help@sluse.example, the name goes to SLUSE_SUPPORT_NAME"}
	}
	return nil
}

func (c *Config) checkLog() error {
	if c.Log == "" {
		c.Log = "text"
	}
	if c.Log != "text" && c.Log != "json" {
		return &Problem{"SLUSE_LOG", fmt.Sprintf("is %q", c.Log), "write text or json"}
	}
	return nil
}

func (c *Config) checkProxies() error {
	_, err := c.proxies()
	return err
}

// Proxies returns the networks whose X-Forwarded-For is believed.
func (c *Config) Proxies() []netip.Prefix {
	prefixes, _ := c.proxies()
	return prefixes
}

func (c *Config) proxies() ([]netip.Prefix, error) {
	var out []netip.Prefix
	for part := range strings.SplitSeq(c.TrustedProxies, ",") {
		part = strings.TrimSpace(part)
		if part == "" {
			continue
		}
		prefix, err := netip.ParsePrefix(part)
		if err != nil {
			ip, ipErr := netip.ParseAddr(part)
			if ipErr != nil {
				return nil, &Problem{"SLUSE_TRUSTED_PROXIES", fmt.Sprintf("holds %q", part), "write addresses or networks such as 10.0.0.0/8, separated by commas"}
			}
			prefix = netip.PrefixFrom(ip, ip.BitLen())
		}
		out = append(out, prefix.Masked())
	}
	return out, nil
}

// Listening completes a base URL that was left to follow the address, where the
// port was left to the system (port 0).
func (c *Config) Listening(at net.Addr) {
	if strings.HasSuffix(c.BaseURL, ":0") {
		c.BaseURL = "http://" + at.String()
	}
}

// HTTPS reports whether people reach the installation over TLS.
func (c *Config) HTTPS() bool { return strings.HasPrefix(c.BaseURL, "https://") }

// DatabasePath is the SQLite file.
func (c *Config) DatabasePath() string { return filepath.Join(c.DataDir, "sluse.db") }

// FilesDir is the folder of uploaded files.
func (c *Config) FilesDir() string { return filepath.Join(c.DataDir, "files") }

// IncomingDir is the folder where what is sent lies until it has been looked at.
func (c *Config) IncomingDir() string { return filepath.Join(c.DataDir, "incoming") }

// Blobs opens the store of uploaded files.
func (c *Config) Blobs() (blob.Store, error) {
	store, err := blob.Open(c.BlobURL, c.FilesDir())
	if err != nil {
		return nil, fmt.Errorf("open the store of files: %w", err)
	}
	return store, nil
}

// SendsMail reports whether mails leave the machine.
func (c *Config) SendsMail() bool { return c.SMTPURL != "" && c.SMTPURL != "log:" }

// MakeDataDir creates the data folder, readable by nobody else.
func (c *Config) MakeDataDir() error {
	if err := os.MkdirAll(c.DataDir, 0o700); err != nil {
		return &Problem{"SLUSE_DATA_DIR", "cannot be made (" + err.Error() + ")", "give a folder that this user may write to"}
	}
	return nil
}

// Logger returns the program's log, to standard error in the form asked for.
func (c *Config) Logger() *slog.Logger {
	if c.Log == "json" {
		return slog.New(slog.NewJSONHandler(os.Stderr, nil))
	}
	return slog.New(slog.NewTextHandler(os.Stderr, nil))
}
