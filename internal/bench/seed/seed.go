// Package seed fills an empty installation with as many people, seats, sessions
// and posts as the load tests need: people and threads through the services, the
// many seats and the long history in bulk, as the services would have left them.
package seed

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"sluse/internal/app"
	"sluse/internal/bench/texts"
	"sluse/internal/domain/account"
	"sluse/internal/domain/discussion"
	"sluse/internal/domain/programme"
	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/clock"
	"sluse/internal/kernel/id"
	"sluse/internal/platform/config"
	"sluse/internal/platform/richtext"
)

// Plan says how much to fill in.
type Plan struct {
	// People are members of both programmes, each with a session.
	Seminar, Crowd int
	// History is the number of posts in the long thread.
	History int
	// Threads is how many threads the seminar's programme has besides.
	Threads int
}

// Person is somebody with a session.
type Person struct{ ID, Token string }

// World is what there is afterwards.
type World struct {
	// People are the crowd; the first of them are the seminar.
	People  []Person
	Seminar int
	// Writers are the sessions of the first of the people, many for each: in a
	// closed loop one person writes more than the bounds on one session allow.
	Writers [][]string
	// Slug is the address of the seminar's programme.
	Slug string
	// Fresh, Long and Live are threads of the seminar: without posts, with the
	// history, and for the seminar itself. Crowded is the crowd's thread.
	Fresh, Long, Live, Crowded string
}

type filler struct {
	*app.App
	plan  Plan
	world World
	agent string
}

// Fill fills the installation that the settings name.
func Fill(ctx context.Context, settings config.Config, plan Plan) (world World, err error) {
	opened, err := app.Open(ctx, app.Options{Config: settings, Version: "bench", Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		return World{}, err
	}
	defer func() { err = errors.Join(err, opened.Close()) }()
	f := &filler{App: opened, plan: plan, agent: "Mozilla/5.0 (X11; Linux x86_64) Firefox/145.0"}
	// One transaction: an installation is filled or it is not.
	if err := opened.DB().Write(ctx, f.fill); err != nil {
		return World{}, fmt.Errorf("fill the installation: %w", err)
	}
	return f.world, nil
}

func (f *filler) fill(ctx context.Context) error {
	admin, err := f.Account().NameAdministrator(ctx, "anne@styrelsen.example", "Anne Holm")
	if err != nil {
		return err
	}
	asAdmin := actor.With(ctx, actor.Actor{PersonID: admin.ID, Administrator: true})
	agency, err := f.Programme().AddOrganisation(asAdmin, programme.Organisation{Name: "Styrelsen", Short: "Styrelsen", Kind: programme.KindAgency})
	if err != nil {
		return err
	}
	f.world.Slug, f.world.Seminar = "seminar", f.plan.Seminar
	seminar, err := f.programme(asAdmin, f.world.Slug, "Sammen om opfølgning")
	if err != nil {
		return err
	}
	crowd, err := f.programme(asAdmin, "hele-landet", "Hele landet")
	if err != nil {
		return err
	}
	if err := f.people(ctx); err != nil {
		return err
	}
	if err := f.writers(ctx); err != nil {
		return err
	}
	for p, members := range map[string][]Person{seminar: f.world.People[:f.plan.Seminar], crowd: f.world.People} {
		if err := f.seats(asAdmin, p, agency.ID, admin.ID, members); err != nil {
			return err
		}
	}
	if err := f.threads(ctx, seminar, crowd); err != nil {
		return err
	}
	if err := f.history(ctx, f.world.Long); err != nil {
		return err
	}
	// What happened while filling is nobody's news.
	return f.DB().Tx(ctx).Exec("UPDATE activity_event SET handled_at = at").Error
}

func (f *filler) programme(ctx context.Context, slug, name string) (string, error) {
	today := clock.Today(clock.System{})
	p, err := f.Programme().Create(ctx, programme.Public{
		Slug: slug, Name: name, ShortName: name, Span: programme.Span{Starts: today.AddDays(-400), Ends: today.AddDays(400)},
	}, programme.Limits{}, true)
	return p.ID, err
}

func (f *filler) people(ctx context.Context) error {
	for n := range f.plan.Crowd {
		in, err := f.admit(ctx, n)
		if err != nil {
			return err
		}
		f.world.People = append(f.world.People, Person{in.Person.ID, in.Token})
	}
	return nil
}

func (f *filler) writers(ctx context.Context) error {
	for n := range writers {
		sessions := make([]string, 0, sessionsEach)
		for range sessionsEach {
			in, err := f.admit(ctx, n)
			if err != nil {
				return err
			}
			sessions = append(sessions, in.Token)
		}
		f.world.Writers = append(f.world.Writers, sessions)
	}
	return nil
}

// How many people write in a closed loop, and how many sessions each has.
const (
	writers      = 32
	sessionsEach = 40
)

// admit gives a person a session, and makes them known the first time.
func (f *filler) admit(ctx context.Context, n int) (account.SignedIn, error) {
	return f.Account().Admit(ctx, account.Invited{
		Draft: account.Draft{
			Email: fmt.Sprintf("person%d@kommune.example", n), Name: fmt.Sprintf("Person %d Prøve", n), Title: "Faglig leder",
		},
		UserAgent: f.agent,
	})
}

// seats gives the members their seats on behalf of ten municipalities; the first is
// coordinator. One by one the service would look at all others for each.
func (f *filler) seats(ctx context.Context, programmeID, agency, by string, members []Person) error {
	now, today := clock.System{}.Now(), clock.Today(clock.System{})
	from := programme.Span{Starts: today.AddDays(-100)}
	if _, err := f.Programme().NameCoordinator(ctx, programme.Seat{
		ProgrammeID: programmeID, OrganisationID: agency, PersonID: members[0].ID, Role: actor.Coordinator, Span: from,
	}); err != nil {
		return err
	}
	all, err := f.Programme().AllMunicipalities(ctx)
	if err != nil {
		return err
	}
	if len(all) < municipalities {
		return fmt.Errorf("there are only %d municipalities", len(all))
	}
	coordinator := actor.With(ctx, actor.Actor{PersonID: members[0].ID, Memberships: []actor.Membership{
		{ProgrammeID: programmeID, Role: actor.Coordinator, OrganisationID: agency},
	}})
	for _, m := range all[:municipalities] {
		if _, err := f.Programme().Join(coordinator, programme.Participation{
			ProgrammeID: programmeID, OrganisationID: programme.MunicipalityOrganisationID(m.Code), Kind: programme.Reference, Span: from,
		}); err != nil {
			return err
		}
	}
	for n, p := range members[1:] {
		err := f.DB().Tx(ctx).Exec(`INSERT INTO programme_seat (id, programme_id, organisation_id, person_id, role, starts, created_at, created_by)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?)`, id.New(), programmeID, programme.MunicipalityOrganisationID(all[n%municipalities].Code),
			p.ID, actor.Reference, from.Starts, now, by).Error
		if err != nil {
			return err
		}
	}
	return nil
}

// municipalities is how many take part.
const municipalities = 10

func (f *filler) threads(ctx context.Context, seminar, crowd string) error {
	open := func(programmeID, slug, title string) (string, error) {
		who := actor.With(ctx, actor.Actor{PersonID: f.world.People[0].ID, Memberships: []actor.Membership{
			{ProgrammeID: programmeID, Role: actor.Coordinator},
		}})
		t, err := f.Discussion().Open(who, slug, discussion.NewThread{ClientID: id.New(), Title: title, Audience: discussion.ForMembers})
		return t.ID, err
	}
	for n := range f.plan.Threads {
		if _, err := open(seminar, f.world.Slug, fmt.Sprintf("Hvordan følger I op? Emne %d", n)); err != nil {
			return err
		}
	}
	for _, t := range []struct {
		into                   *string
		programme, slug, title string
	}{
		{&f.world.Fresh, seminar, f.world.Slug, "Hvad virkede hos jer?"},
		{&f.world.Long, seminar, f.world.Slug, "Den lange drøftelse"},
		{&f.world.Live, seminar, f.world.Slug, "Seminaret"},
		{&f.world.Crowded, crowd, "hele-landet", "Alle er her"},
	} {
		var err error
		if *t.into, err = open(t.programme, t.slug, t.title); err != nil {
			return err
		}
	}
	return nil
}

// history writes the long thread's posts.
func (f *filler) history(ctx context.Context, thread string) error {
	tx, begun := f.DB().Tx(ctx), clock.System{}.Now().Add(-time.Duration(f.plan.History)*time.Minute)
	for n := range f.plan.History {
		text := texts.Numbered(n)
		err := tx.Exec(`INSERT INTO discussion_post (id, thread_id, seq, author_id, client_id, text, html, quote_id, created_at, deleted_by, deleted_reason, rev)
			VALUES (?, ?, ?, ?, ?, ?, ?, '', ?, '', '', 1)`, id.New(), thread, n+2, f.world.People[n%f.plan.Seminar].ID, id.New(),
			text, richtext.RenderPost(text, nil), begun.Add(time.Duration(n)*time.Minute)).Error
		if err != nil {
			return err
		}
	}
	if err := tx.Exec("UPDATE activity_topic SET seq = ? WHERE name = ?", f.plan.History+1, "thread:"+thread).Error; err != nil {
		return err
	}
	return tx.Exec("UPDATE discussion_thread SET post_count = ?, last_seq = ? WHERE id = ?", f.plan.History, f.plan.History+1, thread).Error
}
