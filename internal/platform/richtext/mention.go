package richtext

import (
	"bytes"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// The kinds of mentions.
const (
	Person       = "person"
	Organisation = "organisation"
)

// maxName bounds a mention's name, in characters; maxMention the whole mention
// in bytes.
const (
	maxName    = 120
	maxMention = maxName*utf8.UTFMax + 96
)

// Mention names a person or an organisation in a text.
type Mention struct {
	// Kind is Person or Organisation.
	Kind string `json:"kind"`
	// ID is the person's or organisation's id.
	ID string `json:"id"`
	// Name is what is shown after the @.
	Name string `json:"name"`
}

func (m Mention) key() string { return m.Kind + ":" + m.ID }

// Markup returns the mention as it is stored in a text. Characters that would
// end it early are taken out of the name, and the name is cut to 120 characters.
func (m Mention) Markup() string {
	name := strings.Map(func(r rune) rune {
		switch r {
		case '[', ']':
			return -1
		case '\n', '\r', '\t':
			return ' '
		default:
			return r
		}
	}, clean(m.Name))
	if runes := []rune(name); len(runes) > maxName {
		name = string(runes[:maxName])
	}
	return "@[" + name + "](" + m.key() + ")"
}

// Mentions returns whom the text mentions, each once, in the order of first
// appearance, with the name as written. Whether they exist and may read the text
// is for the caller to find out.
func Mentions(text string) []Mention {
	if !strings.Contains(text, "@[") {
		return nil // as most texts
	}
	_, document := parse(text)
	var found []Mention
	seen := map[string]bool{}
	walkMentions(document, func(m Mention) {
		if !seen[m.key()] {
			seen[m.key()] = true
			found = append(found, m)
		}
	})
	return found
}

func walkMentions(n ast.Node, visit func(Mention)) {
	if m, ok := n.(*mentionNode); ok {
		visit(m.mention)
	}
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		walkMentions(child, visit)
	}
}

var kindMention = ast.NewNodeKind("Mention")

type mentionNode struct {
	ast.BaseInline
	mention Mention
}

// Kind implements ast.Node.
func (n *mentionNode) Kind() ast.NodeKind { return kindMention }

// Dump implements ast.Node.
func (n *mentionNode) Dump(source []byte, level int) {
	ast.DumpHelper(n, source, level, map[string]string{"Mention": n.mention.Markup()}, nil)
}

// mentionPattern is matched at an @ only, against no more than maxMention bytes.
var mentionPattern = regexp.MustCompile(`^@\[([^\[\]\n]+)\]\((person|organisation):([0-9A-Za-z-]{1,64})\)`)

type mentionParser struct{}

// Trigger implements parser.InlineParser.
func (mentionParser) Trigger() []byte { return []byte{'@'} }

// Parse implements parser.InlineParser.
func (mentionParser) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, _ := block.PeekLine()
	if len(line) < 2 || line[1] != '[' {
		return nil
	}
	line = line[:min(len(line), maxMention)]
	if end := bytes.IndexByte(line, ')'); end < 0 {
		return nil
	}
	match := mentionPattern.FindSubmatch(line)
	if match == nil || utf8.RuneCount(match[1]) > maxName || len(bytes.TrimSpace(match[1])) == 0 {
		return nil
	}
	block.Advance(len(match[0]))
	return &mentionNode{mention: Mention{Kind: string(match[2]), ID: string(match[3]), Name: string(match[1])}}
}
