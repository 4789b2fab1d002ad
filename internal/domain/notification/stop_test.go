package notification_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2/humatest"

	"sluse/internal/domain/notification"
)

// stopLink takes the link out of the only mail.
func (w *world) stopLink(t *testing.T) string {
	t.Helper()
	_, mails := w.mailed(t)
	if len(mails) != 1 {
		t.Fatalf("there are %d mails", len(mails))
	}
	header := mails[0].Headers["List-Unsubscribe"]
	return strings.TrimSuffix(strings.TrimPrefix(header, "<https://sluse.example"), ">")
}

func (w *world) api(t *testing.T) humatest.TestAPI {
	t.Helper()
	_, api := humatest.New(t)
	w.module.Register(api)
	return api
}

func TestOneClickStopsAThreadSignedOut(t *testing.T) {
	w := newWorld(t)
	w.run(t)
	w.post(t, notification.Post{AuthorID: karim, OpenerID: karim, Persons: []string{signe}})
	w.settle(t)
	link, api := w.stopLink(t), w.api(t)

	// A gateway that opens the link stops nothing, and learns little.
	look := api.Get(link)
	if look.Code != http.StatusOK || !strings.Contains(look.Body.String(), `"stopped":false`) ||
		!strings.Contains(look.Body.String(), w.title("t1")) || strings.Contains(look.Body.String(), address(signe)) {
		t.Fatalf("%d %s", look.Code, look.Body)
	}
	browser := api.Get(link, "Accept: text/html,*/*")
	if browser.Code != http.StatusSeeOther || !strings.HasPrefix(browser.Header().Get("Location"), "/mail-stop/") {
		t.Fatalf("a browser got %d to %q", browser.Code, browser.Header().Get("Location"))
	}
	// The mail program's own button, as RFC 8058 has it.
	post := api.Post(link, "Content-Type: application/x-www-form-urlencoded", strings.NewReader("List-Unsubscribe=One-Click"))
	if post.Code != http.StatusOK || !strings.Contains(post.Body.String(), `"stopped":true`) {
		t.Fatalf("%d %s", post.Code, post.Body)
	}
	if again := api.Post(link, "Content-Type: application/json", strings.NewReader("{}")); again.Code != http.StatusOK {
		t.Fatalf("a second click gave %d %s", again.Code, again.Body)
	}
	w.post(t, notification.Post{AuthorID: karim, OpenerID: karim, Persons: []string{signe}})
	w.settle(t)
	if got, _ := w.mailed(t); len(got) != 1 {
		t.Fatalf("after stopping there were %d mails in all", len(got))
	}
	w.post(t, notification.Post{ThreadID: "t2", AuthorID: karim, OpenerID: karim, Persons: []string{signe}})
	w.settle(t)
	if got, _ := w.mailed(t); len(got) != 2 {
		t.Fatalf("of another thread there was no mail: %d in all", len(got))
	}
}

func TestStoppingEverythingAndChoosingAgain(t *testing.T) {
	w := newWorld(t)
	w.run(t)
	w.post(t, notification.Post{AuthorID: karim, OpenerID: karim, Persons: []string{signe}})
	w.settle(t)
	link, api := w.stopLink(t), w.api(t)
	if answer := api.Post(link); answer.Code != http.StatusOK {
		t.Fatalf("%d %s", answer.Code, answer.Body)
	}
	all := api.Post(link + "?scope=all")
	if all.Code != http.StatusOK || !strings.Contains(all.Body.String(), `"allStopped":true`) {
		t.Fatalf("%d %s", all.Code, all.Body)
	}
	me := w.as(t, signe)
	choices := api.GetCtx(me, "/api/me/mail-wishes")
	if body := choices.Body.String(); !strings.Contains(body, `"answers":false,"mentions":false`) || !strings.Contains(body, `"id":"t1"`) {
		t.Fatalf("%d %s", choices.Code, body)
	}
	if put := api.PutCtx(me, "/api/me/mail-wishes", map[string]any{"answers": true, "mentions": true}); put.Code != http.StatusOK {
		t.Fatalf("%d %s", put.Code, put.Body)
	}
	delete(w.muted, "t1/"+signe) // as she does in the product
	answers, mentions, err := notification.NewWishBook(w.db).MailWishes(t.Context(), signe)
	if err != nil || !answers || !mentions {
		t.Fatalf("wishes %v %v (%v)", answers, mentions, err)
	}
	w.post(t, notification.Post{AuthorID: karim, OpenerID: karim, Persons: []string{signe}})
	w.settle(t)
	if got, _ := w.mailed(t); len(got) != 2 {
		t.Fatalf("after choosing again there were %d mails in all", len(got))
	}
}

func TestATokenThatWeDidNotMakeIsUnknown(t *testing.T) {
	w := newWorld(t)
	w.run(t)
	w.post(t, notification.Post{AuthorID: karim, OpenerID: karim, Persons: []string{signe}})
	w.settle(t)
	link, api := w.stopLink(t), w.api(t)
	token := strings.TrimPrefix(link, "/api/mail-stops/")
	claim, mac, _ := strings.Cut(token, ".")
	for _, bad := range []string{"x", ".", claim, claim + ".", claim + "." + mac[1:], "AAAA" + token, "a2FyaW0udDE." + mac, strings.ToUpper(token)} {
		if _, err := w.module.MailStop(t.Context(), bad); err == nil || !strings.Contains(err.Error(), "mail_stop.unknown") {
			t.Errorf("%q gave %v", bad, err)
		}
		if _, err := w.module.StopMail(t.Context(), bad, notification.Everything, ""); err == nil {
			t.Errorf("%q stopped mails", bad)
		}
	}
	if answer := api.Post(link + "?scope=x"); answer.Code != http.StatusUnprocessableEntity {
		t.Errorf("an unknown scope gave %d", answer.Code)
	}
}

func TestALinkOfSomebodyWhoLeftNamesNothing(t *testing.T) {
	w := newWorld(t)
	w.run(t)
	w.post(t, notification.Post{AuthorID: karim, OpenerID: karim, Persons: []string{signe}})
	w.settle(t)
	delete(w.members, signe)
	w.left[signe] = true
	look := w.api(t).Get(w.stopLink(t))
	if body := look.Body.String(); look.Code != http.StatusOK || !strings.Contains(body, `"threadTitle":"","email":""`) {
		t.Fatalf("%d %s", look.Code, body)
	}
}
