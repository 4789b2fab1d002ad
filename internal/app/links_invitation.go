package app

import (
	"context"
	"maps"
	"time"

	"sluse/internal/domain/account"
	"sluse/internal/domain/invitation"
	"sluse/internal/domain/programme"
	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/clock"
)

// invitedProgrammes tells invitation of programmes and who takes part.
type invitedProgrammes struct{ programmes *programme.Module }

func told(p programme.Programme) invitation.Programme {
	return invitation.Programme{ID: p.ID, Slug: p.Slug, Name: p.Name, ShortName: p.ShortName, Fictional: p.Fictional}
}

// BySlug implements invitation.Programmes.
func (l invitedProgrammes) BySlug(ctx context.Context, slug string) (invitation.Programme, error) {
	p, err := l.programmes.BySlug(ctx, slug)
	return told(p), err
}

// ByID implements invitation.Programmes.
func (l invitedProgrammes) ByID(ctx context.Context, programmeID string) (invitation.Programme, error) {
	p, err := l.programmes.ByID(ctx, programmeID)
	return told(p), err
}

// PeopleOf implements invitation.Programmes.
func (l invitedProgrammes) PeopleOf(ctx context.Context, programmeID string, ids []string) (map[string]actor.Person, error) {
	return l.programmes.PeopleOf(ctx, programmeID, ids)
}

// Organisations implements invitation.Programmes.
func (l invitedProgrammes) Organisations(ctx context.Context, ids []string) (map[string]actor.Organisation, error) {
	return l.programmes.Organisations(ctx, ids)
}

// Holders implements invitation.Programmes.
func (l invitedProgrammes) Holders(ctx context.Context, programmeID string) (map[string][]actor.Role, error) {
	return l.programmes.SeatHolders(ctx, programmeID)
}

// seatsLink keeps, gives and hands over seats for invitation.
type seatsLink struct{ programmes *programme.Module }

func seatOf(s programme.Seat) invitation.Seat {
	return invitation.Seat{
		ID: s.ID, ProgrammeID: s.ProgrammeID, OrganisationID: s.OrganisationID, PersonID: s.PersonID, Role: s.Role,
		Starts: s.Starts, Ends: s.Ends,
	}
}

// Reserve implements invitation.Seats.
func (l seatsLink) Reserve(ctx context.Context, p invitation.Place, count int) ([]string, error) {
	return l.programmes.Reserve(ctx, programme.Reservation{
		ProgrammeID: p.ProgrammeID, OrganisationID: p.OrganisationID, Role: p.Role, Starts: p.Starts, Until: p.Until,
	}, count)
}

// Release implements invitation.Seats.
func (l seatsLink) Release(ctx context.Context, reservationID string) error {
	return l.programmes.Release(ctx, reservationID)
}

// Claim implements invitation.Seats.
func (l seatsLink) Claim(ctx context.Context, reservationID, personID string) (invitation.Seat, error) {
	seat, err := l.programmes.Claim(ctx, reservationID, personID)
	return seatOf(seat), err
}

// Room implements invitation.Seats.
func (l seatsLink) Room(ctx context.Context, programmeID, organisationID string, role actor.Role) (invitation.Room, error) {
	room, err := l.programmes.Room(ctx, programmeID, organisationID, role)
	return invitation.Room(room), err
}

// HandOver implements invitation.Seats.
func (l seatsLink) HandOver(ctx context.Context, seatID string, from clock.Date, until time.Time) (string, string, error) {
	h, err := l.programmes.HandOver(ctx, seatID, from, until)
	return h.ID, h.ReservationID, err
}

// Renew implements invitation.Seats.
func (l seatsLink) Renew(ctx context.Context, handoverID string, until time.Time) (string, error) {
	return l.programmes.RenewHandover(ctx, handoverID, until)
}

// TakeBack implements invitation.Seats.
func (l seatsLink) TakeBack(ctx context.Context, handoverID string) error {
	return l.programmes.TakeBack(ctx, handoverID)
}

// ToHandOver implements invitation.Seats.
func (l seatsLink) ToHandOver(ctx context.Context, seatID string) (invitation.Seat, error) {
	seat, err := l.programmes.SeatToHandOver(ctx, seatID)
	return seatOf(seat), err
}

// History implements invitation.Seats.
func (l seatsLink) History(ctx context.Context, seatID string) ([]invitation.Held, error) {
	history, err := l.programmes.History(ctx, seatID)
	if err != nil {
		return nil, err
	}
	out := make([]invitation.Held, len(history))
	for n, held := range history {
		out[n].Seat = seatOf(held.Seat)
		if h := held.GivenOn; h != nil {
			out[n].GivenOn = &invitation.GivenOn{HandoverID: h.ID, By: h.CreatedBy, At: h.CreatedAt, From: h.Begins}
		}
	}
	return out, nil
}

// accountsLink lets invitation know persons by their addresses, and sign them in.
type accountsLink struct{ accounts *account.Module }

func accountOf(p account.Person) invitation.Account {
	return invitation.Account{ID: p.ID, Name: p.Name, Title: p.Title, Email: p.Email, Locale: p.Locale, Disabled: p.Disabled()}
}

// ByEmail implements invitation.Accounts.
func (l accountsLink) ByEmail(ctx context.Context, emails []string) (map[string]invitation.Account, error) {
	people, err := l.accounts.PeopleByEmail(ctx, emails)
	if err != nil {
		return nil, err
	}
	out := make(map[string]invitation.Account, len(people))
	for email, p := range people {
		out[email] = accountOf(p)
	}
	return out, nil
}

// ByID implements invitation.Accounts.
func (l accountsLink) ByID(ctx context.Context, ids []string) (map[string]invitation.Account, error) {
	people, err := l.accounts.Recipients(ctx, ids)
	if err != nil {
		return nil, err
	}
	out := make(map[string]invitation.Account, len(people))
	for p := range maps.Values(people) {
		out[p.ID] = accountOf(p)
	}
	return out, nil
}

// Admit implements invitation.Accounts.
func (l accountsLink) Admit(ctx context.Context, in invitation.Admission) (invitation.Admitted, error) {
	signedIn, err := l.accounts.Admit(ctx, account.Invited{
		Draft:     account.Draft{Email: in.Email, Name: in.Name, Title: in.Title, Locale: in.Locale},
		UserAgent: in.UserAgent, Replaces: in.Replaces,
	})
	if err != nil {
		return invitation.Admitted{}, err
	}
	return invitation.Admitted{PersonID: signedIn.Person.ID, Cookie: l.accounts.SessionCookie(signedIn)}, nil
}
