package privacy

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/clock"
	"sluse/internal/kernel/page"
)

func (h handlers) registerTrail(api huma.API) {
	huma.Register(api, reading("list-trail", "/api/trail",
		"Who did what that belongs to no programme, newest first; for administrators"), h.trail)
	huma.Register(api, table("export-trail", "/api/trail.csv", "The same as a table for a spreadsheet"), h.trailTable)
	huma.Register(api, reading("list-programme-trail", "/api/programmes/{slug}/trail",
		"Who did what in a programme, newest first; for its coordinators"), h.programmeTrail)
	huma.Register(api, table("export-programme-trail", "/api/programmes/{slug}/trail.csv", "The same as a table for a spreadsheet"), h.programmeTrailTable)
}

func table(id, path, summary string) huma.Operation {
	op := reading(id, path, summary)
	op.Description = "UTF-8 with a byte order mark, semicolons between the fields, in the language of the one who asks. At most 10,000 lines, the newest."
	op.Responses = map[string]*huma.Response{
		"200": {Description: "The table", Content: map[string]*huma.MediaType{"text/csv": {Schema: &huma.Schema{
			Type: huma.TypeString, Examples: []any{"\ufeffTidspunkt;Hvem;Hvad;Om\r\n2026-11-19 14:12:00;Mette Dahl;Skrev et indlæg;Hvor finder I tiden?\r\n"},
		}}}},
	}
	return op
}

// TrailFilterInput says which lines are wanted.
type TrailFilterInput struct {
	Person string     `query:"person" maxLength:"36" doc:"Who did it"`
	Kind   Kind       `query:"kind" enum:"seen,exported,changed,wrote,members,signin,removed"`
	From   clock.Date `query:"from" format:"date" doc:"The first Danish day"`
	Until  clock.Date `query:"until" format:"date" doc:"The last Danish day"`
}

func (in *TrailFilterInput) filter() Filter {
	f := Filter{PersonID: in.Person, Kind: in.Kind}
	if !in.From.IsZero() {
		f.From = clock.Instant(in.From.Start(clock.Copenhagen))
	}
	if !in.Until.IsZero() {
		f.Until = clock.Instant(in.Until.End(clock.Copenhagen))
	}
	return f
}

// TrailInput asks for a page of the trail.
type TrailInput struct {
	TrailFilterInput
	Cursor string `query:"cursor" maxLength:"200"`
	Limit  int    `query:"limit" minimum:"1" maximum:"100" default:"50"`
}

// ProgrammeTrailInput asks for a page of a programme's trail.
type ProgrammeTrailInput struct {
	TrailInput
	Slug string `path:"slug" maxLength:"100" example:"sammen-om-opfoelgning"`
}

// ProgrammeTrailTableInput asks for a programme's trail as a table.
type ProgrammeTrailTableInput struct {
	TrailFilterInput
	Slug string `path:"slug" maxLength:"100" example:"sammen-om-opfoelgning"`
}

// TrailOutput is a page of the trail.
type TrailOutput struct {
	Body struct {
		Items  []Entry                 `json:"items" nullable:"false"`
		Next   string                  `json:"next" doc:"Cursor of the next page; empty on the last"`
		People map[string]actor.Person `json:"people"`
	}
}

func (h handlers) trail(ctx context.Context, in *TrailInput) (*TrailOutput, error) {
	return h.trailOf(ctx, "", in)
}

func (h handlers) programmeTrail(ctx context.Context, in *ProgrammeTrailInput) (*TrailOutput, error) {
	return h.trailOf(ctx, in.Slug, &in.TrailInput)
}

func (h handlers) trailOf(ctx context.Context, slug string, in *TrailInput) (*TrailOutput, error) {
	found, err := h.service.Trail(ctx, slug, in.filter(), page.Request{Cursor: in.Cursor, Limit: in.Limit})
	if err != nil {
		return nil, err
	}
	out := &TrailOutput{}
	out.Body.Items, out.Body.Next, out.Body.People = found.Items, found.Next, found.People
	return out, nil
}

// TrailTableOutput is a table as a file to be kept.
type TrailTableOutput struct {
	ContentType        string `header:"Content-Type"`
	ContentDisposition string `header:"Content-Disposition"`
	Body               []byte
}

func (h handlers) trailTable(ctx context.Context, in *TrailFilterInput) (*TrailTableOutput, error) {
	return h.tableOf(ctx, "", in)
}

func (h handlers) programmeTrailTable(ctx context.Context, in *ProgrammeTrailTableInput) (*TrailTableOutput, error) {
	return h.tableOf(ctx, in.Slug, &in.TrailFilterInput)
}

func (h handlers) tableOf(ctx context.Context, slug string, in *TrailFilterInput) (*TrailTableOutput, error) {
	text, err := h.service.TrailTable(ctx, slug, in.filter())
	if err != nil {
		return nil, err
	}
	name := "sluse"
	if slug != "" {
		name = slug // letters, digits and hyphens, so that it can stand in a header
	}
	return &TrailTableOutput{"text/csv; charset=utf-8", `attachment; filename="` + name + `-trail.csv"`, text}, nil
}
