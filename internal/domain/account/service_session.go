package account

import (
	"context"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/clock"
	"sluse/internal/kernel/fault"
	"sluse/internal/kernel/id"
	"sluse/internal/platform/database"
)

// expired is the answer to every token that opens nothing, whatever the reason.
func expired() error { return fault.NewUnauthenticated("session.expired") }

// open makes a session inside a Write. The one that the browser had is ended, so
// that a token from before signing in is worth nothing after.
func (s *Service) open(ctx context.Context, person Person, userAgent, replaces string) (SignedIn, error) {
	if replaces != "" {
		if err := s.end(ctx, person.ID, replaces); err != nil {
			return SignedIn{}, err
		}
	}
	token, now := newToken(), s.Clock.Now()
	device, browser := recognise(userAgent)
	session := Session{
		ID: id.New(), PersonID: person.ID, TokenHash: s.hash.session(token), Device: device, Browser: browser,
		CreatedAt: now, LastSeenAt: now,
	}
	if err := s.store.insertSession(ctx, session); err != nil {
		return SignedIn{}, err
	}
	if err := s.tell(ctx, person.ID, VerbSignedIn, "session", session.ID); err != nil {
		return SignedIn{}, err
	}
	return SignedIn{Session: session, Person: person, Token: token}, nil
}

// Authenticate returns the actor of a session's token, or the fault that sends to
// sign-in. It notes that the session is in use.
func (s *Service) Authenticate(ctx context.Context, token string) (actor.Actor, error) {
	if len(token) != 43 { // 256 bits in base64: spare the database the rest
		return actor.Actor{}, expired()
	}
	hash, now := s.hash.session(token), s.Clock.Now()
	entry, epoch, fresh := s.cache.get(hash, now)
	if !fresh {
		session, err := s.store.sessionByToken(ctx, hash)
		if err != nil {
			return actor.Actor{}, unauthenticated(err)
		}
		who, err := s.actorOf(ctx, session)
		if err != nil {
			return actor.Actor{}, err
		}
		entry = remembered{actor: who, session: session, loadedAt: now, day: clock.DateOf(now, clock.Copenhagen)}
		s.cache.put(hash, entry, epoch)
	}
	if now.Sub(entry.session.LastSeenAt) >= seenEvery {
		s.touch(ctx, hash, entry.session)
	}
	return entry.actor, nil
}

// touch writes down that a session is in use. If that fails the request goes on:
// the next one tries again.
func (s *Service) touch(ctx context.Context, hash string, session Session) {
	now := s.Clock.Now()
	s.cache.seen(hash, now)
	err := s.DB.Write(ctx, func(ctx context.Context) error { return s.store.touchSession(ctx, session.ID, now) })
	if err != nil {
		s.cache.seen(hash, session.LastSeenAt)
		s.Logger.WarnContext(ctx, "the use of a session could not be noted", "error", err)
	}
}

// Actor returns the present actor of a session, read anew: for sockets, which
// were opened some time ago.
func (s *Service) Actor(ctx context.Context, sessionID string) (actor.Actor, error) {
	session, err := s.store.session(ctx, sessionID)
	if err != nil {
		return actor.Actor{}, unauthenticated(err)
	}
	return s.actorOf(ctx, session)
}

func (s *Service) actorOf(ctx context.Context, session Session) (actor.Actor, error) {
	if !session.Alive(s.Clock.Now()) {
		return actor.Actor{}, expired()
	}
	person, err := s.store.personByID(ctx, session.PersonID)
	if err != nil {
		return actor.Actor{}, unauthenticated(err)
	}
	if person.Disabled() {
		return actor.Actor{}, expired()
	}
	memberships, err := s.Memberships.Memberships(ctx, person.ID)
	if err != nil {
		return actor.Actor{}, err
	}
	return actor.Actor{
		PersonID: person.ID, SessionID: session.ID, Name: person.Name, Locale: person.Locale,
		Administrator: person.Administrator, Memberships: memberships,
	}, nil
}

// unauthenticated turns "there is none" into the fault that sends to sign-in.
func unauthenticated(err error) error {
	if fault.Is(err, fault.NotFound) {
		return expired()
	}
	return err
}

// sessionsShown bounds the list of one's own sessions: a persona of the demo may
// have very many.
const sessionsShown = 100

// Sessions returns the actor's own sessions, the one used last first.
func (s *Service) Sessions(ctx context.Context) ([]Session, error) {
	a, err := actor.Must(ctx)
	if err != nil {
		return nil, err
	}
	list, err := s.store.sessions(ctx, a.PersonID, sessionsShown)
	if err != nil {
		return nil, err
	}
	alive := make([]Session, 0, len(list))
	for _, session := range list {
		if session.Alive(s.Clock.Now()) {
			alive = append(alive, session)
		}
	}
	return alive, nil
}

// EndSession ends one of the actor's own sessions.
func (s *Service) EndSession(ctx context.Context, sessionID string) error {
	a, err := actor.Must(ctx)
	if err != nil {
		return err
	}
	return s.DB.Write(ctx, func(ctx context.Context) error {
		session, err := s.store.session(ctx, sessionID)
		if err != nil {
			return err
		}
		if err := MayEndSession(a, session); err != nil {
			return err
		}
		return s.end(ctx, a.PersonID, session.ID)
	})
}

// EndAllSessions signs the actor out everywhere, here too.
func (s *Service) EndAllSessions(ctx context.Context) error {
	a, err := actor.Must(ctx)
	if err != nil {
		return err
	}
	return s.DB.Write(ctx, func(ctx context.Context) error { return s.endSessions(ctx, a.PersonID, a.PersonID) })
}

func (s *Service) endSessions(ctx context.Context, actorID, personID string) error {
	list, err := s.store.sessions(ctx, personID, 0)
	if err != nil {
		return err
	}
	for _, session := range list {
		if err := s.end(ctx, actorID, session.ID); err != nil {
			return err
		}
	}
	return nil
}

// end deletes a session; once that is durable it is forgotten here and its
// sockets are closed.
func (s *Service) end(ctx context.Context, actorID, sessionID string) error {
	if err := s.store.deleteSession(ctx, sessionID); err != nil {
		return err
	}
	database.AfterCommit(ctx, func() {
		s.ForgetSession(sessionID)
		s.Revoker.EndSession(sessionID)
	})
	return s.tell(ctx, actorID, VerbSignedOut, "session", sessionID)
}

// Forget drops what is remembered of a person. Whoever keeps memberships has it
// called once a change of theirs is durable, before sockets are checked again.
func (s *Service) Forget(personID string) {
	s.cache.forget(func(session Session) bool { return session.PersonID == personID })
}

// ForgetSession drops what is remembered of a session.
func (s *Service) ForgetSession(sessionID string) {
	s.cache.forget(func(session Session) bool { return session.ID == sessionID })
}

// ForgetAll drops everything that is remembered: what other nodes have changed may
// have been missed.
func (s *Service) ForgetAll() { s.cache.forget(func(Session) bool { return true }) }

func (s *Service) recheckAfterCommit(ctx context.Context, personID string) {
	database.AfterCommit(ctx, func() {
		s.Forget(personID)
		s.Revoker.Recheck(personID)
	})
}
