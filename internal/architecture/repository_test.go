package architecture

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// rules are all there are; the tests on planted violations below use the same list, so that none goes unproven.
var rules = map[string]func(fs.FS) ([]Violation, error){
	"imports":       Imports,
	"tables":        Tables,
	"sizes":         Sizes,
	"layout":        Layout,
	"migrations":    Migrations,
	"expansions":    Expansions,
	"inline styles": InlineStyles,
	"documents":     Documents,
	"parsers":       Parsers,
}

// TestRepository holds the repository to every rule.
func TestRepository(t *testing.T) {
	tree := os.DirFS(root(t))
	for name, rule := range rules {
		t.Run(name, func(t *testing.T) {
			found, err := rule(tree)
			if err != nil {
				t.Fatal(err)
			}
			for _, violation := range found {
				t.Error(violation)
			}
		})
	}
}

// TestRepositoryIsRead guards against rules that pass because they look in an empty place.
func TestRepositoryIsRead(t *testing.T) {
	tree := os.DirFS(root(t))
	files := map[string]int{}
	count := func(suffix string) {
		if err := walk(tree, ".", func(string) error { files[suffix]++; return nil }, suffix); err != nil {
			t.Fatal(err)
		}
	}
	for _, suffix := range []string{".go", ".sql", ".svelte", ".ts"} {
		count(suffix)
		if files[suffix] == 0 {
			t.Errorf("no %s file was seen in %v", suffix, tree)
		}
	}
	var parsed int
	if err := goFiles(tree, "internal/domain", func(source) error { parsed++; return nil }); err != nil {
		t.Fatal(err)
	}
	if parsed == 0 {
		t.Error("no feature was read")
	}
}

// root finds the repository from the package's folder, where go test starts.
func root(t *testing.T) string {
	t.Helper()
	dir, err := filepath.Abs(".")
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			t.Fatal("no go.mod above the package")
		}
		dir = parent
	}
}
