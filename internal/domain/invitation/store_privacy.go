package invitation

import (
	"context"
	"fmt"

	"sluse/internal/kernel/actor"
	"sluse/internal/platform/database"
)

// ExportPerson hands over what the feature knows of a person. Of those whom they
// invited it does not tell: that is about others.
func (s *Service) ExportPerson(ctx context.Context, personID, email string, add database.AddTable) error {
	err := database.ExportTable(ctx, s.DB, add, "invitations", `SELECT email, name, title, role, greeting, created_at, sent_at, expires_at, opened_at, accepted_at, revoked_at
		FROM invitation_invitation WHERE email = ? OR person_id = ? ORDER BY created_at`, email, personID)
	if err != nil {
		return err
	}
	return database.ExportTable(ctx, s.DB, add, "invitations_sent",
		"SELECT role, created_at, sent_at, accepted_at, revoked_at FROM invitation_invitation WHERE inviter_id = ? ORDER BY created_at", personID)
}

// ErasePerson ends and forgets invitations of a person that were not accepted, whose
// seats are free at once, and forgets who the accepted ones were for. It joins the
// surrounding Write.
func (s *Service) ErasePerson(ctx context.Context, personID, email string) error {
	return s.DB.Write(ctx, func(ctx context.Context) error {
		if err := s.endWaiting(ctx, email); err != nil {
			return err
		}
		ids := s.DB.Tx(ctx).Model(&invitationRow{}).Select("id").Where("(email = ? OR person_id = ?)", email, personID)
		if _, err := database.Purge[sendingRow](ctx, s.DB, false, "invitation_id IN (?)", ids); err != nil {
			return err
		}
		if _, err := database.Purge[invitationRow](ctx, s.DB, false, "email = ? AND accepted_at IS NULL", email); err != nil {
			return err
		}
		// The address must stay different within a batch; it is one no more.
		err := s.DB.Tx(ctx).Model(&invitationRow{}).Where("(email = ? OR person_id = ?)", email, personID).
			Updates(map[string]any{"email": erasedMark + personID, "name": "", "title": "", "greeting": ""}).Error
		if err != nil {
			return fmt.Errorf("erase invitations: %w", err)
		}
		return nil
	})
}

// endWaiting frees the seats that are kept for an address, and has those who look
// at the lists told. Its mails go with all that went to it.
func (s *Service) endWaiting(ctx context.Context, email string) error {
	by, _ := actor.From(ctx)
	waiting, err := s.store.find(ctx, listMost, "email = ? AND accepted_at IS NULL AND revoked_at IS NULL", email)
	if err != nil {
		return err
	}
	now := s.Clock.Now()
	for _, i := range waiting {
		if err := s.Seats.Release(ctx, i.ReservationID); err != nil {
			return fmt.Errorf("free the seat of an erased person: %w", err)
		}
		i.RevokedAt, i.RevokedBy = &now, by.PersonID
		if err := s.tell(ctx, by.PersonID, VerbRevoked, i); err != nil {
			return err
		}
	}
	return nil
}

// erasedMark begins what stands in the place of the address of somebody who was erased.
const erasedMark = "erased:"
