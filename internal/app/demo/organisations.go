package demo

import (
	"context"

	"sluse/internal/domain/account"
	"sluse/internal/domain/programme"
)

// administrator is the key of the person who sets the installation up.
const administrator = "vibeke"

// The organisations that are no municipalities. The first five are real and stand
// in the finished programmes; the rest are made up.
const (
	socialstyrelsen = "Socialstyrelsen"
	ramboell        = "Rambøll Management Consulting"
	absalon         = "Professionshøjskolen Absalon"
	sus             = "SUS"
	implement       = "Implement Consulting Group"

	agency      = "Styrelsen for Børn og Familier"
	consultancy = "Fjordblik"
	college     = "Professionshøjskolen Bælt"
	forum       = "Kommunernes Praksisforum"
)

func (f *filler) addAdministrator(ctx context.Context) error {
	f.at(f.month(-20), 9, 0)
	vibeke, err := f.account.AddPerson(f.asAdministrator(ctx), account.Draft{
		Email: "vibeke.holst@sluse.example", Name: "Vibeke Holst", Title: "Systemansvarlig", Administrator: true, Persona: "administrator",
	})
	if err != nil {
		return err
	}
	f.people[administrator] = vibeke
	return nil
}

func (f *filler) addOrganisations(ctx context.Context) error {
	municipalities, err := f.programme.AllMunicipalities(ctx)
	if err != nil {
		return err
	}
	for _, m := range municipalities {
		f.organisations[m.Name] = m.OrganisationID
	}
	for _, o := range []programme.Organisation{
		{Name: socialstyrelsen, Kind: programme.KindAgency},
		{Name: ramboell, Short: "Rambøll", Kind: programme.KindConsultancy},
		{Name: absalon, Short: "Absalon", Kind: programme.KindUniversityCollege},
		{Name: sus, Kind: programme.KindConsultancy},
		{Name: implement, Short: "Implement", Kind: programme.KindConsultancy},
		{Name: agency, Short: "Styrelsen", Kind: programme.KindAgency},
		{Name: consultancy, Kind: programme.KindConsultancy},
		{Name: college, Short: "Bælt", Kind: programme.KindUniversityCollege},
		{Name: forum, Short: "Praksisforum", Kind: programme.KindOther},
	} {
		if o.Short == "" {
			o.Short = o.Name
		}
		added, err := f.programme.AddOrganisation(f.asAdministrator(ctx), o)
		if err != nil {
			return err
		}
		f.organisations[o.Name], f.organisations[o.Short] = added.ID, added.ID
	}
	return nil
}

// addPeople makes everybody known and gives them their seats.
func (f *filler) addPeople(ctx context.Context) error {
	for _, who := range cast {
		if err := f.addPerson(ctx, who); err != nil {
			return err
		}
	}
	return nil
}

func (f *filler) addPerson(ctx context.Context, who member) error {
	if _, known := f.people[who.key]; !known {
		person, err := f.account.AddPerson(f.asAdministrator(ctx), account.Draft{
			Email: who.email(), Name: who.name, Title: who.title, Persona: who.persona,
		})
		if err != nil {
			return err
		}
		f.people[who.key] = person
	}
	return f.giveSeat(ctx, who)
}
