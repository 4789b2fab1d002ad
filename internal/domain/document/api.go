package document

import (
	"context"
	"net/http"
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/page"
	"sluse/internal/platform/web"
)

// Register mounts the feature's routes. Those that move whole files need the
// server itself.
func (m *Module) Register(server *web.Server) {
	h := handlers{m.Service}
	h.registerLibrary(server.API)
	h.registerChanges(server.API)
	h.registerFiles(server)
	h.registerUpload(server)
}

type handlers struct{ service *Service }

func operation(id, method, path, summary string) huma.Operation {
	return huma.Operation{OperationID: id, Method: method, Path: path, Summary: summary, Tags: []string{"document"}}
}

// described is an answer with a JSON body, for operations whose answers huma does
// not describe by itself.
func described(api huma.API, text string, body any) *huma.Response {
	schema := api.OpenAPI().Components.Schemas.Schema(reflect.TypeOf(body), true, "")
	return &huma.Response{Description: text, Content: map[string]*huma.MediaType{"application/json": {Schema: schema}}}
}

// problem is the answer of what fails.
func problem(api huma.API) *huma.Response {
	schema := api.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[web.Problem](), true, "")
	return &huma.Response{Description: "Error", Content: map[string]*huma.MediaType{"application/problem+json": {Schema: schema}}}
}

func (h handlers) registerLibrary(api huma.API) {
	huma.Register(api, operation("list-documents", http.MethodGet, "/api/programmes/{slug}/documents", "A programme's documents, in their order"), h.list)
	huma.Register(api, operation("list-public-documents", http.MethodGet, "/api/programmes/{slug}/public-documents", "The documents on a programme's public page"), h.public)
	add := operation("add-document", http.MethodPost, "/api/programmes/{slug}/documents", "Put a file that was sent in into the library")
	add.DefaultStatus = http.StatusCreated
	add.Responses = map[string]*huma.Response{
		"200": described(api, "It was added earlier, under the same clientId", DocumentEvent{}), "default": problem(api),
	}
	huma.Register(api, add, h.add)
	huma.Register(api, operation("get-document", http.MethodGet, "/api/documents/{id}", "One document with all its versions"), h.get)
	huma.Register(api, operation("list-document-readers", http.MethodGet, "/api/documents/{id}/readers", "Who has opened a version"), h.readers)
}

// DocumentInput names a document in the path.
type DocumentInput struct {
	ID string `path:"id" maxLength:"36" example:"0198d2a4-7c1e-7b0e-9a43-1f0f4f6b2c11"`
}

// LibraryInput asks for a page of a programme's documents.
type LibraryInput struct {
	Slug   string `path:"slug" maxLength:"60"`
	Cursor string `query:"cursor" maxLength:"400"`
	Limit  int    `query:"limit" minimum:"1" maximum:"100" default:"100"`
}

// LibraryOutput is a page of a programme's documents.
type LibraryOutput struct {
	Body struct {
		Items  []ListedDocumentView    `json:"items" nullable:"false"`
		Next   string                  `json:"next" doc:"Cursor of the next page; empty on the last"`
		May    LibraryMay              `json:"may"`
		People map[string]actor.Person `json:"people"`
	}
}

func (h handlers) list(ctx context.Context, in *LibraryInput) (*LibraryOutput, error) {
	found, err := h.service.List(ctx, in.Slug, page.Request{Cursor: in.Cursor, Limit: in.Limit})
	out := &LibraryOutput{}
	out.Body.Items, out.Body.Next, out.Body.May, out.Body.People = found.Items, found.Next, found.May, found.People
	return out, err
}

// PublicDocumentsOutput is a page of public documents.
type PublicDocumentsOutput struct {
	Body struct {
		Items []PublicDocumentView `json:"items" nullable:"false"`
		Next  string               `json:"next" doc:"Cursor of the next page; empty on the last"`
	}
}

func (h handlers) public(ctx context.Context, in *LibraryInput) (*PublicDocumentsOutput, error) {
	found, err := h.service.Public(ctx, in.Slug, page.Request{Cursor: in.Cursor, Limit: in.Limit})
	out := &PublicDocumentsOutput{}
	out.Body.Items, out.Body.Next = found.Items, found.Next
	return out, err
}

// DocumentOutput is a document with the people it names.
type DocumentOutput struct {
	Status int
	Body   DocumentEvent
}

func eventOutput(e DocumentEvent, err error) (*DocumentOutput, error) {
	return &DocumentOutput{Status: http.StatusOK, Body: e}, err
}

// DocumentAddInput is a new document.
type DocumentAddInput struct {
	Slug string `path:"slug" maxLength:"60"`
	Body struct {
		ClientID    string   `json:"clientId" format:"uuid" doc:"Made by the client; sent again, it adds no second document"`
		Title       string   `json:"title" maxLength:"1000" example:"Fælles fagligt grundlag"`
		Description string   `json:"description,omitempty" maxLength:"5000"`
		Category    Category `json:"category" enum:"basis,tools,meetings,knowledge,practical"`
		Public      bool     `json:"public,omitempty"`
		FileID      string   `json:"fileId" maxLength:"36" doc:"A file that was sent in with upload-file"`
		Note        string   `json:"note,omitempty" maxLength:"1000"`
	}
}

func (h handlers) add(ctx context.Context, in *DocumentAddInput) (*DocumentOutput, error) {
	b := in.Body
	e, made, err := h.service.Add(ctx, in.Slug, NewDocument{
		ClientID: b.ClientID, Title: b.Title, Description: b.Description, Category: b.Category, Public: b.Public, FileID: b.FileID, Note: b.Note,
	})
	status := http.StatusOK
	if made {
		status = http.StatusCreated
	}
	return &DocumentOutput{Status: status, Body: e}, err
}

// DocumentVersionsOutput is a document with all its versions.
type DocumentVersionsOutput struct {
	Body struct {
		DocumentEvent
		Versions []DocumentVersionView `json:"versions" nullable:"false" doc:"Newest first; none once it is withdrawn"`
	}
}

func (h handlers) get(ctx context.Context, in *DocumentInput) (*DocumentVersionsOutput, error) {
	e, versions, err := h.service.Document(ctx, in.ID)
	out := &DocumentVersionsOutput{}
	out.Body.DocumentEvent, out.Body.Versions = e, versions
	return out, err
}

// DocumentReadersInput asks who has opened a version.
type DocumentReadersInput struct {
	DocumentInput
	Version int64 `query:"version" minimum:"0" default:"0" doc:"0 for the newest"`
}

// DocumentReadersOutput is who has opened a version.
type DocumentReadersOutput struct {
	Body struct {
		Items  []DocumentReaderView    `json:"items" nullable:"false" doc:"The latest first"`
		People map[string]actor.Person `json:"people"`
	}
}

func (h handlers) readers(ctx context.Context, in *DocumentReadersInput) (*DocumentReadersOutput, error) {
	readers, people, err := h.service.Readers(ctx, in.ID, in.Version)
	out := &DocumentReadersOutput{}
	out.Body.Items, out.Body.People = readers, people
	return out, err
}
