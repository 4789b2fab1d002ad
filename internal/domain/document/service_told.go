package document

import (
	"context"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/fault"
)

// Told is a document as one person has it.
type Told struct {
	Document Document
	// Read: they have opened its newest version.
	Read bool
}

// Look returns those of the documents that stand in the library and that an actor
// may read, by id: for those who tell of them.
func (s *Service) Look(ctx context.Context, a actor.Actor, documentIDs []string) (map[string]Told, error) {
	out := make(map[string]Told, len(documentIDs))
	for _, documentID := range documentIDs {
		d, err := s.store.document(ctx, documentID)
		if fault.Is(err, fault.NotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if MayOpen(a, d, d.Versions) != nil {
			continue
		}
		read, err := s.store.hasRead(ctx, d.ID, d.Versions, a.PersonID)
		if err != nil {
			return nil, err
		}
		out[documentID] = Told{d, read}
	}
	return out, nil
}
