package account

import (
	"strings"
	"time"
)

// Bounds of a session.
const (
	// idleLife is how long a session lives unused.
	idleLife = 14 * 24 * time.Hour
	// wholeLife is how long it lives at most.
	wholeLife = 90 * 24 * time.Hour
	// seenEvery is how often its use is written down.
	seenEvery = 5 * time.Minute
)

// Session is one browser in which a person is signed in.
type Session struct {
	ID         string
	PersonID   string
	TokenHash  string
	Device     string
	Browser    string
	CreatedAt  time.Time
	LastSeenAt time.Time
}

// Alive reports whether the session still holds at an instant.
func (s Session) Alive(now time.Time) bool {
	return now.Before(s.LastSeenAt.Add(idleLife)) && now.Before(s.CreatedAt.Add(wholeLife))
}

// Expires returns the instant at which the session ends if it is not used again.
func (s Session) Expires() time.Time {
	idle, whole := s.LastSeenAt.Add(idleLife), s.CreatedAt.Add(wholeLife)
	if idle.Before(whole) {
		return idle
	}
	return whole
}

// recognise names the device and the browser of a User-Agent header as people
// call them, "" for what is unknown. Nothing else of the header is kept.
func recognise(userAgent string) (device, browser string) {
	find := func(marks [][2]string) string {
		for _, mark := range marks {
			if strings.Contains(userAgent, mark[0]) {
				return mark[1]
			}
		}
		return ""
	}
	device = find([][2]string{
		{"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Android", "Android"}, {"Windows", "Windows"},
		{"Macintosh", "Mac"}, {"CrOS", "Chromebook"}, {"Linux", "Linux"},
	})
	// The order matters: most browsers name the ones that they descend from.
	browser = find([][2]string{
		{"Edg", "Edge"}, {"OPR/", "Opera"}, {"SamsungBrowser", "Samsung Internet"}, {"Firefox", "Firefox"},
		{"FxiOS", "Firefox"}, {"CriOS", "Chrome"}, {"Chrome", "Chrome"}, {"Safari", "Safari"},
	})
	return device, browser
}
