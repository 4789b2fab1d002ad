package notification

import (
	"context"

	"sluse/internal/platform/database"
)

// CutReply takes the token out of a reply address, for tests.
func CutReply(address, domain string) (name, token string, ours bool) {
	return cutReply(address, domain)
}

// Tell runs the job that mails about posts, for tests.
func Tell(ctx context.Context, m *Module, postIDs ...string) error {
	return m.tell(ctx, tellJob{Posts: postIDs})
}

// Forget runs the job that forgets old entries, for tests.
func Forget(ctx context.Context, m *Module) error {
	return database.Apply(ctx, m.Rules(), m.Clock.Now())
}

// Round runs the job that sends the digests of the day, for tests.
func Round(ctx context.Context, m *Module) error { return m.round(ctx) }

// MailNews runs the job that mails what is new at once, for tests.
func MailNews(ctx context.Context, m *Module) error { return m.mailNews(ctx) }

// SomeColleagues says which of an organisation's people the overview names, for tests.
func SomeColleagues(all []string, reader string) []string { return someColleagues(all, reader) }
