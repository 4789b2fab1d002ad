package architecture

import (
	"fmt"
	"io/fs"
	"regexp"
	"strings"
)

// While nodes are upgraded one after the other, those of the version before go on reading and writing what the new
// version's migrations have changed.
var (
	takesAway  = regexp.MustCompile(`(?is)^DROP\s+(TABLE|VIEW)|^ALTER\s+TABLE\s.*\s(DROP\s+COLUMN|RENAME|ALTER\s+(COLUMN\s+)?\w+\s+(SET\s+NOT\s+NULL|(SET\s+DATA\s+)?TYPE))\b`)
	addsColumn = regexp.MustCompile(`(?is)^ALTER\s+TABLE\s.*\sADD\s`)
	mustBeSet  = regexp.MustCompile(`(?is)\sNOT\s+NULL`)
	isSet      = regexp.MustCompile(`(?is)\sDEFAULT\s`)
	comment    = regexp.MustCompile(`(?m)--.*$`)
)

// contracts is how a migration says that it takes away what no version in use has needed for a while.
const contracts = "-- Contracts: "

// Expansions finds migrations that take away, rename or demand what the version before neither misses nor gives.
func Expansions(tree fs.FS) ([]Violation, error) {
	var found []Violation
	err := walk(tree, "migrations", func(file string) error {
		text, err := fs.ReadFile(tree, file)
		if err != nil {
			return fmt.Errorf("read %s: %w", file, err)
		}
		up, _, _ := strings.Cut(string(text), "-- +goose Down")
		line := 1
		for statement := range strings.SplitSeq(up, ";") {
			bare := strings.TrimSpace(comment.ReplaceAllString(statement, ""))
			at := line + strings.Count(statement[:max(strings.Index(statement, firstLine(bare)), 0)], "\n")
			line += strings.Count(statement, "\n")
			switch {
			case strings.Contains(statement, contracts):
			case takesAway.MatchString(bare):
				found = append(found, Violation{file, at, "the version before still uses this: add what is new now, and take the old away a version later, saying above it " + contracts + "since when nothing uses it"})
			case addsColumn.MatchString(bare) && mustBeSet.MatchString(bare) && !isSet.MatchString(bare):
				found = append(found, Violation{file, at, "the version before does not set this column: give it a DEFAULT"})
			}
		}
		return nil
	}, ".sql")
	return found, err
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return line
}
