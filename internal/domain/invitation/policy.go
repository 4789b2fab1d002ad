package invitation

import (
	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/fault"
)

// MayInvite says whether the actor invites to an organisation's seats of a role:
// coordinators to all; partners and references, who are their organisation's
// contacts, to those that are like their own.
func MayInvite(a actor.Actor, programmeID, organisationID string, role actor.Role) error {
	if _, member := a.Role(programmeID); !member {
		return fault.NewNotFound("programme.unknown")
	}
	if Sees(a, programmeID, organisationID, role) {
		return nil
	}
	return fault.NewForbidden("seat.own_organisation_only")
}

// MayList says whether the actor sees invitations of a programme at all.
func MayList(a actor.Actor, programmeID string) error {
	role, member := a.Role(programmeID)
	switch {
	case !member:
		return fault.NewNotFound("programme.unknown")
	case role == actor.Observer:
		return fault.NewForbidden("invitation.members_only")
	}
	return nil
}

// Sees says whether the actor sees the invitations to an organisation's seats of a
// role: those who may send them.
func Sees(a actor.Actor, programmeID, organisationID string, role actor.Role) bool {
	for _, m := range a.Memberships {
		if m.ProgrammeID != programmeID {
			continue
		}
		own := m.OrganisationID == organisationID && m.Role == role && (role == actor.Partner || role == actor.Reference)
		if own || m.Role == actor.Coordinator {
			return true
		}
	}
	return false
}

// MaySeeAll says whether the actor sees all invitations of a programme.
func MaySeeAll(a actor.Actor, programmeID string) bool {
	role, member := a.Role(programmeID)
	return member && role == actor.Coordinator
}

// MayManage says whether the actor sends an invitation again or takes it back:
// whoever sees it, and whoever sent it while they are in the programme. To others
// it is not there.
func MayManage(a actor.Actor, i Invitation) error {
	_, member := a.Role(i.ProgrammeID)
	if Sees(a, i.ProgrammeID, i.OrganisationID, i.Role) || member && i.InviterID == a.PersonID {
		return nil
	}
	return fault.NewNotFound("invitation.unknown")
}
