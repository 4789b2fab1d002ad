package activity

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"sluse/internal/kernel/id"
)

// MaxMissed is how many missed events a client is given one by one; beyond it,
// reading the present state anew is quicker.
const MaxMissed = 500

// newestChunk bounds how many topics one statement names.
const newestChunk = 500

type eventRow struct {
	ID, ActorID, Verb, SubjectType, SubjectID, ProgrammeID string
	At                                                     time.Time
	Data, Private                                          string
	HandledAt                                              *time.Time
}

// TableName implements gorm's Tabler.
func (eventRow) TableName() string { return "activity_event" }

type frameRow struct {
	Topic   string
	Seq     int64
	EventID string
}

// TableName implements gorm's Tabler.
func (frameRow) TableName() string { return "activity_frame" }

func (l *Log) insert(ctx context.Context, rows []*eventRow) error {
	values := make([][]any, 0, len(rows))
	for _, r := range rows {
		values = append(values, []any{r.ID, r.At, r.ActorID, r.Verb, r.SubjectType, r.SubjectID, r.ProgrammeID, r.Data, r.Private})
	}
	_, err := l.db.Insert(ctx, "activity_event (id, at, actor_id, verb, subject_type, subject_id, programme_id, data, private)", values, "")
	return err
}

// Seq returns the number of the newest event in a topic, 0 if there is none.
func (l *Log) Seq(ctx context.Context, topic string) (int64, error) {
	var seq int64
	err := l.db.Row(ctx, "SELECT seq FROM activity_topic WHERE name = ?", topic).Scan(&seq)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return 0, fmt.Errorf("newest number in %s: %w", topic, err)
	}
	return seq, nil
}

// Since returns the events of a topic after a number, oldest first. reset is true
// when they cannot be given without a hole or are more than MaxMissed: then the
// client reads the state anew and goes on from newest.
func (l *Log) Since(ctx context.Context, topic string, after int64) (frames []Frame, newest int64, reset bool, err error) {
	if newest, err = l.Seq(ctx, topic); err != nil {
		return nil, 0, false, err
	}
	switch {
	case after == newest:
		return nil, newest, false, nil
	case after > newest, newest-after > MaxMissed:
		return nil, newest, true, nil
	}
	frames, err = l.frames(ctx, topic, after)
	if err != nil {
		return nil, 0, false, err
	}
	// Some may have been deleted, in the midst of others that are not handled yet.
	if int64(len(frames)) < newest-after || frames[len(frames)-1].Seq != after+int64(len(frames)) {
		return nil, newest, true, nil
	}
	return frames, frames[len(frames)-1].Seq, false, nil
}

// Seqs returns the newest number of each topic; one without events is left out.
func (l *Log) Seqs(ctx context.Context, topics []string) (map[string]int64, error) {
	newest := make(map[string]int64, len(topics))
	for names := range slices.Chunk(topics, newestChunk) {
		var rows []struct {
			Name string
			Seq  int64
		}
		err := l.db.Read(ctx).Raw(`SELECT name, seq FROM activity_topic WHERE name IN ?`, names).Scan(&rows).Error
		if err != nil {
			return nil, fmt.Errorf("newest numbers: %w", err)
		}
		for _, r := range rows {
			newest[r.Name] = r.Seq
		}
	}
	return newest, nil
}

func (l *Log) frames(ctx context.Context, topic string, after int64) ([]Frame, error) {
	var rows []struct {
		Seq           int64
		Verb, ActorID string
		At            time.Time
		Data          string
	}
	err := l.db.Read(ctx).Raw(`SELECT f.seq, e.verb, e.actor_id, e.at, e.data
		FROM activity_frame f JOIN activity_event e ON e.id = f.event_id
		WHERE f.topic = ? AND f.seq > ? ORDER BY f.seq LIMIT ?`, topic, after, MaxMissed).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("events of %s after %d: %w", topic, after, err)
	}
	frames := make([]Frame, 0, len(rows))
	for _, r := range rows {
		frames = append(frames, Frame{topic, r.Seq, r.Verb, r.ActorID, r.At, json.RawMessage(r.Data)})
	}
	return frames, nil
}

// Replace puts data in the place of the snapshots of everything that happened to
// a thing. What a person has taken back must not live on in the log, where a
// client that comes back would be given it.
func (l *Log) Replace(ctx context.Context, subjectType, subjectID string, data any) error {
	text, err := json.Marshal(data)
	if err != nil {
		return fmt.Errorf("snapshot of %s: %w", subjectType, err)
	}
	err = l.db.Tx(ctx).Exec("UPDATE activity_event SET data = ?, private = 'null' WHERE subject_type = ? AND subject_id = ?",
		string(text), subjectType, subjectID).Error
	if err != nil {
		return fmt.Errorf("replace snapshots of %s: %w", subjectType, err)
	}
	return nil
}

// Query asks for the newest events of programmes, for the overview.
type Query struct {
	ProgrammeIDs []string
	Verbs        []string
	After        time.Time
	Limit        int
}

// Newest returns the newest events that match q, newest first.
func (l *Log) Newest(ctx context.Context, q Query) ([]Stored, error) {
	if len(q.ProgrammeIDs) == 0 || len(q.Verbs) == 0 {
		return nil, nil
	}
	// Ids sort by when things happened, and the index has them: else all that ever
	// happened in a programme would be looked at.
	from := id.At(q.After.Add(-time.Millisecond))
	var rows []eventRow
	err := l.db.Read(ctx).
		Where("programme_id IN ? AND verb IN ? AND id > ? AND at > ?", q.ProgrammeIDs, q.Verbs, from, q.After).
		Order("id DESC").Limit(min(max(q.Limit, 1), 200)).Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("newest events: %w", err)
	}
	return stored(rows), nil
}

func stored(rows []eventRow) []Stored {
	out := make([]Stored, 0, len(rows))
	for _, r := range rows {
		out = append(out, Stored{
			ID: r.ID, ActorID: r.ActorID, Verb: r.Verb, SubjectType: r.SubjectType, SubjectID: r.SubjectID,
			ProgrammeID: r.ProgrammeID, At: r.At, Data: json.RawMessage(r.Data), Private: json.RawMessage(r.Private),
		})
	}
	return out
}
