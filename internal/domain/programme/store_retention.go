package programme

import (
	"context"
	"time"

	"sluse/internal/platform/database"
)

// Rules says how long the feature keeps what it need not keep.
func (s *Service) Rules() []database.Rule {
	return []database.Rule{{Code: "reservations", Keep: lapsedFor, Forget: s.store.forgetReservations}}
}

// forgetReservations removes those that lapsed before an instant. They count for
// nothing; this only tidies up.
func (s store) forgetReservations(ctx context.Context, before time.Time, dry bool) (int64, error) {
	return database.Purge[reservationRow](ctx, s.db, dry, "until < ?", before)
}
