package invitation

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"time"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/clock"
	"sluse/internal/platform/activity"
	"sluse/internal/platform/database"
	"sluse/internal/platform/jobs"
	"sluse/internal/platform/mail"
)

// Programme is what an invitation tells of the programme.
type Programme struct {
	ID, Slug, Name, ShortName string
	Fictional                 bool
}

// Programmes knows programmes and who takes part in them.
type Programmes interface {
	// BySlug returns a programme that the actor of ctx is a member of.
	BySlug(ctx context.Context, slug string) (Programme, error)
	// ByID returns a programme, whoever asks.
	ByID(ctx context.Context, programmeID string) (Programme, error)
	// PeopleOf returns short references to persons as seen in a programme.
	PeopleOf(ctx context.Context, programmeID string, ids []string) (map[string]actor.Person, error)
	// Organisations returns short references to organisations.
	Organisations(ctx context.Context, ids []string) (map[string]actor.Organisation, error)
	// Holders returns what persons are in a programme, today or on a later day.
	Holders(ctx context.Context, programmeID string) (map[string][]actor.Role, error)
}

// Seat is a seat that is held.
type Seat struct {
	ID, ProgrammeID, OrganisationID, PersonID string
	Role                                      actor.Role
	Starts, Ends                              clock.Date
}

// Place is a seat that is to be kept free.
type Place struct {
	ProgrammeID, OrganisationID string
	Role                        actor.Role
	Starts                      clock.Date
	Until                       time.Time
}

// Room is how the seats of one role stand in an organisation; Limit 0 is none.
type Room struct {
	Limit    int `json:"limit" doc:"0 where there is none"`
	Used     int `json:"used"`
	Reserved int `json:"reserved" doc:"Kept free for people who are invited"`
}

// Held is one holder in the history of a seat.
type Held struct {
	Seat
	// GivenOn is nil for the one who has it now.
	GivenOn *GivenOn
}

// GivenOn is how a seat was given on.
type GivenOn struct {
	HandoverID string
	By         string
	At         time.Time
	From       clock.Date
}

// Seats keeps seats free, gives them and hands them over. All of it joins the
// surrounding Write and checks what the actor of ctx may.
type Seats interface {
	// Reserve keeps count seats free, all or none.
	Reserve(ctx context.Context, p Place, count int) (reservationIDs []string, err error)
	// Release gives up what was reserved.
	Release(ctx context.Context, reservationID string) error
	// Claim makes a reservation the seat of a person, from a day on.
	Claim(ctx context.Context, reservationID, personID string) (Seat, error)
	// Room returns how many seats there are.
	Room(ctx context.Context, programmeID, organisationID string, role actor.Role) (Room, error)
	// HandOver ends a seat the day before from and reserves it for a successor.
	HandOver(ctx context.Context, seatID string, from clock.Date, until time.Time) (handoverID, reservationID string, err error)
	// Renew reserves it once more.
	Renew(ctx context.Context, handoverID string, until time.Time) (reservationID string, err error)
	// TakeBack undoes a hand-over that has not begun.
	TakeBack(ctx context.Context, handoverID string) error
	// ToHandOver returns a seat that the actor may give on.
	ToHandOver(ctx context.Context, seatID string) (Seat, error)
	// History returns who held a seat, the first one first.
	History(ctx context.Context, seatID string) ([]Held, error)
}

// Account is a person who is known to the installation.
type Account struct {
	ID, Name, Title, Email, Locale string
	Disabled                       bool
}

// Admission is somebody who proved that an address is theirs.
type Admission struct {
	Email, Name, Title, Locale, UserAgent, Replaces string
}

// Admitted is who they are, and the cookie of their new session.
type Admitted struct {
	PersonID, Cookie string
}

// Accounts knows persons by their addresses.
type Accounts interface {
	// ByEmail returns those of the addresses that belong to somebody.
	ByEmail(ctx context.Context, emails []string) (map[string]Account, error)
	// ByID returns those of the persons that there are.
	ByID(ctx context.Context, ids []string) (map[string]Account, error)
	// Admit signs in the person with an address, and makes them known first where
	// nobody has it.
	Admit(ctx context.Context, in Admission) (Admitted, error)
}

// Homes tells which organisation a mail domain belongs to. It decides nothing: who
// is invited for another organisation may accept, and both sides are told.
type Homes interface {
	// HomesOf returns the organisations that the domains of addresses belong to, by
	// address. Addresses of other domains are left out.
	HomesOf(ctx context.Context, emails []string) (map[string]actor.Organisation, error)
}

// Outbox takes mails and can tell what became of them; see platform/mail.
type Outbox interface {
	Send(ctx context.Context, m mail.Message) error
	GuardKind(kind string, guard mail.Guard)
	Preview(m mail.Message) (mail.Preview, error)
	DeliveriesOf(ctx context.Context, keys []string) (map[string]mail.Delivery, error)
	Withdraw(ctx context.Context, dedupeKey string) error
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
	DB         *database.DB
	Clock      clock.Clock
	Log        Log
	Jobs       *jobs.Jobs
	Outbox     Outbox
	Programmes Programmes
	Seats      Seats
	Accounts   Accounts
	// Homes may be nil: then no domain belongs to anybody.
	Homes   Homes
	Witness Witness
	// Key makes the hashes of links.
	Key []byte
}

// Module is the feature, ready to be mounted.
type Module struct {
	*Service
}

//go:embed templates
var templateFiles embed.FS

// AddTemplates adds the feature's mails to those of the others. Call it before the
// outbox's composer is made.
func AddTemplates(templates *mail.Templates) error {
	files, err := fs.Sub(templateFiles, "templates")
	if err != nil {
		return fmt.Errorf("mail templates of invitation: %w", err)
	}
	return templates.Add(files)
}

// New builds the feature and registers its jobs. Call it before jobs.Start.
func New(needs Needs) *Module {
	s := &Service{Needs: needs, store: store{needs.DB}}
	needs.Outbox.GuardKind(mailKind, s.stillWanted)
	return &Module{s}
}
