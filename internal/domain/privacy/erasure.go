package privacy

import (
	"strings"
	"time"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/fault"
)

// freshFor is how lately somebody must have signed in to have themselves erased:
// whoever finds an open browser must not be able to.
const freshFor = 15 * time.Minute

// eraseWords are what is typed so that nobody erases by mistake.
var eraseWords = []string{"SLET", "DELETE"}

// Hindrance is what must be done before somebody can be erased.
type Hindrance struct {
	Code string `json:"code" enum:"sole_coordinator,last_administrator"`
	// Programme is the one that would be left without a coordinator.
	Programme string `json:"programme"`
}

// The hindrances.
const (
	SoleCoordinator   = "sole_coordinator"
	LastAdministrator = "last_administrator"
)

// Account is what the feature must know of a person.
type Account struct {
	ID, Email, Name, Locale string
	Administrator           bool
}

// Place is a seat that a person has or had.
type Place struct {
	ProgrammeID, Programme string
	// Sole: they are the only coordinator of a programme that is not finished.
	Sole bool
}

// MayErase says whether the actor has another person erased at their request:
// administrators, and the coordinators of all the programmes that the person was
// ever in. To others the person is not there.
func MayErase(a actor.Actor, who Account, places []Place) error {
	if a.PersonID == who.ID {
		return fault.NewConflict("erasure.oneself")
	}
	if a.Administrator {
		return nil
	}
	mine, others := false, who.Administrator
	for _, p := range places {
		if role, _ := a.Role(p.ProgrammeID); role == actor.Coordinator {
			mine = true
		} else {
			others = true
		}
	}
	switch {
	case !mine:
		return fault.NewNotFound("person.unknown")
	case others:
		return fault.NewForbidden("erasure.other_programmes")
	}
	return nil
}

// hindrances says what must be done first.
func hindrances(places []Place, lastAdministrator bool) []Hindrance {
	list := []Hindrance{}
	if lastAdministrator {
		list = append(list, Hindrance{Code: LastAdministrator})
	}
	for _, p := range places {
		if p.Sole {
			list = append(list, Hindrance{SoleCoordinator, p.Programme})
		}
	}
	return list
}

// checkWord says whether somebody typed that they mean it.
func checkWord(word string) error {
	for _, wanted := range eraseWords {
		if strings.EqualFold(strings.TrimSpace(word), wanted) {
			return nil
		}
	}
	return fault.NewInvalid("erasure.word", fault.Field{Field: "word", Code: "erasure.word"})
}
