package discussion

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"sluse/internal/kernel/fault"
	"sluse/internal/platform/cpr"
	"sluse/internal/platform/richtext"
)

// MaxText bounds a post, in characters: a little over three normal pages.
const MaxText = 8000

// maxReason bounds a coordinator's reason, in characters.
const maxReason = 500

// excerptLength is how much of a quoted post is shown, in characters.
const excerptLength = 240

// Reaction is a short answer by name.
type Reaction string

// The reactions, from look.md.
const (
	SameHere     Reaction = "same"
	GoodQuestion Reaction = "question"
	Thanks       Reaction = "thanks"
	Agree        Reaction = "agree"
)

// Reactions lists them in the order in which they are shown.
var Reactions = []Reaction{SameHere, GoodQuestion, Thanks, Agree}

func (r Reaction) valid() bool { return slices.Contains(Reactions, r) }

// Post is one contribution to a thread.
type Post struct {
	ID       string
	ThreadID string
	// Seq is the post's place: larger is later, for everybody.
	Seq      int64
	AuthorID string
	// ClientID is made by the writer's client; the same one never makes two posts.
	ClientID  string
	Text      string
	HTML      string
	QuoteID   string
	Mentions  []richtext.Mention
	Files     []PostFile
	CreatedAt time.Time
	EditedAt  *time.Time
	Deleted   *Deletion
	PinnedAt  *time.Time
	// Rev counts the versions of the text.
	Rev int64
}

// Deletion is the trace that a deleted post leaves.
type Deletion struct {
	At time.Time
	By string
	// Reason is a coordinator's, for a post that somebody else wrote.
	Reason string
}

// delete takes the words away and leaves the trace.
func (p *Post) delete(d Deletion) {
	p.Text, p.HTML, p.QuoteID, p.Mentions, p.Files, p.PinnedAt = "", "", "", nil, nil, nil
	p.Deleted = &d
}

// cleanReason checks why a coordinator takes a post away. All who read the thread
// see it.
func cleanReason(reason string) (string, error) {
	reason = strings.TrimSpace(reason)
	plain := richtext.Plain(reason)
	if blank(plain) {
		return "", nil
	}
	field := fault.Field{Field: "reason"}
	if length := utf8.RuneCountInString(reason); length > maxReason {
		field.Code, field.Params = "post.reason_too_long", map[string]any{"max": maxReason, "length": length}
	} else if masked, found := likelyCPR(reason, plain); found {
		field.Code, field.Params = "post.cpr", map[string]any{"masked": masked}
	}
	if field.Code != "" {
		return "", fault.NewInvalid(field.Code, field)
	}
	return reason, nil
}

// cleanText checks what was written. The text itself is kept to the letter but
// for white space around it; it may be missing where files say it all.
func cleanText(text string, files int) (string, error) {
	text = strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n"))
	if field, bad := checkText(text, files); bad {
		return "", fault.NewInvalid(field.Code, field)
	}
	return text, nil
}

func checkText(text string, files int) (fault.Field, bool) {
	length := utf8.RuneCountInString(text)
	switch {
	case text == "" && files > 0:
		return fault.Field{}, false
	case !utf8.ValidString(text) || strings.ContainsRune(text, 0):
		return fault.Field{Field: "text", Code: "post.unreadable"}, true
	case length > MaxText:
		return fault.Field{Field: "text", Code: "post.too_long", Params: map[string]any{"max": MaxText, "length": length}}, true
	}
	plain := richtext.Plain(text)
	if blank(plain) {
		return fault.Field{Field: "text", Code: "post.empty"}, true
	}
	if masked, found := likelyCPR(text, plain); found {
		return fault.Field{Field: "text", Code: "post.cpr", Params: map[string]any{"masked": masked}}, true
	}
	return fault.Field{}, false
}

// joins reports the joiners that emoji and some scripts need. By themselves nobody
// sees them.
func joins(r rune) bool { return r == '\u200c' || r == '\u200d' }

// blank reports that there is nothing in a clean text that anybody could see.
func blank(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsSpace(r) && !joins(r) })
}

// likelyCPR looks for a CPR number in a text as written and as read: an emphasis
// mark can stand in the middle of one. It returns the first, masked.
func likelyCPR(text, plain string) (masked string, found bool) {
	readings := []string{text, plain}
	if plain == text {
		readings = readings[:1]
	}
	for _, reading := range readings {
		for _, finding := range cpr.Find(reading) {
			if finding.Confidence == cpr.Likely {
				return finding.Masked, true
			}
		}
	}
	return "", false
}

// plain is what a post says without marks: its text, or what is attached to it.
func (p Post) plain() string {
	if p.Text == "" {
		return strings.Join(p.names(), ", ")
	}
	return richtext.Plain(p.Text)
}

// told is what a mail says of a post: its text, and what is attached to it.
func (p Post) told() string {
	lines := []string{}
	if p.Text != "" {
		lines = append(lines, richtext.Plain(p.Text), "")
	}
	for _, name := range p.names() {
		lines = append(lines, "\U0001f4ce "+name)
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

// findable is what a post is found by.
func (p Post) findable() string {
	return strings.TrimSpace(richtext.Plain(p.Text) + "\n" + strings.Join(p.names(), "\n"))
}

// beginning is the first part of what a post says.
func (p Post) beginning() string {
	if p.Text != "" {
		return richtext.Excerpt(p.Text, excerptLength)
	}
	names := []rune(p.plain())
	return string(names[:min(len(names), excerptLength)])
}
