// Package privacy answers for what the product knows of people: who saw, changed
// and took out what; a copy of everything about oneself; having it deleted; and how
// long anything is kept.
//
// Invariants:
//   - What happened stands in the one activity log; the trail only reads it. Looks
//     at what is not for everybody are written there before they are answered.
//   - A rule of deletion counts, in a dry run, by the condition that it removes by.
//   - A copy of somebody's data is made for them, and given to nobody else.
//   - Whoever is erased leaves what they wrote, and nothing that says who they were.
package privacy

import (
	"context"
	"embed"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"slices"
	"time"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/clock"
	"sluse/internal/platform/activity"
	"sluse/internal/platform/blob"
	"sluse/internal/platform/database"
	"sluse/internal/platform/jobs"
	"sluse/internal/platform/mail"
)

// Programmes knows programmes.
type Programmes interface {
	// ProgrammeID returns the id of a programme that the actor of ctx is in.
	ProgrammeID(ctx context.Context, slug string) (string, error)
	// PlacesOf returns every seat that a person has or had.
	PlacesOf(ctx context.Context, personID string) ([]Place, error)
	// PlacedSince returns those of the persons who have had a seat since a day.
	PlacedSince(ctx context.Context, personIDs []string, day clock.Date) (map[string]bool, error)
}

// Accounts knows persons.
type Accounts interface {
	// Account returns a person who was not erased, or NotFound.
	Account(ctx context.Context, personID string) (Account, error)
	// SignedInAt returns when a session began.
	SignedInAt(ctx context.Context, sessionID string) (time.Time, error)
	// OnlyAdministrator reports whether a person is the last administrator.
	OnlyAdministrator(ctx context.Context, personID string) (bool, error)
	// Idle returns persons who were made known before an instant and are signed in
	// nowhere, without administrators.
	Idle(ctx context.Context, before time.Time) ([]Account, error)
}

// Exporter is a part of the program that knows something about persons.
type Exporter interface {
	// ExportPerson hands over all of it, table by table.
	ExportPerson(ctx context.Context, personID, email string, add database.AddTable) error
}

// Files are what persons have sent in.
type Files interface {
	// ExportFiles opens them one after the other.
	ExportFiles(ctx context.Context, personID string, add func(name string, content io.Reader) error) error
}

// Eraser is a part of the program that keeps something about persons.
type Eraser interface {
	// ErasePerson removes it within the surrounding Write, but for what the person
	// wrote for others.
	ErasePerson(ctx context.Context, personID, email string) error
}

// Outbox takes mails, and forgets persons; see platform/mail.
type Outbox interface {
	Send(ctx context.Context, m mail.Message) error
	Erase(ctx context.Context, email, name, replacement string) error
	List(ctx context.Context, q mail.ListQuery) ([]mail.Delivery, error)
	SendAgain(ctx context.Context, mailID string) error
}

// Live reaches those who look at this moment; live.Hub is one.
type Live interface {
	Hint(topic string, data any)
}

// People knows persons' names.
type People interface {
	// PeopleOf returns short references to persons as seen in a programme, or, for
	// "", in none.
	PeopleOf(ctx context.Context, programmeID string, ids []string) (map[string]actor.Person, error)
}

// Subjects knows things of one type that something was done to.
type Subjects interface {
	// Titles names those of the things that a may see.
	Titles(ctx context.Context, a actor.Actor, ids []string) (map[string]string, error)
}

// Log is what has happened; see platform/activity.
type Log interface {
	Record(ctx context.Context, e activity.Event) (map[string]int64, error)
	Trail(ctx context.Context, q activity.TrailQuery) ([]activity.Stored, error)
	DoneBy(ctx context.Context, personID string, limit int) ([]activity.Stored, error)
	DoneTo(ctx context.Context, subjectType, subjectID string, limit int) ([]activity.Stored, error)
	Holding(ctx context.Context, id string) (activity.Held, error)
	Rewrite(ctx context.Context, held activity.Held, object func(map[string]any), text func(string) string) error
}

// Needs is what the feature asks for.
type Needs struct {
	DB     *database.DB
	Clock  clock.Clock
	Logger *slog.Logger
	Jobs   *jobs.Jobs
	Log    Log
	Outbox Outbox
	Live   Live
	Blobs  blob.Store
	// Incoming is the folder where a copy lies while it is made.
	Incoming   string
	Programmes Programmes
	People     People
	Accounts   Accounts
	Files      Files
	// Exporters and Erasers are all that know something about persons. Erasers are
	// asked in their order: whoever keeps the person itself comes last.
	Exporters []Exporter
	Erasers   []Eraser
	// Subjects are the things that the trail names, by type.
	Subjects map[string]Subjects
	// Rules of deletion, of all other features.
	Rules []database.Rule
	// KeepTrail is how long what happened is remembered.
	KeepTrail time.Duration
	// KeepPeople is how long somebody is kept who takes part in nothing; 0 is for ever.
	KeepPeople time.Duration
}

// Service holds the use cases.
type Service struct {
	Needs
	store  store
	lately lately
	rules  []database.Rule
	// exporters are the others and this feature itself.
	exporters []Exporter
}

// Module is the feature, ready to be mounted.
type Module struct{ *Service }

//go:embed templates
var templateFiles embed.FS

// AddTemplates adds the feature's mails to those of the others. Call it before the
// outbox's composer is made.
func AddTemplates(templates *mail.Templates) error {
	files, err := fs.Sub(templateFiles, "templates")
	if err != nil {
		return fmt.Errorf("mail templates of privacy: %w", err)
	}
	return templates.Add(files)
}

// New builds the feature and registers its jobs. Call it before jobs.Start.
func New(needs Needs) *Module {
	s := &Service{Needs: needs, store: store{needs.DB}, lately: lately{at: map[string]time.Time{}}}
	s.rules = slices.Concat(needs.Rules, []database.Rule{
		{Code: "nights", Keep: needs.KeepTrail, Forget: s.store.forgetNights},
		{Code: "exports", Keep: exportLife, Forget: s.forgetExports},
	}, s.idleRules())
	s.exporters = append(append(s.exporters, needs.Exporters...), s)
	jobs.Register(needs.Jobs, func(ctx context.Context, args exportJob) error { return s.makeExport(ctx, args.ExportID) })
	jobs.Register(needs.Jobs, func(ctx context.Context, args discardJob) error { return s.discard(ctx, args.Keys) })
	jobs.Register(needs.Jobs, func(ctx context.Context, _ nightJob) error { return s.night(ctx) })
	needs.Jobs.Every(nightEvery, nightJob{})
	return &Module{s}
}
