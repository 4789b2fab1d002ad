package privacy

import "time"

// State is how far a copy of somebody's data has come.
type State string

// The states.
const (
	Waiting  State = "waiting"
	Building State = "building"
	Ready    State = "ready"
	Failed   State = "failed"
)

const (
	// exportLife is how long a copy can be downloaded.
	exportLife = 7 * 24 * time.Hour
	// exportsDaily is how many copies somebody may ask for in a day.
	exportsDaily = 3
	// stuckAfter is when a copy that is not ready counts as failed: the job has
	// been tried as often as it will be.
	stuckAfter = 2 * time.Hour
	// exportTries is how often making a copy is tried.
	exportTries = 3
	daily       = 24 * time.Hour
)

// Export is a copy of everything about one person.
type Export struct {
	ID          string
	PersonID    string
	State       State
	Done, Total int64
	Size        int64
	// Locale is the language of what is readable in it.
	Locale      string
	RequestedAt time.Time
	ReadyAt     *time.Time
	ExpiresAt   *time.Time
}

// now returns the copy as it is at an instant: one whose making stopped has failed.
func (e Export) now(at time.Time) Export {
	if (e.State == Waiting || e.State == Building) && at.Sub(e.RequestedAt) > stuckAfter {
		e.State = Failed
	}
	return e
}

// underWay reports whether it is still being made.
func (e Export) underWay() bool { return e.State == Waiting || e.State == Building }
