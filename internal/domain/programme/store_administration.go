package programme

import (
	"context"
	"fmt"

	"sluse/internal/kernel/actor"
)

// coordinators returns the seats of the coordinators of every programme.
func (s store) coordinators(ctx context.Context) ([]Seat, error) {
	return s.findSeats(ctx, "role = ?", actor.Coordinator)
}

func (s store) updateParticipation(ctx context.Context, p Participation) error {
	err := s.db.Tx(ctx).Model(&participationRow{}).Where("id = ?", p.ID).
		Select("kind", "chair", "cluster", "starts", "ends").
		Updates(&participationRow{Kind: p.Kind, Chair: p.Chair, Cluster: p.Cluster, Starts: p.Starts, Ends: p.Ends}).Error
	if err != nil {
		return fmt.Errorf("update participation: %w", err)
	}
	return nil
}

func (s store) everyOrganisation(ctx context.Context) ([]Organisation, error) {
	var rows []organisationRow
	if err := s.db.Read(ctx).Order("name, id").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("read organisations: %w", err)
	}
	list := make([]Organisation, len(rows))
	for i, row := range rows {
		list[i] = row.entity()
	}
	return list, nil
}
