package programme

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"sluse/internal/kernel/clock"
)

// byteOrderMark tells Excel that the file is UTF-8; without it æ, ø and å break.
const byteOrderMark = "\ufeff"

// exportWords are the words of the network's table in one language.
type exportWords struct {
	header  []string
	kinds   map[Kind]string
	outside string
	yes     string
	sizes   map[SizeClass]string
}

var exportLanguages = map[string]exportWords{
	"da": {
		header: []string{
			"Kommunekode", "Kommune eller organisation", "Deltager som", "Formandskommune", "Klynge", "Region",
			"Indbyggere 1. januar 2020", "Størrelse", "Pladser i brug", "Inviteret", "Pladser i alt", "Med fra", "Personer",
		},
		kinds: map[Kind]string{
			Owner: "Ansvarlig styrelse", Adviser: "Samarbejdspart", Partner: "Partnerskabskommune", Reference: "Referencekommune",
		},
		outside: "Ikke med", yes: "Ja",
		sizes: map[SizeClass]string{
			Under30000: "Under 30.000", Under60000: "30.000 op til 60.000", Under100000: "60.000 op til 100.000", From100000: "100.000 og derover",
		},
	},
	"en": {
		header: []string{
			"Municipality code", "Municipality or organisation", "Takes part as", "Chair", "Cluster", "Region",
			"Population 1 January 2020", "Size", "Seats used", "Invited", "Seats in all", "Takes part from", "People",
		},
		kinds:   map[Kind]string{Owner: "Owner", Adviser: "Adviser", Partner: "Partner", Reference: "Reference"},
		outside: "Does not take part", yes: "Yes",
		sizes: map[SizeClass]string{
			Under30000: "Under 30,000", Under60000: "30,000 up to 60,000", Under100000: "60,000 up to 100,000", From100000: "100,000 and over",
		},
	},
}

// NetworkRow is an organisation in the exported table of a network: one that takes
// part, or a municipality that does not.
type NetworkRow struct {
	DirectoryOrganisation
	TakesPart bool
	People    []string
}

// NetworkCSV writes the table so that Excel opens it as a Danish one: UTF-8 with a
// byte order mark, semicolons between the fields. Language is "da" or "en".
func NetworkCSV(rows []NetworkRow, language string, today clock.Date) ([]byte, error) {
	words, ok := exportLanguages[language]
	if !ok {
		words = exportLanguages["da"]
	}
	var out bytes.Buffer
	out.WriteString(byteOrderMark)
	w := csv.NewWriter(&out)
	w.Comma, w.UseCRLF = ';', true
	records := make([][]string, 0, len(rows)+1)
	records = append(records, words.header)
	for _, row := range rows {
		records = append(records, words.record(row, today))
	}
	if err := w.WriteAll(records); err != nil {
		return nil, fmt.Errorf("write the network's table: %w", err)
	}
	return out.Bytes(), nil
}

func (words exportWords) record(row NetworkRow, today clock.Date) []string {
	record := []string{row.MunicipalityCode, row.Short, words.outside, "", row.Participation.Cluster, "", "", "", "", "", "", "", ""}
	if m := row.Municipality; m != nil {
		record[5], record[6], record[7] = m.RegionOn(today), strconv.Itoa(m.Population), words.sizes[m.Size()]
	}
	if row.TakesPart {
		record[2] = words.kinds[row.Participation.Kind]
		if row.Participation.Chair {
			record[3] = words.yes
		}
		record[8], record[9] = strconv.Itoa(row.SeatsUsed), strconv.Itoa(row.SeatsInvited)
		if row.SeatsTotal > 0 {
			record[10] = strconv.Itoa(row.SeatsTotal)
		}
		record[11], record[12] = row.Participation.Starts.String(), strings.Join(row.People, ", ")
	}
	for i, field := range record {
		record[i] = harmless(field)
	}
	return record
}

// harmless keeps a spreadsheet from taking a text for a formula: one that begins
// like a formula gets an apostrophe, which the spreadsheet takes for 'this is text'.
func harmless(field string) string {
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(field, " \u00a0\t\r\n"))
	if strings.ContainsRune("=+-@|＝＋－＠", first) || strings.HasPrefix(field, "\t") || strings.HasPrefix(field, "\r") {
		return "'" + field
	}
	return field
}
