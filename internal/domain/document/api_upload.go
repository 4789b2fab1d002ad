package document

import (
	"errors"
	"io"
	"mime/multipart"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/labstack/echo/v4"

	"sluse/internal/kernel/fault"
	"sluse/internal/platform/web"
)

const (
	uploadPath = "/api/programmes/{slug}/files"
	// aroundFile is what a multipart body may hold beside the file.
	aroundFile = 1 << 20
)

// registerUpload mounts the one operation that takes a stream: huma would read the
// whole body first. It asks for the actor itself and is described by hand.
func (h handlers) registerUpload(server *web.Server) {
	server.GiveRoom(http.MethodPost, uploadPath, web.Room{Body: MaxSize + aroundFile, Time: fileTime})
	server.Echo.POST("/api/programmes/:slug/files", h.upload)
	op := operation("upload-file", http.MethodPost, uploadPath, "Send in a file, which then belongs to nothing and is known to its owner alone")
	op.Description = "Attach it within a day. What its name, its kind, its size or its words forbid is refused. Sent again with the same clientId it is the same file."
	longest := 60
	op.Parameters = []*huma.Param{
		{Name: "slug", In: "path", Required: true, Schema: &huma.Schema{Type: huma.TypeString, MaxLength: &longest}},
		{Name: "clientId", In: "query", Required: true, Schema: &huma.Schema{Type: huma.TypeString, Format: "uuid"}, Description: "Made by the client"},
	}
	op.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"multipart/form-data": {Schema: &huma.Schema{
		Type: huma.TypeObject, Required: []string{"file"},
		Properties: map[string]*huma.Schema{"file": {Type: huma.TypeString, Format: "binary", Description: "At most 50 MB", Examples: []any{"Referat af netværksmødet\n"}}},
	}}}}
	op.Responses = map[string]*huma.Response{
		"200": described(server.API, "It was sent in earlier, under the same clientId", FileView{}),
		"201": described(server.API, "Created", FileView{}), "default": problem(server.API),
	}
	server.API.OpenAPI().AddOperation(&op)
}

// upload takes the stream. What is refused is read to its end first: a client that
// is still sending would otherwise see a broken line and not the reason.
func (h handlers) upload(c echo.Context) error {
	if err := web.RequireActor(c.Request().Context()); err != nil {
		return err
	}
	view, made, err := h.take(c)
	if err != nil {
		_, _ = io.Copy(io.Discard, c.Request().Body)
		return err
	}
	if made {
		return c.JSON(http.StatusCreated, view)
	}
	return c.JSON(http.StatusOK, view)
}

func (h handlers) take(c echo.Context) (view FileView, made bool, err error) {
	if err := h.service.AllowUpload(c.Request().Context(), c.Param("slug")); err != nil {
		return FileView{}, false, err
	}
	parts, err := c.Request().MultipartReader()
	if err != nil {
		return FileView{}, false, errNoPart.Because(err)
	}
	part, err := filePart(parts)
	if err != nil {
		return FileView{}, false, err
	}
	return h.service.Upload(c.Request().Context(), c.Param("slug"), Upload{ClientID: c.QueryParam("clientId"), Name: part.FileName(), Content: part})
}

var errNoPart = fault.NewInvalid("file.missing_part", fault.Field{Field: "file", Code: "file.missing_part"})

// filePart finds the part of the body that holds the file.
func filePart(parts *multipart.Reader) (*multipart.Part, error) {
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return nil, errNoPart
		}
		if err != nil {
			return nil, broken(err)
		}
		if part.FormName() == "file" {
			return part, nil
		}
	}
}
