package notification

import (
	"context"
	"fmt"

	"sluse/internal/kernel/actor"
	"sluse/internal/platform/database"
)

// Service holds the feature's use cases.
type Service struct {
	Needs
	store store
}

// WishBook tells which mails persons want. It stands apart from the service, for
// the feature that shows people their wishes is built before this one.
type WishBook struct{ store store }

// NewWishBook opens the wishes in db.
func NewWishBook(db *database.DB) WishBook { return WishBook{store{db}} }

// MailWishes returns whether a person wants to be mailed at once of answers and of
// mentions.
func (b WishBook) MailWishes(ctx context.Context, personID string) (answers, mentions bool, err error) {
	all, err := b.store.wishes(ctx, []string{personID})
	if err != nil {
		return false, false, err
	}
	w := wishesOf(all, personID)
	return w.Answers, w.Mentions, nil
}

func wishesOf(all map[string]Wishes, personID string) Wishes {
	if w, chosen := all[personID]; chosen {
		return w
	}
	return DefaultWishes
}

// SetWishes sets what the actor wants to be mailed about.
func (s *Service) SetWishes(ctx context.Context, w Wishes) error {
	me, err := actor.Must(ctx)
	if err != nil {
		return err
	}
	return s.DB.Write(ctx, func(ctx context.Context) error {
		return s.store.setWishes(ctx, me.PersonID, w, s.Clock.Now())
	})
}

// members returns the persons of each organisation that a post names.
func (s *Service) members(ctx context.Context, p Post) (map[string][]string, error) {
	members := make(map[string][]string, len(p.Organisations))
	for _, organisation := range p.Organisations {
		persons, err := s.Programmes.MembersOf(ctx, p.ProgrammeID, organisation)
		if err != nil {
			return nil, fmt.Errorf("members of a named organisation: %w", err)
		}
		members[organisation] = persons
	}
	return members, nil
}
