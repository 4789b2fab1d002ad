package invitation

import (
	"context"
	"time"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/clock"
	"sluse/internal/kernel/fault"
	"sluse/internal/platform/mail"
)

const (
	// mailKind is the invitation itself; askedKind tells that a new link is wanted.
	mailKind  = "invitation"
	askedKind = "invitation_asked"
)

// about is what every mail of a batch says besides to whom.
type about struct {
	programme    Programme
	organisation actor.Organisation
	inviter      actor.Person
	// predecessor held the seat until now; empty if it is not handed over.
	predecessor string
}

func (s *Service) about(ctx context.Context, programmeID, organisationID, inviterID, predecessorID string) (about, error) {
	programme, err := s.Programmes.ByID(ctx, programmeID)
	if err != nil {
		return about{}, err
	}
	organisations, err := s.Programmes.Organisations(ctx, []string{organisationID})
	if err != nil {
		return about{}, err
	}
	people, err := s.Programmes.PeopleOf(ctx, programmeID, []string{inviterID, predecessorID})
	if err != nil {
		return about{}, err
	}
	organisation, known := organisations[organisationID]
	if !known {
		return about{}, fault.NewNotFound("organisation.unknown")
	}
	out := about{programme: programme, organisation: organisation, inviter: people[inviterID]}
	if predecessorID != inviterID {
		out.predecessor = people[predecessorID].Name
	}
	return out, nil
}

// message is the mail of one invitation; the token stands in it and nowhere else.
func (a about) message(i Invitation, token string) mail.Message {
	begins := ""
	if !i.Begins.IsZero() {
		begins = i.Begins.Start(clock.Copenhagen).UTC().Format(time.RFC3339)
	}
	return mail.Message{
		To: mail.Address{Email: i.Email, Name: i.Name}, Kind: mailKind, Locale: i.Locale, Template: "invitation",
		Data: map[string]any{
			"inviter": a.inviter.Name, "from": a.inviter.Organisation, "programme": a.programme.Name,
			"organisation": a.organisation.Name, "role": string(i.Role), "greeting": i.Greeting, "token": token,
			"until": i.ExpiresAt.Add(-time.Second).Format(time.RFC3339), "begins": begins,
			"handover": i.HandoverID != "", "predecessor": a.predecessor,
		},
		DedupeKey: i.MailKey, NotAfter: i.ExpiresAt, Sensitive: true,
	}
}

// stillWanted is asked right before an invitation's mail leaves: not once it was
// taken back, accepted, or sent again with another link.
func (s *Service) stillWanted(ctx context.Context, data map[string]any) (bool, error) {
	token, _ := data["token"].(string)
	hash := s.hash(token)
	i, err := s.store.byLink(ctx, hash)
	if fault.Is(err, fault.NotFound) {
		return false, nil
	}
	return err == nil && i.TokenHash == hash && i.Open(s.Clock.Now()), err
}

// askedMessage tells whoever can send a new link that one is wanted.
func (a about) askedMessage(i Invitation, to Account, at time.Time) mail.Message {
	return mail.Message{
		To: mail.Address{Email: to.Email, Name: to.Name}, Kind: askedKind, Locale: to.Locale, Template: "invitation_asked",
		Data: map[string]any{
			"who": firstOf(i.Name, i.Email), "email": i.Email, "programme": a.programme.Name,
			"organisation": a.organisation.Name, "link": "/p/" + a.programme.Slug + "/invitations?id=" + i.ID,
		},
		DedupeKey: "invitation_asked:" + i.ID + ":" + to.ID + ":" + at.Format(time.RFC3339),
	}
}

func firstOf(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
