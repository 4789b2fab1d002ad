package notification_test

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"sluse/internal/domain/notification"
	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/clock"
	"sluse/internal/kernel/id"
	"sluse/internal/platform/activity"
	"sluse/internal/platform/database"
	"sluse/internal/platform/database/dbtest"
	"sluse/internal/platform/jobs"
	"sluse/internal/platform/mail"
)

const (
	programme = "programme"
	thisted   = "thisted"
	kolding   = "kolding"
	patience  = 30 * time.Second
)

// The people of the tests. Signe and Henrik are here for Thisted.
const (
	signe  = "signe"
	henrik = "henrik"
	karim  = "karim"
	mette  = "mette"
)

// world is the feature with a real database, log, queue and outbox. What it asks
// of other features is answered from what the test sets.
type world struct {
	db     *database.DB
	clock  *clock.Manual
	log    *activity.Log
	jobs   *jobs.Jobs
	outbox *mail.Outbox
	module *notification.Module

	members map[string]string // person → organisation
	left    map[string]bool   // persons without an account any more
	posts   map[string]notification.Post
	read    map[string]int64 // thread/person → seq
	muted   map[string]bool
	hidden  map[string]bool // threads that nobody may read
	tasks   []notification.Task
	answers map[string]string // client id → who, where, what
	trouble error             // of answering
	follows map[string]bool   // thread/person
	hinted  sync.Map          // topics
	seq     int64
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{
		db: dbtest.New(t), clock: clock.NewManual( // before the hour of digests
			time.Date(2026, 3, 2, 3, 0, 0, 0, time.UTC)),
		members: map[string]string{signe: thisted, henrik: thisted, karim: kolding, mette: "agency"},
		left:    map[string]bool{}, posts: map[string]notification.Post{}, read: map[string]int64{},
		muted: map[string]bool{}, hidden: map[string]bool{}, follows: map[string]bool{},
	}
	logger := slog.New(slog.DiscardHandler)
	w.log = activity.New(w.db, w.clock, logger, "node")
	w.jobs = jobs.New(w.db, logger, w.clock)
	w.jobs.PollEvery(20 * time.Millisecond)
	templates, err := mail.NewTemplates()
	must(t, err)
	must(t, notification.AddTemplates(templates))
	composer, err := mail.NewComposer(mail.Sender{From: mail.Address{Email: "sluse@sluse.example", Name: "Sluse"}, Home: "https://sluse.example"}, templates)
	must(t, err)
	w.outbox = mail.NewOutbox(mail.Needs{
		DB: w.db, Jobs: w.jobs, Clock: w.clock, Log: logger, Composer: composer, Transport: mail.Discard{}, Keep: true,
	})
	w.module = notification.New(notification.Needs{
		DB: w.db, Clock: w.clock, Jobs: w.jobs, Outbox: w.outbox, News: w.log, People: w, Programmes: w, Discussions: w,
		Live: w, Subjects: map[string]notification.Subjects{"thread": threads{w}, "document": documents{w}, "programme": circles{w}},
		ReplyDomain: "svar.sluse.example", MailDomain: "sluse.example",
		Sources: []notification.OverviewSource{w}, Key: []byte("a key for tests"), Delay: -1,
	})
	w.log.AddReader(w.module.Reader())
	w.log.AddReader(w.module.InboxReader())
	return w
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// run starts the queue; before it, jobs only gather.
func (w *world) run(t *testing.T) {
	t.Helper()
	must(t, w.jobs.Start(t.Context()))
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		if err := w.jobs.Stop(ctx); err != nil {
			t.Error(err)
		}
	})
}

// handle lets the readers see the log.
func (w *world) handle(t *testing.T) {
	t.Helper()
	for {
		n, err := w.log.Step(t.Context(), 100, false)
		must(t, err)
		if n == 0 {
			return
		}
	}
}

// settle lets the readers see the log and waits until no job is left to do.
func (w *world) settle(t *testing.T) {
	t.Helper()
	w.handle(t)
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	again := time.NewTicker(10 * time.Millisecond)
	defer again.Stop()
	for {
		var left int
		err := w.db.Read(ctx).Raw("SELECT count(*) FROM river_job WHERE state NOT IN ('completed', 'cancelled', 'discarded')").Scan(&left).Error
		if err == nil && left == 0 {
			return
		}
		select {
		case <-again.C:
		case <-ctx.Done():
			t.Fatalf("%d jobs are still to do (%v)", left, err)
		}
	}
}

// post writes a post into the log as discussions do.
func (w *world) post(t *testing.T, p notification.Post) notification.Post {
	t.Helper()
	w.seq++
	if p.ThreadID == "" {
		p.ThreadID = "t1"
	}
	p.ID, p.ProgrammeID, p.Seq, p.ThreadTitle = id.New(), programme, w.seq, w.title(p.ThreadID)
	if p.Text == "" {
		p.Text = "Hvordan gør I hos jer?"
	}
	w.posts[p.ID] = p
	err := w.db.Write(t.Context(), func(ctx context.Context) error {
		_, err := w.log.Record(ctx, activity.Event{
			ActorID: p.AuthorID, Verb: "post.created", SubjectType: "post", SubjectID: p.ID, ProgrammeID: programme,
			Data: map[string]any{"post": map[string]any{"id": p.ID, "threadId": p.ThreadID, "text": p.Text}},
			Private: map[string]any{
				"threadId": p.ThreadID, "seq": p.Seq, "openedBy": p.OpenerID, "quotedAuthor": p.QuotedAuthorID,
				"mentionedPeople": p.Persons, "mentionedOrganisations": p.Organisations,
			},
		})
		return err
	})
	must(t, err)
	w.clock.Advance(time.Minute)
	return p
}

func (w *world) title(threadID string) string { return "Hvor finder I tiden? (" + threadID + ")" }

// mailed returns whom the mails so far went to, sorted, and the mails.
func (w *world) mailed(t *testing.T) ([]string, []mail.Kept) {
	t.Helper()
	mails, err := w.outbox.Mailbox(t.Context(), 10_000)
	must(t, err)
	to := []string{}
	for _, m := range mails {
		to = append(to, m.To)
	}
	slices.Sort(to)
	return to, mails
}

func address(person string) string { return person + "@kommune.example" }

func addresses(persons ...string) []string {
	out := []string{}
	for _, p := range persons {
		out = append(out, address(p))
	}
	slices.Sort(out)
	return out
}

func (w *world) as(t *testing.T, person string) context.Context {
	t.Helper()
	memberships, err := w.Memberships(t.Context(), person)
	must(t, err)
	return actor.With(t.Context(), actor.Actor{PersonID: person, Name: person, Memberships: memberships})
}

// What the feature asks of others.

func (w *world) Recipients(_ context.Context, ids []string) (map[string]notification.Recipient, error) {
	out := map[string]notification.Recipient{}
	for _, p := range ids {
		if !w.left[p] {
			out[p] = notification.Recipient{ID: p, Name: p, Email: address(p), Locale: "da"}
		}
	}
	return out, nil
}

func (w *world) Slug(context.Context, string) (string, error) { return "sammen", nil }

func (w *world) Memberships(_ context.Context, person string) ([]actor.Membership, error) {
	organisation, member := w.members[person]
	if !member {
		return nil, nil
	}
	return []actor.Membership{{ProgrammeID: programme, Role: actor.Reference, OrganisationID: organisation}}, nil
}

func (w *world) MembersOf(_ context.Context, _, organisation string) ([]string, error) {
	var out []string
	for person, o := range w.members {
		if o == organisation {
			out = append(out, person)
		}
	}
	slices.Sort(out)
	return out, nil
}

func (w *world) PeopleOf(_ context.Context, _ string, ids []string) (map[string]actor.Person, error) {
	out := map[string]actor.Person{}
	for _, p := range ids {
		out[p] = actor.Person{ID: p, Name: "Navn " + p, OrganisationID: w.members[p], Organisation: w.members[p]}
	}
	return out, nil
}

func (w *world) Organisations(_ context.Context, ids []string) (map[string]actor.Organisation, error) {
	out := map[string]actor.Organisation{}
	for _, o := range ids {
		out[o] = actor.Organisation{ID: o, Name: o + " Kommune", Short: o, Kind: "municipality"}
	}
	return out, nil
}

func (w *world) Seats(ctx context.Context, programmeID, organisation string) (notification.Seats, error) {
	persons, err := w.MembersOf(ctx, programmeID, organisation)
	return notification.Seats{Used: len(persons), Total: 3, PersonIDs: persons}, err
}

func (w *world) Post(_ context.Context, postID string) (notification.Post, bool, error) {
	p, there := w.posts[postID]
	return p, there, nil
}

func (w *world) Posts(_ context.Context, postIDs []string) (map[string]notification.Post, error) {
	found := map[string]notification.Post{}
	for _, id := range postIDs {
		if p, there := w.posts[id]; there {
			found[id] = p
		}
	}
	return found, nil
}

func (w *world) MayRead(_ context.Context, a actor.Actor, threadID string) (bool, error) {
	_, member := a.Role(programme)
	return member && !w.hidden[threadID], nil
}

func (w *world) HasRead(_ context.Context, threadID, person string, seq int64) (bool, error) {
	return w.read[threadID+"/"+person] >= seq, nil
}

func (w *world) Muted(_ context.Context, threadID, person string) (bool, error) {
	return w.muted[threadID+"/"+person], nil
}

func (w *world) Mute(_ context.Context, threadID, person string) error {
	w.muted[threadID+"/"+person] = true
	return nil
}

func (w *world) MutedThreads(_ context.Context, a actor.Actor) ([]notification.MutedThread, error) {
	out := []notification.MutedThread{}
	for _, key := range slices.Sorted(maps.Keys(w.muted)) {
		if threadID, person, _ := strings.Cut(key, "/"); person == a.PersonID && w.muted[key] {
			out = append(out, notification.MutedThread{ID: threadID, Title: w.title(threadID)})
		}
	}
	return out, nil
}

func (w *world) Titles(ctx context.Context, a actor.Actor, threadIDs []string) (map[string]string, error) {
	titles := map[string]string{}
	for _, threadID := range threadIDs {
		if may, _ := w.MayRead(ctx, a, threadID); may {
			titles[threadID], _ = w.Title(ctx, threadID)
		}
	}
	return titles, nil
}

func (w *world) Title(_ context.Context, threadID string) (string, error) {
	return w.title(threadID), nil
}

func (w *world) UnreadThreads(_ context.Context, a actor.Actor, limit int) ([]notification.Thread, error) {
	if limit < 1 || a.PersonID == "" {
		return nil, fmt.Errorf("asked for %d threads of %q", limit, a.PersonID)
	}
	return []notification.Thread{{ID: "t1", ProgrammeID: programme, Title: w.title("t1"), Unread: 2, PostCount: 5, LastPostBy: karim}}, nil
}

func (w *world) Tasks(context.Context, actor.Actor) ([]notification.Task, error) { return w.tasks, nil }
