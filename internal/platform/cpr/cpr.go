// Package cpr finds Danish personal identification numbers (CPR numbers) in
// text, so that nothing about a recognisable child or adult is shared, shown
// or logged by accident.
//
// # What a number looks like
//
// The facts are CPR-kontoret's ("Personnummeret i CPR-systemet" and
// "Personnumre uden kontrolciffer", cpr.dk, read May 2023):
//
//   - ten digits: day, month, year of birth without century (DDMMYY), then a
//     serial number of four digits;
//   - the year and the seventh digit together give the century, from 1858 to
//     2057 (see number.year);
//   - until 1 October 2007 every number passed the modulus 11 check. Since then
//     numbers are issued that do not, and they are fully valid;
//   - replacement numbers (erstatningspersonnumre), which hospitals and others
//     give to people without a number of their own, usually add six to the first
//     digit of the day: 07 becomes 67.
//
// # How sure one can be
//
// A number that is found is never let go because modulus 11 fails; passing it
// only raises the confidence. Likely findings are meant to stop a text from
// being shared, Doubtful ones to ask the author for an attestation. The shape
// decides first: six digits, a hyphen and four digits are how authorities
// write it, while four groups with spaces may as well be a date and an amount.
// A word such as "cpr" close by makes any shape that fits count.
//
// Invariants, held by tests and a fuzz target: offsets lie on rune boundaries,
// findings are in order and do not overlap, Mask leaves no digit of a finding,
// and masking a masked text changes nothing. Time is linear in the length.
package cpr

import (
	"strings"
	"unicode/utf8"
)

// Confidence says how probable it is that a finding is a CPR number.
type Confidence string

const (
	// Likely is for what is written as CPR numbers are: it blocks.
	Likely Confidence = "likely"
	// Doubtful is for what may be something else: a person decides.
	Doubtful Confidence = "doubtful"
)

// Finding is one number in a text.
type Finding struct {
	// Start and End bound the number, End exclusive: bytes of UTF-8 from
	// Find, UTF-16 code units from FindUTF16.
	Start int `json:"start"`
	End   int `json:"end"`
	// Masked is the number with every digit replaced by a bullet, its
	// separators kept: safe to show and to log.
	Masked string `json:"masked"`
	// Confidence is Likely or Doubtful.
	Confidence Confidence `json:"confidence"`
}

// Find returns every CPR number in text in the order of appearance. File names
// are searched by the same function. Offsets are in bytes. It has no errors: an
// invalid byte is treated as a character that is no digit.
//
// Scan posts as they read (richtext.Plain) and not only as they are stored, for
// an emphasis mark in the middle of a number splits it.
func Find(text string) []Finding {
	if !enoughDigits(text) {
		return nil
	}
	s := scan(text)
	var found []Finding
	for i := 0; i < len(s.groups); {
		w, confidence, ok := s.windowAt(i)
		if !ok {
			i++
			continue
		}
		found = append(found, Finding{
			Start:      s.cells[w.first()].start(),
			End:        s.cells[w.last()].end(),
			Masked:     s.masked(w),
			Confidence: confidence,
		})
		i += len(w.groups)
	}
	return found
}

// FindUTF16 is Find with offsets in UTF-16 code units, which is how the browser
// counts in strings, inputs and selections.
func FindUTF16(text string) []Finding {
	found := Find(text)
	units, at := 0, 0
	advance := func(to int) int {
		for at < to {
			r, size := utf8.DecodeRuneInString(text[at:])
			units++
			if r > 0xFFFF {
				units++
			}
			at += size
		}
		return units
	}
	for i := range found {
		found[i].Start = advance(found[i].Start)
		found[i].End = advance(found[i].End)
	}
	return found
}

// Mask returns text with every digit of every finding, Doubtful ones too,
// replaced by a bullet. Use it for whatever leaves the hands of the author: logs,
// excerpts, error messages.
func Mask(text string) string {
	found := Find(text)
	if len(found) == 0 {
		return text
	}
	var b strings.Builder
	b.Grow(len(text) + 2*10*len(found))
	at := 0
	for _, f := range found {
		b.WriteString(text[at:f.Start])
		b.WriteString(f.Masked)
		at = f.End
	}
	b.WriteString(text[at:])
	return b.String()
}

// Blocks reports whether any of the findings is Likely.
func Blocks(found []Finding) bool {
	for _, f := range found {
		if f.Confidence == Likely {
			return true
		}
	}
	return false
}
