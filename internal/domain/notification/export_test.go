package notification

import "context"

// Tell runs the job that mails about posts, for tests.
func Tell(ctx context.Context, m *Module, postIDs ...string) error { return m.tell(ctx, postIDs) }
