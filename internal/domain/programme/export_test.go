package programme_test

import (
	"encoding/csv"
	"net/http"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2/humatest"

	"sluse/internal/domain/programme"
	"sluse/internal/kernel/actor"
)

// table reads an exported file back as a spreadsheet would.
func table(t *testing.T, file string) [][]string {
	t.Helper()
	text, marked := strings.CutPrefix(file, "\ufeff")
	if !marked {
		t.Error("no byte order mark: Excel would break æ, ø and å")
	}
	r := csv.NewReader(strings.NewReader(text))
	r.Comma = ';'
	rows, err := r.ReadAll()
	must(t, err)
	return rows
}

func TestNetworkIsExported(t *testing.T) {
	w := newWorld(t)
	must(t, w.join(municipality("0787"), programme.Reference, "2026-01-01", ""))
	must(t, w.join(municipality("0580"), programme.Partner, "2026-01-01", ""))
	signe := w.member(t, "Signe Lauritsen", municipality("0787"), actor.Reference)
	_, api := humatest.New(t)
	w.Register(api)
	answer := api.GetCtx(w.as(t, signe), "/api/programmes/sammen/network.csv")
	if answer.Code != http.StatusOK || answer.Header().Get("Content-Type") != "text/csv; charset=utf-8" {
		t.Fatalf("%d %s", answer.Code, answer.Header().Get("Content-Type"))
	}
	if got := answer.Header().Get("Content-Disposition"); got != `attachment; filename="sammen-network.csv"` {
		t.Errorf("disposition %s", got)
	}
	rows := table(t, answer.Body.String())
	found := map[string][]string{}
	municipalities := 0
	for _, row := range rows[1:] {
		found[row[1]] = row
		if row[0] != "" {
			municipalities++
		}
	}
	if municipalities != 98 {
		t.Errorf("%d municipalities", municipalities)
	}
	wanted := []string{"0787", "Thisted", "Referencekommune", "", "", "Nordjylland", "43534", "30.000 op til 60.000", "1", "0", "3", "2026-01-01", "Signe Lauritsen"}
	thisted := found["Thisted"]
	wanted[6] = thisted[6] // the population itself is Statistics Denmark's business
	if strings.Join(thisted, "|") != strings.Join(wanted, "|") {
		t.Errorf("got %q, want %q", thisted, wanted)
	}
	if got := found["Aabenraa"][2]; got != "Partnerskabskommune" {
		t.Errorf("Aabenraa is %s", got)
	}
	if got := found["Ærø"]; got[2] != "Ikke med" || got[8] != "" {
		t.Errorf("Ærø: %q", got)
	}
	if last := rows[len(rows)-1][1]; last != "Aarhus" {
		t.Errorf("the last is %s, not Aarhus", last)
	}
	if answer := api.GetCtx(w.admin, "/api/programmes/sammen/network.csv"); strings.Contains(answer.Body.String(), "Signe") {
		t.Error("an administrator saw a member")
	}
}

func TestExportIsHarmlessInASpreadsheet(t *testing.T) {
	for text, want := range map[string]string{
		`=HYPERLINK("http://x.example")`: `'=HYPERLINK("http://x.example")`,
		"+45":                            "'+45", "-1": "'-1", "@SUM(A1)": "'@SUM(A1)", " =1+1": "' =1+1", "\t=1": "'\t=1", "＝1": "'＝1",
		"Ringkøbing-Skjern": "Ringkøbing-Skjern", "Jensen; Ole": "Jensen; Ole", "": "",
	} {
		row := programme.NetworkRow{TakesPart: true, People: []string{text}}
		row.Short = text
		file, err := programme.NetworkCSV([]programme.NetworkRow{row}, "da", day(today))
		must(t, err)
		got := table(t, string(file))[1]
		if got[1] != want || got[12] != want {
			t.Errorf("%q became %q and %q, want %q", text, got[1], got[12], want)
		}
	}
}

func TestExportSpeaksEnglish(t *testing.T) {
	file, err := programme.NetworkCSV(nil, "en", day(today))
	must(t, err)
	if head := table(t, string(file))[0]; head[2] != "Takes part as" {
		t.Errorf("heading %q", head)
	}
}

func TestRegionsChangeOnTheirDay(t *testing.T) {
	all, err := programme.Municipalities()
	must(t, err)
	for _, m := range all {
		before, after := m.Coming(day("2026-12-31")), m.Coming(day("2027-01-01"))
		east := m.RegionOn(day("2026-12-31")) == "Hovedstaden" || m.RegionOn(day("2026-12-31")) == "Sjælland"
		if east != (before.Name == "Østdanmark") || after.Name != "" {
			t.Errorf("%s: %q, then %q", m.Name, before.Name, after.Name)
		}
	}
}
