package activity

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
)

// Rewrite has every text of the snapshots that hold an id looked at anew: change is
// given each JSON object and each text in them and says what to put in its place.
// It is for taking a person's name out of what is kept of the past.
func (l *Log) Rewrite(ctx context.Context, id string, object func(map[string]any), text func(string) string) error {
	var rows []eventRow
	if err := l.db.Read(ctx).Where("data LIKE ? OR private LIKE ?", "%"+id+"%", "%"+id+"%").Find(&rows).Error; err != nil {
		return fmt.Errorf("find snapshots: %w", err)
	}
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
