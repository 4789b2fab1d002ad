package clock_test

import (
	"encoding/json"
	"testing"
	"time"

	"sluse/internal/kernel/clock"
)

func TestDateEndIsMidnightAfterAcrossClockChanges(t *testing.T) {
	for _, c := range []struct {
		day   clock.Date
		hours float64
	}{
		{clock.NewDate(2026, time.March, 29), 23},
		{clock.NewDate(2026, time.October, 25), 25},
		{clock.NewDate(2026, time.October, 1), 24},
	} {
		start, end := c.day.Start(clock.Copenhagen), c.day.End(clock.Copenhagen)
		if got := end.Sub(start).Hours(); got != c.hours {
			t.Errorf("%s lasts %v hours, want %v", c.day, got, c.hours)
		}
		if got := clock.DateOf(end.Add(-time.Microsecond), clock.Copenhagen); got != c.day {
			t.Errorf("the last microsecond of %s is on %s", c.day, got)
		}
		if got := clock.DateOf(end, clock.Copenhagen); got != c.day.AddDays(1) {
			t.Errorf("the end of %s is on %s", c.day, got)
		}
	}
}

func TestDateRoundTrips(t *testing.T) {
	for _, day := range []clock.Date{{}, clock.NewDate(2024, time.February, 29), clock.NewDate(1900, time.January, 1), clock.NewDate(2999, time.December, 31)} {
		text, err := json.Marshal(day)
		if err != nil {
			t.Fatal(err)
		}
		var back clock.Date
		if err := json.Unmarshal(text, &back); err != nil || back != day {
			t.Errorf("JSON of %q came back as %q (%v)", day, back, err)
		}
		value, _ := day.Value()
		var scanned clock.Date
		if err := scanned.Scan(value); err != nil || scanned != day {
			t.Errorf("database value of %q came back as %q (%v)", day, scanned, err)
		}
	}
	// What nobody can mean does not come in; what stands in a database is read all the same.
	for _, far := range []string{"0000-01-01", "1899-12-31", "3000-01-01", "9999-12-31"} {
		var back clock.Date
		if err := back.UnmarshalText([]byte(far)); err == nil {
			t.Errorf("%s came in", far)
		}
		if err := back.Scan(far); err != nil || back.String() != far {
			t.Errorf("%s came back from the database as %s (%v)", far, back, err)
		}
	}
	for _, bad := range []string{"2026-02-30", "26-1-1", "2026-13-01", "i dag"} {
		if _, err := clock.ParseDate(bad); err == nil {
			t.Errorf("ParseDate took %q", bad)
		}
	}
}

func TestInstantIsUTCMicroseconds(t *testing.T) {
	now := clock.System{}.Now()
	if now.Location() != time.UTC || now.Nanosecond()%1000 != 0 {
		t.Errorf("System gave %v", now)
	}
}
