package architecture

import (
	"fmt"
	"go/ast"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
)

// parsers are the functions that read what others have written, by folder, with the fuzz target that gives each of them
// anything at all. What is named like a parser and stands not here breaks the rule; others are listed because we know.
var parsers = map[string]map[string]string{
	"internal/kernel/clock":        {"ParseDate": "FuzzParseDate", "UnmarshalText": "FuzzParseDate", "Scan": "FuzzParseDate"},
	"internal/kernel/page":         {"Decode": "FuzzDecode"},
	"internal/platform/config":     {"Check": "FuzzCheck", "proxies": "FuzzCheck", "hostPort": "FuzzCheck"},
	"internal/platform/cpr":        {"Find": "FuzzFind"},
	"internal/platform/inbound":    {"Read": "FuzzRead", "NewText": "FuzzNewText", "FromHTML": "FuzzFromHTML", "ParseAddress": "FuzzParseAddress", "parsePlace": "FuzzParseAddress"},
	"internal/platform/live":       {"read": "FuzzFrames"},
	"internal/platform/mail":       {"ParseAddress": "FuzzParseAddress", "ParseServer": "FuzzParseServer"},
	"internal/platform/richtext":   {"parse": "FuzzRenderPost", "RenderPost": "FuzzRenderPost", "Parse": "FuzzRenderPost"},
	"internal/platform/search":     {"Tokens": "FuzzTokens", "Snippet": "FuzzTokens", "queryWords": "FuzzTokens"},
	"internal/platform/web":        {"accepts": "FuzzAccepts", "unmarshal": "FuzzUnmarshal"},
	"internal/domain/account":      {"NormaliseEmail": "FuzzNormaliseEmail", "safeNext": "FuzzSafeNext"},
	"internal/domain/discussion":   {"cleanTitle": "FuzzCleanTitle", "cleanText": "FuzzCleanText", "filesIn": "FuzzFilesIn"},
	"internal/domain/document":     {"cleanName": "FuzzCleanName", "inspect": "FuzzInspect", "scanText": "FuzzInspect", "decode": "FuzzInspect"},
	"internal/domain/invitation":   {"Parse": "FuzzParse", "readAddress": "FuzzParse", "readName": "FuzzParse"},
	"internal/domain/notification": {"cutReply": "FuzzCutReply"},
}

// parserName is how a function is called that reads what others have written.
var parserName = regexp.MustCompile(`^([pP]arse|[dD]ecode|[uU]nmarshal)`)

// Parsers finds functions that read what others have written and that no fuzz target is known to try, and lines of the
// list that have become untrue.
func Parsers(tree fs.FS) ([]Violation, error) {
	functions, places := map[string][]string{}, []Violation{}
	for _, root := range []string{"internal/kernel", "internal/platform", "internal/domain"} {
		err := goFiles(tree, root, func(file source) error {
			folder := path.Dir(file.path)
			for _, declared := range file.file.Decls {
				function, is := declared.(*ast.FuncDecl)
				if !is {
					continue
				}
				name := function.Name.Name
				functions[folder] = append(functions[folder], name)
				if !file.test() && parserName.MatchString(name) && parsers[folder][name] == "" {
					places = append(places, Violation{file.path, file.line(function.Pos()), "no fuzz target is named for " + name + ": write one, and add both to the list of parsers"})
				}
			}
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("look for parsers: %w", err)
		}
	}
	for folder, listed := range parsers {
		if len(functions[folder]) == 0 {
			continue // a smaller tree, in tests
		}
		for function, target := range listed {
			for _, name := range []string{function, target} {
				if !slices.Contains(functions[folder], name) {
					places = append(places, Violation{folder, 0, "has no " + name + ", which the list of parsers names"})
				}
			}
		}
	}
	slices.SortFunc(places, func(a, b Violation) int { return strings.Compare(a.String(), b.String()) })
	return places, nil
}
