package programme

import (
	"strconv"
	"strings"

	"sluse/internal/kernel/clock"
	"sluse/internal/platform/web"
)

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
	records := make([][]string, 0, len(rows)+1)
	records = append(records, words.header)
	for _, row := range rows {
		records = append(records, words.record(row, today))
	}
	return web.CSV(records)
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
		record[8] = strconv.Itoa(row.SeatsUsed)
		if row.MayFill {
			record[9] = strconv.Itoa(row.SeatsInvited)
		}
		if row.SeatsTotal > 0 {
			record[10] = strconv.Itoa(row.SeatsTotal)
		}
		record[11], record[12] = row.Participation.Starts.String(), strings.Join(row.People, ", ")
	}
	return record
}
