package app_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"sluse/internal/app/apptest"
	"sluse/internal/domain/invitation"
	"sluse/internal/domain/programme"
	"sluse/internal/kernel/clock"
	"sluse/internal/kernel/fault"
)

// seatOf finds the seat of a named person.
func (s *stage) seatOf(t *testing.T, name string) string {
	t.Helper()
	people, _, err := s.Programme().Directory(s.coordinator(t), apptest.Together)
	must(t, err)
	for _, p := range people {
		if p.ID == s.Fill[name] {
			return p.SeatID
		}
	}
	t.Fatalf("%s has no seat", name)
	return ""
}

func (s *stage) successor(email string, days int) invitation.Successor {
	return invitation.Successor{
		Invitee: invitation.Invitee{Name: "Efter Følger", Email: email}, From: clock.Today(s.clock).AddDays(days), Greeting: "Tag godt imod.",
	}
}

// Signe gives her seat on today: her sockets stop, what she wrote stays hers, and
// the successor has her place.
func TestSeatGivenOnTodayStopsTheSocketsAtOnce(t *testing.T) {
	s := newStage(t)
	s.Fill["seat"] = s.seatOf(t, "signe")
	signe := s.As(t, "Signe")
	socket := signe.Socket()
	topic := "programme:" + s.Fill["programmeId"]
	socket.Subscribe(topic)
	answer := signe.Post("/api/seats/"+s.Fill["seat"]+"/hand-over", map[string]any{
		"name": "Efter Følger", "email": "efter@thisted.example", "title": "", "from": clock.Today(s.clock).String(), "greeting": "Tag godt imod.",
	})
	if answer.Status != 201 || !strings.Contains(string(answer.Body), `"handover":true`) {
		t.Fatalf("%d %s", answer.Status, answer.Body)
	}
	for frame := socket.Want("denied"); frame.Topic != topic; {
		frame = socket.Want("denied")
	}
	s.Run(t,
		apptest.Scenario{As: "Signe", Method: http.MethodGet, Path: "/api/programmes/{programme}/threads", Status: 404},
		apptest.Scenario{As: "Jonas", Method: http.MethodGet, Path: "/api/seats/{seat}/history", Status: 200, Want: []string{"Signe Prøve", `"successor":"Efter Følger"`}},
	)
	m := s.mailTo(t, "efter@thisted.example")
	if m.Subject != "Signe Prøve giver en plads videre til dig: Sammen om opfølgning" || !strings.Contains(m.Text, "Tag godt imod.") {
		t.Errorf("%s: %s", m.Subject, m.Text)
	}
	client := s.As(t, "")
	if got := client.Post(link+tokenOf(t, m)+"/acceptance", map[string]string{"name": "Efter Følger", "title": ""}); got.Status != 200 {
		t.Fatalf("%d %s", got.Status, got.Body)
	}
	posts := string(client.Get("/api/threads/" + s.Fill["thread"] + "/posts").Body)
	if !strings.Contains(posts, "Hver fjortende dag.") || !strings.Contains(posts, "Signe Prøve") {
		t.Errorf("what Signe wrote is not under her name: %s", posts)
	}
	s.Run(t, apptest.Scenario{
		As: "Bo", Method: http.MethodGet, Path: "/api/seats/{seat}/history", Status: 200,
		Want: []string{"Signe Prøve", "Efter Følger", `"successor":""`},
	})
}

func TestSeatGivenOnLaterTurnsOnTheDay(t *testing.T) {
	s := newStage(t)
	seat := s.seatOf(t, "signe")
	_, err := s.Invitation().HandOver(s.coordinator(t), seat, s.successor("efter@thisted.example", 5))
	must(t, err)
	m := s.mailTo(t, "efter@thisted.example")
	if !strings.Contains(m.Text, "Du overtager pladsen efter Signe Prøve.") || !strings.Contains(m.Text, "Den er din fra ") {
		t.Errorf("%s", m.Text)
	}
	client := s.As(t, "")
	answer := client.Post(link+tokenOf(t, m)+"/acceptance", map[string]string{"name": "Efter Følger", "title": ""})
	if want := clock.Today(s.clock).AddDays(5).String(); answer.Status != 200 || !strings.Contains(string(answer.Body), `"begins":"`+want+`"`) {
		t.Fatalf("%d %s", answer.Status, answer.Body)
	}
	threads := "/api/programmes/" + apptest.Together + "/threads"
	if got := client.Get(threads).Status; got != 404 {
		t.Errorf("before the day the successor gets %d", got)
	}
	signe := s.As(t, "Signe")
	if got := signe.Get(threads).Status; got != 200 {
		t.Errorf("before the day the holder gets %d", got)
	}
	people := string(s.As(t, "Jonas").Get("/api/programmes/" + apptest.Together + "/people").Body)
	if strings.Count(people, `"lastDay":"`+clock.Today(s.clock).AddDays(4).String()+`"`) != 1 || strings.Count(people, `"lastDay"`) != 1 {
		t.Errorf("before the day the coordinator sees %s", people)
	}
	// Both are told, wherever they are in the product.
	if me := string(signe.Get("/api/me").Body); !strings.Contains(me, `"last":"`+clock.Today(s.clock).AddDays(4).String()+`"`) {
		t.Errorf("before the day the holder is told %s", me)
	}
	if me := string(client.Get("/api/me").Body); !strings.Contains(me, `"begins":"`+clock.Today(s.clock).AddDays(5).String()+`"`) {
		t.Errorf("before the day the successor is told %s", me)
	}
	s.clock.Set(clock.Today(s.clock).AddDays(5).Start(clock.Copenhagen).Add(time.Second))
	if got := client.Get(threads).Status; got != 200 {
		t.Errorf("on the day the successor gets %d", got)
	}
	if got := signe.Get(threads).Status; got != 404 {
		t.Errorf("on the day the holder gets %d", got)
	}
	for name, who := range map[string]*apptest.Client{"holder": signe, "successor": client} {
		if me := string(who.Get("/api/me").Body); !strings.Contains(me, `"turns":[]`) {
			t.Errorf("on the day the %s is told %s", name, me)
		}
	}
}

func TestHandOverTakenBackLeavesTheSeatWhereItWas(t *testing.T) {
	s := newStage(t)
	seat := s.seatOf(t, "signe")
	list, err := s.Invitation().HandOver(s.Context(t, "Signe"), seat, s.successor("efter@thisted.example", 5))
	must(t, err)
	_, err = s.Invitation().Revoke(s.Context(t, "Signe"), list.Items[0].ID)
	must(t, err)
	s.clock.Advance(6 * 24 * time.Hour)
	if got := s.As(t, "Signe").Get("/api/programmes/" + apptest.Together + "/threads").Status; got != 200 {
		t.Errorf("the holder gets %d", got)
	}
}

// A successor who was slow gets a new link, while the seat is free.
func TestHandOverIsSentAgain(t *testing.T) {
	s := newStage(t)
	list, err := s.Invitation().HandOver(s.coordinator(t), s.seatOf(t, "signe"), s.successor("efter@thisted.example", 0))
	must(t, err)
	s.mailTo(t, "efter@thisted.example")
	s.clock.Advance(20 * 24 * time.Hour)
	_, err = s.Invitation().SendAgain(s.coordinator(t), list.Items[0].ID)
	must(t, err)
	answer := s.As(t, "").Post(link+tokenOf(t, s.mailTo(t, "efter@thisted.example"))+"/acceptance", map[string]string{"name": "Efter", "title": ""})
	if answer.Status != 200 {
		t.Fatalf("%d %s", answer.Status, answer.Body)
	}
	history, err := s.Invitation().History(s.coordinator(t), s.seatOfPerson(t, "Signe"))
	must(t, err)
	if len(history.Holders) != 2 {
		t.Errorf("%+v", history.Holders)
	}
}

// seatOfPerson finds the seat that somebody held who has left.
func (s *stage) seatOfPerson(t *testing.T, name string) string {
	t.Helper()
	var seat string
	must(t, s.DB().Read(t.Context()).Raw("SELECT id FROM programme_seat WHERE person_id = ? ORDER BY created_at LIMIT 1", s.Fill[strings.ToLower(name)]).Scan(&seat).Error)
	return seat
}

func TestHandOverToOneselfOrAColleagueIsRefused(t *testing.T) {
	s := newStage(t)
	seat := s.seatOf(t, "signe")
	_, err := s.Invitation().HandOver(s.Context(t, "Signe"), seat, s.successor("signe@kommune.example", 1))
	wantField(t, err, "people[0].email", "handover.same_person")
	_, err = s.Invitation().HandOver(s.Context(t, "Signe"), seat, s.successor("karim@kommune.example", 1))
	wantField(t, err, "people[0].email", "invitation.already_member")
	_, err = s.Invitation().HandOver(s.Context(t, "Karim"), seat, s.successor("ny@kommune.example", 1))
	wantFault(t, err, fault.Forbidden, "seat.own_organisation_only")
	_, err = s.Invitation().HandOver(s.Context(t, "Outsider"), seat, s.successor("ny@kommune.example", 1))
	wantFault(t, err, fault.NotFound, "seat.unknown")
	preview, err := s.Invitation().PreviewHandOver(s.Context(t, "Signe"), seat, s.successor("ny@kommune.example", 1))
	must(t, err)
	if !strings.Contains(preview.Mail.Subject, "giver en plads videre til dig") {
		t.Errorf("%s", preview.Mail.Subject)
	}
	if room, err := s.Programme().Room(t.Context(), s.Fill["programmeId"], thisted, "reference"); err != nil || room != (programme.Room{Limit: 3, Used: 1}) {
		t.Errorf("%+v (%v)", room, err)
	}
}
