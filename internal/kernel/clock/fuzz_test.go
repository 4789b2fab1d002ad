package clock_test

import (
	"testing"
	"time"

	"sluse/internal/kernel/clock"
)

func FuzzParseDate(f *testing.F) {
	for _, text := range []string{"", "2026-11-22", "2026-02-30", "0000-01-01", "0001-01-01", "9999-12-31", "2026-11-22T10:00:00Z", "22-11-2026", "-001-01-01"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var scanned clock.Date
		_ = scanned.Scan(text)
		_ = scanned.Scan([]byte(text))
		day, err := clock.ParseDate(text)
		if err != nil {
			return
		}
		if day.String() != text {
			t.Fatalf("%q reads as %q", text, day)
		}
		if back, err := clock.ParseDate(day.String()); err != nil || back != day {
			t.Fatalf("%q comes back as %q (%v)", text, back, err)
		}
		if !day.IsZero() && day.Year() < 9999 && (day.AddDays(1).Before(day) || !day.End(time.UTC).After(day.Start(time.UTC))) {
			t.Fatalf("the day after %q is %q", day, day.AddDays(1))
		}
	})
}
