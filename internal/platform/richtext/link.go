package richtext

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxAddress bounds a link, in bytes. Longer ones stay text.
const maxAddress = 2000

// addresses walks through s and hands every stretch of words to text and every
// web address to link, in order, with what it links to and how it is written. It
// looks at every character at most twice.
func addresses(s string, text func(string), link func(href, label string)) {
	written, before := 0, ' '
	for at := 0; at < len(s); {
		prefix, starts := addressStart(s[at:])
		if !starts || !opensWord(before) {
			r, size := utf8.DecodeRuneInString(s[at:])
			before = r
			at += size
			continue
		}
		scanned, length := addressLength(s[at:])
		if label := s[at : at+length]; length > 0 && reachable(prefix+label) {
			text(s[written:at])
			link(prefix+label, label)
			written, scanned = at+length, length
		}
		at += scanned
		before, _ = utf8.DecodeLastRuneInString(s[:at])
	}
	text(s[written:])
}

// addressStart reports whether an address may begin s, and what a browser needs
// before it.
func addressStart(s string) (prefix string, ok bool) {
	switch {
	case s[0] != 'h' && s[0] != 'H' && s[0] != 'w' && s[0] != 'W':
		return "", false
	case hasPrefixFold(s, "www."):
		return "https://", true
	default:
		return "", hasPrefixFold(s, "http://") || hasPrefixFold(s, "https://")
	}
}

func hasPrefixFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}

// opensWord reports whether an address may follow the character.
func opensWord(before rune) bool {
	return !unicode.IsLetter(before) && !unicode.IsDigit(before) && !strings.ContainsRune("/@:.-_", before)
}

// addressLength returns how many bytes of s it looked at, and how many of them
// are the address: up to white space or a character that no address holds,
// without the punctuation of the sentence around it. length is 0 for an address
// that is too long.
func addressLength(s string) (scanned, length int) {
	opened, closed := 0, 0
	for scanned < len(s) {
		r, size := utf8.DecodeRuneInString(s[scanned:])
		if unicode.IsSpace(r) || unicode.IsControl(r) || r == utf8.RuneError || strings.ContainsRune("<>\"`{}|\\^«»“”", r) {
			break
		}
		switch r {
		case '(':
			opened++
		case ')':
			closed++
		}
		scanned += size
	}
	if scanned > maxAddress {
		return scanned, 0
	}
	for length = scanned; length > 0; {
		r, size := utf8.DecodeLastRuneInString(s[:length])
		if r == ')' && closed > opened {
			closed--
		} else if !strings.ContainsRune(".,:;!?'*_~…’]", r) {
			break
		}
		length -= size
	}
	return scanned, length
}

// reachable reports whether an address parses and names a host with a dot (or
// this machine) and neither name nor password.
func reachable(address string) bool {
	parsed, err := url.Parse(address)
	if err != nil || parsed.User != nil {
		return false
	}
	host := parsed.Hostname()
	if host == "localhost" {
		return true
	}
	dot := strings.IndexByte(host, '.')
	return dot > 0 && dot < len(host)-1 && !strings.ContainsAny(host, "%[]'*()")
}
