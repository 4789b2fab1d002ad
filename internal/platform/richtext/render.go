package richtext

import (
	"html"
	"regexp"
	"strconv"
	"strings"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
)

// linkRel goes on every link: search engines and the other site learn nothing.
const linkRel = "nofollow noopener noreferrer"

// policy is the closed set of what a post may hold.
var policy = newPolicy()

func newPolicy() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "br", "em", "strong", "ul", "ol", "li")
	p.AllowAttrs("value").Matching(regexp.MustCompile(`^[0-9]{1,9}$`)).OnElements("li")
	p.AllowURLSchemes("http", "https")
	p.RequireParseableURLs(true)
	p.AllowAttrs("href").OnElements("a")
	p.AllowAttrs("rel").Matching(regexp.MustCompile("^" + linkRel + "$")).OnElements("a")
	p.AllowAttrs("class").Matching(regexp.MustCompile("^at$")).OnElements("span")
	p.AllowAttrs("data-kind").Matching(regexp.MustCompile("^(person|organisation)$")).OnElements("span")
	p.AllowAttrs("data-id").Matching(regexp.MustCompile("^[0-9A-Za-z-]{1,64}$")).OnElements("span")
	return p
}

// words returns the characters of a text node: a backslash before punctuation
// takes its meaning away, and everything else, entities too, is as written.
func words(n *ast.Text, source []byte) string {
	return string(util.UnescapePunctuations(n.Segment.Value(source)))
}

type htmlWriter struct {
	source []byte
	known  map[string]Mention
	out    strings.Builder
}

func (w *htmlWriter) children(n ast.Node) {
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		if t, ok := child.(*ast.Text); ok {
			child = w.line(t)
			continue
		}
		w.node(child)
	}
}

// line writes the text nodes from first to the end of the line or to the next
// other node: the parser may have cut an address into several. It returns the
// last one.
func (w *htmlWriter) line(first *ast.Text) *ast.Text {
	var line strings.Builder
	last := first
	for {
		line.WriteString(words(last, w.source))
		next, ok := last.NextSibling().(*ast.Text)
		if !ok || last.SoftLineBreak() || last.HardLineBreak() {
			break
		}
		last = next
	}
	addresses(line.String(), w.text, w.link)
	if last.SoftLineBreak() || last.HardLineBreak() {
		w.out.WriteString("<br>")
	}
	return last
}

func (w *htmlWriter) wrap(n ast.Node, open, closing string) {
	w.out.WriteString(open)
	w.children(n)
	w.out.WriteString(closing)
}

func (w *htmlWriter) node(n ast.Node) {
	switch n := n.(type) {
	case *ast.Paragraph:
		w.wrap(n, "<p>", "</p>")
	case *ast.List:
		w.list(n)
	case *ast.ListItem:
		w.wrap(n, "<li>", "</li>")
	case *ast.Emphasis:
		if n.Level == 2 {
			w.wrap(n, "<strong>", "</strong>")
		} else {
			w.wrap(n, "<em>", "</em>")
		}
	case *mentionNode:
		w.mention(n.mention)
	default:
		// Blocks of a tight list item, and whatever a later goldmark may add:
		// their words, without an element of their own.
		w.children(n)
	}
}

func (w *htmlWriter) text(s string) { w.out.WriteString(html.EscapeString(s)) }

func (w *htmlWriter) list(n *ast.List) {
	if !n.IsOrdered() {
		w.wrap(n, "<ul>", "</ul>")
		return
	}
	w.out.WriteString("<ol>")
	expected := 1
	for item := n.FirstChild(); item != nil; item = item.NextSibling() {
		number := numberOf(item)
		if number == expected {
			w.wrap(item, "<li>", "</li>")
		} else {
			w.wrap(item, `<li value="`+strconv.Itoa(number)+`">`, "</li>")
		}
		expected = number + 1
	}
	w.out.WriteString("</ol>")
}

func (w *htmlWriter) link(href, label string) {
	w.out.WriteString(`<a href="`)
	w.text(href)
	w.out.WriteString(`" rel="` + linkRel + `">`)
	w.text(label)
	w.out.WriteString("</a>")
}

func (w *htmlWriter) mention(m Mention) {
	known, ok := w.known[m.key()]
	if !ok {
		w.text("@" + m.Name)
		return
	}
	w.out.WriteString(`<span class="at" data-kind="`)
	w.text(known.Kind)
	w.out.WriteString(`" data-id="`)
	w.text(known.ID)
	w.out.WriteString(`">`)
	w.text("@" + clean(known.Name))
	w.out.WriteString("</span>")
}

type plainWriter struct {
	source []byte
	out    strings.Builder
}

// children writes what is in n, with between after each block but the last.
func (w *plainWriter) children(n ast.Node, between string) {
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		w.node(child)
		if child.Type() == ast.TypeBlock && child.NextSibling() != nil {
			w.out.WriteString(between)
		}
	}
}

func (w *plainWriter) node(n ast.Node) {
	switch n := n.(type) {
	case *ast.List:
		w.list(n)
	case *ast.ListItem:
		w.children(n, "\n")
	case *ast.Text:
		w.out.WriteString(words(n, w.source))
		if n.SoftLineBreak() || n.HardLineBreak() {
			w.out.WriteString("\n")
		}
	case *mentionNode:
		w.out.WriteString("@" + n.mention.Name)
	default:
		w.children(n, "\n\n")
	}
}

func (w *plainWriter) list(n *ast.List) {
	for item := n.FirstChild(); item != nil; item = item.NextSibling() {
		if n.IsOrdered() {
			w.out.WriteString(strconv.Itoa(numberOf(item)) + string(n.Marker) + " ")
		} else {
			w.out.WriteString("- ")
		}
		w.node(item)
		if item.NextSibling() != nil {
			w.out.WriteString("\n")
		}
	}
}
