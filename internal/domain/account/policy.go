package account

import (
	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/fault"
)

// MayAddPerson says whether the actor makes persons known to the installation:
// administrators, and coordinators of any programme, who fill its seats.
func MayAddPerson(a actor.Actor, p Person) error {
	if a.Administrator {
		return nil
	}
	if p.Administrator || p.Persona != "" {
		return fault.NewForbidden("installation.administrators_only")
	}
	for _, m := range a.Memberships {
		if m.Role == actor.Coordinator {
			return nil
		}
	}
	return fault.NewForbidden("person.coordinators_only")
}

// MayEndSession says whether the actor ends a session: their own only. Another's
// is not there.
func MayEndSession(a actor.Actor, s Session) error {
	if s.PersonID != a.PersonID {
		return fault.NewNotFound("session.unknown")
	}
	return nil
}

// MayUsePasskey says whether the actor renames or removes a passkey: their own
// only. Another's is not there.
func MayUsePasskey(a actor.Actor, p Passkey) error {
	if p.PersonID != a.PersonID {
		return fault.NewNotFound("passkey.unknown")
	}
	return nil
}

// MayDisable says whether the actor shuts a person out: administrators, and not
// themselves, so that there is always one left who can undo it.
func MayDisable(a actor.Actor, personID string) error {
	switch {
	case !a.Administrator:
		return fault.NewForbidden("installation.administrators_only")
	case a.PersonID == personID:
		return fault.NewConflict("person.not_oneself")
	}
	return nil
}

// MayListPeople says whether the actor sees everybody who is known to the
// installation: administrators.
func MayListPeople(a actor.Actor) error {
	if !a.Administrator {
		return fault.NewForbidden("installation.administrators_only")
	}
	return nil
}
