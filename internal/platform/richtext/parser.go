package richtext

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// posts parses posts. It is goldmark with only the parts that a post knows; it
// holds no state between texts and is safe for use by many goroutines.
var posts = parser.NewParser(
	parser.WithBlockParsers(
		util.Prioritized(lists{parser.NewListParser()}, 300),
		util.Prioritized(items{parser.NewListItemParser()}, 400),
		util.Prioritized(paragraphs{parser.NewParagraphParser()}, 1000),
	),
	parser.WithInlineParsers(
		util.Prioritized(mentionParser{}, 100),
		util.Prioritized(emphasis{parser.NewEmphasisParser()}, 500),
	),
)

// Bounds that keep parsing linear: goldmark looks back through all open marks of
// a paragraph at each closing one, and through all open lists at each line.
const (
	maxListDepth = 3
	maxMarks     = 100
)

// lists are goldmark's, down to maxListDepth, and numbered ones from 1: a line
// that begins "12. marts" is no list.
type lists struct{ parser.BlockParser }

// Open implements parser.BlockParser.
func (l lists) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	node, state := l.BlockParser.Open(parent, reader, pc)
	list, ok := node.(*ast.List)
	if !ok || list.IsOrdered() && list.Start != 1 {
		return nil, parser.NoChildren
	}
	depth := 0
	for n := parent; n != nil; n = n.Parent() {
		if n.Kind() == ast.KindList {
			depth++
		}
	}
	if depth >= maxListDepth {
		return nil, parser.NoChildren
	}
	return node, state
}

// items are goldmark's, and remember the number that was written: "1. maj" and
// "5. juni" below each other are not the first and the second.
type items struct{ parser.BlockParser }

const numberAttribute = "number"

// Open implements parser.BlockParser.
func (i items) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, _ := reader.PeekLine()
	node, state := i.BlockParser.Open(parent, reader, pc)
	if node == nil {
		return nil, state
	}
	number := 0
	for _, c := range bytes.TrimLeft(line, " ") {
		if c < '0' || c > '9' {
			break
		}
		number = number*10 + int(c-'0')
	}
	node.SetAttributeString(numberAttribute, number)
	return node, state
}

// numberOf an item of a numbered list, as it was written.
func numberOf(item ast.Node) int {
	value, _ := item.AttributeString(numberAttribute)
	number, _ := value.(int)
	return number
}

// paragraphs take indented lines too, for which Markdown would make a code block.
type paragraphs struct{ parser.BlockParser }

// CanAcceptIndentedLine implements parser.BlockParser.
func (paragraphs) CanAcceptIndentedLine() bool { return true }

// emphasis is goldmark's, by asterisks only (people write file_names_like_this),
// and for the first marks of a paragraph only.
type emphasis struct{ parser.InlineParser }

var marksKey = parser.NewContextKey()

// marks counts the marks in the block that is being parsed.
type marks struct{ count int }

// Trigger implements parser.InlineParser.
func (emphasis) Trigger() []byte { return []byte{'*'} }

// Parse implements parser.InlineParser.
func (e emphasis) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	m, _ := pc.Get(marksKey).(*marks)
	if m == nil {
		m = &marks{}
		pc.Set(marksKey, m)
	}
	if m.count++; m.count > maxMarks {
		return nil
	}
	return e.InlineParser.Parse(parent, block, pc)
}

// CloseBlock implements parser.CloseBlocker.
func (emphasis) CloseBlock(_ ast.Node, _ text.Reader, pc parser.Context) {
	pc.Set(marksKey, nil)
}
