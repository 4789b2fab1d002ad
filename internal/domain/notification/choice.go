package notification

import "slices"

// Pace is how soon a person wants to be mailed of a kind of news.
type Pace string

// The paces.
const (
	AtOnce Pace = "once"
	Daily  Pace = "daily"
	Weekly Pace = "weekly"
	Never  Pace = "never"
)

// Paces lists them, the soonest first.
var Paces = []Pace{AtOnce, Daily, Weekly, Never}

func (p Pace) valid() bool { return slices.Contains(Paces, p) }

func (k Kind) valid() bool { return slices.Contains(Kinds, k) }

// DefaultPaces are those of who has chosen nothing: at once what is said to me, the
// rest gathered, so that a mail is a reason to look.
var DefaultPaces = map[Kind]Pace{KindNamed: AtOnce, KindAnswered: AtOnce, KindFollowed: Daily, KindNew: Weekly}

// Choices are what a person has chosen, by programme; "" holds for all others.
type Choices map[string]map[Kind]Pace

// Pace returns what holds for a kind of news in a programme; "" asks for what
// holds in general.
func (c Choices) Pace(programmeID string, k Kind) Pace {
	for _, where := range []string{programmeID, ""} {
		if p, chosen := c[where][k]; chosen {
			return p
		}
	}
	return DefaultPaces[k]
}

// wishes are the choices as two switches: what comes at once.
func (c Choices) wishes() Wishes {
	return Wishes{Answers: c.Pace("", KindAnswered) == AtOnce, Mentions: c.Pace("", KindNamed) == AtOnce}
}

// silent reports whether nothing at all is mailed, in general or in a programme.
func (c Choices) silent(programmeID string) bool {
	return !slices.ContainsFunc(Kinds, func(k Kind) bool { return c.Pace(programmeID, k) != Never })
}

// gathered reports whether anything comes in a digest, in any of the programmes.
func (c Choices) gathered(programmeIDs []string) bool {
	for _, programmeID := range append(programmeIDs[:len(programmeIDs):len(programmeIDs)], "") {
		for _, k := range Kinds {
			if p := c.Pace(programmeID, k); p == Daily || p == Weekly {
				return true
			}
		}
	}
	return false
}
