package account_test

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"time"

	"sluse/internal/domain/account"
	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/clock"
	"sluse/internal/kernel/fault"
	"sluse/internal/kernel/id"
	"sluse/internal/platform/activity"
	"sluse/internal/platform/database"
	"sluse/internal/platform/database/dbtest"
	"sluse/internal/platform/jobs"
	"sluse/internal/platform/mail"
)

// world is an account feature on a real database whose mails end in a slice.
type world struct {
	*account.Module
	db    *database.DB
	clock *clock.Manual
	jobs  *jobs.Jobs
	admin context.Context

	mu          sync.Mutex
	mails       []mail.Message
	mailed      chan struct{}
	memberships map[string][]actor.Membership
	ended       []string
	rechecked   []string
}

func (w *world) Send(_ context.Context, m mail.Message) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.mails = append(w.mails, m)
	select {
	case w.mailed <- struct{}{}:
	default:
	}
	return nil
}

func (w *world) MailWishes(context.Context, string) (answers, mentions bool, err error) {
	return true, false, nil
}

// others stands for the feature that keeps memberships.
type others struct{ w *world }

func (o others) Memberships(_ context.Context, personID string) ([]actor.Membership, error) {
	o.w.mu.Lock()
	defer o.w.mu.Unlock()
	return slices.Clone(o.w.memberships[personID]), nil
}

func (o others) Describe(ctx context.Context, personID string) ([]account.MembershipView, error) {
	list, err := o.Memberships(ctx, personID)
	views := make([]account.MembershipView, len(list))
	for i, m := range list {
		views[i] = account.MembershipView{ProgrammeID: m.ProgrammeID, Role: string(m.Role), ProgrammeShort: "Sammen"}
	}
	return views, err
}

func (o others) Turns(context.Context, string) ([]account.TurnView, error) {
	return []account.TurnView{}, nil
}

// sockets stands for the live hub.
type sockets struct{ w *world }

func (s sockets) EndSession(sessionID string) {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	s.w.ended = append(s.w.ended, sessionID)
}

func (s sockets) Recheck(personID string) {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	s.w.rechecked = append(s.w.rechecked, personID)
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{
		db:     dbtest.New(t),
		clock:  clock.NewManual(time.Date(2026, 11, 19, 9, 0, 0, 0, time.UTC)),
		mailed: make(chan struct{}, 1), memberships: map[string][]actor.Membership{},
	}
	quiet := slog.New(slog.DiscardHandler)
	w.jobs = jobs.New(w.db, quiet, w.clock)
	w.jobs.PollEvery(20 * time.Millisecond)
	w.Module = account.New(account.Needs{
		DB: w.db, Clock: w.clock, Log: activity.New(w.db, w.clock, quiet, "test"), Logger: quiet, Jobs: w.jobs,
		Mailer: w, Memberships: others{w}, Wishes: w, Revoker: sockets{w}, Key: []byte("a key for tests"), BaseURL: "https://sluse.example", Secure: true, Demo: true,
	})
	anne, err := w.NameAdministrator(t.Context(), "Anne@Sluse.example", "Anne Nørby")
	must(t, err)
	w.admin = actor.With(t.Context(), actor.Actor{PersonID: anne.ID, Administrator: true})
	return w
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

func (w *world) person(t *testing.T, email string) account.Person {
	t.Helper()
	p, err := w.AddPerson(w.admin, account.Draft{Email: email, Name: "Signe Lauritsen", Title: "Faglig leder"})
	must(t, err)
	return p
}

// request asks to sign in and has the mail made; it returns what the mail holds,
// empty where none came.
func (w *world) request(t *testing.T, email string) (requestID, code, token string) {
	t.Helper()
	requested, err := w.RequestSignIn(t.Context(), email, "/overview", "192.0.2.1")
	must(t, err)
	w.mails = nil
	must(t, w.Deliver(t.Context(), requested.ID))
	if len(w.mails) == 1 {
		code, _ = w.mails[0].Data["code"].(string)
		token, _ = w.mails[0].Data["token"].(string)
	}
	return requested.ID, code, token
}

func (w *world) signIn(t *testing.T, email string) account.SignedIn {
	t.Helper()
	_, _, token := w.request(t, email)
	in, err := w.SignIn(t.Context(), account.Proof{Token: token}, "Firefox Windows", "")
	must(t, err)
	return in
}

// wrong returns a code that is not the right one.
func wrong(code string) string {
	if code == "000000" {
		return "000001"
	}
	return "000000"
}

func TestCodeAndLinkSignInOnce(t *testing.T) {
	w := newWorld(t)
	signe := w.person(t, "signe@thisted.example")
	requestID, code, token := w.request(t, " SIGNE@thisted.example")
	m := w.mails[0]
	if m.To.Email != signe.Email || m.Template != "sign_in" || !m.Sensitive || m.Data["minutes"] != 15 {
		t.Errorf("mail %+v", m)
	}
	in, err := w.SignIn(t.Context(), account.Proof{RequestID: requestID, Code: code[:3] + " " + code[3:]}, "", "")
	must(t, err)
	if in.Person.ID != signe.ID || in.Next != "/overview" {
		t.Errorf("signed in %+v", in)
	}
	_, err = w.SignIn(t.Context(), account.Proof{RequestID: requestID, Code: code}, "", "")
	wantFault(t, err, fault.Gone, "signin.link_used")
	_, err = w.SignIn(t.Context(), account.Proof{Token: token}, "", "")
	wantFault(t, err, fault.Gone, "signin.link_used")
	_, err = w.SignIn(t.Context(), account.Proof{Token: token + "x"}, "", "")
	wantFault(t, err, fault.Gone, "signin.link_unknown")
	who, err := w.Authenticate(t.Context(), in.Token)
	must(t, err)
	if who.PersonID != signe.ID || who.SessionID != in.Session.ID {
		t.Errorf("authenticated %+v", who)
	}
}

func TestCodesExpireAfterAQuarterOfAnHour(t *testing.T) {
	w := newWorld(t)
	w.person(t, "signe@thisted.example")
	requestID, code, token := w.request(t, "signe@thisted.example")
	w.clock.Advance(15 * time.Minute)
	_, err := w.SignIn(t.Context(), account.Proof{RequestID: requestID, Code: code}, "", "")
	wantFault(t, err, fault.Gone, "signin.expired")
	_, err = w.SignIn(t.Context(), account.Proof{Token: token}, "", "")
	wantFault(t, err, fault.Gone, "signin.expired")
	must(t, w.Deliver(t.Context(), requestID))
}

func TestCodeIsTriedFiveTimesAndForItsOwnRequestOnly(t *testing.T) {
	w := newWorld(t)
	w.person(t, "signe@thisted.example")
	requestID, code, token := w.request(t, "signe@thisted.example")
	other, _, _ := w.request(t, "signe@thisted.example")
	_, err := w.SignIn(t.Context(), account.Proof{RequestID: other, Code: code}, "", "")
	wantFault(t, err, fault.Invalid, "signin.code_wrong")
	for left := 4; left > 0; left-- {
		_, err := w.SignIn(t.Context(), account.Proof{RequestID: requestID, Code: wrong(code)}, "", "")
		wantFault(t, err, fault.Invalid, "signin.code_wrong")
		if f, _ := fault.As(err); f.Params["left"] != left {
			t.Errorf("left %v, want %d", f.Params["left"], left)
		}
	}
	for range 2 {
		_, err = w.SignIn(t.Context(), account.Proof{RequestID: requestID, Code: wrong(code)}, "", "")
		wantFault(t, err, fault.Gone, "signin.too_many")
	}
	_, err = w.SignIn(t.Context(), account.Proof{RequestID: requestID, Code: code}, "", "")
	wantFault(t, err, fault.Gone, "signin.too_many")
	_, err = w.SignIn(t.Context(), account.Proof{Token: token}, "", "")
	must(t, err) // the link cannot be guessed, and its owner is not locked out
}

func TestManyGuessesAtOnceGetFiveTries(t *testing.T) {
	w := newWorld(t)
	w.person(t, "signe@thisted.example")
	requestID, code, _ := w.request(t, "signe@thisted.example")
	var group sync.WaitGroup
	results := make(chan error, 20)
	for range cap(results) {
		group.Go(func() {
			_, err := w.SignIn(t.Context(), account.Proof{RequestID: requestID, Code: wrong(code)}, "", "")
			results <- err
		})
	}
	group.Wait()
	close(results)
	tried := 0
	for err := range results {
		if fault.Is(err, fault.Invalid) {
			tried++
		}
	}
	if tried != 4 { // the fifth wrong one is told that it was the last
		t.Errorf("%d guesses were told to go on, want 4", tried)
	}
	_, err := w.SignIn(t.Context(), account.Proof{RequestID: requestID, Code: code}, "", "")
	wantFault(t, err, fault.Gone, "signin.too_many")
}

func TestOfTwoUsesAtOnceOneSignsIn(t *testing.T) {
	w := newWorld(t)
	w.person(t, "signe@thisted.example")
	requestID, code, token := w.request(t, "signe@thisted.example")
	var group sync.WaitGroup
	results := make(chan error, 8)
	for i := range cap(results) {
		proof := account.Proof{Token: token}
		if i%2 == 0 {
			proof = account.Proof{RequestID: requestID, Code: code}
		}
		group.Go(func() {
			_, err := w.SignIn(t.Context(), proof, "", "")
			results <- err
		})
	}
	group.Wait()
	close(results)
	in := 0
	for err := range results {
		if err == nil {
			in++
		} else if !fault.Is(err, fault.Gone) {
			t.Error(err)
		}
	}
	if in != 1 {
		t.Errorf("%d signed in, want 1", in)
	}
}

func TestUnknownAddressIsAnsweredAsAKnownOne(t *testing.T) {
	w := newWorld(t)
	w.person(t, "signe@thisted.example")
	gone := w.person(t, "gone@thisted.example")
	must(t, w.Disable(w.admin, gone.ID, true))
	for _, email := range []string{"nobody@thisted.example", "gone@thisted.example"} {
		requestID, code, _ := w.request(t, email)
		if code != "" || !id.Valid(requestID) {
			t.Errorf("%s got a mail", email)
		}
		for left := 4; left > 0; left-- {
			_, err := w.SignIn(t.Context(), account.Proof{RequestID: requestID, Code: "000000"}, "", "")
			wantFault(t, err, fault.Invalid, "signin.code_wrong")
			if f, _ := fault.As(err); f.Params["left"] != left {
				t.Errorf("left %v, want %d", f.Params["left"], left)
			}
		}
		_, err := w.SignIn(t.Context(), account.Proof{RequestID: requestID, Code: "000000"}, "", "")
		wantFault(t, err, fault.Gone, "signin.too_many")
	}
	_, err := w.SignIn(t.Context(), account.Proof{RequestID: id.New(), Code: "000000"}, "", "")
	wantFault(t, err, fault.Gone, "signin.expired")
	for _, proof := range []account.Proof{{}, {RequestID: "x' OR 1=1 --", Code: "000000"}, {RequestID: id.New(), Code: "abc"}} {
		_, err := w.SignIn(t.Context(), proof, "", "")
		wantFault(t, err, fault.Invalid, "signin.code_form")
	}
}

// What a request does before it is answered is the same for every address, so
// that neither the answer nor the time that it takes gives anything away.
func TestTheWorkOfARequestIsTheSameWhetherOrNotTheAddressIsKnown(t *testing.T) {
	w := newWorld(t)
	w.person(t, "signe@thisted.example")
	for i, email := range []string{"signe@thisted.example", "nobody@thisted.example"} {
		_, err := w.RequestSignIn(t.Context(), email, "", "192.0.2.1")
		must(t, err)
		for _, table := range []string{"account_sign_in WHERE email <> '' AND person_id = '' AND code_hash = ''", "river_job"} {
			var n int
			must(t, w.db.Read(t.Context()).Raw("SELECT count(*) FROM "+table).Scan(&n).Error)
			if n != i+1 {
				t.Errorf("%s left %d rows in %s, want %d", email, n, table, i+1)
			}
		}
	}
}

func TestRequestsAreBoundedForKnownAndUnknownAddresses(t *testing.T) {
	w := newWorld(t)
	w.person(t, "signe@thisted.example")
	for _, email := range []string{"signe@thisted.example", "nobody@thisted.example"} {
		for range 5 {
			_, err := w.RequestSignIn(t.Context(), email, "", "192.0.2.1")
			must(t, err)
			w.clock.Advance(time.Second)
		}
		_, err := w.RequestSignIn(t.Context(), email, "", "192.0.2.2")
		wantFault(t, err, fault.Limited, "signin.too_many_requests")
		if f, _ := fault.As(err); f.Params["retryAfter"] != 15*60-5 {
			t.Errorf("retry after %v", f.Params["retryAfter"])
		}
	}
	days := 0
	for range 4 * 24 {
		w.clock.Advance(15 * time.Minute)
		if _, err := w.RequestSignIn(t.Context(), "signe@thisted.example", "", "192.0.2.3"); err == nil {
			days++
		}
	}
	if days > 20 {
		t.Errorf("%d requests were taken in a day", days)
	}
}

func TestRequestsFromOneClientAreBounded(t *testing.T) {
	w := newWorld(t)
	taken := 0
	for i := range 70 {
		if _, err := w.RequestSignIn(t.Context(), "p"+string(rune('a'+i%26))+string(rune('a'+i/26))+"@x.example", "", "192.0.2.9"); err == nil {
			taken++
		}
	}
	if taken != 60 {
		t.Errorf("%d requests were taken, want 60", taken)
	}
}

func TestDeliveringAgainSendsNothingMore(t *testing.T) {
	w := newWorld(t)
	w.person(t, "signe@thisted.example")
	requestID, code, _ := w.request(t, "signe@thisted.example")
	must(t, w.Deliver(t.Context(), requestID))
	must(t, w.Deliver(t.Context(), id.New()))
	if len(w.mails) != 1 {
		t.Errorf("%d mails", len(w.mails))
	}
	_, err := w.SignIn(t.Context(), account.Proof{RequestID: requestID, Code: code}, "", "")
	must(t, err)
}

func TestTheJobDelivers(t *testing.T) {
	w := newWorld(t)
	w.person(t, "signe@thisted.example")
	must(t, w.jobs.Start(t.Context()))
	defer func() { must(t, w.jobs.Stop(context.Background())) }()
	_, err := w.RequestSignIn(t.Context(), "signe@thisted.example", "", "192.0.2.1")
	must(t, err)
	select {
	case <-w.mailed:
	case <-time.After(20 * time.Second):
		t.Fatal("no mail came")
	}
}

func TestNothingSecretIsStored(t *testing.T) {
	w := newWorld(t)
	w.person(t, "signe@thisted.example")
	requestID, code, token := w.request(t, "signe@thisted.example")
	_, _, _ = w.request(t, "nobody@thisted.example")
	in, err := w.SignIn(t.Context(), account.Proof{RequestID: requestID, Code: code}, "", "")
	must(t, err)
	var n int
	for column, values := range map[string][]string{
		"code_hash": {code}, "token_hash": {token}, "email": {"signe@thisted.example", "nobody@thisted.example"},
	} {
		for _, value := range values {
			must(t, w.db.Read(t.Context()).Raw("SELECT count(*) FROM account_sign_in WHERE "+column+" = ?", value).Scan(&n).Error)
			if n != 0 {
				t.Errorf("%s holds the plain value", column)
			}
		}
	}
	must(t, w.db.Read(t.Context()).Raw("SELECT count(*) FROM account_session WHERE token_hash = ?", in.Token).Scan(&n).Error)
	if n != 0 {
		t.Error("a session's token is stored")
	}
}

func TestSigningInEndsTheBrowsersEarlierSession(t *testing.T) {
	w := newWorld(t)
	w.person(t, "signe@thisted.example")
	first := w.signIn(t, "signe@thisted.example")
	_, _, token := w.request(t, "signe@thisted.example")
	_, err := w.SignIn(t.Context(), account.Proof{Token: token}, "", first.Session.ID)
	must(t, err)
	_, err = w.Authenticate(t.Context(), first.Token)
	wantFault(t, err, fault.Unauthenticated, "session.expired")
}

func TestPeopleAreKnownOnce(t *testing.T) {
	w := newWorld(t)
	signe := w.person(t, "signe@thisted.example")
	_, err := w.AddPerson(w.admin, account.Draft{Email: "SIGNE@Thisted.example", Name: "Signe"})
	wantFault(t, err, fault.Conflict, "person.email_taken")
	_, err = w.AddPerson(actor.With(t.Context(), actor.Actor{PersonID: signe.ID}), account.Draft{Email: "b@x.example", Name: "Bo"})
	wantFault(t, err, fault.Forbidden, "person.coordinators_only")
	_, err = w.AddPerson(w.admin, account.Draft{Email: "b@x.example"})
	wantFault(t, err, fault.Invalid, "person.invalid")
	again, err := w.NameAdministrator(t.Context(), "signe@thisted.example", "Somebody Else")
	must(t, err)
	if again.ID != signe.ID || again.Name != signe.Name || !again.Administrator {
		t.Errorf("%+v", again)
	}
	if list, err := w.Administrators(t.Context()); err != nil || len(list) != 2 {
		t.Errorf("%v (%v)", list, err)
	}
}

func TestChangingMyselfIsSeenAtOnce(t *testing.T) {
	w := newWorld(t)
	w.person(t, "signe@thisted.example")
	in := w.signIn(t, "signe@thisted.example")
	who, err := w.Authenticate(t.Context(), in.Token)
	must(t, err)
	name, bad := " Signe L. Ærø ", "a\u202eb"
	_, err = w.ChangeMe(actor.With(t.Context(), who), account.Change{Name: &name})
	must(t, err)
	if who, err = w.Authenticate(t.Context(), in.Token); err != nil || who.Name != "Signe L. Ærø" {
		t.Errorf("%+v (%v)", who, err)
	}
	_, err = w.ChangeMe(actor.With(t.Context(), who), account.Change{Title: &bad})
	wantFault(t, err, fault.Invalid, "person.invalid")
	if !slices.Equal(w.rechecked, []string{in.Person.ID}) {
		t.Errorf("rechecked %v", w.rechecked)
	}
}

func TestPersonasAreOfTheDemoOnly(t *testing.T) {
	w := newWorld(t)
	_, err := w.AddPerson(w.admin, account.Draft{Email: "b@x.example", Name: "Bo", Persona: "reference"})
	must(t, err)
	if list, err := w.Personas(t.Context()); err != nil || len(list) != 1 {
		t.Errorf("%v (%v)", list, err)
	}
	in, err := w.SignInAs(t.Context(), "reference", "", "")
	must(t, err)
	_, err = w.Authenticate(t.Context(), in.Token)
	must(t, err)
	for _, key := range []string{"", "anne", "' OR 1=1"} {
		_, err = w.SignInAs(t.Context(), key, "", "")
		wantFault(t, err, fault.NotFound, "demo.persona_unknown")
	}
	w.Demo = false
	_, err = w.SignInAs(t.Context(), "reference", "", "")
	wantFault(t, err, fault.NotFound, "demo.off")
	_, err = w.Personas(t.Context())
	wantFault(t, err, fault.NotFound, "demo.off")
}
