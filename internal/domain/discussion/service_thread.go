package discussion

import (
	"context"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/fault"
	"sluse/internal/platform/database"
	"sluse/internal/platform/richtext"
)

// ThreadChange is a new title or audience, made upon revision Rev.
type ThreadChange struct {
	Title    string
	Audience Audience
	Rev      int64
}

// Change gives a thread another title or audience. Those who may not see it any
// more stop receiving it at once.
func (s *Service) Change(ctx context.Context, threadID string, c ThreadChange) (ThreadView, error) {
	title, fields := cleanTitle(c.Title)
	if masked, found := likelyCPR(title, richtext.Plain(title)); found {
		fields = append(fields, fault.Field{Field: "title", Code: "post.cpr", Params: map[string]any{"masked": masked}})
	}
	if !c.Audience.valid() {
		fields = append(fields, fault.Field{Field: "audience", Code: "thread.audience_unknown"})
	}
	if len(fields) > 0 {
		return ThreadView{}, fault.NewInvalid(fields[0].Code, fields...)
	}
	return s.change(ctx, threadID, func(a actor.Actor, t *Thread) (bool, error) {
		if err := MayChange(a, *t, c.Audience); err != nil {
			return false, err
		}
		if c.Rev != t.Rev {
			return false, fault.NewConflict("thread.changed_meanwhile").With("title", t.Title)
		}
		changed := t.Title != title || t.Audience != c.Audience
		t.Title, t.Audience = title, c.Audience
		return changed, nil
	})
}

// Close ends the taking of posts.
func (s *Service) Close(ctx context.Context, threadID string) (ThreadView, error) {
	return s.change(ctx, threadID, func(a actor.Actor, t *Thread) (bool, error) {
		if err := MayClose(a, *t); err != nil {
			return false, err
		}
		return t.close(a.PersonID, s.Clock.Now()), nil
	})
}

// Reopen takes posts again.
func (s *Service) Reopen(ctx context.Context, threadID string) (ThreadView, error) {
	return s.change(ctx, threadID, func(a actor.Actor, t *Thread) (bool, error) {
		if err := MayClose(a, *t); err != nil {
			return false, err
		}
		return t.reopen(), nil
	})
}

// SetFollow says what the actor wants to be told of in a thread.
func (s *Service) SetFollow(ctx context.Context, threadID string, state Follow) error {
	a, _, err := s.readable(ctx, threadID)
	if err != nil {
		return err
	}
	if !state.valid() {
		return fault.NewInvalid("thread.follow_unknown", fault.Field{Field: "state", Code: "thread.follow_unknown"})
	}
	return s.follow(ctx, threadID, a.PersonID, state)
}

// Mute is SetFollow for a person who stops a thread's mails from one of them, signed
// out. The caller has checked that it is them.
func (s *Service) Mute(ctx context.Context, threadID, personID string) error {
	if _, err := s.store.thread(ctx, threadID); err != nil {
		return err
	}
	return s.follow(ctx, threadID, personID, Muted)
}

// follow keeps what a person wants to be told of, and tells their tabs.
func (s *Service) follow(ctx context.Context, threadID, personID string, state Follow) error {
	return s.DB.Write(ctx, func(ctx context.Context) error {
		database.AfterCommit(ctx, func() { s.Live.Hint("person:"+personID, followChanged{"follow.changed", threadID, state}) })
		return s.store.setFollow(ctx, threadID, personID, state)
	})
}

// MarkRead moves the actor's mark to a post that they have seen, or, where that is the
// newest, past all edits that name somebody, and tells their other tabs.
func (s *Service) MarkRead(ctx context.Context, threadID, postID string) error {
	a, t, err := s.readable(ctx, threadID)
	if err != nil {
		return err
	}
	p, err := s.store.post(ctx, postID)
	if err != nil {
		return err
	}
	if p.ThreadID != t.ID {
		return errUnknownPost
	}
	seq := p.Seq
	if seq == t.LastSeq {
		seq = max(seq, t.NamedSeq) // who is at the end has seen what was edited above
	}
	return s.DB.Write(ctx, func(ctx context.Context) error { return s.moveMark(ctx, a, t, seq) })
}

func (s *Service) moveMark(ctx context.Context, a actor.Actor, t Thread, seq int64) error {
	moved, err := s.store.moveRead(ctx, t.ID, a.PersonID, seq, s.Clock.Now())
	if err != nil || !moved {
		return err
	}
	unread, err := s.store.unreadOf(ctx, a.PersonID, []string{t.ID})
	if err != nil {
		return err
	}
	hint := readMoved{"read.moved", t.ID, seq, unread[t.ID]}
	database.AfterCommit(ctx, func() { s.Live.Hint("person:"+a.PersonID, hint) })
	return nil
}

// Readers returns who has seen the newest post of a thread.
func (s *Service) Readers(ctx context.Context, threadID string) ([]string, map[string]actor.Person, error) {
	_, t, err := s.readable(ctx, threadID)
	if err != nil {
		return nil, nil, err
	}
	readers, err := s.store.readers(ctx, t.ID, t.LastSeq)
	if err != nil {
		return nil, nil, err
	}
	people, err := s.Programmes.PeopleOf(ctx, t.ProgrammeID, readers)
	return readers, people, err
}
