package programme

import (
	"context"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/clock"
	"sluse/internal/platform/activity"
	"sluse/internal/platform/database"
)

// People gives the names of persons, whom another feature keeps.
type People interface {
	// People returns id, name and title of those of the ids that there are, by id.
	People(ctx context.Context, ids []string) (map[string]actor.Person, error)
}

// Registry makes persons known, whom another feature keeps.
type Registry interface {
	// PersonFor returns the id of the person with an address, who is made known
	// first where nobody has it. It gives them no role.
	PersonFor(ctx context.Context, p NewPerson) (personID string, err error)
}

// NewPerson is how somebody is named who may not be known yet.
type NewPerson struct {
	Email string
	Name  string
	Title string
}

// Revoker is told, after the commit, of a person whose memberships changed:
// what is remembered of them is stale and their sockets must be checked again.
type Revoker interface{ Recheck(personID string) }

// Log records what happened; see platform/activity.
type Log interface {
	Record(ctx context.Context, e activity.Event) (map[string]int64, error)
}

// Witness writes down who saw or took out what is not for everybody; see
// domain/privacy. It may be nil.
type Witness interface {
	Witness(ctx context.Context, verb, subjectType, subjectID, programmeID string) error
}

// Needs is what the feature asks for.
type Needs struct {
	DB      *database.DB
	Clock   clock.Clock
	Log     Log
	People  People
	Revoker Revoker
	// Registry may be nil where nobody is named by address.
	Registry Registry
	Witness  Witness
}

// Module is the feature, ready to be mounted.
type Module struct {
	*Service
}

// New builds the feature.
func New(needs Needs) *Module {
	return &Module{&Service{
		store: store{needs.DB}, db: needs.DB, clock: needs.Clock, log: needs.Log,
		people: needs.People, revoker: needs.Revoker, registry: needs.Registry, witness: needs.Witness,
	}}
}
