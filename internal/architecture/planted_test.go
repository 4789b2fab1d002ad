package architecture

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// planted is a small tree, the rule it is given to, and what the rule must say about it: each text stands in exactly
// one violation, in this order of paths, and there are no others.
type planted struct {
	name string
	rule string
	tree map[string]string
	want []string
}

const (
	goFile    = "package x\n"
	threadSQL = "package discussion\n\nfunc (s *store) f() { s.db.Raw(`"
)

func imports(paths ...string) string {
	text := goFile
	for _, path := range paths {
		text += "import _ \"" + path + "\"\n"
	}
	return text
}

func rows(number int) string { return strings.Repeat("\n", number) }

func goFunction(number int) string { return "package x\n\nfunc long() {\n" + rows(number-2) + "}\n" }

var plantedImports = []planted{
	{"layers point down", "imports", map[string]string{
		"cmd/sluse/main.go":                        imports("sluse/internal/app", "sluse/internal/platform/config"),
		"internal/app/app.go":                      imports("sluse/internal/domain/account", "sluse/frontend"),
		"internal/domain/account/service.go":       imports("sluse/internal/platform/mail", "sluse/internal/kernel/fault"),
		"internal/domain/practice/service.go":      imports("sluse/internal/domain/practice/gate"),
		"internal/domain/account/api_test.go":      imports("sluse/internal/app/apptest"),
		"internal/platform/live/hub_test.go":       imports("sluse/internal/platform/database/dbtest"),
		"internal/platform/database/database.go":   imports("sluse/migrations", "sluse/internal/kernel/fault"),
		"internal/platform/database/dbtest/new.go": imports("sluse/internal/platform/database"),
		"internal/app/apptest/app.go":              imports("sluse/internal/app", "sluse/internal/platform/database/dbtest"),
		"internal/kernel/fault/fault.go":           imports("errors"),
	}, nil},
	{"cmd reaches past app", "imports", map[string]string{
		"cmd/sluse/main.go": imports("sluse/internal/domain/account"),
	}, []string{"cmd/sluse/main.go:2: cmd may not import sluse/internal/domain/account"}},
	{"platform knows the domain", "imports", map[string]string{
		"internal/platform/live/hub.go": imports("sluse/internal/domain/discussion"),
	}, []string{"internal/platform may not import"}},
	{"kernel knows the platform", "imports", map[string]string{
		"internal/kernel/page/page.go": imports("sluse/internal/platform/database"),
	}, []string{"internal/kernel may not import"}},
	{"domain knows app", "imports", map[string]string{
		"internal/domain/account/service.go": imports("sluse/internal/app"),
	}, []string{"internal/domain may not import"}},
	{"bench knows the domain", "imports", map[string]string{
		"internal/bench/load.go": imports("sluse/internal/domain/account"),
	}, []string{"internal/bench may not import"}},
	{"a feature imports a feature", "imports", map[string]string{
		"internal/domain/meeting/service.go":      imports("sluse/internal/domain/programme"),
		"internal/domain/meeting/service_test.go": imports("sluse/internal/domain/programme/seat"),
	}, []string{"feature meeting imports feature programme", "feature meeting imports feature programme"}},
	{"a test helper in the product", "imports", map[string]string{
		"internal/domain/account/service.go": imports("sluse/internal/platform/database/dbtest"),
	}, []string{"for tests only"}},
	{"a folder that no rule knows", "imports", map[string]string{
		"tools/gen/main.go": imports("sluse/internal/kernel/id"),
	}, []string{"no rule says"}},
}

var plantedLibraries = []planted{
	{"libraries in their places", "imports", map[string]string{
		"internal/domain/account/store.go":         imports("gorm.io/gorm", "database/sql"),
		"internal/domain/account/store_session.go": imports("gorm.io/gorm/clause"),
		"internal/domain/account/api.go":           imports("github.com/labstack/echo/v4", "github.com/danielgtaylor/huma/v2"),
		"internal/domain/account/store_test.go":    imports("gorm.io/gorm", "github.com/labstack/echo/v4"),
		"internal/platform/web/server.go":          imports("github.com/labstack/echo/v4"),
		"internal/platform/jobs/jobs.go":           imports("github.com/riverqueue/river"),
	}, nil},
	{"GORM outside a store", "imports", map[string]string{
		"internal/domain/account/service.go": imports("gorm.io/gorm"),
		"internal/domain/account/storage.go": imports("database/sql"),
	}, []string{"gorm.io/gorm stands in internal/domain/account/store*.go only", "database/sql stands in"}},
	{"Echo and huma outside an api file", "imports", map[string]string{
		"internal/domain/account/policy.go": imports("github.com/labstack/echo/v4"),
		"internal/domain/account/store.go":  imports("github.com/danielgtaylor/huma/v2"),
	}, []string{"api*.go only", "api*.go only"}},
	{"River outside jobs", "imports", map[string]string{
		"internal/domain/account/module.go": imports("github.com/riverqueue/river"),
	}, []string{"is known to internal/platform/jobs"}},
}

var plantedTables = []planted{
	{"a store in its own tables", "tables", map[string]string{
		"internal/domain/discussion/store.go": threadSQL + `
			WITH recent AS (SELECT id FROM discussion_post WHERE text = 'from account_person')
			SELECT * FROM recent r, discussion_thread AS t JOIN discussion_mark m ON m.id = t.id
			WHERE m.at IS DISTINCT FROM t.at AND extract(epoch FROM t.at) > 0
			ORDER BY 1 FOR UPDATE SKIP LOCKED` + "`) }\n",
		"internal/domain/discussion/store_row.go": "package discussion\n\nfunc (row) TableName() string { return \"discussion_thread\" }\n" +
			"func (s *store) g() { s.db.Table(\"discussion_thread AS t\").Joins(\"JOIN discussion_post p ON p.id = t.id\") }\n" +
			"func (s *store) h() { s.db.Exec(\"INSERT INTO discussion_mark(id) VALUES (?) ON CONFLICT DO UPDATE SET id = 1\") }\n" +
			"func (s *store) i() error { return fmt.Errorf(\"read thread from store: %w\", nil) }\n",
		"internal/domain/discussion/service_test.go": threadSQL + "SELECT * FROM account_person`) }\n",
	}, nil},
	{"a join across features", "tables", map[string]string{
		"internal/domain/discussion/store.go": threadSQL + "SELECT * FROM discussion_post p JOIN account_person a ON a.id = p.by`) }\n",
	}, []string{"store.go:3: touches the table account_person, which is not discussion's"}},
	{"a second table after a comma", "tables", map[string]string{
		"internal/domain/discussion/store.go": threadSQL + "select * from discussion_post p, account_person a`) }\n",
	}, []string{"account_person"}},
	{"small letters in a join", "tables", map[string]string{
		"internal/domain/discussion/store.go": "package discussion\n\nfunc f() { db.Joins(\"left join programme_seat s on s.id = 1\") }\n",
	}, []string{"programme_seat"}},
	{"a query within a condition", "tables", map[string]string{
		"internal/domain/discussion/store.go": "package discussion\n\nfunc f() { db.Where(\"by in (select id from account_person)\") }\n",
	}, []string{"account_person"}},
	{"writing another's rows", "tables", map[string]string{
		"internal/domain/discussion/store.go": threadSQL + "INSERT INTO activity_event (id) VALUES (1)`) }\n",
		"internal/domain/meeting/store.go":    "package meeting\n\nconst q = `UPDATE practice_trial SET a = 1`\n",
		"internal/domain/practice/store.go":   "package practice\n\nconst q = \"DELETE FROM \" +\n\t\"meeting_day WHERE true\"\n",
	}, []string{"activity_event", "practice_trial", "meeting_day"}},
	{"another's table by name", "tables", map[string]string{
		"internal/domain/discussion/store.go":     "package discussion\n\nfunc f() { db.Table(\"account_person\") }\n",
		"internal/domain/discussion/store_row.go": "package discussion\n\nfunc (row) TableName() string { return \"account_person\" }\n",
	}, []string{"account_person", "account_person"}},
	{"a name put in from elsewhere", "tables", map[string]string{
		"internal/domain/discussion/store.go":    "package discussion\n\nvar q = fmt.Sprintf(\"SELECT id FROM %s\", table)\n",
		"internal/domain/discussion/store_by.go": "package discussion\n\nvar q = \"SELECT id FROM \" + table + \" WHERE true\"\n",
	}, []string{"put in from elsewhere", "put in from elsewhere"}},
	{"SQL outside a store", "tables", map[string]string{
		"internal/domain/discussion/service.go": threadSQL + "SELECT * FROM discussion_post`) }\n",
	}, []string{"SQL stands in internal/domain/discussion/store*.go only"}},
}

var plantedSizes = []planted{
	{"what just fits", "sizes", map[string]string{
		"internal/app/a.go":                   goFile + rows(MaxGoFile-1),
		"internal/app/a_test.go":              goFile + rows(MaxTestFile-1),
		"internal/app/b.go":                   goFunction(MaxFunction),
		"internal/app/generated.go":           "// Code generated by a tool. DO NOT EDIT.\n\npackage app\n" + rows(2*MaxGoFile),
		"frontend/src/lib/Page.svelte":        rows(MaxSvelte) + "<style>" + rows(500) + "</style>",
		"frontend/src/lib/a.ts":               rows(MaxScript),
		"frontend/src/lib/a.test.ts":          rows(MaxTestFile),
		"frontend/src/lib/api/schema.d.ts":    rows(9000),
		"frontend/node_modules/x/huge.ts":     rows(9000),
		"frontend/dist/_app/immutable/x.js":   rows(9000),
		"frontend/.svelte-kit/generated/a.js": rows(9000),
	}, nil},
	{"a long Go file", "sizes", map[string]string{"cmd/sluse/a.go": goFile + rows(MaxGoFile)}, []string{"file has 451 lines, the limit is 450"}},
	{"a long Go test", "sizes", map[string]string{"cmd/sluse/a_test.go": goFile + rows(MaxTestFile)}, []string{"file has 601 lines"}},
	{"a long function", "sizes", map[string]string{"cmd/sluse/a.go": goFunction(MaxFunction + 1)}, []string{"a.go:3: function long has 91 lines"}},
	{"a long component", "sizes", map[string]string{"frontend/src/A.svelte": rows(MaxSvelte+1) + "<style>\n</style>"}, []string{"file has 301 lines"}},
	{"a long script", "sizes", map[string]string{"frontend/src/a.ts": rows(MaxScript + 1)}, []string{"file has 451 lines"}},
	{"a long browser test", "sizes", map[string]string{"frontend/e2e/a.ts": rows(MaxTestFile + 1)}, []string{"file has 601 lines"}},
}

var plantedPlaces = []planted{
	{"the plan", "layout", map[string]string{
		"cmd/sluse/main.go": "", "internal/domain/account/a.go": "", "internal/domain/practice/gate/a.go": "",
		"internal/platform/live/a.go": "", "internal/kernel/id/a.go": "", "internal/app/demo/a.go": "", "docs/a.md": "",
		".git/config": "", ".tools/bin/x": "", ".ci/run": "", "bin/sluse": "", "data-demo/sluse.db": "",
	}, nil},
	{"folders that nobody planned", "layout", map[string]string{
		"pkg/a.go": "", "internal/util/a.go": "", "internal/domain/common/a.go": "", "internal/platform/helpers/a.go": "",
		"internal/kernel/misc/a.go": "", "internal/app/other/a.go": "", "cmd/tool/main.go": "", "migrations/mysql/1.sql": "",
	}, []string{
		"cmd/tool", "internal/app/other", "internal/domain/common", "internal/kernel/misc", "internal/platform/helpers",
		"internal/util", "migrations/mysql", "pkg",
	}},
	{"migrations in pairs", "migrations", map[string]string{
		"migrations/sqlite/00010_account.sql": "", "migrations/postgres/00010_account.sql": "",
	}, nil},
	{"migrations that one database lacks", "migrations", map[string]string{
		"migrations/sqlite/00010_account.sql": "", "migrations/postgres/00020_programme.sql": "",
	}, []string{"sqlite/00010_account.sql: has no counterpart in migrations/postgres", "postgres/00020_programme.sql: has no counterpart"}},
	{"migrations badly named", "migrations", map[string]string{
		"migrations/sqlite/10_account.sql": "",
		"migrations/sqlite/00020_a.sql":    "", "migrations/postgres/00020_a.sql": "",
		"migrations/sqlite/00020_b.sql": "", "migrations/postgres/00020_b.sql": "",
	}, []string{"postgres/00020_b.sql: has the number of 00020_a.sql", "sqlite/00020_b.sql: has the number", "10_account.sql: a migration is named"}},
	{"directives and classes", "inline styles", map[string]string{
		"frontend/src/A.svelte": "<script>\n\tconst style = 'quiet';\n</script>\n<p class=\"style\" style:width={width}>style</p>\n<!-- <p style=\"\"> -->\n",
	}, nil},
	{"style attributes", "inline styles", map[string]string{
		"frontend/src/A.svelte": "<script>\n\tlet a = 1;\n</script>\n<p style=\"color: red\">a</p>\n<p\n\tstyle={look}>b</p>\n",
		"frontend/src/app.html": "<div style='display: contents'>",
	}, []string{"A.svelte:4: a style attribute", "A.svelte:6: a style attribute", "app.html:1: a style attribute"}},
}

var plantedDocuments = []planted{
	{"settings told of, links that lead somewhere", "documents", map[string]string{
		"internal/platform/config/config.go": "package config\n\ntype Config struct {\n\tAddr string `env:\"SLUSE_ADDR\"`\n}\n",
		"docs/operations.md":                 "`SLUSE_ADDR` [home](../README.md#top) [away](https://sluse.example)\n",
		"README.md":                          "SLUSE_CHROMIUM ![a picture](docs/screenshots/a.png)\n",
		"docs/screenshots/a.png":             "",
	}, nil},
	{"settings untold or unknown, dead links", "documents", map[string]string{
		"internal/platform/config/config.go": "package config\n\ntype Config struct {\n\tAddr string `env:\"SLUSE_ADDR\"`\n}\n",
		"docs/operations.md":                 "[gone](decisions/gone.md)\n",
		"compose.yaml":                       "a: 1\nSLUSE_ADDRESS: b\n",
	}, []string{
		"operations.md: does not tell of the setting SLUSE_ADDR",
		"compose.yaml:2: the program has no setting SLUSE_ADDRESS",
		"operations.md:1: links to decisions/gone.md",
	}},
}

var plantedParsers = []planted{
	{"a parser with its target", "parsers", map[string]string{
		"internal/kernel/page/page.go":      "package page\n\nfunc Decode(string) {}\n",
		"internal/kernel/page/page_test.go": "package page\n\nfunc FuzzDecode() {}\n",
	}, nil},
	{"parsers that nothing tries", "parsers", map[string]string{
		"internal/kernel/page/page.go":   "package page\n\nfunc Decode(string) {}\n",
		"internal/kernel/clock/other.go": "package other\n",
		"internal/platform/x/x.go":       "package x\n\nfunc (r *reader) parseLine(string) {}\n",
	}, []string{
		"internal/kernel/page: has no FuzzDecode",
		"internal/platform/x/x.go:3: no fuzz target is named for parseLine",
	}},
}

var plantedExpansions = []planted{
	{"migrations that the version before lives with", "expansions", map[string]string{
		"migrations/sqlite/00010_account.sql": "-- +goose Up\n-- DROP TABLE is only spoken of.\nCREATE TABLE account_person (id TEXT NOT NULL);\n" +
			"ALTER TABLE account_person ADD COLUMN hidden BOOLEAN NOT NULL DEFAULT false;\nALTER TABLE account_person ADD COLUMN type TEXT;\nDROP INDEX a;\n" +
			"-- Contracts: nothing reads it since 1.4.\nDROP TABLE account_old;\n-- +goose Down\nDROP TABLE account_person;\n",
	}, nil},
	{"migrations under a running version's feet", "expansions", map[string]string{
		"migrations/postgres/00011_passkey.sql": "-- +goose Up\nCREATE TABLE a (b TEXT);\n\n-- Gone.\nDROP TABLE account_old;\n" +
			"ALTER TABLE account_person RENAME COLUMN name TO names;\nALTER TABLE account_person\n    DROP COLUMN title;\n" +
			"ALTER TABLE account_person ADD COLUMN age BIGINT NOT NULL;\nALTER TABLE account_person ALTER COLUMN title SET NOT NULL;\n" +
			"ALTER TABLE account_person ALTER age TYPE TEXT;\n",
	}, []string{
		"00011_passkey.sql:5: the version before still uses this",
		"00011_passkey.sql:6: the version before still uses this",
		"00011_passkey.sql:7: the version before still uses this",
		"00011_passkey.sql:9: the version before does not set this column",
		"00011_passkey.sql:10: the version before still uses this",
		"00011_passkey.sql:11: the version before still uses this",
	}},
}

// TestPlanted shows of each rule that it finds what is planted, and leaves alone what is in order.
func TestPlanted(t *testing.T) {
	bitten := map[string]bool{}
	for _, scenario := range slices.Concat(plantedImports, plantedLibraries, plantedTables, plantedSizes, plantedPlaces, plantedDocuments, plantedParsers, plantedExpansions) {
		t.Run(scenario.rule+"/"+scenario.name, func(t *testing.T) {
			tree := fstest.MapFS{}
			for path, text := range scenario.tree {
				tree[path] = &fstest.MapFile{Data: []byte(text)}
			}
			found, err := rules[scenario.rule](tree)
			if err != nil {
				t.Fatal(err)
			}
			for number, violation := range found {
				if number >= len(scenario.want) || !strings.Contains(violation.String(), scenario.want[number]) {
					t.Errorf("found %d: %s", number+1, violation)
				}
			}
			if len(found) != len(scenario.want) {
				t.Errorf("found %d violations, planted %d", len(found), len(scenario.want))
			}
			bitten[scenario.rule] = bitten[scenario.rule] || len(found) > 0
		})
	}
	for _, rule := range slices.Sorted(maps.Keys(rules)) {
		if !bitten[rule] {
			t.Errorf("no violation of %q is planted", rule)
		}
	}
}
