package app

import (
	"context"
	"fmt"
	"net/http"
	"reflect"

	"github.com/danielgtaylor/huma/v2"
	"github.com/labstack/echo/v4"

	"sluse/internal/domain/discussion"
	"sluse/internal/domain/document"
	"sluse/internal/domain/invitation"
	"sluse/internal/domain/programme"
	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/fault"
	"sluse/internal/platform/live"
	"sluse/internal/platform/web"
)

// livePath is where browsers open their websocket.
const livePath = "/api/live"

// buildHub makes the hub and lets the activity log show its frames there. Several
// nodes need a broker that carries between them; one node is alone.
func (a *App) buildHub() error {
	var err error
	if a.broker, err = a.openBroker(); err != nil {
		return err
	}
	a.hub = live.NewHub(live.Options{
		Node: a.node, History: a.activity, Broker: a.broker, Logger: a.log, Forget: a.forget,
		// Both are known only once the features and the server are built.
		Refresh: func(ctx context.Context, sessionID string) (actor.Actor, error) {
			return a.refresh(ctx, sessionID)
		},
		Aside: a.spentElsewhere,
		Again: func(r *http.Request) (actor.Actor, error) {
			cookie, err := r.Cookie(web.SessionCookie)
			if err != nil {
				return actor.Actor{}, fault.NewUnauthenticated("session.required")
			}
			return a.features.account.Authenticate(r.Context(), cookie.Value)
		},
		CheckOrigin: func(r *http.Request) bool { return a.server.CheckOrigin(r) },
	})
	a.activity.PublishTo(a.hub)
	a.metrics.Gauge("live_connections", "Open websockets of this node.", func() float64 { return float64(a.hub.Stats().Connections) })
	a.metrics.Gauge("live_topics", "Topics that somebody looks at on this node.", func() float64 { return float64(a.hub.Stats().Topics) })
	return nil
}

func (a *App) openBroker() (live.Broker, error) {
	if a.config.NATSURL == "" {
		return live.Alone{}, nil
	}
	broker, err := live.ConnectNATS(a.config.NATSURL, a.node, a.log)
	if err != nil {
		return nil, fmt.Errorf("reach the other nodes: %w", err)
	}
	a.metrics.Gauge("live_broker_connected", "1 while NATS is reached; else what other nodes do is read in the database.", func() float64 {
		if broker.Connected() {
			return 1
		}
		return 0
	})
	return broker, nil
}

// forget drops what this node remembers of those whose rights have changed on any.
func (a *App) forget(what live.Recheck) {
	switch {
	case what.PersonID != "":
		a.features.account.Forget(what.PersonID)
		a.names.forget(what.PersonID)
	case what.SessionID != "":
		a.features.account.ForgetSession(what.SessionID)
	case what == live.Recheck{}:
		a.features.account.ForgetAll()
		a.names.forget("")
	}
}

// registerLive mounts the websocket. It is no operation of huma, so it asks for
// the actor itself and is described by hand.
func (a *App) registerLive(server *web.Server) {
	server.Echo.GET(livePath, func(c echo.Context) error {
		if err := web.RequireActor(c.Request().Context()); err != nil {
			return err
		}
		if !server.CheckOrigin(c.Request()) {
			return fault.NewForbidden("request.cross_origin")
		}
		if !c.IsWebSocket() {
			return echo.NewHTTPError(http.StatusUpgradeRequired)
		}
		a.hub.ServeHTTP(c.Response(), c.Request())
		return nil
	})
	description := server.API.OpenAPI()
	frame := func(value any) *huma.Schema {
		return description.Components.Schemas.Schema(reflect.TypeOf(value), true, "")
	}
	description.AddOperation(&huma.Operation{
		OperationID: "open-live", Method: http.MethodGet, Path: livePath, Tags: []string{"live"},
		Summary: "Open the websocket that shows what happens while it happens",
		Description: "A websocket of JSON text frames. The client sends ClientFrame, the server ServerFrame. " +
			"Close code 4401: the session has ended; 4403: do not come back. " +
			"Events of a topic are numbered without holes; a client that sees a hole subscribes again after the last that it has.",
		Responses: map[string]*huma.Response{
			"101": {Description: "Switching Protocols"},
			"default": {Description: "Error", Content: map[string]*huma.MediaType{
				"application/problem+json": {Schema: frame(web.Problem{})},
			}},
		},
		Extensions: map[string]any{"x-websocket": map[string]any{
			"send": frame(live.ClientFrame{}), "receive": frame(live.ServerFrame{}),
			// The member "data" of an event, by its verb.
			"events": map[string]any{
				discussion.VerbThreadOpened:  frame(discussion.ThreadEvent{}),
				discussion.VerbThreadChanged: frame(discussion.ThreadEvent{}),
				discussion.VerbPostCreated:   frame(discussion.PostEvent{}),
				discussion.VerbPostEdited:    frame(discussion.PostEvent{}),
				discussion.VerbPostDeleted:   frame(discussion.PostEvent{}),
				discussion.VerbPostReacted:   frame(discussion.PostEvent{}),
				discussion.VerbPostPinned:    frame(discussion.PostEvent{}),
				document.VerbAdded:           frame(document.DocumentEvent{}),
				document.VerbVersionAdded:    frame(document.DocumentEvent{}),
				document.VerbChanged:         frame(document.DocumentEvent{}),
				document.VerbWithdrawn:       frame(document.DocumentEvent{}),
				programme.VerbSeatHandedOver: frame(programme.SeatHandedOver{}),
				invitation.VerbSent:          frame(invitation.Changed{}),
				invitation.VerbOpened:        frame(invitation.Changed{}),
				invitation.VerbAccepted:      frame(invitation.Changed{}),
				invitation.VerbRevoked:       frame(invitation.Changed{}),
				invitation.VerbAsked:         frame(invitation.Changed{}),
			},
		}},
	})
}
