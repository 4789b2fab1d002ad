package account

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"sluse/internal/kernel/page"
)

// registerAdmin mounts what administrators do to persons.
func registerAdmin(api huma.API, h handlers) {
	operation := func(id, method, path, summary string, status int) huma.Operation {
		return huma.Operation{OperationID: id, Method: method, Path: path, Summary: summary, Tags: []string{"account"}, DefaultStatus: status}
	}
	huma.Register(api, operation("list-people", http.MethodGet, "/api/people",
		"Everybody who is known here, newest first; for administrators", http.StatusOK), h.listPeople)
	huma.Register(api, operation("disable-person", http.MethodPut, "/api/people/{id}/disablement",
		"Shut a person out, at once and everywhere", http.StatusNoContent), h.disable)
	huma.Register(api, operation("enable-person", http.MethodDelete, "/api/people/{id}/disablement",
		"Let a person in again", http.StatusNoContent), h.enable)
}

// KnownPerson is a person as administrators see them.
type KnownPerson struct {
	ID            string    `json:"id"`
	Name          string    `json:"name"`
	Email         string    `json:"email"`
	Title         string    `json:"title"`
	Administrator bool      `json:"administrator"`
	Disabled      bool      `json:"disabled" doc:"Shut out"`
	CreatedAt     time.Time `json:"createdAt"`
}

// ListPeopleInput asks for a page of everybody.
type ListPeopleInput struct {
	Q      string `query:"q" maxLength:"100" doc:"A part of the name or the address"`
	Cursor string `query:"cursor" maxLength:"200"`
	Limit  int    `query:"limit" minimum:"1" maximum:"100" default:"50"`
}

// KnownPeopleOutput is the answer of list-people.
type KnownPeopleOutput struct {
	Body struct {
		Items []KnownPerson `json:"items" nullable:"false"`
		Next  string        `json:"next" doc:"Cursor of the next page; empty on the last"`
	}
}

func (h handlers) listPeople(ctx context.Context, input *ListPeopleInput) (*KnownPeopleOutput, error) {
	found, err := h.service.ListPeople(ctx, input.Q, page.Request{Cursor: input.Cursor, Limit: input.Limit})
	if err != nil {
		return nil, err
	}
	out := &KnownPeopleOutput{}
	out.Body.Next = found.Next
	out.Body.Items = make([]KnownPerson, len(found.Items))
	for i, p := range found.Items {
		out.Body.Items[i] = KnownPerson{p.ID, p.Name, p.Email, p.Title, p.Administrator, p.Disabled(), p.CreatedAt}
	}
	return out, nil
}

// PersonInput names a person.
type PersonInput struct {
	ID string `path:"id" maxLength:"36"`
}

func (h handlers) disable(ctx context.Context, input *PersonInput) (*struct{}, error) {
	return nil, h.service.Disable(ctx, input.ID, true)
}

func (h handlers) enable(ctx context.Context, input *PersonInput) (*struct{}, error) {
	return nil, h.service.Disable(ctx, input.ID, false)
}
