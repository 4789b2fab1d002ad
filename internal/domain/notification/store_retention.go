package notification

import (
	"context"
	"time"

	"sluse/internal/platform/database"
)

// Rules says how long the feature keeps what it need not keep.
func (s *Service) Rules() []database.Rule {
	return []database.Rule{{Code: "inbox", Keep: keepEntries, Forget: s.store.forgetOld}}
}

// forgetOld removes what was told so long ago that nobody looks for it: entries of
// inboxes, what is known of digests, and reply addresses that have expired.
func (s store) forgetOld(ctx context.Context, before time.Time, dry bool) (int64, error) {
	return database.Sum(
		func() (int64, error) { return database.Purge[entryRow](ctx, s.db, dry, "at < ?", before) },
		func() (int64, error) { return database.Purge[digestRow](ctx, s.db, dry, "sent_at < ?", before) },
		func() (int64, error) { return database.Purge[roundRow](ctx, s.db, dry, "done_at < ?", before) },
		func() (int64, error) { return database.Purge[replyRow](ctx, s.db, dry, "expires_at < ?", before) },
	)
}
