package document

import (
	"context"
	"fmt"
	"time"

	"sluse/internal/kernel/page"
	"sluse/internal/platform/database"
)

// store reads and writes the feature's tables.
type store struct{ db *database.DB }

type documentRow struct {
	ID, ProgrammeID, Title, Description, Category string
	Position                                      int64
	Public                                        bool
	ClientID                                      string
	CreatedAt                                     time.Time
	CreatedBy                                     string
	Versions                                      int64
	WithdrawnAt                                   *time.Time
	WithdrawnBy, WithdrawnReason                  string
	Rev                                           int64
}

// TableName implements gorm's Tabler.
func (documentRow) TableName() string { return "document_document" }

func (r documentRow) entity() Document {
	d := Document{
		ID: r.ID, ProgrammeID: r.ProgrammeID, Title: r.Title, Description: r.Description, Category: Category(r.Category), Position: r.Position,
		Public: r.Public, ClientID: r.ClientID, CreatedAt: r.CreatedAt, CreatedBy: r.CreatedBy, Versions: r.Versions, Rev: r.Rev,
	}
	if r.WithdrawnAt != nil {
		d.Withdrawn = &Withdrawal{*r.WithdrawnAt, r.WithdrawnBy, r.WithdrawnReason}
	}
	return d
}

// document returns one document with its newest version.
func (s store) document(ctx context.Context, documentID string) (Document, error) {
	var row documentRow
	if err := s.db.Read(ctx).Where("id = ?", documentID).Take(&row).Error; err != nil {
		return Document{}, database.Translate(err, "document.unknown")
	}
	list, err := s.withNewest(ctx, []documentRow{row})
	if err != nil {
		return Document{}, err
	}
	return list[0], nil
}

// documentOfClient finds a document by what its maker's client called it.
func (s store) documentOfClient(ctx context.Context, personID, clientID string) (Document, bool, error) {
	var rows []documentRow
	err := s.db.Read(ctx).Where("created_by = ? AND client_id = ?", personID, clientID).Limit(1).Find(&rows).Error
	if err != nil || len(rows) == 0 {
		return Document{}, false, wrap("document by client id", err)
	}
	list, err := s.withNewest(ctx, rows)
	if err != nil {
		return Document{}, false, err
	}
	return list[0], true, nil
}

type documentKey struct {
	Position int64  `json:"p"`
	ID       string `json:"i"`
}

// documents returns a page of a programme's documents in their order; public ones
// only, or all that are not withdrawn.
func (s store) documents(ctx context.Context, programmeID string, onlyPublic bool, request page.Request) (page.Result[Document], error) {
	query := s.db.Read(ctx).Where("programme_id = ? AND withdrawn_at IS NULL", programmeID).Order("position, id").Limit(request.Size() + 1)
	if onlyPublic {
		query = query.Where("public = ?", true)
	}
	if request.Cursor != "" {
		var key documentKey
		if err := page.Decode(request.Cursor, &key); err != nil {
			return page.Result[Document]{}, err
		}
		query = query.Where("(position > ? OR (position = ? AND id > ?))", key.Position, key.Position, key.ID)
	}
	var rows []documentRow
	if err := query.Find(&rows).Error; err != nil {
		return page.Result[Document]{}, wrap("list documents", err)
	}
	list, err := s.withNewest(ctx, rows)
	if err != nil {
		return page.Result[Document]{}, err
	}
	return page.Cut(list, request.Size(), func(d Document) any { return documentKey{d.Position, d.ID} }), nil
}

// order returns the ids of a programme's documents in their order, without the
// withdrawn ones.
func (s store) order(ctx context.Context, programmeID string) ([]string, error) {
	var ids []string
	err := s.db.Read(ctx).Raw(`SELECT id FROM document_document WHERE programme_id = ? AND withdrawn_at IS NULL
		ORDER BY position, id LIMIT ?`, programmeID, maxDocuments).Scan(&ids).Error
	return ids, wrap("order of documents", err)
}

// crowd tells how many documents a programme has and the place of the last.
func (s store) crowd(ctx context.Context, programmeID string) (count, last int64, err error) {
	var row struct{ Count, Last int64 }
	err = s.db.Read(ctx).Raw(`SELECT COUNT(*) AS count, COALESCE(MAX(position), 0) AS last FROM document_document
		WHERE programme_id = ? AND withdrawn_at IS NULL`, programmeID).Scan(&row).Error
	return row.Count, row.Last, wrap("count documents", err)
}

func (s store) addDocument(ctx context.Context, d Document) error {
	row := documentRow{
		ID: d.ID, ProgrammeID: d.ProgrammeID, Title: d.Title, Description: d.Description, Category: string(d.Category), Position: d.Position,
		Public: d.Public, ClientID: d.ClientID, CreatedAt: d.CreatedAt, CreatedBy: d.CreatedBy, Rev: d.Rev,
	}
	return database.Translate(s.db.Tx(ctx).Create(&row).Error, "document.exists")
}

// saveDocument writes what a change of the document itself may touch.
func (s store) saveDocument(ctx context.Context, d Document) error {
	var withdrawn Withdrawal
	var at *time.Time
	if d.Withdrawn != nil {
		withdrawn, at = *d.Withdrawn, &d.Withdrawn.At
	}
	err := s.db.Tx(ctx).Exec(`UPDATE document_document SET title = ?, description = ?, category = ?, public = ?, withdrawn_at = ?,
		withdrawn_by = ?, withdrawn_reason = ?, rev = ? WHERE id = ?`,
		d.Title, d.Description, d.Category, d.Public, at, withdrawn.By, withdrawn.Reason, d.Rev, d.ID).Error
	return wrap("save document", err)
}

func (s store) setPosition(ctx context.Context, documentID string, position int64) error {
	err := s.db.Tx(ctx).Exec("UPDATE document_document SET position = ? WHERE id = ?", position, documentID).Error
	return wrap("move document", err)
}

// orNone keeps IN from being empty, which SQL has no form for.
func orNone(ids []string) []string {
	if len(ids) == 0 {
		return []string{""}
	}
	return ids
}

func wrap(what string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("document: %s: %w", what, err)
}
