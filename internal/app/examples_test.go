package app_test

import (
	"encoding/json"
	"testing"

	"github.com/danielgtaylor/huma/v2"

	"sluse/internal/app/apptest"
)

// TestEveryBodyHasAnExampleThatFits: whoever reads the API's description sees what
// each body and each parameter looks like, and what they see would be taken.
func TestEveryBodyHasAnExampleThatFits(t *testing.T) {
	a := apptest.New(t)
	server := a.Server()
	if _, err := server.OpenAPI(); err != nil {
		t.Fatal(err)
	}
	description, bodies := server.API.OpenAPI(), 0
	check := func(what string, mode huma.ValidateMode, content map[string]*huma.MediaType) {
		for kind, media := range content {
			if media.Schema.Format == "binary" {
				continue // bare bytes of a file
			}
			bodies++
			if media.Examples["body"] == nil {
				t.Errorf("%s: %s without an example", what, kind)
				continue
			}
			for _, wrong := range unfit(t, description.Components.Schemas, mode, media.Schema, media.Examples["body"].Value) {
				t.Errorf("%s: %v", what, wrong)
			}
		}
	}
	for _, operation := range a.Operations() {
		for _, parameter := range operation.Parameters {
			what := operation.OperationID + " " + parameter.Name
			example := parameter.Example
			if len(parameter.Schema.Examples) > 0 {
				example = parameter.Schema.Examples[0]
			}
			if example == nil {
				t.Errorf("%s: no example", what)
				continue
			}
			for _, wrong := range unfit(t, description.Components.Schemas, huma.ModeWriteToServer, parameter.Schema, example) {
				t.Errorf("%s: %v", what, wrong)
			}
		}
		if operation.RequestBody != nil {
			check(operation.OperationID, huma.ModeWriteToServer, operation.RequestBody.Content)
		}
		for status, response := range operation.Responses {
			check(operation.OperationID+" "+status, huma.ModeReadFromServer, response.Content)
		}
	}
	if bodies < 200 {
		t.Errorf("only %d bodies were looked at", bodies)
	}
}

// unfit is what is wrong with an example, as a client would read it.
func unfit(t *testing.T, schemas huma.Registry, mode huma.ValidateMode, schema *huma.Schema, example any) []error {
	t.Helper()
	text, err := json.Marshal(example)
	if err != nil {
		t.Fatal(err)
	}
	var value any
	if err := json.Unmarshal(text, &value); err != nil {
		t.Fatal(err)
	}
	result := &huma.ValidateResult{}
	huma.Validate(schemas, schema, huma.NewPathBuffer(nil, 0), mode, value, result)
	return result.Errors
}
