package cpr

import (
	"regexp"
	"strings"
	"unicode"
)

// window is one or several neighbouring groups that together hold ten digits (or
// twelve, with the century written out).
type window struct {
	groups []group
	number number
	form   form
}

// form is how the digits are grouped.
type form uint8

const (
	formNone   form = iota
	formRun         // 0102031234
	formDate        // 010203-1234
	formParted      // 01.02.03-1234: needs the same separator within the date
	formOdd         // any other grouping; counts only where a word says so
)

func (w window) first() int { return w.groups[0].first }
func (w window) last() int  { return w.groups[len(w.groups)-1].last }

// windowAt returns the number that starts with group i, if one does.
func (s *scanned) windowAt(i int) (window, Confidence, bool) {
	total := 0
	var lengths []int
	for j := i; j < len(s.groups) && total < 12; j++ {
		if j > i && !s.groups[j].gap.linked() {
			break
		}
		total += s.groups[j].len()
		lengths = append(lengths, s.groups[j].len())
		if total != 10 && total != 12 {
			continue
		}
		w, ok := s.window(s.groups[i:j+1], lengths, total == 12)
		if !ok {
			continue
		}
		if confidence, ok := s.judge(w); ok {
			return w, confidence, true
		}
	}
	return window{}, "", false
}

// window reads the digits of the groups; it is false where they are no date.
func (s *scanned) window(groups []group, lengths []int, century bool) (window, bool) {
	digits := make([]uint8, 0, 12)
	for _, g := range groups {
		for i := g.first; i <= g.last; i++ {
			digits = append(digits, s.cells[i].value)
		}
	}
	w := window{groups: groups}
	if century {
		copy(w.number[:4], digits[:4])
		copy(w.number[4:], digits[6:])
		written := int(digits[4])*1000 + int(digits[5])*100 + int(digits[6])*10 + int(digits[7])
		w.form = formOdd
		return w, writtenOut(lengths) && w.number.dated() && w.number.year() == written
	}
	copy(w.number[:], digits)
	w.form = formOf(groups, lengths)
	return w, w.number.dated()
}

// writtenOut are the groupings of DDMMYYYY and a serial number.
func writtenOut(lengths []int) bool {
	return fits(lengths, 12) || fits(lengths, 8, 4) || fits(lengths, 2, 2, 4, 4)
}

func formOf(groups []group, lengths []int) form {
	switch {
	case fits(lengths, 10):
		return formRun
	case fits(lengths, 6, 4) && groups[1].gap.kind != mixed:
		return formDate
	case fits(lengths, 2, 2, 2, 4) && groups[1].gap == groups[2].gap &&
		groups[1].gap.kind != mixed && groups[3].gap.kind != mixed:
		return formParted
	default:
		return formOdd
	}
}

func fits(lengths []int, want ...int) bool {
	if len(lengths) != len(want) {
		return false
	}
	for i := range want {
		if lengths[i] != want[i] {
			return false
		}
	}
	return true
}

// judge decides whether a window that holds a date is to be reported, and how
// surely. The order matters: a word that names CPR outranks everything.
func (s *scanned) judge(w window) (Confidence, bool) {
	if s.named(w) {
		return s.judgeNamed(w)
	}
	// Nobody alive was born before 1900, so such a date is rather chance.
	old := w.number.year() < 1900
	switch w.form {
	case formRun:
		if s.phone(w) || s.amount(w) || s.labelledOtherwise(w) {
			return "", false
		}
		return sure(w.number.checked() && !old && !s.account(w) && !s.partOfLonger(w, hyphen, dot, slash)), true
	case formDate:
		inner := w.groups[1].gap
		byTheBook := inner.kind == hyphen && !inner.spaced
		return sure((byTheBook || w.number.checked()) && !old && !s.partOfLonger(w, inner.kind)), true
	case formParted:
		within, before := w.groups[1].gap, w.groups[3].gap
		if s.partOfLonger(w, within.kind, before.kind) {
			return "", false // section numbers, versions, addresses of machines
		}
		if before.kind == space || before.spaced || within.spaced || within == before && w.yearLast() {
			return Doubtful, true // a date and then something, or several days
		}
		return sure(!old && (w.number.checked() || before.kind == hyphen && within.kind != hyphen)), true
	default:
		return "", false
	}
}

// judgeNamed is for a window with a word such as "cpr" close by.
func (s *scanned) judgeNamed(w window) (Confidence, bool) {
	if w.form != formOdd {
		return Likely, true
	}
	if s.inChain(w) {
		return "", false // some of the digits of a longer row
	}
	return sure(w.number.checked()), true
}

func sure(yes bool) Confidence {
	if yes {
		return Likely
	}
	return Doubtful
}

// yearLast reports whether the last four digits may be a year.
func (w window) yearLast() bool {
	return w.number[6] == 1 && w.number[7] == 9 || w.number[6] == 2 && w.number[7] == 0
}

// How far from the number a naming word may stand, in visible characters.
const (
	namedBefore = 40
	namedAfter  = 16
)

var names = []string{"cpr", "personnummer", "personnumre", "personnr", "person nr", "person-nr", "pers.nr", "fødselsnummer"}

// named reports whether a word close by says that this is a CPR number.
func (s *scanned) named(w window) bool {
	before := s.text(w.first()-namedBefore, w.first())
	after := s.text(w.last()+1, w.last()+1+namedAfter)
	for _, name := range names {
		if strings.Contains(before, name) || strings.Contains(after, name) {
			return true
		}
	}
	return false
}

// partOfLonger reports whether a separator of one of the kinds joins further
// digits directly, as in case numbers. Masked digits count, so that masking one
// number never changes what the next one is.
func (s *scanned) partOfLonger(w window, kinds ...class) bool {
	return s.joined(w.first(), -1, kinds) || s.joined(w.last(), +1, kinds)
}

// inChain is partOfLonger for every separator, white space included.
func (s *scanned) inChain(w window) bool {
	return s.partOfLonger(w, space, hyphen, dot, slash, underscore)
}

func (s *scanned) joined(from, step int, kinds []class) bool {
	for at, passed := from+step, 0; at >= 0 && at < len(s.cells); at += step {
		c := s.cells[at].class
		if c == digit || c == masked {
			return passed > 0
		}
		if passed++; passed > maxGap || !contains(kinds, c) {
			return false
		}
	}
	return false
}

func contains(kinds []class, c class) bool {
	for _, kind := range kinds {
		if kind == c {
			return true
		}
	}
	return false
}

// phone reports whether a plus stands before the digits: an international
// telephone number.
func (s *scanned) phone(w window) bool {
	at := w.first() - 1
	return at >= 0 && (s.cells[at].r == '+' || s.cells[at].r == '＋')
}

var (
	moneyAfter  = regexp.MustCompile(`^(,[\p{Nd}•]{1,2}|,-)?\s*(kr|dkk|eur|usd|€|\$|mio|mia)`)
	moneyBefore = regexp.MustCompile(`(kr\.?|dkk|eur|€|\$)\s*$`)
	isbnBefore  = regexp.MustCompile(`isbn(-10)?[\s:.]*$`)
	unitBefore  = regexp.MustCompile(`(p-?nr|p-?nummer|p-?numre|produktionsenhed(snummer)?)[\s:.]*$`)
	bankBefore  = regexp.MustCompile(`(konto|kontonr|kontonummer|iban)[\s:.]*$`)
	bankReg     = regexp.MustCompile(`(reg|konto|kontonr|kontonummer|registreringsnummer|regnr|reg\.? ?nr)[\s:./]*[\p{Nd}•]{4}[\s-]+$`)
)

// amount reports whether the ten digits are money: a currency beside them, and
// no leading zero, which an amount never has.
func (s *scanned) amount(w window) bool {
	if w.number[0] == 0 {
		return false
	}
	return moneyAfter.MatchString(s.text(w.last()+1, w.last()+8)) ||
		moneyBefore.MatchString(s.text(w.first()-6, w.first()))
}

// labelledOtherwise reports whether the word before the ten digits names
// another number that has ten: an ISBN-10 that passes its own check, a
// production unit (P-nummer; these start with 10), an account after its
// registration number.
func (s *scanned) labelledOtherwise(w window) bool {
	before := s.text(w.first()-32, w.first())
	if w.number.isbn() && isbnBefore.MatchString(before) {
		return true
	}
	if w.number.pair(0) == 10 && unitBefore.MatchString(before) {
		return true
	}
	return bankReg.MatchString(before)
}

// account reports whether the ten digits are called an account without the
// registration number that would settle it: then they are Doubtful.
func (s *scanned) account(w window) bool {
	return bankBefore.MatchString(strings.TrimRightFunc(s.text(w.first()-24, w.first()), unicode.IsSpace))
}
