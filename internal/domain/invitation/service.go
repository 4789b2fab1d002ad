package invitation

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/fault"
	"sluse/internal/kernel/id"
	"sluse/internal/platform/mail"
)

// listMost bounds the list of a programme's invitations: some eight times what a
// large programme sends in its whole life.
const listMost = 1000

// Service holds the feature's use cases. Every one checks the policy itself.
type Service struct {
	Needs
	store store
}

// Listed is an invitation with how far it is.
type Listed struct {
	Invitation
	State State
	// Mailed is what became of its newest mail; false if that is forgotten.
	Mailed mail.Delivery
	// Known: the outbox still knows the mail.
	Known bool
	// Elsewhere names the organisation that the address belongs to by its domain,
	// where the invitation is for another; "" otherwise.
	Elsewhere string
}

// List is the invitations of a programme that the actor may see, newest first,
// with the names that stand beside them.
type List struct {
	Items         []Listed
	People        map[string]actor.Person
	Organisations map[string]actor.Organisation
	// All: the actor sees those of every organisation.
	All bool
}

// List returns the invitations of a programme that the actor may see.
func (s *Service) List(ctx context.Context, slug string) (List, error) {
	a, err := actor.Must(ctx)
	if err != nil {
		return List{}, err
	}
	programme, err := s.Programmes.BySlug(ctx, slug)
	if err != nil {
		return List{}, err
	}
	if err := MayList(a, programme.ID); err != nil {
		return List{}, err
	}
	all, err := s.store.ofProgramme(ctx, programme.ID, listMost)
	if err != nil {
		return List{}, err
	}
	seen := slices.DeleteFunc(all, func(i Invitation) bool {
		return !Sees(a, i.ProgrammeID, i.OrganisationID, i.Role) && i.InviterID != a.PersonID
	})
	list, err := s.describe(ctx, programme.ID, seen)
	list.All = MaySeeAll(a, programme.ID)
	if err != nil || len(list.Items) == 0 {
		return list, err
	}
	return list, s.witness(ctx, "invitations.seen", "programme", programme.ID, programme.ID)
}

// witness writes a look down, where somebody keeps such a book.
func (s *Service) witness(ctx context.Context, verb, subjectType, subjectID, programmeID string) error {
	if s.Witness == nil {
		return nil
	}
	if err := s.Witness.Witness(ctx, verb, subjectType, subjectID, programmeID); err != nil {
		return fmt.Errorf("witness %s: %w", verb, err)
	}
	return nil
}

// describe adds to invitations how far they are and the names beside them.
func (s *Service) describe(ctx context.Context, programmeID string, invitations []Invitation) (List, error) {
	keys := make([]string, len(invitations))
	people, organisations := map[string]bool{}, map[string]bool{}
	for n, i := range invitations {
		keys[n] = i.MailKey
		people[i.InviterID], organisations[i.OrganisationID] = true, true
		if i.PersonID != "" {
			people[i.PersonID] = true
		}
	}
	mailed, err := s.Outbox.DeliveriesOf(ctx, keys)
	if err != nil {
		return List{}, err
	}
	list := List{Items: make([]Listed, len(invitations))}
	if list.People, err = s.Programmes.PeopleOf(ctx, programmeID, slices.Collect(maps.Keys(people))); err != nil {
		return List{}, err
	}
	if list.Organisations, err = s.Programmes.Organisations(ctx, slices.Collect(maps.Keys(organisations))); err != nil {
		return List{}, err
	}
	elsewhere, err := s.elsewhere(ctx, invitations...)
	if err != nil {
		return List{}, err
	}
	now := s.Clock.Now()
	for n, i := range invitations {
		delivery, known := mailed[i.MailKey]
		list.Items[n] = Listed{i, i.State(now, delivery.State), delivery, known, elsewhere[i.ID]}
	}
	return list, nil
}

// elsewhere names, by invitation, the organisation that its address belongs to by
// its domain, where the invitation is for another one.
func (s *Service) elsewhere(ctx context.Context, invitations ...Invitation) (map[string]string, error) {
	emails := make([]string, len(invitations))
	for n, i := range invitations {
		emails[n] = i.Email
	}
	homes, err := s.homes(ctx, emails)
	names := map[string]string{}
	for _, i := range invitations {
		if home, known := homes[i.Email]; known && home.ID != i.OrganisationID {
			names[i.ID] = home.Name
		}
	}
	return names, err
}

// homes returns the organisations that addresses belong to by their domains.
func (s *Service) homes(ctx context.Context, emails []string) (map[string]actor.Organisation, error) {
	if s.Homes == nil {
		return nil, nil
	}
	homes, err := s.Homes.HomesOf(ctx, emails)
	if err != nil {
		return nil, fmt.Errorf("whose mail domains are: %w", err)
	}
	return homes, nil
}

// Checked is a pasted text, person by person, and the room that there is.
type Checked struct {
	Lines []Line
	Room  Room
}

// Check reads a pasted text and says of each person in it whether they can be
// invited. Nothing is kept.
func (s *Service) Check(ctx context.Context, slug, organisationID string, role actor.Role, text string) (Checked, error) {
	if !id.Valid(organisationID) {
		return Checked{}, fault.NewInvalid("invitation.invalid", fault.Field{Field: "organisationId", Code: "organisation.unknown"})
	}
	programme, err := s.mayInvite(ctx, slug, organisationID, role)
	if err != nil {
		return Checked{}, err
	}
	lines := Parse(text)
	var emails []string
	for _, line := range lines {
		if line.Code == "" {
			emails = append(emails, line.Email)
		}
	}
	taken, err := s.taken(ctx, programme.ID, role, emails)
	if err != nil {
		return Checked{}, err
	}
	for n, line := range lines {
		if line.Code == "" {
			lines[n].Code = taken[line.Email]
		}
	}
	room, err := s.Seats.Room(ctx, programme.ID, organisationID, role)
	return Checked{lines, room}, err
}

func (s *Service) mayInvite(ctx context.Context, slug, organisationID string, role actor.Role) (Programme, error) {
	a, err := actor.Must(ctx)
	if err != nil {
		return Programme{}, err
	}
	programme, err := s.Programmes.BySlug(ctx, slug)
	if err != nil {
		return Programme{}, err
	}
	return programme, MayInvite(a, programme.ID, organisationID, role)
}

// taken returns, for those of the addresses that cannot be invited to a role, the
// code of the reason.
func (s *Service) taken(ctx context.Context, programmeID string, role actor.Role, emails []string) (map[string]string, error) {
	codes := map[string]string{}
	if len(emails) == 0 {
		return codes, nil
	}
	accounts, err := s.Accounts.ByEmail(ctx, emails)
	if err != nil {
		return nil, err
	}
	holders, err := s.Programmes.Holders(ctx, programmeID)
	if err != nil {
		return nil, err
	}
	for email, account := range accounts {
		if slices.Contains(holders[account.ID], role) {
			codes[email] = "invitation.already_member"
		}
	}
	open, err := s.store.open(ctx, programmeID, s.Clock.Now())
	if err != nil {
		return nil, err
	}
	for _, i := range open {
		if i.Role == role && codes[i.Email] == "" && slices.Contains(emails, i.Email) {
			codes[i.Email] = "invitation.already_invited"
		}
	}
	return codes, nil
}

// daily is the stretch that the bounds on mails count over.
const daily = 24 * time.Hour
