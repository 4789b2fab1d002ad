package programme_test

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"sluse/internal/domain/programme"
	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/clock"
	"sluse/internal/kernel/fault"
	"sluse/internal/platform/database"
)

// thistedWorld has Thisted as reference, with Signe in one of its three seats.
func thistedWorld(t *testing.T) (w *world, signe, seat string) {
	t.Helper()
	w = newWorld(t)
	must(t, w.join(municipality("0787"), programme.Reference, "2026-01-01", ""))
	signe = w.person("Signe Lauritsen")
	given, err := w.GiveSeat(w.coordinator, w.seat(signe, municipality("0787"), actor.Reference))
	must(t, err)
	return w, signe, given.ID
}

func (w *world) place(from string) programme.Reservation {
	return programme.Reservation{
		ProgrammeID: w.programme.ID, OrganisationID: municipality("0787"), Role: actor.Reference,
		Starts: day(from), Until: w.clock.Now().Add(14 * 24 * time.Hour),
	}
}

func TestReservationsHoldSeatsWhenManyReserveAtOnce(t *testing.T) {
	w, _, _ := thistedWorld(t)
	var group sync.WaitGroup
	results := make(chan error, 30)
	for range cap(results) {
		group.Go(func() {
			_, err := w.Reserve(w.coordinator, w.place(today), 1)
			results <- err
		})
	}
	group.Wait()
	close(results)
	reserved := 0
	for err := range results {
		if err == nil {
			reserved++
			continue
		}
		wantFault(t, err, fault.Conflict, "seat.none_free")
	}
	room, err := w.Room(t.Context(), w.programme.ID, municipality("0787"), actor.Reference)
	must(t, err)
	if reserved != 2 || room != (programme.Room{Limit: 3, Used: 1, Reserved: 2}) || room.Free() != 0 {
		t.Errorf("%d reserved besides one held, room %+v", reserved, room)
	}
	_, err = w.GiveSeat(w.coordinator, w.seat(w.person("En til"), municipality("0787"), actor.Reference))
	wantFault(t, err, fault.Conflict, "seat.none_free")
}

func TestReserveAllOrNoneAndLapse(t *testing.T) {
	w, _, _ := thistedWorld(t)
	_, err := w.Reserve(w.coordinator, w.place(today), 3)
	wantFault(t, err, fault.Conflict, "seat.none_free")
	if f, _ := fault.As(err); f.Params["free"] != 2 {
		t.Errorf("the fault says %v", f.Params)
	}
	ids, err := w.Reserve(w.coordinator, w.place(today), 2)
	must(t, err)
	must(t, w.Release(t.Context(), ids[0]))
	person := w.person("Henrik Borup")
	seat, err := w.Claim(t.Context(), ids[1], person)
	must(t, err)
	if seat.Role != actor.Reference || seat.Starts != day(today) {
		t.Errorf("%+v", seat)
	}
	_, err = w.Claim(t.Context(), ids[1], person)
	wantFault(t, err, fault.NotFound, "seat.reservation_lapsed")

	late, err := w.Reserve(w.coordinator, w.place(today), 1)
	must(t, err)
	w.clock.Advance(14 * 24 * time.Hour)
	_, err = w.Claim(t.Context(), late[0], w.person("For sent"))
	wantFault(t, err, fault.Gone, "seat.reservation_lapsed")
	_, err = w.Reserve(w.coordinator, w.place(w.today().String()), 1)
	must(t, err) // what lapsed is in nobody's way
	w.clock.Advance(48 * time.Hour)
	must(t, database.Apply(t.Context(), w.Rules(), w.clock.Now()))
}

func (w *world) today() clock.Date { return clock.Today(w.clock) }

func TestHandOverTodayEndsAccessAtOnce(t *testing.T) {
	w, signe, seat := thistedWorld(t)
	asSigne := w.as(t, signe)
	before := len(w.rechecked.ids)
	h, err := w.HandOver(asSigne, seat, day(today), w.clock.Now().Add(time.Hour))
	must(t, err)
	if memberships, err := w.Memberships(t.Context(), signe); err != nil || len(memberships) != 0 {
		t.Errorf("Signe still is %v (%v)", memberships, err)
	}
	if !slices.Contains(w.rechecked.ids[before:], signe) {
		t.Error("Signe's sockets were not checked")
	}
	karim := w.person("Karim Saleh")
	_, err = w.Claim(t.Context(), h.ReservationID, karim)
	must(t, err)
	if memberships, err := w.Memberships(t.Context(), karim); err != nil || len(memberships) != 1 {
		t.Errorf("Karim is %v (%v)", memberships, err)
	}
	held, err := w.History(w.coordinator, seat)
	must(t, err)
	if len(held) != 2 || held[0].Seat.PersonID != signe || held[1].Seat.PersonID != karim || held[0].GivenOn.CreatedBy != signe || held[1].GivenOn != nil {
		t.Errorf("history %+v", held)
	}
	again, err := w.History(w.coordinator, held[1].Seat.ID)
	must(t, err)
	if len(again) != 2 || again[0].Seat.ID != seat {
		t.Errorf("history from its end %+v", again)
	}
	// What Signe wrote is still hers, and for Thisted.
	people, err := w.PeopleOf(t.Context(), w.programme.ID, []string{signe})
	must(t, err)
	if people[signe].OrganisationID != municipality("0787") {
		t.Errorf("%+v", people[signe])
	}
}

// A seat that is given on changes hands at midnight in Denmark, also in the nights
// in which the clock is changed.
func TestHandOverTurnsAtDanishMidnight(t *testing.T) {
	for name, c := range map[string]struct{ now, from, midnight string }{
		"in winter":       {"2026-11-19T09:00:00Z", "2026-12-01", "2026-11-30T23:00:00Z"},
		"to summer time":  {"2027-03-20T09:00:00Z", "2027-03-28", "2027-03-27T23:00:00Z"},
		"the day after":   {"2027-03-20T09:00:00Z", "2027-03-29", "2027-03-28T22:00:00Z"},
		"to winter time":  {"2027-10-20T09:00:00Z", "2027-10-31", "2027-10-30T22:00:00Z"},
		"the day after 2": {"2027-10-20T09:00:00Z", "2027-11-01", "2027-10-31T23:00:00Z"},
	} {
		t.Run(name, func(t *testing.T) {
			w, signe, seat := thistedWorld(t)
			w.clock.Set(instant(t, c.now))
			h, err := w.HandOver(w.coordinator, seat, day(c.from), w.clock.Now().Add(30*24*time.Hour))
			must(t, err)
			karim := w.person("Karim Saleh")
			_, err = w.Claim(t.Context(), h.ReservationID, karim)
			must(t, err)
			w.clock.Set(instant(t, c.midnight).Add(-time.Microsecond))
			w.wantIn(t, signe, true)
			w.wantIn(t, karim, false)
			w.clock.Set(instant(t, c.midnight))
			w.wantIn(t, signe, false)
			w.wantIn(t, karim, true)
			before := len(w.rechecked.ids)
			must(t, w.TurnDay(t.Context()))
			if turned := w.rechecked.ids[before:]; !slices.Contains(turned, signe) || !slices.Contains(turned, karim) {
				t.Errorf("at midnight %v were checked", turned)
			}
		})
	}
}

func instant(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	must(t, err)
	return at
}

func (w *world) wantIn(t *testing.T, person string, want bool) {
	t.Helper()
	memberships, err := w.Memberships(t.Context(), person)
	must(t, err)
	if got := len(memberships) > 0; got != want {
		t.Errorf("at %s a member: %v, want %v", w.clock.Now(), got, want)
	}
}

func TestHandOverIsRefused(t *testing.T) {
	w, _, seat := thistedWorld(t)
	until := w.clock.Now().Add(time.Hour)
	over := func(ctx context.Context, from string) error {
		_, err := w.HandOver(ctx, seat, day(from), until)
		return err
	}
	for from, code := range map[string]string{"": "validation.required", "2026-11-18": "handover.from_past", "2028-01-01": "handover.from_far"} {
		err := over(w.coordinator, from)
		wantFault(t, err, fault.Invalid, "handover.invalid")
		if f, _ := fault.As(err); len(f.Fields) != 1 || f.Fields[0].Code != code {
			t.Errorf("from %q: %v, want %s", from, err, code)
		}
	}
	stranger := actor.With(t.Context(), actor.Actor{PersonID: w.person("Fremmed")})
	wantFault(t, over(stranger, today), fault.NotFound, "seat.unknown")
	observer := w.member(t, "Bo", w.agency, actor.Observer)
	wantFault(t, over(w.as(t, observer), today), fault.Forbidden, "seat.own_organisation_only")
	colleague := w.member(t, "Henrik Borup", municipality("0787"), actor.Reference)
	must(t, over(w.as(t, colleague), "2026-12-01"))
	wantFault(t, over(w.coordinator, "2026-12-02"), fault.Conflict, "handover.already")
}

func TestHandOverIsOnlyOnceWhenTwoDoItAtOnce(t *testing.T) {
	w, _, seat := thistedWorld(t)
	var group sync.WaitGroup
	results := make(chan error, 6)
	for range cap(results) {
		group.Go(func() {
			_, err := w.HandOver(w.coordinator, seat, day("2026-12-01"), w.clock.Now().Add(time.Hour))
			results <- err
		})
	}
	group.Wait()
	close(results)
	done := 0
	for err := range results {
		if err == nil {
			done++
			continue
		}
		wantFault(t, err, fault.Conflict, "handover.already")
	}
	if done != 1 {
		t.Errorf("given on %d times", done)
	}
}

func TestTakeBackBeforeTheDay(t *testing.T) {
	w, signe, seat := thistedWorld(t)
	h, err := w.HandOver(w.coordinator, seat, day("2026-12-01"), w.clock.Now().Add(time.Hour))
	must(t, err)
	must(t, w.TakeBack(w.coordinator, h.ID))
	w.clock.Set(day("2026-12-24").Start(clock.Copenhagen))
	w.wantIn(t, signe, true)
	room, err := w.Room(t.Context(), w.programme.ID, municipality("0787"), actor.Reference)
	must(t, err)
	if room.Used != 1 || room.Reserved != 0 {
		t.Errorf("room %+v", room)
	}
	if held, err := w.History(w.coordinator, seat); err != nil || len(held) != 1 || held[0].GivenOn != nil {
		t.Errorf("history %+v (%v)", held, err)
	}
	_, err = w.HandOver(w.coordinator, seat, day("2026-12-24"), w.clock.Now().Add(time.Hour))
	must(t, err) // it can be given on anew
}

func TestTakeBackAfterTheDayFreesTheSeat(t *testing.T) {
	w, signe, seat := thistedWorld(t)
	h, err := w.HandOver(w.coordinator, seat, day(today), w.clock.Now().Add(time.Hour))
	must(t, err)
	must(t, w.TakeBack(w.coordinator, h.ID))
	w.wantIn(t, signe, false)
	room, err := w.Room(t.Context(), w.programme.ID, municipality("0787"), actor.Reference)
	must(t, err)
	if room.Free() != 3 {
		t.Errorf("room %+v", room)
	}
}

func TestMayFillSeatAndHandOver(t *testing.T) {
	const p, o = "p", "o"
	in := func(role actor.Role, organisation string) actor.Actor {
		return actor.Actor{PersonID: "me", Memberships: []actor.Membership{{ProgrammeID: p, Role: role, OrganisationID: organisation}}}
	}
	for _, role := range actor.Roles {
		for _, organisation := range []string{o, "x"} {
			for _, seatRole := range actor.Roles {
				own := organisation == o && role == seatRole && (role == actor.Partner || role == actor.Reference)
				want := role == actor.Coordinator || own
				if got := programme.MayFillSeat(in(role, organisation), p, o, seatRole) == nil; got != want {
					t.Errorf("%s of %s fills %s of %s: %v", role, organisation, seatRole, o, got)
				}
				seat := programme.Seat{ProgrammeID: p, OrganisationID: o, Role: seatRole, PersonID: "other"}
				if got := programme.MayHandOver(in(role, organisation), seat) == nil; got != want {
					t.Errorf("%s of %s hands over %s of %s: %v", role, organisation, seatRole, o, got)
				}
				if seat.PersonID = "me"; programme.MayHandOver(in(role, organisation), seat) != nil {
					t.Errorf("%s may not hand over their own seat", role)
				}
			}
		}
	}
	former := programme.Seat{ProgrammeID: p, OrganisationID: o, PersonID: "me", Role: actor.Reference}
	wantFault(t, programme.MayHandOver(actor.Actor{PersonID: "me"}, former), fault.NotFound, "seat.unknown")
	wantFault(t, programme.MayFillSeat(actor.Actor{Administrator: true}, p, o, actor.Reference), fault.NotFound, "programme.unknown")
}
