package architecture

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// Module is the path that imports inside the repository begin with.
const Module = "sluse"

// Violation is one place that breaks a rule.
type Violation struct {
	// Path is relative to the repository's root, with slashes; a folder or a file.
	Path string
	// Line counts from 1; 0 where the whole file or folder is meant.
	Line int
	// Message says what is wrong and, where it is not plain, what to do instead.
	Message string
}

// String gives the form that editors make a link of: path:line: message.
func (v Violation) String() string {
	if v.Line == 0 {
		return v.Path + ": " + v.Message
	}
	return fmt.Sprintf("%s:%d: %s", v.Path, v.Line, v.Message)
}

// foreign are the folders that are not ours or not source: tools, what is built, what is fetched, data, editors.
func foreign(dir string) bool {
	name := path.Base(dir)
	switch name {
	case "node_modules", ".svelte-kit", "test-results", "playwright-report", "testdata":
		return true
	}
	if dir == "frontend/dist" || dir == "bin" || dir == "coverage" || strings.HasPrefix(dir, "data") {
		return true
	}
	return strings.HasPrefix(name, ".") && name != "." && name != ".ci"
}

// walk calls visit for every file of our own whose name ends with one of the suffixes, in lexical order.
func walk(tree fs.FS, root string, visit func(file string) error, suffixes ...string) error {
	if _, err := fs.Stat(tree, root); errors.Is(err, fs.ErrNotExist) {
		return nil // a part that is not there yet breaks no rule
	}
	return fs.WalkDir(tree, root, func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if foreign(file) {
				return fs.SkipDir
			}
			return nil
		}
		if slices.ContainsFunc(suffixes, func(suffix string) bool { return strings.HasSuffix(file, suffix) }) {
			return visit(file)
		}
		return nil
	})
}

// source is one parsed Go file.
type source struct {
	path string
	text []byte
	set  *token.FileSet
	file *ast.File
}

// test tells whether the file is compiled for tests only.
func (s source) test() bool { return strings.HasSuffix(s.path, "_test.go") }

// line gives the line that a position stands on.
func (s source) line(at token.Pos) int { return s.set.Position(at).Line }

// goFiles parses every Go file under root.
func goFiles(tree fs.FS, root string, visit func(source) error) error {
	return walk(tree, root, func(file string) error {
		text, err := fs.ReadFile(tree, file)
		if err != nil {
			return fmt.Errorf("read %s: %w", file, err)
		}
		set := token.NewFileSet()
		parsed, err := parser.ParseFile(set, file, text, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return fmt.Errorf("parse %s: %w", file, err)
		}
		return visit(source{path: file, text: text, set: set, file: parsed})
	}, ".go")
}

// feature gives the name of the feature that a path or an import path under internal/domain belongs to.
func feature(file string) (string, bool) {
	rest, found := strings.CutPrefix(file, "internal/domain/")
	if !found {
		return "", false
	}
	name, _, _ := strings.Cut(rest, "/")
	return name, true
}

// kindOf tells which of a feature's files this is: "store" for store.go and store_seat.go, "api" for api.go and
// api_seat.go, and "" for the others.
func kindOf(file string) string {
	name := strings.TrimSuffix(path.Base(file), ".go")
	for _, kind := range []string{"store", "api"} {
		if name == kind || strings.HasPrefix(name, kind+"_") {
			return kind
		}
	}
	return ""
}
