package web

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strconv"

	"sluse/internal/kernel/fault"
	"sluse/internal/platform/database"

	"github.com/danielgtaylor/huma/v2"
	"github.com/labstack/echo/v4"
)

// problemType is the media type of RFC 9457.
const problemType = "application/problem+json"

// statusClientGone is what the log calls a request whose client went away.
const statusClientGone = 499

// Problem is the body of every answer that is not a success (RFC 9457).
type Problem struct {
	Type      string         `json:"type" example:"about:blank" doc:"Always about:blank: the code says what it is"`
	Title     string         `json:"title" example:"Unprocessable Entity" doc:"The status in words"`
	Status    int            `json:"status" example:"422"`
	Detail    string         `json:"detail,omitempty" doc:"What went wrong, or what to do, in English; never the cause of a fault of ours"`
	Code      string         `json:"code" example:"post.too_long" doc:"Key of the text that tells it to a person"`
	Params    map[string]any `json:"params,omitempty" doc:"Values for that text"`
	RequestID string         `json:"requestId" doc:"The same as in the server's log"`
	Errors    []ProblemField `json:"errors,omitempty" doc:"What is wrong in single inputs"`
}

// ProblemField is what is wrong in one input.
type ProblemField struct {
	Field   string         `json:"field" example:"persons[1].name" doc:"Path of the input in the body, or the name of the parameter"`
	Code    string         `json:"code" example:"validation.required"`
	Params  map[string]any `json:"params,omitempty"`
	Message string         `json:"message,omitempty" doc:"In English, for developers"`
}

// Error implements error, for huma.
func (p *Problem) Error() string { return p.Code }

// GetStatus implements huma.StatusError.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType implements huma.ContentTypeFilter.
func (p *Problem) ContentType(string) string { return problemType }

// statuses is the one place where kinds of fault meet HTTP.
var statuses = map[fault.Kind]int{
	fault.Invalid:         http.StatusUnprocessableEntity,
	fault.Unauthenticated: http.StatusUnauthorized,
	fault.Forbidden:       http.StatusForbidden,
	fault.NotFound:        http.StatusNotFound,
	fault.Conflict:        http.StatusConflict,
	fault.Gone:            http.StatusGone,
	fault.Limited:         http.StatusTooManyRequests,
	fault.Unavailable:     http.StatusServiceUnavailable,
}

// details says in English what each status means here.
var details = map[int]string{
	http.StatusBadRequest:                   "The request cannot be read.",
	http.StatusUnauthorized:                 "Sign in first.",
	http.StatusForbidden:                    "You may see this, but not do that to it.",
	http.StatusNotFound:                     "There is nothing here that you may see.",
	http.StatusMethodNotAllowed:             "That cannot be done at this address.",
	http.StatusNotAcceptable:                "The answer cannot be given in that form.",
	http.StatusRequestTimeout:               "The request took too long to arrive.",
	http.StatusConflict:                     "It has changed meanwhile, or is so already.",
	http.StatusGone:                         "It was here and has ended.",
	http.StatusRequestEntityTooLarge:        "The request is too large.",
	http.StatusUnsupportedMediaType:         "Send JSON.",
	http.StatusRequestedRangeNotSatisfiable: "There is no such part.",
	http.StatusUnprocessableEntity:          "What was sent cannot be taken as it is.",
	http.StatusTooManyRequests:              "Too many requests; wait a little.",
	http.StatusUpgradeRequired:              "This address is for websockets.",
	http.StatusServiceUnavailable:           "Not just now; try again in a moment.",
}

// codes names the errors that no feature makes.
var codes = map[int]string{
	http.StatusBadRequest:                   "request.malformed",
	http.StatusUnauthorized:                 "session.required",
	http.StatusForbidden:                    "request.forbidden",
	http.StatusNotFound:                     "request.not_found",
	http.StatusMethodNotAllowed:             "request.method_not_allowed",
	http.StatusNotAcceptable:                "request.not_acceptable",
	http.StatusRequestTimeout:               "request.timeout",
	http.StatusRequestEntityTooLarge:        "request.too_large",
	http.StatusUnsupportedMediaType:         "request.media_type",
	http.StatusUnprocessableEntity:          "request.invalid",
	http.StatusRequestedRangeNotSatisfiable: "request.range_unknown",
	http.StatusTooManyRequests:              "request.limited",
	http.StatusUpgradeRequired:              "request.upgrade_required",
	http.StatusServiceUnavailable:           "service.unavailable",
}

func newProblem(status int) *Problem {
	code, known := codes[status]
	detail := details[status]
	if !known && status >= http.StatusInternalServerError {
		code, detail = "service.failed", "Something failed here. Try again; if it goes on, tell those who run this and give them the requestId."
	} else if !known {
		code = "request.malformed"
	}
	return &Problem{Type: "about:blank", Title: http.StatusText(status), Status: status, Detail: detail, Code: code}
}

func problemOfFault(f *fault.Fault) *Problem {
	status, known := statuses[f.Kind]
	if !known {
		status = http.StatusInternalServerError
	}
	p := newProblem(status)
	p.Code, p.Params = f.Code, f.Params
	for _, field := range f.Fields {
		p.Errors = append(p.Errors, ProblemField{Field: field.Field, Code: field.Code, Params: field.Params})
	}
	return p
}

// problemOf turns any error into what the client may know of it.
func problemOf(err error) *Problem {
	var ready *Problem
	if errors.As(err, &ready) {
		copied := *ready
		return &copied
	}
	if f, ok := fault.As(database.Unavailable(err)); ok {
		return problemOfFault(f)
	}
	var cut *net.OpError
	var tooLarge *http.MaxBytesError
	var fromEcho *echo.HTTPError
	switch {
	case errors.As(err, &tooLarge):
		return newProblem(http.StatusRequestEntityTooLarge)
	case errors.Is(err, context.DeadlineExceeded):
		p := newProblem(http.StatusServiceUnavailable)
		p.Code = "service.timeout"
		return p
	case errors.Is(err, context.Canceled), errors.Is(err, errClientGone):
		return newProblem(statusClientGone)
	case errors.As(err, &cut), errors.Is(err, io.ErrUnexpectedEOF):
		// A connection to what stands behind us ended in the middle, as when a database
		// crashes or moves to another machine.
		return newProblem(http.StatusServiceUnavailable)
	case errors.As(err, &fromEcho):
		return newProblem(fromEcho.Code)
	}
	return newProblem(http.StatusInternalServerError)
}

// retryAfter is the header that belongs to a limited problem; "" if none does.
func (p *Problem) retryAfter() string {
	if seconds, ok := p.Params["retryAfter"].(int); ok && p.Status == http.StatusTooManyRequests {
		return strconv.Itoa(seconds)
	}
	return ""
}

// logProblem tells the log what the client is not told.
func logProblem(ctx context.Context, log *slog.Logger, p *Problem, cause error) {
	if p.Status >= http.StatusInternalServerError {
		log.ErrorContext(ctx, "request failed", "requestId", p.RequestID, "status", p.Status, "code", p.Code, "error", cause)
	}
}

func init() {
	// huma knows its errors by these two package variables only. The plain one is
	// called where no request is at hand: to learn the schema, and by helpers.
	huma.NewError = func(status int, _ string, errs ...error) huma.StatusError {
		return problemOfHuma(status, errs)
	}
	huma.NewErrorWithContext = func(ctx huma.Context, status int, message string, errs ...error) huma.StatusError {
		p := problemOfHuma(status, errs)
		if ended := ctx.Context().Err(); ended != nil && p.Status == http.StatusInternalServerError {
			// Whatever failed did so because the client left or time was up.
			p = problemOf(ended)
		}
		p.RequestID = RequestID(ctx.Context())
		if seconds := p.retryAfter(); seconds != "" {
			ctx.SetHeader("Retry-After", seconds)
		}
		cause := errors.Join(errs...)
		if cause == nil {
			cause = errors.New(message)
		}
		logProblem(ctx.Context(), logger(ctx.Context()), p, cause)
		return p
	}
}

// problemOfHuma maps what huma found: a handler's error arrives as one error with
// status 500, findings of its validation as details with a location.
func problemOfHuma(status int, errs []error) *Problem {
	if status == 0 {
		return newProblem(http.StatusInternalServerError)
	}
	if len(errs) == 1 {
		if _, isDetail := errs[0].(huma.ErrorDetailer); !isDetail {
			if status == http.StatusInternalServerError {
				return problemOf(errs[0])
			}
			if f, ok := fault.As(errs[0]); ok {
				return problemOfFault(f)
			}
		}
	}
	return problemOfFindings(status, errs)
}

// writeProblem answers with the problem of err, outside huma.
func writeProblem(c echo.Context, err error) error {
	p := problemOf(err)
	p.RequestID = RequestID(c.Request().Context())
	logProblem(c.Request().Context(), logger(c.Request().Context()), p, err)
	if c.Response().Committed {
		return nil
	}
	if seconds := p.retryAfter(); seconds != "" {
		c.Response().Header().Set("Retry-After", seconds)
	}
	if p.Status == statusClientGone {
		return c.NoContent(statusClientGone)
	}
	c.Response().Header().Set(echo.HeaderContentType, problemType)
	c.Response().Header().Set("Cache-Control", "no-store")
	if c.Request().Method == http.MethodHead {
		return c.NoContent(p.Status)
	}
	return c.JSON(p.Status, p)
}
