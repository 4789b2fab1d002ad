package programme

import (
	"context"

	"sluse/internal/kernel/actor"
)

// OrganisationInput names an organisation in the path.
type OrganisationInput struct {
	ID string `path:"id" maxLength:"36"`
}

// TakingView is a programme that an organisation takes part in, as its public page tells.
type TakingView struct {
	Slug      string    `json:"slug"`
	Name      string    `json:"name"`
	ShortName string    `json:"shortName"`
	Fictional bool      `json:"fictional" doc:"Demo data; every page must say so"`
	State     string    `json:"state" enum:"recruiting,running,finished"`
	Kind      string    `json:"kind" enum:"owner,adviser,partner,reference" doc:"As what the organisation takes part"`
	Contacts  []Contact `json:"contacts" nullable:"false" doc:"Whom anybody may ask about the programme"`
}

// TakingsOutput is the answer of list-organisation-programmes.
type TakingsOutput struct {
	Body struct {
		Organisation actor.Organisation `json:"organisation"`
		Items        []TakingView       `json:"items" nullable:"false"`
		Next         string             `json:"next" doc:"Always empty: the list is whole"`
	}
}

func (h handlers) takings(ctx context.Context, input *OrganisationInput) (*TakingsOutput, error) {
	organisation, list, err := h.service.PublicProgrammesOf(ctx, input.ID)
	if err != nil {
		return nil, err
	}
	out := &TakingsOutput{}
	out.Body.Organisation, out.Body.Items = organisation, make([]TakingView, len(list))
	for n, t := range list {
		out.Body.Items[n] = TakingView{t.Slug, t.Name, t.ShortName, t.Fictional, string(t.State), string(t.Kind), some(t.Contacts)}
	}
	return out, nil
}
