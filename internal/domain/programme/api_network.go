package programme

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"sluse/internal/kernel/clock"
)

// registerNetwork mounts the network's table as a file.
func (h handlers) registerNetwork(api huma.API) {
	huma.Register(api, huma.Operation{
		OperationID: "export-network", Method: http.MethodGet, Path: "/api/programmes/{slug}/network.csv", Tags: []string{"programme"},
		Summary: "The network as a table for a spreadsheet",
		Description: "UTF-8 with a byte order mark, semicolons between the fields: organisations that take part, then the " +
			"municipalities that do not. Headings in the language of the one who asks.",
		Responses: map[string]*huma.Response{
			"200": {Description: "The table", Content: map[string]*huma.MediaType{"text/csv": {Schema: &huma.Schema{
				Type: huma.TypeString,
				Examples: []any{"\ufeffKommunekode;Kommune eller organisation;Deltager som;Formandskommune;Klynge;Region;Indbyggere 1. januar 2020;Størrelse;" +
					"Pladser i brug;Inviteret;Pladser i alt;Med fra;Personer\r\n" +
					"0621;Kolding;Partnerskabskommune;;;Syddanmark;93175;60.000 op til 100.000;2;1;3;2025-09-01;Mette Dahl, Bo Juul\r\n"},
			}}}},
		},
	}, h.exportNetwork)
}

// CSVOutput is a table as a file to be kept.
type CSVOutput struct {
	ContentType        string `header:"Content-Type"`
	ContentDisposition string `header:"Content-Disposition"`
	Body               []byte
}

func (h handlers) exportNetwork(ctx context.Context, input *SlugInput) (*CSVOutput, error) {
	table, err := h.service.NetworkTable(ctx, input.Slug)
	if err != nil {
		return nil, err
	}
	// A slug is letters, digits and hyphens, so that it can stand in a header.
	return &CSVOutput{"text/csv; charset=utf-8", `attachment; filename="` + input.Slug + `-network.csv"`, table}, nil
}

// ComingRegionView is the region that a municipality will belong to.
type ComingRegionView struct {
	Name   string     `json:"name" example:"Østdanmark"`
	Starts clock.Date `json:"starts" format:"date" example:"2027-01-01"`
}

func comingRegion(m Municipality, today clock.Date) *ComingRegionView {
	region := m.Coming(today)
	if region.Name == "" {
		return nil
	}
	return &ComingRegionView{region.Name, region.Starts}
}
