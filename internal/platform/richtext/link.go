package richtext

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// maxAddress bounds a link, in bytes. Longer ones stay text.
const maxAddress = 2000

// linkParser makes links of web addresses in running text. It looks at an h or w
// at the start of a word only, and never further than maxAddress.
type linkParser struct{}

// Trigger implements parser.InlineParser.
func (linkParser) Trigger() []byte { return []byte{'h', 'H', 'w', 'W'} }

// Parse implements parser.InlineParser.
func (linkParser) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	if before := block.PrecendingCharacter(); unicode.IsLetter(before) || unicode.IsDigit(before) || strings.ContainsRune("/@:.-_", before) {
		return nil
	}
	line, segment := block.PeekLine()
	prefix := ""
	if hasPrefixFold(line, "www.") {
		prefix = "https://"
	} else if !hasPrefixFold(line, "http://") && !hasPrefixFold(line, "https://") {
		return nil
	}
	length := addressLength(line)
	if length == 0 || !reachable(prefix+string(line[:length])) {
		return nil
	}
	block.Advance(length)
	link := ast.NewAutoLink(ast.AutoLinkURL, ast.NewTextSegment(text.NewSegment(segment.Start, segment.Start+length)))
	if prefix != "" {
		link.Protocol = []byte("https")
	}
	return link
}

func hasPrefixFold(line []byte, prefix string) bool {
	return len(line) >= len(prefix) && strings.EqualFold(string(line[:len(prefix)]), prefix)
}

// addressLength is how many bytes of line belong to the address: up to white
// space or a character that no address holds, without the punctuation of the
// sentence around it. It is 0 for an address that is too long.
func addressLength(line []byte) int {
	end, opened, closed := 0, 0, 0
	for end < len(line) {
		r, size := utf8.DecodeRune(line[end:])
		if unicode.IsSpace(r) || unicode.IsControl(r) || r == utf8.RuneError || strings.ContainsRune("<>\"`{}|\\^", r) {
			break
		}
		switch r {
		case '(':
			opened++
		case ')':
			closed++
		}
		if end += size; end > maxAddress {
			return 0
		}
	}
	for end > 0 {
		r, size := utf8.DecodeLastRune(line[:end])
		if r == ')' && closed > opened {
			closed--
		} else if !strings.ContainsRune(".,:;!?'*_~…»”’]", r) {
			break
		}
		end -= size
	}
	return end
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
