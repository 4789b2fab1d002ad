package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// failures are the answers that operations share, by status; each stands once among the
// description's components.
var failures = []int{
	http.StatusBadRequest, http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound, http.StatusConflict, http.StatusGone,
	http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType, http.StatusUnprocessableEntity, http.StatusUpgradeRequired,
	http.StatusTooManyRequests,
}

// describeFailures says how an operation can be refused: by what it takes, by who may
// ask, and by what it does, which refusals holds. What it says of itself stays, and
// "default" is for what fails on our side.
func describeFailures(api *huma.OpenAPI, operation *huma.Operation, problem *huma.Schema, public bool, refusals map[int][]string) {
	if api.Components.Responses == nil {
		api.Components.Responses = map[string]*huma.Response{}
	}
	body := operation.RequestBody != nil
	can := map[int]bool{
		http.StatusBadRequest:            true,
		http.StatusUnauthorized:          !public,
		http.StatusForbidden:             operation.Method != http.MethodGet,
		http.StatusNotFound:              strings.Contains(operation.Path, "{"),
		http.StatusRequestEntityTooLarge: body,
		http.StatusUnsupportedMediaType:  body,
		http.StatusUnprocessableEntity:   body || len(operation.Parameters) > 0,
		http.StatusTooManyRequests:       true,
	}
	for status, operations := range refusals {
		can[status] = can[status] || slices.Contains(operations, operation.OperationID)
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
