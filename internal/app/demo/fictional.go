package demo

import (
	"context"

	"sluse/internal/domain/programme"
)

// addFictionalProgrammes adds the two made-up programmes with who takes part.
func (f *filler) addFictionalProgrammes(ctx context.Context) error {
	if err := f.addTogether(ctx); err != nil {
		return err
	}
	return f.addEarly(ctx)
}

func (f *filler) addTogether(ctx context.Context) error {
	f.at(f.month(-17), 10, 0)
	starts := f.month(-14)
	span := programme.Span{Starts: starts, Ends: f.month(34).AddDays(-1)}
	public := f.together()
	if err := f.addProgramme(ctx, public, true, span, []participant{
		{agency, programme.Owner, false}, {consultancy, programme.Adviser, false}, {college, programme.Adviser, false},
		{"Hjørring", programme.Partner, false}, {"Kolding", programme.Partner, true}, {"Rudersdal", programme.Partner, false},
		{"Skanderborg", programme.Partner, false}, {"Slagelse", programme.Partner, false},
	}); err != nil {
		return err
	}
	f.at(f.month(-10), 10, 0)
	page, err := f.programme.Page(ctx, public.Slug)
	if err != nil {
		return err
	}
	network := programme.Span{Starts: f.month(-9), Ends: span.Ends}
	var references []participant
	for _, name := range []string{
		"Ballerup", "Bornholm", "Halsnæs", "Horsens", "Lemvig", "Morsø", "Næstved", "Odense", "Thisted", "Viborg", "Vordingborg", "Aabenraa",
	} {
		references = append(references, participant{name, programme.Reference, false})
	}
	if err := f.join(ctx, page.Programme, network, references); err != nil {
		return err
	}
	f.at(f.workday(-6), 14, 20)
	return f.publish(ctx, public.Slug, public.CallFacts)
}

// publish lets a coordinator put the conditions of the call on the public page.
func (f *filler) publish(ctx context.Context, slug string, facts *programme.CallFacts) error {
	page, err := f.programme.Page(ctx, slug)
	if err != nil {
		return err
	}
	page.CallFacts = facts
	_, err = f.programme.Change(f.asAdministrator(ctx, page.ID), page.ID, page.Rev, page.Public)
	return err
}

func (f *filler) together() programme.Public {
	return programme.Public{
		Slug: together, Name: "Sammen om opfølgning", ShortName: "Sammen om opfølgning",
		Aliases: []string{"Opfølgning, der flytter noget"},
		Summary: "Fem kommuner prøver, hvordan opfølgningen kan begynde med barnets egne mål. Tolv andre vurderer, om det også kan holde hos dem.",
		Purpose: "Børn og unge i udsatte positioner skal opleve, at de voksne følger op på det, der betyder noget for dem, og ændrer det, der ikke virker. " +
			"Projektet udvikler en opfølgning, som kan passes ind i en almindelig arbejdsuge i enhver kommune.",
		Background: "Barnets lov kræver, at kommunen løbende følger op på, om støtten virker, og at barnet bliver hørt. I praksis bliver opfølgningen let til et møde om de voksnes aftaler. " +
			"Handleplanen bliver fulgt, men målet bliver ikke flyttet.\n\n" +
			"De fem partnerskabskommuner vil vende det om: kortere og hyppigere opfølgninger, barnets egne ord som begyndelse, og en leder, der spørger til det samme hver gang.",
		TargetGroup: "Børn og unge i udsatte positioner, der får støtte efter barnets lov. Redskaberne er til rådgivere, teamledere og faglige koordinatorer hos myndigheden og til dem, der udfører støtten.",
		Outcome: "Redskaber, der er afprøvet i mindst to kommuner og vurderet af referencenetværket, og en håndbog, som alle 98 kommuner kan bruge. " +
			"Også det, der ikke virkede, bliver beskrevet.",
		Network: "Tolv referencekommuner følger de fem partnere. De spørger, kommenterer og vurderer, om et redskab kan holde i en mindre kommune, med et andet it-system eller en anden organisering. " +
			"Hver kommune har tre pladser.",
		Funding: "Opdigtet projekt. Styrelsen betaler rådgivning og møder, kommunerne deres egen tid.",
		Periods: []programme.Period{
			{Name: "Partnerne udvikler og prøver", Starts: f.month(-14), Ends: f.month(22).AddDays(-1)},
			{Name: "Referencenetværket", Starts: f.month(-9), Ends: f.month(34).AddDays(-1)},
			{Name: "Håndbog og udbredelse", Starts: f.month(16), Ends: f.month(34).AddDays(-1)},
		},
		CoreElements: elements("Opfølgning, der begynder med barnets egne ord", "Korte og hyppige opfølgninger",
			"Én ændring ad gangen, skrevet ned med det samme", "Fælles billede hos myndighed, udfører og familie"),
		Prerequisites: elements("En leder, der spørger til barnets mål", "Tid, der er frigjort fra noget andet",
			"Sparring mellem kolleger", "Et fagsystem, der ikke står i vejen"),
		Fields: []string{"Myndighed", "Opfølgning", "Barnets stemme"},
		Contacts: []programme.Contact{
			{Name: "Jonas Ravn", Title: "Specialkonsulent, Styrelsen for Børn og Familier", Role: "Projektet", Email: "jonas.ravn@styrelsen.example"},
			{Name: "Anne Nørby", Title: "Seniorkonsulent, Fjordblik", Role: "Referencenetværket", Email: "anne.noerby@fjordblik.example"},
		},
		CallFacts: &programme.CallFacts{
			Published: f.day(-400), Deadline: f.month(-11), Limit: 15, Seats: 3, Length: "½–1 side",
			Requirement: "Interesse er det eneste krav, erfaring er ikke.",
			Questions:   []string{"Hvorfor vil I være med?", "Hvem deltager?"},
			Meetings:    []string{"Et vidensseminar på to dage", "Fire netværksmøder over to år"},
			Gives:       []string{"Inspiration og kolleger at spørge", "Indflydelse på redskaberne, før de kommer i håndbogen", "Omkring 40 minutter om måneden mellem møderne"},
		},
	}
}

func (f *filler) addEarly(ctx context.Context) error {
	f.at(f.month(-4), 10, 0)
	public := programme.Public{
		Slug: early, Name: "Tidlig opsporing i dagtilbud", ShortName: "Tidlig opsporing",
		Summary: "Fra den første undren i børnehaven til den rette støtte: tre kommuner prøver, og netværket søger kommuner.",
		Purpose: "Små børns mistrivsel skal opdages, mens den er til at vende, og dagtilbud og myndighed skal handle sammen med familien.",
		Background: "Pædagoger ser ofte længe, at et barn har det svært, før nogen uden for dagtilbuddet får det at vide. " +
			"Underretningen bliver det første møde i stedet for det sidste, og familien oplever at blive overrasket.",
		TargetGroup: "Børn på 0–6 år i mistrivsel eller i risiko for det, og deres familier. Redskaberne er til pædagoger, ledere i dagtilbud og rådgivere.",
		Outcome:     "En fælles måde at undres, tale sammen og følge op på, afprøvet i dagtilbud i mindst tre kommuner.",
		Network:     "Op til femten referencekommuner følger de tre partnere, hver med tre pladser: gerne én fra dagtilbud, én fra myndighed og en leder.",
		Funding:     "Opdigtet projekt. Styrelsen betaler rådgivning og møder, kommunerne deres egen tid.",
		Periods: []programme.Period{
			{Name: "Partnerne udvikler og prøver", Starts: f.month(-2), Ends: f.month(22).AddDays(-1)},
			{Name: "Referencenetværket", Starts: f.month(2), Ends: f.month(34).AddDays(-1)},
		},
		CoreElements:  elements("Fælles undren, før det bliver en bekymring", "Familien med fra den første samtale", "Faste forløb mellem dagtilbud og myndighed"),
		Prerequisites: elements("Tid til sparring på stuen", "En rådgiver, der kommer fast i huset"),
		Fields:        []string{"Dagtilbud", "Tidlig indsats", "Tværfagligt samarbejde"},
		Contacts: []programme.Contact{
			{Name: "Sofie Brink", Title: "Docent, Professionshøjskolen Bælt", Role: "Ansøgningsrunden", Email: "sofie.brink@baelt.example"},
		},
	}
	span := programme.Span{Starts: f.month(-2), Ends: f.month(34).AddDays(-1)}
	if err := f.addProgramme(ctx, public, true, span, []participant{
		{agency, programme.Owner, false}, {college, programme.Adviser, false},
		{"Holbæk", programme.Partner, true}, {"Svendborg", programme.Partner, false}, {"Randers", programme.Partner, false},
	}); err != nil {
		return err
	}
	f.at(f.day(-32), 9, 0)
	return f.publish(ctx, early, &programme.CallFacts{
		Published: f.day(-32), Deadline: f.day(10), Limit: 15, Seats: 3, Length: "½–1 side",
		Requirement: "Interesse er det eneste krav, erfaring er ikke.",
		Questions:   []string{"Hvorfor vil I være med?", "Hvilke ledere og nøglepersoner deltager?"},
		Meetings:    []string{"Et vidensseminar på to dage", "Fire netværksmøder over to år"},
		Gives:       []string{"Inspiration og kolleger at spørge", "Aktuel viden", "Indflydelse på redskaberne"},
	})
}
