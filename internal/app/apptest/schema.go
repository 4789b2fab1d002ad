package apptest

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"
)

// Operations returns every operation of the API's description, by id.
func (a *App) Operations() map[string]*huma.Operation {
	found := map[string]*huma.Operation{}
	for _, item := range a.Server().API.OpenAPI().Paths {
		for _, operation := range operationsOf(item) {
			found[operation.OperationID] = operation
		}
	}
	return found
}

func operationsOf(item *huma.PathItem) []*huma.Operation {
	var found []*huma.Operation
	for _, operation := range []*huma.Operation{item.Get, item.Post, item.Put, item.Patch, item.Delete} {
		if operation != nil {
			found = append(found, operation)
		}
	}
	return found
}

// checkAnswer compares an answer with the API's description: a frontend whose
// types come from there may rely on it.
func (a *App) checkAnswer(t testing.TB, method, path string, answer Answer) {
	t.Helper()
	kind := answer.Header.Get("Content-Type")
	if answer.Status >= 400 && strings.HasPrefix(path, "/api") && kind != "application/problem+json" {
		t.Errorf("%s %s: %d is %q, not a problem", method, path, answer.Status, kind)
	}
	operation := a.operationAt(method, path)
	if operation == nil {
		return
	}
	response := operation.Responses[strconv.Itoa(answer.Status)]
	if response == nil {
		if answer.Status < http.StatusInternalServerError {
			t.Errorf("%s %s: %s does not say that it may answer %d", method, path, operation.OperationID, answer.Status)
		}
		response = operation.Responses["default"]
	}
	if shared, found := strings.CutPrefix(response.Ref, "#/components/responses/"); found {
		response = a.Server().API.OpenAPI().Components.Responses[shared]
	}
	if len(answer.Body) == 0 || !strings.Contains(kind, "json") || response.Content[kind] == nil || response.Content[kind].Schema == nil {
		return
	}
	var value any
	if err := json.Unmarshal(answer.Body, &value); err != nil {
		t.Errorf("%s %s: %v", method, path, err)
		return
	}
	result := &huma.ValidateResult{}
	huma.Validate(a.Server().API.OpenAPI().Components.Schemas, response.Content[kind].Schema,
		huma.NewPathBuffer([]byte{}, 0), huma.ModeReadFromServer, value, result)
	for _, finding := range result.Errors {
		t.Errorf("%s %s: the answer is not as described: %v in %.500s", method, path, finding, answer.Body)
	}
}

// operationAt finds the operation at an address, nil if there is none. An address
// without parameters goes before one with.
func (a *App) operationAt(method, path string) *huma.Operation {
	path, _, _ = strings.Cut(path, "?")
	var best *huma.Operation
	for template, item := range a.Server().API.OpenAPI().Paths {
		operation := map[string]*huma.Operation{
			http.MethodGet: item.Get, http.MethodPost: item.Post, http.MethodPut: item.Put,
			http.MethodPatch: item.Patch, http.MethodDelete: item.Delete,
		}[method]
		if operation == nil || !fits(template, path) {
			continue
		}
		if best == nil || strings.Count(template, "{") < strings.Count(best.Path, "{") {
			best = operation
		}
	}
	return best
}

func fits(template, path string) bool {
	wanted, given := strings.Split(template, "/"), strings.Split(path, "/")
	if len(wanted) != len(given) {
		return false
	}
	for i, part := range wanted {
		if part != given[i] && !strings.HasPrefix(part, "{") {
			return false
		}
	}
	return true
}
