package app_test

import (
	"context"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"sluse/internal/app"
	"sluse/internal/app/apptest"
	"sluse/internal/domain/invitation"
	"sluse/internal/domain/programme"
	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/clock"
	"sluse/internal/kernel/fault"
	"sluse/internal/kernel/id"
	"sluse/internal/platform/database"
)

// patience is how long a mail may take on a machine that is busy with tests.
const patience = 30 * time.Second

var (
	thisted = programme.MunicipalityOrganisationID("0787")
	kolding = programme.MunicipalityOrganisationID("0621")
)

// stage is a running demo app, whose mails can be read, with a clock that is moved.
type stage struct {
	*apptest.App
	clock *clock.Manual
	mails map[string]bool // ids of those that have been read
}

func newStage(t *testing.T) *stage {
	t.Helper()
	s := &stage{clock: clock.NewManual(clock.System{}.Now()), mails: map[string]bool{}}
	s.App = apptest.New(t, apptest.Demo(), func(o *app.Options) { o.Clock = s.clock })
	s.mailbox(t)
	return s
}

// mailed is a mail that the app would have sent.
type mailed struct {
	ID, To, Subject, Text, HTML string
}

func (s *stage) mailbox(t *testing.T) []mailed {
	t.Helper()
	var box struct{ Items []mailed }
	s.As(t, "").Get("/api/demo/mails").JSON(t, &box)
	fresh := slices.DeleteFunc(box.Items, func(m mailed) bool { return s.mails[m.ID] })
	return fresh
}

// mailTo waits for the next mail to an address that somebody's deed has caused: those to
// sign in with, and what is gathered and falls due when the clock is moved, are none.
func (s *stage) mailTo(t *testing.T, address string) mailed {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	for {
		for _, m := range s.mailbox(t) {
			if m.To == address && !strings.Contains(m.Subject, "Log ind") && !strings.HasPrefix(m.Subject, "Nyt til dig") {
				s.mails[m.ID] = true
				return m
			}
		}
		select {
		case <-again.C:
		case <-ctx.Done():
			t.Fatalf("no mail to %s", address)
		}
	}
}

var linkForm = regexp.MustCompile(`/invitation/([A-Za-z0-9_-]{43})\b`)

// tokenOf takes the link out of a mail.
func tokenOf(t *testing.T, m mailed) string {
	t.Helper()
	found := linkForm.FindStringSubmatch(m.Text)
	if found == nil || !strings.Contains(m.HTML, found[1]) {
		t.Fatalf("no link in %s", m.Text)
	}
	return found[1]
}

func invite(people ...string) invitation.Draft {
	d := invitation.Draft{OrganisationID: thisted, Role: actor.Reference, Greeting: "Kom og vær med.\nVi glæder os.", BatchID: id.New()}
	for _, email := range people {
		name, _, _ := strings.Cut(email, "@")
		d.People = append(d.People, invitation.Invitee{Name: strings.ToUpper(name[:1]) + name[1:] + " Prøve", Email: email})
	}
	return d
}

func (s *stage) send(t *testing.T, as string, d invitation.Draft) []invitation.Listed {
	t.Helper()
	list, err := s.Invitation().Send(s.Context(t, as), apptest.Together, d)
	must(t, err)
	return list.Items
}

func (s *stage) state(t *testing.T, invitationID string) invitation.State {
	t.Helper()
	list, err := s.Invitation().List(s.coordinator(t), apptest.Together)
	must(t, err)
	for _, i := range list.Items {
		if i.ID == invitationID {
			return i.State
		}
	}
	return "gone"
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantFault(t *testing.T, err error, kind fault.Kind, code string) {
	t.Helper()
	if f, ok := fault.As(err); !ok || f.Kind != kind || f.Code != code {
		t.Errorf("got %v, want %s %s", err, kind, code)
	}
}

const link = "/api/invitation-links/"

func TestFromMailToSeat(t *testing.T) {
	s := newStage(t)
	sent := s.send(t, "Signe", invite("ny@thisted.example"))
	m := s.mailTo(t, "ny@thisted.example")
	for _, part := range []string{"Signe Prøve", "Sammen om opfølgning", "Thisted", "Kom og vær med.", "Linket virker til og med"} {
		if !strings.Contains(m.Text, part) || !strings.Contains(m.HTML, part) {
			t.Errorf("the mail lacks %q: %s", part, m.Text)
		}
	}
	s.Fill["token"] = tokenOf(t, m)
	waitFor(t, func() bool { return s.state(t, sent[0].ID) == invitation.Delivered })
	// A mail gateway opens the link, again and again: nothing comes of it.
	for range 3 {
		s.Run(t, apptest.Scenario{
			Method: http.MethodGet, Path: link + "{token}", Status: 200, Verbs: []string{},
			Want: []string{`"state":"open"`, `"email":"ny@thisted.example"`, `"known":false`, "Signe Prøve", "Vi glæder os"},
		})
	}
	if got := s.state(t, sent[0].ID); got != invitation.Delivered {
		t.Fatalf("looked at, it is %s", got)
	}
	s.Run(t,
		apptest.Scenario{Method: http.MethodPost, Path: link + "{token}/opening", Status: 204, Verbs: []string{invitation.VerbOpened}},
		apptest.Scenario{Method: http.MethodPost, Path: link + "{token}/opening", Status: 204, Verbs: []string{}},
		apptest.Scenario{Method: http.MethodPost, Path: link + "{token}/renewal", Status: 409},
	)
	if got := s.state(t, sent[0].ID); got != invitation.Opened {
		t.Errorf("opened, it is %s", got)
	}
	client := s.As(t, "")
	answer := client.Post(link+s.Fill["token"]+"/acceptance", map[string]string{"name": "Ny Kollega", "title": "Faglig leder", "locale": "da"})
	if answer.Status != 200 || client.Token == "" {
		t.Fatalf("%d %s", answer.Status, answer.Body)
	}
	me := client.Get("/api/me")
	for _, part := range []string{"Ny Kollega", "Faglig leder", `"role":"reference"`, thisted} {
		if !strings.Contains(string(me.Body), part) {
			t.Errorf("me lacks %q: %s", part, me.Body)
		}
	}
	if got := client.Get("/api/programmes/" + apptest.Together + "/threads").Status; got != 200 {
		t.Errorf("the new member gets %d", got)
	}
	if got := s.state(t, sent[0].ID); got != invitation.Accepted {
		t.Errorf("accepted, it is %s", got)
	}
	s.Run(t,
		apptest.Scenario{Name: "used", Method: http.MethodPost, Path: link + "{token}/acceptance", Body: `{"name":"A","title":""}`, Status: 410, Want: []string{"invitation.link_used"}},
		apptest.Scenario{Name: "used, looked at", Method: http.MethodGet, Path: link + "{token}", Status: 200, Want: []string{`"state":"used"`}, Unwanted: []string{"ny@thisted.example", "Vi glæder os"}},
	)
	_, err := s.Invitation().SendAgain(s.Context(t, "Signe"), sent[0].ID)
	wantFault(t, err, fault.Conflict, "invitation.closed")
	_, err = s.Invitation().Revoke(s.Context(t, "Signe"), sent[0].ID)
	wantFault(t, err, fault.Conflict, "invitation.closed")
}

func waitFor(t *testing.T, done func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	for !done() {
		select {
		case <-again.C:
		case <-ctx.Done():
			t.Fatal("waited in vain")
		}
	}
}

// Three free seats and thirty invitations at once: exactly three.
func TestInvitationsStayWithinTheSeats(t *testing.T) {
	s := newStage(t)
	ctx := s.Context(t, "Jonas")
	odense := programme.MunicipalityOrganisationID("0461")
	_, err := s.Programme().Join(ctx, programme.Participation{
		ProgrammeID: s.Fill["programmeId"], OrganisationID: odense, Kind: programme.Reference,
		Span: programme.Span{Starts: clock.Today(s.clock)},
	})
	must(t, err)
	var group sync.WaitGroup
	results := make(chan error, 30)
	for n := range cap(results) {
		draft := invite(fmt.Sprintf("person%d@odense.example", n))
		draft.OrganisationID = odense
		group.Go(func() {
			_, err := s.Invitation().Send(ctx, apptest.Together, draft)
			results <- err
		})
	}
	group.Wait()
	close(results)
	sent := 0
	for err := range results {
		if err == nil {
			sent++
			continue
		}
		wantFault(t, err, fault.Conflict, "invitation.too_few_seats")
	}
	if sent != 3 {
		t.Errorf("%d were sent, want 3", sent)
	}
	list, err := s.Invitation().List(ctx, apptest.Together)
	must(t, err)
	if len(list.Items) != 3 {
		t.Errorf("%d stand in the list", len(list.Items))
	}
	const organisations = "/api/programmes/{programme}/organisations"
	const full = `"mayFill":true,"seatsInvited":3,"seatsTotal":3`
	s.Run(t,
		apptest.Scenario{Method: http.MethodGet, Path: organisations, As: "Jonas", Status: 200, Want: []string{full}},
		// Who cannot fill them is not told: Odense's are neither Signe's nor an observer's.
		apptest.Scenario{Method: http.MethodGet, Path: organisations, As: "Signe", Status: 200, Want: []string{`"mayFill":true`}, Unwanted: []string{full}},
		apptest.Scenario{Method: http.MethodGet, Path: organisations, As: "Bo", Status: 200, Unwanted: []string{`"mayFill":true`, `"seatsTotal":3`}},
	)
}

func TestSameAgainIsSentOnce(t *testing.T) {
	s := newStage(t)
	ctx := s.Context(t, "Jonas")
	draft := invite("a@thisted.example", "b@thisted.example")
	var group sync.WaitGroup
	for range 5 {
		group.Go(func() {
			list, err := s.Invitation().Send(ctx, apptest.Together, draft)
			if err != nil || len(list.Items) != 2 {
				t.Errorf("%d sent (%v)", len(list.Items), err)
			}
		})
	}
	group.Wait()
	list, err := s.Invitation().List(ctx, apptest.Together)
	must(t, err)
	if len(list.Items) != 2 {
		t.Errorf("%d invitations", len(list.Items))
	}
	again := invite("A@Thisted.example")
	_, err = s.Invitation().Send(ctx, apptest.Together, again)
	wantField(t, err, "people[0].email", "invitation.already_invited")
	_, err = s.Invitation().Send(ctx, apptest.Together, invite("signe@kommune.example"))
	wantField(t, err, "people[0].email", "invitation.already_member")
	_, err = s.Invitation().Send(ctx, apptest.Together, invite("c@thisted.example"))
	wantFault(t, err, fault.Conflict, "invitation.too_few_seats")
}

func wantField(t *testing.T, err error, field, code string) {
	t.Helper()
	f, ok := fault.As(err)
	if !ok || !slices.ContainsFunc(f.Fields, func(x fault.Field) bool { return x.Field == field && x.Code == code }) {
		t.Errorf("got %v, want %s %s", err, field, code)
	}
}

func TestNewLinkEndsTheOldOne(t *testing.T) {
	s := newStage(t)
	sent := s.send(t, "Jonas", invite("ny@thisted.example"))
	old := tokenOf(t, s.mailTo(t, "ny@thisted.example"))
	_, err := s.Invitation().SendAgain(s.Context(t, "Jonas"), sent[0].ID)
	wantFault(t, err, fault.Limited, "invitation.just_sent")
	s.clock.Advance(15 * 24 * time.Hour)
	if got := s.state(t, sent[0].ID); got != invitation.Expired {
		t.Fatalf("after fifteen days it is %s", got)
	}
	s.Fill["token"] = old
	s.Run(t,
		apptest.Scenario{Name: "expired", Method: http.MethodPost, Path: link + "{token}/acceptance", Body: `{"name":"A","title":""}`, Status: 410, Want: []string{"invitation.link_expired"}},
		apptest.Scenario{Name: "asks", Method: http.MethodPost, Path: link + "{token}/renewal", Status: 204, Verbs: []string{invitation.VerbAsked}},
		apptest.Scenario{Name: "asks again", Method: http.MethodPost, Path: link + "{token}/renewal", Status: 204, Verbs: []string{}},
		apptest.Scenario{Name: "has asked", Method: http.MethodGet, Path: link + "{token}", Status: 200, Want: []string{`"state":"expired"`, `"asked":true`}},
	)
	asked := s.mailTo(t, "jonas@kommune.example")
	if !strings.Contains(asked.Text, "ny@thisted.example") || !strings.Contains(asked.Text, "/p/"+apptest.Together+"/invitations") {
		t.Errorf("%s", asked.Text)
	}
	renewed, err := s.Invitation().SendAgain(s.coordinator(t), sent[0].ID)
	must(t, err)
	// Their server may have taken it already.
	if got := renewed.Items[0].State; got != invitation.Sent && got != invitation.Delivered {
		t.Errorf("sent again, it is %s", got)
	}
	fresh := tokenOf(t, s.mailTo(t, "ny@thisted.example"))
	s.Run(t,
		apptest.Scenario{Name: "replaced", Method: http.MethodPost, Path: link + "{token}/acceptance", Body: `{"name":"A","title":""}`, Status: 410, Want: []string{"invitation.link_replaced"}},
		apptest.Scenario{Name: "replaced, looked at", Method: http.MethodGet, Path: link + "{token}", Status: 200, Want: []string{`"state":"replaced"`}},
		apptest.Scenario{Name: "the new one", Method: http.MethodPost, Path: link + fresh + "/acceptance", Body: `{"name":"Ny","title":""}`, Status: 200},
	)
}

// coordinator acts as Jonas, also when his session has ended meanwhile.
func (s *stage) coordinator(t *testing.T) context.Context {
	t.Helper()
	memberships, err := s.Programme().Memberships(t.Context(), s.Fill["jonas"])
	must(t, err)
	return actor.With(t.Context(), actor.Actor{PersonID: s.Fill["jonas"], Name: "Jonas Prøve", Memberships: memberships})
}

func TestRevokedLinkOpensNothing(t *testing.T) {
	s := newStage(t)
	sent := s.send(t, "Signe", invite("ny@thisted.example"))
	s.Fill["token"], s.Fill["invitation"] = tokenOf(t, s.mailTo(t, "ny@thisted.example")), sent[0].ID
	s.Run(t,
		apptest.Scenario{As: "Karim", Method: http.MethodPost, Path: "/api/invitations/{invitation}/revocation", Status: 404},
		apptest.Scenario{As: "Bo", Method: http.MethodPost, Path: "/api/invitations/{invitation}/revocation", Status: 404},
		apptest.Scenario{As: "Signe", Method: http.MethodPost, Path: "/api/invitations/{invitation}/revocation", Status: 200, Verbs: []string{invitation.VerbRevoked}, Want: []string{`"state":"revoked"`}},
		apptest.Scenario{Method: http.MethodPost, Path: link + "{token}/acceptance", Body: `{"name":"A","title":""}`, Status: 410, Want: []string{"invitation.link_revoked"}},
		apptest.Scenario{Method: http.MethodPost, Path: link + "{token}/opening", Status: 204, Verbs: []string{}},
	)
	s.send(t, "Signe", invite("a@thisted.example", "b@thisted.example")) // its seat is free
}

// Two accept with one link: one of them gets the seat.
func TestOneLinkIsAcceptedOnce(t *testing.T) {
	s := newStage(t)
	s.send(t, "Jonas", invite("ny@thisted.example"))
	token := tokenOf(t, s.mailTo(t, "ny@thisted.example"))
	var group sync.WaitGroup
	results := make(chan error, 10)
	for range cap(results) {
		group.Go(func() {
			_, err := s.Invitation().Accept(t.Context(), token, invitation.Acceptance{Name: "Ny"})
			results <- err
		})
	}
	group.Wait()
	close(results)
	accepted := 0
	for err := range results {
		if err == nil {
			accepted++
			continue
		}
		wantFault(t, err, fault.Gone, "invitation.link_used")
	}
	if accepted != 1 {
		t.Errorf("accepted %d times", accepted)
	}
}

// Who is known already keeps their name, and gets the membership.
func TestKnownPersonGainsTheMembership(t *testing.T) {
	s := newStage(t)
	draft := invite("outsider@kommune.example")
	s.send(t, "Jonas", draft)
	s.Fill["token"] = tokenOf(t, s.mailTo(t, "outsider@kommune.example"))
	s.Run(t,
		apptest.Scenario{Name: "signed out", Method: http.MethodGet, Path: link + "{token}", Status: 200, Want: []string{`"known":true`, `"signedInAs":""`, "Outsider Prøve"}},
		apptest.Scenario{Name: "as the invited", As: "Outsider", Method: http.MethodGet, Path: link + "{token}", Status: 200, Want: []string{`"signedInAs":"outsider@kommune.example"`}},
		apptest.Scenario{Name: "as another", As: "Karim", Method: http.MethodGet, Path: link + "{token}", Status: 200, Want: []string{`"signedInAs":"karim@kommune.example"`}},
	)
	// Karim's browser: the link proves the other address, and his session ends here.
	karim := s.As(t, "Karim")
	before := karim.Token
	if answer := karim.Post(link+s.Fill["token"]+"/acceptance", map[string]string{"name": "Anderledes", "title": ""}); answer.Status != 200 {
		t.Fatalf("%d %s", answer.Status, answer.Body)
	}
	me := string(karim.Get("/api/me").Body)
	if !strings.Contains(me, "Outsider Prøve") || strings.Contains(me, "Anderledes") || !strings.Contains(me, apptest.Together) {
		t.Errorf("%s", me)
	}
	former := s.As(t, "Karim")
	if former.Token = before; former.Get("/api/me").Status != 401 {
		t.Error("the session that the browser had still works")
	}
}

func TestUnusedInvitationsAreForgotten(t *testing.T) {
	s := newStage(t)
	sent := s.send(t, "Jonas", invite("ny@thisted.example"))
	token := tokenOf(t, s.mailTo(t, "ny@thisted.example"))
	s.clock.Advance(44 * 24 * time.Hour)
	must(t, database.Apply(t.Context(), s.Invitation().Rules(), s.Invitation().Clock.Now()))
	list, err := s.Invitation().List(s.coordinator(t), apptest.Together)
	must(t, err)
	if len(list.Items) != 1 {
		t.Fatal("forgotten too early")
	}
	s.clock.Advance(2 * 24 * time.Hour)
	must(t, database.Apply(t.Context(), s.Invitation().Rules(), s.Invitation().Clock.Now()))
	if list, err = s.Invitation().List(s.coordinator(t), apptest.Together); err != nil || len(list.Items) != 0 {
		t.Errorf("%s is still there (%v)", sent[0].Email, err)
	}
	_, err = s.Invitation().Look(t.Context(), token)
	wantFault(t, err, fault.NotFound, "invitation.link_unknown")
	var n int
	must(t, s.DB().Read(t.Context()).Raw("SELECT count(*) FROM activity_event WHERE data LIKE '%ny@thisted%' OR private LIKE '%ny@thisted%'").Scan(&n).Error)
	if n != 0 {
		t.Errorf("the address stands in the log %d times", n)
	}
}

func TestMailsADayAreBounded(t *testing.T) {
	s := newStage(t)
	ctx := s.Context(t, "Mette") // a partner: no limit of seats
	draft := func(n int) invitation.Draft {
		d := invitation.Draft{OrganisationID: programme.MunicipalityOrganisationID("0265"), Role: actor.Partner, BatchID: id.New()}
		for range n {
			d.People = append(d.People, invitation.Invitee{Email: id.New() + "@roskilde.example"})
		}
		return d
	}
	_, err := s.Invitation().Send(ctx, apptest.Together, draft(29))
	must(t, err)
	_, err = s.Invitation().Send(ctx, apptest.Together, draft(2))
	wantFault(t, err, fault.Limited, "invitation.too_many_mails")
	_, err = s.Invitation().Send(ctx, apptest.Together, draft(1))
	must(t, err)

	sent := s.send(t, "Jonas", invite("ny@thisted.example"))
	for range 4 {
		s.clock.Advance(2 * time.Minute)
		_, err := s.Invitation().SendAgain(s.Context(t, "Jonas"), sent[0].ID)
		must(t, err)
	}
	s.clock.Advance(2 * time.Minute)
	_, err = s.Invitation().SendAgain(s.Context(t, "Jonas"), sent[0].ID)
	wantFault(t, err, fault.Limited, "invitation.too_many_to_address")
}

func TestPreviewNamesAndCountsRecipients(t *testing.T) {
	s := newStage(t)
	preview, err := s.Invitation().Preview(s.Context(t, "Signe"), apptest.Together, invite("a@thisted.example", "b@thisted.example"))
	must(t, err)
	if len(preview.Recipients) != 2 || preview.Mail.Subject != "Signe Prøve inviterer dig til Sammen om opfølgning" || preview.Room.Limit != 3 {
		t.Errorf("%+v", preview)
	}
	_, err = s.Invitation().Preview(s.Context(t, "Signe"), apptest.Together, invitation.Draft{OrganisationID: kolding, Role: actor.Reference, People: []invitation.Invitee{{Email: "a@x.example"}}})
	wantFault(t, err, fault.Forbidden, "seat.own_organisation_only")
	if slices.ContainsFunc(s.mailbox(t), func(m mailed) bool { return strings.HasSuffix(m.To, "@thisted.example") }) {
		t.Error("a preview was sent")
	}
}

func TestCheckSaysWhoIsThereAlready(t *testing.T) {
	s := newStage(t)
	s.send(t, "Jonas", invite("inviteret@thisted.example"))
	checked, err := s.Invitation().Check(s.Context(t, "Signe"), apptest.Together, thisted, actor.Reference,
		"Signe <signe@kommune.example>\ninviteret@thisted.example\nNy;ny@thisted.example;Leder\nvrøvl")
	must(t, err)
	want := []string{"invitation.already_member", "invitation.already_invited", "", "paste.no_address"}
	for n, line := range checked.Lines {
		if line.Code != want[n] {
			t.Errorf("line %d is %q, want %q", line.Number, line.Code, want[n])
		}
	}
	if checked.Room != (invitation.Room{Limit: 3, Used: 1, Reserved: 1}) {
		t.Errorf("%+v", checked.Room)
	}
}
