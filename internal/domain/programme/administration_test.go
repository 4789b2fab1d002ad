package programme_test

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"

	"sluse/internal/domain/programme"
	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/fault"
	"sluse/internal/kernel/id"
)

// PersonFor makes the person known whose address begins with their name.
func (n *names) PersonFor(_ context.Context, p programme.NewPerson) (string, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if strings.HasPrefix(p.Email, "bad") {
		return "", fault.NewInvalid("signin.email_invalid", fault.Field{Field: "email", Code: "email.invalid"})
	}
	for personID, known := range n.known {
		if known.Name == p.Name {
			return personID, nil
		}
	}
	personID := id.New()
	n.known[personID] = actor.Person{ID: personID, Name: p.Name, Title: p.Title}
	return personID, nil
}

func start(t *testing.T, w *world, slug string) programme.Programme {
	t.Helper()
	p, err := w.Start(w.admin, programme.Public{
		Slug: slug, Name: " Fra nul ", ShortName: "Fra nul", Span: programme.Span{Starts: day("2026-11-01")},
	}, programme.Limits{Seats: 3, References: 15})
	must(t, err)
	return p
}

func TestFromNothingToACoordinatorWhoWritesThePage(t *testing.T) {
	w := newWorld(t)
	p := start(t, w, "fra-nul")
	if p.Name != "Fra nul" || !p.Hidden || p.Fictional {
		t.Errorf("%+v", p)
	}
	_, err := w.Page(t.Context(), "fra-nul")
	wantFault(t, err, fault.NotFound, "programme.unknown")
	_, err = w.Page(w.admin, "fra-nul")
	wantFault(t, err, fault.NotFound, "programme.unknown")

	named, err := w.Appoint(w.admin, "fra-nul", programme.NewPerson{Email: "bo@styrelsen.example", Name: "Bo Lind"}, programme.Seat{OrganisationID: w.agency})
	must(t, err)
	if named.Person.Name != "Bo Lind" || named.Person.Organisation != "Styrelsen" || named.Starts != day(today) {
		t.Errorf("%+v", named)
	}
	bo := w.as(t, named.PersonID)
	text, err := w.Text(bo, "fra-nul")
	must(t, err)
	changed, err := w.ChangeText(bo, "fra-nul", text.Rev, func(public *programme.Public, limits *programme.Limits) {
		public.Purpose, limits.Seats, public.Hidden = " At begynde. ", 2, false
		public.CoreElements = []programme.Element{{Name: "Tæt kontakt"}}
	})
	must(t, err)
	if changed.Purpose != "At begynde." || changed.SeatLimit != 2 || changed.CoreElements[0].ID == "" || changed.Rev != text.Rev+1 {
		t.Errorf("%+v", changed)
	}
	page, err := w.Page(t.Context(), "fra-nul")
	must(t, err)
	if page.Purpose != "At begynde." || page.Slug != "fra-nul" {
		t.Errorf("%+v", page.Public)
	}
}

func TestOfManyEditorsOfOneRevisionOneWrites(t *testing.T) {
	w := newWorld(t)
	text, err := w.Text(w.coordinator, "sammen")
	must(t, err)
	write := func(purpose string) error {
		_, err := w.ChangeText(w.coordinator, "sammen", text.Rev, func(p *programme.Public, _ *programme.Limits) { p.Purpose = purpose })
		return err
	}
	var group sync.WaitGroup
	results := make(chan error, 8)
	for range cap(results) {
		group.Go(func() { results <- write("Formål") })
	}
	group.Wait()
	close(results)
	written := 0
	for err := range results {
		if err == nil {
			written++
		} else {
			wantFault(t, err, fault.Conflict, "programme.changed_meanwhile")
		}
	}
	if written != 1 {
		t.Errorf("%d wrote on the same revision", written)
	}
}

func TestTextNamesEveryFieldThatIsWrong(t *testing.T) {
	w := newWorld(t)
	text, err := w.Text(w.coordinator, "sammen")
	must(t, err)
	_, err = w.ChangeText(w.coordinator, "sammen", text.Rev, func(p *programme.Public, limits *programme.Limits) {
		p.Name, limits.Seats = " ", -1
		p.Contacts = []programme.Contact{{Name: "Bo", Email: "Bo <bo@x.example>"}, {Title: "ukendt"}}
		p.CoreElements = []programme.Element{{Name: strings.Repeat("x", 301)}}
		p.Periods = []programme.Period{{}}
		p.CallFacts = &programme.CallFacts{Published: day("2026-02-01"), Deadline: day("2026-01-01"), Limit: 5000}
		p.Aliases = make([]string, 0)
		for range 61 {
			p.Aliases = append(p.Aliases, "navn")
		}
	})
	f, ok := fault.As(err)
	if !ok {
		t.Fatalf("got %v", err)
	}
	var fields []string
	for _, field := range f.Fields {
		fields = append(fields, field.Field)
	}
	slices.Sort(fields)
	want := "aliases callFacts.deadline callFacts.limit contacts[0].email contacts[1].name coreElements[0].name name periods[0].name seatLimit"
	if got := strings.Join(fields, " "); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	again, err := w.Text(w.coordinator, "sammen")
	must(t, err)
	if again.Rev != text.Rev || again.Name != text.Name {
		t.Error("something was written")
	}
}

func TestAdministratorsSeeNoInside(t *testing.T) {
	w := newWorld(t)
	must(t, w.join(municipality("0787"), programme.Reference, "2026-01-01", ""))
	signe := w.as(t, w.member(t, "Signe Lauritsen", municipality("0787"), actor.Reference))
	list, _, err := w.Administer(w.admin)
	must(t, err)
	if len(list) != 1 || len(list[0].Coordinators) != 1 || list[0].Coordinators[0].Person.Name != "Jonas Ravn" {
		t.Errorf("%+v", list)
	}
	coordinators, _, err := w.Coordinators(w.admin, "sammen")
	must(t, err)
	if len(coordinators) != 1 {
		t.Errorf("%d coordinators", len(coordinators))
	}
	asks := map[string]func(ctx context.Context) error{
		"text":           func(ctx context.Context) error { _, err := w.Text(ctx, "sammen"); return err },
		"seats":          func(ctx context.Context) error { _, _, err := w.Seats(ctx, "sammen"); return err },
		"participations": func(ctx context.Context) error { _, _, err := w.Participations(ctx, "sammen"); return err },
		"join": func(ctx context.Context) error {
			_, err := w.JoinAt(ctx, "sammen", programme.Participation{OrganisationID: w.agency, Kind: programme.Owner})
			return err
		},
		"seat": func(ctx context.Context) error {
			_, err := w.GiveSeatTo(ctx, "sammen", programme.NewPerson{Email: "x@y.example", Name: "Ny"}, programme.Seat{Role: actor.Observer, OrganisationID: w.agency})
			return err
		},
		"change": func(ctx context.Context) error {
			_, err := w.ChangeText(ctx, "sammen", 1, func(*programme.Public, *programme.Limits) { t.Error("the change was begun") })
			return err
		},
	}
	for name, ask := range asks {
		t.Run(name, func(t *testing.T) {
			wantFault(t, ask(w.admin), fault.NotFound, "programme.unknown")
			wantFault(t, ask(signe), fault.Forbidden, "programme.coordinators_only")
			wantFault(t, ask(t.Context()), fault.Unauthenticated, "session.required")
		})
	}
	_, _, err = w.Administer(w.coordinator)
	wantFault(t, err, fault.Forbidden, "installation.administrators_only")
	_, err = w.Start(w.coordinator, programme.Public{}, programme.Limits{})
	wantFault(t, err, fault.Forbidden, "installation.administrators_only")
	_, _, err = w.Coordinators(signe, "sammen")
	wantFault(t, err, fault.Forbidden, "programme.coordinators_only")
	_, err = w.EveryOrganisation(signe)
	wantFault(t, err, fault.Forbidden, "organisation.coordinators_only")
}

func TestASeatByAddressIsGivenWhollyOrNotAtAll(t *testing.T) {
	w := newWorld(t)
	known := len(w.names.known)
	_, err := w.GiveSeatTo(w.coordinator, "sammen", programme.NewPerson{Email: "bad", Name: "Ny"}, programme.Seat{Role: actor.Observer, OrganisationID: w.agency})
	wantFault(t, err, fault.Invalid, "signin.email_invalid")
	_, err = w.GiveSeatTo(w.coordinator, "sammen", programme.NewPerson{Email: "ny@x.example", Name: "Ny"}, programme.Seat{Role: actor.Coordinator, OrganisationID: w.agency})
	wantFault(t, err, fault.Invalid, "seat.invalid")
	if len(w.names.known) != known {
		t.Error("somebody was made known for nothing")
	}
	given, err := w.GiveSeatTo(w.coordinator, "sammen", programme.NewPerson{Email: "ny@x.example", Name: "Ny"},
		programme.Seat{Role: actor.Observer, OrganisationID: w.agency})
	must(t, err)
	list, organisations, err := w.Seats(w.coordinator, "sammen")
	must(t, err)
	if len(list) != 1 || list[0].ID != given.ID || organisations[w.agency].Short != "Styrelsen" {
		t.Errorf("%+v", list)
	}
	must(t, w.EndSeat(w.coordinator, given.ID, day("2026-12-31")))
	wantFault(t, w.EndSeat(w.coordinator, given.ID, day("2027-01-31")), fault.Invalid, "ending.invalid")
	must(t, w.EndSeat(w.coordinator, given.ID, day("2026-11-18")))
	list, _, err = w.Seats(w.coordinator, "sammen")
	must(t, err)
	if len(list) != 0 {
		t.Errorf("a seat that was never held is still there: %+v", list)
	}
}

func TestHiddenPageMatrix(t *testing.T) {
	hidden := programme.Programme{ID: "mine", Public: programme.Public{Hidden: true}}
	shown := programme.Programme{ID: "mine"}
	members := []actor.Actor{{}, {PersonID: "a", Administrator: true}, {PersonID: "b", Memberships: []actor.Membership{{ProgrammeID: "other", Role: actor.Coordinator}}}}
	for _, a := range members {
		wantFault(t, programme.MayReadPage(a, hidden), fault.NotFound, "programme.unknown")
		must(t, programme.MayReadPage(a, shown))
	}
	for _, role := range actor.Roles {
		a := actor.Actor{Memberships: []actor.Membership{{ProgrammeID: "mine", Role: role}}}
		must(t, programme.MayReadPage(a, hidden))
		must(t, programme.MayReadPage(a, shown))
	}
}
