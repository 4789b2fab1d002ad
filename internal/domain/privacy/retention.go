package privacy

import (
	"time"

	"sluse/internal/kernel/clock"
)

// nightHour is when the rules are carried out, by Danish time: after the day's
// people and before the morning's digests.
const nightHour = 3

// dueNight returns the Danish day whose night has come.
func dueNight(now time.Time) (clock.Date, bool) {
	local := now.In(clock.Copenhagen)
	return clock.DateOf(now, clock.Copenhagen), local.Hour() >= nightHour
}

// nextNight is when the rules are carried out next, where the night of today has
// been or has not.
func nextNight(now time.Time, done bool) time.Time {
	day := clock.DateOf(now, clock.Copenhagen)
	if done {
		day = day.AddDays(1)
	}
	at := day.Start(clock.Copenhagen).In(clock.Copenhagen)
	night := time.Date(at.Year(), at.Month(), at.Day(), nightHour, 0, 0, 0, clock.Copenhagen)
	if night.Before(now) {
		return clock.Instant(now) // it has come: at the job's next look
	}
	return clock.Instant(night)
}

// RuleView is a rule with what it would remove now, and what it removed last.
type RuleView struct {
	Rule     string     `json:"rule" doc:"Its code; the interface has its words"`
	KeepDays int        `json:"keepDays" doc:"How long it is kept"`
	Due      int64      `json:"due" doc:"How much would go if the rules were carried out now; counted by the condition that removes it"`
	Failed   bool       `json:"failed" doc:"It could not be carried out the last time"`
	LastAt   *time.Time `json:"lastAt,omitempty" doc:"When it was carried out last"`
	Removed  int64      `json:"removed" doc:"How much went then"`
}

// Night is one carrying-out of the rules.
type Night struct {
	Day      clock.Date `json:"day" format:"date"`
	At       time.Time  `json:"at"`
	Removed  []Removal  `json:"removed" nullable:"false"`
	Finished bool       `json:"finished"`
}

// Removal is what one rule removed in a night.
type Removal struct {
	Rule    string `json:"rule"`
	Removed int64  `json:"removed"`
	Failed  bool   `json:"failed"`
}
