package notification

import (
	"context"

	"sluse/internal/platform/database"
)

// ExportPerson hands over what the feature knows of a person.
func (s *Service) ExportPerson(ctx context.Context, personID, _ string, add database.AddTable) error {
	for name, query := range map[string]string{
		"mail_choices": "SELECT programme_id, kind, pace, updated_at FROM notification_choice WHERE person_id = ? ORDER BY programme_id, kind",
		"inbox":        "SELECT at, reason, verb, subject_type, subject_id, read_at, digest_day FROM notification_entry WHERE person_id = ? ORDER BY at",
		"digests":      "SELECT day, sent_at FROM notification_digest WHERE person_id = ? ORDER BY day",
	} {
		if err := database.ExportTable(ctx, s.DB, add, name, query, personID); err != nil {
			return err
		}
	}
	return nil
}

// formerStopRow is what the version before this one kept of stopped threads, which
// are muted ones now. The table goes with the next version.
type formerStopRow struct{ PersonID, ThreadID string }

// TableName implements gorm's Tabler.
func (formerStopRow) TableName() string { return "notification_stop" }

// ErasePerson forgets what a person was told, and how they wanted to be. It joins
// the surrounding Write.
func (s *Service) ErasePerson(ctx context.Context, personID, _ string) error {
	const theirs = "person_id = ?"
	_, err := database.Sum(
		func() (int64, error) { return database.Purge[entryRow](ctx, s.DB, false, theirs, personID) },
		func() (int64, error) { return database.Purge[choiceRow](ctx, s.DB, false, theirs, personID) },
		func() (int64, error) { return database.Purge[formerStopRow](ctx, s.DB, false, theirs, personID) },
		func() (int64, error) { return database.Purge[seenRow](ctx, s.DB, false, theirs, personID) },
		func() (int64, error) { return database.Purge[toldRow](ctx, s.DB, false, theirs, personID) },
		func() (int64, error) { return database.Purge[digestRow](ctx, s.DB, false, theirs, personID) },
		func() (int64, error) { return database.Purge[replyRow](ctx, s.DB, false, theirs, personID) },
	)
	return err
}
