package programme

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"gorm.io/gorm/clause"

	"sluse/internal/kernel/clock"
	"sluse/internal/platform/database"
)

type organisationRow struct {
	ID               string
	Name             string
	Short            string
	Kind             string
	MunicipalityCode *string // NULL, since the code is unique where there is one
	CreatedAt        time.Time
}

// TableName implements gorm's Tabler.
func (organisationRow) TableName() string { return "programme_organisation" }

func (r organisationRow) entity() Organisation {
	o := Organisation{ID: r.ID, Name: r.Name, Short: r.Short, Kind: r.Kind, CreatedAt: r.CreatedAt}
	if r.MunicipalityCode != nil {
		o.MunicipalityCode = *r.MunicipalityCode
	}
	return o
}

func organisationToRow(o Organisation) organisationRow {
	row := organisationRow{ID: o.ID, Name: o.Name, Short: o.Short, Kind: o.Kind, CreatedAt: o.CreatedAt}
	if o.MunicipalityCode != "" {
		row.MunicipalityCode = &o.MunicipalityCode
	}
	return row
}

type municipalityRow struct {
	Code           string
	OrganisationID string
	Name           string
	Population     int
	Lat            float64
	Lon            float64
}

// TableName implements gorm's Tabler.
func (municipalityRow) TableName() string { return "programme_municipality" }

type regionRow struct {
	Code   string
	Region string
	Starts clock.Date
	Ends   clock.Date
}

// TableName implements gorm's Tabler.
func (regionRow) TableName() string { return "programme_municipality_region" }

// municipalities returns the 98 by code, with their regions in order of time.
func (s store) municipalities(ctx context.Context) ([]Municipality, error) {
	var rows []municipalityRow
	if err := s.db.Read(ctx).Order("code").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("read municipalities: %w", err)
	}
	var regions []regionRow
	if err := s.db.Read(ctx).Order("code, starts").Find(&regions).Error; err != nil {
		return nil, fmt.Errorf("read regions: %w", err)
	}
	of := map[string][]Region{}
	for _, r := range regions {
		of[r.Code] = append(of[r.Code], Region{r.Region, Span{r.Starts, r.Ends}})
	}
	list := make([]Municipality, len(rows))
	for i, r := range rows {
		list[i] = Municipality{r.Code, r.OrganisationID, r.Name, r.Population, r.Lat, r.Lon, of[r.Code]}
	}
	return list, nil
}

// putMunicipalities writes the municipalities and their organisations, over what
// an earlier version of the program wrote.
func (s store) putMunicipalities(ctx context.Context, list []Municipality, at time.Time) error {
	organisations := make([]organisationRow, len(list))
	rows := make([]municipalityRow, len(list))
	var regions []regionRow
	for i, m := range list {
		organisation := m.Organisation()
		organisation.CreatedAt = at
		organisations[i] = organisationToRow(organisation)
		rows[i] = municipalityRow{m.Code, m.OrganisationID, m.Name, m.Population, m.Lat, m.Lon}
		for _, r := range m.Regions {
			regions = append(regions, regionRow{m.Code, r.Name, r.Starts, r.Ends})
		}
	}
	over := clause.OnConflict{Columns: []clause.Column{{Name: "id"}}, DoUpdates: clause.AssignmentColumns([]string{"name", "short"})}
	if err := s.db.Tx(ctx).Clauses(over).Create(&organisations).Error; err != nil {
		return fmt.Errorf("write municipalities as organisations: %w", err)
	}
	over = clause.OnConflict{Columns: []clause.Column{{Name: "code"}}, UpdateAll: true}
	if err := s.db.Tx(ctx).Clauses(over).Create(&rows).Error; err != nil {
		return fmt.Errorf("write municipalities: %w", err)
	}
	if err := s.db.Tx(ctx).Where("code <> ''").Delete(&regionRow{}).Error; err != nil {
		return fmt.Errorf("clear regions: %w", err)
	}
	over = clause.OnConflict{Columns: []clause.Column{{Name: "code"}, {Name: "starts"}}, UpdateAll: true}
	if err := s.db.Tx(ctx).Clauses(over).Create(&regions).Error; err != nil {
		return fmt.Errorf("write regions: %w", err)
	}
	return nil
}

func (s store) insertOrganisation(ctx context.Context, o Organisation) error {
	row := organisationToRow(o)
	if err := s.db.Tx(ctx).Create(&row).Error; err != nil {
		return fmt.Errorf("insert organisation: %w", database.Translate(err, "organisation.taken"))
	}
	return nil
}

// organisations returns those of the ids that there are, by id.
func (s store) organisations(ctx context.Context, ids []string) (map[string]Organisation, error) {
	found := make(map[string]Organisation, len(ids))
	// Of a list of people many act for the same one.
	ids = slices.Compact(slices.Sorted(slices.Values(ids)))
	for chunk := range chunks(ids) {
		list, args := database.In(chunk)
		err := s.db.Each(ctx, func(rows *sql.Rows) error {
			var row organisationRow
			err := rows.Scan(&row.ID, &row.Name, &row.Short, &row.Kind, &row.MunicipalityCode, &row.CreatedAt)
			found[row.ID] = row.entity()
			return err
		}, "SELECT id, name, short, kind, municipality_code, created_at FROM programme_organisation WHERE id IN "+list, args...)
		if err != nil {
			return nil, fmt.Errorf("read organisations: %w", err)
		}
	}
	return found, nil
}

// chunks cuts a list of ids to what both databases take in one IN (…).
func chunks(ids []string) func(yield func([]string) bool) {
	return func(yield func([]string) bool) {
		for len(ids) > 0 {
			n := min(len(ids), 500)
			if !yield(ids[:n]) {
				return
			}
			ids = ids[n:]
		}
	}
}
