package discussion

import (
	"testing"
	"unicode/utf8"

	"sluse/internal/platform/richtext"
)

func FuzzCleanTitle(f *testing.F) {
	for _, title := range []string{"", "Hvad nu?", "a\u0000b", "\xff", " \u2028 ", "\u202e"} {
		f.Add(title)
	}
	f.Fuzz(func(t *testing.T, title string) {
		clean, wrong := cleanTitle(title)
		if len(wrong) > 0 {
			return
		}
		if again, wrong := cleanTitle(clean); again != clean || len(wrong) > 0 {
			t.Fatalf("%q became %q, and that %q", title, clean, again)
		}
		if !utf8.ValidString(clean) {
			t.Fatalf("%q is no text", clean)
		}
	})
}

// FuzzCleanText: what is taken as a post is taken again as it stands, says something,
// and makes an excerpt.
func FuzzCleanText(f *testing.F) {
	for _, text := range []string{"", "Hej", "*a*", "\u200b", "a\r\nb", "@[Mette](person:1)", "\xff", "**", "> a\n> b"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		clean, err := cleanText(text, 0)
		if err != nil {
			return
		}
		if again, err := cleanText(clean, 0); err != nil || again != clean {
			t.Fatalf("%q became %q, and that %q (%v)", text, clean, again, err)
		}
		p := Post{Text: clean}
		if p.plain() == "" || p.beginning() == "" || utf8.RuneCountInString(p.beginning()) > excerptLength+1 {
			t.Fatalf("%q says %q, beginning %q", clean, p.plain(), p.beginning())
		}
		richtext.RenderPost(clean, richtext.Mentions(clean))
	})
}

func FuzzFilesIn(f *testing.F) {
	f.Add(`[{"id":"1","name":"a.pdf","size":1}]`)
	f.Add(`null`)
	f.Add(`[{"size":"x"}]`)
	f.Fuzz(func(_ *testing.T, text string) {
		p := Post{Files: filesIn(text)}
		p.plain()
		p.told()
		p.findable()
	})
}
