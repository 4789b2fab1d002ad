package architecture

import (
	"fmt"
	"go/ast"
	"go/token"
	"io/fs"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

var (
	// statement and fragment recognise SQL among a file's texts: by how it begins, by keywords that are written large, or
	// by a query in brackets.
	statement = regexp.MustCompile(`^\s*(?i:select\s|insert\s+(or\s+\w+\s+)?into\s|update\s+\w+\s+set\s|delete\s+from\s|with\s+(recursive\s+)?\w+\s*(\([^)]*\)\s*)?as\s|create\s+table|alter\s+table|drop\s+table)`)
	fragment  = regexp.MustCompile(`\b(FROM|JOIN|INSERT INTO|UPDATE \w+ SET)\b|(?i:\(\s*select\s)`)

	// handleCalls take SQL, or the name of a table, as their first argument.
	handleCalls = []string{"Raw", "Exec", "ExecContext", "Query", "QueryContext", "QueryRow", "QueryRowContext", "Joins", "InnerJoins"}
)

// Tables finds stores that reach for another feature's tables, and SQL that stands outside a store. A table's name
// begins with its feature's: discussion_thread. A join across features is an import in disguise.
//
// It reads the texts in the Go files: SQL by its keywords, Table("…") and what TableName returns. Names must be
// written out, so that this can be read; a name put in from elsewhere is a violation too. Test files are let off.
func Tables(tree fs.FS) ([]Violation, error) {
	var found []Violation
	err := goFiles(tree, "internal/domain", func(file source) error {
		if file.test() {
			return nil
		}
		name, _ := feature(file.path)
		reader := storeReader{source: file, feature: name, store: kindOf(file.path) == "store"}
		ast.Inspect(file.file, reader.visit)
		found = append(found, reader.found...)
		return nil
	})
	return found, err
}

type storeReader struct {
	source
	feature string
	store   bool
	found   []Violation
	// done are texts that were read as part of something larger.
	done map[ast.Node]bool
}

func (r *storeReader) visit(node ast.Node) bool {
	if r.done[node] {
		return false
	}
	switch node := node.(type) {
	case *ast.ImportSpec, *ast.Field:
		return false // paths and struct tags are no SQL
	case *ast.FuncDecl:
		r.tableName(node)
	case *ast.CallExpr:
		r.call(node)
	case *ast.BinaryExpr:
		if text, ok := concatenated(node); ok {
			r.text(node, text, false)
			r.mark(node)
		}
	case *ast.BasicLit:
		if text, ok := literal(node); ok {
			r.text(node, text, false)
		}
	}
	return true
}

// call reads the calls whose argument is SQL or a table's name, whatever it looks like.
func (r *storeReader) call(node *ast.CallExpr) {
	selector, ok := node.Fun.(*ast.SelectorExpr)
	if !ok {
		return
	}
	method := selector.Sel.Name
	if method == "Table" && len(node.Args) > 0 {
		if text, ok := concatenated(node.Args[0]); ok {
			r.owned(node, firstName(text))
			r.mark(node.Args[0])
		}
		return
	}
	if !slices.Contains(handleCalls, method) {
		return
	}
	for _, argument := range node.Args {
		if text, ok := concatenated(argument); ok {
			r.text(argument, text, strings.ContainsAny(strings.TrimSpace(text), " \n\t"))
			r.mark(argument)
			return
		}
	}
}

// tableName reads what a row's TableName method returns.
func (r *storeReader) tableName(function *ast.FuncDecl) {
	if function.Name.Name != "TableName" || function.Recv == nil || function.Body == nil {
		return
	}
	ast.Inspect(function.Body, func(node ast.Node) bool {
		if text, ok := literal(node); ok {
			r.owned(node, firstName(text))
		}
		return true
	})
}

// text reads one text; sure says that it is SQL even where its words do not show it.
func (r *storeReader) text(node ast.Node, text string, sure bool) {
	if !sure && !statement.MatchString(text) && !fragment.MatchString(text) {
		return
	}
	if !r.store {
		r.add(node, "SQL stands in internal/domain/"+r.feature+"/store*.go only")
		return
	}
	for _, table := range tables(text) {
		r.owned(node, table)
	}
}

func (r *storeReader) owned(node ast.Node, table string) {
	if _, name, found := strings.Cut(table, "."); found {
		table = name
	}
	switch {
	case table == "":
		r.add(node, "the name of a table is put in from elsewhere: write it out, so that it can be checked")
	case !strings.HasPrefix(table, r.feature+"_"):
		r.add(node, fmt.Sprintf("touches the table %s, which is not %s's: ask whose it is through an interface", table, r.feature))
	}
}

func (r *storeReader) add(node ast.Node, message string) {
	r.found = append(r.found, Violation{r.path, r.line(node.Pos()), message})
}

func (r *storeReader) mark(node ast.Node) {
	if r.done == nil {
		r.done = map[ast.Node]bool{}
	}
	ast.Inspect(node, func(part ast.Node) bool {
		r.done[part] = true
		return true
	})
}

// literal gives the value of a text constant.
func literal(node ast.Node) (string, bool) {
	basic, ok := node.(*ast.BasicLit)
	if !ok || basic.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(basic.Value)
	return text, err == nil
}

// concatenated gives the text of literals put together with +. A part that is no literal becomes %s: its value is not
// known here.
func concatenated(node ast.Expr) (string, bool) {
	switch node := node.(type) {
	case *ast.BasicLit:
		return literal(node)
	case *ast.ParenExpr:
		return concatenated(node.X)
	case *ast.BinaryExpr:
		if node.Op != token.ADD {
			return "", false
		}
		left, leftKnown := concatenated(node.X)
		right, rightKnown := concatenated(node.Y)
		if !leftKnown && !rightKnown {
			return "", false
		}
		if !leftKnown {
			left = "%s"
		}
		if !rightKnown {
			right = "%s"
		}
		return left + right, true
	}
	return "", false
}

// firstName gives the name in "discussion_thread AS t".
func firstName(text string) string {
	fields := strings.Fields(strings.ToLower(strings.Trim(text, "\"` ")))
	if len(fields) == 0 || strings.ContainsAny(fields[0], "%?(") {
		return ""
	}
	return strings.Trim(fields[0], "\"`")
}
