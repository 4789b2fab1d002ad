package mail

import (
	"errors"
	"fmt"
)

// ContentItem is one of several things that a mail tells of.
type ContentItem struct {
	Group string // a heading above it, where another part begins
	Title string
	Link  string // absolute
	Lead  string // what happened, by whom
	Quote []string
}

// items renders the things in m.Data["items"] with the blocks itemtitle, itemlink,
// itemlead, itemquote and itemgroup, where a template has them.
func items(m Message, home string, block func(part string, data any) string) ([]ContentItem, error) {
	list, _ := m.Data["items"].([]any)
	out := make([]ContentItem, 0, len(list))
	var failed error
	for _, data := range list {
		item := ContentItem{
			Group: oneLine(block("itemgroup", data)), Title: oneLine(block("itemtitle", data)), Link: block("itemlink", data),
			Lead: oneLine(block("itemlead", data)), Quote: lines(block("itemquote", data)),
		}
		if item.Title == "" && item.Link == "" {
			continue // a template without items
		}
		if !isPath(item.Link) {
			failed = errors.Join(failed, fmt.Errorf("mail template %s: an item's link is not a path", m.Template))
		}
		item.Link = home + item.Link
		out = append(out, item)
	}
	return out, failed
}
