package account

import (
	"context"
	"fmt"
	"time"

	"sluse/internal/platform/database"
)

type personRow struct {
	ID            string
	Email         string
	Name          string
	Title         string
	Locale        string
	Administrator bool
	Persona       *string // NULL, since it is unique where there is one
	DisabledAt    *time.Time
	ErasedAt      *time.Time
	CreatedAt     time.Time
	UpdatedAt     time.Time
}

// TableName implements gorm's Tabler.
func (personRow) TableName() string { return "account_person" }

func (r personRow) entity() Person {
	p := Person{
		ID: r.ID, Email: r.Email, Name: r.Name, Title: r.Title, Locale: r.Locale, Administrator: r.Administrator,
		DisabledAt: r.DisabledAt, ErasedAt: r.ErasedAt, CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt,
	}
	if r.Persona != nil {
		p.Persona = *r.Persona
	}
	return p
}

func personToRow(p Person) personRow {
	row := personRow{
		ID: p.ID, Email: p.Email, Name: p.Name, Title: p.Title, Locale: p.Locale, Administrator: p.Administrator,
		DisabledAt: p.DisabledAt, ErasedAt: p.ErasedAt, CreatedAt: p.CreatedAt, UpdatedAt: p.UpdatedAt,
	}
	if p.Persona != "" {
		row.Persona = &p.Persona
	}
	return row
}

// store reads and writes the feature's tables.
type store struct{ db *database.DB }

func (s store) insertPerson(ctx context.Context, p Person) error {
	row := personToRow(p)
	if err := s.db.Tx(ctx).Create(&row).Error; err != nil {
		return fmt.Errorf("insert person: %w", database.Translate(err, "person.email_taken"))
	}
	return nil
}

func (s store) updatePerson(ctx context.Context, p Person) error {
	row := personToRow(p)
	err := s.db.Tx(ctx).Model(&personRow{}).Where("id = ?", p.ID).
		Select("name", "title", "locale", "administrator", "disabled_at", "updated_at").Updates(&row).Error
	if err != nil {
		return fmt.Errorf("update person: %w", err)
	}
	return nil
}

func (s store) personByID(ctx context.Context, id string) (Person, error) {
	return s.person(ctx, "id = ?", id)
}

func (s store) personByEmail(ctx context.Context, email string) (Person, error) {
	return s.person(ctx, "email = ?", email)
}

func (s store) personByPersona(ctx context.Context, key string) (Person, error) {
	return s.person(ctx, "persona = ?", key)
}

// personColumns are scanned by person. Whoever comes with a session that is not
// remembered has it read, the person and the seats: prepared SQL, for after a restart
// everybody comes at once.
const personColumns = "id, email, name, title, locale, administrator, persona, disabled_at, erased_at, created_at, updated_at"

func (s store) person(ctx context.Context, where, value string) (Person, error) {
	var row personRow
	err := s.db.Row(ctx, "SELECT "+personColumns+" FROM account_person WHERE "+where, value).Scan(&row.ID, &row.Email, &row.Name, &row.Title,
		&row.Locale, &row.Administrator, &row.Persona, &row.DisabledAt, &row.ErasedAt, &row.CreatedAt, &row.UpdatedAt)
	if err != nil {
		return Person{}, fmt.Errorf("read person: %w", database.Translate(err, "person.unknown"))
	}
	return row.entity(), nil
}

// people returns those of the ids that there are.
func (s store) people(ctx context.Context, ids []string) ([]Person, error) {
	var list []Person
	for len(ids) > 0 {
		n := min(len(ids), 500) // what both databases take in one IN (…)
		found, err := s.findPeople(ctx, "id IN ?", ids[:n])
		if err != nil {
			return nil, err
		}
		list, ids = append(list, found...), ids[n:]
	}
	return list, nil
}

func (s store) administrators(ctx context.Context) ([]Person, error) {
	return s.findPeople(ctx, "administrator = ?", true)
}

func (s store) personas(ctx context.Context) ([]Person, error) {
	return s.findPeople(ctx, "persona <> ?", "")
}

func (s store) findPeople(ctx context.Context, where string, value any) ([]Person, error) {
	var rows []personRow
	if err := s.db.Read(ctx).Where(where, value).Order("created_at, id").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("read people: %w", err)
	}
	list := make([]Person, len(rows))
	for i, row := range rows {
		list[i] = row.entity()
	}
	return list, nil
}

// empty reports whether there is nobody.
func (s store) empty(ctx context.Context) (bool, error) {
	var n int64
	if err := s.db.Read(ctx).Model(&personRow{}).Limit(1).Count(&n).Error; err != nil {
		return false, fmt.Errorf("count people: %w", err)
	}
	return n == 0, nil
}

// peopleBefore returns persons by id, newest first, from those before one on.
func (s store) peopleBefore(ctx context.Context, before string, most int) ([]Person, error) {
	query := s.db.Read(ctx).Where("erased_at IS NULL").Order("id DESC").Limit(most)
	if before != "" {
		query = query.Where("id < ?", before)
	}
	var rows []personRow
	if err := query.Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("read people: %w", err)
	}
	list := make([]Person, len(rows))
	for i, row := range rows {
		list[i] = row.entity()
	}
	return list, nil
}
