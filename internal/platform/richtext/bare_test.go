package richtext

import (
	"testing"

	"pgregory.net/rapid"
)

// What is shown without parsing is what parsing would make of it.
func TestBareLinesAreShownAsParsedOnes(t *testing.T) {
	pieces := rapid.SampledFrom([]string{
		"Vi følger op", " ", "  ", ".", "!", "?", "[", "]", "(", ")", "#", "-", "+", "1. ", "12) ", "_", "__", "~", "`", "|", "=", ":", "://",
		"http", "HTTPS:", "www", "Www.", "sluse.example", "@", "*", "\\", "<b>", "&amp;", "\"", "'", "\n", "\t", "\u00a0", "\u00ad", "\u200d", "\u2028",
		"é", "Å", "😀", "\x00", "\xff", "a", "é", "−", "–", "{", "}", "^", "$", "%", "/", ";",
	})
	rapid.Check(t, func(r *rapid.T) {
		text := ""
		for _, piece := range rapid.SliceOfN(pieces, 0, 9).Draw(r, "pieces") {
			text += piece
		}
		if fast, slow := RenderPost(text, nil), renderPost(text, nil); fast != slow {
			r.Fatalf("%q is shown as %q, parsed as %q", text, fast, slow)
		}
		if fast, slow := Plain(text), plain(text); fast != slow {
			r.Fatalf("%q reads as %q, parsed as %q", text, fast, slow)
		}
	})
}
