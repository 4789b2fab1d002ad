package invitation

import (
	"context"
	"fmt"

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

// ErasePerson forgets invitations of a person that were not accepted, and who the
// accepted ones were for. It joins the surrounding Write.
func (s *Service) ErasePerson(ctx context.Context, personID, email string) error {
	return s.DB.Write(ctx, func(ctx context.Context) error {
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

// erasedMark begins what stands in the place of the address of somebody who was erased.
const erasedMark = "erased:"
