package apptest

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"sluse/internal/app"
	"sluse/internal/domain/account"
	"sluse/internal/domain/discussion"
	"sluse/internal/domain/programme"
	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/clock"
	"sluse/internal/kernel/id"
)

// The programmes of every test app.
const (
	// Together is the programme that all named people but Outsider are in.
	Together = "sammen-om-opfoelgning"
	// Elsewhere is the programme that Outsider is in.
	Elsewhere = "tidlig-opsporing"
)

// member is a named person with what they are in a programme.
type member struct {
	name, programme, municipality string
	role                          actor.Role
}

// The named people. Anne is the installation's administrator and in no programme.
var members = []member{
	{"Jonas", Together, "", actor.Coordinator},
	{"Signe", Together, "0787", actor.Reference},
	{"Karim", Together, "0621", actor.Reference},
	{"Mette", Together, "0265", actor.Partner},
	{"Bo", Together, "0615", actor.Observer},
	{"Ulla", Elsewhere, "", actor.Coordinator},
	{"Outsider", Elsewhere, "0851", actor.Reference},
}

// New starts an app with two programmes, the named people and one discussion:
//
//   - Anne, administrator
//   - Jonas (coordinator), Signe and Karim (reference), Mette (partner) and Bo
//     (observer) in Together
//   - Ulla (coordinator) and Outsider (reference) in Elsewhere
//
// App.Fill knows {signe} and the others by their lower-case names, {programme} and
// {elsewhere} (addresses), {programmeId}, {thread} (for members), {post} (Signe's
// in it), {partnersThread}, {document}, {file} (see share), {agency} (an organisation) and {none} (an id of nothing).
func New(t testing.TB, options ...Option) *App {
	t.Helper()
	a := open(t, options...)
	a.populate(t)
	a.serve()
	return a
}

func must[T any](t testing.TB) func(value T, err error) T {
	return func(value T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

func (a *App) populate(t testing.TB) {
	t.Helper()
	anne := must[account.Person](t)(a.Account().NameAdministrator(t.Context(), "anne@styrelsen.example", "Anne Holm"))
	a.signIn(t, "Anne", anne)
	agency := must[programme.Organisation](t)(a.Programme().AddOrganisation(a.Context(t, "Anne"),
		programme.Organisation{Name: "Styrelsen", Short: "Styrelsen", Kind: programme.KindAgency}))
	programmes := map[string]programme.Programme{}
	for slug, name := range map[string]string{Together: "Sammen om opfølgning", Elsewhere: "Tidlig opsporing i dagtilbud"} {
		programmes[slug] = a.addProgramme(t, slug, name)
	}
	for _, m := range members {
		a.addMember(t, m, programmes[m.programme], agency.ID)
	}
	a.Fill["programme"], a.Fill["elsewhere"] = Together, Elsewhere
	a.Fill["programmeId"], a.Fill["agency"], a.Fill["none"] = programmes[Together].ID, agency.ID, id.New()
	a.discuss(t)
	a.share(t)
}

func (a *App) addProgramme(t testing.TB, slug, name string) programme.Programme {
	t.Helper()
	today := clock.Today(clock.System{})
	return must[programme.Programme](t)(a.Programme().Create(a.Context(t, "Anne"), programme.Public{
		Slug: slug, Name: name, ShortName: name,
		Span: programme.Span{Starts: today.AddDays(-400), Ends: today.AddDays(400)},
	}, programme.Limits{Seats: 3, References: 15}, true))
}

// addMember makes a person known, lets their municipality join and gives them
// their seat, all through the services.
func (a *App) addMember(t testing.TB, m member, p programme.Programme, agency string) {
	t.Helper()
	person := must[account.Person](t)(a.Account().AddPerson(a.Context(t, "Anne"), account.Draft{
		Email: strings.ToLower(m.name) + "@kommune.example", Name: m.name + " Prøve", Title: "Faglig leder",
	}))
	from := programme.Span{Starts: clock.Today(clock.System{}).AddDays(-100)}
	seat := programme.Seat{ProgrammeID: p.ID, OrganisationID: agency, PersonID: person.ID, Role: m.role, Span: from}
	if m.role == actor.Coordinator {
		must[programme.Seat](t)(a.Programme().NameCoordinator(a.Context(t, "Anne"), seat))
		a.signIn(t, m.name, person)
		return
	}
	coordinator := members[slices.IndexFunc(members, func(other member) bool {
		return other.programme == m.programme && other.role == actor.Coordinator
	})]
	ctx := a.Context(t, coordinator.name)
	seat.OrganisationID = programme.MunicipalityOrganisationID(m.municipality)
	kind := programme.Reference
	if m.role == actor.Partner {
		kind = programme.Partner
	}
	must[programme.Participation](t)(a.Programme().Join(ctx, programme.Participation{
		ProgrammeID: p.ID, OrganisationID: seat.OrganisationID, Kind: kind, Span: from,
	}))
	must[programme.Seat](t)(a.Programme().GiveSeat(ctx, seat))
	a.signIn(t, m.name, person)
}

func (a *App) discuss(t testing.TB) {
	t.Helper()
	open := func(name string, thread discussion.NewThread) string {
		thread.ClientID = id.New()
		return must[discussion.ThreadView](t)(a.Discussion().Open(a.Context(t, name), Together, thread)).ID
	}
	a.Fill["thread"] = open("Jonas", discussion.NewThread{Title: "Hvordan følger I op?", Audience: discussion.ForMembers, Text: "Fortæl kort."})
	a.Fill["partnersThread"] = open("Mette", discussion.NewThread{Title: "Kun for partnere", Audience: discussion.ForPartners, Text: "Fortroligt."})
	post, _, err := a.Discussion().Post(a.Context(t, "Signe"), a.Fill["thread"], discussion.NewPost{ClientID: id.New(), Text: "Hver fjortende dag."})
	if err != nil {
		t.Fatal(err)
	}
	a.Fill["post"] = post.ID
}

// signIn gives the person a session the way everybody gets one: by the code in a
// mail. The app does not serve yet, so the mail waits in the outbox.
func (a *App) signIn(t testing.TB, name string, person account.Person) {
	t.Helper()
	requested := must[account.Requested](t)(a.Account().RequestSignIn(t.Context(), person.Email, "", "192.0.2.1"))
	if err := a.Account().Deliver(t.Context(), requested.ID); err != nil {
		t.Fatal(err)
	}
	proof := account.Proof{RequestID: requested.ID, Code: a.mailedCode(t, requested.ID)}
	in := must[account.SignedIn](t)(a.Account().SignIn(t.Context(), proof, "Mozilla/5.0 (Windows NT 10.0) Firefox/145.0", ""))
	a.tokens[name] = in.Token
	a.Fill[strings.ToLower(name)] = person.ID
}

func (a *App) mailedCode(t testing.TB, requestID string) string {
	t.Helper()
	var text string
	if err := a.DB().Read(t.Context()).Raw("SELECT message FROM mail_outbox WHERE dedupe_key = ?", "sign_in:"+requestID).Scan(&text).Error; err != nil {
		t.Fatal(err)
	}
	var message struct {
		Data struct {
			Code string `json:"code"`
		}
	}
	if err := json.Unmarshal([]byte(text), &message); err != nil || message.Data.Code == "" {
		t.Fatalf("no code in the mail: %v in %q", err, text)
	}
	return message.Data.Code
}

// Context returns a context in which a named person acts, with what they are at
// this moment.
func (a *App) Context(t testing.TB, name string) context.Context {
	t.Helper()
	return actor.With(t.Context(), must[actor.Actor](t)(a.Account().Authenticate(t.Context(), a.tokens[name])))
}

// Elsewhere has another process do something on the same data, which says nothing to
// this one.
func (a *App) Elsewhere(t testing.TB, do func(other *app.App)) {
	t.Helper()
	other := must[*app.App](t)(app.Open(t.Context(), a.settings))
	do(other)
	if err := other.Close(); err != nil {
		t.Error(err)
	}
}

// DisableElsewhere shuts a person out as another process does, on the same data.
func (a *App) DisableElsewhere(t testing.TB, email string) {
	t.Helper()
	must[app.Administrator](t)(app.DisablePerson(t.Context(), a.settings, email))
}
