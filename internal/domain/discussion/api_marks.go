package discussion

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"sluse/internal/kernel/actor"
	"sluse/internal/platform/cpr"
	"sluse/internal/platform/richtext"
)

func (h handlers) registerMarks(api huma.API) {
	huma.Register(api, operation("mark-read", http.MethodPut, "/api/threads/{id}/read", "Move your mark to a post that you have seen"), h.markRead)
	huma.Register(api, operation("list-readers", http.MethodGet, "/api/threads/{id}/readers", "Who has seen the newest post"), h.readers)
	huma.Register(api, operation("follow-thread", http.MethodPut, "/api/threads/{id}/follow", "What you want to be told of in a thread"), h.follow)
	huma.Register(api, operation("check-cpr", http.MethodPost, "/api/cpr-checks", "Look for CPR numbers in a text that is being written; nothing is kept"), h.checkCPR)
}

// MarkReadInput names the last post that was seen.
type MarkReadInput struct {
	ThreadInput
	Body struct {
		PostID string `json:"postId" maxLength:"36"`
	}
}

func (h handlers) markRead(ctx context.Context, in *MarkReadInput) (*struct{}, error) {
	return nil, h.service.MarkRead(ctx, in.ID, in.Body.PostID)
}

// ReadersOutput is who has seen the newest post.
type ReadersOutput struct {
	Body struct {
		Items  []string                `json:"items" nullable:"false" doc:"Ids of people, the latest first; at most 100"`
		People map[string]actor.Person `json:"people"`
	}
}

func (h handlers) readers(ctx context.Context, in *ThreadInput) (*ReadersOutput, error) {
	readers, people, err := h.service.Readers(ctx, in.ID)
	out := &ReadersOutput{}
	out.Body.Items, out.Body.People = append([]string{}, readers...), people
	return out, err
}

// FollowInput is how a thread is followed.
type FollowInput struct {
	ThreadInput
	Body struct {
		State Follow `json:"state" enum:"default,following,muted"`
	}
}

func (h handlers) follow(ctx context.Context, in *FollowInput) (*struct{}, error) {
	return nil, h.service.SetFollow(ctx, in.ID, in.Body.State)
}

// CheckInput is a text that is being written.
type CheckInput struct {
	Body struct {
		Text string `json:"text" maxLength:"40000"`
	}
}

// CheckOutput is what looks like CPR numbers in it.
type CheckOutput struct {
	Body struct {
		Findings []FindingView `json:"findings" nullable:"false"`
		Blocks   bool          `json:"blocks" doc:"The text cannot be sent as it is"`
	}
}

// FindingView is one number that looks like a CPR number.
type FindingView struct {
	Start      int    `json:"start" doc:"Offset in UTF-16 code units"`
	End        int    `json:"end"`
	Masked     string `json:"masked" example:"••••••-••••"`
	Confidence string `json:"confidence" enum:"likely,doubtful"`
}

func (h handlers) checkCPR(_ context.Context, in *CheckInput) (*CheckOutput, error) {
	out := &CheckOutput{}
	out.Body.Findings = []FindingView{}
	for _, f := range cpr.FindUTF16(in.Body.Text) {
		out.Body.Findings = append(out.Body.Findings, FindingView{f.Start, f.End, f.Masked, string(f.Confidence)})
	}
	out.Body.Blocks = cpr.Blocks(cpr.Find(in.Body.Text)) || cpr.Blocks(cpr.Find(richtext.Plain(in.Body.Text)))
	return out, nil
}
