package mail

import (
	"fmt"
	"time"

	"sluse/internal/kernel/clock"
)

var (
	danishDays   = [...]string{"søndag", "mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag"}
	danishMonths = [...]string{"januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november", "december"}
)

// When writes an instant as one says it: lørdag den 28. marts 2026 kl. 12.00, or
// Saturday 28 March 2026 at 12:00. The time is always Danish time.
func When(t time.Time, language string) string {
	local := t.In(clock.Copenhagen)
	if locale(language) == English {
		return Day(t, language) + local.Format(" at 15:04")
	}
	return Day(t, language) + local.Format(" kl. 15.04")
}

// Day writes the Danish day that t falls on: lørdag den 28. marts 2026.
func Day(t time.Time, language string) string {
	local := t.In(clock.Copenhagen)
	if locale(language) == English {
		return local.Format("Monday 2 January 2006")
	}
	return fmt.Sprintf("%s den %d. %s %d", danishDays[local.Weekday()], local.Day(), danishMonths[local.Month()-1], local.Year())
}
