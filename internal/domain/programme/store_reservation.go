package programme

import (
	"context"
	"fmt"
	"time"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/clock"
	"sluse/internal/platform/database"
)

type reservationRow struct {
	ID             string
	ProgrammeID    string
	OrganisationID string
	Role           actor.Role
	Starts         clock.Date
	Until          time.Time
	CreatedAt      time.Time
	CreatedBy      string
}

// TableName implements gorm's Tabler.
func (reservationRow) TableName() string { return "programme_reservation" }

func (s store) insertReservation(ctx context.Context, r Reservation) error {
	row := reservationRow(r)
	if err := s.db.Tx(ctx).Create(&row).Error; err != nil {
		return fmt.Errorf("insert reservation: %w", err)
	}
	return nil
}

func (s store) reservation(ctx context.Context, id string) (Reservation, error) {
	var row reservationRow
	if err := s.db.Read(ctx).Where("id = ?", id).Take(&row).Error; err != nil {
		return Reservation{}, fmt.Errorf("read reservation: %w", database.Translate(err, "seat.reservation_lapsed"))
	}
	return Reservation(row), nil
}

// reservations returns those of a programme that hold at an instant.
func (s store) reservations(ctx context.Context, programmeID string, now time.Time) ([]Reservation, error) {
	var rows []reservationRow
	err := s.db.Read(ctx).Where("programme_id = ? AND until > ?", programmeID, now).Order("id").Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("read reservations: %w", err)
	}
	list := make([]Reservation, len(rows))
	for i, row := range rows {
		list[i] = Reservation(row)
	}
	return list, nil
}

// deleteReservation deletes one; it is no error if there is none.
func (s store) deleteReservation(ctx context.Context, id string) error {
	if err := s.db.Tx(ctx).Where("id = ?", id).Delete(&reservationRow{}).Error; err != nil {
		return fmt.Errorf("delete reservation: %w", err)
	}
	return nil
}

type handoverRow struct {
	ID            string
	ProgrammeID   string
	SeatID        string
	SuccessorSeat string
	ReservationID string
	Begins        clock.Date
	PreviousEnds  clock.Date
	CreatedAt     time.Time
	CreatedBy     string
	TakenBackAt   *time.Time
}

// TableName implements gorm's Tabler.
func (handoverRow) TableName() string { return "programme_handover" }

func (s store) insertHandover(ctx context.Context, h Handover) error {
	row := handoverRow(h)
	if err := s.db.Tx(ctx).Create(&row).Error; err != nil {
		return fmt.Errorf("insert hand-over: %w", err)
	}
	return nil
}

func (s store) handover(ctx context.Context, id string) (Handover, error) {
	var row handoverRow
	if err := s.db.Read(ctx).Where("id = ?", id).Take(&row).Error; err != nil {
		return Handover{}, fmt.Errorf("read hand-over: %w", database.Translate(err, "handover.unknown"))
	}
	return Handover(row), nil
}

// handovers returns a programme's, oldest first, those taken back too.
func (s store) handovers(ctx context.Context, programmeID string) ([]Handover, error) {
	var rows []handoverRow
	if err := s.db.Read(ctx).Where("programme_id = ?", programmeID).Order("created_at, id").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("read hand-overs: %w", err)
	}
	list := make([]Handover, len(rows))
	for i, row := range rows {
		list[i] = Handover(row)
	}
	return list, nil
}

// succeed notes which seat the successor took, where a hand-over waits for it.
func (s store) succeed(ctx context.Context, reservationID, seatID string) error {
	err := s.db.Tx(ctx).Model(&handoverRow{}).Where("reservation_id = ?", reservationID).Update("successor_seat", seatID).Error
	if err != nil {
		return fmt.Errorf("note successor: %w", err)
	}
	return nil
}

// renewHandover puts a new reservation in the place of one that lapsed.
func (s store) renewHandover(ctx context.Context, id, reservationID string) error {
	err := s.db.Tx(ctx).Model(&handoverRow{}).Where("id = ?", id).Update("reservation_id", reservationID).Error
	if err != nil {
		return fmt.Errorf("renew hand-over: %w", err)
	}
	return nil
}

// takeBack marks a hand-over as undone; false if it is already, or if the
// successor has taken the seat.
func (s store) takeBack(ctx context.Context, id string, at time.Time) (bool, error) {
	result := s.db.Tx(ctx).Model(&handoverRow{}).Where("id = ? AND successor_seat = '' AND taken_back_at IS NULL", id).
		Update("taken_back_at", at)
	if result.Error != nil {
		return false, fmt.Errorf("take hand-over back: %w", result.Error)
	}
	return result.RowsAffected == 1, nil
}
