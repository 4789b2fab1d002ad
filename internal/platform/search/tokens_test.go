package search

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

func TestTokens(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"Kommuner, kommunerne og KOMMUNENS", "kommun kommun og kommun"},
		{"opfølgning opfølgningen", "opfølgning opfølgning"},
		{"Aarhus Århus A\u030arhus", "århus århus århus"},
		{"børne- og ungeområdet", "børn og ungeområd"},
		{"kom\u00admune\u200brunde", "kommunerund"},
		{"§ 32, stk. 3", "32 stk 3"},
		{"", ""},
		{"!?—…", ""},
		{"日本 ٣٤", "日本 ٣٤"},
	} {
		if got := strings.Join(Tokens(c.text), " "); got != c.want {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}
}

var safeKey = regexp.MustCompile(`^[sw][a-z0-9à-öø-þ]+$`)

func TestKeysAreSafeAndKeepPrefixes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		for _, w := range split(rapid.String().Draw(t, "text")) {
			for _, k := range []string{key(stemMark, w.stem()), key(wordMark, w.lower)} {
				if !safeKey.MatchString(k) {
					t.Fatalf("key %q of %q", k, w.lower)
				}
			}
			for i := range w.lower {
				if i > 0 && !strings.HasPrefix(key(wordMark, w.lower), key(wordMark, w.lower[:i])) {
					t.Fatalf("%q: the key of %q is no prefix", w.lower, w.lower[:i])
				}
			}
		}
	})
}

func TestBagsAreBounded(t *testing.T) {
	b := bagOf("Titel", strings.Repeat("samme ord ", 100_000))
	if b.counts["ssam"] > maxCount || b.counts["wsamme"] != maxCount || b.counts["wtitel"] != titleWeight {
		t.Errorf("%v", b.counts)
	}
	var many strings.Builder
	for i := range 200_000 {
		many.WriteString("ord" + strings.Repeat("ж", i%60) + " ")
	}
	if size := len(postgres{}.text(bagOf("", many.String()))); size > 1_000_000 {
		t.Errorf("a vector of %d bytes", size)
	}
}

func TestTerms(t *testing.T) {
	for _, c := range []struct{ text, sqlite, postgres string }{
		{"barnets opføl", "sbarn AND (sopføl OR wopføl*)", "sbarn & (sopføl | wopføl:*)"},
		{"barnets opføl ", "sbarn AND sopføl", "sbarn & sopføl"},
		{"barn barnet barnets mål.", "sbarn AND smål", "sbarn & smål"},
		{"b", "sb", "sb"},
		{`" OR 1=1; DROP TABLE x' --`, "sor AND s1 AND sdrop AND stabl AND sx", "sor & s1 & sdrop & stabl & sx"},
	} {
		got := termsOf(c.text)
		if got.match() != c.sqlite || got.query() != c.postgres {
			t.Errorf("%q: %s / %s", c.text, got.match(), got.query())
		}
	}
	if got := termsOf(strings.Repeat("ord1 ord2 ", 5000)); got.leaves() > maxTerms+1 {
		t.Errorf("%d leaves", got.leaves())
	}
}

func TestSnippet(t *testing.T) {
	mark := func(parts []Part) string {
		var b strings.Builder
		for _, p := range parts {
			if p.Hit {
				b.WriteString("[" + p.Text + "]")
			} else {
				b.WriteString(p.Text)
			}
		}
		return b.String()
	}
	long := strings.Repeat("ord ", 100) + "Opfølgningen på barnets mål. " + strings.Repeat("mere ", 100)
	for _, c := range []struct{ text, query, want string }{
		{"", "x", ""},
		{"Barnets mål\n\nog trivsel", "barn", "[Barnets] mål og trivsel"},
		{"Barnets mål", "måle", "Barnets [mål]"},
		{"Barnets mål", "bar", "[Barnets] mål"},
		{"Barnets mål", "bar ", "Barnets mål"},
		{"Aarhus og Århus", "århus", "[Aarhus] og [Århus]"},
		{"Intet her", "barn", "Intet her"},
		{"a&b <b>barn</b>", "b", "a&[b] <[b]>barn</[b]>"},
		{long, "opfølgning mål", "… " + strings.Repeat("ord ", 15) + "[Opfølgningen] på barnets [mål]. " + strings.TrimSpace(strings.Repeat("mere ", 30)) + " …"},
	} {
		if got := mark(Snippet(c.text, c.query)); got != c.want {
			t.Errorf("%.40q, %q:\n got %s\nwant %s", c.text, c.query, got, c.want)
		}
	}
}

func TestSnippetIsAPieceOfTheText(t *testing.T) {
	word := rapid.OneOf(rapid.SampledFrom([]string{"barnet", "mål", "Aarhus", "e\u0301", "\n", "—", strings.Repeat("lang", 90)}), rapid.String())
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(word, 0, 80).Draw(t, "text"), " ")
		query := rapid.OneOf(word, rapid.Just("barn mål")).Draw(t, "query")
		parts := Snippet(text, query)
		var whole strings.Builder
		for _, p := range parts {
			if p.Text == "" || !utf8.ValidString(p.Text) && utf8.ValidString(text) {
				t.Fatalf("part %q", p.Text)
			}
			whole.WriteString(p.Text)
		}
		inner := strings.TrimSuffix(strings.TrimPrefix(whole.String(), "… "), " …")
		if !strings.Contains(strings.Join(strings.Fields(norm.NFC.String(text)), " "), inner) {
			t.Fatalf("%q is not in the text", inner)
		}
		if n := utf8.RuneCountInString(inner); n > snippetLength && !slices.ContainsFunc(parts, func(p Part) bool { return p.Hit && len(p.Text) > snippetLength/2 }) {
			t.Fatalf("%d characters", n)
		}
	})
}

func FuzzTokens(f *testing.F) {
	f.Add("Opfølgning på børnenes mål")
	f.Add("İstanbul ﬁ ẞ \u0345 \xff")
	f.Fuzz(func(t *testing.T, text string) {
		for _, token := range Tokens(text) {
			if token == "" || !utf8.ValidString(token) {
				t.Fatalf("token %q", token)
			}
		}
		Snippet(text, text)
	})
}
