package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humaecho"
	"github.com/labstack/echo/v4"
)

// securityScheme is the name of the session cookie in the API's description.
const securityScheme = "session"

func init() {
	// Lists are never null: an empty one is []. The frontend's types rely on it.
	huma.DefaultArrayNullable = false
}

func (s *Server) newAPI() huma.API {
	config := huma.DefaultConfig("Sluse", s.options.Version)
	config.Info.Description = "The API of Sluse, the shared workplace of a reference network. " +
		"Every operation needs the session cookie, except where its security is empty. " +
		"Every failure is application/problem+json with a code."
	// No $schema in bodies, no Link headers, no documentation page from another host.
	config.CreateHooks = nil
	config.DocsPath, config.OpenAPIPath, config.SchemasPath = "", "", ""
	format := huma.Format{Marshal: marshal, Unmarshal: unmarshal}
	config.Formats = map[string]huma.Format{"application/json": format, "json": format}
	config.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		securityScheme: {Type: "apiKey", In: "cookie", Name: SessionCookie, Description: "Set by signing in."},
	}
	config.OnAddOperation = append(config.OnAddOperation, s.describe)
	api := humaecho.New(s.Echo, config)
	api.UseMiddleware(s.requireActor)
	return api
}

// marshal writes JSON. A body that is asked for very often may bring its own text.
func marshal(w io.Writer, value any) error {
	if body, ok := value.(Shared); ok {
		own, text, err := body.Shared()
		if err != nil {
			return err
		}
		if text != nil {
			return writeShared(w, own, text)
		}
	}
	return huma.DefaultJSONFormat.Marshal(w, value)
}

var errNUL = errors.New("web: a text holds the character NUL")

// unmarshal reads JSON, but no NUL characters: PostgreSQL cannot keep them and
// nobody types them.
func unmarshal(data []byte, value any) error {
	if escapedNUL(data) {
		return errNUL
	}
	return huma.DefaultJSONFormat.Unmarshal(data, value)
}

// escapedNUL finds \u0000 where the backslash is not itself escaped. Unescaped NUL
// is no JSON.
func escapedNUL(data []byte) bool {
	const escape = `\u0000`
	for from := 0; ; {
		at := bytes.Index(data[from:], []byte(escape))
		if at < 0 {
			return false
		}
		at += from
		backslashes := 0
		for at-backslashes > 0 && data[at-backslashes-1] == '\\' {
			backslashes++
		}
		if backslashes%2 == 0 {
			return true
		}
		from = at + len(escape)
	}
}

// describe completes an operation's description and refuses a careless one at
// start, where its author sees it.
func (s *Server) describe(api *huma.OpenAPI, operation *huma.Operation) {
	if !strings.HasPrefix(operation.Path, "/api/") || operation.OperationID == "" || operation.Summary == "" {
		panic(fmt.Sprintf("web: operation %q at %q needs an id, a summary and a path under /api/", operation.OperationID, operation.Path))
	}
	problem := api.Components.Schemas.Schema(reflect.TypeFor[Problem](), true, "")
	describeFailures(api, operation, problem, s.public[operation.OperationID], s.options.Refusals)
	// Left to huma, an operation with several good answers would have no bad one.
	if operation.Responses["default"] == nil {
		operation.Responses["default"] = &huma.Response{
			Description: "Error", Content: map[string]*huma.MediaType{problemType: {Schema: problem}},
		}
	}
	if s.public[operation.OperationID] {
		operation.Security = []map[string][]string{}
		return
	}
	operation.Security = []map[string][]string{{securityScheme: {}}}
}

// OpenAPI returns the description of the API, indented for reading and diffing.
func (s *Server) OpenAPI() ([]byte, error) {
	description := s.API.OpenAPI()
	s.examples.Do(func() { exampler{description.Components.Schemas, s.options.Examples}.addExamples(description) })
	text, err := json.MarshalIndent(description, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("write the API's description: %w", err)
	}
	return append(text, '\n'), nil
}

func (s *Server) serveOpenAPI(c echo.Context) error {
	text, err := s.OpenAPI()
	if err != nil {
		return err
	}
	return c.Blob(http.StatusOK, "application/openapi+json", text)
}
