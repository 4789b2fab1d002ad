package document

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/fault"
	"sluse/internal/platform/blob"
)

// Opened is a file that may be read. Close its Content.
type Opened struct {
	File    File
	Content *blob.Reader
}

// Document returns one document with all its versions, newest first.
func (s *Service) Document(ctx context.Context, documentID string) (DocumentEvent, []DocumentVersionView, error) {
	_, d, err := s.readable(ctx, documentID)
	if err != nil {
		return DocumentEvent{}, nil, err
	}
	versions := []Version{}
	if d.Withdrawn == nil {
		if versions, err = s.store.versions(ctx, documentID); err != nil {
			return DocumentEvent{}, nil, err
		}
	}
	v := view(d)
	views, people := make([]DocumentVersionView, 0, len(versions)), v.peopleIn()
	for _, version := range versions {
		views = append(views, viewVersion(version))
		people = append(people, version.AddedBy)
	}
	names, err := s.Programmes.PeopleOf(ctx, d.ProgrammeID, people)
	return DocumentEvent{v, names}, views, err
}

// OpenVersion opens the file of a version, or of the newest where number is 0. With
// mark set, and somebody signed in who is a member, it notes that they have read it.
func (s *Service) OpenVersion(ctx context.Context, documentID string, number int64, mark bool) (Opened, error) {
	a, _ := actor.From(ctx)
	d, err := s.store.document(ctx, documentID)
	if err != nil {
		return Opened{}, err
	}
	if number == 0 {
		number = d.Versions
	}
	if err := MayOpen(a, d, number); err != nil {
		return Opened{}, err
	}
	v, err := s.store.version(ctx, documentID, number)
	if err != nil {
		return Opened{}, err
	}
	opened, err := s.open(ctx, v.File)
	if err != nil {
		return Opened{}, err
	}
	if !d.Public && mark {
		if err := s.witness(ctx, "document.opened", subjectDocument, d.ID, d.ProgrammeID); err != nil {
			return Opened{}, errors.Join(err, opened.Content.Close())
		}
	}
	if _, member := a.Role(d.ProgrammeID); mark && member && v.AddedBy != a.PersonID {
		if err := s.markRead(ctx, a, v); err != nil {
			return Opened{}, errors.Join(err, opened.Content.Close())
		}
	}
	return opened, nil
}

// markRead writes only the first time: most openings then cost no write.
func (s *Service) markRead(ctx context.Context, a actor.Actor, v Version) error {
	already, err := s.store.hasRead(ctx, v.DocumentID, v.Number, a.PersonID)
	if err != nil || already {
		return err
	}
	return s.DB.Write(ctx, func(ctx context.Context) error {
		return s.store.addReading(ctx, readingRow{v.DocumentID, v.Number, a.PersonID, s.Clock.Now()})
	})
}

// Looking is how a file is asked for.
type Looking struct {
	// Begins: its beginning is asked for, not a later part of the same reading.
	Begins bool
	// InPage: it is to be shown, not saved.
	InPage bool
}

// opens reports whether somebody opens a file by it. A picture stands in the page
// beside the words, and is no more opened than they are.
func (l Looking) opens(f File) bool {
	return l.Begins && (!l.InPage || !strings.HasPrefix(f.MediaType, "image/"))
}

// OpenFile opens a file by its own id: one's own that belongs to nothing yet, or
// one of a thing that the actor may read. Files of documents are opened through
// their document. That a file of a thing was opened is written down, as it is of
// documents: none of them is for everybody.
func (s *Service) OpenFile(ctx context.Context, fileID string, how Looking) (Opened, error) {
	a, err := actor.Must(ctx)
	if err != nil {
		return Opened{}, err
	}
	f, err := s.store.file(ctx, fileID)
	if err != nil {
		return Opened{}, err
	}
	if err := s.mayReadFile(ctx, a, f); err != nil {
		return Opened{}, err
	}
	opened, err := s.open(ctx, f)
	if err != nil || !f.Attached() || !how.opens(f) {
		return opened, err
	}
	if err := s.witness(ctx, "file.opened", "file", f.ID, f.ProgrammeID); err != nil {
		return Opened{}, errors.Join(err, opened.Content.Close())
	}
	return opened, nil
}

func (s *Service) mayReadFile(ctx context.Context, a actor.Actor, f File) error {
	if !f.Attached() {
		return MayUse(a, f)
	}
	may, known := s.subjects[f.Subject.Type]
	if !known || MayList(a, f.ProgrammeID) != nil {
		return fault.NewNotFound("file.unknown")
	}
	if err := may(ctx, a, f.Subject.ID); err != nil {
		if fault.Is(err, fault.NotFound) {
			return fault.NewNotFound("file.unknown").Because(err)
		}
		return err
	}
	if f.RemovedAt != nil {
		return fault.NewGone("file.removed")
	}
	return nil
}

func (s *Service) open(ctx context.Context, f File) (Opened, error) {
	info, err := s.Blobs.Stat(ctx, f.ID)
	switch {
	case errors.Is(err, blob.ErrNotFound):
		// After a restore of a backup that was made while the file was taken away.
		return Opened{}, fault.NewGone("file.missing").Because(err)
	case err != nil:
		return Opened{}, fault.NewUnavailable("file.store_away").Because(err)
	}
	return Opened{f, blob.NewReader(ctx, s.Blobs, info)}, nil
}

// Readers returns who has opened a version, the latest first, for those who share
// documents; the newest version where number is 0.
func (s *Service) Readers(ctx context.Context, documentID string, number int64) ([]DocumentReaderView, map[string]actor.Person, error) {
	a, d, err := s.readable(ctx, documentID)
	if err != nil {
		return nil, nil, err
	}
	if err := MaySeeReaders(a, d); err != nil {
		return nil, nil, err
	}
	if number == 0 {
		number = d.Versions
	}
	rows, err := s.store.readings(ctx, documentID, number, maxReaders)
	if err != nil {
		return nil, nil, err
	}
	readers, ids := make([]DocumentReaderView, 0, len(rows)), make([]string, 0, len(rows))
	for _, r := range rows {
		readers, ids = append(readers, DocumentReaderView{r.PersonID, r.At}), append(ids, r.PersonID)
	}
	people, err := s.Programmes.PeopleOf(ctx, d.ProgrammeID, ids)
	if err != nil {
		return nil, nil, err
	}
	return readers, people, s.witness(ctx, "readers.seen", subjectDocument, d.ID, d.ProgrammeID)
}

// witness writes a look down, where somebody keeps such a book.
func (s *Service) witness(ctx context.Context, verb, subjectType, subjectID, programmeID string) error {
	if s.Witness == nil {
		return nil
	}
	if err := s.Witness.Witness(ctx, verb, subjectType, subjectID, programmeID); err != nil {
		return fmt.Errorf("witness %s: %w", verb, err)
	}
	return nil
}
