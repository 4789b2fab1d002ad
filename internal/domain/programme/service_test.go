package programme_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"sluse/internal/domain/programme"
	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/clock"
	"sluse/internal/kernel/fault"
	"sluse/internal/kernel/id"
	"sluse/internal/platform/activity"
	"sluse/internal/platform/database"
	"sluse/internal/platform/database/dbtest"
)

// names stands for the feature that keeps persons.
type names struct {
	mu    sync.Mutex
	known map[string]actor.Person
}

func (n *names) People(_ context.Context, ids []string) (map[string]actor.Person, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	found := map[string]actor.Person{}
	for _, personID := range ids {
		if person, ok := n.known[personID]; ok {
			found[personID] = person
		}
	}
	return found, nil
}

type rechecked struct {
	mu  sync.Mutex
	ids []string
}

func (r *rechecked) Recheck(personID string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.ids = append(r.ids, personID)
}

// world is a programme with a coordinator, a partner and a reference.
type world struct {
	*programme.Module
	db          *database.DB
	log         *activity.Log
	clock       *clock.Manual
	names       *names
	rechecked   *rechecked
	admin       context.Context
	coordinator context.Context
	programme   programme.Programme
	agency      string
}

const today = "2026-11-19"

func day(text string) clock.Date {
	d, err := clock.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

func municipality(code string) string { return programme.MunicipalityOrganisationID(code) }

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{
		db: dbtest.New(t), clock: clock.NewManual(day(today).Start(clock.Copenhagen).Add(10 * time.Hour)),
		names: &names{known: map[string]actor.Person{}}, rechecked: &rechecked{},
	}
	w.log = activity.New(w.db, w.clock, slog.New(slog.DiscardHandler), "test")
	w.Module = programme.New(programme.Needs{DB: w.db, Clock: w.clock, Log: w.log, People: w.names, Revoker: w.rechecked, Registry: w.names})
	must(t, w.Prepare(t.Context()))
	w.admin = actor.With(t.Context(), actor.Actor{PersonID: w.person("Anne Administrator"), Administrator: true})
	w.programme = w.create(t, "sammen")
	agency, err := w.AddOrganisation(w.admin, programme.Organisation{Name: "Styrelsen", Short: "Styrelsen", Kind: programme.KindAgency})
	must(t, err)
	w.agency = agency.ID
	jonas := w.person("Jonas Ravn")
	_, err = w.NameCoordinator(w.admin, w.seat(jonas, w.agency, actor.Coordinator))
	must(t, err)
	w.coordinator = w.as(t, jonas)
	return w
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantFault(t *testing.T, err error, kind fault.Kind, code string) {
	t.Helper()
	if f, ok := fault.As(err); !ok || f.Kind != kind || f.Code != code {
		t.Errorf("got %v, want %s %s", err, kind, code)
	}
}

func (w *world) create(t *testing.T, slug string) programme.Programme {
	t.Helper()
	p, err := w.Create(w.admin, programme.Public{
		Slug: slug, Name: "Sammen om opfølgning", ShortName: "Sammen",
		Span: programme.Span{Starts: day("2025-08-01"), Ends: day("2028-07-31")},
	}, programme.Limits{Seats: 3, References: 2}, true)
	must(t, err)
	return p
}

func (w *world) person(name string) string {
	w.names.mu.Lock()
	defer w.names.mu.Unlock()
	personID := id.New()
	w.names.known[personID] = actor.Person{ID: personID, Name: name, Title: "Faglig leder"}
	return personID
}

func (w *world) seat(personID, organisationID string, role actor.Role) programme.Seat {
	return programme.Seat{
		ProgrammeID: w.programme.ID, OrganisationID: organisationID, PersonID: personID, Role: role,
		Span: programme.Span{Starts: day("2026-01-01")},
	}
}

// as returns a context in which the person acts with what they are today.
func (w *world) as(t *testing.T, personID string) context.Context {
	t.Helper()
	memberships, err := w.Memberships(t.Context(), personID)
	must(t, err)
	return actor.With(t.Context(), actor.Actor{PersonID: personID, Memberships: memberships})
}

func (w *world) join(organisationID string, kind programme.Kind, from, to string) error {
	_, err := w.Join(w.coordinator, programme.Participation{
		ProgrammeID: w.programme.ID, OrganisationID: organisationID, Kind: kind,
		Span: programme.Span{Starts: day(from), Ends: day(to)},
	})
	return err
}

// member gives a new person a seat and returns their id.
func (w *world) member(t *testing.T, name, organisationID string, role actor.Role) string {
	t.Helper()
	personID := w.person(name)
	_, err := w.GiveSeat(w.coordinator, w.seat(personID, organisationID, role))
	must(t, err)
	return personID
}

func TestPrepareIsIdempotentAndTogether(t *testing.T) {
	w := newWorld(t)
	var group sync.WaitGroup
	for range 3 {
		group.Go(func() {
			if err := w.Prepare(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	list, err := w.AllMunicipalities(t.Context())
	must(t, err)
	if len(list) != 98 || list[0].Name != "Albertslund" || list[97].Name != "Aarhus" {
		t.Errorf("%d municipalities, from %s to %s", len(list), list[0].Name, list[len(list)-1].Name)
	}
}

func TestSeatLimitHoldsWhenManyAreGivenAtOnce(t *testing.T) {
	w := newWorld(t)
	must(t, w.join(municipality("0787"), programme.Reference, "2026-01-01", ""))
	var group sync.WaitGroup
	results := make(chan error, 12)
	for i := range cap(results) {
		personID := w.person(fmt.Sprint("Person ", i))
		group.Go(func() {
			_, err := w.GiveSeat(w.coordinator, w.seat(personID, municipality("0787"), actor.Reference))
			results <- err
		})
	}
	group.Wait()
	close(results)
	given := 0
	for err := range results {
		if err == nil {
			given++
			continue
		}
		wantFault(t, err, fault.Conflict, "seat.none_free")
	}
	if given != 3 {
		t.Errorf("%d seats were given, want 3", given)
	}
}

func TestNetworkLimitHoldsWhenManyJoinAtOnce(t *testing.T) {
	w := newWorld(t)
	codes := []string{"0787", "0621", "0740", "0330", "0230", "0860"}
	var group sync.WaitGroup
	results := make(chan error, len(codes))
	for _, code := range codes {
		group.Go(func() { results <- w.join(municipality(code), programme.Reference, "2026-01-01", "") })
	}
	group.Wait()
	close(results)
	joined := 0
	for err := range results {
		if err == nil {
			joined++
			continue
		}
		wantFault(t, err, fault.Conflict, "participation.network_full")
	}
	if joined != 2 {
		t.Errorf("%d joined, want 2", joined)
	}
}

func TestPartnerCannotBeReferenceOfTheSameProgramme(t *testing.T) {
	w := newWorld(t)
	kolding := municipality("0621")
	must(t, w.join(kolding, programme.Partner, "2025-08-01", "2026-07-31"))
	wantFault(t, w.join(kolding, programme.Reference, "2026-07-31", ""), fault.Conflict, "participation.partner_and_reference")
	wantFault(t, w.join(kolding, programme.Partner, "2026-01-01", ""), fault.Conflict, "participation.twice")
	must(t, w.join(kolding, programme.Reference, "2026-08-01", ""))
	wantFault(t, w.join(id.New(), programme.Reference, "2026-08-01", ""), fault.NotFound, "organisation.unknown")
}

func TestSeatNeedsParticipationPersonAndRoom(t *testing.T) {
	w := newWorld(t)
	thisted := municipality("0787")
	signe := w.person("Signe Lauritsen")
	give := func(s programme.Seat) error { _, err := w.GiveSeat(w.coordinator, s); return err }
	wantFault(t, give(w.seat(signe, thisted, actor.Reference)), fault.Conflict, "seat.organisation_not_in_programme")
	must(t, w.join(thisted, programme.Reference, "2026-01-01", ""))
	wantFault(t, give(w.seat(id.New(), thisted, actor.Reference)), fault.NotFound, "person.unknown")
	wantFault(t, give(w.seat(signe, thisted, actor.Partner)), fault.Conflict, "seat.organisation_not_in_programme")
	wantFault(t, give(w.seat(signe, thisted, "boss")), fault.Invalid, "seat.invalid")
	must(t, give(w.seat(signe, thisted, actor.Reference)))
	wantFault(t, give(w.seat(signe, thisted, actor.Reference)), fault.Conflict, "seat.has_one")
	must(t, give(w.seat(w.person("Bo"), w.agency, actor.Observer)))
}

func TestMembershipsAreOfTheDay(t *testing.T) {
	w := newWorld(t)
	thisted := municipality("0787")
	must(t, w.join(thisted, programme.Reference, "2026-01-01", ""))
	signe := w.person("Signe Lauritsen")
	s := w.seat(signe, thisted, actor.Reference)
	s.Span = programme.Span{Starts: day("2026-11-20"), Ends: day("2026-11-21")}
	_, err := w.GiveSeat(w.coordinator, s)
	must(t, err)
	for at, want := range map[string]int{
		"2026-11-19T22:59:00Z": 0, "2026-11-19T23:00:00Z": 1, // midnight in Denmark
		"2026-11-21T22:59:59Z": 1, "2026-11-21T23:00:00Z": 0,
	} {
		moment, _ := time.Parse(time.RFC3339, at)
		w.clock.Set(moment)
		if list, err := w.Memberships(t.Context(), signe); err != nil || len(list) != want {
			t.Errorf("at %s: %v (%v), want %d", at, list, err, want)
		}
	}
	moment, _ := time.Parse(time.RFC3339, "2026-11-19T23:00:10Z")
	w.clock.Set(moment)
	w.rechecked.ids = nil
	must(t, w.TurnDay(t.Context()))
	if !slices.Equal(w.rechecked.ids, []string{signe}) {
		t.Errorf("rechecked %v", w.rechecked.ids)
	}
}

func TestEndingASeatRevokesAtOnceAndTells(t *testing.T) {
	w := newWorld(t)
	thisted := municipality("0787")
	must(t, w.join(thisted, programme.Reference, "2026-01-01", ""))
	signe := w.person("Signe Lauritsen")
	given, err := w.GiveSeat(w.coordinator, w.seat(signe, thisted, actor.Reference))
	must(t, err)
	w.rechecked.ids = nil
	wantFault(t, w.EndSeat(w.as(t, signe), given.ID, clock.Date{}), fault.Forbidden, "programme.coordinators_only")
	must(t, w.EndSeat(w.coordinator, given.ID, clock.Date{}))
	if list, err := w.Memberships(t.Context(), signe); err != nil || len(list) != 0 {
		t.Errorf("still %v (%v)", list, err)
	}
	if !slices.Equal(w.rechecked.ids, []string{signe}) {
		t.Errorf("rechecked %v", w.rechecked.ids)
	}
	frames, _, _, err := w.log.Since(t.Context(), "person:"+signe, 0)
	must(t, err)
	if len(frames) != 2 || frames[1].Verb != programme.VerbMemberChanged || !strings.Contains(string(frames[1].Data), "2026-11-18") {
		t.Errorf("frames %+v", frames)
	}
	people, err := w.PeopleOf(t.Context(), w.programme.ID, []string{signe, signe})
	must(t, err)
	if people[signe].Organisation != "Thisted" {
		t.Errorf("what she wrote lost its municipality: %+v", people[signe])
	}
	wantFault(t, w.EndSeat(w.coordinator, id.New(), clock.Date{}), fault.NotFound, "seat.unknown")
}

func TestNothingIsToldOfWhatIsRolledBack(t *testing.T) {
	w := newWorld(t)
	w.rechecked.ids = nil
	stop := errors.New("stop")
	err := w.db.Write(w.coordinator, func(ctx context.Context) error {
		if _, err := w.GiveSeat(ctx, w.seat(w.person("Bo"), w.agency, actor.Observer)); err != nil {
			t.Error(err)
		}
		return stop
	})
	if !errors.Is(err, stop) || len(w.rechecked.ids) != 0 {
		t.Errorf("%v, rechecked %v", err, w.rechecked.ids)
	}
}

func TestLeavingEndsTheSeatsOfTheOrganisation(t *testing.T) {
	w := newWorld(t)
	must(t, w.join(municipality("0787"), programme.Reference, "2026-01-01", ""))
	must(t, w.join(municipality("0621"), programme.Partner, "2026-01-01", ""))
	signe := w.member(t, "Signe", municipality("0787"), actor.Reference)
	mette := w.member(t, "Mette", municipality("0621"), actor.Partner)
	page, err := w.Page(t.Context(), "sammen")
	must(t, err)
	must(t, w.Leave(w.coordinator, page.Participations[1].ID, day(today)))
	w.clock.Advance(24 * time.Hour)
	for personID, want := range map[string]int{signe: 0, mette: 1} {
		if list, err := w.Memberships(t.Context(), personID); err != nil || len(list) != want {
			t.Errorf("%v (%v), want %d", list, err, want)
		}
	}
}

func TestAdministratorNamesCoordinatorsButSeesNothing(t *testing.T) {
	w := newWorld(t)
	_, err := w.BySlug(w.admin, "sammen")
	wantFault(t, err, fault.NotFound, "programme.unknown")
	_, _, err = w.Directory(w.admin, "sammen")
	wantFault(t, err, fault.NotFound, "programme.unknown")
	_, err = w.GiveSeat(w.admin, w.seat(w.person("Bo"), w.agency, actor.Observer))
	wantFault(t, err, fault.NotFound, "programme.unknown")
	_, err = w.Create(w.coordinator, programme.Public{}, programme.Limits{}, false)
	wantFault(t, err, fault.Forbidden, "installation.administrators_only")
	_, err = w.Create(t.Context(), programme.Public{}, programme.Limits{}, false)
	wantFault(t, err, fault.Unauthenticated, "session.required")
}

func TestTwoEditorsNoticeEachOther(t *testing.T) {
	w := newWorld(t)
	public := w.programme.Public
	public.CoreElements = []programme.Element{{Name: "Tæt kontakt"}}
	changed, err := w.Change(w.coordinator, w.programme.ID, w.programme.Rev, public)
	must(t, err)
	if changed.CoreElements[0].ID == "" || changed.Rev != w.programme.Rev+1 {
		t.Errorf("changed to %+v", changed)
	}
	_, err = w.Change(w.coordinator, w.programme.ID, w.programme.Rev, public)
	wantFault(t, err, fault.Conflict, "programme.changed_meanwhile")
	w.create(t, "anden")
	public.Slug = "anden"
	_, err = w.Change(w.coordinator, w.programme.ID, changed.Rev, public)
	wantFault(t, err, fault.Conflict, "programme.slug_taken")
	page, err := w.Page(t.Context(), "sammen")
	must(t, err)
	if len(page.CoreElements) != 1 || page.CoreElements[0].Name != "Tæt kontakt" || !page.Fictional {
		t.Errorf("stored %+v", page.Programme)
	}
}

func TestMentionablesAreTheMembersOfToday(t *testing.T) {
	w := newWorld(t)
	must(t, w.join(municipality("0787"), programme.Reference, "2026-01-01", ""))
	must(t, w.join(municipality("0580"), programme.Partner, "2026-01-01", ""))
	signe := w.member(t, "Signe Lauritsen", municipality("0787"), actor.Reference)
	w.member(t, "Lise Ågård", municipality("0580"), actor.Partner)
	for i := range 12 {
		w.member(t, fmt.Sprintf("Bo %02d", i), w.agency, actor.Observer)
	}
	ask := func(ctx context.Context, typed string) string {
		list, err := w.Mentionables(ctx, "sammen", typed)
		must(t, err)
		var found []string
		for _, m := range list {
			found = append(found, m.Kind[:1]+" "+m.Name+" ("+m.Detail+")")
		}
		return strings.Join(found, ", ")
	}
	me := w.as(t, signe)
	if got := ask(me, "å"); got != "o Aabenraa (Aabenraa Kommune), p Lise Ågård (Aabenraa)" {
		t.Errorf("å: %s", got)
	}
	if got := ask(me, "sig"); got != "" {
		t.Errorf("I can name myself: %s", got)
	}
	if got := strings.Count(ask(me, "bo"), "Bo "); got != programme.MaxMentionables {
		t.Errorf("%d are offered", got)
	}
	_, err := w.Mentionables(w.admin, "sammen", "bo")
	wantFault(t, err, fault.NotFound, "programme.unknown")
	_, err = w.Mentionables(me, "nej' OR 1=1 --", "bo")
	wantFault(t, err, fault.NotFound, "programme.unknown")
}

func TestDescribedMembershipsOneForEachProgramme(t *testing.T) {
	w := newWorld(t)
	bo := w.member(t, "Bo", w.agency, actor.Observer)
	_, err := w.NameCoordinator(w.coordinator, w.seat(bo, w.agency, actor.Coordinator))
	must(t, err)
	list, err := w.DescribeMemberships(t.Context(), bo)
	must(t, err)
	if len(list) != 1 || list[0].Role != actor.Coordinator || list[0].Organisation.Short != "Styrelsen" || list[0].State != programme.Running {
		t.Errorf("%+v", list)
	}
	members, err := w.Members(t.Context(), w.programme.ID)
	must(t, err)
	if len(members) != 2 {
		t.Errorf("%d members, want Jonas and Bo once each", len(members))
	}
}
