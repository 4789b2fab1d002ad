package programme

import (
	"context"
	"fmt"

	"sluse/internal/kernel/clock"
	"sluse/internal/platform/activity"
	"sluse/internal/platform/database"
)

// The feature's verbs.
const (
	// VerbMemberChanged: a person got or lost a role in a programme. Topics person:ID
	// and programme:ID, whose members see who the others are.
	VerbMemberChanged = "member.changed"
	// VerbProgrammeChanged: a programme's public page was changed. Topic programme:ID.
	VerbProgrammeChanged = "programme.changed"
	// VerbOrganisationAdded: an organisation that is no municipality was added.
	VerbOrganisationAdded = "organisation.added"
	// VerbSeatHandedOver: a seat is given on from a day. Topic programme:ID.
	VerbSeatHandedOver = "seat.handed_over"
)

// memberChanged is the snapshot of VerbMemberChanged.
type memberChanged struct {
	ProgrammeID    string     `json:"programmeId"`
	PersonID       string     `json:"personId"`
	OrganisationID string     `json:"organisationId"`
	Role           string     `json:"role"`
	Starts         clock.Date `json:"starts"`
	Ends           clock.Date `json:"ends"`
}

// tellSeat records that a seat was given or ended and, once that is durable, has
// the person's sessions and sockets checked again.
func (s *Service) tellSeat(ctx context.Context, actorID string, seat Seat) error {
	_, err := s.log.Record(ctx, activity.Event{
		ActorID: actorID, Verb: VerbMemberChanged, SubjectType: "seat", SubjectID: seat.ID,
		ProgrammeID: seat.ProgrammeID, Topics: []string{"person:" + seat.PersonID, "programme:" + seat.ProgrammeID},
		Data: memberChanged{seat.ProgrammeID, seat.PersonID, seat.OrganisationID, string(seat.Role), seat.Starts, seat.Ends},
	})
	if err != nil {
		return fmt.Errorf("tell of seat: %w", err)
	}
	database.AfterCommit(ctx, func() { s.revoker.Recheck(seat.PersonID) })
	return nil
}

// SeatHandedOver is the snapshot of VerbSeatHandedOver.
type SeatHandedOver struct {
	SeatID         string     `json:"seatId"`
	PersonID       string     `json:"personId" doc:"Who held the seat"`
	OrganisationID string     `json:"organisationId"`
	Role           string     `json:"role"`
	From           clock.Date `json:"from" doc:"The successor's first day"`
}

func (s *Service) tellHandover(ctx context.Context, actorID string, seat Seat, h Handover) error {
	_, err := s.log.Record(ctx, activity.Event{
		ActorID: actorID, Verb: VerbSeatHandedOver, SubjectType: "seat", SubjectID: seat.ID,
		ProgrammeID: seat.ProgrammeID, Topics: []string{"programme:" + seat.ProgrammeID},
		Data: SeatHandedOver{seat.ID, seat.PersonID, seat.OrganisationID, string(seat.Role), h.Begins},
	})
	if err != nil {
		return fmt.Errorf("tell of hand-over: %w", err)
	}
	return nil
}

func (s *Service) tellProgramme(ctx context.Context, actorID, programmeID string) error {
	_, err := s.log.Record(ctx, activity.Event{
		ActorID: actorID, Verb: VerbProgrammeChanged, SubjectType: "programme", SubjectID: programmeID,
		ProgrammeID: programmeID, Topics: []string{"programme:" + programmeID},
	})
	if err != nil {
		return fmt.Errorf("tell of programme: %w", err)
	}
	return nil
}

// tellOrganisation records who added an organisation. It has no topic: nobody waits for it.
func (s *Service) tellOrganisation(ctx context.Context, actorID, organisationID string) error {
	_, err := s.log.Record(ctx, activity.Event{
		ActorID: actorID, Verb: VerbOrganisationAdded, SubjectType: "organisation", SubjectID: organisationID,
	})
	if err != nil {
		return fmt.Errorf("tell of organisation: %w", err)
	}
	return nil
}
