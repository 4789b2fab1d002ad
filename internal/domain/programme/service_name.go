package programme

import (
	"cmp"
	"context"
)

// Name returns what people call a programme, whoever asks: its short name, where
// it has one.
func (s *Service) Name(ctx context.Context, programmeID string) (string, error) {
	h, err := s.store.headByID(ctx, programmeID)
	return cmp.Or(h.shortName, h.name), err
}
