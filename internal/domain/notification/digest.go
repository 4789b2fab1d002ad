package notification

import (
	"slices"
	"strconv"
	"time"

	"sluse/internal/kernel/clock"
	"sluse/internal/platform/cpr"
)

const (
	// digestHour is when digests are sent, Danish time; a machine that was down
	// then catches up until digestCloses, so that nobody is mailed at night.
	digestHour, digestCloses = 7, 22
	// digestItems bounds a digest, digestText what it quotes of one post.
	digestItems, digestText = 25, 400
)

// due returns the Danish day whose digests are to be sent at an instant; false
// outside the hours for it.
func due(now time.Time) (day clock.Date, is bool) {
	local := now.In(clock.Copenhagen)
	return clock.DateOf(now, clock.Copenhagen), local.Hour() >= digestHour && local.Hour() < digestCloses
}

// weeklyToo reports whether a day's digests hold what is gathered by the week: on
// Mondays, and on the Tuesday after a Monday that was missed.
func weeklyToo(day clock.Date, mondayMissed bool) bool {
	switch day.Start(time.UTC).Weekday() {
	case time.Monday:
		return true
	case time.Tuesday:
		return mondayMissed
	case time.Wednesday, time.Thursday, time.Friday, time.Saturday, time.Sunday:
	}
	return false
}

// digestLine is an item as the template of the digest takes it: text throughout,
// since it passes through JSON.
func digestLine(i Item, programme string, names func(id string) string) map[string]any {
	line := map[string]any{
		"programme": programme, "title": i.Title, "link": i.Href, "said": cpr.Mask(shorten(i.Excerpt, digestText)), "sensitive": i.Sensitive,
		"who": "", "others": "", "count": "", "reason": string(i.Reason), "verb": i.Verb,
	}
	if i.Sensitive {
		line["title"], line["said"] = "", ""
	}
	if len(i.Actors) > 0 {
		line["who"] = names(i.Actors[0])
	}
	if others := len(i.Actors) - 1; others > 0 {
		line["others"] = strconv.Itoa(others)
	}
	if i.Count > 1 && i.Subject.Type == SubjectThread {
		line["count"] = strconv.Itoa(i.Count)
	}
	return line
}

// digestOrder puts a digest's items by programme, in the order of each one's
// newest, and within it the newest first.
func digestOrder(items []Item) []Item {
	var programmes []string
	for _, i := range items {
		if !slices.Contains(programmes, i.ProgrammeID) {
			programmes = append(programmes, i.ProgrammeID)
		}
	}
	slices.SortStableFunc(items, func(x, y Item) int {
		return slices.Index(programmes, x.ProgrammeID) - slices.Index(programmes, y.ProgrammeID)
	})
	return items[:min(len(items), digestItems)]
}
