package programme

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/clock"
)

// PublicOperations are the operations that need no sign-in.
var PublicOperations = []string{"list-programmes", "get-programme", "list-publications", "list-municipalities", "list-organisation-programmes"}

// Register mounts the feature's routes.
func (m *Module) Register(api huma.API) {
	a := handlers{m.Service}
	get := func(id, path, summary string) huma.Operation {
		return huma.Operation{OperationID: id, Method: http.MethodGet, Path: path, Summary: summary, Tags: []string{"programme"}}
	}
	huma.Register(api, get("list-programmes", "/api/programmes", "All programmes of the installation"), a.programmes)
	huma.Register(api, get("get-programme", "/api/programmes/{slug}", "A programme's public page"), a.programme)
	huma.Register(api, get("list-publications", "/api/publications", "The public library"), a.publications)
	huma.Register(api, get("list-municipalities", "/api/municipalities", "The 98 municipalities"), a.municipalities)
	huma.Register(api, get("list-organisation-programmes", "/api/organisations/{id}/programmes",
		"The programmes that an organisation takes part in now, as far as their pages are public"), a.takings)
	huma.Register(api, get("list-members", "/api/programmes/{slug}/people", "The members of a programme"), a.people)
	huma.Register(api, get("list-member-organisations", "/api/programmes/{slug}/organisations",
		"The organisations in a programme, with their seats"), a.organisations)
	huma.Register(api, get("list-mentionables", "/api/programmes/{slug}/mentionables",
		"Who can be named in a post, by the beginning of a word of their name"), a.mentionables)
	a.registerNetwork(api)
	registerAdministration(api, a)
}

type handlers struct{ service *Service }

// SlugInput names a programme in the path.
type SlugInput struct {
	Slug string `path:"slug" maxLength:"60" example:"sammen-om-opfoelgning"`
}

// List is a whole list: one that is short by nature and is not cut into pages.
type List[T any] struct {
	Body struct {
		Items []T    `json:"items" nullable:"false"`
		Next  string `json:"next" doc:"Always empty: the list is whole"`
	}
}

func listOf[T any](items []T) *List[T] {
	out := &List[T]{}
	out.Body.Items = some(items)
	return out
}

// ProgrammeSummary is a programme in a list.
type ProgrammeSummary struct {
	ID         string     `json:"id"`
	Slug       string     `json:"slug"`
	Name       string     `json:"name"`
	ShortName  string     `json:"shortName"`
	Aliases    []string   `json:"aliases" nullable:"false" doc:"Other names by which it is known"`
	Fictional  bool       `json:"fictional" doc:"Demo data; every page must say so"`
	Hidden     bool       `json:"hidden" doc:"Only its members read this page yet"`
	State      string     `json:"state" enum:"recruiting,running,finished"`
	Starts     clock.Date `json:"starts" format:"date"`
	Ends       clock.Date `json:"ends" doc:"The last day; empty where it is open"`
	Summary    string     `json:"summary"`
	Fields     []string   `json:"fields" nullable:"false"`
	Partners   int        `json:"partners" doc:"How many organisations are or were partners"`
	References int        `json:"references" doc:"How many organisations are or were references"`
}

func summarise(p Programme, today clock.Date, joined []Participation) ProgrammeSummary {
	out := ProgrammeSummary{
		ID: p.ID, Slug: p.Slug, Name: p.Name, ShortName: p.ShortName, Aliases: some(p.Aliases), Fictional: p.Fictional, Hidden: p.Hidden,
		State: string(p.State(today)), Starts: p.Starts, Ends: p.Ends, Summary: p.Summary, Fields: some(p.Fields),
	}
	for _, participation := range joined {
		switch participation.Kind {
		case Partner:
			out.Partners++
		case Reference:
			out.References++
		case Owner, Adviser:
		}
	}
	return out
}

func (h handlers) programmes(ctx context.Context, _ *struct{}) (*List[ProgrammeSummary], error) {
	list, err := h.service.List(ctx)
	if err != nil {
		return nil, err
	}
	joined, err := h.service.AllParticipations(ctx)
	if err != nil {
		return nil, err
	}
	items := make([]ProgrammeSummary, len(list))
	for i, p := range list {
		items[i] = summarise(p, h.service.today(), joined[p.ID])
	}
	return listOf(items), nil
}

// ParticipationView is an organisation in a programme.
type ParticipationView struct {
	OrganisationID string     `json:"organisationId"`
	Kind           string     `json:"kind" enum:"owner,adviser,partner,reference"`
	Chair          bool       `json:"chair"`
	Cluster        string     `json:"cluster"`
	Region         string     `json:"region" doc:"A municipality's region while it took part"`
	Starts         clock.Date `json:"starts" format:"date"`
	Ends           clock.Date `json:"ends"`
}

// ProgrammePage is a programme's public page.
type ProgrammePage struct {
	ProgrammeSummary
	Purpose        string                        `json:"purpose"`
	Background     string                        `json:"background"`
	TargetGroup    string                        `json:"targetGroup"`
	Outcome        string                        `json:"outcome"`
	Network        string                        `json:"network" doc:"What its reference network is for"`
	Funding        string                        `json:"funding"`
	Periods        []Period                      `json:"periods" nullable:"false"`
	Participations []ParticipationView           `json:"participations" nullable:"false"`
	Organisations  map[string]actor.Organisation `json:"organisations"`
	CoreElements   []Element                     `json:"coreElements" nullable:"false"`
	Prerequisites  []Element                     `json:"prerequisites" nullable:"false"`
	Contacts       []Contact                     `json:"contacts" nullable:"false"`
	CallFacts      *CallFacts                    `json:"callFacts,omitempty"`
	SeatLimit      int                           `json:"seatLimit" doc:"Persons from each reference municipality; 0 is no limit"`
	ReferenceLimit int                           `json:"referenceLimit" doc:"Reference municipalities; 0 is no limit"`
	UpdatedAt      time.Time                     `json:"updatedAt"`
}

// ProgrammePageOutput is the answer of get-programme.
type ProgrammePageOutput struct{ Body ProgrammePage }

func (h handlers) programme(ctx context.Context, input *SlugInput) (*ProgrammePageOutput, error) {
	page, err := h.service.Page(ctx, input.Slug)
	if err != nil {
		return nil, err
	}
	joined := make([]ParticipationView, len(page.Participations))
	for i, p := range page.Participations {
		joined[i] = ParticipationView{
			OrganisationID: p.OrganisationID, Kind: string(p.Kind), Chair: p.Chair, Cluster: p.Cluster,
			Region: page.Regions[p.OrganisationID], Starts: p.Starts, Ends: p.Ends,
		}
	}
	return &ProgrammePageOutput{Body: ProgrammePage{
		ProgrammeSummary: summarise(page.Programme, h.service.today(), page.Participations),
		Purpose:          page.Purpose, Background: page.Background, TargetGroup: page.TargetGroup, Outcome: page.Outcome,
		Network: page.Network, Funding: page.Funding, Periods: some(page.Periods), Participations: joined,
		Organisations: page.Organisations, CoreElements: some(page.CoreElements), Prerequisites: some(page.Prerequisites),
		Contacts: some(page.Contacts), CallFacts: page.CallFacts, SeatLimit: page.SeatLimit,
		ReferenceLimit: page.ReferenceLimit, UpdatedAt: page.UpdatedAt,
	}}, nil
}

// PublicationView is an entry of the public library.
type PublicationView struct {
	ID        string    `json:"id"`
	Slug      string    `json:"slug"`
	Title     string    `json:"title"`
	Year      int       `json:"year"`
	Summary   string    `json:"summary"`
	Audience  string    `json:"audience" doc:"Whom it is for"`
	Basis     string    `json:"basis" doc:"What it builds on"`
	Forms     string    `json:"forms" doc:"How it can be read"`
	Contents  []string  `json:"contents" nullable:"false"`
	UpdatedAt time.Time `json:"updatedAt"`
}

func (h handlers) publications(ctx context.Context, _ *struct{}) (*List[PublicationView], error) {
	list, err := h.service.Publications(ctx)
	if err != nil {
		return nil, err
	}
	items := make([]PublicationView, len(list))
	for i, p := range list {
		p.Contents = some(p.Contents)
		items[i] = PublicationView(p)
	}
	return listOf(items), nil
}

// MunicipalityView is one of the 98.
type MunicipalityView struct {
	Code           string            `json:"code" example:"0787"`
	OrganisationID string            `json:"organisationId"`
	Name           string            `json:"name" example:"Thisted"`
	Region         string            `json:"region" doc:"The region that it belongs to today"`
	Population     int               `json:"population" doc:"On 1 January 2020"`
	SizeClass      string            `json:"sizeClass" enum:"under_30000,30000_60000,60000_100000,100000_up"`
	Lat            float64           `json:"lat"`
	Lon            float64           `json:"lon"`
	ComingRegion   *ComingRegionView `json:"comingRegion,omitempty" doc:"Where it belongs from a later day that is known"`
}

func viewMunicipality(m Municipality, today clock.Date) MunicipalityView {
	return MunicipalityView{m.Code, m.OrganisationID, m.Name, m.RegionOn(today), m.Population, string(m.Size()), m.Lat, m.Lon, comingRegion(m, today)}
}

func (h handlers) municipalities(ctx context.Context, _ *struct{}) (*List[MunicipalityView], error) {
	list, err := h.service.AllMunicipalities(ctx)
	if err != nil {
		return nil, err
	}
	items := make([]MunicipalityView, len(list))
	for i, m := range list {
		items[i] = viewMunicipality(m, h.service.today())
	}
	return listOf(items), nil
}
