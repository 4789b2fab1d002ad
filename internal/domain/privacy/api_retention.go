package privacy

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
)

func reading(id, path, summary string) huma.Operation {
	return huma.Operation{OperationID: id, Method: http.MethodGet, Path: path, Summary: summary, Tags: []string{"privacy"}, DefaultStatus: http.StatusOK}
}

func (h handlers) registerRetention(api huma.API) {
	huma.Register(api, reading("get-retention", "/api/retention",
		"What is deleted when, what would go now and what went; for administrators"), h.retention)
}

// RetentionOutput is the answer of get-retention.
type RetentionOutput struct {
	Body struct {
		Rules  []RuleView `json:"rules" nullable:"false"`
		Nights []Night    `json:"nights" nullable:"false" doc:"The latest, newest first"`
		Next   time.Time  `json:"next" doc:"When the rules are carried out next"`
	}
}

func (h handlers) retention(ctx context.Context, _ *struct{}) (*RetentionOutput, error) {
	found, err := h.service.Retention(ctx)
	if err != nil {
		return nil, err
	}
	out := &RetentionOutput{}
	out.Body.Rules, out.Body.Nights, out.Body.Next = found.Rules, found.Nights, found.Next
	return out, nil
}
