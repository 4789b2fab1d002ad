package programme

import (
	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/fault"
)

// unknown is what a programme is to those who may not know of its inside.
func unknown() error { return fault.NewNotFound("programme.unknown") }

// MaySee says whether the actor sees what the members of a programme see.
func MaySee(a actor.Actor, programmeID string) error {
	if _, ok := a.Role(programmeID); !ok {
		return unknown()
	}
	return nil
}

// MayReadPage says whether the actor, or anybody where there is none, reads a
// programme's public page: everybody, unless it is still hidden.
func MayReadPage(a actor.Actor, p Programme) error {
	if !p.Hidden {
		return nil
	}
	return MaySee(a, p.ID)
}

// MayManage says whether the actor changes a programme's page, participations
// and seats: its coordinators do. Administrators see no programme by being that.
func MayManage(a actor.Actor, programmeID string) error {
	role, ok := a.Role(programmeID)
	switch {
	case !ok:
		return unknown()
	case role != actor.Coordinator:
		return fault.NewForbidden("programme.coordinators_only")
	}
	return nil
}

// MayNameCoordinator says whether the actor names coordinators of a programme:
// administrators, who name the first, and its coordinators.
func MayNameCoordinator(a actor.Actor, programmeID string) error {
	if a.Administrator {
		return nil
	}
	return MayManage(a, programmeID)
}

// MayAdminister says whether the actor creates programmes and publications.
func MayAdminister(a actor.Actor) error {
	if !a.Administrator {
		return fault.NewForbidden("installation.administrators_only")
	}
	return nil
}

// MayAddOrganisation says whether the actor adds an organisation that is no
// municipality: administrators and the coordinators of any programme.
func MayAddOrganisation(a actor.Actor) error {
	if a.Administrator {
		return nil
	}
	for _, m := range a.Memberships {
		if m.Role == actor.Coordinator {
			return nil
		}
	}
	return fault.NewForbidden("organisation.coordinators_only")
}

// MayFillSeat says whether the actor invites to the seats of a role that an
// organisation has in a programme: coordinators to all; partners and references,
// who are their organisation's contacts, to those that are like their own.
func MayFillSeat(a actor.Actor, programmeID, organisationID string, role actor.Role) error {
	if err := MaySee(a, programmeID); err != nil {
		return err
	}
	for _, m := range a.Memberships {
		if m.ProgrammeID != programmeID {
			continue
		}
		own := m.OrganisationID == organisationID && m.Role == role && (role == actor.Partner || role == actor.Reference)
		if own || m.Role == actor.Coordinator {
			return nil
		}
	}
	return fault.NewForbidden("seat.own_organisation_only")
}

// MayHandOver says whether the actor gives a seat on to somebody else: its holder,
// and whoever may fill it. To those who are not in the programme it is not there.
func MayHandOver(a actor.Actor, seat Seat) error {
	if err := MaySee(a, seat.ProgrammeID); err != nil {
		return fault.NewNotFound("seat.unknown")
	}
	if seat.PersonID == a.PersonID {
		return nil
	}
	return MayFillSeat(a, seat.ProgrammeID, seat.OrganisationID, seat.Role)
}
