package architecture

import (
	"bytes"
	"fmt"
	"go/ast"
	"io/fs"
	"path"
	"regexp"
	"strings"
)

// The longest that things may be, in lines. The aims are lower: 300, 60, 250 and 300. What grows past its aim is two
// ideas, and is split by noun.
const (
	MaxGoFile   = 450
	MaxFunction = 90
	MaxSvelte   = 300 // without <style>
	MaxScript   = 450
	MaxTestFile = 600 // in every language: tables of cases are long and read well
	MaxWords    = 600 // a dictionary: the same list twice, in two languages
)

var (
	generatedHeader = regexp.MustCompile(`(?m)^// Code generated .* DO NOT EDIT\.$`)
	styleBlock      = regexp.MustCompile(`(?s)<style[^>]*>.*?</style>`)
)

// generatedFiles are those of the frontend that programs write: from the API's description, and from the map's outlines.
var generatedFiles = map[string]bool{
	"frontend/src/lib/api/schema.d.ts":            true,
	"frontend/src/lib/features/network/shapes.ts": true,
}

// Sizes finds files and functions that grew past their limit. Generated files are let off.
func Sizes(tree fs.FS) ([]Violation, error) {
	found, err := goSizes(tree)
	if err != nil {
		return nil, err
	}
	err = walk(tree, "frontend", func(file string) error {
		if generatedFiles[file] {
			return nil
		}
		text, err := fs.ReadFile(tree, file)
		if err != nil {
			return fmt.Errorf("read %s: %w", file, err)
		}
		limit := MaxScript
		switch {
		case strings.HasSuffix(file, ".svelte"):
			limit, text = MaxSvelte, styleBlock.ReplaceAll(text, nil)
		case scriptTest(file):
			limit = MaxTestFile
		case within(file, "frontend/src/lib/i18n"):
			limit = MaxWords
		}
		found = append(found, tooLong(file, 0, "file", lines(text), limit)...)
		return nil
	}, ".svelte", ".ts", ".js", ".mjs")
	return found, err
}

func goSizes(tree fs.FS) ([]Violation, error) {
	var found []Violation
	err := goFiles(tree, ".", func(file source) error {
		if generatedHeader.Match(file.text) {
			return nil
		}
		limit := MaxGoFile
		if file.test() {
			limit = MaxTestFile
		}
		found = append(found, tooLong(file.path, 0, "file", lines(file.text), limit)...)
		for _, declared := range file.file.Decls {
			function, ok := declared.(*ast.FuncDecl)
			if !ok {
				continue
			}
			first := file.line(function.Pos())
			length := file.line(function.End()) - first + 1
			found = append(found, tooLong(file.path, first, "function "+function.Name.Name, length, MaxFunction)...)
		}
		return nil
	})
	return found, err
}

func tooLong(file string, line int, what string, length, limit int) []Violation {
	if length <= limit {
		return nil
	}
	return []Violation{{file, line, fmt.Sprintf("%s has %d lines, the limit is %d", what, length, limit)}}
}

func scriptTest(file string) bool {
	name := path.Base(file)
	return strings.Contains(name, ".test.") || strings.Contains(name, ".spec.") || within(file, "frontend/e2e")
}

// lines counts as an editor does: a last line without its end is one too.
func lines(text []byte) int {
	count := bytes.Count(text, []byte("\n"))
	if len(text) > 0 && !bytes.HasSuffix(text, []byte("\n")) {
		count++
	}
	return count
}
