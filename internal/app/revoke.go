package app

import (
	"context"
	"encoding/json"
	"fmt"

	"sluse/internal/domain/account"
	"sluse/internal/domain/discussion"
	"sluse/internal/domain/privacy"
	"sluse/internal/domain/programme"
	"sluse/internal/platform/activity"
	"sluse/internal/platform/database"
)

// revoker follows the log for what takes access away, so that it holds here too
// when another process did it: a second node, or the operator's command line. What
// this process does itself has happened before.
type revoker struct{ app *App }

// Name implements activity.Reader.
func (revoker) Name() string { return "app.revoke" }

// Handle implements activity.Reader.
func (r revoker) Handle(_ context.Context, events []activity.Stored) (activity.Change, error) {
	people, sessions, topics := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, e := range events {
		switch e.Verb {
		case account.VerbPersonDisabled, account.VerbPersonChanged, privacy.VerbPersonErased:
			people[e.SubjectID] = true
		case account.VerbSignedOut:
			sessions[e.SubjectID] = true
		case programme.VerbMemberChanged:
			var seat struct {
				PersonID string `json:"personId"`
			}
			if err := json.Unmarshal(e.Data, &seat); err != nil {
				return nil, fmt.Errorf("read %s: %w", e.Verb, err)
			}
			people[seat.PersonID] = true
		case discussion.VerbThreadChanged:
			var changed discussion.ThreadEvent
			if err := json.Unmarshal(e.Data, &changed); err != nil {
				return nil, fmt.Errorf("read %s: %w", e.Verb, err)
			}
			if changed.Thread.Audience == discussion.ForPartners { // it may have been for all
				topics["thread:"+e.SubjectID] = true
			}
		}
	}
	if len(people)+len(sessions)+len(topics) == 0 {
		return nil, nil
	}
	// Sockets ask the database, which the transaction may have locked.
	return func(ctx context.Context) error {
		database.AfterCommit(ctx, func() {
			for personID := range people {
				revokerLink(r).Recheck(personID)
			}
			for sessionID := range sessions {
				r.app.hub.EndSession(sessionID)
			}
			for topic := range topics {
				r.app.hub.RecheckTopic(topic)
			}
		})
		return nil
	}, nil
}
