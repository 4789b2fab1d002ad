package app

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"sluse/internal/kernel/fault"
	"sluse/internal/platform/mail"
)

// demoMailsShown is how many mails the demo's mailbox shows.
const demoMailsShown = 100

type demoMailsOutput struct {
	Body struct {
		Items []mail.Kept `json:"items"`
		Next  string      `json:"next" doc:"Always empty: older mails are not shown"`
	}
}

// registerDemoMails lets the demo's visitors read the mails that would have left.
// Outside the demo there is no such thing, whoever asks.
func (a *App) registerDemoMails(api huma.API) {
	huma.Register(api, huma.Operation{
		OperationID: "list-demo-mails", Method: http.MethodGet, Path: "/api/demo/mails", Tags: []string{"installation"},
		Summary: "The mails that would have been sent; 404 outside the demo",
	}, func(ctx context.Context, _ *struct{}) (*demoMailsOutput, error) {
		if !a.config.Demo {
			return nil, fault.NewNotFound("demo.off")
		}
		mails, err := a.outbox.Mailbox(ctx, demoMailsShown)
		if err != nil {
			return nil, err
		}
		out := &demoMailsOutput{}
		out.Body.Items = mails
		return out, nil
	})
}
