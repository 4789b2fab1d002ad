package app_test

import (
	"encoding/json"
	"testing"

	"github.com/danielgtaylor/huma/v2"

	"sluse/internal/app/apptest"
)

// TestEveryBodyHasAnExampleThatFits: whoever reads the API's description sees what
// each body looks like, and what they see would be taken.
func TestEveryBodyHasAnExampleThatFits(t *testing.T) {
	a := apptest.New(t)
	server := a.Server()
	if _, err := server.OpenAPI(); err != nil {
		t.Fatal(err)
	}
	description, bodies := server.API.OpenAPI(), 0
	check := func(what string, mode huma.ValidateMode, content map[string]*huma.MediaType) {
		for kind, media := range content {
			if kind != "application/json" && kind != "application/problem+json" {
				continue
			}
			bodies++
			if media.Examples["body"] == nil {
				t.Errorf("%s: %s without an example", what, kind)
				continue
			}
			for _, wrong := range unfit(t, description.Components.Schemas, mode, media) {
				t.Errorf("%s: %v", what, wrong)
			}
		}
	}
	for _, operation := range a.Operations() {
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
func unfit(t *testing.T, schemas huma.Registry, mode huma.ValidateMode, media *huma.MediaType) []error {
	t.Helper()
	text, err := json.Marshal(media.Examples["body"].Value)
	if err != nil {
		t.Fatal(err)
	}
	var value any
	if err := json.Unmarshal(text, &value); err != nil {
		t.Fatal(err)
	}
	result := &huma.ValidateResult{}
	huma.Validate(schemas, media.Schema, huma.NewPathBuffer(nil, 0), mode, value, result)
	return result.Errors
}
