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
	// ThisThread: no more mails about one thread.
	ThisThread Scope = "thread"
	// Everything: no more mails at once about any discussion.
	Everything Scope = "all"
)

// StopView is what a stop link stops, as anybody may see who holds the link.
type StopView struct {
	ThreadTitle string
	// Email is masked: the mail may have been passed on.
	Email string
	// Stopped: the thread's mails are stopped. AllStopped: all are.
	Stopped, AllStopped bool
}

// A stop link's token names a person and a thread and proves that we wrote it, so
// that it works signed out, from every mail ever sent, and without a table of them.
// It allows nothing but to stop mails.

// stopToken makes the token: person.thread.mac in base64url.
func (s *Service) stopToken(personID, threadID string) string {
	claim := personID + "." + threadID
	return base64.RawURLEncoding.EncodeToString([]byte(claim)) + "." + s.sign(claim)
}

func (s *Service) sign(claim string) string {
	mac := hmac.New(sha256.New, s.Key)
	mac.Write([]byte("mail-stop:" + claim))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil)[:18])
}

// readToken returns whom and what a token names; one that we did not make is the
// fault "mail_stop.unknown".
func (s *Service) readToken(token string) (personID, threadID string, err error) {
	unknown := fault.NewNotFound("mail_stop.unknown")
	encoded, mac, _ := strings.Cut(token, ".")
	claim, err := base64.RawURLEncoding.DecodeString(encoded)
	if err != nil || !hmac.Equal([]byte(s.sign(string(claim))), []byte(mac)) {
		return "", "", unknown
	}
	personID, threadID, found := strings.Cut(string(claim), ".")
	if !found {
		return "", "", unknown
	}
	return personID, threadID, nil
}

// MailStop tells what a stop link would stop; it changes nothing, since mail
// gateways open links.
func (s *Service) MailStop(ctx context.Context, token string) (StopView, error) {
	personID, threadID, err := s.readToken(token)
	if err != nil {
		return StopView{}, err
	}
	return s.stopView(ctx, personID, threadID)
}

func (s *Service) stopView(ctx context.Context, personID, threadID string) (view StopView, err error) {
	wishes, err := s.store.wishes(ctx, []string{personID})
	if err != nil {
		return view, err
	}
	stopped, err := s.store.stopped(ctx, personID, threadID)
	if err != nil {
		return view, err
	}
	view.AllStopped = wishesOf(wishes, personID) == Wishes{}
	view.Stopped = stopped || view.AllStopped
	recipients, err := s.People.Recipients(ctx, []string{personID})
	if err != nil {
		return view, wrap("ask how to reach a person", err)
	}
	if r, there := recipients[personID]; there {
		view.Email = mail.Masked(r.Email)
	}
	// The title is shown only while the person may read the thread.
	if may, err := s.mayRead(ctx, personID, threadID); err != nil || !may {
		return view, err
	}
	view.ThreadTitle, err = s.Discussions.Title(ctx, threadID)
	return view, wrap("title of a thread", err)
}

// StopMail stops what a link's token names: the thread's mails, or all.
func (s *Service) StopMail(ctx context.Context, token string, scope Scope) (StopView, error) {
	personID, threadID, err := s.readToken(token)
	if err != nil {
		return StopView{}, err
	}
	err = s.DB.Write(ctx, func(ctx context.Context) error {
		if scope == Everything {
			return s.store.setWishes(ctx, personID, Wishes{}, s.Clock.Now())
		}
		return s.store.stop(ctx, personID, threadID, s.Clock.Now())
	})
	if err != nil {
		return StopView{}, err
	}
	return s.stopView(ctx, personID, threadID)
}

// StoppedThread is a thread whose mails somebody has stopped.
type StoppedThread struct{ ID, Title string }

// Choices returns the actor's wishes and the threads whose mails they have stopped,
// as far as they may still read them.
func (s *Service) Choices(ctx context.Context) (Wishes, []StoppedThread, error) {
	me, err := actor.Must(ctx)
	if err != nil {
		return Wishes{}, nil, err
	}
	wishes, err := s.store.wishes(ctx, []string{me.PersonID})
	if err != nil {
		return Wishes{}, nil, err
	}
	ids, err := s.store.stoppedThreads(ctx, me.PersonID)
	if err != nil {
		return Wishes{}, nil, err
	}
	threads := []StoppedThread{}
	for _, id := range ids {
		may, err := s.Discussions.MayRead(ctx, me, id)
		if err != nil {
			return Wishes{}, nil, wrap("ask who may read", err)
		}
		if !may {
			continue
		}
		title, err := s.Discussions.Title(ctx, id)
		if err != nil {
			return Wishes{}, nil, wrap("title of a thread", err)
		}
		threads = append(threads, StoppedThread{id, title})
	}
	return wishesOf(wishes, me.PersonID), threads, nil
}

// ResumeThread lets mails about a thread come to the actor again.
func (s *Service) ResumeThread(ctx context.Context, threadID string) error {
	me, err := actor.Must(ctx)
	if err != nil {
		return err
	}
	return s.DB.Write(ctx, func(ctx context.Context) error { return s.store.resume(ctx, me.PersonID, threadID) })
}
