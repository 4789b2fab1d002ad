package invitation

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestParseForms(t *testing.T) {
	signe := Invitee{"Signe Lauritsen", "signe@thisted.example", ""}
	leader := Invitee{"Signe Lauritsen", "signe@thisted.example", "Faglig leder"}
	henrik := Invitee{"Henrik Borup", "henrik@thisted.example", ""}
	for _, c := range []struct {
		text string
		want []Invitee
	}{
		{"Signe Lauritsen <signe@thisted.example>", []Invitee{signe}},
		{"Signe Lauritsen <Signe@Thisted.Example>;", []Invitee{signe}},
		{`"Signe Lauritsen" <signe@thisted.example>`, []Invitee{signe}},
		{`'Signe Lauritsen' <mailto:signe@thisted.example>`, []Invitee{signe}},
		{`"Lauritsen, Signe" <signe@thisted.example>`, []Invitee{signe}},
		{"Lauritsen, Signe <signe@thisted.example>", []Invitee{signe}},
		{"Signe Lauritsen signe@thisted.example", []Invitee{signe}},
		{"signe@thisted.example", []Invitee{{Email: "signe@thisted.example"}}},
		{"<signe@thisted.example>", []Invitee{{Email: "signe@thisted.example"}}},
		{"Signe Lauritsen;signe@thisted.example;Faglig leder", []Invitee{leader}},
		{"signe@thisted.example;Signe Lauritsen;Faglig leder", []Invitee{leader}},
		{"Signe Lauritsen; signe@thisted.example; Faglig leder;", []Invitee{leader}},
		{"Signe Lauritsen\tsigne@thisted.example\tFaglig leder", []Invitee{leader}},
		{"\"Lauritsen, Signe\"\tFaglig leder\tsigne@thisted.example", []Invitee{leader}},
		{"Signe Lauritsen, signe@thisted.example, Faglig leder", []Invitee{leader}},
		{"Lauritsen, Signe <signe@thisted.example>, Faglig leder", []Invitee{leader}},
		{"Signe\u00a0Lauritsen\u200b <signe@thisted.example>", []Invitee{signe}},
		{"Signe Lauritsen <signe@thisted.example>; Henrik Borup <henrik@thisted.example>", []Invitee{signe, henrik}},
		{"Signe Lauritsen <signe@thisted.example>, Henrik Borup <henrik@thisted.example>", []Invitee{signe, henrik}},
		{"Lauritsen, Signe <signe@thisted.example>; Borup, Henrik <henrik@thisted.example>", []Invitee{signe, henrik}},
		{"Lauritsen, Signe <signe@thisted.example>, Borup, Henrik <henrik@thisted.example>", []Invitee{signe, henrik}},
		{"signe@thisted.example; henrik@thisted.example", []Invitee{{Email: signe.Email}, {Email: henrik.Email}}},
		{"signe@thisted.example,henrik@thisted.example", []Invitee{{Email: signe.Email}, {Email: henrik.Email}}},
		{"Navn;E-mail;Titel\nSigne Lauritsen;signe@thisted.example;Faglig leder", []Invitee{leader}},
		{"Navn\tMailadresse\r\nSigne Lauritsen\tsigne@thisted.example\r\n\r\n", []Invitee{signe}},
		{"Åse Ærø <aase@aeroe.example>", []Invitee{{"Åse Ærø", "aase@aeroe.example", ""}}},
		{"Åse <aase@ærø.example>", []Invitee{{"Åse", "aase@xn--r-3fa9c.example", ""}}},
		{"", nil},
		{"\n \r\n\t\n", nil},
	} {
		var got []Invitee
		for _, line := range Parse(c.text) {
			if line.Code != "" {
				t.Errorf("%q: %q is %s", c.text, line.Text, line.Code)
			}
			got = append(got, line.Invitee)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%q gives %q, want %q", c.text, got, c.want)
		}
	}
}

func TestParseSaysWhatIsWrong(t *testing.T) {
	for text, want := range map[string][]string{
		"Signe Lauritsen":                                 {"paste.no_address"},
		"Signe;thisted;leder":                             {"paste.no_address"},
		"Signe <signe@thisted.example":                    {"paste.bracket"},
		"Signe <signe@>":                                  {"paste.address_incomplete"},
		"@thisted.example":                                {"paste.address_incomplete"},
		"Signe <signe@thisted>":                           {"paste.domain_incomplete"},
		"signe@thisted,example":                           {"paste.domain_incomplete"},
		"signe@@thisted.example":                          {"paste.two_at"},
		"søren@kommune.example":                           {"paste.address_letters"},
		"Signe <signe@thisted..example>":                  {"paste.address_wrong"},
		"Signe <signe@this_%ted.example>":                 {"paste.address_wrong"},
		"Signe <a@thisted.example> <b@thisted.example>":   {"paste.two_addresses"},
		"Signe;a@thisted.example;b@thisted.example":       {"paste.two_addresses"},
		"a@thisted.example b@thisted.example":             {"paste.two_addresses"},
		strings.Repeat("æ", 121) + " <a@thisted.example>": {"paste.name_too_long"},
		"A;a@thisted.example;" + strings.Repeat("b", 121): {"paste.title_too_long"},
		"A <a@x.example>; vrøvl; B <b@x.example>":         {"", "paste.no_address", ""},
		"a@x.example\nA <A@X.example>":                    {"", "paste.duplicate"},
		"A, a@x.example, B, b@x.example, leder":           {"", "", "paste.no_address"},
	} {
		var got []string
		for _, line := range Parse(text) {
			got = append(got, line.Code)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q gives %q, want %q", text, got, want)
		}
	}
}

// constructed returns a number that only looks like a CPR number: its day and
// month are made here, and it belongs to nobody who is meant.
func constructed() string { return fmt.Sprintf("%02d%02d%02d-%04d", 1, 1, 11, 9988+1) }

func TestParseStopsNumbersOfPersons(t *testing.T) {
	lines := Parse("Signe " + constructed() + " <signe@thisted.example>")
	if len(lines) != 1 || lines[0].Code != "paste.cpr" || strings.Contains(lines[0].Text, constructed()[7:]) {
		t.Errorf("%+v", lines)
	}
}

// hundred is a list of a hundred lines of which ten are wrong, each in its own way.
func hundred() (text string, wrong map[int]string) {
	wrong = map[int]string{
		7: "paste.no_address", 16: "paste.bracket", 25: "paste.address_incomplete", 34: "paste.domain_incomplete",
		43: "paste.two_at", 52: "paste.address_letters", 61: "paste.two_addresses", 70: "paste.duplicate",
		79: "paste.name_too_long", 88: "paste.cpr",
	}
	lines := make([]string, 100)
	for n := range lines {
		name, email := fmt.Sprintf("Person Nummer%d", n+1), fmt.Sprintf("person%d@kommune.example", n+1)
		lines[n] = []string{
			name + " <" + email + ">", name + ";" + email + ";Faglig leder", name + "\t" + email + "\tTeamleder", email,
		}[n%4]
	}
	for number, line := range map[int]string{
		7: "Kirsten uden adresse", 16: "Kirsten <kirsten@kommune.example", 25: "Kirsten <kirsten@>", 34: "kirsten@kommune",
		43: "kirsten@@kommune.example", 52: "Søren <søren@kommune.example>", 61: "Kirsten;a@kommune.example;b@kommune.example",
		70: "Igen <person1@kommune.example>", 79: strings.Repeat("Kirsten ", 20) + "<k@kommune.example>",
		88: "Kirsten " + constructed() + " <kirsten@kommune.example>",
	} {
		lines[number-1] = line
	}
	return strings.Join(lines, "\r\n"), wrong
}

func TestHundredLinesTenOfThemWrong(t *testing.T) {
	text, wrong := hundred()
	lines := Parse(text)
	if len(lines) != 100 {
		t.Fatalf("%d lines, want 100", len(lines))
	}
	good := 0
	for _, line := range lines {
		if line.Code != wrong[line.Number] {
			t.Errorf("line %d (%s) is %q, want %q", line.Number, line.Text, line.Code, wrong[line.Number])
		}
		if line.Code == "" {
			good++
		}
	}
	if good != 90 {
		t.Errorf("%d are good, want 90", good)
	}
	if line := lines[69]; line.Params["line"] != 1 {
		t.Errorf("the first time was on line 1: %v", line.Params)
	}
}

func TestNoMoreThanCanBeInvitedAtOnce(t *testing.T) {
	var text strings.Builder
	for n := range MaxPeople + 5 {
		fmt.Fprintf(&text, "p%d@kommune.example\n", n)
	}
	bad := 0
	for _, line := range Parse(text.String()) {
		if line.Code == "paste.too_many" {
			bad++
		}
	}
	if bad != 5 {
		t.Errorf("%d lines are too many, want 5", bad)
	}
}

// Whatever is pasted: no panic, nothing good without an address that mail servers
// take, none twice, nothing that breaks a header.
func TestParseAnything(t *testing.T) {
	pieces := rapid.SampledFrom([]string{
		"Signe", "Borup, Henrik", "a@x.example", "B@y.example", "<", ">", ";", ",", "\t", "\n", "\r\n", `"`, "@", " ", "\u200b", "\u2028", "æøå", ".", "mailto:",
	})
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOf(rapid.OneOf(pieces, rapid.String())).Draw(t, "text"), "")
		seen := map[string]bool{}
		for _, line := range Parse(text) {
			if strings.ContainsAny(line.Name+line.Title+line.Email+line.Text, "\r\n\u2028\u2029\u200b") {
				t.Fatalf("a line break got through: %+v", line)
			}
			if line.Code != "" {
				continue
			}
			if email, code := readAddress(line.Email); code != "" || email != line.Email || seen[email] {
				t.Fatalf("%+v is taken as good (%s)", line, code)
			}
			seen[line.Email] = true
		}
	})
}

func FuzzParse(f *testing.F) {
	text, _ := hundred()
	f.Add(text)
	f.Add("\"Lauritsen, Signe\" <signe@thisted.example>; ,;,<>@")
	f.Fuzz(func(t *testing.T, text string) {
		for _, line := range Parse(text) {
			if line.Code == "" && line.Email == "" {
				t.Errorf("%+v is good without an address", line)
			}
		}
	})
}
