package search_test

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"sluse/internal/platform/search"
)

// model is the index as the documentation describes it, in memory.
type model struct{ entries []search.Entry }

func (m *model) put(e search.Entry) {
	m.entries = slices.DeleteFunc(m.entries, func(old search.Entry) bool { return old.ID == e.ID })
	m.entries = append(m.entries, e)
}

// find returns the ids of the entries that fit, in order of id.
func (m *model) find(q search.Query) []string {
	found := []string{}
	tokens := search.Tokens(q.Text)
	if len(tokens) == 0 {
		return found
	}
	tokens, typing := tokens[:min(len(tokens), 12)], typed(q.Text, len(tokens))
	for _, e := range m.entries {
		if slices.Contains(q.Scopes, e.Scope) && fits(e.Title+" . "+e.Text, tokens, typing) {
			found = append(found, e.ID)
		}
	}
	slices.Sort(found)
	return found
}

func fits(text string, tokens []string, typing string) bool {
	have := search.Tokens(text)
	for i, token := range tokens {
		if slices.Contains(have, token) {
			continue
		}
		if i < len(tokens)-1 || typing == "" || !begins(text, typing) {
			return false
		}
	}
	return true
}

// typed is the last word of a query where it may go on.
func typed(text string, count int) string {
	last, _ := utf8.DecodeLastRuneInString(text)
	if count > 12 || !unicode.IsLetter(last) && !unicode.IsDigit(last) {
		return ""
	}
	words := lowerWords(text)
	word := words[len(words)-1]
	if utf8.RuneCountInString(word) < 2 {
		return ""
	}
	return word
}

func begins(text, start string) bool {
	return slices.ContainsFunc(lowerWords(text), func(w string) bool { return strings.HasPrefix(w, start) })
}

// lowerWords are the words of a text in lower case, not reduced to stems.
func lowerWords(text string) []string {
	text = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, norm.NFC.String(text))
	words := strings.FieldsFunc(text, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.M, r)
	})
	var lower []string
	for _, w := range words {
		w = strings.TrimLeftFunc(w, unicode.IsMark)
		if w == "" {
			continue
		}
		w = strings.ReplaceAll(norm.NFC.String(strings.Map(unicode.ToLower, w)), "aa", "å")
		runes := []rune(w)
		lower = append(lower, string(runes[:min(len(runes), 40)]))
	}
	return lower
}
