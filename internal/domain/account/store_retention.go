package account

import (
	"context"
	"time"

	"sluse/internal/platform/database"
)

// Rules says how long the feature keeps what it need not keep.
func (s *Service) Rules() []database.Rule {
	return []database.Rule{
		{Code: "sign_ins", Keep: daily, Forget: s.store.forgetSignIns},
		{Code: "sessions", Keep: idleLife, Forget: s.store.forgetSessions},
	}
}

// forgetSignIns removes the traces of asking to sign in, which no bound counts any more.
func (s store) forgetSignIns(ctx context.Context, before time.Time, dry bool) (int64, error) {
	return database.Sum(
		func() (int64, error) {
			return database.Purge[signInRow](ctx, s.db, dry, "created_at < ?", before)
		},
		func() (int64, error) {
			return database.Purge[oidcFlowRow](ctx, s.db, dry, "created_at < ?", before)
		},
		func() (int64, error) {
			return database.Purge[challengeRow](ctx, s.db, dry, "created_at < ?", before)
		},
	)
}

// forgetSessions removes those that were not used since an instant, and those that
// had reached their greatest age by the same moment.
func (s store) forgetSessions(ctx context.Context, before time.Time, dry bool) (int64, error) {
	return database.Purge[sessionRow](ctx, s.db, dry, "(last_seen_at <= ? OR created_at <= ?)", before, before.Add(idleLife-wholeLife))
}
