package architecture

import (
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
)

// allowed lists, for the folders of the house from the most special to the most general, what of our own they may
// import. A package may always import its own folder and what lies below it.
var allowed = []struct {
	folder  string
	imports []string
}{
	// The bench fills its installation through the services; what measures knows only the addresses.
	{"internal/bench/seed", []string{"internal/bench/texts", "internal/app", "internal/domain", "internal/platform", "internal/kernel"}},
	{"cmd/sluse-bench", []string{"internal/bench", "internal/platform/config"}},
	{"cmd", []string{"internal/app", "internal/platform/config"}},
	{"internal/app", []string{"internal/domain", "internal/platform", "internal/kernel", "migrations", "frontend"}},
	{"internal/domain", []string{"internal/platform", "internal/kernel"}},
	{"internal/bench", []string{"internal/platform", "internal/kernel"}},
	{"internal/platform", []string{"internal/platform", "internal/kernel", "migrations"}},
	{"internal/kernel", []string{"internal/kernel"}},
	{"internal/architecture", nil},
	{"migrations", nil},
	{"frontend", nil},
}

// testHelpers may be imported by tests besides: a whole running application, and a migrated database.
var testHelpers = []string{"internal/app/apptest", "internal/platform/database/dbtest"}

// confined are other people's packages that one part of the house hides from the rest. Tests may use them anywhere.
var confined = []struct {
	library string
	folders []string
}{
	{"github.com/riverqueue/", []string{"internal/platform/jobs", "internal/platform/database"}},
	{"github.com/pressly/goose/", []string{"internal/platform/database"}},
	{"github.com/gorilla/websocket", []string{"internal/platform/live", "internal/bench", "internal/app/apptest"}},
	{"github.com/nats-io/", []string{"internal/platform/live", "internal/app", "internal/bench"}},
	{"github.com/go-mail/mail/", []string{"internal/platform/mail"}},
	{"github.com/yuin/goldmark", []string{"internal/platform/richtext"}},
	{"github.com/microcosm-cc/bluemonday", []string{"internal/platform/richtext"}},
	{"github.com/minio/", []string{"internal/platform/blob"}},
	{"github.com/blevesearch/snowballstem", []string{"internal/platform/search"}},
}

// Imports finds imports that point up or sideways: app → domain → platform → kernel is the only way, and no feature
// imports a feature. Tests obey too, but may use the helpers made for them.
func Imports(tree fs.FS) ([]Violation, error) {
	var found []Violation
	err := goFiles(tree, ".", func(file source) error {
		for _, spec := range file.file.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			if message := checkImport(file, imported); message != "" {
				found = append(found, Violation{file.path, file.line(spec.Pos()), message})
			}
		}
		return nil
	})
	return found, err
}

func checkImport(file source, imported string) string {
	target, own := strings.CutPrefix(imported, Module+"/")
	if !own {
		return checkLibrary(file, imported)
	}
	if file.test() && slices.Contains(testHelpers, target) {
		return ""
	}
	if target == "internal/platform/database/dbtest" || target == "internal/app/apptest" {
		if !within(file.path, "internal/app/apptest") {
			return imported + " is for tests only"
		}
	}
	from, inFeature := feature(file.path)
	if to, toFeature := feature(target); inFeature && toFeature {
		if from == to {
			return ""
		}
		return "feature " + from + " imports feature " + to + ": declare a small interface here and let internal/app hand in who satisfies it"
	}
	for _, rule := range allowed {
		if !within(file.path, rule.folder) {
			continue
		}
		ours := append([]string{ownFolder(rule.folder, file.path)}, rule.imports...)
		if slices.ContainsFunc(ours, func(folder string) bool { return within(target, folder) }) {
			return ""
		}
		return rule.folder + " may not import " + imported
	}
	return "no rule says what this folder may import"
}

// ownFolder is what a file may import unasked: the layer's folder where the layer is one thing, its own package's
// folder where the layer is many.
func ownFolder(layer, file string) string {
	if layer == "cmd" {
		return path.Dir(file)
	}
	return layer
}

func checkLibrary(file source, imported string) string {
	if file.test() {
		return ""
	}
	for _, rule := range confined {
		if !strings.HasPrefix(imported, rule.library) {
			continue
		}
		if !slices.ContainsFunc(rule.folders, func(folder string) bool { return within(file.path, folder) }) {
			return imported + " is known to " + strings.Join(rule.folders, " and ") + " only"
		}
	}
	name, inFeature := feature(file.path)
	if !inFeature {
		return ""
	}
	kind := kindOf(file.path)
	switch {
	case within(imported, "gorm.io") || within(imported, "database/sql") || strings.HasPrefix(imported, "github.com/jackc/pgx"):
		if kind != "store" {
			return imported + " stands in internal/domain/" + name + "/store*.go only"
		}
	case strings.HasPrefix(imported, "github.com/labstack/echo") || strings.HasPrefix(imported, "github.com/danielgtaylor/huma"):
		if kind != "api" {
			return imported + " stands in internal/domain/" + name + "/api*.go only"
		}
	}
	return ""
}

// within tells whether a path is the folder or lies below it.
func within(target, folder string) bool {
	return target == folder || strings.HasPrefix(target, folder+"/")
}
