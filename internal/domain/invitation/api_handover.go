package invitation

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/clock"
)

func (m *Module) registerHandover(api huma.API, h handlers, op operation) {
	huma.Register(api, op("hand-over-seat", http.MethodPost, "/api/seats/{id}/hand-over",
		"Give a seat on from a day, and invite the successor", http.StatusCreated), h.handOver)
	huma.Register(api, op("preview-hand-over", http.MethodPost, "/api/seats/{id}/hand-over-previews",
		"The mail to the successor, before sending", http.StatusOK), h.previewHandOver)
	huma.Register(api, op("get-seat-history", http.MethodGet, "/api/seats/{id}/history",
		"Who held a seat, the first one first", http.StatusOK), h.history)
}

// SuccessorView is who a seat is given on to.
type SuccessorView struct {
	InviteeView
	From     clock.Date `json:"from" format:"date" doc:"The successor's first day; the day before is the holder's last"`
	Greeting string     `json:"greeting" maxLength:"4000"`
	Locale   string     `json:"locale" required:"false" enum:"da,en" default:"da"`
}

type successorInput struct {
	IDInput
	Body SuccessorView
}

func (i *successorInput) successor() Successor {
	return Successor{Invitee(i.Body.InviteeView), i.Body.From, i.Body.Greeting, i.Body.Locale}
}

func (h handlers) handOver(ctx context.Context, input *successorInput) (*oneOutput, error) {
	return one(h.service.HandOver(ctx, input.ID, input.successor()))
}

func (h handlers) previewHandOver(ctx context.Context, input *successorInput) (*previewOutput, error) {
	return previewed(h.service.PreviewHandOver(ctx, input.ID, input.successor()))
}

// HolderView is one holder of a seat.
type HolderView struct {
	SeatID    string     `json:"seatId"`
	PersonID  string     `json:"personId"`
	Starts    clock.Date `json:"starts" format:"date"`
	Ends      clock.Date `json:"ends" doc:"The last day; empty where it is open"`
	GivenBy   string     `json:"givenBy" doc:"Who gave the seat on; empty where it was not"`
	GivenAt   *time.Time `json:"givenAt,omitempty"`
	Successor string     `json:"successor" doc:"Who is invited to take the seat, until they do"`
}

// SeatHistory is who held a seat, the first one first.
type SeatHistory struct {
	Items  []HolderView            `json:"items" nullable:"false"`
	Next   string                  `json:"next" doc:"Always empty: the list is whole"`
	People map[string]actor.Person `json:"people"`
}

type historyOutput struct{ Body SeatHistory }

func (h handlers) history(ctx context.Context, input *IDInput) (*historyOutput, error) {
	history, err := h.service.History(ctx, input.ID)
	if err != nil {
		return nil, err
	}
	out := &historyOutput{}
	out.Body.Items, out.Body.People = make([]HolderView, len(history.Holders)), history.People
	for n, holder := range history.Holders {
		view := HolderView{SeatID: holder.ID, PersonID: holder.PersonID, Starts: holder.Starts, Ends: holder.Ends, Successor: holder.Successor}
		if given := holder.GivenOn; given != nil {
			view.GivenBy, view.GivenAt = given.By, &given.At
		}
		out.Body.Items[n] = view
	}
	return out, nil
}
