package architecture

import (
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
)

// plan is the house: which folders may stand in which. A feature's own sub-packages are its own affair.
var plan = map[string][]string{
	".":               {".ci", "cmd", "docs", "frontend", "internal", "migrations", "scripts"},
	"cmd":             {"sluse", "sluse-bench"},
	"internal":        {"app", "architecture", "bench", "domain", "kernel", "platform"},
	"internal/app":    {"apptest", "demo"},
	"internal/kernel": {"actor", "clock", "fault", "id", "page"},
	"internal/domain": {
		"account", "consultation", "discussion", "document", "handbook", "invitation", "meeting", "newsletter",
		"notification", "practice", "privacy", "programme", "recruitment", "report",
	},
	"internal/platform": {
		"activity", "blob", "calendar", "config", "cpr", "database", "inbound", "jobs", "live", "mail", "metrics", "oidc", "richtext",
		"search", "web",
	},
	"migrations": {"postgres", "sqlite"},
}

// Layout finds folders that the plan of the house does not have.
func Layout(tree fs.FS) ([]Violation, error) {
	var found []Violation
	for parent, planned := range plan {
		entries, err := fs.ReadDir(tree, parent)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", parent, err)
		}
		for _, entry := range entries {
			child := entry.Name()
			if parent != "." {
				child = parent + "/" + child
			}
			if entry.IsDir() && !foreign(child) && !slices.Contains(planned, entry.Name()) {
				found = append(found, Violation{child, 0, "the plan has no such folder; if it should, change internal/architecture/layout.go and CONTRIBUTING.md with it"})
			}
		}
	}
	slices.SortFunc(found, func(a, b Violation) int { return strings.Compare(a.Path, b.Path) })
	return found, nil
}

var migrationName = regexp.MustCompile(`^[0-9]{5}_[a-z0-9_]+\.sql$`)

// Migrations finds migrations that one database has and the other has not, names that do not sort, and numbers that
// are taken twice.
func Migrations(tree fs.FS) ([]Violation, error) {
	var found []Violation
	names := map[string][]string{}
	for _, dialect := range plan["migrations"] {
		folder := "migrations/" + dialect
		taken := map[string]string{}
		err := walk(tree, folder, func(file string) error {
			name := strings.TrimPrefix(file, folder+"/")
			if !migrationName.MatchString(name) {
				found = append(found, Violation{file, 0, "a migration is named 00010_what_it_does.sql"})
				return nil
			}
			if other, twice := taken[name[:5]]; twice {
				found = append(found, Violation{file, 0, "has the number of " + other})
			}
			taken[name[:5]] = name
			names[dialect] = append(names[dialect], name)
			return nil
		}, ".sql")
		if err != nil {
			return nil, err
		}
	}
	for _, pair := range [][2]string{{"sqlite", "postgres"}, {"postgres", "sqlite"}} {
		for _, name := range names[pair[0]] {
			if !slices.Contains(names[pair[1]], name) {
				found = append(found, Violation{"migrations/" + pair[0] + "/" + name, 0, "has no counterpart in migrations/" + pair[1]})
			}
		}
	}
	return found, nil
}

// An attribute, not a directive: style:width={…} sets a property through the DOM, which the page's security policy lets
// through; a style attribute it does not.
var (
	styleAttribute = regexp.MustCompile(`[\s"'}]style\s*=\s*["'{]|\s\{style\}`)
	notMarkup      = regexp.MustCompile(`(?s)<script[^>]*>.*?</script>|<style[^>]*>.*?</style>|<!--.*?-->`)
)

// InlineStyles finds style attributes in Svelte components and in the page that carries them.
func InlineStyles(tree fs.FS) ([]Violation, error) {
	var found []Violation
	err := walk(tree, "frontend/src", func(file string) error {
		text, err := fs.ReadFile(tree, file)
		if err != nil {
			return fmt.Errorf("read %s: %w", file, err)
		}
		// What is taken out leaves its line ends behind, so that the numbers stay right.
		markup := notMarkup.ReplaceAllStringFunc(string(text), func(block string) string {
			return strings.Repeat("\n", strings.Count(block, "\n"))
		})
		for number, line := range strings.Split(markup, "\n") {
			if styleAttribute.MatchString(" " + line) {
				found = append(found, Violation{file, number + 1, "a style attribute is refused by the security policy: use a class, or style:property={…}"})
			}
		}
		return nil
	}, ".svelte", ".html")
	return found, err
}
