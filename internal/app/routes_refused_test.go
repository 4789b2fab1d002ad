package app_test

import (
	"strconv"
	"testing"

	"sluse/internal/app/apptest"
)

// That no refusal is met which the description does not know is seen to by every
// answer that apptest gets. Here it is the other way round: each status that an
// operation can be refused with by what it does stands in the description by name.
func TestRefusalsAreDescribed(t *testing.T) {
	operations := apptest.Empty(t).Operations()
	for operation, statuses := range map[string][]int{
		"list-people":      {400, 401, 403, 422, 429},
		"begin-passkey":    {400, 401, 403, 404, 409, 429},
		"create-programme": {400, 401, 403, 409, 413, 415, 422, 429},
		"edit-post":        {400, 401, 403, 404, 409, 410, 413, 415, 422, 429},
		"sign-in":          {400, 403, 410, 413, 415, 422, 429},
		"open-live":        {400, 401, 403, 426, 429},
		"get-programme":    {400, 404, 422, 429},
	} {
		described := map[string]bool{}
		for status, response := range operations[operation].Responses {
			if status >= "400" && status != "default" {
				described[status] = true
				if response.Ref == "" {
					t.Errorf("%s has an answer of its own for %s", operation, status)
				}
			}
		}
		for _, status := range statuses {
			if !described[strconv.Itoa(status)] {
				t.Errorf("%s does not say that it may answer %d", operation, status)
			}
		}
		if len(described) != len(statuses) {
			t.Errorf("%s says %v, and can be refused with %v", operation, described, statuses)
		}
	}
}
