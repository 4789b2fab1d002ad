package document

import (
	"context"
	"fmt"

	"sluse/internal/kernel/actor"
	"sluse/internal/platform/activity"
)

// The feature's verbs. All go to the programme's topic, since every member sees
// every document; each carries the whole document as it is then.
const (
	VerbAdded        = "document.added"
	VerbVersionAdded = "document.version_added"
	VerbChanged      = "document.changed"
	VerbWithdrawn    = "document.withdrawn"
)

// subjectDocument is how the log calls a document.
const subjectDocument = "document"

func topicOf(programmeID string) string { return "programme:" + programmeID }

// tell records what happened to a document, under the number that write claimed,
// and returns it as members see it.
func (s *Service) tell(ctx context.Context, a actor.Actor, verb string, d Document, claimed map[string]int64) (DocumentEvent, error) {
	event, err := s.snapshot(ctx, d)
	if err != nil {
		return DocumentEvent{}, err
	}
	if d.Withdrawn != nil {
		// What was taken away must not live on in the log.
		if err := s.Log.Replace(ctx, subjectDocument, d.ID, event); err != nil {
			return DocumentEvent{}, fmt.Errorf("take a document out of the log: %w", err)
		}
	}
	_, err = s.Log.Record(ctx, activity.Event{
		ActorID: a.PersonID, Verb: verb, SubjectType: subjectDocument, SubjectID: d.ID, ProgrammeID: d.ProgrammeID,
		Topics: []string{topicOf(d.ProgrammeID)}, Claimed: claimed, Data: event,
	})
	if err != nil {
		return DocumentEvent{}, fmt.Errorf("tell of document: %w", err)
	}
	return event, nil
}

// snapshot is the document as it is now, with the names that belong to it.
func (s *Service) snapshot(ctx context.Context, d Document) (DocumentEvent, error) {
	v := view(d)
	people, err := s.Programmes.PeopleOf(ctx, d.ProgrammeID, v.peopleIn())
	if err != nil {
		return DocumentEvent{}, fmt.Errorf("people of document: %w", err)
	}
	return DocumentEvent{v, people}, nil
}
