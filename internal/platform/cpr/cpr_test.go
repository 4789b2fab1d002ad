package cpr

import (
	"fmt"
	"strings"
	"testing"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestFindJudgesBySeparatorAndCheck(t *testing.T) {
	b := &builder{state: 1}
	passing, failing, replacement := b.passing(), b.failing(), b.replacement()
	old := "150365" + "7" + "123" // born 1865
	six := func(n, separator string) string { return n[:6] + separator + n[6:] }
	parted := func(n, within, before string) string {
		return n[:2] + within + n[2:4] + within + n[4:6] + before + n[6:]
	}
	for _, c := range []struct {
		text string
		want Confidence // "" for nothing
	}{
		{passing, Likely},
		{failing, Doubtful},
		{replacement, Doubtful},
		{six(failing, "-"), Likely},
		{six(replacement, "-"), Likely},
		{six(failing, "–"), Likely},
		{six(failing, "\u2011"), Likely},
		{six(failing, " "), Doubtful},
		{six(passing, " "), Likely},
		{six(passing, "\u00a0"), Likely},
		{six(passing, "."), Likely},
		{six(failing, "/"), Doubtful},
		{six(failing, "_"), Doubtful},
		{six(failing, " - "), Doubtful},
		{six(failing, "-\n"), Doubtful},
		{six(failing, "\n"), ""},
		{six(failing, ". "), ""},
		{six(failing, ","), ""},
		{parted(failing, ".", "-"), Likely},
		{parted(passing, "-", "-"), Likely},
		{parted(failing, "-", "-"), Doubtful},
		{parted(passing, ".", " "), Doubtful},
		{parted(passing, " ", " "), Doubtful},
		{"cpr-nr. " + failing, Likely},
		{failing + " (cpr)", Likely},
		{"CPR: " + parted(failing, " ", " "), Likely},
		{"Personnummer " + parted(passing, "", "")[:4] + " " + passing[4:8] + " " + passing[8:], Likely},
		{"Personnummer " + failing[:6] + " " + failing[6:8] + " " + failing[8:], Doubtful},
		{failing[:6] + " " + failing[6:8] + " " + failing[8:], ""},
		{"cpr " + failing[:4] + century(failing) + failing[4:6] + "-" + failing[6:], Doubtful},
		{failing[:4] + century(failing) + failing[4:6] + "-" + failing[6:], ""},
		{six(old, "-"), Doubtful},
		{"2026-" + six(failing, "-"), Doubtful},
		{"Referat_" + six(failing, "-") + "_1.docx", Likely},
		{"Sag" + six(failing, "-") + ".pdf", Likely},
		{"+" + failing, ""},
		{"x" + failing + "0", ""},
		{"018f2c3e-" + "1234-7abc-8def-" + failing + "ab", ""},
	} {
		found := Find(c.text)
		switch {
		case c.want == "" && len(found) != 0:
			t.Errorf("%q: found %+v", c.text, found)
		case c.want != "" && (len(found) != 1 || found[0].Confidence != c.want):
			t.Errorf("%q: want %s, got %+v", c.text, c.want, found)
		}
	}
}

// century of a built number, two digits.
func century(s string) string { return fmt.Sprint(digitsOf(s).year())[:2] }

func TestDates(t *testing.T) {
	for _, c := range []struct {
		digits string
		want   bool
		year   int
	}{
		{"2902" + "00" + "0000", false, 1900},
		{"2902" + "00" + "4000", true, 2000},
		{"2902" + "04" + "9000", true, 2004},
		{"2902" + "36" + "4000", true, 2036},
		{"2902" + "37" + "4000", false, 1937},
		{"2812" + "57" + "5000", true, 2057},
		{"2812" + "58" + "5000", true, 1858},
		{"3104" + "10" + "4000", false, 2010},
		{"9112" + "10" + "4000", true, 2010},
		{"9212" + "10" + "4000", false, 2010},
		{"6001" + "10" + "4000", false, 2010},
		{"0001" + "10" + "4000", false, 2010},
		{"0113" + "10" + "4000", false, 2010},
		{"4501" + "10" + "4000", false, 2010},
	} {
		n := digitsOf(c.digits)
		if n.dated() != c.want || n.year() != c.year {
			t.Errorf("%s: dated %v, year %d", c.digits, n.dated(), n.year())
		}
	}
}

func TestModulus11NeverLetsANumberThrough(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := &builder{state: rapid.Uint64().Draw(t, "seed")}
		n := rapid.SampledFrom([]func() string{b.passing, b.failing, b.replacement}).Draw(t, "kind")()
		separator := rapid.SampledFrom([]string{"", "-", " ", ".", "/", "–", "\u00a0", "\u2009", "_", "-\u200b"}).Draw(t, "separator")
		before := rapid.SampledFrom([]string{"", "Barnet ", "(", "født\t", "nr.", "«", "\n", "Æ"}).Draw(t, "before")
		after := rapid.SampledFrom([]string{"", " bor", ")", ".", ", og", "\n", "!", "ø"}).Draw(t, "after")
		text := before + n[:6] + separator + n[6:] + after
		found := Find(text)
		if len(found) != 1 {
			t.Fatalf("%q: %+v", text, found)
		}
		if got := text[found[0].Start:found[0].End]; got != n[:6]+separator+n[6:] {
			t.Fatalf("%q: bounds %q", text, got)
		}
	})
}

func TestDigitsOfEveryScriptAndHiddenCharacters(t *testing.T) {
	b := &builder{state: 7}
	n := b.passing()
	zeros := 0
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if !unicode.IsDigit(r) || digitValue(r) != 0 {
			continue
		}
		zeros++
		written := strings.Map(func(d rune) rune { return r + d - '0' }, n)
		if found := Find(written); len(found) != 1 || found[0].Confidence != Likely {
			t.Errorf("digits from %U: %+v", r, found)
		}
	}
	if zeros < 50 {
		t.Errorf("only %d scripts with digits", zeros)
	}
	for _, hidden := range []string{"\u200b", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u202e", "\ufe0f", "\u200b\u200b\u200b\u200b\u200b\u200b"} {
		written := strings.Join(strings.Split(n, ""), hidden)
		found := Find("x " + written + " y")
		if len(found) != 1 || strings.Contains(found[0].Masked, hidden) {
			t.Errorf("hidden %q: %+v", hidden, found)
		}
		if got := Mask("x " + written + " y"); got != "x •••••••••• y" {
			t.Errorf("masked with %q: %q", hidden, got)
		}
	}
}

func TestManyNumbersAndTheirOffsets(t *testing.T) {
	b := &builder{state: 11}
	one, two, three := b.failing(), b.passing(), b.failing()
	text := "👩‍👧 " + one[:6] + "-" + one[6:] + ", " + two + " og 𝟘 " + three[:6] + "-" + three[6:]
	found := FindUTF16(text)
	if len(found) != 3 {
		t.Fatalf("%+v", found)
	}
	units := utf16.Encode([]rune(text))
	for i, want := range []string{one[:6] + "-" + one[6:], two, three[:6] + "-" + three[6:]} {
		if got := string(utf16.Decode(units[found[i].Start:found[i].End])); got != want {
			t.Errorf("%d: %q, want %q", i, got, want)
		}
	}
	if !Blocks(found) || Blocks(nil) {
		t.Error("Blocks")
	}
	if got := Mask(text); strings.ContainsAny(got, "0123456789") {
		t.Errorf("digits survive: %q", got)
	}
}

// checkInvariants are the promises of the package comment, for any text.
func checkInvariants(text string) error {
	found := Find(text)
	at := 0
	for _, f := range found {
		if f.Start < at || f.End <= f.Start || f.End > len(text) {
			return fmt.Errorf("bounds %d–%d after %d of %d", f.Start, f.End, at, len(text))
		}
		if utf8.ValidString(text) && (!utf8.RuneStart(text[f.Start]) || f.End < len(text) && !utf8.RuneStart(text[f.End])) {
			return fmt.Errorf("%d–%d cuts a character", f.Start, f.End)
		}
		if strings.IndexFunc(f.Masked, unicode.IsDigit) >= 0 || strings.Count(f.Masked, "•") < 10 {
			return fmt.Errorf("masked %q", f.Masked)
		}
		if f.Confidence != Likely && f.Confidence != Doubtful {
			return fmt.Errorf("confidence %q", f.Confidence)
		}
		at = f.End
	}
	once := Mask(text)
	if again := Find(once); len(again) != 0 {
		return fmt.Errorf("masked text %q holds %+v", once, again)
	}
	if twice := Mask(once); twice != once {
		return fmt.Errorf("masking again: %q, then %q", once, twice)
	}
	if units := FindUTF16(text); len(units) != len(found) {
		return fmt.Errorf("%d findings in UTF-16, %d in bytes", len(units), len(found))
	}
	return nil
}

func TestInvariantsOfNumbersInARow(t *testing.T) {
	pieces := []string{" ", "-", ".", "/", "_", ",", "\n", "cpr ", "•", "+", " kr", "\u200b", "x", "konto ", "  ", ". "}
	rapid.Check(t, func(t *rapid.T) {
		b := &builder{state: rapid.Uint64().Draw(t, "seed")}
		var text strings.Builder
		for range rapid.IntRange(1, 12).Draw(t, "parts") {
			switch rapid.IntRange(0, 4).Draw(t, "part") {
			case 0:
				text.WriteString(b.failing())
			case 1:
				text.WriteString(b.passing()[:6])
			case 2:
				text.WriteString(b.serial(rapid.SampledFrom([]int{1, 2, 2, 2, 4, 4, 6, 8}).Draw(t, "digits")))
			case 3:
				n := b.failing()
				text.WriteString(n[:2] + "." + n[2:4] + "." + n[4:6])
			default:
			}
			text.WriteString(rapid.SampledFrom(pieces).Draw(t, "piece"))
		}
		if err := checkInvariants(text.String()); err != nil {
			t.Fatalf("%q: %v", text.String(), err)
		}
	})
}

func FuzzFind(f *testing.F) {
	b := &builder{state: 3}
	for _, seed := range []string{
		b.passing(), b.failing()[:6] + "-" + b.serial(4), "cpr 01 02 03 12 34", "018f2c3e-1234-7abc-8def-0102031234ab",
		"12.-13.11.2021", "1.234.567.890 kr", "\xff0102031234", "０１０２０３−１２３４", "010203-1234/010203-1234", "11-12-10-2021-12.03.21.1234",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if err := checkInvariants(text); err != nil {
			t.Fatal(err)
		}
	})
}

// TestEndlessRepetitionIsSearched: hostile texts, long. Time that grows faster
// than the text would show as a test that never ends.
func TestEndlessRepetitionIsSearched(t *testing.T) {
	for name, unit := range map[string]string{
		"ones": "1", "ones apart": "1 ", "dates": "12.03.", "hyphens": "12-", "named": "cpr 12 ", "numbers": "120321-1234/", "hex": "a-", "gaps": "1    ", "zero width": "1\u200b",
	} {
		if err := checkInvariants(strings.Repeat(unit, 100_000/len(unit))); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
