package cpr

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
)

// The thresholds. What is shared reaches many, so a number that is missed costs
// far more than a question too many:
//
//   - recall: of the labelled numbers none may be missed. The corpus holds only
//     forms that the package promises to find, so anything under 1 is a fault;
//   - precision of what blocks: 0.99, for a false alarm that blocks cannot be
//     attested away;
//   - precision of all: 0.97. Ten digits without a word about what they are
//     may be a date by chance (one in fourteen), so it cannot be 1.
const (
	wantRecall          = 1.0
	wantPrecision       = 0.97
	wantPrecisionLikely = 0.99
	roundsPerLine       = 6
)

// tally counts what was found in the corpus.
type tally struct {
	lines, numbers, found, missed, wrong, likely, wrongLikely int
}

func TestCorpus(t *testing.T) {
	var sum tally
	b := &builder{state: 20}
	for _, line := range corpusLines(t, "testdata/positives.txt") {
		for round := range roundsPerLine {
			text, spans := fillPositive(b, line, round)
			sum.add(t, text, spans)
		}
	}
	for _, line := range corpusLines(t, "testdata/negatives.txt") {
		rounds := roundsPerLine
		if !strings.Contains(line, "{") {
			rounds = 1
		}
		for range rounds {
			sum.add(t, fillNegative(b, line), nil)
		}
	}
	recall := float64(sum.numbers-sum.missed) / float64(sum.numbers)
	precision := float64(sum.found) / float64(sum.found+sum.wrong)
	likely := float64(sum.likely) / float64(sum.likely+sum.wrongLikely)
	fmt.Printf("cpr corpus: %d lines, %d numbers; recall %.4f, precision %.4f, of what blocks %.4f\n",
		sum.lines, sum.numbers, recall, precision, likely)
	if sum.lines < 500 || sum.numbers < 500 {
		t.Errorf("corpus of %d lines and %d numbers is too small to say anything", sum.lines, sum.numbers)
	}
	if recall < wantRecall || precision < wantPrecision || likely < wantPrecisionLikely {
		t.Errorf("under the thresholds %.2f, %.2f, %.2f", wantRecall, wantPrecision, wantPrecisionLikely)
	}
}

// add compares what is found in text with the spans labelled.
func (c *tally) add(t *testing.T, text string, spans [][2]int) {
	t.Helper()
	c.lines++
	c.numbers += len(spans)
	labelled := map[[2]int]bool{}
	for _, span := range spans {
		labelled[span] = true
	}
	for _, f := range Find(text) {
		span := [2]int{f.Start, f.End}
		if !labelled[span] {
			c.wrong++
			if f.Confidence == Likely {
				c.wrongLikely++
			}
			t.Logf("false alarm (%s) in %q at %v", f.Confidence, text, span)
			continue
		}
		delete(labelled, span)
		c.found++
		if f.Confidence == Likely {
			c.likely++
		}
	}
	for span := range labelled {
		c.missed++
		t.Logf("missed in %q at %v", text, span)
	}
}

func corpusLines(t *testing.T, path string) []string {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, line := range strings.Split(strings.TrimSpace(string(content)), "\n") {
		if line != "" && !strings.HasPrefix(line, "# ") {
			lines = append(lines, line)
		}
	}
	return lines
}

var placeholder = regexp.MustCompile(`\{[^}]+\}`)

// fillPositive puts built numbers in and returns where they stand. Rounds
// alternate the kind of number.
func fillPositive(b *builder, line string, round int) (string, [][2]int) {
	kinds := []func() string{b.passing, b.failing, b.replacement}
	var spans [][2]int
	var out strings.Builder
	at := 0
	for _, where := range placeholder.FindAllStringIndex(line, -1) {
		out.WriteString(line[at:where[0]])
		start := out.Len()
		out.WriteString(write(line[where[0]+1:where[1]-1], kinds[round%len(kinds)]()))
		spans = append(spans, [2]int{start, out.Len()})
		at = where[1]
	}
	out.WriteString(line[at:])
	return out.String(), spans
}

// write a number in one of the forms that people and programs use.
func write(form, n string) string {
	separators := map[string]string{
		"run": "", "hyphen": "-", "HYPHEN": "--", "space": " ", "dot": ".", "slash": "/", "endash": "–", "nbhyphen": "\u2011",
		"nbsp": "\u00a0", "minus": "−", "figuredash": "\u2012", "spacedhyphen": " - ", "underscore": "_", "hidden": "\u200b-\u200b",
	}
	if separator, ok := separators[form]; ok {
		return n[:6] + separator + n[6:]
	}
	switch form {
	case "parted":
		return n[:2] + "." + n[2:4] + "." + n[4:6] + "-" + n[6:]
	case "fullwidth":
		return strings.Map(func(r rune) rune { return r - '0' + '０' }, n)
	case "spaced":
		return strings.Join(strings.Split(n, ""), " ")
	case "pairs":
		return n[:2] + " " + n[2:4] + " " + n[4:6] + " " + n[6:8] + " " + n[8:]
	case "threes":
		return n[:3] + " " + n[3:6] + " " + n[6:]
	case "longyear":
		return n[:2] + "-" + n[2:4] + "-" + century(n) + n[4:6] + "-" + n[6:]
	default:
		panic("unknown form " + form)
	}
}

// fillNegative puts in what looks like a CPR number and is none.
func fillNegative(b *builder, line string) string {
	return placeholder.ReplaceAllStringFunc(line, func(p string) string {
		return fake(b, strings.Trim(p, "{}"))
	})
}

func fake(b *builder, kind string) string {
	var n int
	if _, err := fmt.Sscanf(kind, "serial%d", &n); err == nil {
		return b.serial(n)
	}
	day, month, year := 1+b.next(27), 1+b.next(12), 10+b.next(20)
	phone := b.phone()
	pairs := []string{phone[:2], phone[2:4], phone[4:6], phone[6:]}
	switch kind {
	case "phone":
		return strings.Join(pairs, " ")
	case "phone-":
		return strings.Join(pairs, "-")
	case "phone.":
		return strings.Join(pairs, ".")
	case "phone8":
		return phone
	case "phone44":
		return phone[:4] + " " + phone[4:]
	case "ean", "gln":
		return b.ean("5798")
	case "ean4":
		s := b.ean("5790")
		return s[:1] + " " + s[1:7] + " " + s[7:]
	case "gln4":
		s := b.ean("5798")
		return s[:4] + " " + s[4:8] + " " + s[8:]
	case "isbn13":
		return b.ean("97887")
	case "isbn10":
		return b.isbn10()
	case "month":
		return fmt.Sprintf("%02d", month)
	case "amount":
		return fmt.Sprintf("%d.%s.%s", 1+b.next(30), b.serial(3), b.serial(3))
	case "amountrun":
		return fmt.Sprintf("%02d%02d%s", 10+b.next(18), month, b.serial(6))
	case "account":
		return fmt.Sprintf("%02d%02d%s", day, month, b.serial(6))
	case "date":
		return fmt.Sprintf("%02d.%02d.20%02d", day, month, year)
	case "shortdate":
		return fmt.Sprintf("%02d.%02d.%02d", day, month, year)
	case "range":
		return fmt.Sprintf("%02d.-%02d.%02d.20%02d", day, 1+day%12, month, year)
	case "slashrange":
		return fmt.Sprintf("%02d-%02d/%02d 20%02d", day, 1+day%12, month, year)
	case "isodate":
		return fmt.Sprintf("20%02d-%02d-%02d", year, month, day)
	case "compact":
		return fmt.Sprintf("20%02d%02d%02d", year, month, day)
	default:
		panic("unknown placeholder " + kind)
	}
}
