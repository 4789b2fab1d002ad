package privacy

import (
	"context"

	"sluse/internal/platform/database"
)

// RunNight carries the rules out as the nightly job does.
func RunNight(ctx context.Context, m *Module) error { return m.night(ctx) }

// AllRules are those that the nightly job carries out.
func (s *Service) AllRules() []database.Rule { return s.rules }
