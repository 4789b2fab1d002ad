package programme

import (
	"slices"
	"time"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/fault"
)

// The kinds of organisation.
const (
	KindMunicipality      = "municipality"
	KindAgency            = "agency"
	KindConsultancy       = "consultancy"
	KindUniversityCollege = "university_college"
	KindOther             = "other"
)

var organisationKinds = []string{KindMunicipality, KindAgency, KindConsultancy, KindUniversityCollege, KindOther}

// Organisation takes part in programmes through persons: a municipality, the
// agency that owns a programme, a consultancy or a university college that advises it.
type Organisation struct {
	ID    string
	Name  string
	Short string
	Kind  string
	// MunicipalityCode is the official code, "" for what is no municipality.
	MunicipalityCode string
	CreatedAt        time.Time
}

// Ref is the short reference that lists and posts show.
func (o Organisation) Ref() actor.Organisation {
	return actor.Organisation{ID: o.ID, Name: o.Name, Short: o.Short, Kind: o.Kind, MunicipalityCode: o.MunicipalityCode}
}

// Validate checks an organisation that somebody adds. Municipalities are never
// added: the 98 are there.
func (o Organisation) Validate() error {
	fields := append(checkText("name", o.Name, 1, 200), checkText("short", o.Short, 1, 60)...)
	if o.Kind == KindMunicipality || !slices.Contains(organisationKinds, o.Kind) {
		fields = append(fields, fault.Field{Field: "kind", Code: "organisation.kind"})
	}
	if len(fields) > 0 {
		return fault.NewInvalid("organisation.invalid", fields...)
	}
	return nil
}
