package invitation

import (
	"context"
	"slices"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/clock"
	"sluse/internal/kernel/fault"
)

func (s *Service) today() clock.Date { return clock.Today(s.Clock) }

// Successor is who a seat is given on to, and from which day.
type Successor struct {
	Invitee
	From             clock.Date
	Greeting, Locale string
}

// successor reads a seat that the actor may give on and makes the draft of the
// invitation to it.
func (s *Service) successor(ctx context.Context, seatID string, next Successor) (Seat, Draft, error) {
	seat, err := s.Seats.ToHandOver(ctx, seatID)
	if err != nil {
		return Seat{}, Draft{}, err
	}
	draft, err := Draft{
		OrganisationID: seat.OrganisationID, Role: seat.Role, Greeting: next.Greeting, Locale: next.Locale,
		People: []Invitee{next.Invitee},
	}.normal()
	if err != nil {
		return seat, draft, err
	}
	holders, err := s.Accounts.ByID(ctx, []string{seat.PersonID})
	if err != nil {
		return seat, draft, err
	}
	if holders[seat.PersonID].Email == draft.People[0].Email {
		return seat, draft, fault.NewInvalid("invitation.invalid", fault.Field{Field: "people[0].email", Code: "handover.same_person"})
	}
	return seat, draft, s.checkPeople(ctx, seat.ProgrammeID, draft)
}

// PreviewHandOver shows the mail that HandOver would send.
func (s *Service) PreviewHandOver(ctx context.Context, seatID string, next Successor) (Preview, error) {
	seat, draft, err := s.successor(ctx, seatID, next)
	if err != nil {
		return Preview{}, err
	}
	i := s.compose(seat.ProgrammeID, draft, draft.People[0])
	i.HandoverID, i.Begins = exampleToken, next.From
	return s.preview(ctx, i, draft.People, Room{}, seat.PersonID)
}

// HandOver gives a seat on: the holder's access ends the day before (today: at
// once), and the successor is invited to it.
func (s *Service) HandOver(ctx context.Context, seatID string, next Successor) (List, error) {
	a, err := actor.Must(ctx)
	if err != nil {
		return List{}, err
	}
	seat, draft, err := s.successor(ctx, seatID, next)
	if err != nil {
		return List{}, err
	}
	about, err := s.about(ctx, seat.ProgrammeID, seat.OrganisationID, a.PersonID, seat.PersonID)
	if err != nil {
		return List{}, err
	}
	i := s.compose(seat.ProgrammeID, draft, draft.People[0])
	i.BatchID, i.InviterID, i.Begins = i.ID, a.PersonID, next.From
	err = s.DB.Write(ctx, func(ctx context.Context) (err error) {
		if i.HandoverID, i.ReservationID, err = s.Seats.HandOver(ctx, seat.ID, next.From, i.ExpiresAt); err != nil {
			return err
		}
		// Asked once more, now that nobody else can invite meanwhile.
		if err := s.checkPeople(ctx, seat.ProgrammeID, draft); err != nil {
			return err
		}
		if err := s.checkRates(ctx, a, seat.ProgrammeID, draft.People); err != nil {
			return err
		}
		i, err = s.sendNew(ctx, i, about)
		return err
	})
	return s.described(ctx, seat.ProgrammeID, []Invitation{i}, err)
}

// Holder is one line in the history of a seat.
type Holder struct {
	Held
	// Successor is the name of who is invited to take the seat, once it was given
	// on and until they do; it may be empty.
	Successor string
}

// History is who held a seat, the first one first.
type History struct {
	Holders []Holder
	People  map[string]actor.Person
}

// History returns who held a seat, for everybody in its programme.
func (s *Service) History(ctx context.Context, seatID string) (History, error) {
	held, err := s.Seats.History(ctx, seatID)
	if err != nil {
		return History{}, err
	}
	if len(held) == 0 {
		return History{}, fault.NewNotFound("seat.unknown")
	}
	programmeID := held[0].ProgrammeID
	invited, err := s.store.ofHandovers(ctx, programmeID)
	if err != nil {
		return History{}, err
	}
	out := History{Holders: make([]Holder, len(held))}
	var people []string
	for n, h := range held {
		out.Holders[n].Held = h
		people = append(people, h.PersonID)
		if h.GivenOn == nil {
			continue
		}
		people = append(people, h.GivenOn.By)
		at := slices.IndexFunc(invited, func(i Invitation) bool {
			return i.HandoverID == h.GivenOn.HandoverID && i.AcceptedAt == nil && i.RevokedAt == nil
		})
		if at >= 0 {
			out.Holders[n].Successor = invited[at].Name
		}
	}
	out.People, err = s.Programmes.PeopleOf(ctx, programmeID, people)
	return out, err
}

// whoCanSend returns who is asked for a new link: the inviter while they are in
// the programme, else its coordinators.
func (s *Service) whoCanSend(ctx context.Context, i Invitation) ([]Account, error) {
	holders, err := s.Programmes.Holders(ctx, i.ProgrammeID)
	if err != nil {
		return nil, err
	}
	ids := []string{i.InviterID}
	if _, there := holders[i.InviterID]; !there {
		ids = nil
		for personID, roles := range holders {
			if slices.Contains(roles, actor.Coordinator) {
				ids = append(ids, personID)
			}
		}
	}
	accounts, err := s.Accounts.ByID(ctx, ids)
	if err != nil {
		return nil, err
	}
	var to []Account
	for _, personID := range ids {
		if account, known := accounts[personID]; known && !account.Disabled {
			to = append(to, account)
		}
	}
	return to, nil
}
