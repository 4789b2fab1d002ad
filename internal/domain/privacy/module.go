// Package privacy answers for what the product knows of people: who saw, changed
// and took out what; a copy of everything about oneself; having it deleted; and how
// long anything is kept.
//
// Invariants:
//   - What happened stands in the one activity log; the trail only reads it. Looks
//     at what is not for everybody are written there before they are answered.
//   - A rule of deletion counts, in a dry run, by the condition that it removes by.
//   - A copy of somebody's data is made for them, and given to nobody else.
//   - Whoever is erased leaves what they wrote, and nothing that says who they were.
package privacy

import (
	"context"
	"log/slog"
	"time"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/clock"
	"sluse/internal/platform/activity"
	"sluse/internal/platform/database"
	"sluse/internal/platform/jobs"
)

// Programmes knows programmes.
type Programmes interface {
	// ProgrammeID returns the id of a programme that the actor of ctx is in.
	ProgrammeID(ctx context.Context, slug string) (string, error)
}

// People knows persons' names.
type People interface {
	// PeopleOf returns short references to persons as seen in a programme, or, for
	// "", in none.
	PeopleOf(ctx context.Context, programmeID string, ids []string) (map[string]actor.Person, error)
}

// Subjects knows things of one type that something was done to.
type Subjects interface {
	// Titles names those of the things that a may see.
	Titles(ctx context.Context, a actor.Actor, ids []string) (map[string]string, error)
}

// Log is what has happened; see platform/activity.
type Log interface {
	Record(ctx context.Context, e activity.Event) (map[string]int64, error)
	Trail(ctx context.Context, q activity.TrailQuery) ([]activity.Stored, error)
}

// Needs is what the feature asks for.
type Needs struct {
	DB         *database.DB
	Clock      clock.Clock
	Logger     *slog.Logger
	Jobs       *jobs.Jobs
	Log        Log
	Programmes Programmes
	People     People
	// Subjects are the things that the trail names, by type.
	Subjects map[string]Subjects
	// Rules of deletion, of all other features.
	Rules []database.Rule
	// KeepTrail is how long what happened is remembered.
	KeepTrail time.Duration
}

// Service holds the use cases.
type Service struct {
	Needs
	store  store
	lately lately
	rules  []database.Rule
}

// Module is the feature, ready to be mounted.
type Module struct{ *Service }

// New builds the feature and registers its jobs. Call it before jobs.Start.
func New(needs Needs) *Module {
	s := &Service{Needs: needs, store: store{needs.DB}, lately: lately{at: map[string]time.Time{}}}
	s.rules = append(s.rules, needs.Rules...)
	s.rules = append(s.rules, database.Rule{Code: "nights", Keep: needs.KeepTrail, Forget: s.store.forgetNights})
	jobs.Register(needs.Jobs, func(ctx context.Context, _ nightJob) error { return s.night(ctx) })
	needs.Jobs.Every(nightEvery, nightJob{})
	return &Module{s}
}
