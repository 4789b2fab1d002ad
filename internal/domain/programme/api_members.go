package programme

import (
	"context"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/clock"
)

// MemberView is a member in the programme's directory.
type MemberView struct {
	actor.Person
	Role string `json:"role" enum:"coordinator,partner,reference,observer"`
	Seat string `json:"seat" doc:"Id of the seat"`
	// LastDay is set where the seat is over soon, as one that was given on.
	LastDay *clock.Date `json:"lastDay,omitempty" format:"date" doc:"The last day of a seat that is over soon"`
}

// MembersOutput is the answer of list-members.
type MembersOutput struct {
	Body struct {
		Items         []MemberView                  `json:"items" nullable:"false"`
		Next          string                        `json:"next" doc:"Always empty: the list is whole"`
		Organisations map[string]actor.Organisation `json:"organisations"`
	}
}

func (h handlers) people(ctx context.Context, input *SlugInput) (*MembersOutput, error) {
	list, organisations, err := h.service.Directory(ctx, input.Slug)
	if err != nil {
		return nil, err
	}
	out := &MembersOutput{}
	out.Body.Items = make([]MemberView, len(list))
	for i, p := range list {
		out.Body.Items[i] = MemberView{Person: p.Person, Role: string(p.Role), Seat: p.SeatID}
		if !p.Last.IsZero() {
			out.Body.Items[i].LastDay = &p.Last
		}
	}
	out.Body.Organisations = organisations
	return out, nil
}

// MemberOrganisationView is an organisation in the programme's directory.
type MemberOrganisationView struct {
	actor.Organisation
	Participation string     `json:"participation" enum:"owner,adviser,partner,reference"`
	Chair         bool       `json:"chair"`
	Cluster       string     `json:"cluster"`
	Starts        clock.Date `json:"starts" format:"date"`
	Region        string     `json:"region" doc:"Empty for what is no municipality"`
	Population    int        `json:"population"`
	SizeClass     string     `json:"sizeClass"`
	SeatsUsed     int        `json:"seatsUsed"`
	MayFill       bool       `json:"mayFill" doc:"You invite to its seats, and are told of those that are free"`
	SeatsInvited  int        `json:"seatsInvited" doc:"Kept free for people who are invited; 0 for whoever may not fill them"`
	SeatsTotal    int        `json:"seatsTotal" doc:"0 where there is no limit, and for whoever may not fill them"`
}

func (h handlers) organisations(ctx context.Context, input *SlugInput) (*List[MemberOrganisationView], error) {
	list, err := h.service.DirectoryOrganisations(ctx, input.Slug)
	if err != nil {
		return nil, err
	}
	items := make([]MemberOrganisationView, len(list))
	for i, o := range list {
		items[i] = MemberOrganisationView{
			Organisation: o.Organisation, Participation: string(o.Participation.Kind), Chair: o.Participation.Chair,
			Cluster: o.Participation.Cluster, Starts: o.Participation.Starts, SeatsUsed: o.SeatsUsed,
			MayFill: o.MayFill, SeatsInvited: o.SeatsInvited, SeatsTotal: o.SeatsTotal,
		}
		if m := o.Municipality; m != nil {
			items[i].Region, items[i].Population = m.RegionOn(h.service.today()), m.Population
			items[i].SizeClass = string(m.Size())
		}
	}
	return listOf(items), nil
}

// MentionableView is a person or an organisation that a post can name.
type MentionableView struct {
	Kind   string `json:"kind" enum:"person,organisation"`
	ID     string `json:"id"`
	Name   string `json:"name"`
	Detail string `json:"detail" doc:"A person's organisation, an organisation's full name"`
}

// MentionablesInput is what was typed so far after the @.
type MentionablesInput struct {
	SlugInput
	Q string `query:"q" maxLength:"100"`
}

func (h handlers) mentionables(ctx context.Context, input *MentionablesInput) (*List[MentionableView], error) {
	list, err := h.service.Mentionables(ctx, input.Slug, input.Q)
	if err != nil {
		return nil, err
	}
	items := make([]MentionableView, len(list))
	for i, m := range list {
		items[i] = MentionableView(m)
	}
	return listOf(items), nil
}
