package privacy

import (
	"context"
	"time"

	"sluse/internal/platform/database"
)

type exportRow struct {
	ID, PersonID       string
	State              State
	Done, Total, Size  int64
	Locale             string
	RequestedAt        time.Time
	ReadyAt, ExpiresAt *time.Time
}

// TableName implements gorm's Tabler.
func (exportRow) TableName() string { return "privacy_export" }

func (s store) addExport(ctx context.Context, e Export) error {
	row := exportRow(e)
	return wrap("ask for a copy", s.db.Tx(ctx).Create(&row).Error)
}

// exportsOf returns a person's copies, the newest first.
func (s store) exportsOf(ctx context.Context, personID string) ([]Export, error) {
	var rows []exportRow
	err := s.db.Read(ctx).Where("person_id = ?", personID).Order("requested_at DESC, id DESC").Limit(50).Find(&rows).Error
	list := make([]Export, 0, len(rows))
	for _, r := range rows {
		list = append(list, Export(r))
	}
	return list, wrap("read copies", err)
}

// lockExports keeps two requests of one person from both finding none.
func (s store) lockExports(ctx context.Context, personID string) error {
	err := s.db.Tx(ctx).Exec("UPDATE privacy_export SET done = done WHERE person_id = ?", personID).Error
	return wrap("lock copies", err)
}

func (s store) export(ctx context.Context, id string) (Export, error) {
	var row exportRow
	err := s.db.Read(ctx).Where("id = ?", id).Take(&row).Error
	return Export(row), database.Translate(err, "export.unknown")
}

func (s store) saveExport(ctx context.Context, e Export) error {
	row := exportRow(e)
	return s.db.Write(ctx, func(ctx context.Context) error {
		return wrap("note a copy", s.db.Tx(ctx).Model(&exportRow{}).Where("id = ?", e.ID).
			Select("state", "done", "total", "size", "ready_at", "expires_at").Updates(&row).Error)
	})
}

// keptExports returns those of the keys that are copies.
func (s store) keptExports(ctx context.Context, keys []string) (map[string]bool, error) {
	var found []string
	err := s.db.Read(ctx).Model(&exportRow{}).Where("id IN ?", append([]string{""}, keys...)).Pluck("id", &found).Error
	kept := make(map[string]bool, len(found))
	for _, key := range found {
		kept[key] = true
	}
	return kept, wrap("kept copies", err)
}

func (s store) exportsBefore(ctx context.Context, before time.Time, limit int) (ids []string, err error) {
	err = s.db.Read(ctx).Model(&exportRow{}).Where("requested_at < ?", before).Order("id").Limit(limit).Pluck("id", &ids).Error
	return ids, wrap("old copies", err)
}

func (s store) countExports(ctx context.Context, before time.Time) (int64, error) {
	return database.Purge[exportRow](ctx, s.db, true, "requested_at < ?", before)
}

func (s store) dropExport(ctx context.Context, id string) error {
	_, err := database.Purge[exportRow](ctx, s.db, false, "id = ?", id)
	return err
}
