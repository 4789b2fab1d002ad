package notification

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"strings"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/fault"
	"sluse/internal/platform/mail"
)

// Scope is how much a stop link stops.
type Scope string

// The scopes.
const (
	// ThisThread: the thread is muted, as in the product: no more mails about it.
	ThisThread Scope = "thread"
	// TheDigest: nothing gathered any more, daily or weekly.
	TheDigest Scope = "digest"
	// TheNews: no more mails of what is new in programmes.
	TheNews Scope = "news"
	// OneProgramme: no more mails of one programme.
	OneProgramme Scope = "programme"
	// Everything: no more mails of this kind at all.
	Everything Scope = "all"
)

// StopView is what a stop link stops, as anybody may see who holds the link.
type StopView struct {
	// Scope is what the link stops unless asked otherwise.
	Scope       Scope
	ThreadTitle string
	// Email is masked: the mail may have been passed on.
	Email string
	// Stopped: what the link stops is stopped. AllStopped: all is.
	Stopped, AllStopped bool
	// Programmes are those that can be stopped by themselves.
	Programmes []StopProgramme
}

// StopProgramme is a programme whose mails a link can stop.
type StopProgramme struct {
	ID, Name string
	Stopped  bool
}

// A stop link's token names a person and what it stops, a thread or one of the two
// scopes below, and proves that we wrote it, so that it works signed out, from every
// mail ever sent, and without a table of them. It allows nothing but to stop mails.
type stopClaim struct{ PersonID, What string }

// scope is what the link stops unless asked otherwise.
func (c stopClaim) scope() Scope {
	if s := Scope(c.What); s == TheDigest || s == TheNews {
		return s
	}
	return ThisThread
}

// threadID is the thread's that the link is about, "" where about none.
func (c stopClaim) threadID() string {
	if c.scope() == ThisThread {
		return c.What
	}
	return ""
}

// stopToken makes the token: person.what.mac in base64url.
func (s *Service) stopToken(personID, what string) string {
	claim := personID + "." + what
	return base64.RawURLEncoding.EncodeToString([]byte(claim)) + "." + s.sign(claim)
}

func (s *Service) stopLinks(personID, what string) mail.Stop {
	token := s.stopToken(personID, what)
	return mail.Stop{Page: "/mail-stop/" + token, Post: "/api/mail-stops/" + token}
}

func (s *Service) sign(claim string) string {
	mac := hmac.New(sha256.New, s.Key)
	mac.Write([]byte("mail-stop:" + claim))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil)[:18])
}

// readToken returns whom and what a token names; one that we did not make is the
// fault "mail_stop.unknown".
func (s *Service) readToken(token string) (stopClaim, error) {
	unknown := fault.NewNotFound("mail_stop.unknown")
	encoded, mac, _ := strings.Cut(token, ".")
	claim, err := base64.RawURLEncoding.DecodeString(encoded)
	if err != nil || !hmac.Equal([]byte(s.sign(string(claim))), []byte(mac)) {
		return stopClaim{}, unknown
	}
	personID, what, found := strings.Cut(string(claim), ".")
	if !found {
		return stopClaim{}, unknown
	}
	return stopClaim{personID, what}, nil
}

// MailStop tells what a stop link would stop; it changes nothing, since mail
// gateways open links.
func (s *Service) MailStop(ctx context.Context, token string) (StopView, error) {
	claim, err := s.readToken(token)
	if err != nil {
		return StopView{}, err
	}
	return s.stopView(ctx, claim)
}

func (s *Service) stopView(ctx context.Context, c stopClaim) (view StopView, err error) {
	choices, err := s.store.choicesOf(ctx, c.PersonID)
	if err != nil {
		return view, err
	}
	memberships, err := s.Programmes.Memberships(ctx, c.PersonID)
	if err != nil {
		return view, wrap("ask for memberships", err)
	}
	programmeIDs := actor.Actor{Memberships: memberships}.ProgrammeIDs()
	view.Scope, view.AllStopped, view.Programmes = c.scope(), choices.silent(""), []StopProgramme{}
	for _, programmeID := range programmeIDs {
		name, err := s.Programmes.Name(ctx, programmeID)
		if err != nil {
			return view, wrap("name of a programme", err)
		}
		stopped := choices.silent(programmeID)
		view.AllStopped = view.AllStopped && stopped
		view.Programmes = append(view.Programmes, StopProgramme{programmeID, name, stopped})
	}
	switch c.scope() {
	case TheDigest:
		view.Stopped = !choices.gathered(programmeIDs)
	case TheNews:
		view.Stopped = choices.Pace("", KindNew) == Never
	case ThisThread, OneProgramme, Everything:
		if view.Stopped, err = s.Discussions.Muted(ctx, c.threadID(), c.PersonID); err != nil {
			return view, wrap("ask whether a thread is muted", err)
		}
	}
	view.Stopped = view.Stopped || view.AllStopped
	err = s.describeStop(ctx, c, &view)
	return view, err
}

// describeStop adds whose mails they are, and the thread's title while the person
// may read it.
func (s *Service) describeStop(ctx context.Context, c stopClaim, view *StopView) error {
	recipients, err := s.People.Recipients(ctx, []string{c.PersonID})
	if err != nil {
		return wrap("ask how to reach a person", err)
	}
	r, there := recipients[c.PersonID]
	if !there {
		view.Programmes = []StopProgramme{} // they have left: nothing is said of them
		return nil
	}
	view.Email = mail.Masked(r.Email)
	if c.threadID() == "" {
		return nil
	}
	if may, err := s.mayRead(ctx, c.PersonID, c.threadID()); err != nil || !may {
		return err
	}
	view.ThreadTitle, err = s.Discussions.Title(ctx, c.threadID())
	return wrap("title of a thread", err)
}

// StopMail stops what a link's token names or, where a scope is given, that much
// of the person's mails; OneProgramme says which.
func (s *Service) StopMail(ctx context.Context, token string, scope Scope, programmeID string) (StopView, error) {
	claim, err := s.readToken(token)
	if err != nil {
		return StopView{}, err
	}
	if scope == "" || scope == ThisThread && claim.threadID() == "" {
		scope = claim.scope()
	}
	memberships, err := s.Programmes.Memberships(ctx, claim.PersonID)
	if err != nil {
		return StopView{}, wrap("ask for memberships", err)
	}
	who := actor.Actor{PersonID: claim.PersonID, Memberships: memberships}
	if _, member := who.Role(programmeID); scope == OneProgramme && !member {
		return StopView{}, fault.NewNotFound("programme.unknown")
	}
	err = s.DB.Write(ctx, func(ctx context.Context) error { return s.stop(ctx, who, claim, scope, programmeID) })
	if err != nil {
		return StopView{}, err
	}
	return s.stopView(ctx, claim)
}

func (s *Service) stop(ctx context.Context, who actor.Actor, claim stopClaim, scope Scope, programmeID string) error {
	never := func(programmeID string, kinds ...Kind) error {
		for _, k := range kinds {
			if err := s.store.choose(ctx, who.PersonID, programmeID, k, Never, s.Clock.Now()); err != nil {
				return err
			}
		}
		return nil
	}
	switch scope {
	case OneProgramme:
		return never(programmeID, Kinds...)
	case Everything:
		if err := s.store.forgetChoices(ctx, who.PersonID); err != nil {
			return err
		}
		return never("", Kinds...)
	case TheNews, TheDigest:
		return s.stopGathered(ctx, who, scope, never)
	case ThisThread:
	}
	return wrap("mute a thread", s.Discussions.Mute(ctx, claim.threadID(), who.PersonID))
}

// stopGathered ends what comes in a digest, or what is new in programmes, wherever
// the person has it so.
func (s *Service) stopGathered(ctx context.Context, who actor.Actor, scope Scope, never func(string, ...Kind) error) error {
	choices, err := s.store.choicesOf(ctx, who.PersonID)
	if err != nil {
		return err
	}
	for _, programmeID := range append([]string{""}, who.ProgrammeIDs()...) {
		for _, k := range Kinds {
			pace := choices.Pace(programmeID, k)
			if scope == TheNews && k == KindNew || scope == TheDigest && (pace == Daily || pace == Weekly) {
				if err := never(programmeID, k); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// Choices returns the actor's wishes and the threads that they have muted, as far as
// they may still read them.
func (s *Service) Choices(ctx context.Context) (Wishes, []MutedThread, error) {
	me, err := actor.Must(ctx)
	if err != nil {
		return Wishes{}, nil, err
	}
	choices, err := s.store.choicesOf(ctx, me.PersonID)
	if err != nil {
		return Wishes{}, nil, err
	}
	muted, err := s.Discussions.MutedThreads(ctx, me)
	return choices.wishes(), muted, wrap("ask for muted threads", err)
}
