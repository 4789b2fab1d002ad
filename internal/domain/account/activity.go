package account

import (
	"context"
	"fmt"

	"sluse/internal/platform/activity"
)

// The feature's verbs. None but VerbPersonChanged has a topic: who signs in when
// is nobody else's business.
const (
	// VerbSignedIn: somebody signed in.
	VerbSignedIn = "signin.done"
	// VerbSignedOut: a session was ended, by its person or by an administrator.
	VerbSignedOut = "signin.ended"
	// VerbPersonAdded: a person was made known to the installation.
	VerbPersonAdded = "person.added"
	// VerbPersonChanged: name, title or language changed. Topic person:ID.
	VerbPersonChanged = "person.changed"
	// VerbPersonDisabled: a person was shut out, or let in again.
	VerbPersonDisabled = "person.disabled"
	// VerbIdentityBound: a person signed in with a provider for the first time.
	VerbIdentityBound = "identity.bound"
	// VerbIdentityDetached: a person ended that an account at a provider signs them in.
	VerbIdentityDetached = "identity.detached"
	// VerbPasskeyAdded: a person can sign in with one more passkey.
	VerbPasskeyAdded = "passkey.added"
	// VerbPasskeyRemoved: a person removed a passkey of theirs.
	VerbPasskeyRemoved = "passkey.removed"
	// VerbPasskeyBlocked: a passkey looked copied, and signs nobody in any more.
	VerbPasskeyBlocked = "passkey.blocked"
)

func (s *Service) tell(ctx context.Context, actorID, verb, subjectType, subjectID string, topics ...string) error {
	_, err := s.Log.Record(ctx, activity.Event{
		ActorID: actorID, Verb: verb, SubjectType: subjectType, SubjectID: subjectID, Topics: topics,
	})
	if err != nil {
		return fmt.Errorf("tell of %s: %w", verb, err)
	}
	return nil
}
