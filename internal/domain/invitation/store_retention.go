package invitation

import (
	"context"
	"time"

	"sluse/internal/platform/database"
)

// Rules says how long the feature keeps what it need not keep.
func (s *Service) Rules() []database.Rule {
	return []database.Rule{{Code: "invitations_unused", Keep: keepUnused, Forget: s.store.forgetUnused}}
}

// forgetUnused removes invitations that nobody took and that ended before an
// instant, with their links.
func (s store) forgetUnused(ctx context.Context, before time.Time, dry bool) (n int64, err error) {
	const unused = "accepted_at IS NULL AND (expires_at < ? OR revoked_at < ?)"
	if dry {
		return database.Purge[invitationRow](ctx, s.db, true, unused, before, before)
	}
	err = s.db.Write(ctx, func(ctx context.Context) error {
		ids := s.db.Tx(ctx).Model(&invitationRow{}).Select("id").Where(unused, before, before)
		if _, err := database.Purge[sendingRow](ctx, s.db, false, "invitation_id IN (?)", ids); err != nil {
			return err
		}
		n, err = database.Purge[invitationRow](ctx, s.db, false, unused, before, before)
		return err
	})
	return n, err
}
