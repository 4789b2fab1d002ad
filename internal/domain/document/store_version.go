package document

import (
	"context"
	"time"

	"sluse/internal/platform/database"
)

type versionRow struct {
	DocumentID   string
	Number       int64
	FileID, Note string
	AddedAt      time.Time
	AddedBy      string
}

// TableName implements gorm's Tabler.
func (versionRow) TableName() string { return "document_version" }

// addVersion gives a version the next number of its document, whose row it locks.
func (s store) addVersion(ctx context.Context, v Version) (Version, error) {
	err := s.db.Tx(ctx).Raw("UPDATE document_document SET versions = versions + 1 WHERE id = ? RETURNING versions", v.DocumentID).Scan(&v.Number).Error
	if err != nil {
		return Version{}, wrap("number a version", err)
	}
	row := versionRow{v.DocumentID, v.Number, v.File.ID, v.Note, v.AddedAt, v.AddedBy}
	return v, database.Translate(s.db.Tx(ctx).Create(&row).Error, "document.version_exists")
}

// withNewest gives documents their newest versions, in one query.
func (s store) withNewest(ctx context.Context, rows []documentRow) ([]Document, error) {
	list := make([]Document, 0, len(rows))
	ids := make([]string, 0, len(rows))
	for _, r := range rows {
		list, ids = append(list, r.entity()), append(ids, r.ID)
	}
	var found []versionRow
	err := s.db.Read(ctx).Raw(`SELECT v.document_id, v.number, v.file_id, v.note, v.added_at, v.added_by
		FROM document_version v JOIN document_document d ON d.id = v.document_id AND d.versions = v.number
		WHERE d.id IN ?`, orNone(ids)).Scan(&found).Error
	if err != nil {
		return nil, wrap("newest versions", err)
	}
	versions, err := s.withFiles(ctx, found)
	if err != nil {
		return nil, err
	}
	newest := make(map[string]Version, len(versions))
	for _, v := range versions {
		newest[v.DocumentID] = v
	}
	for i := range list {
		list[i].Newest = newest[list[i].ID]
	}
	return list, nil
}

func (s store) withFiles(ctx context.Context, rows []versionRow) ([]Version, error) {
	ids := make([]string, 0, len(rows))
	for _, r := range rows {
		ids = append(ids, r.FileID)
	}
	files, err := s.files(ctx, ids)
	if err != nil {
		return nil, err
	}
	versions := make([]Version, 0, len(rows))
	for _, r := range rows {
		versions = append(versions, Version{r.DocumentID, r.Number, files[r.FileID], r.Note, r.AddedAt, r.AddedBy})
	}
	return versions, nil
}

// versions returns all versions of a document, newest first.
func (s store) versions(ctx context.Context, documentID string) ([]Version, error) {
	var rows []versionRow
	if err := s.db.Read(ctx).Where("document_id = ?", documentID).Order("number DESC").Limit(maxVersions).Find(&rows).Error; err != nil {
		return nil, wrap("versions", err)
	}
	return s.withFiles(ctx, rows)
}

// version returns one version of a document.
func (s store) version(ctx context.Context, documentID string, number int64) (Version, error) {
	var row versionRow
	if err := s.db.Read(ctx).Where("document_id = ? AND number = ?", documentID, number).Take(&row).Error; err != nil {
		return Version{}, database.Translate(err, "document.version_unknown")
	}
	versions, err := s.withFiles(ctx, []versionRow{row})
	if err != nil {
		return Version{}, err
	}
	return versions[0], nil
}

// versionOfFile finds the version that holds a file.
func (s store) versionOfFile(ctx context.Context, documentID, fileID string) (bool, error) {
	var count int64
	err := s.db.Read(ctx).Model(&versionRow{}).Where("document_id = ? AND file_id = ?", documentID, fileID).Count(&count).Error
	return count > 0, wrap("version by file", err)
}

type readingRow struct {
	DocumentID string
	Number     int64
	PersonID   string
	At         time.Time
}

// TableName implements gorm's Tabler.
func (readingRow) TableName() string { return "document_reading" }

// hasRead tells whether a person has opened a version.
func (s store) hasRead(ctx context.Context, documentID string, number int64, personID string) (bool, error) {
	var count int64
	err := s.db.Read(ctx).Model(&readingRow{}).
		Where("document_id = ? AND number = ? AND person_id = ?", documentID, number, personID).Count(&count).Error
	return count > 0, wrap("reading", err)
}

// addReading notes that a person has opened a version; the first time counts.
func (s store) addReading(ctx context.Context, r readingRow) error {
	err := s.db.Tx(ctx).Exec(`INSERT INTO document_reading (document_id, number, person_id, at) VALUES (?, ?, ?, ?)
		ON CONFLICT (document_id, number, person_id) DO NOTHING`, r.DocumentID, r.Number, r.PersonID, r.At).Error
	return wrap("note a reading", err)
}

// readings returns who has opened a version, the latest first.
func (s store) readings(ctx context.Context, documentID string, number int64, limit int) ([]readingRow, error) {
	var rows []readingRow
	err := s.db.Read(ctx).Where("document_id = ? AND number = ?", documentID, number).Order("at DESC, person_id").Limit(limit).Find(&rows).Error
	return rows, wrap("readings", err)
}

// read tells of documents which of their newest versions a person has opened, and
// how many have.
func (s store) read(ctx context.Context, personID string, ids []string) (mine map[string]bool, counts map[string]int64, err error) {
	var rows []struct {
		DocumentID  string
		Count, Mine int64
	}
	err = s.db.Read(ctx).Raw(`SELECT r.document_id, COUNT(*) AS count, SUM(CASE WHEN r.person_id = ? THEN 1 ELSE 0 END) AS mine
		FROM document_reading r JOIN document_document d ON d.id = r.document_id AND d.versions = r.number
		WHERE d.id IN ? GROUP BY r.document_id`, personID, orNone(ids)).Scan(&rows).Error
	mine, counts = make(map[string]bool, len(rows)), make(map[string]int64, len(rows))
	for _, r := range rows {
		mine[r.DocumentID], counts[r.DocumentID] = r.Mine > 0, r.Count
	}
	return mine, counts, wrap("readings of documents", err)
}
