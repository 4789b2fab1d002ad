package search

import (
	"fmt"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/danish"
	"golang.org/x/text/unicode/norm"
)

const (
	// maxWord is how many characters of a word count.
	maxWord = 40
	// maxBytes bounds the tokens of one entry; a tsvector holds one megabyte.
	maxBytes = 400_000
	// maxCount bounds how often a word counts in one entry; a tsvector keeps 255
	// places of a word.
	maxCount = 200
	// bytesAWord is about how many bytes of a text are a word and what divides it from
	// the next.
	bytesAWord = 6
	// titleWeight is how often a word of the title counts.
	titleWeight = 3
)

// Tokens returns the words of text as they are compared: normalised (NFC), in
// lower case, letters and digits only, reduced to their Danish stem. "Aa" and "å"
// are the same, as in Aarhus. Characters that show nothing, as the soft hyphen,
// do not divide a word.
func Tokens(text string) []string {
	var tokens []string
	for _, w := range split(text) {
		tokens = append(tokens, w.stem())
	}
	return tokens
}

// word is a word of a text and where it stands, in bytes of the text given to
// split, which is normalised.
type word struct {
	start, end int
	// lower is the word in lower case, with å for aa.
	lower string
}

func (w word) stem() string {
	env := snowballstem.NewEnv(w.lower)
	danish.Stem(env)
	if stem := env.Current(); stem != "" {
		return stem
	}
	return w.lower
}

// split finds the words in a text; the positions are those in norm.NFC of it.
func split(text string) []word {
	return appendWords(make([]word, 0, len(text)/bytesAWord+1), text)
}

func appendWords(words []word, text string) []word {
	text = norm.NFC.String(text)
	start := -1
	for i, r := range text {
		switch {
		case wordRune(r):
			if start < 0 {
				start = i
			}
		case start >= 0 && (unicode.Is(unicode.M, r) || unicode.Is(unicode.Cf, r)):
			// Marks and invisible characters belong to the word before them.
		case start >= 0:
			words = appendWord(words, text, start, i)
			start = -1
		}
	}
	if start >= 0 {
		words = appendWord(words, text, start, len(text))
	}
	return words
}

func wordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

func appendWord(words []word, text string, start, end int) []word {
	lower := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, text[start:end])
	lower = strings.ReplaceAll(norm.NFC.String(lower), "aa", "å")
	if utf8.RuneCountInString(lower) > maxWord {
		lower = string([]rune(lower)[:maxWord])
	}
	return append(words, word{start: start, end: end, lower: lower})
}

// Each word is kept twice: as its stem, to find all its forms, and as it is, to
// find it while it is being typed. A letter in front tells them apart, and makes
// sure that no token is a word of a query language.
const (
	stemMark = "s"
	wordMark = "w"
)

// key writes a word in letters that both databases keep as they are: a–z, the
// Latin-1 letters and digits. Any other character becomes its number, always as
// long, so that the beginning of a word is the beginning of its key.
func key(mark, s string) string {
	var b strings.Builder
	b.WriteString(mark)
	for _, r := range s {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r >= 'à' && r <= 'þ' && r != '÷':
			b.WriteRune(r)
		default:
			fmt.Fprintf(&b, "x%06x", r)
		}
	}
	return b.String()
}

// keysKept bounds the memory for words whose keys are known; some 200 bytes each.
const keysKept = 8192

// keys remembers the keys of words: few words are new, and a stem is dear.
type keys struct {
	mu    sync.Mutex
	known map[string]wordKeys
}

type wordKeys struct{ stem, full string }

var keysOf = keys{known: map[string]wordKeys{}}

func (k *keys) of(w word) wordKeys {
	k.mu.Lock()
	defer k.mu.Unlock()
	if found, ok := k.known[w.lower]; ok {
		return found
	}
	if len(k.known) >= keysKept {
		clear(k.known)
	}
	// What is kept must not hold on to the text that the word stands in.
	lower := strings.Clone(w.lower)
	found := wordKeys{stem: key(stemMark, w.stem()), full: key(wordMark, lower)}
	k.known[lower] = found
	return found
}

// bag is how often each token stands in an entry, and how many words it has.
type bag struct {
	counts map[string]int
	// tokens are those counted, in the order of their coming.
	tokens []string
	length int
	// words is for what is taken apart.
	words []word
}

func bagOf(title, text string) bag {
	var b bag
	b.fill(title, text)
	return b
}

// fill puts an entry into the bag, in place of the one before: of many entries each
// would else leave a map behind.
func (b *bag) fill(title, text string) {
	if b.counts == nil || len(b.counts) > keysKept {
		b.counts = map[string]int{}
	}
	clear(b.counts)
	b.tokens, b.length = b.tokens[:0], 0
	size := 0
	add := func(text string, weight int) {
		b.words = appendWords(b.words[:0], text)
		for _, w := range b.words {
			k := keysOf.of(w)
			if size += len(k.stem) + len(k.full) + 2; size > maxBytes {
				return
			}
			b.count(k.stem, weight)
			b.count(k.full, weight)
			b.length += weight
		}
	}
	add(title, titleWeight)
	add(text, 1)
}

func (b *bag) count(token string, weight int) {
	before, known := b.counts[token]
	if !known {
		b.tokens = append(b.tokens, token)
	}
	b.counts[token] = min(before+weight, maxCount)
}
