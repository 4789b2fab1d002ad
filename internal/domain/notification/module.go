package notification

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

// People knows how to reach persons.
type People interface {
	// Recipients returns, by id, those of the persons who may be written to.
	Recipients(ctx context.Context, ids []string) (map[string]Recipient, error)
}

// Recipient is a person with what a mail to them needs.
type Recipient struct {
	ID, Name, Email, Locale string
}

// Programmes knows who takes part in what, today.
type Programmes interface {
	// Slug returns a programme's name in addresses, Name the one that people use.
	Slug(ctx context.Context, programmeID string) (string, error)
	Name(ctx context.Context, programmeID string) (string, error)
	// Everybody returns who is a member of a programme today, each once.
	Everybody(ctx context.Context, programmeID string) ([]Member, error)
	// Memberships returns what a person is today, in all programmes.
	Memberships(ctx context.Context, personID string) ([]actor.Membership, error)
	// MembersOf returns the persons who are members of a programme today on
	// behalf of an organisation.
	MembersOf(ctx context.Context, programmeID, organisationID string) ([]string, error)
	// PeopleOf returns short references to persons as seen in a programme.
	PeopleOf(ctx context.Context, programmeID string, ids []string) (map[string]actor.Person, error)
	// Organisations returns short references to organisations.
	Organisations(ctx context.Context, ids []string) (map[string]actor.Organisation, error)
	// Seats returns an organisation's seats in a programme today.
	Seats(ctx context.Context, programmeID, organisationID string) (Seats, error)
}

// Seats are an organisation's in a programme. Total is 0 where there is no limit.
type Seats struct {
	Used, Total int
	PersonIDs   []string
}

// Discussions knows posts and threads as they are now.
type Discussions interface {
	// Post returns a post, whoever asks; false if it is not there or deleted.
	Post(ctx context.Context, postID string) (Post, bool, error)
	// Posts is Post for many, by id, without those that are not there.
	Posts(ctx context.Context, postIDs []string) (map[string]Post, error)
	// MayRead reports whether a may read a thread.
	MayRead(ctx context.Context, a actor.Actor, threadID string) (bool, error)
	// HasRead reports whether a person has read a thread up to a post's place.
	HasRead(ctx context.Context, threadID, personID string, seq int64) (bool, error)
	// Muted reports whether a person has muted a thread.
	Muted(ctx context.Context, threadID, personID string) (bool, error)
	// Mute mutes a thread for a person, who need not be signed in; it joins the
	// surrounding Write.
	Mute(ctx context.Context, threadID, personID string) error
	// MutedThreads returns the threads that a has muted and may read, the latest
	// first, up to a bound.
	MutedThreads(ctx context.Context, a actor.Actor) ([]MutedThread, error)
	// Titles returns the titles of those of the threads that a may read, by id.
	Titles(ctx context.Context, a actor.Actor, threadIDs []string) (map[string]string, error)
	// Title returns a thread's title, whoever asks.
	Title(ctx context.Context, threadID string) (string, error)
	// Room returns a thread with who concerns themselves with it, whoever asks;
	// false if it is not there.
	Room(ctx context.Context, threadID string) (Room, bool, error)
	// Texts returns what posts say now, plain, by id, without deleted ones.
	Texts(ctx context.Context, postIDs []string) (map[string]string, error)
	// Openings returns what threads' first posts say now, plain, by the threads' ids,
	// without deleted ones.
	Openings(ctx context.Context, threadIDs []string) (map[string]string, error)
	// Answer adds a post to a thread as the actor in ctx; one with the same
	// client id is the same post.
	Answer(ctx context.Context, threadID string, a Answer) error
	// UnreadThreads returns the threads that hold posts which a has not read,
	// newest first.
	UnreadThreads(ctx context.Context, a actor.Actor, limit int) ([]Thread, error)
}

// Post is what notification needs to know of a post.
type Post struct {
	ID, ThreadID, ThreadTitle, ProgrammeID, AuthorID string
	// Seq is the post's place in its thread.
	Seq int64
	// Text is plain: mentions as @Name, no marks of form.
	Text string
	// QuotedAuthorID is who wrote the post that this one quotes, "" if none.
	QuotedAuthorID string
	// Sensitive: neither the thread's title nor the text may leave by mail.
	Sensitive bool
	// OpenerID is who opened the thread.
	OpenerID string
	// Persons and Organisations are those whom the post names.
	Persons, Organisations []string
}

// Thread is an unread thread as its card shows it.
type Thread struct {
	ID, ProgrammeID, Title string
	// Unread counts the posts that the reader has not read; Mentioned is whether
	// one of those names them.
	Unread     int64
	Mentioned  bool
	PostCount  int64
	LastPostAt time.Time
	LastPostBy string
}

// MutedThread is a thread that somebody wants to hear nothing of.
type MutedThread struct{ ID, Title string }

// OverviewSource is a feature that knows of things that wait on somebody.
type OverviewSource interface {
	Tasks(ctx context.Context, a actor.Actor) ([]Task, error)
}

// Subjects knows things of one type that items are about.
type Subjects interface {
	// Look returns those of the things that a may see, by id, as a has them.
	Look(ctx context.Context, a actor.Actor, ids []string) (map[string]Looked, error)
}

// Live reaches those who look at this moment; live.Hub is one.
type Live interface {
	Hint(topic string, data any)
}

// News is the log of what has happened.
type News interface {
	Newest(ctx context.Context, q activity.Query) ([]activity.Stored, error)
}

// Outbox takes mails; see platform/mail.
type Outbox interface {
	Send(ctx context.Context, m mail.Message) error
	GuardKind(kind string, guard mail.Guard)
}

// Needs is what the feature asks for.
type Needs struct {
	DB          *database.DB
	Clock       clock.Clock
	Jobs        *jobs.Jobs
	Outbox      Outbox
	News        News
	People      People
	Programmes  Programmes
	Discussions Discussions
	Live        Live
	// Subjects are the things that items are about, by type.
	Subjects map[string]Subjects
	// Sources are the other features that put tasks on the overview.
	Sources []OverviewSource
	// ReplyDomain is the domain of the addresses by which mails about posts can
	// be answered, "" where they cannot; MailDomain is that of our own mails.
	ReplyDomain, MailDomain string
	// Key signs the links that stop mails, and reply addresses.
	Key []byte
	// Delay is how long a mail about a post waits, so that people who are
	// looking at it get none. 0 is 20 seconds; below 0 there is no wait.
	Delay time.Duration
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
		return fmt.Errorf("mail templates of notification: %w", err)
	}
	return templates.Add(files)
}

// New builds the feature and registers its jobs; call it before jobs.Start, and
// give Reader to the activity log.
func New(needs Needs) *Module {
	if needs.Delay == 0 {
		needs.Delay = 20 * time.Second
	}
	s := &Service{Needs: needs, store: store{needs.DB}}
	jobs.Register(needs.Jobs, s.tell)
	jobs.Register(needs.Jobs, func(ctx context.Context, _ digestJob) error { return s.round(ctx) })
	needs.Jobs.Every(digestEvery, digestJob{})
	jobs.Register(needs.Jobs, func(ctx context.Context, _ newsJob) error { return s.mailNews(ctx) })
	needs.Outbox.GuardKind(mailKind, s.stillWanted)
	needs.Outbox.GuardKind(digestKind, s.digestStillWanted)
	return &Module{s}
}
