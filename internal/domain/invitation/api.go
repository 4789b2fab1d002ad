package invitation

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/clock"
)

// PublicOperations are the operations that need no sign-in: an invitation's link
// works for whoever holds it.
var PublicOperations = []string{"get-invitation-link", "mark-invitation-opened", "accept-invitation", "ask-for-invitation"}

// Register mounts the feature's routes.
func (m *Module) Register(api huma.API) {
	h := handlers{m.Service}
	op := func(id, method, path, summary string, status int) huma.Operation {
		return huma.Operation{OperationID: id, Method: method, Path: path, Summary: summary, Tags: []string{"invitation"}, DefaultStatus: status}
	}
	huma.Register(api, op("list-invitations", http.MethodGet, "/api/programmes/{slug}/invitations",
		"The invitations that I may see, newest first", http.StatusOK), h.list)
	huma.Register(api, op("check-invitations", http.MethodPost, "/api/programmes/{slug}/invitation-checks",
		"Read a pasted list of people and say who can be invited; keeps nothing", http.StatusOK), h.check)
	huma.Register(api, op("preview-invitations", http.MethodPost, "/api/programmes/{slug}/invitation-previews",
		"The mail and its recipients, before sending", http.StatusOK), h.preview)
	huma.Register(api, op("send-invitations", http.MethodPost, "/api/programmes/{slug}/invitations",
		"Invite everybody of a list, or nobody; the same batch again is sent once", http.StatusCreated), h.send)
	huma.Register(api, op("resend-invitation", http.MethodPost, "/api/invitations/{id}/sendings",
		"Send a new link; the old one stops working", http.StatusCreated), h.sendAgain)
	huma.Register(api, op("revoke-invitation", http.MethodPost, "/api/invitations/{id}/revocation",
		"Take an invitation back", http.StatusOK), h.revoke)
	m.registerLinks(api, h, op)
	m.registerHandover(api, h, op)
}

type handlers struct{ service *Service }

// SlugInput names a programme in the path. It is exported, as huma fills no other
// embedded struct.
type SlugInput struct {
	Slug string `path:"slug" maxLength:"60" example:"sammen-om-opfoelgning"`
}

// IDInput names an invitation or a seat in the path.
type IDInput struct {
	ID string `path:"id" maxLength:"36"`
}

// InvitationView is one invitation.
type InvitationView struct {
	ID             string     `json:"id"`
	OrganisationID string     `json:"organisationId"`
	Role           string     `json:"role" enum:"coordinator,partner,reference,observer"`
	Email          string     `json:"email"`
	Name           string     `json:"name" doc:"As the inviter knows it; may be empty"`
	Title          string     `json:"title"`
	State          string     `json:"state" enum:"sent,delivered,opened,accepted,expired,revoked,bounced"`
	Delayed        bool       `json:"delayed" doc:"The recipient's mail server lets us wait; we try again"`
	ServerWords    string     `json:"serverWords" doc:"What the recipient's mail server said, where it refused or delayed"`
	InviterID      string     `json:"inviterId"`
	CreatedAt      time.Time  `json:"createdAt"`
	SentAt         time.Time  `json:"sentAt" doc:"When the newest link was sent"`
	LastDay        clock.Date `json:"lastDay" format:"date" doc:"The last day on which the link works"`
	OpenedAt       *time.Time `json:"openedAt,omitempty"`
	AskedAt        *time.Time `json:"askedAt,omitempty" doc:"The invited asked for a new link"`
	AcceptedAt     *time.Time `json:"acceptedAt,omitempty"`
	RevokedAt      *time.Time `json:"revokedAt,omitempty"`
	PersonID       string     `json:"personId" doc:"Who accepted; empty before"`
	Handover       bool       `json:"handover" doc:"To a seat that was given on"`
	Elsewhere      string     `json:"elsewhere" doc:"The organisation that the address belongs to by its domain, where the invitation is for another; empty otherwise"`
	Begins         clock.Date `json:"begins" doc:"First day of a seat that was given on; empty is at once"`
}

func viewOf(l Listed) InvitationView {
	out := InvitationView{
		ID: l.ID, OrganisationID: l.OrganisationID, Role: string(l.Role), Email: l.Email, Name: l.Name, Title: l.Title,
		State: string(l.State), InviterID: l.InviterID, CreatedAt: l.CreatedAt, SentAt: l.SentAt, LastDay: l.lastDay(),
		OpenedAt: l.OpenedAt, AskedAt: l.AskedAt, AcceptedAt: l.AcceptedAt, RevokedAt: l.RevokedAt, PersonID: l.PersonID,
		Handover: l.HandoverID != "", Begins: l.Begins, Elsewhere: l.Elsewhere,
	}
	if strings.HasPrefix(l.Email, erasedMark) {
		out.Email = "" // whoever it was, was erased
	}
	if l.State == Bounced || l.State == Sent && l.Mailed.NextTry != nil {
		out.Delayed, out.ServerWords = l.State == Sent, l.Mailed.ServerWords
	}
	return out
}

// InvitationList is invitations with the names that stand beside them.
type InvitationList struct {
	Items         []InvitationView              `json:"items" nullable:"false"`
	Next          string                        `json:"next" doc:"Always empty: the list is whole"`
	All           bool                          `json:"all" doc:"I see those of every organisation"`
	People        map[string]actor.Person       `json:"people"`
	Organisations map[string]actor.Organisation `json:"organisations"`
}

type listOutput struct{ Body InvitationList }

func listed(list List, err error) (*listOutput, error) {
	if err != nil {
		return nil, err
	}
	out := &listOutput{InvitationList{
		Items: make([]InvitationView, len(list.Items)), All: list.All, People: list.People, Organisations: list.Organisations,
	}}
	for n, item := range list.Items {
		out.Body.Items[n] = viewOf(item)
	}
	return out, nil
}

func (h handlers) list(ctx context.Context, input *SlugInput) (*listOutput, error) {
	return listed(h.service.List(ctx, input.Slug))
}

// PastedText is a list of people as pasted.
type PastedText struct {
	OrganisationID string `json:"organisationId" maxLength:"36"`
	Role           string `json:"role" enum:"coordinator,partner,reference,observer"`
	Text           string `json:"text" maxLength:"100000" doc:"As pasted from Outlook, Excel or a text"`
}

type checkInput struct {
	SlugInput
	Body PastedText
}

// PastedLine is one person of a pasted text.
type PastedLine struct {
	Line   int            `json:"line" doc:"Number of the line in the text, from 1"`
	Text   string         `json:"text" doc:"As it stood there, shortened"`
	Name   string         `json:"name"`
	Email  string         `json:"email"`
	Title  string         `json:"title"`
	Code   string         `json:"code" doc:"What is wrong; empty is nothing"`
	Params map[string]any `json:"params,omitempty"`
}

// PastedPeople is a pasted list, person by person, and the room that there is.
type PastedPeople struct {
	Items []PastedLine `json:"items" nullable:"false"`
	Room  Room         `json:"room"`
}

type checkOutput struct{ Body PastedPeople }

func (h handlers) check(ctx context.Context, input *checkInput) (*checkOutput, error) {
	checked, err := h.service.Check(ctx, input.Slug, input.Body.OrganisationID, actor.Role(input.Body.Role), input.Body.Text)
	if err != nil {
		return nil, err
	}
	out := &checkOutput{}
	out.Body.Items, out.Body.Room = make([]PastedLine, len(checked.Lines)), checked.Room
	for n, l := range checked.Lines {
		out.Body.Items[n] = PastedLine{l.Number, l.Text, l.Name, l.Email, l.Title, l.Code, l.Params}
	}
	return out, nil
}

// InviteeView is somebody to be invited.
type InviteeView struct {
	Name  string `json:"name" maxLength:"500"`
	Email string `json:"email" maxLength:"320" example:"signe@thisted.example"`
	Title string `json:"title" maxLength:"500"`
}

// InvitationDraft is what is sent to many.
type InvitationDraft struct {
	BatchID        string        `json:"batchId" required:"false" maxLength:"36" doc:"Made by the sender: the same again is sent once"`
	OrganisationID string        `json:"organisationId" maxLength:"36"`
	Role           string        `json:"role" enum:"coordinator,partner,reference,observer"`
	Greeting       string        `json:"greeting" maxLength:"4000"`
	Locale         string        `json:"locale" required:"false" enum:"da,en" default:"da"`
	People         []InviteeView `json:"people" nullable:"false" maxItems:"200"`
}

func (d InvitationDraft) draft() Draft {
	out := Draft{
		BatchID: d.BatchID, OrganisationID: d.OrganisationID, Role: actor.Role(d.Role), Greeting: d.Greeting, Locale: d.Locale,
		People: make([]Invitee, len(d.People)),
	}
	for n, p := range d.People {
		out.People[n] = Invitee(p)
	}
	return out
}

type draftInput struct {
	SlugInput
	Body InvitationDraft
}

// RecipientView is somebody to be invited, before it is sent.
type RecipientView struct {
	Name      string `json:"name"`
	Email     string `json:"email"`
	Title     string `json:"title"`
	Elsewhere string `json:"elsewhere" doc:"The organisation that the address belongs to by its domain, where the seat is at another; empty otherwise"`
}

// MailPreview is a mail as its recipients will see it, and who they are.
type MailPreview struct {
	Recipients []RecipientView `json:"recipients" nullable:"false"`
	Subject    string          `json:"subject"`
	Text       string          `json:"text"`
	HTML       string          `json:"html"`
	LastDay    clock.Date      `json:"lastDay" format:"date" doc:"The last day on which the links will work"`
	Room       Room            `json:"room"`
}

type previewOutput struct{ Body MailPreview }

func previewed(p Preview, err error) (*previewOutput, error) {
	if err != nil {
		return nil, err
	}
	out := &previewOutput{MailPreview{
		Recipients: make([]RecipientView, len(p.Recipients)), Subject: p.Mail.Subject, Text: p.Mail.Text, HTML: p.Mail.HTML,
		LastDay: p.LastDay, Room: p.Room,
	}}
	for n, r := range p.Recipients {
		out.Body.Recipients[n] = RecipientView{r.Name, r.Email, r.Title, r.Elsewhere}
	}
	return out, nil
}

func (h handlers) preview(ctx context.Context, input *draftInput) (*previewOutput, error) {
	return previewed(h.service.Preview(ctx, input.Slug, input.Body.draft()))
}

func (h handlers) send(ctx context.Context, input *draftInput) (*listOutput, error) {
	return listed(h.service.Send(ctx, input.Slug, input.Body.draft()))
}

// oneOutput is the answer of what changes one invitation.
type oneOutput struct{ Body InvitationView }

func one(list List, err error) (*oneOutput, error) {
	if err != nil {
		return nil, err
	}
	return &oneOutput{viewOf(list.Items[0])}, nil
}

func (h handlers) sendAgain(ctx context.Context, input *IDInput) (*oneOutput, error) {
	return one(h.service.SendAgain(ctx, input.ID))
}

func (h handlers) revoke(ctx context.Context, input *IDInput) (*oneOutput, error) {
	return one(h.service.Revoke(ctx, input.ID))
}
