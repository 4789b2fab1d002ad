package programme

import (
	"testing"
	"time"

	"sluse/internal/kernel/clock"
)

func TestWhenSomebodyComesAndGoes(t *testing.T) {
	today := clock.NewDate(2026, time.November, 22)
	day := today.AddDays
	never := clock.Date{}
	for name, c := range map[string]struct {
		seats        []Span
		begins, last clock.Date
	}{
		"a seat without an end":             {seats: []Span{{day(-9), never}}},
		"a seat that ends soon":             {seats: []Span{{day(-9), day(8)}}, last: day(8)},
		"a seat that ends today":            {seats: []Span{{day(-9), day(0)}}, last: day(0)},
		"a seat that ends in a year":        {seats: []Span{{day(-9), day(365)}}},
		"a seat that is to come":            {seats: []Span{{day(9), never}}, begins: day(9)},
		"one after the other":               {seats: []Span{{day(-9), day(8)}, {day(9), never}}},
		"one after the other, both end":     {seats: []Span{{day(-9), day(8)}, {day(9), day(20)}}, last: day(20)},
		"two at once, of which one ends":    {seats: []Span{{day(-9), day(8)}, {day(-3), never}}},
		"out for a while, and in again":     {seats: []Span{{day(-9), day(8)}, {day(20), never}}, last: day(8)},
		"two at once, the longer one first": {seats: []Span{{day(-9), day(8)}, {day(-3), day(2)}}, last: day(8)},
	} {
		var seats []Seat
		for _, span := range c.seats {
			seats = append(seats, Seat{ProgrammeID: "p", Span: span})
		}
		turns := turnsOf(seats, today)
		var got Turn
		if len(turns) > 0 {
			got = turns[0]
		}
		if len(turns) > 1 || got.Begins != c.begins || got.Last != c.last {
			t.Errorf("%s: %+v", name, turns)
		}
	}
	both := turnsOf([]Seat{{ProgrammeID: "p", Span: Span{day(-9), day(3)}}, {ProgrammeID: "q", Span: Span{day(4), never}}}, today)
	if len(both) != 2 || both[0].Last != day(3) || both[1].Begins != day(4) {
		t.Errorf("of two programmes: %+v", both)
	}
}

func TestOnlyASeatThatIsOverSoonSaysItsLastDay(t *testing.T) {
	today := clock.NewDate(2026, time.November, 22)
	for days, said := range map[int]bool{0: true, 5: true, turnsAhead: true, turnsAhead + 1: false, 1000: false} {
		ends := today.AddDays(days)
		if got := soonOver(Seat{Span: Span{Ends: ends}}, today); got.IsZero() == said || said && got != ends {
			t.Errorf("ends in %d days: %v", days, got)
		}
	}
	if got := soonOver(Seat{}, today); !got.IsZero() {
		t.Errorf("no end: %v", got)
	}
}
