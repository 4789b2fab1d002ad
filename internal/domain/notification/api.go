package notification

import (
	"context"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// PublicOperations are the operations that need no sign-in: a mail's stop link
// works for whoever holds it, also for the mail provider that presses it.
var PublicOperations = []string{"get-mail-stop", "stop-mail"}

// Register mounts the feature's routes.
func (m *Module) Register(api huma.API) {
	a := handlers{m.Service}
	op := func(id, method, path, summary string) huma.Operation {
		return huma.Operation{OperationID: id, Method: method, Path: path, Summary: summary, Tags: []string{"notification"}}
	}
	empty := func(o huma.Operation) huma.Operation { o.DefaultStatus = http.StatusNoContent; return o }
	huma.Register(api, op("get-overview", http.MethodGet, "/api/overview", "What waits on me, and what is new to me"), a.overview)
	huma.Register(api, empty(op("mark-overview-seen", http.MethodPost, "/api/overview/seen", "Count news from now on")), a.seen)
	huma.Register(api, op("get-mail-wishes", http.MethodGet, "/api/me/mail-wishes", "Which mails I get at once"), a.wishes)
	huma.Register(api, op("put-mail-wishes", http.MethodPut, "/api/me/mail-wishes", "Choose which mails I get at once"), a.setWishes)
	stop := op("get-mail-stop", http.MethodGet, "/api/mail-stops/{token}", "What the link in a mail stops; changes nothing")
	stop.Description = "A browser that follows a mail program's link here is sent to the page that asks."
	huma.Register(api, stop, a.stop)
	post := op("stop-mail", http.MethodPost, "/api/mail-stops/{token}", "Stop what the link in a mail stops")
	post.Description = "Works signed out and for mail programs' one-click button (RFC 8058): whatever body is sent is not read."
	huma.Register(api, post, a.stopMail)
	a.registerInbox(api)
	a.registerChoices(api)
}

type handlers struct{ service *Service }

// MailChoice is which mails a person gets at once.
type MailChoice struct {
	Answers  bool `json:"answers" doc:"When somebody answers what I wrote"`
	Mentions bool `json:"mentions" doc:"When somebody names me or my organisation"`
}

// MutedThreadView is a thread that a person has muted, in the product or from a mail.
type MutedThreadView struct {
	ID    string `json:"id"`
	Title string `json:"title"`
}

// MailChoices is MailChoice with the threads that are muted.
type MailChoices struct {
	MailChoice
	MutedThreads []MutedThreadView `json:"mutedThreads" nullable:"false" doc:"Nothing of them comes by mail; undone by PUT /api/threads/{id}/follow"`
}

type mailChoicesOutput struct{ Body MailChoices }

type mailChoiceInput struct{ Body MailChoice }

func (h handlers) wishes(ctx context.Context, _ *struct{}) (*mailChoicesOutput, error) {
	wishes, muted, err := h.service.Choices(ctx)
	if err != nil {
		return nil, err
	}
	return &mailChoicesOutput{MailChoices{MailChoice(wishes), viewMuted(muted)}}, nil
}

func viewMuted(threads []MutedThread) []MutedThreadView {
	out := make([]MutedThreadView, 0, len(threads))
	for _, t := range threads {
		out = append(out, MutedThreadView(t))
	}
	return out
}

func (h handlers) setWishes(ctx context.Context, input *mailChoiceInput) (*mailChoicesOutput, error) {
	if err := h.service.SetWishes(ctx, Wishes(input.Body)); err != nil {
		return nil, err
	}
	return h.wishes(ctx, nil)
}

// MailStopView is what the link in a mail stops.
type MailStopView struct {
	Scope       Scope  `json:"scope" enum:"thread,digest,news" doc:"What the link stops unless asked otherwise: a thread, the digest, or what is new in programmes"`
	ThreadTitle string `json:"threadTitle" doc:"Empty where the thread can no longer be read"`
	Email       string `json:"email" doc:"Masked" example:"m•••@k•••.example"`
	Stopped     bool   `json:"stopped" doc:"What the link stops is stopped"`
	AllStopped  bool   `json:"allStopped" doc:"No mails of this kind are sent at all"`
	// Programmes can be stopped by themselves.
	Programmes []StopProgrammeView `json:"programmes" nullable:"false"`
}

// StopProgrammeView is a programme whose mails can be stopped by themselves.
type StopProgrammeView struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Stopped bool   `json:"stopped"`
}

type mailStopOutput struct {
	Status   int
	Location string `header:"Location"`
	Body     MailStopView
}

type tokenInput struct {
	Token  string `path:"token" maxLength:"400" example:"kQ4vXw2n7Lr0"`
	Accept string `header:"Accept" doc:"A browser's text/html is sent to the page that asks"`
}

func (h handlers) stop(ctx context.Context, input *tokenInput) (*mailStopOutput, error) {
	view, err := h.service.MailStop(ctx, input.Token)
	if err != nil {
		return nil, err
	}
	out := viewStop(view)
	if strings.Contains(input.Accept, "text/html") {
		out.Status, out.Location = http.StatusSeeOther, "/mail-stop/"+input.Token
	}
	return out, nil
}

type stopInput struct {
	Token string `path:"token" maxLength:"400" example:"kQ4vXw2n7Lr0"`
	Scope Scope  `query:"scope" enum:"thread,digest,news,programme,all" doc:"More or less than the link's own; all: every mail about what happens"`
	// Programme is read with scope programme only.
	Programme string `query:"programme" maxLength:"36"`
}

func (h handlers) stopMail(ctx context.Context, input *stopInput) (*mailStopOutput, error) {
	view, err := h.service.StopMail(ctx, input.Token, input.Scope, input.Programme)
	if err != nil {
		return nil, err
	}
	return viewStop(view), nil
}

func viewStop(view StopView) *mailStopOutput {
	out := &mailStopOutput{Status: http.StatusOK, Body: MailStopView{
		Scope: view.Scope, ThreadTitle: view.ThreadTitle, Email: view.Email, Stopped: view.Stopped, AllStopped: view.AllStopped,
		Programmes: []StopProgrammeView{},
	}}
	for _, p := range view.Programmes {
		out.Body.Programmes = append(out.Body.Programmes, StopProgrammeView(p))
	}
	return out
}
