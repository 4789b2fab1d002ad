package programme

import (
	"context"
	"fmt"
	"slices"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/clock"
)

// Network returns the rows of a programme's exported table: those who take part in
// the directory's order, then the municipalities that do not, in Danish order.
func (s *Service) Network(ctx context.Context, slug string) ([]NetworkRow, error) {
	organisations, err := s.DirectoryOrganisations(ctx, slug)
	if err != nil {
		return nil, err
	}
	people, _, err := s.Directory(ctx, slug)
	if err != nil {
		return nil, err
	}
	municipalities, err := s.AllMunicipalities(ctx)
	if err != nil {
		return nil, err
	}
	rows := make([]NetworkRow, 0, len(organisations)+len(municipalities))
	for _, o := range organisations {
		row := NetworkRow{DirectoryOrganisation: o, TakesPart: true}
		for _, p := range people {
			if p.OrganisationID == o.ID {
				row.People = append(row.People, p.Name)
			}
		}
		rows = append(rows, row)
	}
	for i := range municipalities {
		m := &municipalities[i]
		if slices.ContainsFunc(organisations, func(o DirectoryOrganisation) bool { return o.ID == m.OrganisationID }) {
			continue
		}
		rows = append(rows, NetworkRow{DirectoryOrganisation: DirectoryOrganisation{Organisation: m.Organisation().Ref(), Municipality: m}})
	}
	return rows, nil
}

// NetworkTable returns a programme's network as a CSV file, in the actor's language.
func (s *Service) NetworkTable(ctx context.Context, slug string) ([]byte, error) {
	a, err := actor.Must(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := s.Network(ctx, slug)
	if err != nil {
		return nil, err
	}
	if s.witness != nil {
		programmeID, err := s.ProgrammeID(ctx, slug)
		if err != nil {
			return nil, err
		}
		if err := s.witness.Witness(ctx, "network.exported", "programme", programmeID, programmeID); err != nil {
			return nil, fmt.Errorf("witness the export of a network: %w", err)
		}
	}
	return NetworkCSV(rows, a.Locale, s.today())
}

// Coming returns the region that a municipality belongs to after the one of the
// day, and from when; the zero Region where nothing is to change.
func (m Municipality) Coming(day clock.Date) Region {
	for _, region := range m.Regions {
		if region.Starts.After(day) {
			return region
		}
	}
	return Region{}
}
