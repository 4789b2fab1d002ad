package web

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// failures are the answers that operations share, by status; each stands once among the
// description's components.
var failures = []int{
	http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound, http.StatusUnprocessableEntity, http.StatusTooManyRequests,
}

// describeFailures says how an operation can fail, by what it takes and who may ask. What
// it says of itself stays, and "default" is for all else.
func describeFailures(api *huma.OpenAPI, operation *huma.Operation, problem *huma.Schema, public bool) {
	if api.Components.Responses == nil {
		api.Components.Responses = map[string]*huma.Response{}
	}
	can := map[int]bool{
		http.StatusUnauthorized:        !public,
		http.StatusForbidden:           operation.Method != http.MethodGet,
		http.StatusNotFound:            strings.Contains(operation.Path, "{"),
		http.StatusUnprocessableEntity: operation.RequestBody != nil || len(operation.Parameters) > 0,
		http.StatusTooManyRequests:     true,
	}
	for _, status := range failures {
		name, key := strings.ReplaceAll(http.StatusText(status), " ", ""), strconv.Itoa(status)
		if api.Components.Responses[name] == nil {
			example := newProblem(status)
			example.RequestID = "01931f0e-5c00-7a41-8d5a-2f6b0c9e4d17"
			api.Components.Responses[name] = &huma.Response{
				Description: details[status], Content: map[string]*huma.MediaType{problemType: {Schema: problem, Example: example}},
			}
		}
		if can[status] && operation.Responses[key] == nil {
			operation.Responses[key] = &huma.Response{Ref: "#/components/responses/" + name}
		}
	}
}
