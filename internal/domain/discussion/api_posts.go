package discussion

import (
	"context"
	"encoding/json"
	"net/http"
	"reflect"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"sluse/internal/kernel/actor"
	"sluse/internal/platform/web"
)

func (h handlers) registerPosts(api huma.API) {
	huma.Register(api, operation("list-posts", http.MethodGet, "/api/threads/{id}/posts", "A part of a thread, oldest first"), h.posts)
	post := operation("add-post", http.MethodPost, "/api/threads/{id}/posts", "Add a post; sent again it is answered with the post it made")
	post.DefaultStatus = http.StatusCreated
	view := api.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[PostView](), true, "")
	post.Responses = map[string]*huma.Response{"200": {
		Description: "Sent again: the post that it made", Content: map[string]*huma.MediaType{"application/json": {Schema: view}},
	}}
	huma.Register(api, post, h.add)
	huma.Register(api, operation("edit-post", http.MethodPatch, "/api/posts/{id}", "Another text and other files; the former text, and the files' names, stay in the history"), h.edit)
	huma.Register(api, operation("delete-post", http.MethodDelete, "/api/posts/{id}", "Take a post back; a trace stays"), h.remove)
	huma.Register(api, operation("list-post-history", http.MethodGet, "/api/posts/{id}/history", "The former texts of a post"), h.history)
	huma.Register(api, operation("react", http.MethodPut, "/api/posts/{id}/reactions/{kind}", "Give a reaction"), h.react)
	huma.Register(api, operation("take-reaction-back", http.MethodDelete, "/api/posts/{id}/reactions/{kind}", "Take a reaction back"), h.unreact)
	huma.Register(api, operation("pin-post", http.MethodPut, "/api/posts/{id}/pin", "Keep a post at the top of its thread"), h.pin)
	huma.Register(api, operation("unpin-post", http.MethodDelete, "/api/posts/{id}/pin", "Let go of a pinned post"), h.unpin)
}

// PostInput names a post in the path.
type PostInput struct {
	ID string `path:"id" maxLength:"36" example:"0198d2a4-7c1e-7b0e-9a43-1f0f4f6b2c11"`
}

// PostOutput is one post.
type PostOutput struct {
	Status int
	Body   PostView
}

func postOutput(v PostView, err error) (*PostOutput, error) {
	return &PostOutput{Status: http.StatusOK, Body: v}, err
}

// PostsInput asks for a part of a thread.
type PostsInput struct {
	ThreadInput
	Before int64  `query:"before" minimum:"0" doc:"The posts before this place"`
	From   int64  `query:"from" minimum:"0" doc:"The posts from this place on"`
	Around string `query:"around" maxLength:"36" doc:"The posts around the one with this id"`
	Limit  int    `query:"limit" minimum:"1" maximum:"100" default:"50"`
}

// PostsOutput is a part of a thread.
type PostsOutput struct{ Body PostsOutputBody }

// PostsOutputBody is a part of a thread with what belongs to it.
type PostsOutputBody struct {
	Thread  ThreadView              `json:"thread"`
	Items   []PostView              `json:"items" nullable:"false" doc:"Oldest first"`
	Pinned  []PostView              `json:"pinned" nullable:"false"`
	People  map[string]actor.Person `json:"people"`
	Older   bool                    `json:"older" doc:"There are posts before the first"`
	Newer   bool                    `json:"newer" doc:"There may be posts after the last"`
	Seq     int64                   `json:"seq" doc:"Subscribe to thread:ID after this number"`
	ReadSeq int64                   `json:"readSeq" doc:"The place up to which you have read; 0 if nothing"`
	ReadAt  *time.Time              `json:"readAt,omitempty" doc:"When you last read on"`

	newest *newest
}

// Shared implements web.Shared: the newest posts are the same for everybody.
func (b PostsOutputBody) Shared() (own []byte, text *web.Text, err error) {
	if b.newest == nil {
		return nil, nil, nil
	}
	if text, err = b.newest.text(b.People); err != nil {
		return nil, nil, err
	}
	type plain PostsOutputBody
	own, err = json.Marshal(struct {
		plain
		// In their place, for they are in the text.
		Items  *struct{} `json:"items,omitempty"`
		Pinned *struct{} `json:"pinned,omitempty"`
		People *struct{} `json:"people,omitempty"`
	}{plain: plain(b)})
	if err != nil {
		return nil, nil, err
	}
	own[len(own)-1] = ','
	return own, text, nil
}

func (h handlers) posts(ctx context.Context, in *PostsInput) (*PostsOutput, error) {
	list, err := h.service.Posts(ctx, in.ID, Window{in.Before, in.From, in.Around, in.Limit})
	out := &PostsOutput{}
	b := &out.Body
	b.Thread, b.Items, b.Pinned, b.People = list.Thread, list.Items, list.Pinned, list.People
	b.Older, b.Newer, b.Seq, b.ReadSeq, b.ReadAt = list.Older, list.Newer, list.Seq, list.ReadSeq, list.ReadAt
	b.newest = list.newest
	return out, err
}

// AddPostInput is a new post.
type AddPostInput struct {
	ThreadInput
	Body struct {
		ClientID string      `json:"clientId" format:"uuid" doc:"Made by the client; sent again, it makes no second post"`
		Text     string      `json:"text" maxLength:"20000" example:"Tak. Hvordan gør I, når familien flytter?" doc:"Plain text with *emphasis*, **strong**, lists and mentions @[Name](person:ID)"`
		QuoteID  string      `json:"quoteId,omitempty" maxLength:"36" doc:"The post in the same thread that it answers"`
		Files    []FileInput `json:"files,omitempty" maxItems:"50" nullable:"false" doc:"Attached to it; the text may then be empty"`
	}
}

// FileInput is a file that was sent in before, to be attached to a post.
type FileInput struct {
	ID  string `json:"id" maxLength:"36"`
	Alt string `json:"alt,omitempty" maxLength:"2000" doc:"What a picture shows, for those who do not see it"`
}

func newFiles(in []FileInput) []NewFile {
	files := make([]NewFile, 0, len(in))
	for _, f := range in {
		files = append(files, NewFile(f))
	}
	return files
}

func (h handlers) add(ctx context.Context, in *AddPostInput) (*PostOutput, error) {
	v, made, err := h.service.Post(ctx, in.ID, NewPost{in.Body.ClientID, in.Body.Text, in.Body.QuoteID, newFiles(in.Body.Files)})
	out, err := postOutput(v, err)
	if made {
		out.Status = http.StatusCreated
	}
	return out, err
}

// EditInput is a post's new text.
type EditInput struct {
	PostInput
	Body struct {
		Text  string       `json:"text" maxLength:"20000"`
		Rev   int64        `json:"rev" minimum:"1" doc:"The revision that was edited"`
		Files *[]FileInput `json:"files,omitempty" maxItems:"50" doc:"All that it is to have: those of its files that stay, and others that were sent in; left out, they stay as they are"`
	}
}

func (h handlers) edit(ctx context.Context, in *EditInput) (*PostOutput, error) {
	n := NewText{Text: in.Body.Text, Rev: in.Body.Rev}
	if in.Body.Files != nil {
		files := newFiles(*in.Body.Files)
		n.Files = &files
	}
	return postOutput(h.service.Edit(ctx, in.ID, n))
}

// DeleteInput takes a post back.
type DeleteInput struct {
	PostInput
	Reason string `query:"reason" maxLength:"2000" doc:"Needed where somebody else wrote the post"`
}

func (h handlers) remove(ctx context.Context, in *DeleteInput) (*PostOutput, error) {
	return postOutput(h.service.Delete(ctx, in.ID, in.Reason))
}

// HistoryOutput is what a post has been.
type HistoryOutput struct {
	Body struct {
		Post  PostView     `json:"post"`
		Items []FormerView `json:"items" nullable:"false" doc:"The former texts, the latest first"`
	}
}

// FormerView is what a post said before.
type FormerView struct {
	Text      string    `json:"text"`
	Files     []string  `json:"files" nullable:"false" doc:"Names of what was attached to it"`
	WrittenAt time.Time `json:"writtenAt"`
}

func (h handlers) history(ctx context.Context, in *PostInput) (*HistoryOutput, error) {
	v, former, err := h.service.History(ctx, in.ID)
	out := &HistoryOutput{}
	out.Body.Post = v
	out.Body.Items = make([]FormerView, 0, len(former))
	for _, f := range former {
		out.Body.Items = append(out.Body.Items, FormerView(f))
	}
	return out, err
}

// ReactInput names a reaction in the path.
type ReactInput struct {
	PostInput
	Kind Reaction `path:"kind" enum:"same,question,thanks,agree"`
}

func (h handlers) react(ctx context.Context, in *ReactInput) (*PostOutput, error) {
	return postOutput(h.service.React(ctx, in.ID, in.Kind, true))
}

func (h handlers) unreact(ctx context.Context, in *ReactInput) (*PostOutput, error) {
	return postOutput(h.service.React(ctx, in.ID, in.Kind, false))
}

func (h handlers) pin(ctx context.Context, in *PostInput) (*PostOutput, error) {
	return postOutput(h.service.Pin(ctx, in.ID, true))
}

func (h handlers) unpin(ctx context.Context, in *PostInput) (*PostOutput, error) {
	return postOutput(h.service.Pin(ctx, in.ID, false))
}
