// Package demo fills an empty installation with the data that visitors try it on:
// the real programmes that are finished, with only the facts that are known of
// them, and fictional ones in the middle of their work.
//
// Everything goes through the services, with their policies, told by a clock that
// the script sets; dates are relative to the day of filling. No mail comes of it.
// All of it is one transaction: an installation is filled or it is not.
package demo

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"sluse/internal/domain/account"
	"sluse/internal/domain/discussion"
	"sluse/internal/domain/document"
	"sluse/internal/domain/invitation"
	"sluse/internal/domain/notification"
	"sluse/internal/domain/programme"
	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/clock"
	"sluse/internal/platform/activity"
	"sluse/internal/platform/blob"
	"sluse/internal/platform/database"
	"sluse/internal/platform/jobs"
	"sluse/internal/platform/mail"
	"sluse/internal/platform/search"
)

// Needs is what filling asks for.
type Needs struct {
	DB *database.DB
	// Clock tells the day that all dates are relative to.
	Clock clock.Clock
	Log   *slog.Logger
	// Blobs is where the demo's files are kept, and Incoming where they come in.
	Blobs    blob.Store
	Incoming string
	// Files keeps the files of posts in the feature of documents.
	Files func(*document.Module) discussion.Files
	// Invite makes the feature of invitations; nil leaves them out.
	Invite func(Inviting) *invitation.Module
	// Inbox puts what happens into inboxes; nil leaves them empty.
	Inbox *notification.Module
	// Node is the name under which this process reads the activity log.
	Node string
}

// Fill fills the installation. Where anybody is known to it already, nothing is
// done and filled is false.
func Fill(ctx context.Context, needs Needs) (filled bool, err error) {
	f := newFiller(needs)
	if err := f.programme.Prepare(ctx); err != nil {
		return false, err
	}
	err = needs.DB.Write(ctx, func(ctx context.Context) error {
		empty, err := f.account.Empty(ctx)
		if err != nil || !empty {
			return err
		}
		filled = true
		return f.fill(ctx)
	})
	if err != nil {
		return false, fmt.Errorf("fill with demo data: %w", err)
	}
	return filled, nil
}

// filler holds services of its own, told by a clock that the script sets.
type filler struct {
	now        time.Time // of filling
	clock      *clock.Manual
	log        *activity.Log
	account    *account.Module
	programme  *programme.Module
	discussion *discussion.Module
	document   *document.Module
	invite     func(Inviting) *invitation.Module
	inbox      *notification.Module

	people        map[string]account.Person // by key
	organisations map[string]string         // ids by short name
}

func newFiller(needs Needs) *filler {
	f := &filler{
		now: needs.Clock.Now(), clock: clock.NewManual(needs.Clock.Now()),
		people: map[string]account.Person{}, organisations: map[string]string{}, invite: needs.Invite, inbox: needs.Inbox,
	}
	quiet := nobody{}
	f.log = activity.New(needs.DB, f.clock, needs.Log, needs.Node)
	f.account = account.New(account.Needs{
		DB: needs.DB, Clock: f.clock, Log: f.log, Logger: needs.Log, Jobs: jobs.New(needs.DB, needs.Log, f.clock),
		Mailer: quiet, Memberships: f, Wishes: quiet, Revoker: quiet,
	})
	f.programme = programme.New(programme.Needs{DB: needs.DB, Clock: f.clock, Log: f.log, People: f.account, Revoker: quiet})
	f.document = document.New(document.Needs{
		DB: needs.DB, Clock: f.clock, Logger: needs.Log, Log: f.log, Blobs: needs.Blobs, Incoming: needs.Incoming,
		Jobs: jobs.New(needs.DB, needs.Log, f.clock), Programmes: library{f.programme},
	})
	f.discussion = discussion.New(discussion.Needs{
		DB: needs.DB, Clock: f.clock, Logger: needs.Log, Log: f.log, Live: quiet, Index: search.New(needs.DB), Programmes: f.programme,
		Files: needs.Files(f.document),
	})
	// Of the log's readers only the search and the inboxes may learn of this: whoever
	// sends mail must find everything handled.
	f.log.AddReader(f.discussion.Indexer())
	if f.inbox != nil {
		f.log.AddReader(f.inbox.InboxReader())
	}
	return f
}

func (f *filler) fill(ctx context.Context) error {
	for _, step := range []func(context.Context) error{
		f.addAdministrator, f.addOrganisations, f.addRealProgrammes, f.addFictionalProgrammes, f.addPeople, f.addDiscussions, f.addInvitations, f.markHandled,
	} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// day returns the Danish day n days from the filling.
func (f *filler) day(n int) clock.Date { return clock.DateOf(f.now, clock.Copenhagen).AddDays(n) }

// month returns the first day of the month n months from the filling.
func (f *filler) month(n int) clock.Date {
	local := f.now.In(clock.Copenhagen)
	return clock.NewDate(local.Year(), local.Month()+time.Month(n), 1)
}

// workday returns the nth working day from the filling; 0 is the day itself,
// whatever it is.
func (f *filler) workday(n int) clock.Date {
	local := f.now.In(clock.Copenhagen)
	for n < 0 {
		local = local.AddDate(0, 0, -1)
		if d := local.Weekday(); d != time.Saturday && d != time.Sunday {
			n++
		}
	}
	return clock.DateOf(local, clock.Copenhagen)
}

// at sets the script's clock to a time of a Danish day.
func (f *filler) at(day clock.Date, hour, minute int) {
	f.clock.Set(day.Start(clock.Copenhagen).Add(time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute))
}

// as returns a context in which a person of the demo acts with what they are at
// the script's time.
func (f *filler) as(ctx context.Context, key string) (context.Context, error) {
	person, ok := f.people[key]
	if !ok {
		return nil, fmt.Errorf("the demo has no person %q", key)
	}
	memberships, err := f.programme.Memberships(ctx, person.ID)
	if err != nil {
		return nil, err
	}
	return actor.With(ctx, actor.Actor{PersonID: person.ID, Name: person.Name, Locale: person.Locale, Memberships: memberships}), nil
}

// asAdministrator adds to ctx the administrator who sets the installation up.
// Where the installation's setting up needs a programme's coordinator whom the
// demo does not have, coordinates names the programme.
func (f *filler) asAdministrator(ctx context.Context, coordinates ...string) context.Context {
	who := actor.Actor{PersonID: f.people[administrator].ID, Administrator: true}
	for _, id := range coordinates {
		who.Memberships = append(who.Memberships, actor.Membership{ProgrammeID: id, Role: actor.Coordinator})
	}
	return actor.With(ctx, who)
}

// markHandled lets the search and the inboxes read what was recorded and marks it
// handled, so that the program's own readers find nothing to tell anybody of, and the
// digests nothing to gather.
func (f *filler) markHandled(ctx context.Context) error {
	for {
		n, err := f.log.Step(ctx, 500, false)
		if err != nil {
			return err
		}
		if n == 0 {
			break
		}
	}
	if f.inbox == nil {
		return nil
	}
	return f.inbox.NoMailOfThePast(ctx)
}

// Memberships implements account.Memberships.
func (f *filler) Memberships(ctx context.Context, personID string) ([]actor.Membership, error) {
	return f.programme.Memberships(ctx, personID)
}

// Describe implements account.Memberships; nobody asks while the demo is filled.
func (f *filler) Describe(context.Context, string) ([]account.MembershipView, error) { return nil, nil }

// Turns implements account.Memberships; nobody asks while the demo is filled.
func (f *filler) Turns(context.Context, string) ([]account.TurnView, error) { return nil, nil }

// nobody looks on, and nobody gets mail, while the demo is filled.
type nobody struct{}

// Send implements account.Mailer.
func (nobody) Send(context.Context, mail.Message) error { return nil }

// MailWishes implements account.Wishes.
func (nobody) MailWishes(context.Context, string) (answers, mentions bool, err error) {
	return false, false, nil
}

// EndSession implements account.Revoker.
func (nobody) EndSession(string) {}

// Recheck implements account.Revoker and programme.Revoker.
func (nobody) Recheck(string) {}

// Hint implements discussion.Live.
func (nobody) Hint(string, any) {}

// RecheckTopic implements discussion.Live.
func (nobody) RecheckTopic(string) {}
