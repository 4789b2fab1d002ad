package activity

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"sluse/internal/kernel/id"
)

// scanMargin is how much older than the beginning of a look through the log an event
// may be that was not yet to be seen then: its writer was at work, on a node whose
// clock may be behind.
const scanMargin = 10 * time.Minute

// rewriteChunk bounds how many snapshots one statement names.
const rewriteChunk = 500

// Held are the events whose snapshots hold an id, as of a moment.
type Held struct {
	id     string
	events []string
	// since bounds those that may have come meanwhile.
	since string
}

// Holding looks through the whole log for an id, which takes its time: call it before
// the Write in which Rewrite is called, or all writers wait.
func (l *Log) Holding(ctx context.Context, wanted string) (Held, error) {
	held := Held{id: wanted, since: id.First(l.clock.Now().Add(-scanMargin))}
	err := l.db.Read(ctx).Model(&eventRow{}).Where(holdsID, held.like(), held.like()).Pluck("id", &held.events).Error
	if err != nil {
		return Held{}, fmt.Errorf("find snapshots: %w", err)
	}
	return held, nil
}

// holdsID finds snapshots by what they say, the slow way; came bounds it to what has
// come since the log was looked through.
const (
	holdsID = "(data LIKE ? OR private LIKE ?)"
	came    = "id >= ? AND " + holdsID
)

func (h Held) like() string { return "%" + h.id + "%" }

// Rewrite has every text of the snapshots that hold an id looked at anew, those that
// were found and those that have come since: change is given each JSON object and each
// text in them and says what to put in its place. It is for taking a person's name out
// of what is kept of the past. It joins the surrounding Write.
func (l *Log) Rewrite(ctx context.Context, held Held, object func(map[string]any), text func(string) string) error {
	var rows []eventRow
	if err := l.db.Tx(ctx).Where(came, held.since, held.like(), held.like()).Find(&rows).Error; err != nil {
		return fmt.Errorf("find new snapshots: %w", err)
	}
	if err := l.rewriteRows(ctx, rows, object, text); err != nil {
		return err
	}
	for ids := range slices.Chunk(held.events, rewriteChunk) {
		var rows []eventRow
		if err := l.db.Tx(ctx).Where("id IN ? AND id < ?", ids, held.since).Find(&rows).Error; err != nil {
			return fmt.Errorf("read snapshots: %w", err)
		}
		if err := l.rewriteRows(ctx, rows, object, text); err != nil {
			return err
		}
	}
	return nil
}

func (l *Log) rewriteRows(ctx context.Context, rows []eventRow, object func(map[string]any), text func(string) string) error {
	for _, row := range rows {
		data, err := rewritten(row.Data, object, text)
		if err != nil {
			return err
		}
		private, err := rewritten(row.Private, object, text)
		if err != nil {
			return err
		}
		if data == row.Data && private == row.Private {
			continue
		}
		err = l.db.Tx(ctx).Exec("UPDATE activity_event SET data = ?, private = ? WHERE id = ?", data, private, row.ID).Error
		if err != nil {
			return fmt.Errorf("rewrite a snapshot: %w", err)
		}
	}
	return nil
}

func rewritten(snapshot string, object func(map[string]any), text func(string) string) (string, error) {
	decoder := json.NewDecoder(strings.NewReader(snapshot))
	decoder.UseNumber() // numbers of events must come back as they were
	var value any
	if err := decoder.Decode(&value); err != nil {
		return "", fmt.Errorf("read a snapshot: %w", err)
	}
	out, err := json.Marshal(walk(value, object, text))
	if err != nil {
		return "", fmt.Errorf("write a snapshot: %w", err)
	}
	return string(out), nil
}

func walk(value any, object func(map[string]any), text func(string) string) any {
	switch value := value.(type) {
	case map[string]any:
		object(value)
		for key, inner := range value {
			value[key] = walk(inner, object, text)
		}
		return value
	case []any:
		for i, inner := range value {
			value[i] = walk(inner, object, text)
		}
		return value
	case string:
		return text(value)
	}
	return value
}
