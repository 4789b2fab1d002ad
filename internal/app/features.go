package app

import (
	"context"
	"crypto/hkdf"
	"crypto/sha256"
	"fmt"

	"sluse/internal/domain/account"
	"sluse/internal/domain/discussion"
	"sluse/internal/domain/document"
	"sluse/internal/domain/invitation"
	"sluse/internal/domain/notification"
	"sluse/internal/domain/privacy"
	"sluse/internal/domain/programme"
	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/fault"
	"sluse/internal/platform/search"
	"sluse/internal/platform/web"
)

// features are the modules. Where two need each other, the later one is handed to
// the earlier one through a link (see links.go), which looks it up when it is used.
type features struct {
	account      *account.Module
	programme    *programme.Module
	invitation   *invitation.Module
	discussion   *discussion.Module
	document     *document.Module
	notification *notification.Module
	privacy      *privacy.Module
}

func (a *App) buildFeatures() error {
	secret, err := a.config.SigningKey()
	if err != nil {
		return err
	}
	f := &a.features
	f.account = account.New(a.withProvider(account.Needs{
		DB: a.db, Clock: a.clock, Log: a.activity, Logger: a.log, Jobs: a.jobs, Mailer: a.outbox,
		Memberships: membershipsLink{f}, Wishes: notification.NewWishBook(a.db), Revoker: a.hub, Witness: witnessLink{f},
		Key: keyFor(secret, "account"), BaseURL: a.config.BaseURL, Secure: a.config.HTTPS(), Demo: a.config.Demo,
	}))
	f.programme = programme.New(programme.Needs{
		DB: a.db, Clock: a.clock, Log: a.activity, People: f.account, Revoker: revokerLink{a}, Registry: registryLink{f}, Witness: witnessLink{f},
	})
	f.invitation = invitation.New(invitation.Needs{
		DB: a.db, Clock: a.clock, Log: a.activity, Jobs: a.jobs, Outbox: a.outbox,
		Programmes: invitedProgrammes{f.programme}, Seats: seatsLink{f.programme}, Accounts: accountsLink{f.account}, Homes: a.homes(), Witness: witnessLink{f},
		Key: keyFor(secret, "invitation"),
	})
	if err := a.buildDocuments(); err != nil {
		return err
	}
	a.names = newNames(f.programme, a.db, a.clock)
	f.discussion = discussion.New(discussion.Needs{
		DB: a.db, Clock: a.clock, Logger: a.log, Log: a.activity, Live: a.hub, Index: search.New(a.db), Programmes: a.names,
		Files: FilesOfPosts(f.document),
	})
	f.document.AllowSubject(subjectPost, f.discussion.MayReadPost)
	f.notification = notification.New(notification.Needs{
		DB: a.db, Clock: a.clock, Jobs: a.jobs, Outbox: a.outbox, News: a.activity,
		People: recipientsLink{f}, Programmes: programmesLink{f.programme, a.names}, Discussions: discussionsLink{f.discussion},
		Live: a.hub, Subjects: a.inboxSubjects(),
		ReplyDomain: a.config.InboundDomain, MailDomain: senderDomain(&a.config),
		Sources: []notification.OverviewSource{questionsSource{f}, profileSource{f}, exportSource{f}},
		Key:     keyFor(secret, "notification"), Delay: a.config.MailDelay,
	})
	a.buildPrivacy()
	a.activity.AddReader(f.discussion.Indexer())
	a.activity.AddReader(f.notification.Reader())
	a.activity.AddReader(f.notification.InboxReader())
	a.activity.AddReader(revoker{a})
	a.allowTopics()
	return nil
}

// keyFor derives a feature's key from the installation's secret, so that what one
// feature signs is worth nothing to another.
func keyFor(secret []byte, feature string) []byte {
	key, err := hkdf.Key(sha256.New, secret, nil, "sluse "+feature, sha256.Size)
	if err != nil {
		panic(fmt.Sprintf("app: key of %s: %v", feature, err)) // only for absurd lengths
	}
	return key
}

// allowTopics says who may look at what live: the list of topics.
func (a *App) allowTopics() {
	a.hub.Allow("thread", a.features.discussion.MaySubscribe, true)
	a.hub.Allow("programme", func(_ context.Context, who actor.Actor, programmeID string) error {
		return programme.MaySee(who, programmeID)
	}, false)
	a.hub.Allow("invitations", func(_ context.Context, who actor.Actor, programmeID string) error {
		if invitation.MaySeeAll(who, programmeID) {
			return nil
		}
		return fault.NewNotFound("programme.unknown")
	}, false)
	a.hub.Allow("partners", func(_ context.Context, who actor.Actor, programmeID string) error {
		return discussion.MayReadPartners(who, programmeID)
	}, false)
	a.hub.Allow("person", func(_ context.Context, who actor.Actor, personID string) error {
		if who.PersonID == personID {
			return nil
		}
		return fault.NewNotFound("person.unknown")
	}, false)
}

// registerFeatures adds every feature's operations to the API.
func (a *App) registerFeatures(server *web.Server) {
	a.features.account.Register(server.API)
	a.features.programme.Register(server.API)
	a.features.invitation.Register(server.API)
	a.features.discussion.Register(server.API)
	a.features.document.Register(server)
	a.features.notification.Register(server.API)
	a.features.privacy.Register(server)
	a.registerDemoMails(server.API)
}

// Account is the feature of persons and sessions.
func (a *App) Account() *account.Module { return a.features.account }

// Programme is the feature of programmes and who takes part.
func (a *App) Programme() *programme.Module { return a.features.programme }

// Invitation is the feature of invitations and seats that are given on.
func (a *App) Invitation() *invitation.Module { return a.features.invitation }

// Discussion is the feature of threads and posts.
func (a *App) Discussion() *discussion.Module { return a.features.discussion }

// Notification is the feature of mails and the overview.
func (a *App) Notification() *notification.Module { return a.features.notification }

// refresh gives the present actor of a session, for a socket that is open.
func (a *App) refresh(ctx context.Context, sessionID string) (actor.Actor, error) {
	return a.features.account.Actor(ctx, sessionID)
}

// sessions is who tells the actor of a request.
func (a *App) sessions() web.Sessions { return a.features.account }

// prepare puts in place what every installation has, after the migrations.
func (a *App) prepare(ctx context.Context) error {
	if err := a.features.programme.Prepare(ctx); err != nil {
		return fmt.Errorf("the municipalities: %w", err)
	}
	return a.warnOfHomes(ctx)
}
