package document

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
)

func (h handlers) registerChanges(api huma.API) {
	huma.Register(api, operation("change-document", http.MethodPatch, "/api/documents/{id}", "Another title, description or category"), h.change)
	huma.Register(api, operation("add-document-version", http.MethodPost, "/api/documents/{id}/versions", "A new version; the earlier ones stay"), h.addVersion)
	huma.Register(api, operation("publish-document", http.MethodPut, "/api/documents/{id}/publication", "Show it on the programme's public page"), h.publish)
	huma.Register(api, operation("unpublish-document", http.MethodDelete, "/api/documents/{id}/publication", "Show it to members only"), h.unpublish)
	huma.Register(api, operation("move-document", http.MethodPut, "/api/documents/{id}/place", "Put it before another, or last"), h.move)
	huma.Register(api, operation("withdraw-document", http.MethodPut, "/api/documents/{id}/withdrawal", "Take it away with all its versions, for good"), h.withdraw)
}

// DocumentChangeInput is what a document is described as anew.
type DocumentChangeInput struct {
	DocumentInput
	Body struct {
		Title       string   `json:"title" maxLength:"1000"`
		Description string   `json:"description" maxLength:"5000"`
		Category    Category `json:"category" enum:"basis,tools,meetings,knowledge,practical"`
		Rev         int64    `json:"rev" minimum:"1" doc:"The revision that was changed"`
	}
}

func (h handlers) change(ctx context.Context, in *DocumentChangeInput) (*DocumentOutput, error) {
	b := in.Body
	return eventOutput(h.service.Describe(ctx, in.ID, Change{b.Title, b.Description, b.Category, b.Rev}))
}

// DocumentVersionInput is a new version of a document.
type DocumentVersionInput struct {
	DocumentInput
	Body struct {
		FileID string `json:"fileId" maxLength:"36" doc:"A file that was sent in with upload-file; sent again, it makes no second version"`
		Note   string `json:"note,omitempty" maxLength:"1000" doc:"What changed"`
	}
}

func (h handlers) addVersion(ctx context.Context, in *DocumentVersionInput) (*DocumentOutput, error) {
	return eventOutput(h.service.AddVersion(ctx, in.ID, in.Body.FileID, in.Body.Note))
}

func (h handlers) publish(ctx context.Context, in *DocumentInput) (*DocumentOutput, error) {
	return eventOutput(h.service.Publish(ctx, in.ID, true))
}

func (h handlers) unpublish(ctx context.Context, in *DocumentInput) (*DocumentOutput, error) {
	return eventOutput(h.service.Publish(ctx, in.ID, false))
}

// DocumentMoveInput is a document's new place.
type DocumentMoveInput struct {
	DocumentInput
	Body struct {
		Before string `json:"before" maxLength:"36" doc:"Id of the document that it is to stand before; empty for last"`
	}
}

func (h handlers) move(ctx context.Context, in *DocumentMoveInput) (*DocumentOutput, error) {
	return eventOutput(h.service.Move(ctx, in.ID, in.Body.Before))
}

// DocumentWithdrawInput is why a document is taken away.
type DocumentWithdrawInput struct {
	DocumentInput
	Body struct {
		Reason string `json:"reason,omitempty" maxLength:"1000" doc:"Needed by whoever did not add it"`
	}
}

func (h handlers) withdraw(ctx context.Context, in *DocumentWithdrawInput) (*DocumentOutput, error) {
	return eventOutput(h.service.Withdraw(ctx, in.ID, in.Body.Reason))
}
