package inbound_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"sluse/internal/platform/inbound"
)

func FuzzFromHTML(f *testing.F) {
	for _, source := range []string{
		"<p>Hej</p><blockquote>gammelt</blockquote>", "<ul><li>a<li>b</ul>", "<div><br><div>", "<style>x{}</style><p>y", "<!--", "<a href='javascript:x'>z</a>", "<pre> a\n b</pre>", "<b", "&#0;&#xffffff;",
	} {
		f.Add(source)
	}
	f.Fuzz(func(t *testing.T, source string) {
		text := inbound.FromHTML(source)
		if utf8.ValidString(source) && !utf8.ValidString(text) {
			t.Fatalf("%q is no text", text)
		}
		if len(text) > 8*len(source)+64 {
			t.Fatalf("%d bytes became %d", len(source), len(text))
		}
		inbound.NewText(text)
	})
}

func FuzzParseAddress(f *testing.F) {
	for _, address := range []string{"localhost:2525", "smtp://localhost:2525", "lmtp://localhost:2424", "lmtp:/run/sluse/lmtp.sock", "lmtp:x", "[::1]:0", "a:b:c", ":", "a:99999"} {
		f.Add(address)
	}
	f.Fuzz(func(t *testing.T, address string) {
		if err := inbound.ParseAddress(address); err != nil && !strings.Contains(err.Error(), "such as") && !strings.Contains(err.Error(), "form") {
			t.Fatalf("%v does not say what to do", err)
		}
	})
}
