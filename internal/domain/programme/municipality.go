package programme

import (
	"bytes"
	_ "embed" // the 98 come with the program
	"encoding/csv"
	"fmt"
	"strconv"

	"github.com/google/uuid"

	"sluse/internal/kernel/clock"
)

// municipalitiesCSV holds the 98: official codes, names, regions as before 2027,
// population on 1 January 2020 and centroids, from Statistics Denmark.
//
//go:embed municipalities.csv
var municipalitiesCSV []byte

// organisationNamespace makes a municipality's organisation id from its code, the
// same in every installation.
var organisationNamespace = uuid.MustParse("5f0f2f3e-4b1c-5d6a-9e57-0c7b98a4d198")

// regionsBegan is the day that the municipalities and regions of today came to be.
var regionsBegan = clock.NewDate(2007, 1, 1)

// eastMerged is the day from which Hovedstaden and Sjælland are one region.
var eastMerged = clock.NewDate(2027, 1, 1)

const mergedRegion = "Østdanmark"

// SizeClass sorts municipalities by population, for spread and for assessments.
type SizeClass string

// The size classes.
const (
	Under30000  SizeClass = "under_30000"
	Under60000  SizeClass = "30000_60000"
	Under100000 SizeClass = "60000_100000"
	From100000  SizeClass = "100000_up"
)

// SizeOf returns the class of a population: each begins at its lower bound.
func SizeOf(population int) SizeClass {
	switch {
	case population < 30_000:
		return Under30000
	case population < 60_000:
		return Under60000
	case population < 100_000:
		return Under100000
	}
	return From100000
}

// Region is a region that a municipality belongs to on the days of the span.
type Region struct {
	Name string
	Span
}

// Municipality is one of the 98.
type Municipality struct {
	Code           string
	OrganisationID string
	Name           string
	Population     int
	Lat, Lon       float64
	Regions        []Region
}

// Size returns the municipality's size class.
func (m Municipality) Size() SizeClass { return SizeOf(m.Population) }

// RegionOn returns the region's name on a day, "" before there were any.
func (m Municipality) RegionOn(day clock.Date) string {
	for _, region := range m.Regions {
		if region.Contains(day) {
			return region.Name
		}
	}
	return ""
}

// Organisation returns the municipality as an organisation.
func (m Municipality) Organisation() Organisation {
	name := m.Name + " Kommune"
	switch m.Code {
	case "0101":
		name = "Københavns Kommune"
	case "0400":
		name = "Bornholms Regionskommune"
	}
	return Organisation{ID: m.OrganisationID, Name: name, Short: m.Name, Kind: KindMunicipality, MunicipalityCode: m.Code}
}

// MunicipalityOrganisationID returns the organisation id of a municipality's code.
func MunicipalityOrganisationID(code string) string {
	return uuid.NewSHA1(organisationNamespace, []byte("municipality:"+code)).String()
}

// Municipalities returns the 98 that come with the program, by code.
func Municipalities() ([]Municipality, error) {
	rows, err := csv.NewReader(bytes.NewReader(municipalitiesCSV)).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("read municipalities.csv: %w", err)
	}
	list := make([]Municipality, 0, len(rows)-1)
	for _, row := range rows[1:] {
		municipality, err := readMunicipality(row)
		if err != nil {
			return nil, fmt.Errorf("read municipalities.csv: %s: %w", row[0], err)
		}
		list = append(list, municipality)
	}
	return list, nil
}

func readMunicipality(row []string) (Municipality, error) {
	population, err := strconv.Atoi(row[3])
	if err != nil {
		return Municipality{}, fmt.Errorf("population: %w", err)
	}
	lat, err := strconv.ParseFloat(row[4], 64)
	if err != nil {
		return Municipality{}, fmt.Errorf("latitude: %w", err)
	}
	lon, err := strconv.ParseFloat(row[5], 64)
	if err != nil {
		return Municipality{}, fmt.Errorf("longitude: %w", err)
	}
	return Municipality{
		Code: row[0], OrganisationID: MunicipalityOrganisationID(row[0]), Name: row[1],
		Population: population, Lat: lat, Lon: lon, Regions: regionsOf(row[2]),
	}, nil
}

func regionsOf(name string) []Region {
	if name != "Hovedstaden" && name != "Sjælland" {
		return []Region{{name, Span{Starts: regionsBegan}}}
	}
	return []Region{
		{name, Span{Starts: regionsBegan, Ends: eastMerged.AddDays(-1)}},
		{mergedRegion, Span{Starts: eastMerged}},
	}
}
