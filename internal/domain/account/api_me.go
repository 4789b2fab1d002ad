package account

import (
	"context"
	"time"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/clock"
)

// MembershipView is what a person is in one programme, with the names that their
// pages need.
type MembershipView struct {
	ProgrammeID    string `json:"programmeId"`
	ProgrammeSlug  string `json:"programmeSlug"`
	ProgrammeName  string `json:"programmeName"`
	ProgrammeShort string `json:"programmeShort"`
	Role           string `json:"role" enum:"coordinator,partner,reference,observer"`
	OrganisationID string `json:"organisationId"`
	Organisation   string `json:"organisation" doc:"Short name"`
	Fictional      bool   `json:"fictional" doc:"Demo data; every page must say so"`
	State          string `json:"state" enum:"recruiting,running,finished"`
}

// TurnView is a day on which I come into a programme or go out of it.
type TurnView struct {
	Programme string      `json:"programme" doc:"Short name"`
	Begins    *clock.Date `json:"begins,omitempty" format:"date" doc:"The first day of my seat, where I am not in the programme yet"`
	Last      *clock.Date `json:"last,omitempty" format:"date" doc:"The last day of my seat, where I am"`
}

// WishesView is which mails a person wants at once.
type WishesView struct {
	Answers  bool `json:"answers"`
	Mentions bool `json:"mentions"`
}

// MeView is the signed-in person.
type MeView struct {
	ID            string              `json:"id"`
	Name          string              `json:"name"`
	Email         string              `json:"email"`
	Title         string              `json:"title"`
	Locale        string              `json:"locale" enum:"da,en"`
	Administrator bool                `json:"administrator"`
	Demo          bool                `json:"demo" doc:"The installation is a demo"`
	Memberships   []MembershipView    `json:"memberships" nullable:"false"`
	Turns         []TurnView          `json:"turns" nullable:"false" doc:"When seats of mine begin, or end soon"`
	MailWishes    WishesView          `json:"mailWishes"`
	Home          *actor.Organisation `json:"home,omitempty" doc:"Whose the domain of my address is, where that is known and I have no seat; gives no right"`
	PasskeyOffer  bool                `json:"passkeyOffer" doc:"Offer a first passkey: there is none yet, and it was not declined"`
}

// MeOutput is the answer of get-me and change-me.
type MeOutput struct{ Body MeView }

func (h handlers) view(ctx context.Context, p Person) (MeView, error) {
	memberships, err := h.service.Memberships.Describe(ctx, p.ID)
	if err != nil {
		return MeView{}, err
	}
	if memberships == nil {
		memberships = []MembershipView{}
	}
	turns, err := h.service.Memberships.Turns(ctx, p.ID)
	if err != nil {
		return MeView{}, err
	}
	answers, mentions, err := h.service.Wishes.MailWishes(ctx, p.ID)
	if err != nil {
		return MeView{}, err
	}
	var home *actor.Organisation
	if len(memberships) == 0 {
		theirs, known, err := h.service.homeOf(ctx, p.Email)
		if err != nil {
			return MeView{}, err
		}
		if known {
			home = &theirs
		}
	}
	offer, err := h.service.OffersPasskey(ctx, p.ID)
	if err != nil {
		return MeView{}, err
	}
	return MeView{
		ID: p.ID, Name: p.Name, Email: p.Email, Title: p.Title, Locale: p.Locale, Administrator: p.Administrator,
		Demo: h.service.Demo, Memberships: memberships, Turns: turns, MailWishes: WishesView{answers, mentions}, Home: home, PasskeyOffer: offer,
	}, nil
}

func (h handlers) me(ctx context.Context, _ *struct{}) (*MeOutput, error) {
	p, err := h.service.Me(ctx)
	if err != nil {
		return nil, err
	}
	me, err := h.view(ctx, p)
	return &MeOutput{me}, err
}

// ChangeMeInput is what I change about myself; what is left out stays.
type ChangeMeInput struct {
	Body struct {
		Name   *string `json:"name,omitempty" maxLength:"500"`
		Title  *string `json:"title,omitempty" maxLength:"500"`
		Locale *string `json:"locale,omitempty" enum:"da,en"`
	}
}

func (h handlers) changeMe(ctx context.Context, input *ChangeMeInput) (*MeOutput, error) {
	p, err := h.service.ChangeMe(ctx, Change{Name: input.Body.Name, Title: input.Body.Title, Locale: input.Body.Locale})
	if err != nil {
		return nil, err
	}
	me, err := h.view(ctx, p)
	return &MeOutput{me}, err
}

// SessionView is one browser in which I am signed in.
type SessionView struct {
	ID         string    `json:"id"`
	Current    bool      `json:"current" doc:"The one that asks"`
	CreatedAt  time.Time `json:"createdAt"`
	LastSeenAt time.Time `json:"lastSeenAt" doc:"Exact to five minutes"`
	Device     string    `json:"device" doc:"Empty where it is not recognised"`
	Browser    string    `json:"browser" doc:"Empty where it is not recognised"`
}

// SessionsOutput is the answer of list-sessions.
type SessionsOutput struct {
	Body struct {
		Items []SessionView `json:"items" nullable:"false"`
		Next  string        `json:"next" doc:"Always empty: the list is whole"`
	}
}

func (h handlers) sessions(ctx context.Context, _ *struct{}) (*SessionsOutput, error) {
	list, err := h.service.Sessions(ctx)
	if err != nil {
		return nil, err
	}
	out := &SessionsOutput{}
	out.Body.Items = make([]SessionView, len(list))
	for i, s := range list {
		out.Body.Items[i] = SessionView{s.ID, s.ID == currentSession(ctx), s.CreatedAt, s.LastSeenAt, s.Device, s.Browser}
	}
	return out, nil
}

// SessionInput names a session.
type SessionInput struct {
	ID string `path:"id" maxLength:"36"`
}

func (h handlers) endSession(ctx context.Context, input *SessionInput) (*struct{}, error) {
	return nil, h.service.EndSession(ctx, input.ID)
}

// PersonaView is a person of the demo whom anybody may sign in as.
type PersonaView struct {
	Key          string `json:"key"`
	Name         string `json:"name"`
	Title        string `json:"title"`
	Organisation string `json:"organisation"`
	Role         string `json:"role" doc:"Empty for an administrator without a role"`
	Programme    string `json:"programme"`
}

// PersonasOutput is the answer of list-demo-personas.
type PersonasOutput struct {
	Body struct {
		Items []PersonaView `json:"items" nullable:"false"`
		Next  string        `json:"next" doc:"Always empty: the list is whole"`
	}
}

func (h handlers) personas(ctx context.Context, _ *struct{}) (*PersonasOutput, error) {
	list, err := h.service.Personas(ctx)
	if err != nil {
		return nil, err
	}
	out := &PersonasOutput{}
	out.Body.Items = make([]PersonaView, len(list))
	for i, p := range list {
		view := PersonaView{Key: p.Persona, Name: p.Name, Title: p.Title}
		memberships, err := h.service.Memberships.Describe(ctx, p.ID)
		if err != nil {
			return nil, err
		}
		if len(memberships) > 0 {
			m := memberships[0]
			view.Organisation, view.Role, view.Programme = m.Organisation, m.Role, m.ProgrammeShort
		}
		out.Body.Items[i] = view
	}
	return out, nil
}

// DemoSignInInput names a persona.
type DemoSignInInput struct {
	UserAgent string `header:"User-Agent"`
	Body      struct {
		Key string `json:"key" maxLength:"60" example:"reference"`
	}
}

func (h handlers) demoSignIn(ctx context.Context, input *DemoSignInInput) (*SignedInOutput, error) {
	in, err := h.service.SignInAs(ctx, input.Body.Key, input.UserAgent, currentSession(ctx))
	if err != nil {
		return nil, err
	}
	return h.signedIn(ctx, in)
}
