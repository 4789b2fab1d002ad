package mail

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	htmltemplate "html/template"
	"io/fs"
	"strings"
	"text/template"
	"time"
)

//go:embed templates
var layoutFiles embed.FS

// Content is what a mail says, in parts, before it takes a form. It comes from a
// content template and is plain text throughout; the HTML layout escapes it.
type Content struct {
	Locale    string
	Subject   string
	Preheader string   // what the list of mails shows after the subject
	Heading   string   // what happened, by whom
	Body      []string // paragraphs
	QuotedBy  string
	Quote     []string // lines of somebody's own words
	Items     []ContentItem
	After     string // stands after the items
	Deadline  string // in words
	Code      string // to be typed
	Button    string
	Link      string // absolute
	Why       string // why I got it
	Stop      string // what one click stops
	StopURL   string // absolute
	Home      string // address of the installation
}

// Templates holds the content templates of all features. A feature adds its own
// folder with files <name>.<locale>.tmpl, each defining the blocks that it needs:
// subject, heading and why always; preheader, body, quotedby, quote, deadline,
// code, button with link, stop where they apply. A mail of several things has them
// in Data["items"] and the blocks itemtitle, itemlink, itemlead, itemquote and
// itemgroup, filled by each, and after. Paragraphs of body are parted by
// an empty line; link is a path in this installation.
type Templates struct {
	content map[string]*template.Template // by name.locale
	text    *template.Template
	html    *htmltemplate.Template
}

var contentFuncs = template.FuncMap{"when": whenFunc, "day": dayFunc}

// NewTemplates returns the layout with the platform's own content.
func NewTemplates() (*Templates, error) {
	text, err := template.ParseFS(layoutFiles, "templates/layout.txt.tmpl")
	if err != nil {
		return nil, fmt.Errorf("mail layout: %w", err)
	}
	html, err := htmltemplate.ParseFS(layoutFiles, "templates/layout.html.tmpl")
	if err != nil {
		return nil, fmt.Errorf("mail layout: %w", err)
	}
	t := &Templates{content: map[string]*template.Template{}, text: text, html: html}
	own, err := fs.Sub(layoutFiles, "templates/content")
	if err != nil {
		return nil, fmt.Errorf("mail templates: %w", err)
	}
	err = t.Add(own)
	return t, err
}

// Add takes up every *.tmpl in the root of files. A template must exist in both
// languages, and its name must be free.
func (t *Templates) Add(files fs.FS) error {
	names, err := fs.Glob(files, "*.tmpl")
	if err != nil {
		return fmt.Errorf("mail templates: %w", err)
	}
	for _, file := range names {
		name := strings.TrimSuffix(file, ".tmpl")
		base, language, _ := cutLast(name, ".")
		if language != Danish && language != English {
			return fmt.Errorf("mail template %s: its name must end in .da.tmpl or .en.tmpl", file)
		}
		if _, taken := t.content[name]; taken {
			return fmt.Errorf("mail template %s: the name is taken", file)
		}
		other := map[string]string{Danish: English, English: Danish}[language]
		if _, err := fs.Stat(files, base+"."+other+".tmpl"); err != nil {
			return fmt.Errorf("mail template %s is missing in the other language", file)
		}
		parsed, err := template.New(file).Funcs(contentFuncs).Option("missingkey=error").ParseFS(files, file)
		if err != nil {
			return fmt.Errorf("mail template %s: %w", file, err)
		}
		t.content[name] = parsed
	}
	return nil
}

// render fills the content template of m. home is the installation's address.
func (t *Templates) render(m Message, home string) (Content, error) {
	name := m.Template + "." + locale(m.Locale)
	source, found := t.content[name]
	if !found {
		return Content{}, fmt.Errorf("mail: there is no template %s", name)
	}
	var failed error
	blockOf := func(part string, data any) string {
		if source.Lookup(part) == nil {
			return ""
		}
		var out strings.Builder
		if err := source.ExecuteTemplate(&out, part, data); err != nil && failed == nil {
			failed = fmt.Errorf("mail template %s: %w", name, err)
		}
		return strings.TrimSpace(out.String())
	}
	block := func(part string) string { return blockOf(part, m.Data) }
	content := Content{
		Locale: locale(m.Locale), Home: home,
		Subject: oneLine(block("subject")), Preheader: oneLine(block("preheader")), Heading: oneLine(block("heading")),
		Body: paragraphs(block("body")), QuotedBy: oneLine(block("quotedby")), Quote: lines(block("quote")),
		Deadline: oneLine(block("deadline")), Code: oneLine(block("code")),
		Button: oneLine(block("button")), Link: block("link"), Why: oneLine(block("why")), After: oneLine(block("after")),
	}
	var err error
	if content.Items, err = items(m, home, blockOf); err != nil {
		failed = errors.Join(failed, err)
	}
	if m.Stop != (Stop{}) {
		content.Stop, content.StopURL = oneLine(block("stop")), home+m.Stop.Page
	}
	if content.Link != "" {
		if !isPath(content.Link) {
			failed = errors.Join(failed, fmt.Errorf("mail template %s: its link is not a path", name))
		}
		content.Link = home + content.Link
	}
	return content, errors.Join(failed, content.check(name))
}

func (c Content) check(name string) error {
	switch {
	case c.Subject == "" || c.Heading == "" || c.Why == "":
		return fmt.Errorf("mail template %s must say subject, heading and why", name)
	case (c.Button == "") != (c.Link == ""):
		return fmt.Errorf("mail template %s: button and link belong together", name)
	case (c.Stop == "") != (c.StopURL == ""):
		return fmt.Errorf("mail template %s: what can be stopped must say so", name)
	}
	return nil
}

// forms lays the content out as plain text and as HTML.
func (t *Templates) forms(c Content) (text, html string, err error) {
	var plain, rich bytes.Buffer
	if err := t.text.Execute(&plain, c); err != nil {
		return "", "", fmt.Errorf("mail layout: %w", err)
	}
	if err := t.html.Execute(&rich, c); err != nil {
		return "", "", fmt.Errorf("mail layout: %w", err)
	}
	return plain.String(), rich.String(), nil
}

// isPath reports whether s is a path on this host, not a way to another one.
func isPath(s string) bool {
	return strings.HasPrefix(s, "/") && !strings.HasPrefix(s, "//") && !strings.ContainsAny(s, "\\ \t") && !hasControl(s)
}

// paragraphs parts text at empty lines and joins the lines of each.
func paragraphs(text string) []string {
	var out []string
	for part := range strings.SplitSeq(strings.ReplaceAll(text, "\r\n", "\n"), "\n\n") {
		if line := oneLine(part); line != "" {
			out = append(out, line)
		}
	}
	return out
}

// lines keeps the line breaks of somebody's own words, without control characters.
func lines(text string) []string {
	if text == "" {
		return nil
	}
	var out []string
	for line := range strings.SplitSeq(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
		out = append(out, oneLine(line))
	}
	return out
}

// whenFunc and dayFunc let a template write an instant that Data holds as RFC 3339
// text: {{when .deadline "da"}}.
func whenFunc(instant, language string) (string, error) { return said(instant, language, When) }

func dayFunc(instant, language string) (string, error) { return said(instant, language, Day) }

func said(instant, language string, say func(time.Time, string) string) (string, error) {
	t, err := time.Parse(time.RFC3339Nano, instant)
	if err != nil {
		return "", fmt.Errorf("a time in mail data must be RFC 3339: %w", err)
	}
	return say(t, language), nil
}
