package notification

import (
	"context"
	"slices"
	"strings"
	"time"

	"sluse/internal/kernel/id"
)

type entryRow struct {
	ID, PersonID, ProgrammeID, SubjectType, SubjectID string
	Reason                                            Reason
	Verb, ActorID, SourceID                           string
	Seq                                               int64
	At                                                time.Time
	ReadAt                                            *time.Time
	DigestDay                                         string
	Posts                                             int
}

// TableName implements gorm's Tabler.
func (entryRow) TableName() string { return "notification_entry" }

func (r entryRow) entity() Entry {
	return Entry{
		ID: r.ID, PersonID: r.PersonID, ProgrammeID: r.ProgrammeID, Subject: Subject{r.SubjectType, r.SubjectID}, Reason: r.Reason,
		Verb: r.Verb, ActorID: r.ActorID, SourceID: r.SourceID, Seq: r.Seq, At: r.At, ReadAt: r.ReadAt, Posts: r.Posts,
	}
}

func entities(rows []entryRow) []Entry {
	out := make([]Entry, 0, len(rows))
	for _, r := range rows {
		out = append(out, r.entity())
	}
	return out
}

// entriesRead bounds how many entries of one person are read at a time: those of a
// few lively months.
const entriesRead = 2000

// addEntries adds entries, in their order. Of what a person has been told of before
// there is no second one.
func (s store) addEntries(ctx context.Context, entries []Entry) error {
	for some := range slices.Chunk(entries, entriesAdded) {
		values := make([]any, 0, len(some)*strings.Count(oneEntry, "?"))
		for _, e := range some {
			values = append(values, id.New(), e.PersonID, e.ProgrammeID, e.Subject.Type, e.Subject.ID, string(e.Reason), e.Verb, e.ActorID,
				e.SourceID, e.Seq, e.At, e.Posts)
		}
		_, err := s.db.Exec(ctx, `INSERT INTO notification_entry
			(id, person_id, programme_id, subject_type, subject_id, reason, verb, actor_id, source_id, seq, at, digest_day, posts)
			VALUES `+oneEntry+strings.Repeat(", "+oneEntry, len(some)-1)+" ON CONFLICT DO NOTHING", values...)
		if err != nil {
			return wrap("add to inboxes", err)
		}
	}
	return nil
}

// entriesAdded is how many entries one statement adds; the database keeps the
// statements of all numbers up to it.
const entriesAdded = 20

const oneEntry = "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', ?)"

// dropSource takes what was taken back out of all inboxes; of a burst one post less
// is told of.
func (s store) dropSource(ctx context.Context, sourceID string) error {
	tx := s.db.Tx(ctx)
	if err := tx.Exec("UPDATE notification_entry SET posts = posts - 1 WHERE source_id = ? AND posts > 0", sourceID).Error; err != nil {
		return wrap("take out of inboxes", err)
	}
	return wrap("take out of inboxes", tx.Exec("DELETE FROM notification_entry WHERE source_id = ? AND posts < 1", sourceID).Error)
}

// unmarked returns a person's entries that were not marked as read, newest first.
func (s store) unmarked(ctx context.Context, personID string) ([]Entry, error) {
	var rows []entryRow
	err := s.db.Read(ctx).Where("person_id = ? AND read_at IS NULL", personID).Order("id DESC").Limit(entriesRead).Find(&rows).Error
	return entities(rows), wrap("read an inbox", err)
}

// subjects returns the subjects of a person's entries with their newest entry's
// id, the newest first, before an id.
func (s store) subjects(ctx context.Context, personID, before string, limit int) (ids []string, err error) {
	query := s.db.Read(ctx).Model(&entryRow{}).Select("subject_id").Where("person_id = ?", personID).
		Group("subject_type, subject_id").Order("MAX(id) DESC").Limit(limit)
	if before != "" {
		query = query.Having("MAX(id) < ?", before)
	}
	err = query.Pluck("subject_id", &ids).Error
	return ids, wrap("list an inbox", err)
}

// entriesOf returns a person's entries of subjects, newest first.
func (s store) entriesOf(ctx context.Context, personID string, subjectIDs []string) ([]Entry, error) {
	if len(subjectIDs) == 0 {
		return nil, nil
	}
	var rows []entryRow
	err := s.db.Read(ctx).Where("person_id = ? AND subject_id IN ?", personID, subjectIDs).Order("id DESC").Limit(entriesRead).Find(&rows).Error
	return entities(rows), wrap("read an inbox", err)
}

// entry returns one entry of a person; false if they have none such.
func (s store) entry(ctx context.Context, personID, entryID string) (Entry, bool, error) {
	var rows []entryRow
	err := s.db.Read(ctx).Where("person_id = ? AND id = ?", personID, entryID).Find(&rows).Error
	if err != nil || len(rows) == 0 {
		return Entry{}, false, wrap("read an entry", err)
	}
	return rows[0].entity(), true, nil
}

// markRead marks a subject's entries up to one of them.
func (s store) markRead(ctx context.Context, upTo Entry, now time.Time) error {
	err := s.db.Tx(ctx).Model(&entryRow{}).
		Where("person_id = ? AND subject_id = ? AND id <= ? AND read_at IS NULL", upTo.PersonID, upTo.Subject.ID, upTo.ID).
		Update("read_at", now).Error
	return wrap("mark an item as read", err)
}

// markAllRead marks everything that a person has been told of.
func (s store) markAllRead(ctx context.Context, personID string, now time.Time) error {
	err := s.db.Tx(ctx).Model(&entryRow{}).Where("person_id = ? AND read_at IS NULL", personID).Update("read_at", now).Error
	return wrap("mark an inbox as read", err)
}
