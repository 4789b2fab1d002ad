package richtext

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

var anne = Mention{Kind: Person, ID: "p-1", Name: "Anne Holm"}

func TestRenderPost(t *testing.T) {
	const rel = ` rel="nofollow noopener noreferrer"`
	for _, c := range []struct{ text, want string }{
		{"Hej", "<p>Hej</p>"},
		{"", ""},
		{" \n\t\n", ""},
		{"en\nto\n\ntre", "<p>en<br>to</p><p>tre</p>"},
		{"en\r\nto\rtre", "<p>en<br>to<br>tre</p>"},
		{"    ind\n        rykket", "<p>ind<br>rykket</p>"},
		{"*vigtigt* og **meget vigtigt**", "<p><em>vigtigt</em> og <strong>meget vigtigt</strong></p>"},
		{"***begge***", "<p><em><strong>begge</strong></em></p>"},
		{`2 * 3 * 4, \*ikke\*, fil_navn_her`, "<p>2 * 3 * 4, *ikke*, fil_navn_her</p>"},
		{"- en\n- to", "<ul><li>en</li><li>to</li></ul>"},
		{"Først:\n- en\n  - en a\n- to", "<p>Først:</p><ul><li>en<ul><li>en a</li></ul></li><li>to</li></ul>"},
		{"1. en\n2. to", "<ol><li>en</li><li>to</li></ol>"},
		{"12. marts\n13. marts", "<p>12. marts<br>13. marts</p>"},
		{"1. maj\n5. juni\n6. juni", `<ol><li>maj</li><li value="5">juni</li><li>juni</li></ol>`},
		{"1. en\n\n2. to", "<ol><li><p>en</p></li><li><p>to</p></li></ol>"},
		{"Mødet 12.\nmarts", "<p>Mødet 12.<br>marts</p>"},
		{"# ikke overskrift", "<p># ikke overskrift</p>"},
		{"> citat", "<p>&gt; citat</p>"},
		{"`kode`", "<p>`kode`</p>"},
		{"```\nkode\n```", "<p>```<br>kode<br>```</p>"},
		{"a\n===\nb\n---\n", "<p>a<br>===<br>b<br>---</p>"},
		{"![x](https://x.example/y.png)", `<p>![x](<a href="https://x.example/y.png"` + rel + `>https://x.example/y.png</a>)</p>`},
		{"[klik](https://ond.example)", `<p>[klik](<a href="https://ond.example"` + rel + `>https://ond.example</a>)</p>`},
		{"Se https://kommune.example/sag?a=1&b=2.", `<p>Se <a href="https://kommune.example/sag?a=1&amp;b=2"` + rel + `>https://kommune.example/sag?a=1&amp;b=2</a>.</p>`},
		{"(www.kommune.example/a_(b))", `<p>(<a href="https://www.kommune.example/a_(b)"` + rel + `>www.kommune.example/a_(b)</a>)</p>`},
		{"HTTPS://Kommune.example", `<p><a href="https://Kommune.example"` + rel + `>HTTPS://Kommune.example</a></p>`},
		{"**https://kommune.example**", `<p><strong><a href="https://kommune.example"` + rel + `>https://kommune.example</a></strong></p>`},
		{"https://kommune.example/a_b_c*d, «www.kommune.example»", `<p><a href="https://kommune.example/a_b_c*d"` + rel + `>https://kommune.example/a_b_c*d</a>, «<a href="https://www.kommune.example"` + rel + `>www.kommune.example</a>»</p>`},
		{"xhttps://kommune.example http:// http://a https://bruger:kode@ond.example", "<p>xhttps://kommune.example http:// http://a https://bruger:kode@ond.example</p>"},
		{"javascript:alert(1) data:text/html,x", "<p>javascript:alert(1) data:text/html,x</p>"},
		{"<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"},
		{`<img src=x onerror="a()">`, "<p>&lt;img src=x onerror=&#34;a()&#34;&gt;</p>"},
		{"R&D &amp; &lt;b&gt; &#106;", "<p>R&amp;D &amp;amp; &amp;lt;b&amp;gt; &amp;#106;</p>"},
		{"\u202eabc\u202c\u2066x\u2069\u200b\ufeff\x00y", "<p>abcxy</p>"},
		{"👩‍👧 æøå", "<p>👩‍👧 æøå</p>"},
		{"\xff", "<p>\uFFFD</p>"},
	} {
		if got := RenderPost(c.text, nil); got != c.want {
			t.Errorf("%q:\n got %s\nwant %s", c.text, got, c.want)
		}
	}
}

func TestRenderMentions(t *testing.T) {
	text := "Hej @[Anne](person:p-1) og @[Roskilde Kommune](organisation:o-1), @[*Falsk*](person:p-9)"
	got := RenderPost(text, []Mention{anne, {Kind: Organisation, ID: "o-1", Name: `R <b>"x"</b>`}})
	want := `<p>Hej <span class="at" data-kind="person" data-id="p-1">@Anne Holm</span> og ` +
		`<span class="at" data-kind="organisation" data-id="o-1">@R &lt;b&gt;&#34;x&#34;&lt;/b&gt;</span>, @*Falsk*</p>`
	if got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
	found := Mentions(text + " @[Anne igen](person:p-1)")
	if len(found) != 3 || found[0] != (Mention{Person, "p-1", "Anne"}) || found[1].Kind != Organisation || found[2].ID != "p-9" {
		t.Errorf("%+v", found)
	}
	for _, none := range []string{
		"@[](person:x)", "@[ ](person:x)", "@[a](person:)", "@[a](robot:x)", "@[a](person:x y)", "@[a](person:x", "@[a\nb](person:x)",
		`@[a](person:"x)`, "@[" + strings.Repeat("n", 121) + "](person:x)", `\@[a](person:x)`, "@[a](person:" + strings.Repeat("i", 65) + ")",
	} {
		if m := Mentions(none); len(m) != 0 {
			t.Errorf("%q: %+v", none, m)
		}
	}
	if got := RenderPost("@[a](person:x)", []Mention{{Kind: Person, ID: `x" onclick="y`, Name: "a"}}); strings.Contains(got, "onclick") {
		t.Errorf("hostile mention: %s", got)
	}
}

func TestMarkupIsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := Mention{
			Kind: rapid.SampledFrom([]string{Person, Organisation}).Draw(t, "kind"),
			ID:   rapid.StringMatching(`[0-9a-f]{8}-[0-9a-f]{4}`).Draw(t, "id"),
			Name: "N" + rapid.String().Draw(t, "name"),
		}
		text := "Hej " + m.Markup() + "!"
		found := Mentions(text)
		if len(found) != 1 || found[0].key() != m.key() {
			t.Fatalf("%q: %+v", text, found)
		}
		if plain := Plain(text); plain != "Hej @"+found[0].Name+"!" {
			t.Fatalf("%q: %q", text, plain)
		}
	})
}

func TestPlain(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"en *to* **tre**\nfire", "en to tre\nfire"},
		{"a\n\n\nb", "a\n\nb"},
		{"- en\n  - to\n- tre\n\nslut", "- en\n- to\n- tre\n\nslut"},
		{"2. to\n3. tre", "2. to\n3. tre"},
		{"1. maj\n5. juni", "1. maj\n5. juni"},
		{"@[Anne Holm](person:p-1): se www.kommune.example", "@Anne Holm: se www.kommune.example"},
		{"&amp; <b>", "&amp; <b>"},
		{"0102*0*3", "010203"},
	} {
		if got := Plain(c.text); got != c.want {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}
}

func TestExcerpt(t *testing.T) {
	for _, c := range []struct {
		text  string
		limit int
		want  string
	}{
		{"kort", 10, "kort"},
		{"to\n\n**linjer**", 40, "to linjer"},
		{"barnets mål og trivsel", 14, "barnets mål…"},
		{"barnets mål, og trivsel", 14, "barnets mål…"},
		{"rehabiliteringsteam", 8, "rehabil…"},
		{"ææææææææ", 3, "ææ…"},
		{"e\u0301e\u0301e\u0301e\u0301", 4, "e\u0301…"},
		{"x", 0, ""},
	} {
		if got := Excerpt(c.text, c.limit); got != c.want {
			t.Errorf("%q, %d: %q, want %q", c.text, c.limit, got, c.want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		text, limit := rapid.String().Draw(t, "text"), rapid.IntRange(0, 30).Draw(t, "limit")
		got := Excerpt(text, limit)
		if utf8.RuneCountInString(got) > limit || !utf8.ValidString(got) || strings.Contains(got, "\n") {
			t.Fatalf("%q", got)
		}
	})
}

var allowed = regexp.MustCompile(`^(?:[^<>"]|</?(?:p|em|strong|ul|ol|li|span|a)>|<br>|<li value="[0-9]{1,9}">|` +
	`<a href="https?://[^"<>]*" rel="nofollow noopener noreferrer">|<span class="at" data-kind="(?:person|organisation)" data-id="[0-9A-Za-z-]{1,64}">)*$`)

// checkPost holds what must be true of every post.
func checkPost(text string) error {
	got := RenderPost(text, append(Mentions(text), anne))
	if again := policy.Sanitize(got); again != got {
		return fmt.Errorf("sanitising again changes\n%q into\n%q", got, again)
	}
	if !allowed.MatchString(got) {
		return fmt.Errorf("more than a post may hold: %q", got)
	}
	if !utf8.ValidString(got) || !utf8.ValidString(Plain(text)) {
		return fmt.Errorf("invalid UTF-8")
	}
	if strings.ContainsAny(got, "\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u200b\x00") {
		return fmt.Errorf("direction or invisible characters: %q", got)
	}
	return nil
}

var hostile = []string{
	"<script>alert(1)</script>", "<SCRIPT SRC=//ond.example>", `<a href="javascript:x">y</a>`, "<svg/onload=x>", "javascript:alert(1)",
	"http://ond.example/\"onmouseover=\"x", "https://x.example/<script>", "https://x.example/'onclick='a", "www.x.example&lt;script&gt;",
	"@[<img src=x onerror=y>](person:p-1)", `@["onclick="x](person:p-1)`, "&#60;script&#62;", "\u202e<script>\u200b", "https://x.example/%22%3E%3Cscript%3E",
	"<!-- x -->", "<![CDATA[x]]>", "<?php x ?>", "[x](javascript:y)", "![](x)", "<https://x.example>", "https://[::1]/x", "https://x.example:99999/",
	"http://x.example#\u00a0y", "https://æøå.example/æ ø", "1000000000. x", "1. x\n999999999. y\n000000007. z", "*<b*>", "**a *b** c*", "- @[a](person:b)\n\n  * c",
}

func TestHostilePosts(t *testing.T) {
	for _, text := range hostile {
		if err := checkPost(text); err != nil {
			t.Errorf("%q: %v", text, err)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		piece := rapid.OneOf(rapid.SampledFrom(hostile), rapid.String(),
			rapid.SampledFrom([]string{"*", "**", "\n", "\n\n", "- ", "1. ", " ", "    ", "\t", "\\", "(", ")", "@[", "](person:", "https://x.example/"}))
		text := strings.Join(rapid.SliceOfN(piece, 1, 20).Draw(t, "pieces"), "")
		if err := checkPost(text); err != nil {
			t.Fatalf("%q: %v", text, err)
		}
	})
}

func FuzzRenderPost(f *testing.F) {
	for _, text := range hostile {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if err := checkPost(text); err != nil {
			t.Fatal(err)
		}
	})
}

// TestEndlessRepetitionIsRendered gives the parser what has brought others to
// their knees, long. A parser that takes exponential time never comes back.
func TestEndlessRepetitionIsRendered(t *testing.T) {
	for name, unit := range map[string]string{
		"emphasis": "*a **b ", "closers": "a** b* ", "asterisks": "*", "spaced asterisks": "* a ", "nested lists": "- ", "numbered": "1. ", "lines": "- a\n",
		"indented": "  - a\n    ", "links": "https://a.example/ ", "no links": "https://", "www": "www.", "addresses": "http://a.a/", "h": "h", "mentions": "@[",
		"mentions, unfinished": "@[a](", "brackets": "[", "backslashes": "\\", "lt": "<", "tags": "<a ", "entities": "&amp;", "quotes": "> ", "newlines": "\n", "breaks": "a\n",
		"zero width": "\u200b", "parentheses": "https://a.example/(((", "addresses in addresses": "www.(", "broken addresses": "http://( ", "spaces": " ", "tabs": "\t", "words": "ord ",
		"paragraphs of marks": "*a **b *a **b *a **b\n\n", "blank items": "-\n\n",
	} {
		if err := checkPost(strings.Repeat(unit, 80_000/len(unit))); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
