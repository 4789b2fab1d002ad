package mail_test

import (
	"context"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"sluse/internal/platform/mail"
	"sluse/internal/platform/mail/mailtest"
)

func keyed(key string) mail.Message {
	m := notice("signe@thisted.example")
	m.DedupeKey, m.Data = key, map[string]any{"subject": "Et emne", "text": "En tekst."}
	return m
}

// Whoever sent a mail can tell what their server said of it.
func TestAMailIsFollowedByItsKey(t *testing.T) {
	server := mailtest.Start(t, mailtest.Behaviour{OnRcpt: mailtest.Reply(550, "no such user here")})
	b := newBench(t, carrier(server))
	b.send(t, keyed("invitation:1"))
	b.start(t)
	b.until(t, mail.Failed)
	found, err := b.outbox.DeliveriesOf(t.Context(), []string{"invitation:1", "invitation:2"})
	if err != nil || len(found) != 1 {
		t.Fatalf("%+v (%v)", found, err)
	}
	if d := found["invitation:1"]; d.State != mail.Failed || !strings.Contains(d.ServerWords, "no such user here") {
		t.Errorf("%+v", d)
	}
}

func TestAMailThatIsWithdrawnDoesNotLeave(t *testing.T) {
	var sent atomic.Int32
	b := newBench(t, carrierFunc(func(context.Context, mail.Composed) error { sent.Add(1); return nil }))
	b.send(t, keyed("invitation:1"))
	if err := b.outbox.Withdraw(t.Context(), "invitation:1"); err != nil {
		t.Fatal(err)
	}
	if text := b.column(t, "message"); text != "{}" {
		t.Errorf("what it would have said is still there: %s", text)
	}
	b.send(t, keyed("another"))
	b.start(t)
	waitSent(t, b, "another")
	found, err := b.outbox.DeliveriesOf(t.Context(), []string{"invitation:1"})
	if err != nil || found["invitation:1"].State != mail.Withdrawn || sent.Load() != 1 {
		t.Errorf("%+v, %d left (%v)", found, sent.Load(), err)
	}
}

func waitSent(t *testing.T, b *bench, key string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	again := time.NewTicker(10 * time.Millisecond)
	defer again.Stop()
	for {
		found, err := b.outbox.DeliveriesOf(ctx, []string{key})
		if err == nil && found[key].State == mail.Sent {
			return
		}
		select {
		case <-again.C:
		case <-ctx.Done():
			t.Fatalf("%+v (%v)", found, err)
		}
	}
}

func TestPreviewIsTheMailAndNothingIsKept(t *testing.T) {
	b := newBench(t, mail.Discard{})
	preview, err := b.outbox.Preview(keyed(""))
	if err != nil || preview.Subject != "Et emne" || !strings.Contains(preview.Text, "En tekst.") || !strings.Contains(preview.HTML, "En tekst.") {
		t.Errorf("%+v (%v)", preview, err)
	}
	if list, err := b.outbox.List(t.Context(), mail.ListQuery{Limit: 10}); err != nil || len(list) != 0 {
		t.Errorf("%+v (%v)", list, err)
	}
	if _, err := b.outbox.Preview(mail.Message{To: mail.Address{Email: "none"}, Template: "notice"}); err == nil {
		t.Error("an address that is none was previewed")
	}
}
