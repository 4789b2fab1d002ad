package notification_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/emersion/go-smtp"

	"sluse/internal/app/apptest"
	"sluse/internal/kernel/id"
	"sluse/internal/platform/mail"
)

// answer hands in a mail as the organisation's mail server does.
func answer(t *testing.T, a *apptest.App, from, to, messageID, text string) error {
	t.Helper()
	client, err := smtp.Dial(a.InboundAddr())
	must(t, err)
	defer func() { _ = client.Close() }()
	return client.SendMail(from, []string{to}, strings.NewReader(fmt.Sprintf(
		"From: Signe <%s>\r\nTo: %s\r\nSubject: SV: x\r\nMessage-ID: <%s>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n%s\r\n\r\n"+
			"Den 5. marts 2026 kl. 10.02 skrev Sluse <sluse@sluse.example>:\r\n> gammelt\r\n", from, to, messageID, text)))
}

func TestFromAMailToItsAnswerInTheThread(t *testing.T) {
	a := apptest.New(t, apptest.Demo(), apptest.Inbound("svar.sluse.example"))
	thread := "/api/threads/" + a.Fill["thread"]
	posted := a.As(t, "Karim").Post(thread+"/posts", map[string]any{"clientId": id.New(), "text": "Hej " + names(a, "Signe") + ", hvor tit?"})
	if posted.Status != http.StatusCreated {
		t.Fatalf("%d %s", posted.Status, posted.Body)
	}
	to := demoMail(t, a, func(m mail.Kept) bool {
		return m.To == "signe@kommune.example" && strings.Contains(m.Text, "hvor tit?")
	}).Headers["Reply-To"]

	const signe = "signe@kommune.example"
	for range 2 {
		must(t, answer(t, a, signe, to, "1@kommune.example", "Hver anden uge, æøå."))
	}
	list := string(a.As(t, "Karim").Get(thread + "/posts").Body)
	if strings.Count(list, `"text":"Hver anden uge, æøå."`) != 1 || strings.Contains(list, "gammelt") || !strings.Contains(list, `"quote":{"postId"`) {
		t.Fatalf("the thread holds %s", list)
	}
	if err := answer(t, a, "karim@kommune.example", to, "2@kommune.example", "Falsk"); err == nil || !strings.Contains(err.Error(), "Answer from the address") {
		t.Errorf("another's address: %v", err)
	}
	if err := answer(t, a, signe, "signe@kommune.example", "3@kommune.example", "Videre"); err == nil || !strings.Contains(err.Error(), "No mail is taken") {
		t.Errorf("it relays: %v", err)
	}
	number := "01" + "01" + "00" + "-" + "0000" // built, nobody's
	must(t, answer(t, a, signe, to, "4@kommune.example", "Barnet "+number+" trives"))
	demoMail(t, a, func(m mail.Kept) bool { return m.To == signe && strings.Contains(m.Text, "ligner et CPR-nummer") })
	if answer := a.As(t, "Jonas").Do(http.MethodPut, thread+"/closure", nil, nil); answer.Status != http.StatusOK {
		t.Fatalf("%d %s", answer.Status, answer.Body)
	}
	must(t, answer(t, a, signe, to, "5@kommune.example", "For sent"))
	demoMail(t, a, func(m mail.Kept) bool {
		return m.To == signe && strings.Contains(m.Text, "er lukket") && strings.Contains(m.Text, "For sent")
	})
	list = string(a.As(t, "Karim").Get(thread + "/posts").Body)
	if strings.Contains(list, "For sent") || strings.Contains(list, number) || strings.Contains(list, "Falsk") {
		t.Errorf("the thread holds %s", list)
	}
}
