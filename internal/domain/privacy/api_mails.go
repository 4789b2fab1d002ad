package privacy

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"sluse/internal/kernel/page"
	"sluse/internal/platform/mail"
)

func (h handlers) registerMails(api huma.API) {
	huma.Register(api, reading("list-mails", "/api/admin/mails",
		"What became of the mails to everybody, newest first, without what they say; for administrators"), h.mails)
	huma.Register(api, writing("send-mail-again", "/api/admin/mails/{id}/tries",
		"Send a mail again that did not get through; for administrators", http.StatusNoContent), h.retryMail)
}

// MailsInput asks for a page of the mails.
type MailsInput struct {
	State  mail.State `query:"state" enum:"queued,sending,deferred,sent,failed,uncertain,withdrawn"`
	Q      string     `query:"q" maxLength:"100" doc:"A part of the recipient's address"`
	Cursor string     `query:"cursor" maxLength:"200"`
	Limit  int        `query:"limit" minimum:"1" maximum:"100" default:"50"`
}

// MailView is what became of a mail.
type MailView struct {
	ID          string     `json:"id"`
	Email       string     `json:"email"`
	Name        string     `json:"name" doc:"Of the recipient; may be empty"`
	Kind        string     `json:"kind" doc:"The sort of mail, such as post, digest or invitation"`
	State       mail.State `json:"state" enum:"queued,sending,deferred,sent,failed,uncertain,withdrawn"`
	Tries       int        `json:"tries" doc:"How often it was handed to the mail server"`
	ServerWords string     `json:"serverWords" doc:"What the mail server said last, where it did not take the mail"`
	CreatedAt   time.Time  `json:"createdAt"`
	SentAt      *time.Time `json:"sentAt,omitempty"`
	NextTry     *time.Time `json:"nextTry,omitempty"`
	MayRetry    bool       `json:"mayRetry" doc:"It can be sent again"`
}

// MailsOutput is a page of the mails.
type MailsOutput struct {
	Body struct {
		Items []MailView `json:"items" nullable:"false"`
		Next  string     `json:"next" doc:"Cursor of the next page; empty on the last"`
	}
}

func (h handlers) mails(ctx context.Context, in *MailsInput) (*MailsOutput, error) {
	found, err := h.service.Mails(ctx, in.State, in.Q, page.Request{Cursor: in.Cursor, Limit: in.Limit})
	if err != nil {
		return nil, err
	}
	out := &MailsOutput{}
	out.Body.Next, out.Body.Items = found.Next, make([]MailView, len(found.Items))
	for i, d := range found.Items {
		out.Body.Items[i] = MailView{
			ID: d.ID, Email: d.To.Email, Name: d.To.Name, Kind: d.Kind, State: d.State, Tries: d.Attempts,
			ServerWords: d.ServerWords, CreatedAt: d.CreatedAt, SentAt: d.SentAt, NextTry: d.NextTry, MayRetry: d.Again,
		}
	}
	return out, nil
}

// MailInput names a mail.
type MailInput struct {
	ID string `path:"id" maxLength:"36"`
}

func (h handlers) retryMail(ctx context.Context, in *MailInput) (*struct{}, error) {
	return nil, h.service.RetryMail(ctx, in.ID)
}
