package notification

import (
	"context"
	"time"

	"gorm.io/gorm/clause"
)

type choiceRow struct {
	PersonID    string `gorm:"primaryKey"`
	ProgrammeID string `gorm:"primaryKey"`
	Kind        Kind   `gorm:"primaryKey"`
	Pace        Pace
	UpdatedAt   time.Time
}

// TableName implements gorm's Tabler.
func (choiceRow) TableName() string { return "notification_choice" }

// choices returns what persons have chosen; who has chosen nothing has none.
func (s store) choices(ctx context.Context, personIDs []string) (map[string]Choices, error) {
	out := make(map[string]Choices, len(personIDs))
	if len(personIDs) == 0 {
		return out, nil
	}
	var rows []choiceRow
	if err := s.db.Read(ctx).Where("person_id IN ?", personIDs).Find(&rows).Error; err != nil {
		return nil, wrap("read what people chose", err)
	}
	for _, r := range rows {
		if out[r.PersonID] == nil {
			out[r.PersonID] = Choices{}
		}
		if out[r.PersonID][r.ProgrammeID] == nil {
			out[r.PersonID][r.ProgrammeID] = map[Kind]Pace{}
		}
		out[r.PersonID][r.ProgrammeID][r.Kind] = r.Pace
	}
	return out, nil
}

func (s store) choicesOf(ctx context.Context, personID string) (Choices, error) {
	all, err := s.choices(ctx, []string{personID})
	return all[personID], err
}

// eager returns the persons who chose to be told at once of a kind, anywhere.
func (s store) eager(ctx context.Context, kind Kind) (ids []string, err error) {
	err = s.db.Read(ctx).Model(&choiceRow{}).Distinct("person_id").Where("kind = ? AND pace = ?", kind, AtOnce).Pluck("person_id", &ids).Error
	return ids, wrap("read who chose", err)
}

func (s store) choose(ctx context.Context, personID, programmeID string, kind Kind, pace Pace, now time.Time) error {
	row := &choiceRow{personID, programmeID, kind, pace, now}
	err := s.db.Tx(ctx).Clauses(clause.OnConflict{UpdateAll: true}).Create(row).Error
	return wrap("write what a person chose", err)
}

// follow drops a choice for one programme: what holds in general holds there.
func (s store) follow(ctx context.Context, personID, programmeID string, kind Kind) error {
	err := s.db.Tx(ctx).Where("person_id = ? AND programme_id = ? AND kind = ?", personID, programmeID, kind).Delete(&choiceRow{}).Error
	return wrap("drop what a person chose", err)
}

// forgetChoices drops everything that a person chose.
func (s store) forgetChoices(ctx context.Context, personID string) error {
	return wrap("drop what a person chose", s.db.Tx(ctx).Where("person_id = ?", personID).Delete(&choiceRow{}).Error)
}
