// Package richtext turns what people write into what is shown.
//
// A post is plain text with a few inline forms: *emphasis*, **strong**, web
// addresses that become links, simple lists, mentions, and line breaks where
// the writer put them. Nothing else means anything: no headings, images, raw
// HTML or links with another text than their address, so that a link never goes
// elsewhere than it says. goldmark parses, a closed set of elements is written,
// and bluemonday lets nothing but these through, whatever the first two did.
//
// A mention is stored in the text as @[Name](person:ID) or
// @[Name](organisation:ID).
//
// Invariants, held by tests and a fuzz target: RenderPost's result is a fixed
// point of the sanitiser; time is linear in the length of the text; Plain holds
// every visible word of the text.
package richtext

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
)

// RenderPost returns the post as safe HTML: p, br, em, strong, ul, ol, li[value],
// a[href rel] and span.at[data-kind data-id].
//
// mentions are those the caller has confirmed, with the names of today; a
// mention in the text that is not among them is shown as words, so that nobody
// can dress up one person as another. It has no errors: any text is a post.
func RenderPost(text string, mentions []Mention) (html string) {
	if line := clean(text); bare(line) {
		return "<p>" + line + "</p>"
	}
	return renderPost(text, mentions)
}

// bareMost bounds what is looked at character by character before it is parsed.
const bareMost = 4 * 1024

// bare reports whether a cleaned text is one line of words without a character that
// may mean anything, to a post or in HTML: it is shown as it is written. Most posts
// are, and parsing and sanitising cost more than all else that is computed for one.
func bare(line string) bool {
	if line == "" || len(line) > bareMost || strings.ContainsAny(line, "\n\t\\*@<>&'\"") {
		return false
	}
	if first := line[0]; first == ' ' || first == '-' || first == '+' || first >= '0' && first <= '9' || strings.HasSuffix(line, " ") {
		return false
	}
	// An address begins so, in whatever case.
	return !strings.Contains(line, "://") && !containsFold(line, "www.")
}

func containsFold(s, lower string) bool {
	for at := 0; at+len(lower) <= len(s); at++ {
		if s[at]|0x20 == lower[0] && strings.EqualFold(s[at:at+len(lower)], lower) {
			return true
		}
	}
	return false
}

// renderPost is RenderPost for any text.
func renderPost(text string, mentions []Mention) (html string) {
	source, document := parse(text)
	w := htmlWriter{source: source, known: make(map[string]Mention, len(mentions))}
	for _, m := range mentions {
		w.known[m.key()] = m
	}
	w.children(document)
	return policy.Sanitize(w.out.String())
}

// Plain returns the words of a post without marks: mentions as @Name, list items
// with a hyphen or their number, lines where the writer broke them. Search, mail,
// excerpts and the scan for CPR numbers start from it.
func Plain(text string) string {
	if line := clean(text); bare(line) {
		return strings.TrimSpace(line)
	}
	return plain(text)
}

// plain is Plain for any text.
func plain(text string) string {
	source, document := parse(text)
	w := plainWriter{source: source}
	w.children(document, "\n\n")
	return strings.TrimSpace(w.out.String())
}

// Excerpt returns the beginning of the post's plain text on one line, at most
// limit characters (Unicode code points) long, the closing ellipsis included. It
// ends after a whole word unless that would leave less than half.
func Excerpt(text string, limit int) string {
	line := strings.Join(strings.Fields(Plain(text)), " ")
	if utf8.RuneCountInString(line) <= limit {
		return line
	}
	if limit < 1 {
		return ""
	}
	runes := []rune(line)
	cut := limit - 1
	for cut > 0 && extends(runes[cut]) {
		cut--
	}
	for at := cut; at > cut/2; at-- {
		if runes[at] == ' ' {
			cut = at
			break
		}
	}
	return strings.TrimRightFunc(string(runes[:cut]), func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune(",;:–-", r)
	}) + "…"
}

// extends reports whether a rune belongs to the character before it: a combining
// mark, a joiner or a skin tone.
func extends(r rune) bool {
	return unicode.Is(unicode.M, r) || r == '\u200d' || r >= 0x1F3FB && r <= 0x1F3FF
}

// parse returns the cleaned text and its tree; positions in the tree are
// positions in the cleaned text.
func parse(written string) ([]byte, ast.Node) {
	source := []byte(clean(written))
	return source, posts.Parse(text.NewReader(source))
}

// clean takes out what a text has no use for and what can make it read as
// something else: control characters, direction overrides and isolates,
// invisible characters and invalid bytes. The joiners that emoji and some
// scripts need stay.
func clean(written string) string {
	written = strings.ToValidUTF8(written, "\uFFFD")
	written = strings.ReplaceAll(written, "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r >= ' ' && r <= '~':
			return r // as most are
		case r == '\r' || r == '\u2028' || r == '\u2029' || r == '\v' || r == '\f' || r == '\u0085':
			return '\n'
		case r == '\n' || r == '\t' || r == '\u200c' || r == '\u200d':
			return r
		case unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Co, r):
			return -1
		default:
			return r
		}
	}, written)
}
