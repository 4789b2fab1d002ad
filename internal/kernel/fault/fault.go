// Package fault holds the one kind of error that reaches a person: what went
// wrong, as a code and parameters that the frontend (or a mail) puts into the
// reader's language. How a fault becomes an HTTP answer is known in one place,
// platform/web; the domain never speaks of status codes.
package fault

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// Kind is the class of a fault, which decides how a client may go on.
type Kind string

// The kinds of fault.
const (
	// Invalid: what was sent cannot be taken as it is; Fields says where.
	Invalid Kind = "invalid"
	// Unauthenticated: nobody is signed in, or the session has ended.
	Unauthenticated Kind = "unauthenticated"
	// Forbidden: the actor may see the thing, but not do this to it.
	Forbidden Kind = "forbidden"
	// NotFound: there is no such thing, or the actor may not know of it.
	NotFound Kind = "notfound"
	// Conflict: somebody else changed it meanwhile, or it is already so.
	Conflict Kind = "conflict"
	// Gone: it was there and is not any more, such as a used link.
	Gone Kind = "gone"
	// Limited: too many tries; parameter "retryAfter" holds seconds.
	Limited Kind = "limited"
	// Unavailable: a part that is needed does not answer; try again.
	Unavailable Kind = "unavailable"
)

// Field is a fault in one named input.
type Field struct {
	// Field is the JSON path of the input, such as "email" or "persons[1].name".
	Field string `json:"field"`
	// Code is the key of the text that says what to do.
	Code string `json:"code"`
	// Params fill the text's places.
	Params map[string]any `json:"params,omitempty"`
}

// Fault is an error with a meaning for the person who caused or met it.
type Fault struct {
	Kind   Kind
	Code   string
	Params map[string]any
	Fields []Field
	cause  error
}

// Error implements error, for logs.
func (f *Fault) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s", f.Kind, f.Code)
	for _, field := range f.Fields {
		fmt.Fprintf(&b, " [%s: %s]", field.Field, field.Code)
	}
	if f.cause != nil {
		fmt.Fprintf(&b, ": %v", f.cause)
	}
	return b.String()
}

// Unwrap returns what caused the fault, if anything did.
func (f *Fault) Unwrap() error { return f.cause }

// With returns a copy of f with one parameter more.
func (f *Fault) With(key string, value any) *Fault {
	out := *f
	out.Params = make(map[string]any, len(f.Params)+1)
	for k, v := range f.Params {
		out.Params[k] = v
	}
	out.Params[key] = value
	return &out
}

// Because returns a copy of f that wraps cause, for the log only.
func (f *Fault) Because(cause error) *Fault {
	out := *f
	out.cause = cause
	return &out
}

// As finds the fault in an error's chain.
func As(err error) (*Fault, bool) {
	var f *Fault
	ok := errors.As(err, &f)
	return f, ok
}

// Is reports whether err is a fault of kind.
func Is(err error, kind Kind) bool {
	f, ok := As(err)
	return ok && f.Kind == kind
}

// NewInvalid and its siblings below make a fault of their kind.

// NewInvalid says that what was sent cannot be taken; fields say where and why.
func NewInvalid(code string, fields ...Field) *Fault {
	return &Fault{Kind: Invalid, Code: code, Fields: fields}
}

// NewUnauthenticated says that signing in is needed first.
func NewUnauthenticated(code string) *Fault { return &Fault{Kind: Unauthenticated, Code: code} }

// NewForbidden says that the actor may see the thing but not do this.
func NewForbidden(code string) *Fault { return &Fault{Kind: Forbidden, Code: code} }

// NewNotFound says that there is nothing there that the actor may know of.
func NewNotFound(code string) *Fault { return &Fault{Kind: NotFound, Code: code} }

// NewConflict says that the thing has changed, or is so already.
func NewConflict(code string) *Fault { return &Fault{Kind: Conflict, Code: code} }

// NewGone says that the thing was there and has ended.
func NewGone(code string) *Fault { return &Fault{Kind: Gone, Code: code} }

// NewLimited says that there were too many tries; after retryAfter it may go.
func NewLimited(code string, retryAfter time.Duration) *Fault {
	f := &Fault{Kind: Limited, Code: code}
	return f.With("retryAfter", int(max(retryAfter.Round(time.Second), time.Second)/time.Second))
}

// NewUnavailable says that a needed part does not answer just now.
func NewUnavailable(code string) *Fault { return &Fault{Kind: Unavailable, Code: code} }
