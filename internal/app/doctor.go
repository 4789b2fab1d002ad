package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"time"

	"sluse/frontend"
	"sluse/internal/kernel/clock"
	"sluse/internal/platform/config"
	"sluse/internal/platform/database"
	"sluse/internal/platform/live"
	"sluse/internal/platform/mail"
)

// Finding is what the doctor found out about one thing.
type Finding struct {
	// Thing is what was looked at, such as "database".
	Thing string
	// Wrong is true where something must be done before the server works well.
	Wrong bool
	// Text says how it is and, where something is wrong, what to do.
	Text string
}

// doctorTimeout bounds each look: a mail server that does not answer is a finding.
const doctorTimeout = 20 * time.Second

// Examine looks at everything that the server needs and says what is wrong and
// what to do about it. It changes nothing.
func Examine(ctx context.Context, options Options) []Finding {
	if err := options.Config.Check(); err != nil {
		return []Finding{{Thing: "settings", Wrong: true, Text: err.Error()}}
	}
	c := &options.Config
	findings := []Finding{{Thing: "settings", Text: "fit each other; people come to " + c.BaseURL}}
	for _, look := range []func(context.Context, *config.Config) Finding{lookAtAddress, lookAtFiles, lookAtDatabase, lookAtNodes, lookAtMail, lookAtProvider, lookAtHomes, lookAtClock, lookAtFrontend} {
		bounded, cancel := context.WithTimeout(ctx, doctorTimeout)
		findings = append(findings, look(bounded, c))
		cancel()
	}
	return findings
}

func well(thing, format string, args ...any) Finding {
	return Finding{Thing: thing, Text: fmt.Sprintf(format, args...)}
}

func wrong(thing, format string, args ...any) Finding {
	return Finding{Thing: thing, Wrong: true, Text: fmt.Sprintf(format, args...)}
}

func lookAtAddress(_ context.Context, c *config.Config) Finding {
	if c.Unlimited {
		return wrong("address", "anybody may ask as often as they like: take SLUSE_UNLIMITED away, it is for load tests")
	}
	if !c.HTTPS() && !c.Demo {
		return wrong("address", "%s is not encrypted: put a proxy with TLS in front and set SLUSE_BASE_URL to its https:// address", c.BaseURL)
	}
	return well("address", "%s", c.BaseURL)
}

func lookAtFiles(ctx context.Context, c *config.Config) Finding {
	info, err := os.Stat(c.DataDir)
	if errors.Is(err, fs.ErrNotExist) {
		return well("files", "%s is not there yet; the first start makes it", c.DataDir)
	}
	if err != nil {
		return wrong("files", "%v: give SLUSE_DATA_DIR a folder that this user may read", err)
	}
	if !info.IsDir() {
		return wrong("files", "%s is no folder: give one in SLUSE_DATA_DIR", c.DataDir)
	}
	if info.Mode().Perm()&0o077 != 0 {
		return wrong("files", "other users of this machine can look into %s: chmod 700 it", c.DataDir)
	}
	probe, err := os.CreateTemp(c.DataDir, ".doctor-")
	if err != nil {
		return wrong("files", "%v: let this user write to the folder, or free some space", err)
	}
	if err := errors.Join(probe.Close(), os.Remove(probe.Name())); err != nil {
		return wrong("files", "%v: is the disk well?", err)
	}
	if key, err := os.Stat(c.SecretPath()); err == nil && key.Mode().Perm()&0o077 != 0 {
		return wrong("files", "other users of this machine can read %s: chmod 600 it", c.SecretPath())
	}
	if err := c.CheckSigningKey(); err != nil {
		return wrong("files", "%v", err)
	}
	if c.BlobURL == "" {
		return well("files", "%s can be written to", c.DataDir)
	}
	store, err := c.Blobs()
	if err == nil {
		err = store.Check(ctx)
	}
	if err != nil {
		return wrong("files", "the bucket cannot be used (%v): check SLUSE_BLOB_URL, and whether key and secret may write", err)
	}
	return well("files", "%s and %s can be written to", c.DataDir, store.Where())
}

func lookAtDatabase(ctx context.Context, c *config.Config) Finding {
	if _, err := os.Stat(c.DatabasePath()); c.DatabaseURL == "" && errors.Is(err, fs.ErrNotExist) {
		return well("database", "is not there yet; the first start makes it")
	}
	db, err := openExisting(ctx, c)
	if err != nil {
		return wrong("database", "%v", err)
	}
	defer func() { _ = db.Close() }()
	if pending, err := db.Pending(ctx); err != nil {
		return wrong("database", "%v: was it made by a later version of Sluse?", err)
	} else if pending {
		return wrong("database", "has the shape of an earlier version: run sluse migrate, or start the server")
	}
	if db.Dialect() == database.SQLite {
		var verdict string
		if err := db.WriterSQL().QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&verdict); err != nil || verdict != "ok" {
			return wrong("database", "is damaged (%s %v): restore the last backup", verdict, err)
		}
	}
	return well("database", "%s, in this version's shape", db.Dialect())
}

func lookAtNodes(ctx context.Context, c *config.Config) Finding {
	if c.NATSURL == "" {
		return well("nodes", "one, this")
	}
	if err := live.TryNATS(ctx, c.NATSURL); err != nil {
		return wrong("nodes", "NATS does not answer (%v): is it running, and are name and password in SLUSE_NATS_URL right? Until then each node reads in the database what the others do", err)
	}
	return well("nodes", "hear each other through NATS")
}

func lookAtMail(ctx context.Context, c *config.Config) Finding {
	if c.SMTPURL == "" || c.SMTPURL == "log:" {
		return well("mail", "nothing leaves the machine")
	}
	transport, err := mailTransport(c, slog.New(slog.DiscardHandler))
	if err != nil {
		return wrong("mail", "%v", err)
	}
	if err := transport.Check(ctx); err != nil {
		var failure *mail.Failure
		if errors.As(err, &failure) {
			err = errors.New(failure.Words)
		}
		return wrong("mail", "%v: check SLUSE_SMTP_URL, and whether the mail server lets this machine in", err)
	}
	return well("mail", "the server takes mails from us")
}

func lookAtClock(ctx context.Context, c *config.Config) Finding {
	if c.ClockAhead != 0 {
		return wrong("clock", "is made wrong by %s: take SLUSE_CLOCK_AHEAD away, it is for tests only", c.ClockAhead)
	}
	now := clock.System{}.Now()
	here := now.In(clock.Copenhagen).Format("2006-01-02 15:04:05")
	if info, err := os.Stat(c.DatabasePath()); err == nil && info.ModTime().After(now.Add(time.Minute)) {
		return wrong("clock", "shows %s in Denmark, but the database was changed later: let the machine set its clock (NTP)", here)
	}
	if ahead, err := databaseClock(ctx, c); err == nil && (ahead > time.Minute || ahead < -time.Minute) {
		return wrong("clock", "differs from the database's by %s: let both machines set their clocks (NTP)", ahead.Round(time.Second))
	}
	return well("clock", "%s in Denmark", here)
}

// databaseClock returns how far PostgreSQL's clock is ahead of ours.
func databaseClock(ctx context.Context, c *config.Config) (ahead time.Duration, err error) {
	if c.DatabaseURL == "" {
		return 0, nil
	}
	db, err := openExisting(ctx, c)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	var theirs time.Time
	if err := db.WriterSQL().QueryRowContext(ctx, "SELECT now()").Scan(&theirs); err != nil {
		return 0, fmt.Errorf("ask the database for the time: %w", err)
	}
	return theirs.Sub(clock.System{}.Now()), nil
}

func lookAtFrontend(context.Context, *config.Config) Finding {
	if _, err := fs.Stat(frontend.Dist, "dist/200.html"); err != nil {
		return wrong("frontend", "is not built into this program: build with make build")
	}
	return well("frontend", "is built in")
}
