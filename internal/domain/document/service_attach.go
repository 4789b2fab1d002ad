package document

import (
	"context"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/fault"
)

// What other features ask for that let people attach files to their things. They
// declare an interface of their own with what they use of it:
//
//	type Attachments interface {
//		Attach(ctx context.Context, a actor.Actor, programmeID string, to document.Subject, fileIDs []string) ([]document.FileView, error)
//		…
//	}
//
// and app names them with AllowSubject, so that whoever may read the thing may
// read its files.

// MaxAttached bounds the files of one thing.
const MaxAttached = 10

// Attach ties files that the actor has sent in to a thing, inside the Write that
// makes or changes the thing. Files that are tied to it already stay so; one that
// is not the actor's to use makes all of it fail.
func (s *Service) Attach(ctx context.Context, a actor.Actor, programmeID string, to Subject, fileIDs []string) ([]FileView, error) {
	if len(fileIDs) > MaxAttached {
		return nil, fault.NewInvalid("file.too_many", fault.Field{Field: "fileIds", Code: "file.too_many", Params: map[string]any{"max": MaxAttached}})
	}
	views := make([]FileView, 0, len(fileIDs))
	for _, fileID := range fileIDs {
		f, err := s.take(ctx, a, programmeID, fileID, to)
		if err != nil {
			return nil, err
		}
		views = append(views, viewFile(f))
	}
	return views, nil
}

// take ties one file to a thing.
func (s *Service) take(ctx context.Context, a actor.Actor, programmeID, fileID string, to Subject) (File, error) {
	f, err := s.store.file(ctx, fileID)
	if err != nil {
		return File{}, err
	}
	if f.Subject == to && f.RemovedAt == nil && f.OwnerID == a.PersonID && to.Type != SubjectDocument {
		return f, nil
	}
	if err := MayUse(a, f); err != nil {
		return File{}, err
	}
	if f.ProgrammeID != programmeID {
		return File{}, fault.NewNotFound("file.unknown")
	}
	done, err := s.store.attach(ctx, f.ID, a.PersonID, to)
	if err == nil && !done {
		err = fault.NewConflict("file.attached")
	}
	f.Subject = to
	return f, err
}

// Attached returns the files of things of one type, by the thing's id. Who may see
// them is for the feature to know that asks.
func (s *Service) Attached(ctx context.Context, subjectType string, subjectIDs []string) (map[string][]FileView, error) {
	files, err := s.store.filesOf(ctx, subjectType, subjectIDs)
	if err != nil {
		return nil, err
	}
	views := make(map[string][]FileView, len(subjectIDs))
	for _, f := range files {
		views[f.Subject.ID] = append(views[f.Subject.ID], viewFile(f))
	}
	return views, nil
}

// Drop takes away some of the files of a thing, inside the Write that changes it.
func (s *Service) Drop(ctx context.Context, of Subject, fileIDs []string) error {
	return s.discard(ctx, ofSubjectAmong(of, fileIDs))
}

// Release takes away all files of a thing that is deleted, inside its Write.
func (s *Service) Release(ctx context.Context, of Subject) error {
	return s.discard(ctx, ofSubject(of))
}
