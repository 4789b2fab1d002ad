package programme

import (
	"cmp"
	"context"
)

// Name returns what people call a programme, whoever asks: its short name, where
// it has one.
func (s *Service) Name(ctx context.Context, programmeID string) (string, error) {
	p, err := s.store.programmeByID(ctx, programmeID)
	return cmp.Or(p.ShortName, p.Name), err
}
