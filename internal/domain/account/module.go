package account

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"log/slog"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/clock"
	"sluse/internal/platform/activity"
	"sluse/internal/platform/database"
	"sluse/internal/platform/jobs"
	"sluse/internal/platform/mail"
)

// Memberships tells what persons are in programmes, which another feature keeps.
type Memberships interface {
	// Memberships returns what a person is today.
	Memberships(ctx context.Context, personID string) ([]actor.Membership, error)
	// Describe returns the same with the names that the person's pages need, one
	// for each programme.
	Describe(ctx context.Context, personID string) ([]MembershipView, error)
	// Turns returns the days on which a person comes into programmes or goes out of
	// them.
	Turns(ctx context.Context, personID string) ([]TurnView, error)
}

// Homes tells which organisation a mail domain belongs to, as the operator says and
// another feature knows it. It is a signpost for people who have no seat yet: no
// seat and no role ever comes from it.
type Homes interface {
	// HomesOf returns the organisations that the domains of addresses belong to, by
	// address. Addresses of other domains are left out.
	HomesOf(ctx context.Context, emails []string) (map[string]actor.Organisation, error)
}

// Wishes tells which mails a person wants at once, which another feature keeps.
type Wishes interface {
	MailWishes(ctx context.Context, personID string) (answers, mentions bool, err error)
}

// Mailer takes a mail within the surrounding Write; see platform/mail.
type Mailer interface {
	Send(ctx context.Context, m mail.Message) error
}

// Revoker is told, after the commit, that what a socket was opened with has
// changed or ended.
type Revoker interface {
	EndSession(sessionID string)
	Recheck(personID string)
}

// Log records what happened; see platform/activity.
type Log interface {
	Record(ctx context.Context, e activity.Event) (map[string]int64, error)
}

// Witness writes down who saw or took out what is not for everybody; see
// domain/privacy. It may be nil.
type Witness interface {
	Witness(ctx context.Context, verb, subjectType, subjectID, programmeID string) error
}

// Needs is what the feature asks for.
type Needs struct {
	DB          *database.DB
	Clock       clock.Clock
	Log         Log
	Logger      *slog.Logger
	Jobs        *jobs.Jobs
	Mailer      Mailer
	Memberships Memberships
	// Homes may be nil: then no domain belongs to anybody.
	Homes   Homes
	Wishes  Wishes
	Revoker Revoker
	Witness Witness
	// Key is the installation's secret.
	Key []byte
	// BaseURL is the address that people use. Passkeys are made for it, and work
	// nowhere else.
	BaseURL string
	// Provider is the organisation's own sign-in, nil where there is none;
	// ProviderIssuer is its name to machines, ProviderName what people call it, and ProviderDomains are the domains of
	// addresses that it is believed about.
	Provider        Provider
	ProviderIssuer  string
	ProviderName    string
	ProviderDomains []string
	// Secure: the installation is reached by https, and so is the cookie.
	Secure bool
	// Demo: anybody may sign in as one of the demo's personas.
	Demo bool
}

// Module is the feature, ready to be mounted.
type Module struct {
	*Service
}

// deliverJob makes and sends the mail of one sign-in request.
type deliverJob struct {
	SignInID string `json:"signInId"`
}

// Kind implements jobs.Args.
func (deliverJob) Kind() string { return "account.sign_in_mail" }

//go:embed templates
var templateFiles embed.FS

// AddTemplates adds the feature's mails to those of the others. Call it before the
// outbox's composer is made.
func AddTemplates(templates *mail.Templates) error {
	files, err := fs.Sub(templateFiles, "templates")
	if err != nil {
		return fmt.Errorf("mail templates of account: %w", err)
	}
	return templates.Add(files)
}

// New builds the feature and registers its jobs. Call it before jobs.Start.
func New(needs Needs) *Module {
	s := &Service{Needs: needs, store: store{needs.DB}, hash: hasher{needs.Key}, cache: newCache()}
	var err error
	if s.ceremonies, err = newCeremonies(needs.BaseURL); err != nil {
		needs.Logger.Warn("nobody can sign in with a passkey", "error", err)
	}
	jobs.Register(needs.Jobs, func(ctx context.Context, args deliverJob) error { return s.Deliver(ctx, args.SignInID) })
	return &Module{s}
}
