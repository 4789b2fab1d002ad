package programme

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/clock"
	"sluse/internal/platform/database"
)

// notOver is the condition that a row's days have not ended before one.
const notOver = "(ends IS NULL OR ends >= ?)"

// onDay is the condition that a row's days from–to contain one; it takes the day twice.
const onDay = "starts <= ? AND " + notOver

type participationRow struct {
	ID             string
	ProgrammeID    string
	OrganisationID string
	Kind           Kind
	Chair          bool
	Cluster        string
	Starts         clock.Date
	Ends           clock.Date
	CreatedAt      time.Time
}

// TableName implements gorm's Tabler.
func (participationRow) TableName() string { return "programme_participation" }

func (r participationRow) entity() Participation {
	return Participation{
		ID: r.ID, ProgrammeID: r.ProgrammeID, OrganisationID: r.OrganisationID, Kind: r.Kind, Chair: r.Chair,
		Cluster: r.Cluster, CreatedAt: r.CreatedAt, Span: Span{r.Starts, r.Ends},
	}
}

func (s store) insertParticipation(ctx context.Context, p Participation) error {
	row := participationRow{p.ID, p.ProgrammeID, p.OrganisationID, p.Kind, p.Chair, p.Cluster, p.Starts, p.Ends, p.CreatedAt}
	if err := s.db.Tx(ctx).Create(&row).Error; err != nil {
		return fmt.Errorf("insert participation: %w", err)
	}
	return nil
}

func (s store) participations(ctx context.Context, programmeID string) ([]Participation, error) {
	return s.findParticipations(ctx, "programme_id = ?", programmeID)
}

// allParticipations returns those of every programme, for the public list.
func (s store) allParticipations(ctx context.Context) ([]Participation, error) {
	return s.findParticipations(ctx, "programme_id <> ?", "")
}

// participationsOf returns those of one organisation in a programme.
func (s store) participationsOf(ctx context.Context, programmeID, organisationID string) ([]Participation, error) {
	return s.findParticipations(ctx, "programme_id = ? AND organisation_id = ?", programmeID, organisationID)
}

// participationsOfOrganisation returns those of one organisation in all programmes.
func (s store) participationsOfOrganisation(ctx context.Context, organisationID string) ([]Participation, error) {
	return s.findParticipations(ctx, "organisation_id = ?", organisationID)
}

func (s store) findParticipations(ctx context.Context, where string, values ...any) ([]Participation, error) {
	var rows []participationRow
	if err := s.db.Read(ctx).Where(where, values...).Order("starts, id").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("read participations: %w", err)
	}
	list := make([]Participation, len(rows))
	for i, row := range rows {
		list[i] = row.entity()
	}
	return list, nil
}

func (s store) participation(ctx context.Context, id string) (Participation, error) {
	var row participationRow
	if err := s.db.Read(ctx).Where("id = ?", id).Take(&row).Error; err != nil {
		return Participation{}, fmt.Errorf("read participation: %w", database.Translate(err, "participation.unknown"))
	}
	return row.entity(), nil
}

func (s store) endParticipation(ctx context.Context, id string, ends clock.Date) error {
	if err := s.db.Tx(ctx).Model(&participationRow{}).Where("id = ?", id).Update("ends", ends).Error; err != nil {
		return fmt.Errorf("end participation: %w", err)
	}
	return nil
}

type seatRow struct {
	ID             string
	ProgrammeID    string
	OrganisationID string
	PersonID       string
	Role           actor.Role
	Starts         clock.Date
	Ends           clock.Date
	CreatedAt      time.Time
	CreatedBy      string
}

// TableName implements gorm's Tabler.
func (seatRow) TableName() string { return "programme_seat" }

func (r seatRow) entity() Seat {
	return Seat{
		ID: r.ID, ProgrammeID: r.ProgrammeID, OrganisationID: r.OrganisationID, PersonID: r.PersonID, Role: r.Role,
		CreatedAt: r.CreatedAt, CreatedBy: r.CreatedBy, Span: Span{r.Starts, r.Ends},
	}
}

func (s store) insertSeat(ctx context.Context, seat Seat) error {
	row := seatRow{
		seat.ID, seat.ProgrammeID, seat.OrganisationID, seat.PersonID, seat.Role,
		seat.Starts, seat.Ends, seat.CreatedAt, seat.CreatedBy,
	}
	if err := s.db.Tx(ctx).Create(&row).Error; err != nil {
		return fmt.Errorf("insert seat: %w", err)
	}
	return nil
}

func (s store) seat(ctx context.Context, id string) (Seat, error) {
	var row seatRow
	if err := s.db.Read(ctx).Where("id = ?", id).Take(&row).Error; err != nil {
		return Seat{}, fmt.Errorf("read seat: %w", database.Translate(err, "seat.unknown"))
	}
	return row.entity(), nil
}

func (s store) endSeat(ctx context.Context, id string, ends clock.Date) error {
	if err := s.db.Tx(ctx).Model(&seatRow{}).Where("id = ?", id).Update("ends", ends).Error; err != nil {
		return fmt.Errorf("end seat: %w", err)
	}
	return nil
}

// seats returns every seat of a programme, past and future ones too.
func (s store) seats(ctx context.Context, programmeID string) ([]Seat, error) {
	return s.findSeats(ctx, "programme_id = ?", programmeID)
}

// seatsOn returns the seats of a programme that are held on a day.
func (s store) seatsOn(ctx context.Context, programmeID string, day clock.Date) ([]Seat, error) {
	return s.findSeats(ctx, "programme_id = ? AND "+onDay, programmeID, day, day)
}

// seatsOfPerson returns the seats that a person holds on a day, in any programme.
func (s store) seatsOfPerson(ctx context.Context, personID string, day clock.Date) ([]Seat, error) {
	return s.findSeats(ctx, "person_id = ? AND "+onDay, personID, day, day)
}

// seatsFrom returns the seats that a person holds on a day or will hold later, in any
// programme, by when they begin.
func (s store) seatsFrom(ctx context.Context, personID string, day clock.Date) ([]Seat, error) {
	return s.findSeats(ctx, "person_id = ? AND "+notOver, personID, day)
}

// seatsOfPeople returns all seats of the persons in a programme, ended ones too:
// what somebody wrote keeps the organisation that they wrote for.
func (s store) seatsOfPeople(ctx context.Context, programmeID string, people []string) ([]Seat, error) {
	var list []Seat
	for chunk := range chunks(people) {
		these, people := database.In(chunk)
		found, err := s.findSeats(ctx, "programme_id = ? AND person_id IN "+these, append([]any{programmeID}, people...)...)
		if err != nil {
			return nil, err
		}
		list = append(list, found...)
	}
	return list, nil
}

// seatsTurning returns the seats that begin on the day or ended the day before.
func (s store) seatsTurning(ctx context.Context, day clock.Date) ([]Seat, error) {
	return s.findSeats(ctx, "(starts = ? OR ends = ?)", day, day.AddDays(-1))
}

const seatColumns = "id, programme_id, organisation_id, person_id, role, starts, ends, created_at, created_by"

// findSeats is prepared SQL: whoever comes with a session that is not remembered has
// their seats read.
func (s store) findSeats(ctx context.Context, where string, values ...any) ([]Seat, error) {
	list := []Seat{}
	err := s.db.Each(ctx, func(found *sql.Rows) error {
		var row seatRow
		err := found.Scan(&row.ID, &row.ProgrammeID, &row.OrganisationID, &row.PersonID, &row.Role, &row.Starts, &row.Ends, &row.CreatedAt, &row.CreatedBy)
		list = append(list, row.entity())
		return err
	}, "SELECT "+seatColumns+" FROM programme_seat WHERE "+where+" ORDER BY starts, id", values...)
	if err != nil {
		return nil, fmt.Errorf("read seats: %w", err)
	}
	return list, nil
}
