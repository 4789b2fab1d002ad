package programme

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/clock"
	"sluse/internal/kernel/fault"
)

func date(text string) clock.Date {
	d, err := clock.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

func span(from, to string) Span { return Span{date(from), date(to)} }

func TestStateFollowsTheDay(t *testing.T) {
	p := Programme{Public: Public{
		Span:      span("2026-01-01", "2027-12-31"),
		CallFacts: &CallFacts{Deadline: date("2026-10-01")},
	}}
	for day, want := range map[string]State{
		"2026-09-30": Recruiting, "2026-10-01": Recruiting, "2026-10-02": Running,
		"2027-12-31": Running, "2028-01-01": Finished,
	} {
		if got := p.State(date(day)); got != want {
			t.Errorf("on %s: %s, want %s", day, got, want)
		}
	}
}

func TestSpans(t *testing.T) {
	open, year, none := span("2026-01-01", ""), span("2025-01-01", "2025-12-31"), span("2026-05-02", "2026-05-01")
	if !open.Contains(date("2030-01-01")) || open.Contains(date("2025-12-31")) {
		t.Error("an open span holds every day from its first")
	}
	if !year.Contains(date("2025-12-31")) || year.Contains(date("2026-01-01")) {
		t.Error("a span's last day is in it, the next is not")
	}
	if year.Overlaps(open) || !open.Overlaps(span("2020-01-01", "2026-01-01")) || open.Overlaps(none) || none.Overlaps(none) {
		t.Error("overlap is sharing a day")
	}
}

// The number of spans at their most crowded day, counted day by day, is what
// peak finds by looking at the days on which one begins.
func TestPeakCountsTheMostCrowdedDay(t *testing.T) {
	first := clock.NewDate(2026, 1, 1)
	draw := func(t *rapid.T) Span {
		from := rapid.IntRange(0, 30).Draw(t, "from")
		s := Span{Starts: first.AddDays(from)}
		if rapid.Bool().Draw(t, "ends") {
			s.Ends = first.AddDays(from + rapid.IntRange(-1, 20).Draw(t, "length"))
		}
		return s
	}
	rapid.Check(t, func(t *rapid.T) {
		window := draw(t)
		spans := rapid.SliceOfN(rapid.Custom(draw), 0, 8).Draw(t, "spans")
		want := 0
		for day := range 70 {
			n := 0
			for _, s := range spans {
				if window.Contains(first.AddDays(day)) && s.Contains(first.AddDays(day)) {
					n++
				}
			}
			want = max(want, n)
		}
		if got := peak(spans, window); !window.empty() && got != want {
			t.Fatalf("peak of %v in %v is %d, want %d", spans, window, got, want)
		}
	})
}

func TestMunicipalities(t *testing.T) {
	list, err := Municipalities()
	if err != nil || len(list) != 98 {
		t.Fatalf("%d municipalities (%v)", len(list), err)
	}
	regions := map[string]int{}
	ids := map[string]bool{}
	for _, m := range list {
		ids[m.OrganisationID] = true
		regions[m.RegionOn(date("2026-12-31"))]++
		regions["2027 "+m.RegionOn(date("2027-01-01"))]++
		if len(m.Code) != 4 || m.Lat < 54 || m.Lat > 58 || m.Lon < 8 || m.Lon > 16 {
			t.Errorf("%s lies outside Denmark", m.Name)
		}
	}
	want := map[string]int{
		"Hovedstaden": 29, "Sjælland": 17, "Syddanmark": 22, "Midtjylland": 19, "Nordjylland": 11,
		"2027 Østdanmark": 46, "2027 Syddanmark": 22, "2027 Midtjylland": 19, "2027 Nordjylland": 11,
	}
	for name, n := range want {
		if regions[name] != n {
			t.Errorf("%s has %d municipalities, want %d", name, regions[name], n)
		}
	}
	if len(ids) != 98 || len(regions) != len(want) {
		t.Errorf("%d ids, regions %v", len(ids), regions)
	}
}

func TestSizeClassesBeginAtTheirLowerBound(t *testing.T) {
	for population, want := range map[int]SizeClass{
		29_999: Under30000, 30_000: Under60000, 59_999: Under60000, 60_000: Under100000, 99_999: Under100000, 100_000: From100000,
	} {
		if got := SizeOf(population); got != want {
			t.Errorf("%d is %s, want %s", population, got, want)
		}
	}
}

func TestDanishOrder(t *testing.T) {
	list := []string{"Ærø", "Aalborg", "Odense", "Ørsted", "Zebra", "Viborg", "aften", "Åbenrå", "Vejle"}
	sortDanish(list, func(s string) (string, string) { return s, s })
	want := "aften Odense Vejle Viborg Zebra Ærø Ørsted Åbenrå Aalborg"
	if got := strings.Join(list, " "); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestMatchesPrefixOfAnyWord(t *testing.T) {
	for _, c := range []struct {
		name, typed string
		want        int
	}{
		{"Mette Dahl", "met", 2}, {"Mette Dahl", "DAH", 1}, {"Mette Dahl", "ahl", 0},
		{"Lyngby-Taarbæk", "tår", 1}, {"Lyngby-Taarbæk", "taarb", 1}, {"Ærø", "æ", 2}, {"Ærø", "ae", 0},
		{"Ørjan Å. Sø", "ø", 2}, {"Ørjan Å. Sø", "o", 0}, {"Aabenraa", "å", 2}, {"Mette Dahl", "mette d", 2},
		{"Jørgen", "jo\u0308", 0}, {"Åse", "A\u030a", 2}, {"Bo", "", 2}, {"Bo", "bo langt", 0},
	} {
		if got := matchesPrefix(c.name, c.typed); got != c.want {
			t.Errorf("%q typed %q: %d, want %d", c.name, c.typed, got, c.want)
		}
	}
}

func FuzzMatchesPrefix(f *testing.F) {
	f.Add("Mette Dahl", "da")
	f.Add("Ærø", "\xff\u030a")
	f.Fuzz(func(t *testing.T, name, typed string) {
		if got := matchesPrefix(name, typed); got < 0 || got > 2 {
			t.Fatalf("%d", got)
		}
	})
}

func TestPolicyMatrix(t *testing.T) {
	const mine, other = "mine", "other"
	type verdict = fault.Kind
	const ok = verdict("")
	policies := map[string]func(actor.Actor) error{
		"see":        func(a actor.Actor) error { return MaySee(a, mine) },
		"manage":     func(a actor.Actor) error { return MayManage(a, mine) },
		"coordinate": func(a actor.Actor) error { return MayNameCoordinator(a, mine) },
		"administer": MayAdminister,
		"organise":   MayAddOrganisation,
	}
	order := []string{"see", "manage", "coordinate", "administer", "organise"}
	member := func(programme string, role actor.Role) actor.Actor {
		return actor.Actor{PersonID: "p", Memberships: []actor.Membership{{ProgrammeID: programme, Role: role}}}
	}
	for _, c := range []struct {
		who  string
		a    actor.Actor
		want []verdict
	}{
		{"nobody", actor.Actor{}, []verdict{fault.NotFound, fault.NotFound, fault.NotFound, fault.Forbidden, fault.Forbidden}},
		{"administrator", actor.Actor{Administrator: true}, []verdict{fault.NotFound, fault.NotFound, ok, ok, ok}},
		{"coordinator", member(mine, actor.Coordinator), []verdict{ok, ok, ok, fault.Forbidden, ok}},
		{"partner", member(mine, actor.Partner), []verdict{ok, fault.Forbidden, fault.Forbidden, fault.Forbidden, fault.Forbidden}},
		{"reference", member(mine, actor.Reference), []verdict{ok, fault.Forbidden, fault.Forbidden, fault.Forbidden, fault.Forbidden}},
		{"observer", member(mine, actor.Observer), []verdict{ok, fault.Forbidden, fault.Forbidden, fault.Forbidden, fault.Forbidden}},
		{"coordinator elsewhere", member(other, actor.Coordinator), []verdict{fault.NotFound, fault.NotFound, fault.NotFound, fault.Forbidden, ok}},
		{"reference elsewhere", member(other, actor.Reference), []verdict{fault.NotFound, fault.NotFound, fault.NotFound, fault.Forbidden, fault.Forbidden}},
	} {
		for i, name := range order {
			got := ok
			if f, is := fault.As(policies[name](c.a)); is {
				got = f.Kind
			}
			if got != c.want[i] {
				t.Errorf("%s, %s: %q, want %q", c.who, name, got, c.want[i])
			}
		}
	}
}

func TestValidateNamesEveryField(t *testing.T) {
	bad := Public{
		Slug: "Ikke gyldig", ShortName: strings.Repeat("x", 61), Purpose: "a\x00b", Span: span("2026-02-01", "2026-01-01"),
		Periods: []Period{{Name: "x", Starts: date("2026-02-01"), Ends: date("2026-01-31")}, {Name: "days unknown"}},
	}
	f, ok := fault.As(bad.Validate())
	if !ok || f.Kind != fault.Invalid {
		t.Fatalf("got %v", f)
	}
	var fields []string
	for _, field := range f.Fields {
		fields = append(fields, field.Field)
	}
	slices.Sort(fields)
	if got := strings.Join(fields, " "); got != "ends name periods[0].ends purpose shortName slug" {
		t.Errorf("fields: %s", got)
	}
}
