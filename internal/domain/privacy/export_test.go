package privacy

import "context"

// RunNight carries the rules out as the nightly job does.
func RunNight(ctx context.Context, m *Module) error { return m.night(ctx) }
