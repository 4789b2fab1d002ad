package search

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"time"
	"unicode/utf8"

	"sluse/internal/kernel/page"
)

const (
	// maxCandidates bounds how many entries are ranked: of more, the newest.
	maxCandidates = 500
	// maxTerms and maxQuery bound a query, in words and in bytes; what is beyond
	// is not looked for.
	maxTerms = 12
	maxQuery = 2000
	// maxScopes bounds the scopes and the kinds of a query.
	maxScopes = 200
	// minPrefix is how many characters a word needs to stand for longer ones.
	minPrefix = 2
	// maxEntries and maxHolders bound how far entries are counted: rarer is
	// better, but beyond this it makes no difference.
	maxEntries = 20_000
	maxHolders = 5_000
)

// Query asks for the entries of a programme that hold every word of Text, in any
// form and order. The last word also stands for longer words that start with it,
// unless something other than a letter or digit follows: it is still being typed.
type Query struct {
	Text        string
	ProgrammeID string
	// Scopes are those that the reader may see; with none nothing is found.
	Scopes []string
	// Kinds limits the hits to these kinds; empty for all.
	Kinds []string
	page.Request
}

// Hit is an entry that fits.
type Hit struct {
	Kind, ID, ProgrammeID, Scope, Title string
	At                                  time.Time
	// Score is how well it fits, higher is better. It compares hits of one query
	// only.
	Score float64
}

// position is where a page ends: hits are in the order of score, time, kind, id.
type position struct {
	Score float64   `json:"s"`
	At    time.Time `json:"t"`
	Kind  string    `json:"k"`
	ID    string    `json:"i"`
}

func (h Hit) position() position { return position{h.Score, h.At, h.Kind, h.ID} }

// compare orders the best first.
func (p position) compare(other position) int {
	return cmp.Or(cmp.Compare(other.Score, p.Score), other.At.Compare(p.At), cmp.Compare(p.Kind, other.Kind), cmp.Compare(p.ID, other.ID))
}

// Query returns a page of hits, the best first; a text without words has none.
// Beyond 500 hits only the newest 500 are given. A cursor that Query did not make
// is the fault page.cursor_invalid.
func (x *Index) Query(ctx context.Context, q Query) (page.Result[Hit], error) {
	var after *position
	if q.Cursor != "" {
		after = &position{}
		if err := page.Decode(q.Cursor, after); err != nil {
			return page.Result[Hit]{}, fmt.Errorf("search: %w", err)
		}
	}
	if len(q.Scopes) > maxScopes || len(q.Kinds) > maxScopes {
		return page.Result[Hit]{}, fmt.Errorf("search: %d scopes and %d kinds, at most %d", len(q.Scopes), len(q.Kinds), maxScopes)
	}
	t := termsOf(q.Text)
	if len(t.words) == 0 || len(q.Scopes) == 0 || q.ProgrammeID == "" {
		return page.Result[Hit]{Items: []Hit{}}, nil
	}
	found, err := x.dialect.candidates(ctx, q, t)
	if err != nil {
		return page.Result[Hit]{}, fmt.Errorf("search: %w", err)
	}
	hits := make([]Hit, 0, len(found))
	for _, c := range found {
		h := c.hit()
		if after == nil || after.compare(h.position()) < 0 {
			hits = append(hits, h)
		}
	}
	slices.SortFunc(hits, func(a, b Hit) int { return a.position().compare(b.position()) })
	return page.Cut(hits, q.Size(), func(h Hit) any { return h.position() }), nil
}

// terms are the tokens that an entry must hold: each of words, of which the last
// may be met by a word that starts with prefix instead.
type terms struct {
	words  []string
	prefix string
}

// leaves is how many tokens are counted for the rank: the words, then the prefix.
func (t terms) leaves() int {
	if t.prefix == "" {
		return len(t.words)
	}
	return len(t.words) + 1
}

func termsOf(text string) terms {
	words, open := queryWords(text)
	var t terms
	for i, w := range words {
		token := key(stemMark, w.stem())
		last := i == len(words)-1
		if last && open && utf8.RuneCountInString(w.lower) >= minPrefix {
			t.prefix = key(wordMark, w.lower)
		} else if slices.Contains(t.words, token) {
			continue
		}
		t.words = append(t.words, token)
	}
	return t
}

// queryWords returns the words to look for and whether the last one may go on.
func queryWords(text string) (words []word, open bool) {
	if len(text) > maxQuery {
		end := maxQuery
		for end > maxQuery-utf8.UTFMax && !utf8.RuneStart(text[end]) {
			end--
		}
		text = text[:end]
	}
	words = split(text)
	last, _ := utf8.DecodeLastRuneInString(text)
	open = wordRune(last)
	if len(words) > maxTerms {
		return words[:maxTerms], false
	}
	return words, open
}

// candidate is an entry that holds all terms.
type candidate struct {
	Kind, SubjectID, ProgrammeID, Scope, Title string
	At                                         time.Time
	Length                                     int
	// entries is how many entries there are; for each leaf, counts is how often
	// it stands in this entry and holders how many entries hold it.
	entries int
	counts  []int
	holders []int
}

func (c candidate) hit() Hit {
	return Hit{Kind: c.Kind, ID: c.SubjectID, ProgrammeID: c.ProgrammeID, Scope: c.Scope, Title: c.Title, At: c.At.UTC(), Score: c.score()}
}

// score is Okapi BM25 with the usual parameters. The middle length is a constant
// (a post of some length): a true mean would have to be kept up to date by every
// writer, for a difference that nobody sees.
func (c candidate) score() float64 {
	const saturation, lengthWeight, middle = 1.2, 0.75, 60.0
	entries := float64(min(c.entries, maxEntries))
	norm := saturation * (1 - lengthWeight + lengthWeight*float64(c.Length)/middle)
	score := 0.0
	for i, count := range c.counts {
		holders := float64(min(c.holders[i], maxHolders))
		rarity := math.Log(1 + (max(entries-holders, 0)+0.5)/(holders+0.5))
		score += rarity * float64(count) * (saturation + 1) / (float64(count) + norm)
	}
	// Twelve digits are more than enough, and the same on every machine.
	return math.Round(score*1e9) / 1e9
}
