package programme_test

import (
	"context"
	"slices"
	"sync"
	"testing"

	"sluse/internal/domain/programme"
	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/fault"
)

// asReference is a change that leaves a reference municipality what it is, from a day to a day.
func asReference(from, to string) programme.ParticipationChange {
	return programme.ParticipationChange{Kind: programme.Reference, Starts: day(from), Ends: day(to)}
}

func TestParticipationsChangeAndEnd(t *testing.T) {
	w := newWorld(t)
	p, err := w.JoinAt(w.coordinator, "sammen", programme.Participation{OrganisationID: municipality("0787"), Kind: programme.Reference})
	must(t, err)
	change := asReference("2026-10-01", "")
	change.Chair, change.Cluster = true, " Nord "
	p, err = w.ChangeParticipation(w.coordinator, p.ID, change)
	must(t, err)
	if !p.Chair || p.Cluster != "Nord" || p.Starts != day("2026-10-01") || p.OrganisationID != municipality("0787") {
		t.Errorf("%+v", p)
	}
	_, err = w.ChangeParticipation(w.coordinator, p.ID, programme.ParticipationChange{})
	wantFault(t, err, fault.Invalid, "participation.invalid")
	_, err = w.ChangeParticipation(w.admin, p.ID, asReference(today, ""))
	wantFault(t, err, fault.NotFound, "programme.unknown")
	_, err = w.ChangeParticipation(w.coordinator, "nothing", asReference(today, ""))
	wantFault(t, err, fault.NotFound, "participation.unknown")
	must(t, w.Leave(w.coordinator, p.ID, day("2027-06-30")))
	wantFault(t, w.Leave(w.coordinator, p.ID, day("2027-07-31")), fault.Invalid, "ending.invalid")
	// Ending only makes it shorter; who changes it may lengthen it again.
	p, err = w.ChangeParticipation(w.coordinator, p.ID, asReference("2026-10-01", "2027-12-31"))
	must(t, err)
	if p.Ends != day("2027-12-31") {
		t.Errorf("%+v", p)
	}
	must(t, w.Leave(w.coordinator, p.ID, day("2026-09-30")))
	list, _, err := w.Participations(w.coordinator, "sammen")
	must(t, err)
	if len(list) != 0 {
		t.Errorf("one that never took part is still listed: %+v", list)
	}
	organisations, err := w.EveryOrganisation(w.admin)
	must(t, err)
	if len(organisations) != 99 {
		t.Errorf("%d organisations", len(organisations))
	}
}

func wantField(t *testing.T, err error, field, code string) {
	t.Helper()
	if f, ok := fault.As(err); !ok || len(f.Fields) != 1 || f.Fields[0].Field != field || f.Fields[0].Code != code {
		t.Errorf("got %v, want %s %s", err, field, code)
	}
}

// What people hold by a participation stands in the way of a change that would make
// it untrue, and ends with it.
func TestParticipationWithSeatsChangesOnlySoFar(t *testing.T) {
	w, signe, seat := thistedWorld(t)
	joined, _, err := w.Participations(w.coordinator, "sammen")
	must(t, err)
	thisted := joined[0].ID
	asPartner := asReference("2026-01-01", "")
	asPartner.Kind = programme.Partner
	_, err = w.ChangeParticipation(w.coordinator, thisted, asPartner)
	wantField(t, err, "kind", "participation.seats_held")
	_, err = w.ChangeParticipation(w.coordinator, thisted, asReference("2026-02-01", ""))
	wantField(t, err, "starts", "participation.seat_before")
	_, err = w.ChangeParticipation(w.coordinator, thisted, asReference("2026-01-01", "2025-12-31"))
	wantField(t, err, "ends", "programme.ends_before_start")
	_, err = w.ChangeParticipation(w.coordinator, thisted, asReference("2025-08-01", "2027-06-30"))
	must(t, err)
	appointed, _, err := w.Seats(w.coordinator, "sammen")
	must(t, err)
	if len(appointed) != 1 || appointed[0].ID != seat || appointed[0].Ends != day("2027-06-30") {
		t.Errorf("%+v", appointed)
	}
	w.wantIn(t, signe, true)

	// A new seat, also one by invitation, lasts no longer than what carries it.
	given, err := w.GiveSeat(w.coordinator, w.seat(w.person("Henrik Borup"), municipality("0787"), actor.Reference))
	must(t, err)
	reserved, err := w.Reserve(w.coordinator, w.place(today), 1)
	must(t, err)
	claimed, err := w.Claim(t.Context(), reserved[0], w.person("Ny Person"))
	must(t, err)
	if given.Ends != day("2027-06-30") || claimed.Ends != day("2027-06-30") {
		t.Errorf("%s and %s outlast the participation", given.Ends, claimed.Ends)
	}
	later := w.seat(w.person("For Længe"), municipality("0787"), actor.Reference)
	later.Ends = day("2027-07-01")
	_, err = w.GiveSeat(w.coordinator, later)
	wantField(t, err, "ends", "seat.outlasts")
}

// Taking part twice, one stretch after the other: what is done to one leaves the other's seats.
func TestAnEarlierParticipationEndsWithoutTheLaterOne(t *testing.T) {
	w := newWorld(t)
	must(t, w.join(municipality("0787"), programme.Reference, "2025-08-01", "2026-06-30"))
	must(t, w.join(municipality("0787"), programme.Reference, "2026-09-01", ""))
	seat := w.seat(w.person("Signe Lauritsen"), municipality("0787"), actor.Reference)
	seat.Starts = day("2026-09-01")
	given, err := w.GiveSeat(w.coordinator, seat)
	must(t, err)
	joined, _, err := w.Participations(w.coordinator, "sammen")
	must(t, err)
	for _, p := range joined {
		if p.Starts == day("2025-08-01") {
			_, err := w.ChangeParticipation(w.coordinator, p.ID, asReference("2025-08-01", "2026-09-01"))
			wantFault(t, err, fault.Conflict, "participation.twice")
			must(t, w.Leave(w.coordinator, p.ID, day("2026-05-31")))
		}
	}
	appointed, _, err := w.Seats(w.coordinator, "sammen")
	must(t, err)
	if len(appointed) != 1 || appointed[0].ID != given.ID || !appointed[0].Ends.IsZero() {
		t.Errorf("%+v", appointed)
	}
}

// Two become references at once where there is room for one.
func TestNetworkLimitHoldsWhenManyChangeAtOnce(t *testing.T) {
	w := newWorld(t)
	must(t, w.join(municipality("0787"), programme.Reference, "2026-01-01", ""))
	codes := []string{"0101", "0147", "0151", "0153", "0155", "0157"}
	for _, code := range codes {
		must(t, w.join(municipality(code), programme.Partner, "2026-01-01", ""))
	}
	joined, _, err := w.Participations(w.coordinator, "sammen")
	must(t, err)
	var group sync.WaitGroup
	results := make(chan error, len(codes))
	for _, p := range joined {
		if p.Kind == programme.Partner {
			group.Go(func() {
				_, err := w.ChangeParticipation(w.coordinator, p.ID, asReference("2026-01-01", ""))
				results <- err
			})
		}
	}
	group.Wait()
	close(results)
	changed := 0
	for err := range results {
		if err == nil {
			changed++
			continue
		}
		wantFault(t, err, fault.Conflict, "participation.network_full")
	}
	if changed != 1 {
		t.Errorf("%d became references where there was room for one", changed)
	}
}

// Free seats are told to those who can fill them, and to nobody else.
func TestFreeSeatsAreForThoseWhoCanFillThem(t *testing.T) {
	w, signe, _ := thistedWorld(t)
	must(t, w.join(municipality("0580"), programme.Reference, "2026-01-01", ""))
	must(t, w.join(municipality("0265"), programme.Partner, "2026-01-01", ""))
	must(t, w.join(w.agency, programme.Owner, "2026-01-01", ""))
	_, err := w.Reserve(w.coordinator, w.place(today), 1)
	must(t, err)
	kolding := municipality("0580")
	mette := w.member(t, "Mette Partner", municipality("0265"), actor.Partner)
	karim := w.member(t, "Karim Saleh", kolding, actor.Reference)
	bo := w.member(t, "Bo Observatør", municipality("0787"), actor.Observer)
	for who, c := range map[string]struct {
		personID string
		fills    []string
	}{
		"reference":                          {signe, []string{"0787"}},
		"reference of another municipality":  {karim, []string{"0580"}},
		"partner":                            {mette, []string{"0265"}},
		"observer of the municipality's own": {bo, nil},
	} {
		t.Run(who, func(t *testing.T) { w.wantFills(w.as(t, c.personID), t, c.fills) })
	}
	t.Run("coordinator", func(t *testing.T) { w.wantFills(w.coordinator, t, []string{"0265", "0580", "0787", ""}) })
	_, err = w.DirectoryOrganisations(w.admin, "sammen")
	wantFault(t, err, fault.NotFound, "programme.unknown")
}

// wantFills checks of which organisations, by code, somebody is told the free seats.
func (w *world) wantFills(ctx context.Context, t *testing.T, codes []string) {
	t.Helper()
	list, err := w.DirectoryOrganisations(ctx, "sammen")
	must(t, err)
	for _, o := range list {
		fills := slices.Contains(codes, o.MunicipalityCode)
		total, invited := 0, 0
		if fills && o.Participation.Kind == programme.Reference {
			total = 3
		}
		if fills && o.MunicipalityCode == "0787" {
			invited = 1
		}
		if o.MayFill != fills || o.SeatsTotal != total || o.SeatsInvited != invited {
			t.Errorf("%s: may fill %t, %d invited, %d in all", o.Short, o.MayFill, o.SeatsInvited, o.SeatsTotal)
		}
	}
}
