package invitation

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/clock"
)

type operation func(id, method, path, summary string, status int) huma.Operation

func (m *Module) registerLinks(api huma.API, h handlers, op operation) {
	const path = "/api/invitation-links/{token}"
	huma.Register(api, op("get-invitation-link", http.MethodGet, path,
		"What an invitation's link is for; changes nothing", http.StatusOK), h.look)
	huma.Register(api, op("mark-invitation-opened", http.MethodPost, path+"/opening",
		"A person did something on the invitation's page", http.StatusNoContent), h.opened)
	huma.Register(api, op("accept-invitation", http.MethodPost, path+"/acceptance",
		"Take the seat, and be signed in: the link proves the address", http.StatusOK), h.accept)
	huma.Register(api, op("ask-for-invitation", http.MethodPost, path+"/renewal",
		"Ask whoever sent a link that no longer works for a new one", http.StatusNoContent), h.ask)
}

// TokenInput is the secret in an invitation's link.
type TokenInput struct {
	Token string `path:"token" maxLength:"64" example:"kQ4vXw2n7Lr0"`
}

// LinkProgramme is the programme that an invitation is to.
type LinkProgramme struct {
	Slug      string `json:"slug"`
	Name      string `json:"name"`
	ShortName string `json:"shortName"`
	Fictional bool   `json:"fictional" doc:"Demo data; every page must say so"`
}

// LinkView is what the holder of an invitation's link sees.
type LinkView struct {
	State        string        `json:"state" enum:"open,expired,revoked,used,replaced"`
	Programme    LinkProgramme `json:"programme"`
	Organisation string        `json:"organisation"`
	Role         string        `json:"role" enum:"coordinator,partner,reference,observer"`
	Inviter      actor.Person  `json:"inviter"`
	Greeting     string        `json:"greeting" doc:"Empty where the link no longer works"`
	Email        string        `json:"email" doc:"Masked where the link no longer works"`
	Name         string        `json:"name"`
	Title        string        `json:"title"`
	Locale       string        `json:"locale" enum:"da,en"`
	Known        bool          `json:"known" doc:"The address has a name already; none is asked for"`
	Elsewhere    string        `json:"elsewhere" doc:"The organisation that the address belongs to by its domain, where the invitation is for another; empty otherwise"`
	SignedInAs   string        `json:"signedInAs" doc:"The address of whoever is signed in here; empty if nobody"`
	Handover     bool          `json:"handover"`
	Begins       clock.Date    `json:"begins" doc:"First day of the seat; empty is at once"`
	LastDay      clock.Date    `json:"lastDay" format:"date"`
	Asked        bool          `json:"asked" doc:"A new link has been asked for"`
}

type linkOutput struct {
	// An address with a secret in it is not for others to keep.
	CacheControl string `header:"Cache-Control"`
	Body         LinkView
}

func (h handlers) look(ctx context.Context, input *TokenInput) (*linkOutput, error) {
	link, err := h.service.Look(ctx, input.Token)
	if err != nil {
		return nil, err
	}
	i := link.Invitation
	return &linkOutput{"no-store", LinkView{
		State:        string(link.State),
		Programme:    LinkProgramme{link.Programme.Slug, link.Programme.Name, link.Programme.ShortName, link.Programme.Fictional},
		Organisation: link.Organisation.Name, Role: string(i.Role), Inviter: link.Inviter, Greeting: i.Greeting,
		Email: link.Email, Name: i.Name, Title: i.Title, Locale: i.Locale, Known: link.Known, Elsewhere: link.Elsewhere, SignedInAs: link.SignedInAs,
		Handover: i.HandoverID != "", Begins: i.Begins, LastDay: i.lastDay(), Asked: i.AskedAt != nil,
	}}, nil
}

func (h handlers) opened(ctx context.Context, input *TokenInput) (*struct{}, error) {
	return nil, h.service.Opened(ctx, input.Token)
}

// AcceptanceView is what the invited tells of themselves.
type AcceptanceView struct {
	Name   string `json:"name" maxLength:"500" doc:"Not read where the address has one"`
	Title  string `json:"title" maxLength:"500"`
	Locale string `json:"locale" required:"false" enum:"da,en"`
}

type acceptInput struct {
	TokenInput
	UserAgent string `header:"User-Agent"`
	Body      AcceptanceView
}

// ArrivalView is where the invited goes on.
type ArrivalView struct {
	PersonID  string        `json:"personId"`
	Programme LinkProgramme `json:"programme"`
	Begins    string        `json:"begins" doc:"Set where the seat is theirs from a later day only"`
}

type acceptOutput struct {
	SetCookie string `header:"Set-Cookie"`
	Body      ArrivalView
}

func (h handlers) accept(ctx context.Context, input *acceptInput) (*acceptOutput, error) {
	a, _ := actor.From(ctx)
	out, err := h.service.Accept(ctx, input.Token, Acceptance{
		Name: input.Body.Name, Title: input.Body.Title, Locale: input.Body.Locale,
		UserAgent: input.UserAgent, Replaces: a.SessionID,
	})
	if err != nil {
		return nil, err
	}
	p := out.Programme
	return &acceptOutput{out.Cookie, ArrivalView{out.PersonID, LinkProgramme{p.Slug, p.Name, p.ShortName, p.Fictional}, out.Begins}}, nil
}

func (h handlers) ask(ctx context.Context, input *TokenInput) (*struct{}, error) {
	return nil, h.service.Ask(ctx, input.Token)
}
