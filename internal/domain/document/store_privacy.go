package document

import (
	"context"
	"errors"
	"fmt"
	"io"

	"gorm.io/gorm"

	"sluse/internal/platform/blob"
	"sluse/internal/platform/database"
	"sluse/internal/platform/jobs"
)

// ExportPerson hands over what the feature knows of a person.
func (s *Service) ExportPerson(ctx context.Context, personID, _ string, add database.AddTable) error {
	for name, query := range map[string]string{
		"files":             "SELECT name, size, media_type, uploaded_at, subject_type, removed_at FROM document_file WHERE owner_id = ? ORDER BY uploaded_at",
		"documents":         "SELECT title, description, category, public, created_at, withdrawn_at FROM document_document WHERE created_by = ? ORDER BY created_at",
		"document_versions": "SELECT document_id, number, note, added_at FROM document_version WHERE added_by = ? ORDER BY added_at",
		"documents_opened":  "SELECT document_id, number, at FROM document_reading WHERE person_id = ? ORDER BY at",
	} {
		if err := database.ExportTable(ctx, s.DB, add, name, query, personID); err != nil {
			return err
		}
	}
	return nil
}

// ExportFiles opens the files that a person has sent in, one after the other. What
// the store does not have any more is left out.
func (s *Service) ExportFiles(ctx context.Context, personID string, add func(name string, content io.Reader) error) error {
	var rows []fileRow
	err := s.DB.Read(ctx).Where("owner_id = ? AND removed_at IS NULL", personID).Order("id").Find(&rows).Error
	if err != nil {
		return wrap("files of a person", err)
	}
	for _, row := range rows {
		if err := s.exportFile(ctx, row.entity(), add); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) exportFile(ctx context.Context, f File, add func(name string, content io.Reader) error) error {
	info, err := s.Blobs.Stat(ctx, f.ID)
	if errors.Is(err, blob.ErrNotFound) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("open a file of a person: %w", err)
	}
	content := blob.NewReader(ctx, s.Blobs, info)
	defer func() { _ = content.Close() }()
	return add(f.Name, content)
}

// ErasePerson takes away files of a person that belong to nothing, and what is known
// of what they opened. What they shared stays. It joins the surrounding Write.
func (s *Service) ErasePerson(ctx context.Context, personID, _ string) error {
	return s.DB.Write(ctx, func(ctx context.Context) error {
		if _, err := database.Purge[readingRow](ctx, s.DB, false, "person_id = ?", personID); err != nil {
			return err
		}
		ids, err := s.store.remove(ctx, s.Clock.Now(), func(query *gorm.DB) *gorm.DB {
			return query.Where("subject_id = '' AND owner_id = ?", personID)
		})
		if err != nil || len(ids) == 0 {
			return err
		}
		return s.Jobs.Enqueue(ctx, discardArgs{ids}, jobs.Options{})
	})
}
