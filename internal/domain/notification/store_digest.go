package notification

import (
	"context"
	"time"

	"gorm.io/gorm/clause"

	"sluse/internal/kernel/clock"
)

type digestRow struct {
	PersonID, Day string
	SentAt        time.Time
}

// TableName implements gorm's Tabler.
func (digestRow) TableName() string { return "notification_digest" }

type roundRow struct {
	Day    string
	DoneAt time.Time
}

// TableName implements gorm's Tabler.
func (roundRow) TableName() string { return "notification_round" }

// roundDone reports whether a day's digests have all been written, and whether
// those of any day before have.
func (s store) roundDone(ctx context.Context, day clock.Date) (done, everBefore bool, err error) {
	var rows []roundRow
	err = s.db.Read(ctx).Where("day <= ?", day.String()).Order("day DESC").Limit(2).Find(&rows).Error
	done = len(rows) > 0 && rows[0].Day == day.String()
	return done, len(rows) > 1 || len(rows) == 1 && !done, wrap("read when digests were sent", err)
}

func (s store) setRound(ctx context.Context, day clock.Date, now time.Time) error {
	err := s.db.Tx(ctx).Clauses(clause.OnConflict{DoNothing: true}).Create(&roundRow{day.String(), now}).Error
	return wrap("note that digests were sent", err)
}

// waiting returns the persons with entries that no digest has held.
func (s store) waiting(ctx context.Context) (ids []string, err error) {
	err = s.db.Read(ctx).Model(&entryRow{}).Distinct("person_id").Where("read_at IS NULL AND digest_day = ''").Pluck("person_id", &ids).Error
	return ids, wrap("read who has news", err)
}

// gathered returns a person's unmarked entries that stood in the digest of a day,
// or, for "", in none, newest first.
func (s store) gathered(ctx context.Context, personID, day string) ([]Entry, error) {
	var rows []entryRow
	err := s.db.Read(ctx).Where("person_id = ? AND read_at IS NULL AND digest_day = ?", personID, day).
		Order("id DESC").Limit(entriesRead).Find(&rows).Error
	return entities(rows), wrap("read what is gathered", err)
}

// addDigest notes that a person gets a digest on a day; false if they have it.
func (s store) addDigest(ctx context.Context, personID, day string, now time.Time) (bool, error) {
	result := s.db.Tx(ctx).Clauses(clause.OnConflict{DoNothing: true}).Create(&digestRow{personID, day, now})
	return result.RowsAffected > 0, wrap("note a digest", result.Error)
}

// setGathered notes that entries of a person stand in a digest.
func (s store) setGathered(ctx context.Context, entries []Entry, day string) error {
	for len(entries) > 0 {
		n := min(len(entries), 500)
		ids := make([]string, 0, n)
		for _, e := range entries[:n] {
			ids = append(ids, e.ID)
		}
		if err := s.db.Tx(ctx).Model(&entryRow{}).Where("id IN ?", ids).Update("digest_day", day).Error; err != nil {
			return wrap("note what a digest holds", err)
		}
		entries = entries[n:]
	}
	return nil
}

// passOver notes entries that no digest has held as those of something else.
func (s store) passOver(ctx context.Context, as string) error {
	err := s.db.Tx(ctx).Model(&entryRow{}).Where("digest_day = ''").Update("digest_day", as).Error
	return wrap("pass over what is gathered", err)
}
