package notification

import (
	"context"
	"slices"

	"sluse/internal/kernel/actor"
)

// asking gathers what Withhold decides on for the posts of one job, and asks for
// each thing once: in a lively thread all posts concern the same few. What changes
// while the job runs is found out right before a mail leaves.
type asking struct {
	*Service
	eager      *[]string // those who want a mail of every post, once asked for
	rooms      map[string]*Room
	read       map[place]readBounds
	recipients map[string]*Recipient // nil for who cannot be reached
	choices    map[string]Choices
	may, muted map[place]bool
	told       map[place]toldUpTo
}

// place is a person in a thread.
type place struct{ personID, threadID string }

// readBounds is what is known of how far somebody has read: up to seen, and not as
// far as unseen (0: not known).
type readBounds struct{ seen, unseen int64 }

// toldUpTo is the post that somebody was last mailed of, if any.
type toldUpTo struct {
	seq  int64
	told bool
}

func (s *Service) asking() *asking {
	return &asking{
		Service: s, rooms: map[string]*Room{}, read: map[place]readBounds{}, recipients: map[string]*Recipient{}, choices: map[string]Choices{},
		may: map[place]bool{}, muted: map[place]bool{}, told: map[place]toldUpTo{},
	}
}

// once returns what is known under a key, and asks where nothing is.
func once[K comparable, V any](known map[K]V, key K, ask func() (V, error)) (V, error) {
	if value, ok := known[key]; ok {
		return value, nil
	}
	value, err := ask()
	if err == nil {
		known[key] = value
	}
	return value, err
}

// facts gathers what Withhold decides on, the likeliest reason for silence first:
// most people whom a post concerns have read it by now.
func (a *asking) facts(ctx context.Context, p Post, c concern) (f Facts, to Recipient, err error) {
	at := place{c.PersonID, p.ThreadID}
	f.Reason = c.Reason
	if f.HasRead, err = a.hasRead(ctx, at, p.Seq); err != nil || f.HasRead {
		return f, to, err
	}
	reached, err := once(a.recipients, c.PersonID, func() (*Recipient, error) {
		found, err := a.People.Recipients(ctx, []string{c.PersonID})
		if recipient, reachable := found[c.PersonID]; reachable {
			return &recipient, err
		}
		return nil, err
	})
	if err != nil || reached == nil {
		return f, to, wrap("ask how to reach a person", err)
	}
	to = *reached
	if f.MayRead, err = once(a.may, at, func() (bool, error) { return a.mayRead(ctx, at.personID, at.threadID) }); err != nil || !f.MayRead {
		return f, to, err
	}
	choices, err := once(a.choices, c.PersonID, func() (Choices, error) { return a.store.choicesOf(ctx, c.PersonID) })
	if err != nil {
		return f, to, err
	}
	f.Pace = choices.Pace(p.ProgrammeID, c.Reason.Kind())
	if f.Muted, err = once(a.muted, at, func() (bool, error) { return a.Discussions.Muted(ctx, at.threadID, at.personID) }); err != nil {
		return f, to, wrap("ask whether a thread is muted", err)
	}
	f.Told, err = a.toldBefore(ctx, p, c)
	return f, to, err
}

// hasRead reports whether somebody has read a thread up to a place.
func (a *asking) hasRead(ctx context.Context, at place, seq int64) (bool, error) {
	known := a.read[at]
	switch {
	case known.seen >= seq:
		return true, nil
	case known.unseen > 0 && known.unseen <= seq:
		return false, nil
	}
	read, err := a.Discussions.HasRead(ctx, at.threadID, at.personID, seq)
	if err != nil {
		return false, wrap("ask who has read", err)
	}
	if read {
		known.seen = seq
	} else {
		known.unseen = seq
	}
	a.read[at] = known
	return read, nil
}

func (s *Service) mayRead(ctx context.Context, personID, threadID string) (bool, error) {
	memberships, err := s.Programmes.Memberships(ctx, personID)
	if err != nil {
		return false, wrap("ask for memberships", err)
	}
	may, err := s.Discussions.MayRead(ctx, actor.Actor{PersonID: personID, Memberships: memberships}, threadID)
	return may, wrap("ask who may read", err)
}

// toldBefore reports whether a thread's opener or follower has been mailed of an
// earlier post and not looked since.
func (a *asking) toldBefore(ctx context.Context, p Post, c concern) (bool, error) {
	if c.Reason != Opened && c.Reason != Followed {
		return false, nil
	}
	at := place{c.PersonID, p.ThreadID}
	last, err := once(a.told, at, func() (last toldUpTo, err error) {
		last.seq, last.told, err = a.store.told(ctx, at.personID, at.threadID)
		return last, err
	})
	if err != nil || !last.told || last.seq >= p.Seq {
		return false, err
	}
	read, err := a.hasRead(ctx, at, last.seq)
	return !read, err
}

// hasTold notes that a person has been mailed of a post.
func (a *asking) hasTold(personID string, p Post) {
	a.told[place{personID, p.ThreadID}] = toldUpTo{p.Seq, true}
}

// followers returns those who want a mail at once of every post in threads that
// they follow, and follow this one. Few do.
func (a *asking) followers(ctx context.Context, p Post) ([]string, error) {
	if a.eager == nil {
		eager, err := a.store.eager(ctx, KindFollowed)
		if err != nil {
			return nil, err
		}
		a.eager = &eager
	}
	if len(*a.eager) == 0 {
		return nil, nil
	}
	room, err := once(a.rooms, p.ThreadID, func() (*Room, error) {
		room, there, err := a.Discussions.Room(ctx, p.ThreadID)
		if !there {
			return nil, err
		}
		return &room, err
	})
	if err != nil || room == nil {
		return nil, wrap("ask who follows a thread", err)
	}
	return slices.DeleteFunc(slices.Clone(*a.eager), func(personID string) bool { return !room.follows(personID, p.Seq) }), nil
}
