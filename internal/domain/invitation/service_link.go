package invitation

import (
	"context"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/fault"
	"sluse/internal/platform/mail"
)

// LinkState is what can be done with a link.
type LinkState string

// The states of a link.
const (
	LinkOpen     LinkState = "open"
	LinkExpired  LinkState = "expired"
	LinkRevoked  LinkState = "revoked"
	LinkUsed     LinkState = "used"
	LinkReplaced LinkState = "replaced"
)

// Link is what its holder sees. Of a link that no longer works only who sent it,
// and for what.
type Link struct {
	State        LinkState
	Invitation   Invitation
	Programme    Programme
	Organisation actor.Organisation
	Inviter      actor.Person
	// Email is masked where the link no longer works.
	Email string
	// Known: somebody has the address already; their name and title stand.
	Known bool
	// Elsewhere names the organisation that the address belongs to by its domain,
	// where the invitation is for another; "" otherwise.
	Elsewhere string
	// SignedInAs is the address of whoever is signed in and looks, "" if nobody.
	SignedInAs string
}

// link finds the invitation of a token, and what can be done with it.
func (s *Service) link(ctx context.Context, token string) (Invitation, LinkState, error) {
	if len(token) != tokenLength {
		return Invitation{}, "", fault.NewNotFound("invitation.link_unknown")
	}
	hash := s.hash(token)
	i, err := s.store.byLink(ctx, hash)
	if err != nil {
		return Invitation{}, "", err
	}
	return i, s.linkState(i, hash), nil
}

func (s *Service) linkState(i Invitation, hash string) LinkState {
	switch {
	case i.AcceptedAt != nil:
		return LinkUsed
	case i.RevokedAt != nil:
		return LinkRevoked
	case i.TokenHash != hash:
		return LinkReplaced
	case !i.Open(s.Clock.Now()):
		return LinkExpired
	}
	return LinkOpen
}

// Look shows what a link is for. It changes nothing, whoever looks.
func (s *Service) Look(ctx context.Context, token string) (Link, error) {
	i, state, err := s.link(ctx, token)
	if err != nil {
		return Link{}, err
	}
	about, err := s.about(ctx, i.ProgrammeID, i.OrganisationID, i.InviterID, "")
	if err != nil {
		return Link{}, err
	}
	out := Link{
		State: state, Invitation: i, Programme: about.programme, Organisation: about.organisation,
		Inviter: about.inviter, Email: i.Email,
	}
	if state != LinkOpen {
		out.Email = mail.Masked(i.Email)
		out.Invitation.Greeting, out.Invitation.Name, out.Invitation.Title = "", "", ""
		return out, nil
	}
	accounts, err := s.Accounts.ByEmail(ctx, []string{i.Email})
	if err != nil {
		return Link{}, err
	}
	if account := accounts[i.Email]; account.Name != "" {
		out.Known, out.Invitation.Name, out.Invitation.Title = true, account.Name, account.Title
	}
	elsewhere, err := s.elsewhere(ctx, i)
	if err != nil {
		return Link{}, err
	}
	out.Elsewhere = elsewhere[i.ID]
	if a, signedIn := actor.From(ctx); signedIn {
		me, err := s.Accounts.ByID(ctx, []string{a.PersonID})
		if err != nil {
			return Link{}, err
		}
		out.SignedInAs = me[a.PersonID].Email
	}
	return out, nil
}

// Opened notes that a person, not a mail gateway, did something on the page.
func (s *Service) Opened(ctx context.Context, token string) error {
	i, state, err := s.link(ctx, token)
	if err != nil || state != LinkOpen || i.OpenedAt != nil {
		return err
	}
	return s.DB.Write(ctx, func(ctx context.Context) error {
		fresh, err := s.store.opened(ctx, i.ID, s.Clock.Now())
		if err != nil || !fresh {
			return err
		}
		return s.tell(ctx, "", VerbOpened, i)
	})
}

// Acceptance is what the invited tells of themselves, and their browser.
type Acceptance struct {
	Name, Title, Locale, UserAgent string
	// Replaces is the session that this browser had until now, or "".
	Replaces string
}

// Arrival is where the invited goes on, signed in.
type Arrival struct {
	Cookie    string
	PersonID  string
	Programme Programme
	// Begins is set where the seat is not yet theirs: it is handed over later.
	Begins string
}

// Accept spends a link: the invited is signed in, which the link proves their
// address for, and has the seat.
func (s *Service) Accept(ctx context.Context, token string, in Acceptance) (Arrival, error) {
	i, state, err := s.link(ctx, token)
	if err != nil {
		return Arrival{}, err
	}
	if state != LinkOpen {
		return Arrival{}, linkFault(state)
	}
	programme, err := s.Programmes.ByID(ctx, i.ProgrammeID)
	if err != nil {
		return Arrival{}, err
	}
	out := Arrival{Programme: programme}
	err = s.DB.Write(ctx, func(ctx context.Context) error { return s.accept(ctx, i, s.hash(token), in, &out) })
	return out, err
}

func (s *Service) accept(ctx context.Context, i Invitation, hash string, in Acceptance, out *Arrival) error {
	now := s.Clock.Now()
	taken, err := s.store.accept(ctx, i, hash, now)
	if err != nil {
		return err
	}
	// The place may be another than when the page was shown: a new link keeps it anew.
	if i, err = s.store.byID(ctx, i.ID); err != nil {
		return err
	}
	if !taken {
		return linkFault(s.linkState(i, hash))
	}
	admitted, err := s.Accounts.Admit(ctx, Admission{
		Email: i.Email, Name: firstOf(clean(in.Name), i.Name), Title: firstOf(clean(in.Title), i.Title),
		Locale: firstOf(in.Locale, i.Locale), UserAgent: in.UserAgent, Replaces: in.Replaces,
	})
	if err != nil {
		return err
	}
	seat, err := s.Seats.Claim(ctx, i.ReservationID, admitted.PersonID)
	if f, ok := fault.As(err); ok && f.Code == "seat.has_one" {
		err = s.Seats.Release(ctx, i.ReservationID) // they got one in another way meanwhile
	}
	if err != nil {
		return err
	}
	out.Cookie, out.PersonID = admitted.Cookie, admitted.PersonID
	if today := s.today(); seat.Starts.After(today) {
		out.Begins = seat.Starts.String()
	}
	i.PersonID = admitted.PersonID
	if err := s.store.setPerson(ctx, i.ID, i.PersonID); err != nil {
		return err
	}
	return s.tell(ctx, i.PersonID, VerbAccepted, i)
}

// linkFault says why a link cannot be used.
func linkFault(state LinkState) error {
	switch state {
	case LinkUsed:
		return fault.NewGone("invitation.link_used")
	case LinkRevoked:
		return fault.NewGone("invitation.link_revoked")
	case LinkReplaced:
		return fault.NewGone("invitation.link_replaced")
	case LinkExpired, LinkOpen:
	}
	return fault.NewGone("invitation.link_expired")
}

// Ask tells whoever sent a link that no longer works that a new one is wanted: at
// most once a day, and always with the same answer.
func (s *Service) Ask(ctx context.Context, token string) error {
	i, state, err := s.link(ctx, token)
	if err != nil {
		return err
	}
	if state == LinkOpen || state == LinkUsed {
		return fault.NewConflict("invitation.link_not_needed")
	}
	about, err := s.about(ctx, i.ProgrammeID, i.OrganisationID, i.InviterID, "")
	if err != nil {
		return err
	}
	to, err := s.whoCanSend(ctx, i)
	if err != nil {
		return err
	}
	now := s.Clock.Now()
	return s.DB.Write(ctx, func(ctx context.Context) error {
		fresh, err := s.store.asked(ctx, i.ID, now, now.Add(-daily))
		if err != nil || !fresh {
			return err
		}
		for _, account := range to {
			if err := s.Outbox.Send(ctx, about.askedMessage(i, account, now)); err != nil {
				return err
			}
		}
		return s.tell(ctx, "", VerbAsked, i)
	})
}
