package richtext

import (
	"html"
	"regexp"
	"strings"
)

// anyMention finds mentions by their form alone, also where they are shown as words.
var anyMention = regexp.MustCompile(`@\[[^\[\]\n]+\]\((person|organisation):([0-9A-Za-z-]{1,64})\)`)

// Rename gives every mention of one person or organisation another name, in a text
// or in what RenderPost made of it.
func Rename(text, kind, id, name string) string {
	end := "](" + kind + ":" + id + ")"
	rendered := regexp.MustCompile(`(data-id="` + regexp.QuoteMeta(id) + `"[^<>]*>)@[^<]*</span>`)
	text = rendered.ReplaceAllString(text, "${1}@"+strings.ReplaceAll(html.EscapeString(name), "$", "$$")+"</span>")
	return anyMention.ReplaceAllStringFunc(text, func(mention string) string {
		if !strings.HasSuffix(mention, end) {
			return mention
		}
		return Mention{Kind: kind, ID: id, Name: name}.Markup()
	})
}
