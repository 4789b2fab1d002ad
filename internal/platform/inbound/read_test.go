package inbound_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"sluse/internal/platform/inbound"
)

// TestTheCorpus reads made-up mails in the shapes that mail programs give them. A
// .txt beside a mail is what is new in it; without one, a machine wrote it.
func TestTheCorpus(t *testing.T) {
	files, err := filepath.Glob("testdata/*.eml")
	if err != nil || len(files) < 15 {
		t.Fatalf("the corpus holds %d mails (%v)", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".eml"), func(t *testing.T) {
			l := read(t, file)
			want, err := os.ReadFile(strings.TrimSuffix(file, ".eml") + ".txt")
			if errors.Is(err, os.ErrNotExist) {
				if l.Machine == "" {
					t.Errorf("taken for a person's: %q", l.Text)
				}
				return
			}
			if l.Machine != "" || l.From != "signe@thisted.example" || l.MessageID == "" {
				t.Errorf("read as %+v", l)
			}
			if l.Text != string(want) {
				t.Errorf("got\n%q\nwant\n%q", l.Text, want)
			}
			if files := map[bool]int{true: 1}[strings.Contains(file, "attachment")]; l.Attachments != files {
				t.Errorf("%d attachments", l.Attachments)
			}
		})
	}
}

func read(t *testing.T, file string) inbound.Letter {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	l, err := inbound.Read(f)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestWhatIsNoLetter(t *testing.T) {
	for name, mail := range map[string]string{
		"nothing":     "",
		"no sender":   "Subject: x\r\n\r\nHej",
		"two senders": "From: a@b.example, c@d.example\r\n\r\nHej",
		"twice From":  "From: a@b.example\r\nFrom: c@d.example\r\n\r\nHej",
		"a group":     "From: undisclosed:;\r\n\r\nHej",
		"matryoshka":  "From: a@b.example\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n" + strings.Repeat("--a\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n", 200),
		"header bomb": "From: a@b.example\r\nX: " + strings.Repeat("a", 2<<20) + "\r\n\r\nHej",
	} {
		l, err := inbound.Read(strings.NewReader(mail))
		var refusal *inbound.Refusal
		if err == nil && l.Text != "" || err != nil && !errors.As(err, &refusal) {
			t.Errorf("%s: %+v (%v)", name, l, err)
		}
	}
}

func TestAMailWithoutANameHasTheSameEachTime(t *testing.T) {
	mail := "From: a@b.example\r\nDate: Thu, 05 Mar 2026 10:12:00 +0100\r\n\r\nHej\r\n"
	first, err := inbound.Read(strings.NewReader(mail))
	second, err2 := inbound.Read(strings.NewReader(mail))
	other, err3 := inbound.Read(strings.NewReader(mail + "du"))
	if err := errors.Join(err, err2, err3); err != nil || first.MessageID == "" || first.MessageID != second.MessageID || first.MessageID == other.MessageID {
		t.Errorf("%q %q %q (%v)", first.MessageID, second.MessageID, other.MessageID, err)
	}
}

func FuzzRead(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.eml")
	for _, file := range files {
		mail, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(mail))
	}
	f.Fuzz(func(t *testing.T, mail string) {
		l, err := inbound.Read(strings.NewReader(mail))
		if err != nil {
			return
		}
		if !utf8.ValidString(l.Text) || strings.ContainsRune(l.Text, 0) || strings.TrimSpace(l.Text) != l.Text || l.MessageID == "" {
			t.Errorf("read as %+v", l)
		}
	})
}

func FuzzNewText(f *testing.F) {
	f.Add("Hej\n\nDen 5. marts 2026 skrev Mette <m@k.example>:\n> gammelt\n-- \nmig")
	f.Add("Fra: a\nSendt: b\nTil: c\nEmne: d")
	f.Fuzz(func(t *testing.T, text string) {
		got := inbound.NewText(text)
		if len(got) > len(text) && utf8.ValidString(text) {
			t.Errorf("more came out than went in: %q", got)
		}
		if again := inbound.NewText(got); len(again) > len(got) {
			t.Errorf("%q grew to %q", got, again)
		}
		inbound.FromHTML(text)
	})
}

func TestHostileTextTakesNoLongerThanOtherText(t *testing.T) {
	for _, piece := range []string{"mvh\n", "Den 1 skrev a:\n", "Fra: x\n", "> \n", "________\n", "Den 1\n", "\n", "<div class=gmail_quote>", "<blockquote type=cite>"} {
		inbound.NewText(strings.Repeat(piece, 1<<20/len(piece)))
		inbound.FromHTML(strings.Repeat(piece, 1<<20/len(piece)))
	}
}
