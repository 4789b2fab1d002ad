package search_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"sluse/internal/kernel/fault"
	"sluse/internal/kernel/page"
	"sluse/internal/platform/database"
	"sluse/internal/platform/database/dbtest"
	"sluse/internal/platform/search"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// must fails the test on an error.
func must(t interface {
	Helper()
	Fatalf(string, ...any)
}, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("%v", err)
	}
}

func put(t testing.TB, db *database.DB, x *search.Index, entries ...search.Entry) {
	t.Helper()
	must(t, db.Write(t.Context(), func(ctx context.Context) error {
		for _, e := range entries {
			if err := x.Put(ctx, e); err != nil {
				return err
			}
		}
		return nil
	}))
}

func post(id, text string) search.Entry {
	return search.Entry{Kind: "post", ID: id, ProgrammeID: "p", Scope: "members", Text: text, At: noon}
}

func ids(t testing.TB, x *search.Index, q search.Query) string {
	t.Helper()
	result, err := x.Query(t.Context(), q)
	must(t, err)
	var found []string
	for _, h := range result.Items {
		found = append(found, h.ID)
	}
	return strings.Join(found, " ")
}

func ask(text string) search.Query {
	return search.Query{Text: text, ProgrammeID: "p", Scopes: []string{"members"}}
}

func TestWhatIsNoTextInATitleDividesWords(t *testing.T) {
	db := dbtest.New(t)
	x := search.New(db)
	for id, title := range map[string]string{"nul": "mål\x00plan", "bytes": "mål\xffplan", "soft": "mål\x00\u00adplan"} {
		e := post(id, "")
		e.Title = title
		put(t, db, x, e)
	}
	if got := ids(t, x, ask("plan ")); got != "bytes nul soft" {
		t.Errorf("found %q", got)
	}
}

func TestFindsFormsOfAWordAndWhatIsBeingTyped(t *testing.T) {
	db := dbtest.New(t)
	x := search.New(db)
	put(t, db, x, post("a", "Opfølgning på barnets mål"), post("b", "Vi følger op i Aarhus"), post("c", "Møde for kommunerne: kommentarrunde"))
	for query, want := range map[string]string{
		"opfølgningen":        "a",
		"OPFØLGNING":          "a",
		"opfølgnin":           "a",
		"mål barn":            "a",
		"kommune":             "c",
		"kommentar":           "c",
		"kommentar ":          "",
		"århus":               "b",
		"opfolgning":          "",
		"mål aarhus":          "",
		"":                    "",
		"?!":                  "",
		"barn* OR aarhus":     "",
		"NOT barn":            "",
		`"barnets mål"`:       "a",
		"'; DROP TABLE x; --": "",
		"mål:*":               "a",
		"m":                   "",
	} {
		if got := ids(t, x, ask(query)); got != want {
			t.Errorf("%q: %q, want %q", query, got, want)
		}
	}
}

func TestPutReplacesAndDeleteRemoves(t *testing.T) {
	db := dbtest.New(t)
	x := search.New(db)
	put(t, db, x, post("a", "gammel tekst"))
	put(t, db, x, post("a", "ny udgave"))
	if got := ids(t, x, ask("gammel")) + ids(t, x, ask("udgave")); got != "a" {
		t.Errorf("after replacing: %q", got)
	}
	must(t, db.Write(t.Context(), func(ctx context.Context) error {
		if err := x.Delete(ctx, "post", "nobody"); err != nil {
			return err
		}
		return x.Delete(ctx, "post", "a")
	}))
	if got := ids(t, x, ask("udgave")); got != "" {
		t.Errorf("after deleting: %q", got)
	}
	err := db.Write(t.Context(), func(ctx context.Context) error {
		if err := x.Put(ctx, post("b", "fortrudt")); err != nil {
			return err
		}
		return fmt.Errorf("roll back")
	})
	if err == nil || ids(t, x, ask("fortrudt")) != "" {
		t.Errorf("rolled back, yet found (%v)", err)
	}
	if err := db.Write(t.Context(), func(ctx context.Context) error { return x.Put(ctx, search.Entry{Kind: "post", ID: "c"}) }); err == nil {
		t.Error("an entry without programme was taken")
	}
}

func TestOnlyWhatTheReaderMaySee(t *testing.T) {
	db := dbtest.New(t)
	x := search.New(db)
	secret, foreign, practice := post("s", "mål"), post("f", "mål"), post("k", "mål")
	secret.Scope, foreign.ProgrammeID, practice.Kind = "partners", "other", "practice"
	put(t, db, x, post("a", "mål"), secret, foreign, practice)
	for _, c := range []struct {
		q    search.Query
		want string
	}{
		{search.Query{ProgrammeID: "p", Scopes: []string{"members"}}, "a k"},
		{search.Query{ProgrammeID: "p", Scopes: []string{"members", "partners"}}, "a s k"},
		{search.Query{ProgrammeID: "p", Scopes: []string{"members"}, Kinds: []string{"practice"}}, "k"},
		{search.Query{ProgrammeID: "other", Scopes: []string{"members"}}, "f"},
		{search.Query{ProgrammeID: "p"}, ""},
		{search.Query{Scopes: []string{"members"}}, ""},
		{search.Query{ProgrammeID: "p", Scopes: []string{"') OR 1=1 --"}}, ""},
	} {
		c.q.Text = "mål"
		if got := ids(t, x, c.q); got != c.want {
			t.Errorf("%+v: %q, want %q", c.q, got, c.want)
		}
	}
	tooMany := ask("mål")
	tooMany.Scopes = slices.Repeat([]string{"members"}, 1000)
	if _, err := x.Query(t.Context(), tooMany); err == nil {
		t.Error("a thousand scopes were taken")
	}
}

func TestBestFirstAndPages(t *testing.T) {
	db := dbtest.New(t)
	x := search.New(db)
	titled := post("title", "om noget andet")
	titled.Title = "Sluse"
	newer := post("newer", "en sluse i dag")
	newer.At = noon.Add(time.Hour)
	put(t, db, x, post("long", "sluse "+strings.Repeat("ord og tekst ", 80)), post("older", "en sluse i går"), newer, titled)
	want := "title newer older long"
	if got := ids(t, x, ask("sluse")); got != want {
		t.Errorf("%q, want %q", got, want)
	}
	q := ask("sluse")
	q.Limit = 1
	var walked []string
	for {
		result, err := x.Query(t.Context(), q)
		must(t, err)
		for _, h := range result.Items {
			walked = append(walked, h.ID)
		}
		if q.Cursor = result.Next; q.Cursor == "" {
			break
		}
	}
	if got := strings.Join(walked, " "); got != want {
		t.Errorf("page by page: %q", got)
	}
	q.Cursor = "nonsense"
	_, err := x.Query(t.Context(), q)
	if f, ok := fault.As(err); !ok || f.Code != "page.cursor_invalid" {
		t.Errorf("%v", err)
	}
}

func TestListsAreBounded(t *testing.T) {
	db := dbtest.New(t)
	x := search.New(db)
	var many []search.Entry
	for i := range 600 {
		e := post(fmt.Sprintf("%03d", i), "mål")
		e.At = noon.Add(time.Duration(i) * time.Minute)
		many = append(many, e)
	}
	put(t, db, x, many...)
	q, seen := ask("mål"), 0
	q.Limit = 1000
	for {
		result, err := x.Query(t.Context(), q)
		must(t, err)
		if len(result.Items) > page.MaxLimit {
			t.Fatalf("%d on a page", len(result.Items))
		}
		if seen == 0 && result.Items[0].ID != "599" {
			t.Errorf("first is %s", result.Items[0].ID)
		}
		seen += len(result.Items)
		if q.Cursor = result.Next; q.Cursor == "" {
			break
		}
	}
	if seen != 500 {
		t.Errorf("%d hits", seen)
	}
}

// TestSameOrderOnBoth compares the order and the scores with those written down:
// they are the same on SQLite and on PostgreSQL.
func TestSameOrderOnBoth(t *testing.T) {
	db := dbtest.New(t)
	x := search.New(db)
	titled := post("title", "Vi mødtes i går")
	titled.Title = "Opfølgning på mål"
	put(t, db, x, titled, post("often", "mål, mål og atter mål: opfølgning"), post("once", "opfølgningen på barnets mål, som aftalt på mødet"),
		post("long", strings.Repeat("målene er mange og opfølgningspunkterne flere ", 90)), post("half", "målet er nået"))
	for query, want := range map[string]string{
		"mål opfølg":          "long 0.753956, title 0.707576, often 0.624727, once 0.580511",
		"mål":                 "long 0.350168, often 0.338805, title 0.328627, half 0.284647, once 0.269613",
		"mål mål opfølgning ": "title 1.182161, often 1.022491, once 0.969871",
	} {
		result, err := x.Query(t.Context(), ask(query))
		must(t, err)
		var got []string
		for _, h := range result.Items {
			got = append(got, fmt.Sprintf("%s %.6f", h.ID, h.Score))
		}
		if got := strings.Join(got, ", "); got != want {
			t.Errorf("%q:\n got %s\nwant %s", query, got, want)
		}
	}
}

// TestSameHitsAsTheModel compares the database with a search in memory that is
// too simple to be wrong. make test runs it on SQLite and on PostgreSQL: both
// agree with the model, so they find the same.
func TestSameHitsAsTheModel(t *testing.T) {
	db := dbtest.New(t)
	x := search.New(db)
	word := rapid.OneOf(
		rapid.SampledFrom([]string{"barn", "barnet", "Barnets", "børn", "mål", "målene", "opfølgning", "opfølgningen", "Aarhus", "århus", "sluse", "AND", "OR", "NEAR/2", "日本語", "ﬁ", "İ", "ß", "x00004e", "🙂", "e\u0301t", "'", `"`, "\x00", "\xff", "*", ":*", "&", "\\"}),
		rapid.String(),
	)
	text := rapid.Map(rapid.SliceOfN(word, 0, 12), func(words []string) string {
		return strings.Join(words, " ")
	})
	round := 0
	rapid.Check(t, func(rt *rapid.T) {
		round++
		programme := fmt.Sprint("p", round)
		var m model
		must(rt, db.Write(t.Context(), func(ctx context.Context) error {
			for i := range rapid.IntRange(1, 8).Draw(rt, "entries") {
				e := search.Entry{
					Kind: "post", ID: fmt.Sprint(programme, "-", i%6), ProgrammeID: programme, Title: text.Draw(rt, "title"), Text: text.Draw(rt, "text"),
					Scope: rapid.SampledFrom([]string{"members", "partners"}).Draw(rt, "scope"),
					At:    noon.Add(time.Duration(rapid.IntRange(0, 3).Draw(rt, "at")) * time.Hour),
				}
				m.put(e)
				if err := x.Put(ctx, e); err != nil {
					return err
				}
			}
			return nil
		}))
		for range 5 {
			q := search.Query{Text: text.Draw(rt, "query"), ProgrammeID: programme, Scopes: []string{"members"}}
			if rapid.Bool().Draw(rt, "one word") {
				q.Text = word.Draw(rt, "word")
			}
			result, err := x.Query(t.Context(), q)
			must(rt, err)
			got := []string{}
			for _, h := range result.Items {
				got = append(got, h.ID)
			}
			slices.Sort(got)
			if want := m.find(q); !slices.Equal(got, want) {
				rt.Fatalf("query %q: %v, the model says %v of %+q", q.Text, got, want, m.entries)
			}
		}
	})
}
