package mail_test

import (
	"bytes"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	stdmail "net/mail"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"pgregory.net/rapid"

	"sluse/internal/platform/mail"
)

const home = "https://sluse.example"

// story is a template with every part, as a feature would bring one.
var story = fstest.MapFS{
	"story.da.tmpl": &fstest.MapFile{Data: []byte(storyBlocks)},
	"story.en.tmpl": &fstest.MapFile{Data: []byte(storyBlocks)},
}

const storyBlocks = `{{define "subject"}}{{.title}}{{end}}{{define "preheader"}}{{.said}}{{end}}
{{define "heading"}}{{.who}} svarede dig{{end}}{{define "body"}}Første afsnit.

Andet afsnit.{{end}}{{define "quotedby"}}{{.who}} skrev{{end}}{{define "quote"}}{{.said}}{{end}}
{{define "deadline"}}Senest {{when .deadline "da"}}{{end}}
{{define "button"}}Svar{{end}}{{define "link"}}/p/x/discussions/{{.id}}{{end}}
{{define "why"}}Fordi du er nævnt.{{end}}{{define "stop"}}Stop mails om denne drøftelse{{end}}`

func composer(t testing.TB) *mail.Composer {
	t.Helper()
	templates, err := mail.NewTemplates()
	if err != nil {
		t.Fatal(err)
	}
	if err := templates.Add(story); err != nil {
		t.Fatal(err)
	}
	c, err := mail.NewComposer(mail.Sender{From: mail.Address{Email: "sluse@sluse.example", Name: "Sluse"}, Home: home + "/"}, templates)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func notice(to string) mail.Message {
	return mail.Message{To: mail.Address{Email: to, Name: "Mette Dahl"}, Kind: "notice", Template: "notice",
		Data: map[string]any{"subject": "Prøve", "text": "Det virker."}}
}

func storyMail() mail.Message {
	return mail.Message{
		To: mail.Address{Email: "mette@kommune.example", Name: "Mette Sørensen Dahl"}, Kind: "story", Template: "story",
		Data: map[string]any{
			"title": "Hvor finder I tiden? – på små øer", "who": "Karim Saleh", "id": "t1",
			"said": "<b>Hej</b> & \"goddag\"\nanden linje", "deadline": "2026-03-28T11:00:00Z",
		},
		ThreadKey: "thread:t1", InReplyTo: "0190-earlier",
		Stop: mail.Stop{Page: "/mail-stop/tok", Post: "/api/mail-stops/tok"},
	}
}

type read struct {
	header     stdmail.Header
	subject    string
	text, html string
}

func parse(t testing.TB, raw []byte) read {
	t.Helper()
	message, err := stdmail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	out := read{header: message.Header}
	if out.subject, err = new(mime.WordDecoder).DecodeHeader(message.Header.Get("Subject")); err != nil {
		t.Fatal(err)
	}
	kind, params, err := mime.ParseMediaType(message.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/alternative" {
		t.Fatalf("content type %q (%v)", kind, err)
	}
	parts := multipart.NewReader(message.Body, params["boundary"])
	for _, into := range []*string{&out.text, &out.html} {
		part, err := parts.NextRawPart()
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(quotedprintable.NewReader(part))
		if err != nil {
			t.Fatal(err)
		}
		*into = strings.ReplaceAll(string(body), "\r\n", "\n")
	}
	if _, err := parts.NextPart(); err != io.EOF {
		t.Fatalf("more than two parts (%v)", err)
	}
	return out
}

func TestAMailSaysWhatHappenedInBothForms(t *testing.T) {
	at := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	composed, err := composer(t).Compose("m1", storyMail(), at)
	if err != nil {
		t.Fatal(err)
	}
	got := parse(t, composed.Raw)
	if got.subject != "Hvor finder I tiden? – på små øer" {
		t.Errorf("subject %q", got.subject)
	}
	wantText := `Karim Saleh svarede dig

Første afsnit.

Andet afsnit.

Karim Saleh skrev:
> <b>Hej</b> & "goddag"
> anden linje

Senest lørdag den 28. marts 2026 kl. 12.00

Svar:
https://sluse.example/p/x/discussions/t1

-- 
Fordi du er nævnt.
Stop mails om denne drøftelse: https://sluse.example/mail-stop/tok
Sluse, https://sluse.example
`
	if got.text != wantText {
		t.Errorf("text is\n%s\nwant\n%s", got.text, wantText)
	}
	for _, want := range []string{
		`<html lang="da">`, "&lt;b&gt;Hej&lt;/b&gt; &amp;", "<br>\nanden linje", `href="https://sluse.example/p/x/discussions/t1"`,
		`href="https://sluse.example/mail-stop/tok"`, "Senest lørdag den 28. marts 2026 kl. 12.00", "Fordi du er nævnt.",
	} {
		if !strings.Contains(got.html, want) {
			t.Errorf("the HTML lacks %s", want)
		}
	}
	if strings.Contains(got.html, "<b>Hej") || strings.Contains(got.html, "ZgotmplZ") || strings.Contains(got.html, "<img") {
		t.Error("the HTML is not escaped, or loads something")
	}
}

func TestHeaders(t *testing.T) {
	composed, err := composer(t).Compose("m1", storyMail(), time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	got := parse(t, composed.Raw).header
	for name, want := range map[string]string{
		"Message-Id":            "<m1@sluse.example>",
		"Date":                  "Sun, 01 Mar 2026 12:00:00 +0000",
		"Auto-Submitted":        "auto-generated",
		"List-Unsubscribe":      "<https://sluse.example/api/mail-stops/tok>",
		"List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
		"In-Reply-To":           "<0190-earlier@sluse.example>",
		"References":            "<thread.thread.t1@sluse.example> <0190-earlier@sluse.example>",
		"Content-Language":      "da",
	} {
		if got.Get(name) != want {
			t.Errorf("%s is %q, want %q", name, got.Get(name), want)
		}
	}
	to, err := got.AddressList("To")
	if err != nil || len(to) != 1 || to[0].Address != "mette@kommune.example" || to[0].Name != "Mette Sørensen Dahl" {
		t.Errorf("To is %v (%v)", to, err)
	}
	plain, err := composer(t).Compose("m2", notice("a@b.example"), time.Now())
	if err != nil {
		t.Fatal(err)
	}
	if h := parse(t, plain.Raw).header; h.Get("List-Unsubscribe") != "" || h.Get("References") != "" {
		t.Error("a mail that nothing stops offers to, or threads")
	}
}

func TestABackslashInANameIsReadAgain(t *testing.T) {
	for _, name := range []string{`Øst\Vest`, `East\West`, `\ǅ`} {
		m := storyMail()
		m.To.Name = name
		composed, err := composer(t).Compose("m1", m, time.Now())
		if err != nil {
			t.Fatal(err)
		}
		to, err := parse(t, composed.Raw).header.AddressList("To")
		if err != nil || len(to) != 1 || to[0].Name != name || to[0].Address != m.To.Email {
			t.Errorf("%q became %v (%v)", name, to, err)
		}
	}
}

// TestNothingReachesTheHeadersThatShouldNot gives hostile text to every input: the
// message is refused, or has exactly the headers it should, one each.
func TestNothingReachesTheHeadersThatShouldNot(t *testing.T) {
	c := composer(t)
	reference, err := c.Compose("m1", storyMail(), time.Now())
	if err != nil {
		t.Fatal(err)
	}
	want := names(parse(t, reference.Raw).header)
	hostile := rapid.Custom(func(t *rapid.T) string {
		piece := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{
			"\r\nBcc: x@evil.example", "\nBcc: x@evil.example", "\r", "\x00", "\u2028Bcc: y", "\u0085", `"`, "<", ">", ",", ";", "=?utf-8?q?=0D=0ABcc:?=", "\\", " ", ":", "(", "@",
		}))
		return strings.Join(rapid.SliceOfN(piece, 0, 5).Draw(t, "pieces"), "")
	})
	accepted := 0
	rapid.Check(t, func(r *rapid.T) {
		m := storyMail()
		field := rapid.IntRange(0, 7).Draw(r, "field")
		text := hostile.Draw(r, "text")
		switch field {
		case 0:
			m.To.Name = text
		case 1:
			m.To.Email = text + "@kommune.example"
		case 2:
			m.Data["title"] = "x" + text
		case 3:
			m.ThreadKey = text
		case 4:
			m.InReplyTo = text
		case 5:
			m.Stop.Post = "/api/mail-stops/" + text
		case 6:
			m.Data["who"] = text
		default:
			m.Data["id"] = text
		}
		composed, err := c.Compose("m1", m, time.Now())
		if err != nil {
			return
		}
		accepted++
		got := names(parse(t, composed.Raw).header)
		for _, name := range got {
			if !slices.Contains(want, name) {
				r.Fatalf("header %s was smuggled in by %q", name, text)
			}
		}
		message, _ := stdmail.ReadMessage(bytes.NewReader(composed.Raw))
		for name, values := range message.Header {
			if len(values) != 1 {
				r.Fatalf("%s stands %d times", name, len(values))
			}
		}
		to, err := message.Header.AddressList("To")
		if err != nil || len(to) != 1 || to[0].Address != composed.To {
			r.Fatalf("the mail goes to %v (%v), want %s", to, err, composed.To)
		}
	})
	if accepted == 0 {
		t.Fatal("everything was refused: nothing was tested")
	}
}

func names(h stdmail.Header) []string {
	out := make([]string, 0, len(h))
	for name := range h {
		out = append(out, name)
	}
	return out
}

func TestAddresses(t *testing.T) {
	good := map[string]string{
		"mette@kommune.example":         "mette@kommune.example",
		"m.d+sluse@sub.kommune.example": "m.d+sluse@sub.kommune.example",
		"mette@rødovre.example":         "mette@xn--rdovre-bya.example",
	}
	for in, want := range good {
		if got, err := mail.ParseAddress(mail.Address{Email: in}); err != nil || got.Email != want {
			t.Errorf("%s: %v, %v", in, got, err)
		}
	}
	for _, in := range []string{
		"", "mette", "@x.example", "a@b@c.example", "Mette <m@x.example>", "m@x.example, n@x.example", "m@x.example\r\nBcc: n@x.example",
		`"a b"@x.example`, "sø@x.example", "m@[127.0.0.1]", "m@x y.example", "m@x.example ",
	} {
		if got, err := mail.ParseAddress(mail.Address{Email: in}); err == nil {
			t.Errorf("%q was taken as %v", in, got)
		}
	}
	if got := mail.Masked("mette.dahl@kommune.example"); got != "m•••@k•••.example" {
		t.Errorf("masked %s", got)
	}
}

func TestTemplatesMustBeWholeAndInBothLanguages(t *testing.T) {
	templates, err := mail.NewTemplates()
	if err != nil {
		t.Fatal(err)
	}
	if err := templates.Add(fstest.MapFS{"x.da.tmpl": &fstest.MapFile{Data: []byte("{{define \"subject\"}}x{{end}}")}}); err == nil {
		t.Error("a template without its English was taken")
	}
	c := composer(t)
	for name, change := range map[string]func(*mail.Message){
		"no such template": func(m *mail.Message) { m.Template = "nowhere" },
		"data is missing":  func(m *mail.Message) { delete(m.Data, "who") },
		"link leads away":  func(m *mail.Message) { m.Data["id"] = "x y" },
		"no such time":     func(m *mail.Message) { m.Data["deadline"] = "i morgen" },
		"stop leads away":  func(m *mail.Message) { m.Stop.Post = "//evil.example" },
	} {
		m := storyMail()
		change(&m)
		if _, err := c.Compose("m1", m, time.Now()); err == nil {
			t.Errorf("%s: it was composed", name)
		}
	}
}

func TestSignInMailsInBothLanguages(t *testing.T) {
	for language, want := range map[string]string{"da": "Her er din kode", "en": "Here is your code", "": "Her er din kode"} {
		m := mail.Message{To: mail.Address{Email: "a@b.example"}, Kind: "sign_in", Template: "sign_in", Locale: language,
			Data: map[string]any{"code": "123456", "token": "a/b+c", "minutes": 15}}
		composed, err := composer(t).Compose("m1", m, time.Now())
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range []string{want, "123456", "https://sluse.example/sign-in/confirm?token=a%2Fb%2Bc"} {
			if !strings.Contains(composed.Text, part) {
				t.Errorf("%s: the text lacks %q:\n%s", language, part, composed.Text)
			}
		}
	}
}

func TestWhen(t *testing.T) {
	at := time.Date(2026, 10, 25, 0, 30, 0, 0, time.UTC) // summer time, an hour before it ends
	if got := mail.When(at, "da"); got != "søndag den 25. oktober 2026 kl. 02.30" {
		t.Error(got)
	}
	if got := mail.When(at, "en"); got != "Sunday 25 October 2026 at 02:30" {
		t.Error(got)
	}
}
