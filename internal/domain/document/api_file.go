package document

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humaecho"

	"sluse/internal/platform/web"
)

// fileTime is how long a whole file may take on a slow line.
const fileTime = 15 * time.Minute

func (h handlers) registerFiles(server *web.Server) {
	download(server, "download-document", "/api/documents/{id}/file", "The newest version of a document, as a file",
		func(ctx context.Context, in *DownloadInput, mark bool) (Opened, error) {
			return h.service.OpenVersion(ctx, in.ID, 0, mark)
		})
	download(server, "download-document-version", "/api/documents/{id}/versions/{number}/file", "One version of a document, as a file",
		func(ctx context.Context, in *DownloadVersionInput, mark bool) (Opened, error) {
			return h.service.OpenVersion(ctx, in.ID, in.Number, mark)
		})
	download(server, "download-file", "/api/files/{id}", "A file that belongs to nothing yet, or to a thing that is no document",
		func(ctx context.Context, in *DownloadInput, mark bool) (Opened, error) {
			return h.service.OpenFile(ctx, in.ID, Looking{Begins: mark, InPage: in.Preview})
		})
	forget := operation("forget-file", http.MethodDelete, "/api/files/{id}", "Take back a file that belongs to nothing yet")
	forget.DefaultStatus = http.StatusNoContent
	huma.Register(server.API, forget, func(ctx context.Context, in *DocumentInput) (*struct{}, error) {
		return nil, h.service.Forget(ctx, in.ID)
	})
}

// DownloadInput names what is to be downloaded.
type DownloadInput struct {
	DocumentInput
	Preview bool   `query:"preview" doc:"To be shown in the page, where its kind allows that, rather than saved"`
	Range   string `header:"Range" doc:"The part that is wanted (RFC 9110)" example:"bytes=0-1023"`
}

// DownloadVersionInput names a version of a document.
type DownloadVersionInput struct {
	DownloadInput
	Number int64 `path:"number" minimum:"1" maximum:"1000000"`
}

// downloading is either input.
type downloading interface {
	inline() bool
	begins() bool
}

func (in *DownloadInput) inline() bool { return in.Preview }

// begins reports whether the beginning is asked for: a browser that reads on in
// parts asks several times for one reading.
func (in *DownloadInput) begins() bool {
	return in.Range == "" || strings.HasPrefix(strings.ReplaceAll(in.Range, " ", ""), "bytes=0-")
}

// download registers an operation that answers with a file.
func download[I any, P interface {
	*I
	downloading
}](server *web.Server, id, path, summary string, open func(ctx context.Context, in *I, mark bool) (Opened, error)) {
	op := operation(id, http.MethodGet, path, summary)
	whole := &huma.Response{Description: "The file", Content: map[string]*huma.MediaType{
		"application/octet-stream": {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}},
	}}
	part := *whole
	part.Description = "The part that was asked for"
	op.Responses = map[string]*huma.Response{
		"200": whole, "206": &part, "304": {Description: "The client has it"}, "416": {Description: "No such part"}, "default": problem(server.API),
	}
	server.GiveRoom(op.Method, op.Path, web.Room{Time: fileTime})
	huma.Register(server.API, op, func(ctx context.Context, in *I) (*huma.StreamResponse, error) {
		opened, err := open(ctx, in, P(in).begins())
		if err != nil {
			return nil, err
		}
		return &huma.StreamResponse{Body: func(c huma.Context) {
			defer func() { _ = opened.Content.Close() }()
			send(server.API, c, opened, P(in).inline())
		}}, nil
	})
}

// previewPolicy lets a file that is shown by itself do nothing: no scripts, no
// origin of its own, nothing loaded.
const previewPolicy = "sandbox; default-src 'none'; img-src 'self'; media-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; form-action 'none'; base-uri 'none'"

// send answers with a file. Whatever it holds, it is of the kind that we found, and
// is saved rather than shown unless it is of a kind that shows safely.
func send(api huma.API, c huma.Context, opened Opened, inline bool) {
	e := humaecho.Unwrap(c)
	h := e.Response().Header()
	f := opened.File
	h.Set("Content-Type", f.MediaType)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Disposition", disposition(f, inline && f.Previewable()))
	h.Set("Content-Security-Policy", previewPolicy)
	h.Set("ETag", `"`+f.SHA256+`"`)
	// A browser may keep it, but asks each time whether one may still read it.
	h.Set("Cache-Control", "private, no-cache")
	answer := &ranged{ResponseWriter: e.Response()}
	http.ServeContent(answer, e.Request(), "", f.UploadedAt, opened.Content)
	if answer.refused {
		for _, name := range []string{"Content-Type", "Content-Disposition", "Etag"} {
			h.Del(name)
		}
		_ = huma.WriteErr(api, c, http.StatusRequestedRangeNotSatisfiable, "")
	}
}

// ranged holds back what net/http says in plain words of a part that is not there,
// so that this, too, is answered with a problem.
type ranged struct {
	http.ResponseWriter
	refused bool
}

// WriteHeader implements http.ResponseWriter.
func (r *ranged) WriteHeader(status int) {
	if r.refused = status == http.StatusRequestedRangeNotSatisfiable; !r.refused {
		r.ResponseWriter.WriteHeader(status)
	}
}

// Write implements http.ResponseWriter.
func (r *ranged) Write(text []byte) (int, error) {
	if r.refused {
		return len(text), nil
	}
	return r.ResponseWriter.Write(text)
}

// disposition names the file for saving: in full, and without letters beyond ASCII
// for programs that know no others (RFC 6266).
func disposition(f File, inline bool) string {
	kind := "attachment"
	if inline {
		kind = "inline"
	}
	plain := strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' || strings.ContainsRune(`"\\%`, r) {
			return '_'
		}
		return r
	}, f.Name)
	return kind + `; filename="` + plain + `"; filename*=UTF-8''` + strings.ReplaceAll(url.QueryEscape(f.Name), "+", "%20")
}
