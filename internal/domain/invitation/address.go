package invitation

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"sluse/internal/platform/mail"
)

// clean makes one line of any text: what is unseen goes, the many kinds of space
// become one, and curved quotation marks straight.
func clean(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r), r == '\u2028', r == '\u2029':
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r), r == unicode.ReplacementChar:
			return -1
		case r == '“', r == '”', r == '„', r == '»', r == '«':
			return '"'
		}
		return r
	}, norm.NFC.String(strings.ToValidUTF8(text, "")))
	return strings.Join(strings.Fields(text), " ")
}

// cleanText keeps the line breaks of a text and takes out what is unseen.
func cleanText(text string) string {
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n").Replace(strings.ToValidUTF8(text, ""))
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r)) {
			return -1
		}
		return r
	}, norm.NFC.String(text)))
}

// readAddress brings an address into the form that is stored, or returns the code
// of what is wrong with it, in words that say what to do.
func readAddress(text string) (email, code string) {
	text = strings.Trim(strings.TrimSpace(text), `"'<>()[],.;:`)
	text = strings.TrimPrefix(text, "mailto:")
	local, domain, found := strings.Cut(text, "@")
	switch {
	case !found:
		return "", "paste.no_address"
	case strings.Contains(domain, "@"):
		return "", "paste.two_at"
	case local == "", domain == "":
		return "", "paste.address_incomplete"
	case !strings.Contains(strings.Trim(domain, "."), "."):
		return "", "paste.domain_incomplete"
	case strings.ContainsFunc(local, func(r rune) bool { return r > unicode.MaxASCII }):
		return "", "paste.address_letters"
	}
	address, err := mail.ParseAddress(mail.Address{Email: text})
	if err != nil || len(address.Email) > 254 || len(local) > 64 {
		return "", "paste.address_wrong"
	}
	return strings.ToLower(address.Email), ""
}

// readName takes a name out of its quotation marks and turns 'Lauritsen, Signe'
// around.
func readName(text string) string {
	text = strings.TrimSpace(strings.Trim(strings.TrimSpace(text), `"',;`))
	if last, first, found := strings.Cut(text, ","); found && !strings.Contains(first, ",") {
		text = strings.TrimSpace(first) + " " + strings.TrimSpace(last)
	}
	return strings.TrimSpace(text)
}
