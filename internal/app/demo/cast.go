package demo

import (
	"context"
	"fmt"
	"strings"

	"sluse/internal/domain/programme"
	"sluse/internal/kernel/actor"
)

// The addresses of the two fictional programmes.
const (
	together = "sammen-om-opfoelgning"
	early    = "tidlig-opsporing-i-dagtilbud"
)

// member is a made-up person with a seat. Who has several stands several times.
type member struct {
	key, name, title string
	role             actor.Role
	organisation     string
	programme        string
	persona          string
	// left is how many days ago the seat was handed over; 0 is not at all.
	left int
}

// email is on a domain that can never exist.
func (m member) email() string {
	ascii := strings.NewReplacer("æ", "ae", "ø", "oe", "å", "aa", " ", ".", "é", "e")
	domain := map[string]string{agency: "styrelsen", college: "baelt", forum: "praksisforum"}[m.organisation]
	if domain == "" {
		domain = m.organisation
	}
	return ascii.Replace(strings.ToLower(m.name)) + "@" + ascii.Replace(strings.ToLower(domain)) + ".example"
}

const (
	coordinator = actor.Coordinator
	partner     = actor.Partner
	reference   = actor.Reference
	observer    = actor.Observer
)

// cast is everybody, in the order in which the demo offers its personas.
var cast = []member{
	{"jonas", "Jonas Ravn", "Specialkonsulent", coordinator, agency, together, "coordinator", 0},
	{"mette", "Mette Dahl", "Faglig konsulent", partner, "Kolding", together, "partner", 0},
	{"signe", "Signe Lauritsen", "Faglig leder", reference, "Thisted", together, "reference", 0},
	{"bodil", "Bodil Krarup", "Chefkonsulent", observer, forum, together, "observer", 0},

	{"anne", "Anne Nørby", "Seniorkonsulent", coordinator, consultancy, together, "", 0},
	{"laila", "Laila Winther", "Lektor", coordinator, college, together, "", 0},

	{"søren", "Søren Bak", "Afdelingsleder", partner, "Hjørring", together, "", 0},
	{"ulla", "Ulla Hedegaard", "Børne- og ungerådgiver", partner, "Hjørring", together, "", 0},
	{"lasse", "Lasse Nygaard", "Teamleder", partner, "Hjørring", together, "", 0},
	{"flemming", "Flemming Kjær", "Familieafdelingschef", partner, "Kolding", together, "", 0},
	{"winnie", "Winnie Bech", "Børne- og ungerådgiver", partner, "Kolding", together, "", 0},
	{"camilla", "Camilla Juhl", "Teamleder", partner, "Rudersdal", together, "", 0},
	{"gorm", "Gorm Thisgaard", "Socialfaglig koordinator", partner, "Rudersdal", together, "", 0},
	{"hanne", "Hanne Vad", "Leder af Børn og Familie", partner, "Skanderborg", together, "", 0},
	{"bjarke", "Bjarke Eskildsen", "Børne- og ungerådgiver", partner, "Skanderborg", together, "", 0},
	{"jytte", "Jytte Damgaard", "Centerleder", partner, "Slagelse", together, "", 0},
	{"kenneth", "Kenneth Riis", "Faglig konsulent", partner, "Slagelse", together, "", 0},
	{"pia", "Pia Asmussen", "Børne- og ungerådgiver", partner, "Slagelse", together, "", 0},

	{"tove", "Tove Krogh", "Afdelingsleder", reference, "Ballerup", together, "", 0},
	{"rasmus", "Rasmus Quist", "Udviklingskonsulent", reference, "Ballerup", together, "", 0},
	{"inger", "Inger Wulff", "Socialfaglig koordinator", reference, "Ballerup", together, "", 0},
	{"ove", "Ove Grønbech", "Centerchef", reference, "Bornholm", together, "", 0},
	{"birthe", "Birthe Munk", "Teamleder", reference, "Halsnæs", together, "", 0},
	{"nikolaj", "Nikolaj Post", "Faglig konsulent", reference, "Halsnæs", together, "", 0},
	{"ulrik", "Ulrik Vestergaard", "Afdelingsleder", reference, "Horsens", together, "", 0},
	{"charlotte", "Charlotte Buhl", "Socialfaglig koordinator", reference, "Horsens", together, "", 0},
	{"jan", "Jan Lindskov", "Udviklingskonsulent", reference, "Horsens", together, "", 0},
	{"anders", "Anders Noer", "Familiechef", reference, "Lemvig", together, "", 0},
	{"susanne", "Susanne Grud", "Teamkoordinator", reference, "Lemvig", together, "", 0},
	{"freja", "Freja Drost", "Faglig konsulent", reference, "Morsø", together, "", 0},
	{"hans", "Hans Kvist", "Afdelingsleder", reference, "Morsø", together, "", 0},
	{"ditte", "Ditte Agger", "Børne- og ungerådgiver", reference, "Morsø", together, "", 0},
	{"gitte", "Gitte Mølholm", "Teamleder", reference, "Næstved", together, "", 0},
	{"oskar", "Oskar Strand", "Socialfaglig koordinator", reference, "Næstved", together, "", 0},
	{"vera", "Vera Elkjær", "Centerleder", reference, "Næstved", together, "", 0},
	{"peter", "Peter Vang", "Kontorchef", reference, "Odense", together, "", 0},
	{"yasmin", "Yasmin Lund", "Faglig leder", reference, "Odense", together, "", 0},
	{"bente", "Bente Sommer", "Udviklingskonsulent", reference, "Odense", together, "", 40},
	{"ida", "Ida Dreyer", "Udviklingskonsulent", reference, "Odense", together, "", 0},
	{"henrik", "Henrik Borup", "Afdelingsleder", reference, "Thisted", together, "", 0},
	{"karim", "Karim Saleh", "Teamleder", reference, "Viborg", together, "", 0},
	{"kirsten", "Kirsten Bro", "Familiechef", reference, "Viborg", together, "", 0},
	{"thomas", "Thomas Skov", "Faglig konsulent", reference, "Viborg", together, "", 0},
	{"eva", "Eva Holm", "Afdelingsleder", reference, "Vordingborg", together, "", 0},
	{"amir", "Amir Hadi", "Børne- og ungerådgiver", reference, "Vordingborg", together, "", 0},
	{"rikke", "Rikke Norn", "Socialfaglig koordinator", reference, "Vordingborg", together, "", 0},
	{"lise", "Lise Brandt", "Afdelingsleder", reference, "Aabenraa", together, "", 0},
	{"erik", "Erik Lorenzen", "Faglig konsulent", reference, "Aabenraa", together, "", 0},
	{"maja", "Maja Petri", "Teamleder", reference, "Aabenraa", together, "", 0},

	{"jonas", "Jonas Ravn", "Specialkonsulent", coordinator, agency, early, "", 0},
	{"sofie", "Sofie Brink", "Docent", coordinator, college, early, "", 0},
	{"dorthe", "Dorthe Palm", "Dagtilbudschef", partner, "Holbæk", early, "", 0},
	{"mads", "Mads Elgaard", "Pædagogisk konsulent", partner, "Holbæk", early, "", 0},
	{"lone", "Lone Friis", "Områdeleder", partner, "Svendborg", early, "", 0},
	{"tine", "Tine Rask", "Socialrådgiver i dagtilbud", partner, "Svendborg", early, "", 0},
	{"jesper", "Jesper Holk", "Dagtilbudschef", partner, "Randers", early, "", 0},
	{"nadia", "Nadia Yilmaz", "Pædagogisk leder", partner, "Randers", early, "", 0},
	{"bodil", "Bodil Krarup", "Chefkonsulent", observer, forum, early, "", 0},
}

// began says, in months before the filling, when seats of a role began: the
// partners with their programme, the reference network later.
var began = map[string]map[actor.Role]int{
	together: {coordinator: -15, partner: -14, reference: -9, observer: -9},
	early:    {coordinator: -3, partner: -2, observer: -2},
}

func (f *filler) giveSeat(ctx context.Context, who member) error {
	starts := f.month(began[who.programme][who.role])
	if who.key == "ida" { // who took over from a colleague
		starts = f.day(-39)
	}
	f.at(starts, 8, 30)
	page, err := f.programme.Page(ctx, who.programme)
	if err != nil {
		return err
	}
	organisation, ok := f.organisations[who.organisation]
	if !ok {
		return fmt.Errorf("the demo has no organisation %q", who.organisation)
	}
	seat := programme.Seat{
		ProgrammeID: page.ID, OrganisationID: organisation, PersonID: f.people[who.key].ID, Role: who.role,
		Span: programme.Span{Starts: starts},
	}
	if who.left > 0 {
		seat.Ends = f.day(-who.left)
	}
	if who.role == coordinator {
		_, err = f.programme.NameCoordinator(f.asAdministrator(ctx), seat)
		return err
	}
	jonas, err := f.as(ctx, "jonas")
	if err != nil {
		return err
	}
	if _, err = f.programme.GiveSeat(jonas, seat); err != nil {
		return fmt.Errorf("seat of %s: %w", who.name, err)
	}
	return nil
}
