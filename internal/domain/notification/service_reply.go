package notification

import (
	"context"
	"crypto/hmac"
	"strings"

	"github.com/google/uuid"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/fault"
	"sluse/internal/kernel/id"
	"sluse/internal/platform/cpr"
	"sluse/internal/platform/inbound"
	"sluse/internal/platform/mail"
)

// replyKind is the kind of mails about an answer by mail, in the outbox.
const replyKind = "reply"

// repliesSpace is the space of client ids that are made from mails' names, so that
// a mail that comes twice makes one post.
var repliesSpace = uuid.MustParse("5d0f8a3e-51c1-4b1e-9d3c-7a4c1b1f0e66")

// Answer is a post written by mail.
type Answer struct {
	ClientID, Text, QuoteID string
}

// takesReplies reports whether mails about posts can be answered by mail.
func (s *Service) takesReplies() bool { return s.ReplyDomain != "" }

// Accept implements inbound.Receiver: only addresses that we made are taken.
func (s *Service) Accept(ctx context.Context, address string) error {
	_, err := s.replyOf(ctx, address)
	return err
}

// replyOf returns what an address stands for, or why it is not taken.
func (s *Service) replyOf(ctx context.Context, address string) (replyTo, error) {
	name, token, ours := cutReply(address, s.ReplyDomain)
	if !ours || !s.takesReplies() {
		return replyTo{}, errNoRelay
	}
	r, known, err := s.store.reply(ctx, name)
	switch {
	case err != nil:
		return replyTo{}, err
	case !known || !hmac.Equal([]byte(r.token(s.Key)), []byte(token)):
		return replyTo{}, errUnknown
	case s.Clock.Now().After(r.ExpiresAt):
		return replyTo{}, errExpired
	}
	return r, nil
}

// Receive implements inbound.Receiver. Mail of machines, from other addresses or
// from who may not read the thread any more is refused in the dialogue. What the
// person themselves wrote and that cannot become a post is taken, and answered once.
func (s *Service) Receive(ctx context.Context, address string, l inbound.Letter) error {
	r, err := s.replyOf(ctx, address)
	if err != nil {
		return err
	}
	if l.Machine != "" || s.ours(l.MessageID) {
		return errMachine
	}
	recipients, err := s.People.Recipients(ctx, []string{r.PersonID})
	if err != nil {
		return wrap("ask whose address it is", err)
	}
	person, there := recipients[r.PersonID]
	if !there || !strings.EqualFold(person.Email, l.From) {
		return errForeign
	}
	memberships, err := s.Programmes.Memberships(ctx, r.PersonID)
	if err != nil {
		return wrap("ask for memberships", err)
	}
	me := actor.Actor{PersonID: r.PersonID, Name: person.Name, Locale: person.Locale, Memberships: memberships}
	if may, err := s.Discussions.MayRead(ctx, me, r.ThreadID); err != nil {
		return wrap("ask who may read", err)
	} else if !may {
		return errUnknown
	}
	return s.answer(ctx, me, person, r, l)
}

// ours reports whether a mail's name is one that our outbox gives: a mail of ours has
// come back.
func (s *Service) ours(messageID string) bool {
	name, domain, _ := strings.Cut(messageID, "@")
	return strings.EqualFold(domain, s.MailDomain) && id.Valid(name)
}

// answer makes a post of a letter as the person who wrote it.
func (s *Service) answer(ctx context.Context, me actor.Actor, to Recipient, r replyTo, l inbound.Letter) error {
	clientID := uuid.NewSHA1(repliesSpace, []byte(r.PersonID+"\n"+r.ThreadID+"\n"+l.MessageID)).String()
	err := s.Discussions.Answer(actor.With(ctx, me), r.ThreadID, Answer{clientID, l.Text, r.PostID})
	if fault.Is(err, fault.Invalid) && codeOf(err) == "post.quote_unknown" {
		err = s.Discussions.Answer(actor.With(ctx, me), r.ThreadID, Answer{clientID, l.Text, ""})
	}
	code := codeOf(err)
	switch {
	case err == nil && l.Attachments == 0:
		return nil
	case err == nil:
		code = "attachments"
	case code == "" || fault.Is(err, fault.Unavailable) || fault.Is(err, fault.Limited):
		return wrap("post what came by mail", err)
	}
	return s.reportReply(ctx, to, r, clientID, code, l.Text)
}

func codeOf(err error) string {
	if f, is := fault.As(err); is {
		return f.Code
	}
	return ""
}

// reportReply tells a person, once, what did not become of their mail: why, and
// what they wrote, so that nothing is lost.
func (s *Service) reportReply(ctx context.Context, to Recipient, r replyTo, clientID, code, text string) error {
	if code == "post.cpr" {
		text = "" // a number that must not be in a post must not be in a mail
	}
	memberships, err := s.Programmes.Memberships(ctx, r.PersonID)
	if err != nil {
		return wrap("ask for memberships", err)
	}
	looked, err := s.Subjects[SubjectThread].Look(ctx, actor.Actor{PersonID: r.PersonID, Memberships: memberships}, []string{r.ThreadID})
	if err != nil {
		return wrap("ask for a thread", err)
	}
	thread := looked[r.ThreadID]
	if thread.Sensitive {
		thread.Title, text = "", ""
	}
	link := thread.Href
	if link == "" {
		link = "/inbox"
	}
	message := mail.Message{
		To: mail.Address{Email: to.Email, Name: to.Name}, Kind: replyKind, Locale: to.Locale, Template: "reply",
		Data:      map[string]any{"code": code, "thread": thread.Title, "said": cpr.Mask(shorten(text, textInMail)), "link": link},
		DedupeKey: "reply:" + clientID, ThreadKey: "thread:" + r.ThreadID,
	}
	err = s.DB.Write(ctx, func(ctx context.Context) error { return s.Outbox.Send(ctx, message) })
	return wrap("answer a mail", err)
}

// replyAddress makes the address by which a mail about a post can be answered, ""
// where none is set up. It belongs to the Write that ctx carries.
func (s *Service) replyAddress(ctx context.Context, c concern, p Post) (string, error) {
	if !s.takesReplies() {
		return "", nil
	}
	r := newReplyTo(c, p, s.Clock.Now())
	if err := s.store.addReply(ctx, r); err != nil {
		return "", err
	}
	return replyPrefix + r.token(s.Key) + "@" + s.ReplyDomain, nil
}
