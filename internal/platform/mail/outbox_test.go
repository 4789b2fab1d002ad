package mail_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"sluse/internal/kernel/clock"
	"sluse/internal/kernel/fault"
	"sluse/internal/platform/database"
	"sluse/internal/platform/database/dbtest"
	"sluse/internal/platform/jobs"
	"sluse/internal/platform/mail"
	"sluse/internal/platform/mail/mailtest"
)

const patience = 30 * time.Second

// bench is an outbox with a real database and queue; the carrier is the test's.
type bench struct {
	db     *database.DB
	jobs   *jobs.Jobs
	outbox *mail.Outbox
	clock  *clock.Manual
	log    *logBuffer
}

type logBuffer struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (b *logBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *logBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}

func newBench(t *testing.T, carrier mail.Transport, change ...func(*mail.Needs)) *bench {
	t.Helper()
	b := &bench{db: dbtest.New(t), clock: clock.NewManual(time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)), log: &logBuffer{}}
	log := slog.New(slog.NewTextHandler(b.log, nil))
	b.jobs = jobs.New(b.db, log, b.clock)
	b.jobs.PollEvery(20 * time.Millisecond)
	needs := mail.Needs{DB: b.db, Jobs: b.jobs, Clock: b.clock, Log: log, Composer: composer(t), Transport: carrier}
	for _, c := range change {
		c(&needs)
	}
	b.outbox = mail.NewOutbox(needs)
	return b
}

func (b *bench) start(t *testing.T) {
	t.Helper()
	if err := b.jobs.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		if err := b.jobs.Stop(ctx); err != nil {
			t.Error(err)
		}
	})
}

func (b *bench) send(t *testing.T, m mail.Message) {
	t.Helper()
	if err := b.db.Write(t.Context(), func(ctx context.Context) error { return b.outbox.Send(ctx, m) }); err != nil {
		t.Fatal(err)
	}
}

// until waits for the only mail to reach a state.
func (b *bench) until(t *testing.T, state mail.State) mail.Delivery {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	again := time.NewTicker(10 * time.Millisecond)
	defer again.Stop()
	var last []mail.Delivery
	for {
		var err error
		if last, err = b.outbox.List(ctx, mail.ListQuery{Limit: 10}); err == nil && len(last) == 1 && last[0].State == state {
			return last[0]
		}
		select {
		case <-again.C:
		case <-ctx.Done():
			t.Fatalf("the mail never was %s, but %+v (%v)", state, last, err)
		}
	}
}

// carrierFunc is a carrier at the edge, for outcomes that need no server.
type carrierFunc func(ctx context.Context, m mail.Composed) error

func (f carrierFunc) Deliver(ctx context.Context, m mail.Composed) error { return f(ctx, m) }
func (carrierFunc) Check(context.Context) error                          { return nil }

func (b *bench) column(t *testing.T, name string) (text string) {
	t.Helper()
	if err := b.db.Read(t.Context()).Raw("SELECT " + name + " FROM mail_outbox").Scan(&text).Error; err != nil {
		t.Fatal(err)
	}
	return text
}

func TestAMailGoesFromTheChangeToTheServer(t *testing.T) {
	server := mailtest.Start(t, mailtest.Behaviour{})
	b := newBench(t, carrier(server))
	b.start(t)
	b.send(t, notice("mette@kommune.example"))
	got := b.until(t, mail.Sent)
	if got.Attempts != 1 || got.SentAt == nil || got.Subject != "Prøve" {
		t.Errorf("delivery %+v", got)
	}
	if len(server.Mails()) != 1 {
		t.Errorf("%d mails came", len(server.Mails()))
	}
	if b.column(t, "message") != "{}" || b.column(t, "kept") != "" {
		t.Error("what was sent can still be read")
	}
	if strings.Contains(b.log.String(), "mette") {
		t.Error("the log names the recipient")
	}
}

func TestNoMailWithoutTheChangeAndOneForOneKey(t *testing.T) {
	b := newBench(t, mail.Discard{})
	no := errors.New("no")
	err := b.db.Write(t.Context(), func(ctx context.Context) error {
		return errors.Join(b.outbox.Send(ctx, notice("a@b.example")), no)
	})
	if !errors.Is(err, no) {
		t.Fatal(err)
	}
	m := notice("a@b.example")
	m.DedupeKey = "post:1:a"
	b.send(t, m)
	b.send(t, m)
	list, err := b.outbox.List(t.Context(), mail.ListQuery{Limit: 10})
	if err != nil || len(list) != 1 {
		t.Fatalf("the outbox holds %d mails (%v), want 1", len(list), err)
	}
	var queued int
	if err := b.db.Read(t.Context()).Raw("SELECT count(*) FROM river_job WHERE kind = 'mail.send'").Scan(&queued).Error; err != nil || queued != 1 {
		t.Fatalf("%d jobs wait (%v), want 1", queued, err)
	}
}

func TestAnAddressThatIsNoneIsAFault(t *testing.T) {
	b := newBench(t, mail.Discard{})
	err := b.db.Write(t.Context(), func(ctx context.Context) error { return b.outbox.Send(ctx, notice("nobody")) })
	if f, ok := fault.As(err); !ok || f.Code != "mail.address_invalid" {
		t.Fatalf("got %v", err)
	}
}

func TestADeferredMailIsTriedAgainWithTheServersWordsKept(t *testing.T) {
	server := mailtest.Start(t, mailtest.Behaviour{OnRcpt: mailtest.Reply(451, "greylisted, come back")})
	b := newBench(t, carrier(server))
	b.start(t)
	b.send(t, notice("a@b.example"))
	got := b.until(t, mail.Deferred)
	if !strings.Contains(got.ServerWords, "greylisted") || got.NextTry == nil || !got.NextTry.Equal(b.clock.Now().Add(time.Minute)) {
		t.Errorf("delivery %+v", got)
	}
	server.Behave(mailtest.Behaviour{})
	b.hurry(t)
	if got := b.until(t, mail.Sent); got.Attempts != 2 || got.ServerWords != "" {
		t.Errorf("delivery %+v", got)
	}
	if len(server.Mails()) != 1 {
		t.Errorf("%d mails came", len(server.Mails()))
	}
}

// hurry makes scheduled jobs due.
func (b *bench) hurry(t *testing.T) {
	t.Helper()
	err := b.db.Write(t.Context(), func(ctx context.Context) error {
		return b.db.Tx(ctx).Exec("UPDATE river_job SET state = 'available', scheduled_at = CURRENT_TIMESTAMP WHERE state = 'scheduled'").Error
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestRefusedMailFailsAndMayBeSentAgainByHand(t *testing.T) {
	server := mailtest.Start(t, mailtest.Behaviour{OnRcpt: mailtest.Reply(550, "no such user here")})
	b := newBench(t, carrier(server))
	b.start(t)
	b.send(t, notice("a@b.example"))
	got := b.until(t, mail.Failed)
	if !strings.Contains(got.ServerWords, "no such user") || got.NextTry != nil {
		t.Errorf("delivery %+v", got)
	}
	server.Behave(mailtest.Behaviour{})
	if err := b.outbox.SendAgain(t.Context(), got.ID); err != nil {
		t.Fatal(err)
	}
	b.until(t, mail.Sent)
	if err := b.outbox.SendAgain(t.Context(), got.ID); !fault.Is(err, fault.Conflict) {
		t.Errorf("sending again what was sent gave %v", err)
	}
}

func TestAMailThatIsDeferredForDaysFails(t *testing.T) {
	b := newBench(t, carrierFunc(func(context.Context, mail.Composed) error {
		return &mail.Failure{Outcome: mail.Later, Code: 451, Words: "later"}
	}))
	b.send(t, notice("a@b.example"))
	b.clock.Advance(73 * time.Hour)
	b.start(t)
	b.until(t, mail.Failed)
}

func TestALostAnswerIsUncertainAndNotSentAgain(t *testing.T) {
	server := mailtest.Start(t, mailtest.Behaviour{DropAfterData: true})
	b := newBench(t, carrier(server))
	b.start(t)
	b.send(t, notice("a@b.example"))
	b.until(t, mail.Uncertain)
	if n := len(server.Mails()); n != 1 {
		t.Errorf("%d mails came", n)
	}
}

func TestAProgramThatDiesWhileSendingLeavesAnUncertainMail(t *testing.T) {
	sent := 0
	b := newBench(t, carrierFunc(func(context.Context, mail.Composed) error { sent++; return nil }))
	b.send(t, notice("a@b.example"))
	// As a program leaves it that died between the server's answer and noting it.
	b.execute(t, "UPDATE mail_outbox SET state = 'sending', attempts = 1, claimed_at = ?", b.clock.Now())
	b.start(t)
	if got := b.until(t, mail.Uncertain); got.ServerWords == "" {
		t.Errorf("delivery %+v", got)
	}
	if sent != 0 {
		t.Error("it was sent again")
	}
}

func (b *bench) execute(t *testing.T, sql string, args ...any) {
	t.Helper()
	if err := b.db.Write(t.Context(), func(ctx context.Context) error { return b.db.Tx(ctx).Exec(sql, args...).Error }); err != nil {
		t.Fatal(err)
	}
}

func TestSweepFindsTheLostAndForgetsTheOld(t *testing.T) {
	b := newBench(t, mail.Discard{})
	b.send(t, notice("a@b.example"))
	b.execute(t, "UPDATE mail_outbox SET state = 'sending', claimed_at = ?", b.clock.Now())
	state := func() string { return b.column(t, "state") }
	if err := b.outbox.Sweep(t.Context()); err != nil || state() != "sending" {
		t.Fatalf("a mail that is being sent became %s (%v)", state(), err)
	}
	b.clock.Advance(time.Hour)
	if err := b.outbox.Sweep(t.Context()); err != nil || state() != "uncertain" {
		t.Fatalf("a lost mail is %s (%v)", state(), err)
	}
	b.clock.Advance(31 * 24 * time.Hour)
	if err := database.Apply(t.Context(), b.outbox.Rules(), b.clock.Now()); err != nil || state() != "" {
		t.Fatalf("an old mail is %s (%v)", state(), err)
	}
}

func TestAMailThatIsNoLongerWantedDoesNotLeave(t *testing.T) {
	for name, prepare := range map[string]func(b *bench, m *mail.Message){
		"guard": func(b *bench, _ *mail.Message) {
			b.outbox.GuardKind("notice", func(_ context.Context, data map[string]any) (bool, error) {
				return data["subject"] != "Prøve", nil
			})
		},
		"expired": func(b *bench, m *mail.Message) { m.NotAfter = b.clock.Now().Add(-time.Second) },
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, carrierFunc(func(context.Context, mail.Composed) error { t.Error("it left"); return nil }))
			m := notice("a@b.example")
			prepare(b, &m)
			b.send(t, m)
			b.start(t)
			b.until(t, mail.Withdrawn)
			if b.column(t, "message") != "{}" {
				t.Error("its text can still be read")
			}
		})
	}
}

func TestSecretsAreErasedWhenNothingMoreIsSent(t *testing.T) {
	b := newBench(t, carrierFunc(func(context.Context, mail.Composed) error {
		return &mail.Failure{Outcome: mail.Refused, Code: 550, Words: "no"}
	}))
	m := notice("a@b.example")
	m.Sensitive = true
	b.send(t, m)
	b.start(t)
	b.until(t, mail.Failed)
	if b.column(t, "message") != "{}" {
		t.Error("the secret stays")
	}
}

func TestTheDemoMailboxKeepsWhatWouldHaveLeft(t *testing.T) {
	b := newBench(t, mail.Discard{}, func(n *mail.Needs) { n.Keep = true })
	b.start(t)
	b.send(t, storyMail())
	b.until(t, mail.Sent)
	mails, err := b.outbox.Mailbox(t.Context(), 10)
	if err != nil || len(mails) != 1 {
		t.Fatalf("%d mails (%v)", len(mails), err)
	}
	got := mails[0]
	if got.To != "mette@kommune.example" || !strings.Contains(got.Text, "Karim Saleh svarede dig") || !strings.Contains(got.HTML, "<h1") ||
		got.Headers["List-Unsubscribe-Post"] == "" || got.At.IsZero() {
		t.Errorf("kept %+v", got)
	}
}

func TestMailToTheLogNamesNobody(t *testing.T) {
	log := &logBuffer{}
	b := newBench(t, mail.ToLog{Log: slog.New(slog.NewTextHandler(log, nil))})
	b.start(t)
	b.send(t, notice("mette@kommune.example"))
	b.until(t, mail.Sent)
	if text := log.String(); !strings.Contains(text, "Prøve") || strings.Contains(text, "mette") || strings.Contains(text, "Mette") {
		t.Errorf("the log says %s", text)
	}
	if mails, err := b.outbox.Mailbox(t.Context(), 10); err != nil || len(mails) != 0 {
		t.Errorf("outside the demo %d mails can be read (%v)", len(mails), err)
	}
}

func TestManyMailsAtOnceEachArriveOnce(t *testing.T) {
	server := mailtest.Start(t, mailtest.Behaviour{})
	b := newBench(t, carrier(server))
	b.start(t)
	const many = 45
	err := b.db.Write(t.Context(), func(ctx context.Context) error {
		for i := range many {
			if err := b.outbox.Send(ctx, notice(fmt.Sprintf("p%d@kommune.example", i))); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for range many {
		select {
		case m := <-server.Arrived():
			if seen[m.To] {
				t.Errorf("%s got two", m.To)
			}
			seen[m.To] = true
		case <-time.After(patience):
			t.Fatalf("%d of %d mails came", len(seen), many)
		}
	}
}

func TestTheListIsReadByStateAndAddressPageByPage(t *testing.T) {
	b := newBench(t, carrierFunc(func(_ context.Context, m mail.Composed) error {
		if strings.Contains(m.To, "no_") {
			return &mail.Failure{Outcome: mail.Refused, Code: 550, Words: "550 no such user"}
		}
		return nil
	}))
	for _, to := range []string{"a@b.example", "no_1@b.example", "nox1@c.example"} {
		b.send(t, notice(to))
	}
	b.start(t)
	list := func(q mail.ListQuery) string {
		q.Limit = 2
		found, err := b.outbox.List(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		var all []string
		for _, d := range found {
			all = append(all, d.To.Email)
		}
		return strings.Join(all, " ")
	}
	b.settle(t)
	first, err := b.outbox.List(t.Context(), mail.ListQuery{Limit: 2})
	if err != nil || len(first) != 2 {
		t.Fatalf("%d listed (%v)", len(first), err)
	}
	for _, c := range []struct {
		query mail.ListQuery
		want  string
	}{
		{mail.ListQuery{}, "nox1@c.example no_1@b.example"},
		{mail.ListQuery{Before: first[1].ID}, "a@b.example"},
		{mail.ListQuery{State: mail.Failed}, "no_1@b.example"},
		{mail.ListQuery{State: mail.Sent}, "nox1@c.example a@b.example"},
		{mail.ListQuery{State: mail.Queued}, ""},
		{mail.ListQuery{Address: "@B.Example"}, "no_1@b.example a@b.example"},
		{mail.ListQuery{Address: "no_"}, "no_1@b.example"},
		{mail.ListQuery{Address: "%"}, ""},
		{mail.ListQuery{Address: "c.ex", State: mail.Failed}, ""},
	} {
		if got := list(c.query); got != c.want {
			t.Errorf("%+v: %q, want %q", c.query, got, c.want)
		}
	}
}

// settle waits until no mail is on its way.
func (b *bench) settle(t *testing.T) {
	t.Helper()
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	for {
		figures, err := b.outbox.Figures(t.Context())
		if err == nil && figures[mail.Queued]+figures[mail.Sending] == 0 {
			return
		}
		select {
		case <-again.C:
		case <-t.Context().Done():
			t.Fatalf("mails are still on their way: %v (%v)", figures, err)
		}
	}
}
