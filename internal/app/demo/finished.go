package demo

import (
	"context"

	"sluse/internal/domain/programme"
	"sluse/internal/kernel/clock"
)

// participant is an organisation in a programme.
type participant struct {
	organisation string
	kind         programme.Kind
	chair        bool
}

// addRealProgrammes adds the programmes and the publication that really were,
// with only what is known of them: nothing here is made up.
func (f *filler) addRealProgrammes(ctx context.Context) error {
	f.at(f.month(-19), 10, 0)
	if err := f.addProgramme(ctx, progression(), false, years(2019, 2022), []participant{
		{socialstyrelsen, programme.Owner, false}, {ramboell, programme.Adviser, false}, {absalon, programme.Adviser, false},
		{"Roskilde", programme.Partner, false}, {"Brønderslev", programme.Partner, false}, {"Fredericia", programme.Partner, false},
		{"Herlev", programme.Partner, false}, {"Silkeborg", programme.Partner, false},
	}); err != nil {
		return err
	}
	if err := f.addProgramme(ctx, prevention(), false, years(2015, 2017), []participant{
		{sus, programme.Adviser, false}, {implement, programme.Adviser, false},
	}); err != nil {
		return err
	}
	_, err := f.programme.AddPublication(f.asAdministrator(ctx), handbook())
	return err
}

func years(first, last int) programme.Span {
	return programme.Span{Starts: clock.NewDate(first, 1, 1), Ends: clock.NewDate(last, 12, 31)}
}

// addProgramme creates a programme and lets its organisations join.
func (f *filler) addProgramme(ctx context.Context, public programme.Public, fictional bool, span programme.Span, with []participant) error {
	public.Span = span
	limits := programme.Limits{Seats: programme.DefaultSeats, References: programme.DefaultReferences}
	p, err := f.programme.Create(f.asAdministrator(ctx), public, limits, fictional)
	if err != nil {
		return err
	}
	return f.join(ctx, p, span, with)
}

func (f *filler) join(ctx context.Context, p programme.Programme, span programme.Span, with []participant) error {
	for _, one := range with {
		_, err := f.programme.Join(f.asAdministrator(ctx, p.ID), programme.Participation{
			ProgrammeID: p.ID, OrganisationID: f.organisations[one.organisation], Kind: one.kind, Chair: one.chair, Span: span,
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func elements(names ...string) []programme.Element {
	list := make([]programme.Element, len(names))
	for i, name := range names {
		list[i] = programme.Element{Name: name}
	}
	return list
}

// progression is Programme A of the first real input.
func progression() programme.Public {
	return programme.Public{
		Slug:      "barnets-progression",
		Name:      "Systematisk fokus på barnets progression i sagsbehandlingen på børne- og ungeområdet",
		ShortName: "Barnets progression",
		Aliases:   []string{"Systematisk fokus på barnets progression", "Barnets progression i sagsbehandlingen"},
		Summary: "Fem partnerskabskommuner udviklede sagsbehandlingen, så den følger barnets progression systematisk. " +
			"Et referencenetværk drøftede og kvalificerede redskaberne.",
		Purpose: "Kommunerne skal få et systematisk fokus på barnets progression i sagsbehandlingen, så indsatserne passer til barnet og bliver justeret undervejs.",
		Background: "Kommunerne mangler ofte et systematisk fokus på barnets progression. Derfor er indsatser irrelevante, eller de bliver ikke justeret. " +
			"Ledelse og organisering understøtter det for lidt.\n\n" +
			"Opfølgning er et af ministeriets fire pejlemærker for kvalitet i sagsbehandlingen.",
		TargetGroup: "Udsatte børn og unge med behov efter serviceloven. Primært ledere og sagsbehandlere hos myndigheden, som sætter mål, iværksætter indsatser, følger op og justerer.",
		Outcome: "Kerneelementer og organisatoriske forudsætninger, som lokale afprøvninger sandsynliggør.\n\n" +
			"Et fælles fagligt grundlag (PDF, februar 2020) for partnere og netværk.\n\n" +
			"En håndbog med afprøvede kerneelementer, praksiseksempler og sluser i formidlingen, som fører fra viden til konkret handling og ændret adfærd.",
		Network: "Referencenetværket drøfter, kvalificerer, validerer og understøtter, så redskaberne er bæredygtige i mange forskellige kommunale rammer. " +
			"Medlemmerne får inspiration og udveksling, aktuel viden og indflydelse.\n\n" +
			"Det går begge veje: Andre trækker på partnerskabet, og partnerskabet får sin retning og sit indhold prøvet.\n\n" +
			"Alle kunne få projektets nyhedsbrev.",
		Funding: "Puljeaftale 2019–2022 på 8,5 mio. kr. Partnerskabskommunerne får ikke tilskud.",
		Periods: []programme.Period{
			{Name: "Projektet", Starts: clock.NewDate(2019, 1, 1), Ends: clock.NewDate(2022, 12, 31)},
			{Name: "Partnerskabskommunernes egen udvikling: to af årene"},
			{Name: "Referencenetværket: januar 2021 til september 2022", Starts: clock.NewDate(2021, 1, 1), Ends: clock.NewDate(2022, 9, 30)},
		},
		CoreElements: elements("Tæt kontakt og løbende faglig udredning", "Opfølgning med afsæt i barnets mål og trivsel",
			"Systematisk brug af dokumentation og målinger af barnets udvikling og trivsel", "Dialogbaseret kontakt og fælles opgaveløsning"),
		Prerequisites: elements("Stærk faglig ledelse og kollegial refleksion", "Relationelle og faciliterende kompetencer",
			"Fleksible og behovsbaserede tilbud", "Kontinuitet og sammenhæng i samarbejdet mellem myndighed, udfører og almenområdet"),
		Contacts: []programme.Contact{
			{Name: "Projektkoordinator", Title: socialstyrelsen, Role: "Projektet"},
			{Name: "Kontakt for referencenetværket", Title: socialstyrelsen, Role: "Referencenetværket"},
		},
		CallFacts: progressionCall(),
	}
}

func progressionCall() *programme.CallFacts {
	return &programme.CallFacts{
		Published: clock.NewDate(2020, 8, 27), Deadline: clock.NewDate(2020, 10, 1),
		Limit: 15, Seats: 3, Length: "½–1 A4-side",
		Requirement: "Interesse er det eneste krav, erfaring er ikke.",
		Questions:   []string{"Hvorfor vil I gerne være med?", "Hvilke ledere og nøglepersoner deltager?"},
		Meetings:    []string{"Vidensseminar på to dage, begyndelsen af januar 2021", "Fire netværksmøder, januar 2021 – september 2022"},
		Gives:       []string{"Inspiration og udveksling", "Aktuel viden", "Indflydelse på redskaberne"},
	}
}

// prevention is Programme B.
func prevention() programme.Public {
	const name = "Forebyggelse hele vejen rundt"
	return programme.Public{
		Slug: "forebyggelse-hele-vejen-rundt", Name: name, ShortName: name,
		Summary: "25 kommuner i ét partnerskabsnetværk, hver med processtøtte til sin egen forandring.",
		Purpose: "At støtte hver kommunes egen forandring på tre områder: sagsbehandlingen, kommunens tilbud og den tidlige indsats i almensystemet.",
		Network: "25 kommuner i ét partnerskabsnetværk. Proceskonsulenter fra SUS og Implement Consulting Group støtter hver kommunes egen forandring (processtøtte). " +
			"Temaseminarer og én konference går på tværs af kommunerne.\n\n" +
			"Sådan et netværk kan deles i geografiske klynger, hver med en formandskommune.",
		Fields: []string{"Sagsbehandling", "Kommunens tilbud", "Tidlig indsats i almensystemet"},
	}
}

// handbook is publication C.
func handbook() programme.Publication {
	return programme.Publication{
		Slug:  "en-tidligere-forebyggende-praksis",
		Title: "En tidligere forebyggende praksis på myndighedsområdet med tæt kontakt og hyppig opfølgning",
		Year:  2019,
		Summary: "En faglig ramme og tre centrale elementer, med gennemgående eksempler, konkrete anvisninger og henvisninger til mere. " +
			"Bygger på rådgivning til 24 kommuner.",
		Audience: "Chefer, ledere og konsulenter",
		Basis:    "Rådgivning til 24 kommuner 2016–2019, forskning og andre projekter",
		Forms:    "Læses på nettet eller hentes",
		Contents: []string{"Procedurer, metoder og organisering", "Faglige kompetencer", "Faglig ledelse"},
	}
}
