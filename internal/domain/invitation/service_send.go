package invitation

import (
	"context"
	"fmt"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/clock"
	"sluse/internal/kernel/fault"
	"sluse/internal/kernel/id"
	"sluse/internal/platform/mail"
)

// Bounds on mails a day: those of a coordinator, those of others, and those to one
// address from the whole installation.
const (
	coordinatorDaily = 500
	memberDaily      = 30
	addressDaily     = 5
)

// exampleToken stands in the link of a preview; it opens nothing.
const exampleToken = "link"

// Recipient is somebody to be invited. Elsewhere names the organisation that their
// address belongs to by its domain, where the seat is at another.
type Recipient struct {
	Invitee
	Elsewhere string
}

// Preview is a mail as its recipients will see it, and who they are.
type Preview struct {
	Recipients []Recipient
	Mail       mail.Preview
	Room       Room
	LastDay    clock.Date
}

// Preview shows what Send would send, and to whom. Nothing is kept.
func (s *Service) Preview(ctx context.Context, slug string, draft Draft) (Preview, error) {
	programme, draft, err := s.prepare(ctx, slug, draft)
	if err != nil {
		return Preview{}, err
	}
	room, err := s.Seats.Room(ctx, programme.ID, draft.OrganisationID, draft.Role)
	if err != nil {
		return Preview{}, err
	}
	return s.preview(ctx, s.compose(programme.ID, draft, draft.People[0]), draft.People, room, "")
}

func (s *Service) preview(ctx context.Context, i Invitation, people []Invitee, room Room, predecessor string) (Preview, error) {
	a, err := actor.Must(ctx)
	if err != nil {
		return Preview{}, err
	}
	about, err := s.about(ctx, i.ProgrammeID, i.OrganisationID, a.PersonID, predecessor)
	if err != nil {
		return Preview{}, err
	}
	recipients, err := s.recipients(ctx, i.OrganisationID, people)
	if err != nil {
		return Preview{}, err
	}
	composed, err := s.Outbox.Preview(about.message(i, exampleToken))
	return Preview{recipients, composed, room, i.lastDay()}, err
}

func (s *Service) recipients(ctx context.Context, organisationID string, people []Invitee) ([]Recipient, error) {
	emails := make([]string, len(people))
	for n, p := range people {
		emails[n] = p.Email
	}
	homes, err := s.homes(ctx, emails)
	recipients := make([]Recipient, len(people))
	for n, p := range people {
		recipients[n] = Recipient{Invitee: p}
		if home, known := homes[p.Email]; known && home.ID != organisationID {
			recipients[n].Elsewhere = home.Name
		}
	}
	return recipients, err
}

// prepare checks what a draft says by itself and who may send it.
func (s *Service) prepare(ctx context.Context, slug string, draft Draft) (Programme, Draft, error) {
	draft, err := draft.normal()
	if err != nil {
		return Programme{}, draft, err
	}
	programme, err := s.mayInvite(ctx, slug, draft.OrganisationID, draft.Role)
	return programme, draft, err
}

// Send invites everybody of a draft, or nobody: within the seats, each once. The
// same draft sent again returns what was sent.
func (s *Service) Send(ctx context.Context, slug string, draft Draft) (List, error) {
	a, err := actor.Must(ctx)
	if err != nil {
		return List{}, err
	}
	programme, draft, err := s.prepare(ctx, slug, draft)
	if err != nil {
		return List{}, err
	}
	if draft.BatchID == "" {
		draft.BatchID = id.New()
	}
	sent, err := s.store.batch(ctx, a.PersonID, draft.BatchID)
	if err != nil || len(sent) > 0 {
		return s.described(ctx, programme.ID, sent, err)
	}
	sent, err = s.sendBatch(ctx, a, programme, draft)
	if _, refused := fault.As(err); refused {
		// The same batch, sent twice at once, is in its own way, at whatever step:
		// then it has gone out.
		if twin, again := s.store.batch(ctx, a.PersonID, draft.BatchID); again == nil && len(twin) > 0 {
			sent, err = twin, nil
		}
	}
	return s.described(ctx, programme.ID, sent, err)
}

// sendBatch looks before it takes the programme's seats, so that a slip in the
// draft holds up nobody, and then again with the seats in hand.
func (s *Service) sendBatch(ctx context.Context, a actor.Actor, programme Programme, draft Draft) (sent []Invitation, err error) {
	about, err := s.about(ctx, programme.ID, draft.OrganisationID, a.PersonID, "")
	if err != nil {
		return nil, err
	}
	if err := s.checkPeople(ctx, programme.ID, draft); err != nil {
		return nil, err
	}
	err = s.DB.Write(ctx, func(ctx context.Context) (err error) {
		sent, err = s.sendAll(ctx, a, programme, draft, about)
		return err
	})
	return sent, err
}

func (s *Service) described(ctx context.Context, programmeID string, sent []Invitation, err error) (List, error) {
	if err != nil {
		return List{}, err
	}
	return s.describe(ctx, programmeID, sent)
}

// sendAll reserves first: from then on nobody else changes the programme's seats,
// and what is found out about the addresses stays true.
func (s *Service) sendAll(ctx context.Context, a actor.Actor, programme Programme, draft Draft, about about) ([]Invitation, error) {
	place := Place{
		ProgrammeID: programme.ID, OrganisationID: draft.OrganisationID, Role: draft.Role,
		Starts: clock.Today(s.Clock), Until: expiry(s.Clock.Now()),
	}
	reserved, err := s.Seats.Reserve(ctx, place, len(draft.People))
	if err != nil {
		return nil, tooFew(err, len(draft.People))
	}
	if err := s.checkPeople(ctx, programme.ID, draft); err != nil {
		return nil, err
	}
	if err := s.checkRates(ctx, a, programme.ID, draft.People); err != nil {
		return nil, err
	}
	sent := make([]Invitation, len(draft.People))
	for n, invitee := range draft.People {
		i := s.compose(programme.ID, draft, invitee)
		i.InviterID, i.ReservationID = a.PersonID, reserved[n]
		if sent[n], err = s.sendNew(ctx, i, about); err != nil {
			return nil, err
		}
	}
	return sent, nil
}

// tooFew says of a full organisation how many could be invited.
func tooFew(err error, asked int) error {
	f, ok := fault.As(err)
	if !ok || f.Code != "seat.none_free" {
		return err
	}
	few := fault.NewConflict("invitation.too_few_seats").With("asked", asked)
	for _, key := range []string{"free", "limit"} {
		if value, known := f.Params[key]; known {
			few = few.With(key, value)
		}
	}
	return few
}

// checkPeople finds who is in the programme already, or invited.
func (s *Service) checkPeople(ctx context.Context, programmeID string, draft Draft) error {
	emails := make([]string, len(draft.People))
	for n, p := range draft.People {
		emails[n] = p.Email
	}
	taken, err := s.taken(ctx, programmeID, draft.Role, emails)
	if err != nil {
		return err
	}
	var fields []fault.Field
	for n, p := range draft.People {
		if code := taken[p.Email]; code != "" {
			fields = append(fields, fault.Field{Field: fmt.Sprintf("people[%d].email", n), Code: code})
		}
	}
	if len(fields) > 0 {
		return fault.NewInvalid("invitation.invalid", fields...)
	}
	return nil
}

// checkRates bounds how many mails somebody sends a day, and how many an address gets.
func (s *Service) checkRates(ctx context.Context, a actor.Actor, programmeID string, people []Invitee) error {
	since := s.Clock.Now().Add(-daily)
	most := memberDaily
	if MaySeeAll(a, programmeID) {
		most = coordinatorDaily
	}
	sent, err := s.store.countSent(ctx, a.PersonID, since)
	if err != nil {
		return err
	}
	if sent+len(people) > most {
		return fault.NewLimited("invitation.too_many_mails", daily).With("most", most).With("left", max(0, most-sent))
	}
	emails := make([]string, len(people))
	for n, p := range people {
		emails[n] = p.Email
	}
	to, err := s.store.countTo(ctx, emails, since)
	if err != nil {
		return err
	}
	for _, p := range people {
		if to[p.Email] >= addressDaily {
			return fault.NewLimited("invitation.too_many_to_address", daily).With("email", p.Email)
		}
	}
	return nil
}

// compose makes the invitation of one person; who invites and which seat is kept
// for it is added by the caller.
func (s *Service) compose(programmeID string, draft Draft, invitee Invitee) Invitation {
	now := s.Clock.Now()
	return Invitation{
		ID: id.New(), BatchID: draft.BatchID, ProgrammeID: programmeID, OrganisationID: draft.OrganisationID, Role: draft.Role,
		Email: invitee.Email, Name: invitee.Name, Title: invitee.Title, Locale: draft.Locale, Greeting: draft.Greeting,
		CreatedAt: now, SentAt: now, ExpiresAt: expiry(now), MailKey: mailKind + ":" + id.New(),
	}
}

// sendNew writes an invitation down, mails it and tells of it.
func (s *Service) sendNew(ctx context.Context, i Invitation, about about) (Invitation, error) {
	token := newToken()
	i.TokenHash = s.hash(token)
	if err := s.store.insert(ctx, i); err != nil {
		return i, err
	}
	return i, s.deliver(ctx, i, token, i.InviterID, about)
}

// deliver mails a link that has just been made and tells of it.
func (s *Service) deliver(ctx context.Context, i Invitation, token, senderID string, about about) error {
	if err := s.store.insertSending(ctx, i, senderID); err != nil {
		return err
	}
	if err := s.Outbox.Send(ctx, about.message(i, token)); err != nil {
		return err
	}
	return s.tell(ctx, senderID, VerbSent, i)
}
