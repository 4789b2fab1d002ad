// Package texts makes posts such as people write: some 300 bytes of Danish, with a
// number in them that tells which one it is wherever it comes out again.
package texts

import (
	"bytes"
	"strconv"
)

const (
	mark = "Bemærkning nr. "
	rest = ". Vi følger op hver fjortende dag og skriver kort ned, hvad vi aftalte sidst, og hvad der er sket siden. " +
		"Barnet og familien hører det samme fra os alle, og møderne er blevet kortere. Det svære er at nå det, når en " +
		"kollega er syg. Hvordan gør I hos jer?"
)

// Numbered returns the text with a number in it.
func Numbered(n int) string { return mark + strconv.Itoa(n) + rest }

// Number finds the number in a message that carries such a text, -1 if it has none.
func Number(message []byte) int {
	at := bytes.Index(message, []byte("nr. "))
	if at < 0 {
		return -1
	}
	n, digits := 0, 0
	for _, c := range message[at+len("nr. "):] {
		if c < '0' || c > '9' {
			break
		}
		n, digits = n*10+int(c-'0'), digits+1
	}
	if digits == 0 {
		return -1
	}
	return n
}
