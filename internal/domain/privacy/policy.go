package privacy

import (
	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/fault"
)

// MayAdminister says whether the actor sees the rules of deletion, what became of
// mails, and the trail of what belongs to no programme: administrators.
func MayAdminister(a actor.Actor) error {
	if !a.Administrator {
		return fault.NewForbidden("installation.administrators_only")
	}
	return nil
}

// MaySeeTrail says whether the actor sees who did what in a programme: its
// coordinators. Administrators see no programme's content by being that.
func MaySeeTrail(a actor.Actor, programmeID string) error {
	role, member := a.Role(programmeID)
	switch {
	case !member:
		return fault.NewNotFound("programme.unknown")
	case role != actor.Coordinator:
		return fault.NewForbidden("programme.coordinators_only")
	}
	return nil
}
