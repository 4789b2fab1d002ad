package notification

import "context"

// Tell runs the job that mails about posts, for tests.
func Tell(ctx context.Context, m *Module, postIDs ...string) error { return m.tell(ctx, postIDs) }

// Forget runs the job that forgets old entries, for tests.
func Forget(ctx context.Context, m *Module) error { return m.forget(ctx) }
