package programme

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/clock"
)

// registerAdministration mounts what administrators and coordinators do to a
// programme itself.
func registerAdministration(api huma.API, h handlers) {
	op := func(id, method, path, summary string, status int) huma.Operation {
		return huma.Operation{OperationID: id, Method: method, Path: path, Summary: summary, Tags: []string{"programme"}, DefaultStatus: status}
	}
	const ok, made, done = http.StatusOK, http.StatusCreated, http.StatusNoContent
	huma.Register(api, op("list-administered-programmes", http.MethodGet, "/api/administered-programmes",
		"Every programme with its coordinators, for administrators", ok), h.administered)
	huma.Register(api, op("create-programme", http.MethodPost, "/api/programmes", "Make a programme", made), h.create)
	huma.Register(api, op("list-coordinators", http.MethodGet, "/api/programmes/{slug}/coordinators",
		"Who coordinates a programme, for whoever names them", ok), h.coordinators)
	huma.Register(api, op("name-coordinator", http.MethodPost, "/api/programmes/{slug}/coordinators",
		"Make somebody coordinator", made), h.nameCoordinator)
	huma.Register(api, op("get-programme-text", http.MethodGet, "/api/programmes/{slug}/text",
		"The public page, to be written", ok), h.text)
	huma.Register(api, op("change-programme-text", http.MethodPatch, "/api/programmes/{slug}/text",
		"Write a part of the public page", ok), h.changeText)
	huma.Register(api, op("list-participations", http.MethodGet, "/api/programmes/{slug}/participations",
		"Who takes part from when to when", ok), h.participations)
	huma.Register(api, op("add-participation", http.MethodPost, "/api/programmes/{slug}/participations",
		"Let an organisation take part", made), h.addParticipation)
	huma.Register(api, op("change-participation", http.MethodPatch, "/api/participations/{id}",
		"Change as what and from when to when an organisation takes part", ok), h.changeParticipation)
	huma.Register(api, op("end-participation", http.MethodPost, "/api/participations/{id}/ending",
		"End a participation, and the seats by it", done), h.endParticipation)
	huma.Register(api, op("list-seats", http.MethodGet, "/api/programmes/{slug}/seats", "Who holds, held and will hold seats", ok), h.seats)
	huma.Register(api, op("give-seat", http.MethodPost, "/api/programmes/{slug}/seats", "Give somebody a seat", made), h.giveSeat)
	huma.Register(api, op("end-seat", http.MethodPost, "/api/seats/{id}/ending", "End a seat, or a coordinator's appointment", done), h.endSeat)
	huma.Register(api, op("list-organisations", http.MethodGet, "/api/organisations",
		"The 98 and every other organisation", ok), h.everyOrganisation)
	huma.Register(api, op("add-organisation", http.MethodPost, "/api/organisations",
		"Add an organisation that is no municipality", made), h.addOrganisation)
}

// AppointedView is a seat with its holder's name.
type AppointedView struct {
	ID             string       `json:"id"`
	Person         actor.Person `json:"person"`
	OrganisationID string       `json:"organisationId"`
	Role           string       `json:"role" enum:"coordinator,partner,reference,observer"`
	Starts         clock.Date   `json:"starts" format:"date"`
	Ends           clock.Date   `json:"ends" doc:"The last day; empty where it is open"`
}

func viewAppointed(x Appointed) AppointedView {
	return AppointedView{x.ID, x.Person, x.OrganisationID, string(x.Role), x.Starts, x.Ends}
}

// AppointedOutput is a list of seats with names.
type AppointedOutput struct {
	Body struct {
		Items         []AppointedView               `json:"items" nullable:"false"`
		Next          string                        `json:"next" doc:"Always empty: the list is whole"`
		Organisations map[string]actor.Organisation `json:"organisations"`
	}
}

func appointedList(list []Appointed, organisations map[string]actor.Organisation, err error) (*AppointedOutput, error) {
	if err != nil {
		return nil, err
	}
	out := &AppointedOutput{}
	out.Body.Organisations = organisations
	out.Body.Items = viewAll(list, viewAppointed)
	return out, nil
}

func viewAll[T, V any](list []T, view func(T) V) []V {
	out := make([]V, len(list))
	for i, x := range list {
		out[i] = view(x)
	}
	return out
}

// AdministeredView is a programme as administrators see it.
type AdministeredView struct {
	ID           string          `json:"id"`
	Slug         string          `json:"slug"`
	Name         string          `json:"name"`
	ShortName    string          `json:"shortName"`
	State        string          `json:"state" enum:"recruiting,running,finished"`
	Hidden       bool            `json:"hidden" doc:"Its public page is not shown yet"`
	Fictional    bool            `json:"fictional"`
	Starts       clock.Date      `json:"starts" format:"date"`
	Ends         clock.Date      `json:"ends"`
	CreatedAt    time.Time       `json:"createdAt"`
	Coordinators []AppointedView `json:"coordinators" nullable:"false"`
}

// AdministeredOutput is the answer of list-administered-programmes.
type AdministeredOutput struct {
	Body struct {
		Items         []AdministeredView            `json:"items" nullable:"false"`
		Next          string                        `json:"next" doc:"Always empty: the list is whole"`
		Organisations map[string]actor.Organisation `json:"organisations"`
	}
}

func (h handlers) viewAdministered(x Administered) AdministeredView {
	return AdministeredView{
		ID: x.ID, Slug: x.Slug, Name: x.Name, ShortName: x.ShortName, State: string(x.State(h.service.today())), Hidden: x.Hidden,
		Fictional: x.Fictional, Starts: x.Starts, Ends: x.Ends, CreatedAt: x.CreatedAt, Coordinators: viewAll(x.Coordinators, viewAppointed),
	}
}

func (h handlers) administered(ctx context.Context, _ *struct{}) (*AdministeredOutput, error) {
	list, organisations, err := h.service.Administer(ctx)
	if err != nil {
		return nil, err
	}
	out := &AdministeredOutput{}
	out.Body.Items, out.Body.Organisations = viewAll(list, h.viewAdministered), organisations
	return out, nil
}

// CreateProgrammeInput is what is known of a programme at first.
type CreateProgrammeInput struct {
	Body struct {
		Slug           string     `json:"slug" maxLength:"100" doc:"Its part of addresses; it never changes" example:"sammen-om-opfoelgning"`
		Name           string     `json:"name" maxLength:"1000"`
		ShortName      string     `json:"shortName" maxLength:"1000"`
		Starts         clock.Date `json:"starts" format:"date"`
		Ends           clock.Date `json:"ends,omitempty" doc:"The last day; empty where it is open"`
		SeatLimit      int        `json:"seatLimit" doc:"Persons from each reference municipality; 0 is no limit"`
		ReferenceLimit int        `json:"referenceLimit" doc:"Reference municipalities; 0 is no limit"`
	}
}

// AdministeredOneOutput is the answer of create-programme.
type AdministeredOneOutput struct{ Body AdministeredView }

func (h handlers) create(ctx context.Context, input *CreateProgrammeInput) (*AdministeredOneOutput, error) {
	b := input.Body
	p, err := h.service.Start(ctx, Public{Slug: b.Slug, Name: b.Name, ShortName: b.ShortName, Span: Span{b.Starts, b.Ends}},
		Limits{Seats: b.SeatLimit, References: b.ReferenceLimit})
	if err != nil {
		return nil, err
	}
	return &AdministeredOneOutput{h.viewAdministered(Administered{Programme: p})}, nil
}

func (h handlers) coordinators(ctx context.Context, input *SlugInput) (*AppointedOutput, error) {
	return appointedList(h.service.Coordinators(ctx, input.Slug))
}

// NamedPerson is how somebody is named who may not be known yet.
type NamedPerson struct {
	Email          string     `json:"email" maxLength:"320" example:"signe@thisted.example"`
	Name           string     `json:"name" maxLength:"500" doc:"Kept only where the address is new here"`
	Title          string     `json:"title,omitempty" maxLength:"500"`
	OrganisationID string     `json:"organisationId" maxLength:"36"`
	Starts         clock.Date `json:"starts,omitempty" doc:"First day; empty is today"`
	Ends           clock.Date `json:"ends,omitempty" doc:"Last day; empty is open"`
}

func (n NamedPerson) parts() (NewPerson, Seat) {
	return NewPerson{n.Email, n.Name, n.Title}, Seat{OrganisationID: n.OrganisationID, Span: Span{n.Starts, n.Ends}}
}

// NameCoordinatorInput names a coordinator.
type NameCoordinatorInput struct {
	SlugInput
	Body NamedPerson
}

// AppointedOneOutput is one seat that was given.
type AppointedOneOutput struct{ Body AppointedView }

func (h handlers) nameCoordinator(ctx context.Context, input *NameCoordinatorInput) (*AppointedOneOutput, error) {
	person, seat := input.Body.parts()
	return appointedOne(h.service.Appoint(ctx, input.Slug, person, seat))
}

func appointedOne(given Appointed, err error) (*AppointedOneOutput, error) {
	if err != nil {
		return nil, err
	}
	return &AppointedOneOutput{viewAppointed(given)}, nil
}

func (h handlers) seats(ctx context.Context, input *SlugInput) (*AppointedOutput, error) {
	return appointedList(h.service.Seats(ctx, input.Slug))
}

// GiveSeatInput gives somebody a seat.
type GiveSeatInput struct {
	SlugInput
	Body struct {
		NamedPerson
		Role string `json:"role" enum:"partner,reference,observer"`
	}
}

func (h handlers) giveSeat(ctx context.Context, input *GiveSeatInput) (*AppointedOneOutput, error) {
	person, seat := input.Body.parts()
	seat.Role = actor.Role(input.Body.Role)
	return appointedOne(h.service.GiveSeatTo(ctx, input.Slug, person, seat))
}

// EndingInput ends a seat or a participation.
type EndingInput struct {
	ID   string `path:"id" maxLength:"36"`
	Body struct {
		Last clock.Date `json:"last" doc:"The last day; empty ends it at once"`
	}
}

func (h handlers) endSeat(ctx context.Context, input *EndingInput) (*struct{}, error) {
	return nil, h.service.EndSeat(ctx, input.ID, input.Body.Last)
}
