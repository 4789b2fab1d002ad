// Package actor says on whose behalf something is done. The actor is made once
// per request from the session and travels in the context; policies are pure
// functions of it and of the thing acted upon.
package actor

import (
	"context"

	"sluse/internal/kernel/fault"
)

// Role is what a person is in one programme. It comes from holding a seat or
// from being named coordinator, never from the way of signing in.
type Role string

// The roles, from product.md's table.
const (
	Coordinator Role = "coordinator"
	Partner     Role = "partner"
	Reference   Role = "reference"
	Observer    Role = "observer"
)

// Roles lists every role, for tests of policies as a matrix.
var Roles = []Role{Coordinator, Partner, Reference, Observer}

// Membership is one role in one programme, on behalf of one organisation.
type Membership struct {
	ProgrammeID    string
	Role           Role
	OrganisationID string
}

// Actor is a signed-in person with what they are in each programme today.
type Actor struct {
	PersonID      string
	SessionID     string
	Name          string
	Locale        string
	Administrator bool
	Memberships   []Membership
}

// Membership returns what the actor is in a programme; false if nothing. Where a
// person holds more than one role there, the one that may do more wins.
func (a Actor) Membership(programmeID string) (Membership, bool) {
	best, found := Membership{}, false
	for _, m := range a.Memberships {
		if m.ProgrammeID == programmeID && (!found || rank(m.Role) < rank(best.Role)) {
			best, found = m, true
		}
	}
	return best, found
}

// Role returns the actor's role in a programme; false if they have none.
func (a Actor) Role(programmeID string) (Role, bool) {
	m, ok := a.Membership(programmeID)
	return m.Role, ok
}

// ProgrammeIDs returns the programmes that the actor is a member of.
func (a Actor) ProgrammeIDs() []string {
	ids := make([]string, 0, len(a.Memberships))
	seen := make(map[string]bool, len(a.Memberships))
	for _, m := range a.Memberships {
		if !seen[m.ProgrammeID] {
			seen[m.ProgrammeID] = true
			ids = append(ids, m.ProgrammeID)
		}
	}
	return ids
}

func rank(r Role) int {
	for i, role := range Roles {
		if role == r {
			return i
		}
	}
	return len(Roles)
}

type contextKey struct{}

// With returns a context in which a acts.
func With(ctx context.Context, a Actor) context.Context {
	return context.WithValue(ctx, contextKey{}, a)
}

// From returns the actor of a context; false if nobody is signed in.
func From(ctx context.Context) (Actor, bool) {
	a, ok := ctx.Value(contextKey{}).(Actor)
	return a, ok
}

// Must returns the actor of a context, or the fault that sends to sign-in.
func Must(ctx context.Context) (Actor, error) {
	if a, ok := From(ctx); ok {
		return a, nil
	}
	return Actor{}, fault.NewUnauthenticated("session.required")
}

// Person is the short reference to a person that others see beside what they
// wrote or did.
type Person struct {
	ID             string `json:"id"`
	Name           string `json:"name"`
	Title          string `json:"title"`
	OrganisationID string `json:"organisationId"`
	Organisation   string `json:"organisation" doc:"Short name of the organisation that the person acts for in this programme"`
}

// Organisation is the short reference to an organisation.
type Organisation struct {
	ID               string `json:"id"`
	Name             string `json:"name"`
	Short            string `json:"short"`
	Kind             string `json:"kind" enum:"municipality,agency,consultancy,university_college,other"`
	MunicipalityCode string `json:"municipalityCode,omitempty"`
}
