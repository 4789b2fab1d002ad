package search

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// The window that Snippet shows, in characters: how much before the first hit
// and how much in all, the ellipses not counted.
const (
	snippetBefore = 60
	snippetLength = 240
)

// Part is a stretch of a snippet.
type Part struct {
	Text string `json:"text"`
	// Hit says that the query asked for this word.
	Hit bool `json:"hit"`
}

// Snippet returns the part of a plain text that shows why it fits the query: some
// 240 characters around the first word that was asked for, white space as single
// spaces, cut between words, with an ellipsis where there is more. Without such a
// word it is the beginning of the text. An empty text has no parts.
func Snippet(text, query string) []Part {
	text = strings.Join(strings.Fields(norm.NFC.String(text)), " ")
	words := split(text)
	asked := askedBy(query)
	first := -1
	for i := range words {
		if asked.holds(words[i]) {
			first = i
			break
		}
	}
	start, end := window(text, words, first)
	var parts []Part
	add := func(s string, hit bool) {
		if s == "" {
			return
		}
		if n := len(parts); n > 0 && !hit && !parts[n-1].Hit {
			parts[n-1].Text += s
			return
		}
		parts = append(parts, Part{Text: s, Hit: hit})
	}
	if start > 0 {
		add("… ", false)
	}
	at := start
	for _, w := range words {
		if w.start >= at && w.end <= end && asked.holds(w) {
			add(text[at:w.start], false)
			add(text[w.start:w.end], true)
			at = w.end
		}
	}
	add(text[at:end], false)
	if end < len(text) {
		add(" …", false)
	}
	return parts
}

// window returns where the snippet starts and ends, in bytes, between words.
func window(text string, words []word, first int) (start, end int) {
	if first >= 0 {
		start = back(text, words[first].start, snippetBefore)
	}
	end = forward(text, start, snippetLength)
	if first >= 0 {
		end = max(end, words[first].end)
	}
	if end == len(text) {
		return start, end
	}
	if cut := strings.LastIndexByte(text[start:end], ' '); cut > 0 && (first < 0 || start+cut >= words[first].end) {
		end = start + cut
	}
	return start, end
}

// back returns the start of the first word that begins at most n characters
// before at, or at itself.
func back(text string, at, n int) int {
	from := at
	for ; n > 0 && from > 0; n-- {
		_, size := utf8.DecodeLastRuneInString(text[:from])
		from -= size
	}
	if from == 0 || text[from-1] == ' ' {
		return from
	}
	if space := strings.IndexByte(text[from:at], ' '); space >= 0 {
		return from + space + 1
	}
	return at
}

// forward returns the position n characters after at, or the end.
func forward(text string, at, n int) int {
	for ; n > 0 && at < len(text); n-- {
		_, size := utf8.DecodeRuneInString(text[at:])
		at += size
	}
	return at
}

// asked are the words of a query, for looking at texts.
type asked struct {
	stems  map[string]bool
	prefix string
}

func askedBy(query string) asked {
	words, open := queryWords(query)
	a := asked{stems: make(map[string]bool, len(words))}
	for i, w := range words {
		a.stems[w.stem()] = true
		if i == len(words)-1 && open && utf8.RuneCountInString(w.lower) >= minPrefix {
			a.prefix = w.lower
		}
	}
	return a
}

func (a asked) holds(w word) bool {
	return a.prefix != "" && strings.HasPrefix(w.lower, a.prefix) || len(a.stems) > 0 && a.stems[w.stem()]
}
