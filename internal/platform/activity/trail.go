package activity

import (
	"context"
	"fmt"
	"time"

	"sluse/internal/kernel/id"
	"sluse/internal/platform/database"
)

// TrailQuery asks for what has happened, newest first.
type TrailQuery struct {
	// ProgrammeID is "" for what belongs to no programme.
	ProgrammeID string
	// Verbs are those asked for; none asks for nothing.
	Verbs []string
	// ActorID is who did it, "" for everybody.
	ActorID string
	// From and Until bound when it was; zero does not.
	From, Until time.Time
	// Before is the id of an event: only earlier ones.
	Before string
	Limit  int
}

// astray is by how much the id of an event may be apart from when it was: that of an
// earlier version was made by the machine's own clock. Ids sort by time, so that what
// lies before an instant is found by the primary key, and writing pays for no index.
const astray = 24 * time.Hour

// Trail returns events of one programme, or of none.
func (l *Log) Trail(ctx context.Context, q TrailQuery) ([]Stored, error) {
	query := l.db.Read(ctx).Where("programme_id = ? AND verb IN ?", q.ProgrammeID, q.Verbs)
	if q.ActorID != "" {
		query = query.Where("actor_id = ?", q.ActorID)
	}
	if !q.From.IsZero() {
		query = query.Where("at >= ? AND id >= ?", q.From, id.First(q.From.Add(-astray)))
	}
	if !q.Until.IsZero() {
		query = query.Where("at < ? AND id < ?", q.Until, id.First(q.Until.Add(astray)))
	}
	if q.Before != "" {
		query = query.Where("id < ?", q.Before)
	}
	var rows []eventRow
	if err := query.Order("id DESC").Limit(q.Limit).Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("trail: %w", err)
	}
	return stored(rows), nil
}

// doneBy names what somebody did. An index that began with the person would cost every
// writer a page of their own, so another is read through, which holds the person too.
const doneBy = "id IN (SELECT id FROM activity_event WHERE programme_id >= '' AND actor_id = ?)"

// DoneBy returns what a person did, in all programmes, newest first. It takes some time
// where the log is long.
func (l *Log) DoneBy(ctx context.Context, personID string, limit int) ([]Stored, error) {
	var rows []eventRow
	if err := l.db.Read(ctx).Where(doneBy, personID).Order("id DESC").Limit(limit).Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("what a person did: %w", err)
	}
	return stored(rows), nil
}

// DoneTo returns what was done with a thing, newest first.
func (l *Log) DoneTo(ctx context.Context, subjectType, subjectID string, limit int) ([]Stored, error) {
	var rows []eventRow
	err := l.db.Read(ctx).Where("subject_type = ? AND subject_id = ?", subjectType, subjectID).Order("id DESC").Limit(limit).Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("what was done: %w", err)
	}
	return stored(rows), nil
}

// Rules says how long the log is kept. A client that asks for frames that are gone
// is told to read the present state.
func (l *Log) Rules(keep time.Duration) []database.Rule {
	return []database.Rule{{Code: "trail", Keep: keep, Forget: l.forget}}
}

// forgotten names events that lie before an instant: the first value bounds their
// ids, the second when they were.
const forgotten = "id < ? AND at < ? AND handled_at IS NOT NULL"

func (l *Log) forget(ctx context.Context, before time.Time, dry bool) (n int64, err error) {
	first := id.First(before.Add(astray))
	if dry {
		return database.Purge[eventRow](ctx, l.db, true, forgotten, first, before)
	}
	err = l.db.Write(ctx, func(ctx context.Context) error {
		ids := l.db.Tx(ctx).Model(&eventRow{}).Select("id").Where(forgotten, first, before)
		if _, err := database.Purge[frameRow](ctx, l.db, false, "event_id IN (?)", ids); err != nil {
			return err
		}
		n, err = database.Purge[eventRow](ctx, l.db, false, forgotten, first, before)
		return err
	})
	return n, err
}
