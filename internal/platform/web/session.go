package web

import (
	"context"
	"net/http"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/fault"

	"github.com/danielgtaylor/huma/v2"
	"github.com/labstack/echo/v4"
)

// SessionCookie is the name of the cookie that holds the session's token.
const SessionCookie = "sluse_session"

// Sessions tells who holds a session. A token that is unknown, ended or of a
// person who was shut out is the fault Unauthenticated; any other error means
// that it could not be found out.
type Sessions interface {
	Authenticate(ctx context.Context, token string) (actor.Actor, error)
}

type refusalKey struct{}

// authenticate puts the actor of the session cookie into the request's context.
// A session that has ended is no fault by itself, since public operations go on
// without; the reason waits in the context for requireActor.
func (s *Server) authenticate(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		cookie, err := c.Request().Cookie(SessionCookie)
		if err != nil || cookie.Value == "" || s.options.Sessions == nil {
			return next(c)
		}
		ctx := c.Request().Context()
		who, err := s.options.Sessions.Authenticate(ctx, cookie.Value)
		switch {
		case err == nil:
			ctx = actor.With(ctx, who)
		case fault.Is(err, fault.Unauthenticated):
			ctx = context.WithValue(ctx, refusalKey{}, err)
		default:
			return err
		}
		c.SetRequest(c.Request().WithContext(ctx))
		return next(c)
	}
}

// RequireActor is the fault of a request that nobody is signed in for, nil if
// somebody is. Plain Echo handlers (uploads, the websocket) call it themselves.
func RequireActor(ctx context.Context) error {
	if _, ok := actor.From(ctx); ok {
		return nil
	}
	if refusal, ok := ctx.Value(refusalKey{}).(error); ok {
		return refusal
	}
	return fault.NewUnauthenticated("session.required")
}

// requireActor shuts every operation that is not in the list of public ones.
func (s *Server) requireActor(ctx huma.Context, next func(huma.Context)) {
	if !s.public[ctx.Operation().OperationID] {
		if err := RequireActor(ctx.Context()); err != nil {
			_ = huma.WriteErr(s.API, ctx, http.StatusInternalServerError, "", err)
			return
		}
	}
	next(ctx)
}
