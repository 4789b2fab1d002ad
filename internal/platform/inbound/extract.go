package inbound

import (
	"regexp"
	"strings"
	"unicode"
)

var (
	// original: the line that older Outlooks and many others put above history.
	original = regexp.MustCompile(`(?i)^[-_ ]{2,}\s*(oprindelig meddelelse|oprindelig besked|original message|videresendt (meddelelse|besked)|forwarded message|begin forwarded message)\s*[-_ :]*$`)
	// header: a line of the block in which Outlook repeats whose mail follows.
	header  = regexp.MustCompile(`(?i)^[*> ]*(fra|from|sendt|sent|dato|date|til|to|cc|emne|subject)\s*:[* ]`)
	heading = regexp.MustCompile(`(?i)^[*> ]*(fra|from)\s*:[* ]`)
	rule    = regexp.MustCompile(`^[_-]{8,}$`)
	// attribution: "Den tors. 5. mar. 2026 kl. 10.12 skrev Karim Saleh <k@…>:", also
	// over several lines.
	attribution = regexp.MustCompile(`(?is)^(den|on|le|am)\s.{4,300}?\s(skrev|wrote|schrieb|a écrit)\b.{0,200}:$`)
	// device: what telephones put under what one wrote.
	device = regexp.MustCompile(`(?i)^(sendt fra|sent from|hent outlook|get outlook|afsendt fra)\s.{2,60}$`)
	// regards begin a signature where contact details follow.
	regards = regexp.MustCompile(`(?i)^(med (de )?(venlig|bedste)\w* hilsen\w*|(de )?(venlig|bedste|mange)\w* hilsen\w*|mvh|vh|kh|kind regards|best regards|regards|hilsen)\b.{0,40}$`)
	contact = regexp.MustCompile(`(?i)(\+?\d[\d ]{7,}\d|[\w.]+@[\w.]+|https?://|www\.|tlf|telefon|mobil|phone)`)
)

// maxNew bounds the text that is looked through: what is new stands first, and no
// person writes more.
const maxNew = 128 << 10

// opening is how attributions begin.
var opening = regexp.MustCompile(`(?i)^[> ]*(den|on|le|am)\s`)

// NewText returns what is new in the text of an answer: without the mail that it
// answers, without the signature. Lines between quoted ones are kept, so that who
// answers point by point is heard.
func NewText(text string) string {
	lines := strings.Split(clean(text[:min(len(text), maxNew)]), "\n")
	lines = lines[:historyFrom(lines)]
	kept := make([]string, 0, len(lines))
	for i := 0; i < len(lines); i++ {
		if n := attributed(lines[i:]); n > 0 {
			i += n - 1
			continue
		}
		if !strings.HasPrefix(strings.TrimSpace(lines[i]), ">") {
			kept = append(kept, strings.TrimRightFunc(lines[i], unicode.IsSpace))
		}
	}
	return tidy(kept[:signatureFrom(kept)])
}

// historyFrom returns the first line of history that stands unmarked, or how many
// lines there are.
func historyFrom(lines []string) int {
	for i, line := range lines {
		line = strings.TrimSpace(line)
		switch {
		case original.MatchString(line), heading.MatchString(line) && headers(lines[i:]) >= 3:
			return afterRule(lines, i)
		default:
			if n := attributed(lines[i:]); n > 0 && !goesOnQuoted(lines[i+n:]) && (strings.Contains(strings.Join(lines[i:i+n], " "), "@") || blank(lines[i+n:])) {
				return i
			}
		}
	}
	return len(lines)
}

// headers counts the lines of a header block, within its first eight lines.
func headers(lines []string) (n int) {
	for _, line := range lines[:min(len(lines), 8)] {
		if header.MatchString(strings.TrimSpace(line)) {
			n++
		}
	}
	return n
}

// afterRule steps back over the line that Outlook draws above a header block.
func afterRule(lines []string, at int) int {
	for back := at; back > 0 && at-back < 3; back-- {
		above := strings.TrimSpace(lines[back-1])
		if rule.MatchString(above) {
			return back - 1
		}
		if above != "" {
			break
		}
	}
	return at
}

// attributed returns over how many lines, up to four, an attribution stands that
// begins here; 0 if none does.
func attributed(lines []string) int {
	if len(lines) == 0 || !opening.MatchString(lines[0]) {
		return 0
	}
	joined := ""
	for n, line := range lines[:min(len(lines), 4)] {
		line = strings.TrimSpace(line)
		if line == "" {
			return 0
		}
		joined = strings.TrimSpace(joined + " " + line)
		if attribution.MatchString(strings.TrimLeft(joined, "> ")) && strings.ContainsAny(joined, "0123456789") &&
			(strings.ContainsAny(joined, "@<") || goesOnQuoted(lines[n+1:]) || blank(lines[n+1:])) {
			return n + 1
		}
		if strings.HasSuffix(line, ":") {
			return 0
		}
	}
	return 0
}

// goesOnQuoted reports whether the next line with words is marked as quoted.
func goesOnQuoted(lines []string) bool {
	for _, line := range lines {
		if line = strings.TrimSpace(line); line != "" {
			return strings.HasPrefix(line, ">")
		}
	}
	return false
}

func blank(lines []string) bool {
	for _, line := range lines {
		if strings.TrimSpace(line) != "" {
			return false
		}
	}
	return true
}

// signatureFrom returns the first line of the signature, or how many lines there
// are. Regards alone are no signature: they are cut where a way to reach the
// sender follows, which has no place in a discussion.
func signatureFrom(lines []string) int {
	for i, line := range lines {
		line = strings.TrimSpace(line)
		switch {
		case line == "--", line == "—" && i > 0, device.MatchString(line) && rest(lines[i:]) <= 4:
			return i
		case regards.MatchString(line) && rest(lines[i:]) <= 14 && contact.MatchString(strings.Join(lines[i+1:], "\n")):
			return i
		}
	}
	return len(lines)
}

// rest counts the lines that hold words, as far as a signature goes.
func rest(lines []string) (n int) {
	for _, line := range lines {
		if strings.TrimSpace(line) != "" {
			n++
		}
		if n > 20 {
			break
		}
	}
	return n
}

// tidy joins lines and leaves at most one empty one between others.
func tidy(lines []string) string {
	var out []string
	for _, line := range lines {
		if line == "" && (len(out) == 0 || out[len(out)-1] == "") {
			continue
		}
		out = append(out, line)
	}
	return strings.TrimSpace(strings.Join(out, "\n"))
}

// clean brings text to valid UTF-8 with plain line breaks and spaces, and without
// what is not to be seen.
func clean(text string) string {
	text = strings.ToValidUTF8(text, "")
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u00a0", " ", "\u2028", "\n", "\u2029", "\n").Replace(text)
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case unicode.IsControl(r), r == '\u200b', r == '\u200e', r == '\u200f', r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069', r == '\ufeff', r == '\u00ad':
			return -1
		}
		return r
	}, text)
}
