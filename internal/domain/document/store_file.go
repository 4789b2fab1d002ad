package document

import (
	"context"
	"time"

	"gorm.io/gorm"

	"sluse/internal/platform/database"
)

type fileRow struct {
	ID, ProgrammeID, OwnerID, ClientID, Name string
	Size                                     int64
	SHA256                                   string `gorm:"column:sha256"`
	MediaType                                string
	UploadedAt                               time.Time
	SubjectType, SubjectID                   string
	RemovedAt                                *time.Time
}

// TableName implements gorm's Tabler.
func (fileRow) TableName() string { return "document_file" }

func (r fileRow) entity() File {
	return File{
		ID: r.ID, ProgrammeID: r.ProgrammeID, OwnerID: r.OwnerID, ClientID: r.ClientID, Name: r.Name, Size: r.Size, SHA256: r.SHA256,
		MediaType: r.MediaType, UploadedAt: r.UploadedAt, Subject: Subject{r.SubjectType, r.SubjectID}, RemovedAt: r.RemovedAt,
	}
}

func (s store) addFile(ctx context.Context, f File) error {
	row := fileRow{
		ID: f.ID, ProgrammeID: f.ProgrammeID, OwnerID: f.OwnerID, ClientID: f.ClientID, Name: f.Name, Size: f.Size, SHA256: f.SHA256,
		MediaType: f.MediaType, UploadedAt: f.UploadedAt,
	}
	return database.Translate(s.db.Tx(ctx).Create(&row).Error, "file.exists")
}

func (s store) file(ctx context.Context, fileID string) (File, error) {
	var row fileRow
	err := s.db.Read(ctx).Where("id = ?", fileID).Take(&row).Error
	return row.entity(), database.Translate(err, "file.unknown")
}

// files returns files by id.
func (s store) files(ctx context.Context, ids []string) (map[string]File, error) {
	var rows []fileRow
	if err := s.db.Read(ctx).Where("id IN ?", orNone(ids)).Find(&rows).Error; err != nil {
		return nil, wrap("files", err)
	}
	files := make(map[string]File, len(rows))
	for _, r := range rows {
		files[r.ID] = r.entity()
	}
	return files, nil
}

// fileOfClient finds a file by what its owner's client called it.
func (s store) fileOfClient(ctx context.Context, ownerID, clientID string) (File, bool, error) {
	var rows []fileRow
	err := s.db.Read(ctx).Where("owner_id = ? AND client_id = ?", ownerID, clientID).Limit(1).Find(&rows).Error
	if err != nil || len(rows) == 0 {
		return File{}, false, wrap("file by client id", err)
	}
	return rows[0].entity(), true, nil
}

// looseOf counts and measures what a person has sent in and attached to nothing.
func (s store) looseOf(ctx context.Context, ownerID string) (count, bytes int64, err error) {
	var row struct{ Count, Bytes int64 }
	err = s.db.Read(ctx).Raw(`SELECT COUNT(*) AS count, COALESCE(SUM(size), 0) AS bytes FROM document_file
		WHERE owner_id = ? AND subject_id = '' AND removed_at IS NULL`, ownerID).Scan(&row).Error
	return row.Count, row.Bytes, wrap("loose files", err)
}

// attach ties a loose file of an owner to a subject; false if it is none any more.
func (s store) attach(ctx context.Context, fileID, ownerID string, to Subject) (bool, error) {
	done := s.db.Tx(ctx).Exec(`UPDATE document_file SET subject_type = ?, subject_id = ?
		WHERE id = ? AND owner_id = ? AND subject_id = '' AND removed_at IS NULL`, to.Type, to.ID, fileID, ownerID)
	return done.RowsAffected == 1, wrap("attach file", done.Error)
}

// filesOf returns the files of subjects of one type, in the order in which they were sent in.
func (s store) filesOf(ctx context.Context, subjectType string, subjectIDs []string) ([]File, error) {
	var rows []fileRow
	err := s.db.Read(ctx).Where("subject_type = ? AND subject_id IN ? AND removed_at IS NULL", subjectType, orNone(subjectIDs)).
		Where("subject_id <> ''").Order("id").Find(&rows).Error
	files := make([]File, 0, len(rows))
	for _, r := range rows {
		files = append(files, r.entity())
	}
	return files, wrap("files of subjects", err)
}

// remove marks files as taken away and returns their ids.
func (s store) remove(ctx context.Context, at time.Time, which filter) ([]string, error) {
	var ids []string
	err := which(s.db.Tx(ctx).Model(&fileRow{}).Where("removed_at IS NULL")).Limit(removedAtOnce).Pluck("id", &ids).Error
	if err != nil || len(ids) == 0 {
		return nil, wrap("files to remove", err)
	}
	// The name may say what the content said.
	err = s.db.Tx(ctx).Exec("UPDATE document_file SET removed_at = ?, name = '', sha256 = '' WHERE id IN ?", at, ids).Error
	return ids, wrap("remove files", err)
}

func (s store) countLoose(ctx context.Context, which filter) (n int64, err error) {
	err = which(s.db.Read(ctx).Model(&fileRow{}).Where("removed_at IS NULL")).Count(&n).Error
	return n, wrap("count files", err)
}

// removedAtOnce bounds one statement.
const removedAtOnce = 500

// filter says which files a statement is about.
type filter func(*gorm.DB) *gorm.DB

func ofSubject(subject Subject) filter {
	return func(query *gorm.DB) *gorm.DB {
		return query.Where("subject_type = ? AND subject_id = ?", subject.Type, subject.ID)
	}
}

func ofSubjectAmong(subject Subject, fileIDs []string) filter {
	return func(query *gorm.DB) *gorm.DB { return ofSubject(subject)(query).Where("id IN ?", orNone(fileIDs)) }
}

func looseSince(before time.Time) filter {
	return func(query *gorm.DB) *gorm.DB { return query.Where("subject_id = '' AND uploaded_at < ?", before) }
}

func loose(fileID string) filter {
	return func(query *gorm.DB) *gorm.DB { return query.Where("subject_id = '' AND id = ?", fileID) }
}

// living returns those of the ids whose files are there.
func (s store) living(ctx context.Context, ids []string) (map[string]bool, error) {
	var found []string
	err := s.db.Read(ctx).Model(&fileRow{}).Where("id IN ? AND removed_at IS NULL", orNone(ids)).Pluck("id", &found).Error
	living := make(map[string]bool, len(found))
	for _, fileID := range found {
		living[fileID] = true
	}
	return living, wrap("living files", err)
}
