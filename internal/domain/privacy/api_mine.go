package privacy

import (
	"context"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"sluse/internal/platform/web"
)

// fileTime is how long a copy may take on a slow line.
const fileTime = 15 * time.Minute

func writing(id, path, summary string, status int) huma.Operation {
	op := reading(id, path, summary)
	op.Method, op.DefaultStatus = http.MethodPost, status
	return op
}

func (h handlers) registerMine(server *web.Server) {
	api := server.API
	huma.Register(api, reading("list-my-exports", "/api/me/exports", "The copies of my data that I asked for, newest first"), h.exports)
	huma.Register(api, writing("ask-for-my-export", "/api/me/exports",
		"Have a copy of everything about me made; one at a time", http.StatusAccepted), h.askExport)
	file := reading("download-my-export", "/api/me/exports/{id}/file", "A copy of everything about me, as a zip file")
	file.Responses = map[string]*huma.Response{
		"200": {Description: "The file", Content: map[string]*huma.MediaType{"application/zip": {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}}},
	}
	server.GiveRoom(file.Method, file.Path, web.Room{Time: fileTime})
	huma.Register(api, file, h.download)
	huma.Register(api, reading("get-my-erasure", "/api/me/erasure", "What stands between me and being erased"), h.myOutlook)
	huma.Register(api, writing("erase-me", "/api/me/erasure",
		"Erase me at once and for good: who I am goes, what I wrote stays", http.StatusNoContent), h.eraseMe)
	huma.Register(api, reading("get-erasure", "/api/people/{id}/erasure",
		"What stands between somebody and being erased, for those who may carry it out"), h.outlook)
	huma.Register(api, writing("erase-person", "/api/people/{id}/erasure",
		"Erase somebody at their request", http.StatusNoContent), h.erase)
}

// ExportView is a copy of my data.
type ExportView struct {
	ID          string     `json:"id"`
	State       State      `json:"state" enum:"waiting,building,ready,failed"`
	Done        int64      `json:"done" doc:"Steps that are done"`
	Total       int64      `json:"total" doc:"Steps in all; 0 before it has begun"`
	Size        int64      `json:"size" doc:"In bytes, once it is ready"`
	RequestedAt time.Time  `json:"requestedAt"`
	ReadyAt     *time.Time `json:"readyAt,omitempty"`
	ExpiresAt   *time.Time `json:"expiresAt,omitempty" doc:"Until when it can be downloaded"`
}

func viewExport(e Export) ExportView {
	return ExportView{e.ID, e.State, e.Done, e.Total, e.Size, e.RequestedAt, e.ReadyAt, e.ExpiresAt}
}

// ExportOutput is a copy that was asked for.
type ExportOutput struct{ Body ExportView }

// ExportsOutput is the answer of list-my-exports.
type ExportsOutput struct {
	Body struct {
		Items []ExportView `json:"items" nullable:"false"`
		Next  string       `json:"next" doc:"Always empty: the list is whole"`
	}
}

func (h handlers) exports(ctx context.Context, _ *struct{}) (*ExportsOutput, error) {
	list, err := h.service.Exports(ctx)
	if err != nil {
		return nil, err
	}
	out := &ExportsOutput{}
	out.Body.Items = make([]ExportView, len(list))
	for i, e := range list {
		out.Body.Items[i] = viewExport(e)
	}
	return out, nil
}

func (h handlers) askExport(ctx context.Context, _ *struct{}) (*ExportOutput, error) {
	e, err := h.service.AskExport(ctx)
	if err != nil {
		return nil, err
	}
	return &ExportOutput{viewExport(e)}, nil
}

// ExportInput names a copy.
type ExportInput struct {
	ID string `path:"id" maxLength:"36"`
}

func (h handlers) download(ctx context.Context, in *ExportInput) (*huma.StreamResponse, error) {
	content, size, err := h.service.OpenExport(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return &huma.StreamResponse{Body: func(c huma.Context) {
		defer func() { _ = content.Close() }()
		c.SetHeader("Content-Type", "application/zip")
		c.SetHeader("Content-Length", strconv.FormatInt(size, 10))
		c.SetHeader("Content-Disposition", `attachment; filename="sluse-data.zip"`)
		c.SetHeader("X-Content-Type-Options", "nosniff")
		c.SetHeader("Cache-Control", "private, no-store")
		// Whoever breaks off does not hear of it.
		_, _ = io.Copy(c.BodyWriter(), content)
	}}, nil
}

// OutlookOutput is what stands between a person and being erased.
type OutlookOutput struct {
	Body struct {
		Name       string      `json:"name"`
		Hindrances []Hindrance `json:"hindrances" nullable:"false" doc:"What must be done first"`
		Fresh      bool        `json:"fresh" doc:"I have signed in lately enough"`
	}
}

func viewOutlook(out Outlook) *OutlookOutput {
	view := &OutlookOutput{}
	view.Body.Name, view.Body.Hindrances, view.Body.Fresh = out.Account.Name, out.Hindrances, out.Fresh
	return view
}

func (h handlers) myOutlook(ctx context.Context, _ *struct{}) (*OutlookOutput, error) {
	out, err := h.service.MyOutlook(ctx)
	if err != nil {
		return nil, err
	}
	return viewOutlook(out), nil
}

// EraseInput says that it is meant.
type EraseInput struct {
	Body struct {
		Word string `json:"word" maxLength:"20" doc:"SLET or DELETE, typed by a person"`
	}
}

// ErasedOutput takes the cookie of a session away that is no more.
type ErasedOutput struct {
	SetCookie string `header:"Set-Cookie"`
}

func (h handlers) eraseMe(ctx context.Context, in *EraseInput) (*ErasedOutput, error) {
	if err := h.service.EraseMe(ctx, in.Body.Word); err != nil {
		return nil, err
	}
	cookie := http.Cookie{ //nolint:gosec // it holds nothing: it is taken away
		Name: web.SessionCookie, Path: "/", MaxAge: -1, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	}
	return &ErasedOutput{cookie.String()}, nil
}

// ErasedPersonInput names a person.
type ErasedPersonInput struct {
	ID string `path:"id" maxLength:"36"`
}

func (h handlers) outlook(ctx context.Context, in *ErasedPersonInput) (*OutlookOutput, error) {
	out, err := h.service.OutlookOf(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return viewOutlook(out), nil
}

// ErasePersonInput names a person and says that it is meant.
type ErasePersonInput struct {
	ErasedPersonInput
	EraseInput
}

func (h handlers) erase(ctx context.Context, in *ErasePersonInput) (*struct{}, error) {
	return nil, h.service.Erase(ctx, in.ID, in.Body.Word)
}
