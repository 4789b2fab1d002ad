package cpr

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maskRune stands for one masked digit.
const maskRune = '•'

// class is what a character means to the search for numbers.
type class uint8

const (
	other class = iota
	digit
	masked  // a digit that was masked before: still part of what surrounds it
	space   // white space within a line
	newline // ends a line
	hyphen
	dot
	slash
	underscore
)

// cell is one visible character. Characters that show nothing (zero width,
// soft hyphen, direction marks) make no cell: whoever puts them between digits
// does not hide the number.
type cell struct {
	r     rune
	at    int32
	size  uint8
	class class
	value uint8 // of a digit
}

func (c cell) start() int { return int(c.at) }
func (c cell) end() int   { return int(c.at) + int(c.size) }

// group is a run of digits without a separator: cells first to last, inclusive.
type group struct {
	first, last int
	// gap is what stands between the previous group and this one.
	gap gap
}

func (g group) len() int { return g.last - g.first + 1 }

// gap is what separates two groups of one chain.
type gap struct {
	// kind is space, hyphen, dot, slash or underscore; other when the two groups
	// do not belong together; newline when separators of several kinds are mixed.
	kind class
	// spaced says that white space stands around a hyphen, slash or underscore.
	spaced bool
}

const mixed = newline

func (g gap) linked() bool { return g.kind != other }

// maxGap is how many separators in a row still join two groups.
const maxGap = 4

type scanned struct {
	cells  []cell
	groups []group
}

// enoughDigits is the cheap way out for most texts: with fewer than ten
// characters that could be digits there is no number.
func enoughDigits(text string) bool {
	n := 0
	for _, r := range text {
		if r >= '0' && r <= '9' || r > unicode.MaxLatin1 && unicode.IsDigit(r) {
			if n++; n == len(number{}) {
				return true
			}
		}
	}
	return false
}

func scan(text string) scanned {
	s := scanned{cells: make([]cell, 0, len(text))}
	for at := 0; at < len(text); {
		r, size := utf8.DecodeRuneInString(text[at:])
		if !invisible(r) {
			kind, value := classify(r)
			s.cells = append(s.cells, cell{r: r, at: int32(at), size: uint8(size), class: kind, value: value})
		}
		at += size
	}
	s.ignoreUUIDs()
	s.group()
	return s
}

// invisible characters: format characters (Cf holds the zero width ones, the
// soft hyphen, direction marks and tags) and variation selectors.
func invisible(r rune) bool {
	if r < 0xAD {
		return false
	}
	return unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Variation_Selector, r) || r == '\u034F'
}

func classify(r rune) (class, uint8) {
	switch r {
	case '\n', '\r', '\v', '\f', '\u0085', '\u2028', '\u2029':
		return newline, 0
	case maskRune:
		return masked, 0
	case '.', '·', '․', '．', '。', '｡':
		return dot, 0
	case '/', '\\', '⁄', '∕', '／':
		return slash, 0
	case '_', '＿':
		return underscore, 0
	case '−', '⁃', '˗', '~', '～':
		return hyphen, 0
	}
	switch {
	case unicode.IsDigit(r):
		return digit, digitValue(r)
	case unicode.Is(unicode.Pd, r):
		return hyphen, 0
	case unicode.IsSpace(r) || unicode.Is(unicode.Zs, r):
		return space, 0
	default:
		return other, 0
	}
}

// digitValue of a decimal digit in any script. Unicode guarantees that the
// digits of a script are ten consecutive characters from zero to nine, so the
// distance from the start of the range tells the value.
func digitValue(r rune) uint8 {
	if r <= '9' {
		return uint8(r - '0')
	}
	for _, span := range unicode.Nd.R16 {
		if uint32(r) <= uint32(span.Hi) {
			return uint8((uint32(r) - uint32(span.Lo)) % 10)
		}
	}
	for _, span := range unicode.Nd.R32 {
		if uint32(r) <= span.Hi {
			return uint8((uint32(r) - span.Lo) % 10)
		}
	}
	return 0
}

// group collects the runs of digits and what stands between them.
func (s *scanned) group() {
	for i := 0; i < len(s.cells); i++ {
		if s.cells[i].class != digit {
			continue
		}
		g := group{first: i, last: i}
		for g.last+1 < len(s.cells) && s.cells[g.last+1].class == digit {
			g.last++
		}
		if n := len(s.groups); n > 0 {
			g.gap = s.gap(s.groups[n-1].last+1, g.first)
		}
		s.groups = append(s.groups, g)
		i = g.last
	}
}

// gap reads the cells from (inclusive) to (exclusive) as one separator.
func (s *scanned) gap(from, to int) gap {
	if to-from > maxGap {
		return gap{}
	}
	var g gap
	spaces, lines := 0, 0
	for _, c := range s.cells[from:to] {
		switch c.class {
		case space:
			spaces++
		case newline:
			lines++
		case hyphen, dot, slash, underscore:
			if g.kind != other && g.kind != c.class {
				g.kind = mixed
			} else {
				g.kind = c.class
			}
		default:
			return gap{}
		}
	}
	g.spaced = spaces+lines > 0
	switch {
	case lines > 0 && g.kind != hyphen:
		// A number is carried over to the next line after a hyphen only.
		return gap{}
	case g.kind == other && spaces > 0:
		return gap{kind: space}
	case g.kind == dot && g.spaced:
		// A dot and a space end a sentence, or an ordinal.
		return gap{}
	default:
		return g
	}
}

// uuidLength is that of an identifier, its hyphens included.
const uuidLength = 36

// ignoreUUIDs takes the digits of identifiers such as those in mentions and
// links out of the search: eight, four, four, four and twelve hexadecimal digits.
func (s *scanned) ignoreUUIDs() {
	for i := 0; i+uuidLength <= len(s.cells); i++ {
		if i > 0 && s.wordlike(i-1) || !s.uuidAt(i) {
			continue
		}
		if end := i + uuidLength; end < len(s.cells) && s.wordlike(end) {
			continue
		}
		for j := i; j < i+uuidLength; j++ {
			s.cells[j].class = other
		}
		i += uuidLength - 1
	}
}

func (s *scanned) uuidAt(at int) bool {
	for i := range uuidLength {
		r := s.cells[at+i].r
		if i == 8 || i == 13 || i == 18 || i == 23 {
			if r != '-' {
				return false
			}
			continue
		}
		if (r < '0' || r > '9') && (r < 'a' || r > 'f') && (r < 'A' || r > 'F') {
			return false
		}
	}
	return true
}

func (s *scanned) wordlike(at int) bool {
	c := s.cells[at]
	return c.class == digit || c.class == masked || unicode.IsLetter(c.r)
}

// text returns the visible characters from (inclusive) to (exclusive), clipped
// to what there is, in lower case.
func (s *scanned) text(from, to int) string {
	from, to = max(from, 0), min(to, len(s.cells))
	var b strings.Builder
	for i := from; i < to; i++ {
		b.WriteRune(unicode.ToLower(s.cells[i].r))
	}
	return b.String()
}

// masked is the window as it may be shown: a bullet for each digit, so that
// what surrounds it keeps its distance, and the separators as they are.
func (s *scanned) masked(w window) string {
	var b strings.Builder
	for i := w.first(); i <= w.last(); i++ {
		if s.cells[i].class == digit {
			b.WriteRune(maskRune)
		} else {
			b.WriteRune(s.cells[i].r)
		}
	}
	return b.String()
}
