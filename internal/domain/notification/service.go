package notification

import (
	"context"
	"fmt"

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
	choices, err := b.store.choicesOf(ctx, personID)
	w := choices.wishes()
	return w.Answers, w.Mentions, err
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
