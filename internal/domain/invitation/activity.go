package invitation

import (
	"context"
	"fmt"

	"sluse/internal/platform/activity"
)

// The feature's verbs. Their topic is invitations:PROGRAMME, which coordinators
// look at, and person:ID of the inviter. No address stands in the log: who never
// answers is to be forgotten.
const (
	// VerbSent: somebody was invited, or got a new link.
	VerbSent = "invitation.sent"
	// VerbOpened: the invited did something on the invitation's page.
	VerbOpened = "invitation.opened"
	// VerbAccepted: the invited has the seat.
	VerbAccepted = "invitation.accepted"
	// VerbRevoked: the invitation was taken back.
	VerbRevoked = "invitation.revoked"
	// VerbAsked: the invited asked for a new link.
	VerbAsked = "invitation.asked"
)

// Changed is the snapshot of every verb: which invitation to look at again.
type Changed struct {
	InvitationID   string `json:"invitationId"`
	OrganisationID string `json:"organisationId"`
	PersonID       string `json:"personId" doc:"Who accepted; empty before"`
}

func (s *Service) tell(ctx context.Context, actorID, verb string, i Invitation) error {
	_, err := s.Log.Record(ctx, activity.Event{
		ActorID: actorID, Verb: verb, SubjectType: "invitation", SubjectID: i.ID, ProgrammeID: i.ProgrammeID,
		Topics: []string{"invitations:" + i.ProgrammeID, "person:" + i.InviterID},
		Data:   Changed{i.ID, i.OrganisationID, i.PersonID},
	})
	if err != nil {
		return fmt.Errorf("tell of %s: %w", verb, err)
	}
	return nil
}
