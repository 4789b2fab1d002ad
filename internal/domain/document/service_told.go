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

// FileNames names those of the files that stand on things in programmes that the
// actor coordinates, and are there still: for those who read what was opened.
func (s *Service) FileNames(ctx context.Context, a actor.Actor, fileIDs []string) (map[string]string, error) {
	files, err := s.store.files(ctx, fileIDs)
	if err != nil {
		return nil, err
	}
	names := make(map[string]string, len(files))
	for fileID, f := range files {
		if role, _ := a.Role(f.ProgrammeID); role == actor.Coordinator && f.RemovedAt == nil {
			names[fileID] = f.Name
		}
	}
	return names, nil
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
