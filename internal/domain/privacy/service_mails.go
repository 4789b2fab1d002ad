package privacy

import (
	"context"
	"slices"
	"strings"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/fault"
	"sluse/internal/kernel/id"
	"sluse/internal/kernel/page"
	"sluse/internal/platform/mail"
)

// Mails returns what became of mails, newest first: of all, or of those in a state
// and to addresses that hold some words; for administrators. What a mail says, its
// subject too, is the programme's and not told.
func (s *Service) Mails(ctx context.Context, state mail.State, address string, request page.Request) (page.Result[mail.Delivery], error) {
	none := page.Result[mail.Delivery]{}
	a, err := actor.Must(ctx)
	if err != nil {
		return none, err
	}
	if err := MayAdminister(a); err != nil {
		return none, err
	}
	if state != "" && !slices.Contains(mail.States, state) {
		return none, fault.NewInvalid("validation.format", fault.Field{Field: "state", Code: "validation.format"})
	}
	before := ""
	if request.Cursor != "" {
		if err := page.Decode(request.Cursor, &before); err != nil {
			return none, err
		}
		if !id.Valid(before) {
			return none, fault.NewInvalid("page.cursor_invalid", fault.Field{Field: "cursor", Code: "page.cursor_invalid"})
		}
	}
	found, err := s.Outbox.List(ctx, mail.ListQuery{State: state, Address: strings.TrimSpace(address), Before: before, Limit: request.Size() + 1})
	if err != nil {
		return none, wrap("read what became of mails", err)
	}
	return page.Cut(found, request.Size(), func(d mail.Delivery) any { return d.ID }), s.Witness(ctx, VerbMailsSeen, "mail", "", "")
}

// RetryMail has a mail sent again that was refused, or of which nobody knows whether
// it left; for administrators.
func (s *Service) RetryMail(ctx context.Context, mailID string) error {
	a, err := actor.Must(ctx)
	if err != nil {
		return err
	}
	if err := MayAdminister(a); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(ctx context.Context) error {
		if err := s.Outbox.SendAgain(ctx, mailID); err != nil {
			return err
		}
		return s.Witness(ctx, VerbMailRetried, "mail", mailID, "")
	})
}
