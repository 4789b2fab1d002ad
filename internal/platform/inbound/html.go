package inbound

import (
	"strings"

	"golang.org/x/net/html"
)

// quoted are the marks that mail programs put on history and signatures.
var quoted = []string{"gmail_quote", "gmail_signature", "gmail_attr", "yahoo_quoted", "moz-cite-prefix", "moz-signature", "protonmail_quote", "protonmail_signature_block"}

// ends are ids from which on a mail holds only history: Outlook's.
var ends = []string{"appendonsend", "divrplyfwdmsg", "x_divrplyfwdmsg", "mail-editor-reference-message-container"}

var blocks = map[string]bool{
	"p": true, "div": true, "br": true, "tr": true, "li": true, "ul": true, "ol": true, "table": true, "blockquote": true, "hr": true,
	"h1": true, "h2": true, "h3": true, "h4": true, "h5": true, "h6": true, "pre": true, "section": true, "article": true, "header": true,
}

var silent = map[string]bool{"head": true, "style": true, "script": true, "title": true, "template": true, "noscript": true, "xml": true}

var void = map[string]bool{"br": true, "hr": true, "img": true, "input": true, "meta": true, "link": true, "col": true, "area": true, "base": true, "wbr": true}

// FromHTML makes plain text of a mail's HTML, without what the sender's program
// marks as quoted. It takes one pass, however the HTML is built.
func FromHTML(source string) string {
	z := html.NewTokenizer(strings.NewReader(source))
	t := &textMaker{fresh: true}
	for {
		switch z.Next() {
		case html.ErrorToken:
			return t.out.String()
		case html.TextToken:
			t.words(string(z.Text()))
		case html.StartTagToken, html.SelfClosingTagToken:
			if token := z.Token(); !t.open(token) {
				return t.out.String()
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			t.close(string(name))
		case html.CommentToken, html.DoctypeToken:
		}
	}
}

type textMaker struct {
	out strings.Builder
	// skipping is the element whose content is left out, depth how many of its
	// name are open.
	skipping string
	depth    int
	// space: one is due before the next word. fresh: nothing stands on the line.
	space, fresh bool
}

// open takes a tag; false ends the text.
func (t *textMaker) open(token html.Token) bool {
	name := token.Data
	if t.skipping != "" {
		if name == t.skipping && token.Type == html.StartTagToken {
			t.depth++
		}
		return true
	}
	for _, a := range token.Attr {
		value := strings.ToLower(a.Val)
		switch a.Key {
		case "id":
			for _, end := range ends {
				if value == end {
					return false
				}
			}
		case "class":
			for _, mark := range quoted {
				if strings.Contains(value, mark) {
					t.skip(token)
				}
			}
		case "type":
			if name == "blockquote" && value == "cite" {
				t.skip(token)
			}
		}
	}
	if silent[name] {
		t.skip(token)
	}
	if t.skipping == "" && blocks[name] {
		if name == "br" {
			t.fresh = false
		}
		t.line()
		if name == "li" {
			t.out.WriteString("- ")
			t.fresh = false
		}
	}
	return true
}

func (t *textMaker) skip(token html.Token) {
	if token.Type == html.StartTagToken && !void[token.Data] {
		t.skipping, t.depth = token.Data, 1
	}
}

func (t *textMaker) close(name string) {
	if t.skipping != "" {
		if name == t.skipping {
			if t.depth--; t.depth == 0 {
				t.skipping = ""
				t.line()
			}
		}
		return
	}
	if blocks[name] && name != "br" {
		t.line()
	}
	if name == "p" {
		t.out.WriteByte('\n')
	}
}

// line ends the line, if one has begun.
func (t *textMaker) line() {
	if !t.fresh {
		t.out.WriteByte('\n')
	}
	t.fresh, t.space = true, false
}

// words adds text as a browser shows it: white space is one space.
func (t *textMaker) words(text string) {
	if t.skipping != "" {
		return
	}
	text = html.UnescapeString(text)
	for _, r := range text {
		switch r {
		case ' ', '\t', '\n', '\r', '\f', '\u00a0':
			t.space = true
		default:
			if t.space {
				t.out.WriteByte(' ')
				t.space = false
			}
			t.out.WriteRune(r)
			t.fresh = false
		}
	}
}
