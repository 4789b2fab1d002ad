package invitation

import (
	"context"
	"time"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/clock"
	"sluse/internal/kernel/fault"
	"sluse/internal/kernel/id"
)

// resendAfter keeps a double click, or impatience, from sending twice.
const resendAfter = time.Minute

// mine returns an invitation that the actor may send again or take back.
func (s *Service) mine(ctx context.Context, invitationID string) (actor.Actor, Invitation, error) {
	a, err := actor.Must(ctx)
	if err != nil {
		return a, Invitation{}, err
	}
	if !id.Valid(invitationID) {
		return a, Invitation{}, fault.NewNotFound("invitation.unknown")
	}
	i, err := s.store.byID(ctx, invitationID)
	if err != nil {
		return a, i, err
	}
	return a, i, MayManage(a, i)
}

// SendAgain sends a new link, also where the old one has expired; the old one
// stops working. The seat is kept, or must be free again.
func (s *Service) SendAgain(ctx context.Context, invitationID string) (List, error) {
	a, i, err := s.mine(ctx, invitationID)
	if err != nil {
		return List{}, err
	}
	now := s.Clock.Now()
	switch {
	case i.AcceptedAt != nil || i.RevokedAt != nil:
		return List{}, fault.NewConflict("invitation.closed")
	case now.Before(i.SentAt.Add(resendAfter)):
		return List{}, fault.NewLimited("invitation.just_sent", i.SentAt.Add(resendAfter).Sub(now))
	}
	about, err := s.about(ctx, i.ProgrammeID, i.OrganisationID, i.InviterID, "")
	if err != nil {
		return List{}, err
	}
	old, token := i.MailKey, newToken()
	i.TokenHash, i.MailKey = s.hash(token), mailKind+":"+id.New()
	i.SentAt, i.ExpiresAt, i.OpenedAt, i.AskedAt = now, expiry(now), nil, nil
	err = s.DB.Write(ctx, func(ctx context.Context) error {
		renewed, err := s.store.renew(ctx, i)
		if err != nil {
			return err
		}
		if !renewed {
			return fault.NewConflict("invitation.closed")
		}
		if err := s.reserveAgain(ctx, &i); err != nil {
			return err
		}
		if err := s.checkAlone(ctx, i); err != nil {
			return err
		}
		if err := s.checkRates(ctx, a, i.ProgrammeID, []Invitee{{Email: i.Email}}); err != nil {
			return err
		}
		if err := s.Outbox.Withdraw(ctx, old); err != nil {
			return err
		}
		return s.deliver(ctx, i, token, a.PersonID, about)
	})
	return s.described(ctx, i.ProgrammeID, []Invitation{i}, err)
}

// checkAlone finds whether the address has got in another way meanwhile.
func (s *Service) checkAlone(ctx context.Context, i Invitation) error {
	taken, err := s.taken(ctx, i.ProgrammeID, i.Role, []string{i.Email})
	if err != nil {
		return err
	}
	if taken[i.Email] == "invitation.already_member" {
		return fault.NewConflict("invitation.already_member")
	}
	open, err := s.store.open(ctx, i.ProgrammeID, s.Clock.Now())
	if err != nil {
		return err
	}
	for _, other := range open {
		if other.ID != i.ID && other.Email == i.Email && other.Role == i.Role {
			return fault.NewConflict("invitation.already_invited")
		}
	}
	return nil
}

// reserveAgain keeps the seat free until the new link expires.
func (s *Service) reserveAgain(ctx context.Context, i *Invitation) error {
	var err error
	if i.HandoverID != "" {
		i.ReservationID, err = s.Seats.Renew(ctx, i.HandoverID, i.ExpiresAt)
	} else {
		if err := s.Seats.Release(ctx, i.ReservationID); err != nil {
			return err
		}
		place := Place{
			ProgrammeID: i.ProgrammeID, OrganisationID: i.OrganisationID, Role: i.Role,
			Starts: clock.Today(s.Clock), Until: i.ExpiresAt,
		}
		var reserved []string
		if reserved, err = s.Seats.Reserve(ctx, place, 1); err == nil {
			i.ReservationID = reserved[0]
		}
	}
	if err != nil {
		return tooFew(err, 1)
	}
	return s.store.setReservation(ctx, i.ID, i.ReservationID)
}

// Revoke takes an invitation back: its link stops working and its seat is free. A
// hand-over that has not begun is undone with it.
func (s *Service) Revoke(ctx context.Context, invitationID string) (List, error) {
	a, i, err := s.mine(ctx, invitationID)
	if err != nil {
		return List{}, err
	}
	now := s.Clock.Now()
	err = s.DB.Write(ctx, func(ctx context.Context) error {
		revoked, err := s.store.revoke(ctx, i.ID, a.PersonID, now)
		if err != nil {
			return err
		}
		if !revoked {
			return fault.NewConflict("invitation.closed")
		}
		if i.HandoverID != "" {
			err = s.Seats.TakeBack(ctx, i.HandoverID)
		} else {
			err = s.Seats.Release(ctx, i.ReservationID)
		}
		if err != nil {
			return err
		}
		if err := s.Outbox.Withdraw(ctx, i.MailKey); err != nil {
			return err
		}
		i.RevokedAt, i.RevokedBy = &now, a.PersonID
		return s.tell(ctx, a.PersonID, VerbRevoked, i)
	})
	return s.described(ctx, i.ProgrammeID, []Invitation{i}, err)
}
