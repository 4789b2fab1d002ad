package programme

import (
	"slices"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"
)

// collators: one cannot be used by two goroutines, and making one is slow.
var collators = sync.Pool{New: func() any { return collate.New(language.Danish, collate.IgnoreCase) }}

// sortDanish sorts by the name that key gives, æ ø å (and aa) last, and by id
// where names are the same, so that a list always stands in one order.
func sortDanish[T any](list []T, key func(T) (name, id string)) {
	collator, _ := collators.Get().(*collate.Collator)
	defer collators.Put(collator)
	slices.SortStableFunc(list, func(x, y T) int {
		nameX, idX := key(x)
		nameY, idY := key(y)
		if order := collator.CompareString(nameX, nameY); order != 0 {
			return order
		}
		return strings.Compare(idX, idY)
	})
}

// fold brings a text into the form in which names are compared: composed, lower
// case, and å written aa, since both spellings of Aabenraa are the same place.
func fold(text string) string {
	return strings.ReplaceAll(strings.ToLower(norm.NFC.String(text)), "å", "aa")
}

// matchesPrefix reports how well a name fits what was typed so far: 2 if the name
// begins with it, 1 if one of its words does, 0 if none.
func matchesPrefix(name, typed string) int {
	name, typed = fold(name), strings.TrimSpace(fold(typed))
	if strings.HasPrefix(name, typed) {
		return 2
	}
	begins := true
	for i, r := range name {
		letter := unicode.IsLetter(r) || unicode.IsDigit(r)
		if letter && begins && strings.HasPrefix(name[i:], typed) {
			return 1
		}
		begins = !letter
	}
	return 0
}
