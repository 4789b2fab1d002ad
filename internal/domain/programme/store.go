package programme

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm/clause"

	"sluse/internal/kernel/clock"
	"sluse/internal/kernel/fault"
	"sluse/internal/platform/database"
)

// programmeRow is a programme as the database keeps it.
type programmeRow struct {
	ID             string
	Slug           string
	Name           string
	ShortName      string
	Aliases        []string `gorm:"serializer:json"`
	Fictional      bool
	Summary        string
	Purpose        string
	Background     string
	TargetGroup    string
	Outcome        string
	Network        string
	Funding        string
	Periods        []Period   `gorm:"serializer:json"`
	CoreElements   []Element  `gorm:"serializer:json"`
	Prerequisites  []Element  `gorm:"serializer:json"`
	Fields         []string   `gorm:"serializer:json"`
	Contacts       []Contact  `gorm:"serializer:json"`
	CallFacts      *CallFacts `gorm:"serializer:json"`
	Hidden         bool
	Starts         clock.Date
	Ends           clock.Date
	SeatLimit      int
	ReferenceLimit int
	Rev            int64
	CreatedAt      time.Time
	UpdatedAt      time.Time
}

// TableName implements gorm's Tabler.
func (programmeRow) TableName() string { return "programme_programme" }

func toRow(p Programme) programmeRow {
	return programmeRow{
		ID: p.ID, Slug: p.Slug, Name: p.Name, ShortName: p.ShortName, Aliases: some(p.Aliases), Fictional: p.Fictional,
		Summary: p.Summary, Purpose: p.Purpose, Background: p.Background, TargetGroup: p.TargetGroup, Outcome: p.Outcome,
		Network: p.Network, Funding: p.Funding, Periods: some(p.Periods), CoreElements: some(p.CoreElements),
		Prerequisites: some(p.Prerequisites), Fields: some(p.Fields), Contacts: some(p.Contacts), CallFacts: p.CallFacts, Hidden: p.Hidden,
		Starts: p.Starts, Ends: p.Ends, SeatLimit: p.SeatLimit, ReferenceLimit: p.ReferenceLimit, Rev: p.Rev,
		CreatedAt: p.CreatedAt, UpdatedAt: p.UpdatedAt,
	}
}

func (r programmeRow) entity() Programme {
	return Programme{
		ID: r.ID, Fictional: r.Fictional, SeatLimit: r.SeatLimit, ReferenceLimit: r.ReferenceLimit, Rev: r.Rev,
		CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt,
		Public: Public{
			Slug: r.Slug, Name: r.Name, ShortName: r.ShortName, Aliases: some(r.Aliases), Summary: r.Summary,
			Purpose: r.Purpose, Background: r.Background, TargetGroup: r.TargetGroup, Outcome: r.Outcome,
			Network: r.Network, Funding: r.Funding, Periods: some(r.Periods), CoreElements: some(r.CoreElements),
			Prerequisites: some(r.Prerequisites), Fields: some(r.Fields), Contacts: some(r.Contacts),
			CallFacts: r.CallFacts, Hidden: r.Hidden, Span: Span{r.Starts, r.Ends},
		},
	}
}

// some returns list, empty rather than nil: in JSON a list is never null.
func some[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// store reads and writes the feature's tables.
type store struct{ db *database.DB }

func (s store) insertProgramme(ctx context.Context, p Programme) error {
	row := toRow(p)
	if err := s.db.Tx(ctx).Create(&row).Error; err != nil {
		return fmt.Errorf("insert programme: %w", database.Translate(err, "programme.slug_taken"))
	}
	return nil
}

// updateProgramme writes the public text if nobody has since p.Rev was read.
func (s store) updateProgramme(ctx context.Context, p Programme, readRev int64) (changed bool, err error) {
	row := toRow(p)
	result := s.db.Tx(ctx).Model(&programmeRow{}).Where("id = ? AND rev = ?", p.ID, readRev).
		Select("*").Omit("id", "created_at", "fictional").Updates(&row)
	if result.Error != nil {
		return false, fmt.Errorf("update programme: %w", database.Translate(result.Error, "programme.slug_taken"))
	}
	return result.RowsAffected == 1, nil
}

func (s store) programmes(ctx context.Context) ([]Programme, error) {
	var rows []programmeRow
	if err := s.db.Read(ctx).Order("starts DESC, id").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("read programmes: %w", err)
	}
	list := make([]Programme, len(rows))
	for i, row := range rows {
		list[i] = row.entity()
	}
	return list, nil
}

func (s store) programmeBySlug(ctx context.Context, slug string) (Programme, error) {
	return s.programme(ctx, "slug = ?", slug)
}

func (s store) programmeByID(ctx context.Context, id string) (Programme, error) {
	return s.programme(ctx, "id = ?", id)
}

func (s store) programme(ctx context.Context, where, value string) (Programme, error) {
	var row programmeRow
	if err := s.db.Read(ctx).Where(where, value).Take(&row).Error; err != nil {
		return Programme{}, fmt.Errorf("read programme: %w", database.Translate(err, "programme.unknown"))
	}
	return row.entity(), nil
}

// head is what most ask of a programme.
type head struct {
	id, slug, name, shortName string
	seatLimit                 int
}

func (s store) headBySlug(ctx context.Context, slug string) (head, error) {
	return s.head(ctx, "slug = ?", slug)
}

func (s store) headByID(ctx context.Context, id string) (head, error) {
	return s.head(ctx, "id = ?", id)
}

func (s store) head(ctx context.Context, where, value string) (h head, err error) {
	err = s.db.Row(ctx, "SELECT id, slug, name, short_name, seat_limit FROM programme_programme WHERE "+where, value).
		Scan(&h.id, &h.slug, &h.name, &h.shortName, &h.seatLimit)
	if errors.Is(err, sql.ErrNoRows) {
		return head{}, fault.NewNotFound("programme.unknown")
	}
	if err != nil {
		return head{}, fmt.Errorf("read programme: %w", err)
	}
	return h, nil
}

// lockProgramme reads a programme and makes every other writer of its seats and
// participations wait until the surrounding Write ends, so that limits hold. On
// SQLite there is one writer anyway.
func (s store) lockProgramme(ctx context.Context, id string) (Programme, error) {
	var row programmeRow
	err := s.db.Tx(ctx).Clauses(clause.Locking{Strength: "UPDATE"}).Where("id = ?", id).Take(&row).Error
	if err != nil {
		return Programme{}, fmt.Errorf("lock programme: %w", database.Translate(err, "programme.unknown"))
	}
	return row.entity(), nil
}

type publicationRow struct {
	ID        string
	Slug      string
	Title     string
	Year      int
	Summary   string
	Audience  string
	Basis     string
	Forms     string
	Contents  []string `gorm:"serializer:json"`
	UpdatedAt time.Time
}

// TableName implements gorm's Tabler.
func (publicationRow) TableName() string { return "programme_publication" }

func (s store) insertPublication(ctx context.Context, p Publication) error {
	p.Contents = some(p.Contents)
	row := publicationRow(p)
	if err := s.db.Tx(ctx).Create(&row).Error; err != nil {
		return fmt.Errorf("insert publication: %w", database.Translate(err, "publication.slug_taken"))
	}
	return nil
}

func (s store) publications(ctx context.Context) ([]Publication, error) {
	var rows []publicationRow
	if err := s.db.Read(ctx).Order("year DESC, title, id").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("read publications: %w", err)
	}
	list := make([]Publication, len(rows))
	for i, row := range rows {
		list[i] = Publication(row)
	}
	return list, nil
}
