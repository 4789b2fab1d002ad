// Package discussion is the one mechanism of discussing, whatever it is about:
// threads with a subject, and posts in them.
//
// Invariants:
//   - Posts of a thread have one order, that of their commits, the same for all.
//   - A post sent again with the same client id is the same post.
//   - What was deleted is nowhere any more but as a trace: not in quotes, the
//     history, the search or the log that live clients catch up from.
//   - Every read starts from what the actor may see.
package discussion

import (
	"context"
	"log/slog"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/clock"
	"sluse/internal/kernel/page"
	"sluse/internal/platform/activity"
	"sluse/internal/platform/database"
	"sluse/internal/platform/search"
)

// Programmes answers what a discussion must know of the programme around it.
type Programmes interface {
	// ProgrammeID returns the id of the programme at an address, or NotFound.
	ProgrammeID(ctx context.Context, slug string) (string, error)
	// PeopleOf returns persons as others in the programme see them, by id.
	PeopleOf(ctx context.Context, programmeID string, ids []string) (map[string]actor.Person, error)
	// Organisations returns organisations by id.
	Organisations(ctx context.Context, ids []string) (map[string]actor.Organisation, error)
}

// Files keeps what is attached to posts.
type Files interface {
	// Attach ties files that the actor has sent in to a post, inside the Write that
	// makes or edits it, and returns them as they are, in the order of the ids. Those
	// that are tied to it already stay so.
	Attach(ctx context.Context, a actor.Actor, programmeID, postID string, fileIDs []string) ([]PostFile, error)
	// Drop takes some of a post's files away, inside the Write that edits it.
	Drop(ctx context.Context, postID string, fileIDs []string) error
	// Release takes them away with the post, inside its Write.
	Release(ctx context.Context, postID string) error
}

// Log records what happened; activity.Log is one.
type Log interface {
	Claim(ctx context.Context, topic string) (int64, error)
	ClaimRun(ctx context.Context, topic string, n int) (last int64, err error)
	Record(ctx context.Context, e activity.Event) (map[string]int64, error)
	RecordAll(ctx context.Context, events []activity.Event) error
	Replace(ctx context.Context, subjectType, subjectID string, data any) error
	Seq(ctx context.Context, topic string) (int64, error)
	Seqs(ctx context.Context, topics []string) (map[string]int64, error)
}

// Live reaches those who look at this moment; live.Hub is one.
type Live interface {
	// Hint tells those who look at a topic something that is not kept.
	Hint(topic string, data any)
	// RecheckTopic stops delivery to those who may not see a topic any more.
	RecheckTopic(topic string)
}

// Index finds posts by their words; search.Index is one.
type Index interface {
	Prepare(entries ...search.Entry) (search.Prepared, error)
	PutPrepared(ctx context.Context, p search.Prepared) error
	Delete(ctx context.Context, kind, id string) error
	Query(ctx context.Context, q search.Query) (page.Result[search.Hit], error)
}

// Needs is what the feature asks for.
type Needs struct {
	DB         *database.DB
	Clock      clock.Clock
	Logger     *slog.Logger
	Log        Log
	Live       Live
	Index      Index
	Programmes Programmes
	Files      Files
}

// Module is the feature, ready to be mounted.
type Module struct{ *Service }

// Service holds the use cases.
type Service struct {
	Needs
	store   store
	wrote   *wrote
	newest  newestCache
	known   known
	drafts  *database.Gatherer[*draft]
	waiting waitingCache
}

// New builds the feature.
func New(needs Needs) *Module {
	s := &Service{Needs: needs, store: store{needs.DB}, wrote: newWrote()}
	s.drafts = database.NewGatherer(needs.DB, s.add)
	return &Module{s}
}
