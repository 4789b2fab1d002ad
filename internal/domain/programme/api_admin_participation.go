package programme

import (
	"context"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/clock"
)

// ManagedParticipation is an organisation in a programme, for its coordinators.
type ManagedParticipation struct {
	ID             string     `json:"id"`
	OrganisationID string     `json:"organisationId"`
	Kind           string     `json:"kind" enum:"owner,adviser,partner,reference"`
	Chair          bool       `json:"chair"`
	Cluster        string     `json:"cluster"`
	Starts         clock.Date `json:"starts" format:"date"`
	Ends           clock.Date `json:"ends" doc:"The last day; empty where it is open"`
}

func viewManaged(p Participation) ManagedParticipation {
	return ManagedParticipation{p.ID, p.OrganisationID, string(p.Kind), p.Chair, p.Cluster, p.Starts, p.Ends}
}

// ParticipationsOutput is the answer of list-participations.
type ParticipationsOutput struct {
	Body struct {
		Items         []ManagedParticipation        `json:"items" nullable:"false"`
		Next          string                        `json:"next" doc:"Always empty: the list is whole"`
		Organisations map[string]actor.Organisation `json:"organisations"`
	}
}

func (h handlers) participations(ctx context.Context, input *SlugInput) (*ParticipationsOutput, error) {
	list, organisations, err := h.service.Participations(ctx, input.Slug)
	if err != nil {
		return nil, err
	}
	out := &ParticipationsOutput{}
	out.Body.Items, out.Body.Organisations = viewAll(list, viewManaged), organisations
	return out, nil
}

// ManagedParticipationOutput is one participation.
type ManagedParticipationOutput struct{ Body ManagedParticipation }

func managed(p Participation, err error) (*ManagedParticipationOutput, error) {
	if err != nil {
		return nil, err
	}
	return &ManagedParticipationOutput{viewManaged(p)}, nil
}

// AddParticipationInput lets an organisation take part.
type AddParticipationInput struct {
	SlugInput
	Body struct {
		OrganisationID string     `json:"organisationId" maxLength:"36"`
		Kind           string     `json:"kind" enum:"owner,adviser,partner,reference"`
		Chair          bool       `json:"chair,omitempty"`
		Cluster        string     `json:"cluster,omitempty" maxLength:"500"`
		Starts         clock.Date `json:"starts,omitempty" doc:"First day; empty is today"`
		Ends           clock.Date `json:"ends,omitempty" doc:"Last day; empty is open"`
	}
}

func (h handlers) addParticipation(ctx context.Context, input *AddParticipationInput) (*ManagedParticipationOutput, error) {
	b := input.Body
	return managed(h.service.JoinAt(ctx, input.Slug, Participation{
		OrganisationID: b.OrganisationID, Kind: Kind(b.Kind), Chair: b.Chair, Cluster: b.Cluster, Span: Span{b.Starts, b.Ends},
	}))
}

// ChangeParticipationInput changes a participation that goes on.
type ChangeParticipationInput struct {
	ID   string `path:"id" maxLength:"36"`
	Body struct {
		Kind    string     `json:"kind" enum:"owner,adviser,partner,reference"`
		Chair   bool       `json:"chair"`
		Cluster string     `json:"cluster" maxLength:"500"`
		Starts  clock.Date `json:"starts" format:"date"`
		Ends    clock.Date `json:"ends" doc:"Last day; empty is open. Seats that would outlast it end with it"`
	}
}

func (h handlers) changeParticipation(ctx context.Context, input *ChangeParticipationInput) (*ManagedParticipationOutput, error) {
	b := input.Body
	return managed(h.service.ChangeParticipation(ctx, input.ID, ParticipationChange{Kind(b.Kind), b.Chair, b.Cluster, b.Starts, b.Ends}))
}

func (h handlers) endParticipation(ctx context.Context, input *EndingInput) (*struct{}, error) {
	return nil, h.service.Leave(ctx, input.ID, input.Body.Last)
}

func (h handlers) everyOrganisation(ctx context.Context, _ *struct{}) (*List[actor.Organisation], error) {
	list, err := h.service.EveryOrganisation(ctx)
	if err != nil {
		return nil, err
	}
	return listOf(viewAll(list, Organisation.Ref)), nil
}

// AddOrganisationInput adds an organisation that is no municipality.
type AddOrganisationInput struct {
	Body struct {
		Name  string `json:"name" maxLength:"1000"`
		Short string `json:"short" maxLength:"1000" doc:"What people call it"`
		Kind  string `json:"kind" enum:"agency,consultancy,university_college,other"`
	}
}

// OrganisationOutput is one organisation.
type OrganisationOutput struct{ Body actor.Organisation }

func (h handlers) addOrganisation(ctx context.Context, input *AddOrganisationInput) (*OrganisationOutput, error) {
	o, err := h.service.AddOrganisation(ctx, Organisation{Name: input.Body.Name, Short: input.Body.Short, Kind: input.Body.Kind})
	if err != nil {
		return nil, err
	}
	return &OrganisationOutput{o.Ref()}, nil
}
