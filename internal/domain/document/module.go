// Package document keeps the files of a programme: its library of documents with
// versions, and, by the same mechanism, everything that is attached to things of
// other features.
//
// Invariants:
//   - Nothing is kept that was not looked at: its kind by its content, its size,
//     its name and, where it is text, its words.
//   - The bytes are durable before a row speaks of them; what no row speaks of is
//     swept away.
//   - A version never changes. Versions of a document are numbered 1, 2, 3 …
//     without holes.
//   - A file sent again with the same client id is the same file.
//   - Every read starts from what the actor may see.
package document

import (
	"context"
	"log/slog"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/clock"
	"sluse/internal/platform/activity"
	"sluse/internal/platform/blob"
	"sluse/internal/platform/database"
	"sluse/internal/platform/jobs"
)

// Programmes answers what documents must know of the programme around them.
type Programmes interface {
	// ProgrammeID returns the id of the programme at an address, or NotFound where
	// the actor is no member of it.
	ProgrammeID(ctx context.Context, slug string) (string, error)
	// PublicID returns the id of the programme whose public page stands at an
	// address, whoever asks, or NotFound.
	PublicID(ctx context.Context, slug string) (string, error)
	// PeopleOf returns persons as others in the programme see them, by id.
	PeopleOf(ctx context.Context, programmeID string, ids []string) (map[string]actor.Person, error)
}

// Log records what happened; activity.Log is one.
type Log interface {
	Claim(ctx context.Context, topic string) (int64, error)
	Record(ctx context.Context, e activity.Event) (map[string]int64, error)
	Replace(ctx context.Context, subjectType, subjectID string, data any) error
}

// Witness writes down who saw or took out what is not for everybody; see
// domain/privacy. It may be nil.
type Witness interface {
	Witness(ctx context.Context, verb, subjectType, subjectID, programmeID string) error
}

// Needs is what the feature asks for.
type Needs struct {
	DB         *database.DB
	Clock      clock.Clock
	Logger     *slog.Logger
	Log        Log
	Blobs      blob.Store
	Jobs       *jobs.Jobs
	Programmes Programmes
	Witness    Witness
	// Incoming is the folder where files lie while they are looked at; they are gone
	// when they have been.
	Incoming string
}

// Module is the feature, ready to be mounted.
type Module struct{ *Service }

// Service holds the use cases.
type Service struct {
	Needs
	store    store
	subjects map[string]MayReadSubject
	others   func(ctx context.Context, keys []string) (map[string]bool, error)
}

// MayReadSubject tells whether an actor may read the thing of another feature
// that a file is attached to; nil, or the fault that says why not.
type MayReadSubject func(ctx context.Context, a actor.Actor, subjectID string) error

// New builds the feature.
func New(needs Needs) *Module {
	s := &Service{Needs: needs, store: store{needs.DB}, subjects: map[string]MayReadSubject{}}
	s.registerJobs()
	return &Module{s}
}

// AllowSubject says who may read the files that are attached to things of a type.
// A feature that takes attachments is named here by app, before serving; until it
// is, nobody reads them.
func (s *Service) AllowSubject(subjectType string, may MayReadSubject) { s.subjects[subjectType] = may }
