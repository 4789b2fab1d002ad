package clock

import (
	"database/sql/driver"
	"fmt"
	"time"
)

// Date is a whole day without a time or a zone, such as a deadline or the day a
// seat begins. Its text form, also in JSON and in the database, is YYYY-MM-DD
// (RFC 3339 full-date). The zero Date means "no day" and reads as "".
type Date struct {
	year  int
	month time.Month
	day   int
}

// NewDate returns the day; values outside their range roll over as in time.Date.
func NewDate(year int, month time.Month, day int) Date {
	return DateOf(time.Date(year, month, day, 0, 0, 0, 0, time.UTC), time.UTC)
}

// DateOf returns the day that t falls on in zone.
func DateOf(t time.Time, zone *time.Location) Date {
	year, month, day := t.In(zone).Date()
	return Date{year, month, day}
}

// Today returns the Danish day at the clock's present instant.
func Today(c Clock) Date { return DateOf(c.Now(), Copenhagen) }

// ParseDate reads YYYY-MM-DD; "" is the zero Date.
func ParseDate(s string) (Date, error) {
	if s == "" {
		return Date{}, nil
	}
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Date{}, fmt.Errorf("clock: %q is not a date of the form YYYY-MM-DD: %w", s, err)
	}
	return DateOf(t, time.UTC), nil
}

// IsZero reports whether d is no day at all.
func (d Date) IsZero() bool { return d == Date{} }

// String returns YYYY-MM-DD, or "" for the zero Date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.year, d.month, d.day)
}

// Year returns the calendar year.
func (d Date) Year() int { return d.year }

// Start returns the first instant of the day in zone.
func (d Date) Start(zone *time.Location) time.Time {
	return time.Date(d.year, d.month, d.day, 0, 0, 0, 0, zone)
}

// End returns the first instant after the day in zone: what is before End is
// within an inclusive deadline on d.
func (d Date) End(zone *time.Location) time.Time {
	return time.Date(d.year, d.month, d.day+1, 0, 0, 0, 0, zone)
}

// AddDays returns the day n days later.
func (d Date) AddDays(n int) Date { return NewDate(d.year, d.month, d.day+n) }

// Before reports whether d is an earlier day than other.
func (d Date) Before(other Date) bool { return d.String() < other.String() }

// After reports whether d is a later day than other.
func (d Date) After(other Date) bool { return d.String() > other.String() }

// MarshalText implements encoding.TextMarshaler.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// The years that somebody can mean; what lies outside is a slip of the keyboard.
const firstYear, lastYear = 1900, 2999

// UnmarshalText implements encoding.TextUnmarshaler, for what comes from outside: a
// day in a year that nobody can mean is refused.
func (d *Date) UnmarshalText(text []byte) error {
	parsed, err := ParseDate(string(text))
	if err != nil {
		return err
	}
	if !parsed.IsZero() && (parsed.year < firstYear || parsed.year > lastYear) {
		return fmt.Errorf("clock: %s is not in the years %d to %d", parsed, firstYear, lastYear)
	}
	*d = parsed
	return nil
}

// Value implements driver.Valuer; the zero Date is NULL.
func (d Date) Value() (driver.Value, error) {
	if d.IsZero() {
		return nil, nil
	}
	return d.String(), nil
}

// Scan implements sql.Scanner for text, timestamps at midnight, and NULL.
func (d *Date) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*d = Date{}
		return nil
	case time.Time:
		*d = DateOf(v, time.UTC)
		return nil
	case string:
		parsed, err := ParseDate(v[:min(len(v), len(time.DateOnly))])
		*d = parsed
		return err
	case []byte:
		return d.Scan(string(v))
	}
	return fmt.Errorf("clock: cannot read a date from %T", src)
}
