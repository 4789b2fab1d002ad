package notification

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
)

func (h handlers) registerChoices(api huma.API) {
	op := func(id, method, summary string) huma.Operation {
		return huma.Operation{OperationID: id, Method: method, Path: "/api/me/notification-choices", Summary: summary, Tags: []string{"notification"}}
	}
	huma.Register(api, op("get-notification-choices", http.MethodGet, "How soon I am mailed of what"), h.choices)
	huma.Register(api, op("put-notification-choice", http.MethodPut, "Choose how soon I am mailed of one kind of news"), h.choose)
}

// PacesView is how soon one is mailed of each kind of news.
type PacesView struct {
	Named    Pace `json:"named" enum:"once,daily,weekly,never" doc:"Somebody names me or my organisation"`
	Answered Pace `json:"answered" enum:"once,daily,weekly,never" doc:"Somebody answers me, or writes in a discussion that I opened"`
	Followed Pace `json:"followed" enum:"once,daily,weekly,never" doc:"Posts in discussions that I follow or write in"`
	New      Pace `json:"new" enum:"once,daily,weekly,never" doc:"New discussions, documents and people"`
}

// ProgrammeChoicesView is what holds in one programme.
type ProgrammeChoicesView struct {
	ProgrammeID string    `json:"programmeId"`
	Name        string    `json:"name"`
	Paces       PacesView `json:"paces"`
	Own         []Kind    `json:"own" nullable:"false" enum:"named,answered,followed,new" doc:"Kinds that are chosen for this programme alone"`
}

// NotificationChoicesView is all that a person has chosen.
type NotificationChoicesView struct {
	General      PacesView              `json:"general" doc:"Holds where a programme has no choice of its own"`
	Programmes   []ProgrammeChoicesView `json:"programmes" nullable:"false"`
	MutedThreads []MutedThreadView      `json:"mutedThreads" nullable:"false" doc:"Nothing of them comes by mail; undone by PUT /api/threads/{id}/follow"`
}

type choicesOutput struct{ Body NotificationChoicesView }

type choiceInput struct {
	Body struct {
		ProgrammeID string `json:"programmeId" maxLength:"36" doc:"Empty: in general"`
		Kind        Kind   `json:"kind" enum:"named,answered,followed,new"`
		Pace        Pace   `json:"pace" enum:"once,daily,weekly,never,general" doc:"general: as in general, for a programme"`
	}
}

func (h handlers) choices(ctx context.Context, _ *struct{}) (*choicesOutput, error) {
	all, err := h.service.Chosen(ctx)
	if err != nil {
		return nil, err
	}
	out := &choicesOutput{NotificationChoicesView{
		General: viewPaces(all.General), Programmes: []ProgrammeChoicesView{}, MutedThreads: viewMuted(all.Muted),
	}}
	for _, p := range all.Programmes {
		view := ProgrammeChoicesView{p.ProgrammeID, p.Name, viewPaces(p.Paces), []Kind{}}
		for _, k := range Kinds {
			if p.Own[k] {
				view.Own = append(view.Own, k)
			}
		}
		out.Body.Programmes = append(out.Body.Programmes, view)
	}
	return out, nil
}

func viewPaces(p map[Kind]Pace) PacesView {
	return PacesView{p[KindNamed], p[KindAnswered], p[KindFollowed], p[KindNew]}
}

func (h handlers) choose(ctx context.Context, in *choiceInput) (*choicesOutput, error) {
	pace := in.Body.Pace
	if pace == "general" {
		pace = ""
	}
	if err := h.service.Choose(ctx, in.Body.ProgrammeID, in.Body.Kind, pace); err != nil {
		return nil, err
	}
	return h.choices(ctx, nil)
}
