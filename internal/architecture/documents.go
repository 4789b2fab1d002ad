package architecture

import (
	"fmt"
	"io/fs"
	"path"
	"reflect"
	"regexp"
	"slices"
	"strings"
)

const (
	settingsPackage  = "internal/platform/config"
	settingsDocument = "docs/operations.md"
)

var (
	settingName = regexp.MustCompile(`\bSLUSE_[A-Z][A-Z_]*[A-Z]\b`)
	markdown    = regexp.MustCompile(`!?\[[^\]]*\]\(([^)\s#]+)[^)]*\)`)

	// workshopSettings are for tests and development, and unknown to the program.
	workshopSettings = []string{
		"SLUSE_BACKEND", "SLUSE_BINARY", "SLUSE_CHROMIUM", "SLUSE_RACE", "SLUSE_TEST_DATABASE_URL",
	}
)

// Documents finds settings of the program that the handbook of its operation lacks, settings in documents and
// container files that the program does not have, and links to files that are not there.
func Documents(tree fs.FS) ([]Violation, error) {
	settings, found, err := missingSettings(tree)
	if err != nil {
		return nil, err
	}
	err = walk(tree, ".", func(file string) error {
		text, err := fs.ReadFile(tree, file)
		if err != nil {
			return fmt.Errorf("read %s: %w", file, err)
		}
		for number, line := range strings.Split(string(text), "\n") {
			for _, name := range settingName.FindAllString(line, -1) {
				if !slices.Contains(settings, name) && !slices.Contains(workshopSettings, name) {
					found = append(found, Violation{file, number + 1, "the program has no setting " + name})
				}
			}
			if message := deadLink(tree, file, line); message != "" {
				found = append(found, Violation{file, number + 1, message})
			}
		}
		return nil
	}, ".md", "Dockerfile", "compose.yaml")
	return found, err
}

// missingSettings gives the names in the env tags of the program's settings, and those that are not documented.
func missingSettings(tree fs.FS) (settings []string, found []Violation, err error) {
	document, err := fs.ReadFile(tree, settingsDocument)
	if err != nil {
		return nil, nil, fmt.Errorf("read %s: %w", settingsDocument, err)
	}
	err = goFiles(tree, settingsPackage, func(file source) error {
		for _, quoted := range regexp.MustCompile("`[^`]*`").FindAllString(string(file.text), -1) {
			name := reflect.StructTag(strings.Trim(quoted, "`")).Get("env")
			if file.test() || name == "" {
				continue
			}
			settings = append(settings, name)
			if !strings.Contains(string(document), "`"+name+"`") {
				found = append(found, Violation{settingsDocument, 0, "does not tell of the setting " + name})
			}
		}
		return nil
	})
	return settings, found, err
}

func deadLink(tree fs.FS, file, line string) string {
	if !strings.HasSuffix(file, ".md") {
		return ""
	}
	for _, match := range markdown.FindAllStringSubmatch(line, -1) {
		target := match[1]
		if strings.Contains(target, ":") {
			continue
		}
		if _, err := fs.Stat(tree, path.Join(path.Dir(file), target)); err != nil {
			return "links to " + target + ", which is not there"
		}
	}
	return ""
}
