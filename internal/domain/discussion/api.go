package discussion

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/page"
)

// Register mounts the feature's routes.
func (m *Module) Register(api huma.API) {
	h := handlers{m.Service}
	h.registerThreads(api)
	h.registerPosts(api)
	h.registerMarks(api)
}

type handlers struct{ service *Service }

func operation(id, method, path, summary string) huma.Operation {
	return huma.Operation{OperationID: id, Method: method, Path: path, Summary: summary, Tags: []string{"discussion"}}
}

func (h handlers) registerThreads(api huma.API) {
	huma.Register(api, operation("list-threads", http.MethodGet, "/api/programmes/{slug}/threads", "A programme's threads, newest posts first"), h.threads)
	open := operation("open-thread", http.MethodPost, "/api/programmes/{slug}/threads", "Open a thread, with its first post if there is a text")
	open.DefaultStatus = http.StatusCreated
	huma.Register(api, open, h.open)
	huma.Register(api, operation("get-thread", http.MethodGet, "/api/threads/{id}", "One thread"), h.thread)
	huma.Register(api, operation("change-thread", http.MethodPatch, "/api/threads/{id}", "Another title or audience"), h.change)
	huma.Register(api, operation("close-thread", http.MethodPut, "/api/threads/{id}/closure", "Take no more posts"), h.close)
	huma.Register(api, operation("reopen-thread", http.MethodDelete, "/api/threads/{id}/closure", "Take posts again"), h.reopen)
	huma.Register(api, operation("search-posts", http.MethodGet, "/api/programmes/{slug}/search", "Find posts by their words, best first"), h.search)
}

// ThreadInput names a thread in the path.
type ThreadInput struct {
	ID string `path:"id" maxLength:"36" example:"0198d2a4-7c1e-7b0e-9a43-1f0f4f6b2c11"`
}

// ThreadOutput is one thread.
type ThreadOutput struct{ Body ThreadBody }

// ThreadBody is a thread with the people it names.
type ThreadBody struct {
	ThreadView
	People map[string]actor.Person `json:"people" doc:"Those whom the thread names, by id"`
}

func (h handlers) threadOutput(ctx context.Context, v ThreadView, err error) (*ThreadOutput, error) {
	if err != nil {
		return nil, err
	}
	people, err := h.service.Programmes.PeopleOf(ctx, v.ProgrammeID, []string{v.CreatedBy, v.LastPostBy, v.ClosedBy})
	return &ThreadOutput{ThreadBody{v, people}}, err
}

func (h handlers) thread(ctx context.Context, in *ThreadInput) (*ThreadOutput, error) {
	v, people, err := h.service.Thread(ctx, in.ID)
	return &ThreadOutput{ThreadBody{v, people}}, err
}

// ThreadsInput asks for a page of a programme's threads.
type ThreadsInput struct {
	Slug   string `path:"slug" maxLength:"60"`
	Cursor string `query:"cursor" maxLength:"400"`
	Limit  int    `query:"limit" minimum:"1" maximum:"100" default:"50"`
}

// ThreadsOutput is a page of threads.
type ThreadsOutput struct {
	Body struct {
		Items  []ThreadView            `json:"items" nullable:"false"`
		Next   string                  `json:"next" doc:"Cursor of the next page; empty on the last"`
		People map[string]actor.Person `json:"people"`
	}
}

func (h handlers) threads(ctx context.Context, in *ThreadsInput) (*ThreadsOutput, error) {
	found, people, err := h.service.Threads(ctx, in.Slug, page.Request{Cursor: in.Cursor, Limit: in.Limit})
	out := &ThreadsOutput{}
	out.Body.Items, out.Body.Next, out.Body.People = found.Items, found.Next, people
	return out, err
}

// OpenInput is a new thread.
type OpenInput struct {
	Slug string `path:"slug" maxLength:"60"`
	Body struct {
		ClientID string      `json:"clientId" format:"uuid" doc:"Made by the client; sent again, it opens no second thread"`
		Title    string      `json:"title" maxLength:"1000" example:"Hvor finder I tiden til samtalerne?"`
		Audience Audience    `json:"audience,omitempty" enum:"members,partners" default:"members"`
		Text     string      `json:"text,omitempty" maxLength:"20000" doc:"The first post; may be left out"`
		Files    []FileInput `json:"files,omitempty" maxItems:"50" nullable:"false" doc:"Attached to the first post"`
	}
}

func (h handlers) open(ctx context.Context, in *OpenInput) (*ThreadOutput, error) {
	v, err := h.service.Open(ctx, in.Slug, NewThread{in.Body.ClientID, in.Body.Title, in.Body.Audience, in.Body.Text, newFiles(in.Body.Files)})
	return h.threadOutput(ctx, v, err)
}

// ChangeInput is a thread's new title and audience.
type ChangeInput struct {
	ThreadInput
	Body struct {
		Title    string   `json:"title" maxLength:"1000"`
		Audience Audience `json:"audience" enum:"members,partners"`
		Rev      int64    `json:"rev" minimum:"1" doc:"The revision that was changed"`
	}
}

func (h handlers) change(ctx context.Context, in *ChangeInput) (*ThreadOutput, error) {
	v, err := h.service.Change(ctx, in.ID, ThreadChange{in.Body.Title, in.Body.Audience, in.Body.Rev})
	return h.threadOutput(ctx, v, err)
}

func (h handlers) close(ctx context.Context, in *ThreadInput) (*ThreadOutput, error) {
	v, err := h.service.Close(ctx, in.ID)
	return h.threadOutput(ctx, v, err)
}

func (h handlers) reopen(ctx context.Context, in *ThreadInput) (*ThreadOutput, error) {
	v, err := h.service.Reopen(ctx, in.ID)
	return h.threadOutput(ctx, v, err)
}

// SearchInput is what is searched for.
type SearchInput struct {
	Slug   string `path:"slug" maxLength:"60"`
	Query  string `query:"q" maxLength:"200" doc:"Words; the last may be unfinished"`
	Cursor string `query:"cursor" maxLength:"400"`
	Limit  int    `query:"limit" minimum:"1" maximum:"50" default:"20"`
}

// SearchOutput is a page of what was found.
type SearchOutput struct {
	Body struct {
		Items  []Found                 `json:"items" nullable:"false"`
		Next   string                  `json:"next"`
		People map[string]actor.Person `json:"people"`
	}
}

func (h handlers) search(ctx context.Context, in *SearchInput) (*SearchOutput, error) {
	found, people, err := h.service.Search(ctx, in.Slug, in.Query, page.Request{Cursor: in.Cursor, Limit: in.Limit})
	out := &SearchOutput{}
	out.Body.Items, out.Body.Next, out.Body.People = found.Items, found.Next, people
	return out, err
}
