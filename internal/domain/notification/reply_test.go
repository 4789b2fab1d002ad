package notification_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"sluse/internal/domain/notification"
	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/fault"
	"sluse/internal/kernel/id"
	"sluse/internal/platform/inbound"
	"sluse/internal/platform/mail"
)

// Answer stands for the discussions.
func (w *world) Answer(ctx context.Context, threadID string, a notification.Answer) error {
	me, err := actor.Must(ctx)
	if err != nil || w.trouble != nil {
		return errors.Join(err, w.trouble)
	}
	if w.answers == nil {
		w.answers = map[string]string{}
	}
	w.answers[a.ClientID] = me.PersonID + " " + threadID + " " + a.QuoteID + ": " + a.Text
	return nil
}

// replyTo lets Signe get a mail and returns the address to answer it by, and the post.
func (w *world) replyTo(t *testing.T, thread string) (reply string, p notification.Post) {
	t.Helper()
	w.run(t)
	p = w.post(t, notification.Post{ThreadID: thread, AuthorID: karim, OpenerID: karim, Persons: []string{signe}, Sensitive: strings.HasPrefix(thread, "partners")})
	w.settle(t)
	_, mails := w.mailed(t)
	m := mails[0]
	if m.To != address(signe) || !strings.Contains(m.Text, "svare på denne mail") {
		t.Fatalf("the mail is %+v", m)
	}
	return m.Headers["Reply-To"], p
}

func fromSigne(text string) inbound.Letter {
	return inbound.Letter{From: address(signe), MessageID: "abc@mail.kommune.example", Text: text}
}

func refused(t *testing.T, err error, words string) {
	t.Helper()
	var refusal *inbound.Refusal
	if !errors.As(err, &refusal) || refusal.Code < 500 || !strings.Contains(refusal.Words, words) {
		t.Errorf("got %v, want a refusal with %q", err, words)
	}
}

func TestAnAnswerByMail(t *testing.T) {
	w := newWorld(t)
	reply, p := w.replyTo(t, "t1")
	local, _, _ := strings.Cut(reply, "@")
	if len(local) > 64 || reply != strings.ToLower(reply) || !strings.HasSuffix(reply, "@svar.sluse.example") {
		t.Fatalf("the address is %q", reply)
	}
	for range 3 { // redelivered, also by a server that shouts
		must(t, w.module.Accept(t.Context(), strings.ToUpper(reply)))
		must(t, w.module.Receive(t.Context(), strings.ToUpper(reply), fromSigne("Hver uge")))
	}
	other := fromSigne("Og en ting mere")
	other.MessageID = "def@mail.kommune.example"
	must(t, w.module.Receive(t.Context(), reply, other))
	got := []string{}
	for clientID, said := range w.answers {
		if !id.Valid(clientID) {
			t.Errorf("client id %q", clientID)
		}
		got = append(got, said)
	}
	slices.Sort(got)
	expect(t, got, "signe t1 "+p.ID+": Hver uge", "signe t1 "+p.ID+": Og en ting mere")
}

func TestWhatIsRefusedInTheDialogue(t *testing.T) {
	w := newWorld(t)
	reply, _ := w.replyTo(t, "t1")
	token, domain, _ := strings.Cut(reply, "@")
	swapped := token[:len(token)-1] + map[bool]string{true: "b", false: "a"}[strings.HasSuffix(token, "a")]
	for bad, words := range map[string]string{
		"anybody@elsewhere.example": "No mail", token + "@elsewhere.example": "No mail", "reply@" + domain: "No mail", "postmaster@" + domain: "No mail",
		swapped + "@" + domain: "unknown", "reply+" + strings.Repeat("a", 32) + "@" + domain: "unknown", token + "a@" + domain: "No mail", "": "No mail",
	} {
		refused(t, w.module.Accept(t.Context(), bad), words)
		refused(t, w.module.Receive(t.Context(), bad, fromSigne("x")), words)
	}
	letter := func(change func(l *inbound.Letter)) inbound.Letter {
		l := fromSigne("x")
		change(&l)
		return l
	}
	refused(t, w.module.Receive(t.Context(), reply, letter(func(l *inbound.Letter) { l.Machine = "auto-submitted" })), "Automatic")
	refused(t, w.module.Receive(t.Context(), reply, letter(func(l *inbound.Letter) { l.MessageID = id.New() + "@sluse.example" })), "Automatic")
	refused(t, w.module.Receive(t.Context(), reply, letter(func(l *inbound.Letter) { l.From = address(karim) })), "Answer from the address")
	w.hidden["t1"] = true
	refused(t, w.module.Receive(t.Context(), reply, fromSigne("x")), "unknown")
	delete(w.hidden, "t1")
	w.left[signe] = true
	refused(t, w.module.Receive(t.Context(), reply, fromSigne("x")), "Answer from the address")
	delete(w.left, signe)
	w.clock.Advance(89 * 24 * time.Hour)
	must(t, w.module.Accept(t.Context(), reply))
	w.clock.Advance(2 * 24 * time.Hour)
	refused(t, w.module.Accept(t.Context(), reply), "too old")
	if len(w.answers) != 0 {
		t.Errorf("posts were made: %v", w.answers)
	}
	if _, mails := w.mailed(t); len(mails) != 1 {
		t.Errorf("somebody was mailed: %d mails", len(mails))
	}
}

func TestWhatCannotBeAPostIsAnsweredOnce(t *testing.T) {
	for name, c := range map[string]struct {
		thread, want, unwanted string
		trouble                error
		letter                 inbound.Letter
	}{
		"closed":      {want: "er lukket", trouble: fault.NewConflict("thread.closed"), letter: fromSigne("Min tekst")},
		"observer":    {want: "ikke skrive", trouble: fault.NewForbidden("thread.observers_read"), letter: fromSigne("Min tekst")},
		"a number":    {want: "CPR-nummer", unwanted: "Min tekst", trouble: fault.NewInvalid("post.cpr"), letter: fromSigne("Min tekst")},
		"empty":       {want: "ingen ny tekst", trouble: fault.NewInvalid("post.empty"), letter: fromSigne("")},
		"too long":    {want: "for langt", trouble: fault.NewInvalid("post.too_long"), letter: fromSigne("Min tekst")},
		"something":   {want: "Skriv det i Sluse", trouble: fault.NewConflict("other.thing"), letter: fromSigne("Min tekst")},
		"sensitive":   {thread: "partners1", want: "er lukket", unwanted: "Min tekst", trouble: fault.NewConflict("thread.closed"), letter: fromSigne("Min tekst")},
		"attachments": {want: "filer kan ikke sendes", unwanted: "Min tekst", letter: inbound.Letter{From: address(signe), MessageID: "a@b.example", Text: "Min tekst", Attachments: 2}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			if c.thread == "" {
				c.thread = "t1"
			}
			reply, _ := w.replyTo(t, c.thread)
			w.trouble = c.trouble
			for range 2 {
				must(t, w.module.Receive(t.Context(), reply, c.letter))
			}
			w.settle(t)
			_, mails := w.mailed(t)
			answers := slices.DeleteFunc(mails, func(m mail.Kept) bool { return m.Headers["List-Unsubscribe"] != "" })
			if len(answers) != 1 || answers[0].To != address(signe) {
				t.Fatalf("answers %+v", answers)
			}
			m := answers[0]
			if !strings.Contains(m.Text, c.want) || c.unwanted != "" && strings.Contains(m.Text, c.unwanted) || m.Headers["Auto-Submitted"] == "" {
				t.Errorf("the answer is\n%s", m.Text)
			}
			if c.thread == "partners1" && strings.Contains(m.Text, w.title("partners1")) {
				t.Errorf("the answer names a sensitive thread:\n%s", m.Text)
			}
		})
	}
}

func TestOwnTroubleAsksToComeAgain(t *testing.T) {
	w := newWorld(t)
	reply, _ := w.replyTo(t, "t1")
	for _, trouble := range []error{errors.New("the disk is full"), fault.NewUnavailable("database.away")} {
		w.trouble = trouble
		err := w.module.Receive(t.Context(), reply, fromSigne("x"))
		var refusal *inbound.Refusal
		if err == nil || errors.As(err, &refusal) {
			t.Errorf("%v gave %v", trouble, err)
		}
	}
}
