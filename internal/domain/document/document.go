package document

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"sluse/internal/kernel/fault"
)

// Category is the shelf of the library that a document stands on.
type Category string

// The categories, in the order of the library.
const (
	// Basis: the common professional basis of partners and network.
	Basis Category = "basis"
	// Tools: templates and tools to use and adapt.
	Tools Category = "tools"
	// Meetings: what belongs to meetings.
	Meetings Category = "meetings"
	// Knowledge: background, research, figures.
	Knowledge Category = "knowledge"
	// Practical: plans, agreements, lists.
	Practical Category = "practical"
)

// Categories lists them in the order of the library.
var Categories = []Category{Basis, Tools, Meetings, Knowledge, Practical}

func (c Category) valid() bool { return slices.Contains(Categories, c) }

// Bounds of a library, in characters and in numbers.
const (
	MaxTitle       = 160
	MaxDescription = 1000
	MaxNote        = 300
	MaxReason      = 300
	// maxDocuments bounds a programme's library, maxVersions one document.
	maxDocuments = 500
	maxVersions  = 200
)

// Document is a thing in a programme's library; what it says stands in its versions.
type Document struct {
	ID          string
	ProgrammeID string
	Title       string
	Description string
	Category    Category
	// Position is its place among the programme's documents; smaller stands first.
	Position int64
	// Public documents stand on the programme's public page; others are for members.
	Public bool
	// ClientID is made by the maker's client; the same one never makes two documents.
	ClientID  string
	CreatedAt time.Time
	CreatedBy string
	// Versions counts them; the newest bears this number.
	Versions int64
	// Newest is the newest version.
	Newest    Version
	Withdrawn *Withdrawal
	// Rev counts changes of everything but the versions.
	Rev int64
}

// Version is one state of a document.
type Version struct {
	DocumentID string
	// Number counts 1, 2, 3 … without holes, in the order of their commits.
	Number int64
	File   File
	// Note says what changed.
	Note    string
	AddedAt time.Time
	AddedBy string
}

// Withdrawal is the trace that a withdrawn document leaves.
type Withdrawal struct {
	At     time.Time
	By     string
	Reason string
}

// withdraw takes the document away and leaves the trace.
func (d *Document) withdraw(w Withdrawal) { d.Withdrawn, d.Public = &w, false }

// checks gathers what is wrong in an input.
type checks []fault.Field

func (c *checks) add(field, code string, params map[string]any) {
	*c = append(*c, fault.Field{Field: field, Code: code, Params: params})
}

// err is the fault of all findings together, nil if there are none.
func (c checks) err() error {
	if len(c) == 0 {
		return nil
	}
	return fault.NewInvalid(c[0].Code, c...)
}

// line checks a text and brings it to one line.
func (c *checks) line(field, text string, longest int) string {
	text = strings.Join(strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }), " ")
	c.words(field, text, longest)
	return text
}

// paragraphs checks a text of several lines.
func (c *checks) paragraphs(field, text string, longest int) string {
	text = strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n"))
	c.words(field, text, longest)
	return text
}

func (c *checks) words(field, text string, longest int) {
	if length := utf8.RuneCountInString(text); length > longest {
		c.add(field, "document.too_long", map[string]any{"max": longest, "length": length})
	}
	if !utf8.ValidString(text) || strings.ContainsRune(text, 0) {
		c.add(field, "document.unreadable", nil)
	}
	if masked, found := likelyCPR(text); found {
		c.add(field, "document.cpr", map[string]any{"masked": masked})
	}
}

// describe checks what a person says of a document.
func (c *checks) describe(title, description string, category Category) (string, string) {
	title = c.line("title", title, MaxTitle)
	if title == "" {
		c.add("title", "document.title_missing", nil)
	}
	if !category.valid() {
		c.add("category", "document.category_unknown", nil)
	}
	return title, c.paragraphs("description", description, MaxDescription)
}
