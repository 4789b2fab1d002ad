package notification

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/page"
)

func (h handlers) registerInbox(api huma.API) {
	op := func(id, method, path, summary string) huma.Operation {
		return huma.Operation{OperationID: id, Method: method, Path: path, Summary: summary, Tags: []string{"notification"}}
	}
	empty := func(o huma.Operation) huma.Operation { o.DefaultStatus = http.StatusNoContent; return o }
	huma.Register(api, op("list-inbox", http.MethodGet, "/api/inbox", "What is new to me, by thing, newest first"), h.inbox)
	huma.Register(api, op("count-inbox", http.MethodGet, "/api/inbox/unread", "How many things hold something that I have not seen"), h.inboxUnread)
	huma.Register(api, empty(op("mark-inbox-read", http.MethodPut, "/api/inbox/read", "I have seen it all")), h.markAllRead)
	huma.Register(api, empty(op("mark-item-read", http.MethodPut, "/api/inbox/{id}/read", "I have seen this, up to its newest")), h.markRead)
	huma.Register(api, empty(op("mark-subject-read", http.MethodPut, "/api/inbox-subjects/{type}/{id}/read",
		"I have opened this: what I was told of it is seen")), h.markSubjectRead)
}

// InboxItem is what is new in one thing: a thread, a document, the circle of members.
type InboxItem struct {
	ID          string    `json:"id" doc:"Names the item up to its newest entry"`
	ProgrammeID string    `json:"programmeId"`
	SubjectType string    `json:"subjectType" enum:"thread,document,programme"`
	SubjectID   string    `json:"subjectId"`
	Title       string    `json:"title"`
	Href        string    `json:"href" example:"/p/sammen-om-opfoelgning/discussions/018f…?post=018f…"`
	Reason      Reason    `json:"reason" enum:"named,answered,organisation,opened,followed,new" doc:"Why I am told, the strongest reason"`
	Verb        string    `json:"verb" enum:"thread.opened,post.created,document.added,document.version_added,member.joined"`
	Actors      []string  `json:"actors" nullable:"false" doc:"Who did it, the most important first"`
	Count       int       `json:"count" doc:"How many posts, versions or people are told of"`
	Unread      bool      `json:"unread"`
	At          time.Time `json:"at"`
	Excerpt     string    `json:"excerpt,omitempty"`
}

// InboxView is a page of the inbox.
type InboxView struct {
	Items         []InboxItem                   `json:"items" nullable:"false"`
	Next          string                        `json:"next" doc:"Cursor of the next page; empty on the last"`
	Unread        int                           `json:"unread" doc:"Things with something unread, on all pages"`
	People        map[string]actor.Person       `json:"people" nullable:"false"`
	Organisations map[string]actor.Organisation `json:"organisations" nullable:"false"`
	Programmes    map[string]string             `json:"programmes" nullable:"false" doc:"Short names of the items' programmes, by id"`
}

type inboxInput struct {
	Cursor string `query:"cursor" maxLength:"400"`
	Limit  int    `query:"limit" minimum:"1" maximum:"100" default:"30"`
	Show   string `query:"show" enum:"all,unread" default:"all"`
}

type inboxOutput struct{ Body InboxView }

func (h handlers) inbox(ctx context.Context, in *inboxInput) (*inboxOutput, error) {
	box, err := h.service.Inbox(ctx, page.Request{Cursor: in.Cursor, Limit: in.Limit}, in.Show == "unread")
	if err != nil {
		return nil, err
	}
	view := InboxView{
		Items: make([]InboxItem, 0, len(box.Items)), Next: box.Next, Unread: box.Unread,
		People: box.People, Organisations: box.Organisations, Programmes: box.Programmes,
	}
	for _, i := range box.Items {
		view.Items = append(view.Items, InboxItem{
			ID: i.ID, ProgrammeID: i.ProgrammeID, SubjectType: i.Subject.Type, SubjectID: i.Subject.ID, Title: i.Title, Href: i.Href,
			Reason: i.Reason, Verb: i.Verb, Actors: i.Actors, Count: i.Count, Unread: i.Unread, At: i.At, Excerpt: i.Excerpt,
		})
	}
	return &inboxOutput{view}, nil
}

type inboxUnreadOutput struct {
	Body struct {
		Unread int `json:"unread"`
	}
}

func (h handlers) inboxUnread(ctx context.Context, _ *struct{}) (*inboxUnreadOutput, error) {
	n, err := h.service.UnreadCount(ctx)
	out := &inboxUnreadOutput{}
	out.Body.Unread = n
	return out, err
}

func (h handlers) markAllRead(ctx context.Context, _ *struct{}) (*struct{}, error) {
	return nil, h.service.MarkAllRead(ctx)
}

type itemInput struct {
	ID string `path:"id" maxLength:"36"`
}

func (h handlers) markRead(ctx context.Context, in *itemInput) (*struct{}, error) {
	return nil, h.service.MarkRead(ctx, in.ID)
}

type subjectInput struct {
	Type string `path:"type" enum:"thread,document,programme"`
	ID   string `path:"id" maxLength:"36"`
}

func (h handlers) markSubjectRead(ctx context.Context, in *subjectInput) (*struct{}, error) {
	return nil, h.service.MarkSubjectRead(ctx, Subject{in.Type, in.ID})
}
