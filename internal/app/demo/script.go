package demo

import (
	"embed"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
	"time"
)

// The discussions are written as plain text, one file a thread:
//
//	title: Hvor finder I tiden?          (then programme:, audience:, closed:, read:)
//
//	[1] signe -12 09:05                  key, who, and when: working day and time,
//	The text, with @mette and @Kolding.  or so many minutes ago (-35m)
//	+ same: lise bo                      reactions, by those people
//	~ -12 09:40                          edited then, to the text that follows
//	^ jonas -11 10:00                    pinned
//	& Skema.png What it shows             a file of the demo, with what a picture shows
//	x jonas -11 10:00 Because            deleted
//
//	[2] mette -12 09:30 >1               a post that quotes the first
//
//go:embed threads/*.txt
var threadFiles embed.FS

// moment is a time relative to the filling.
type moment struct {
	workday      int
	hour, minute int
	minutesAgo   int // instead of the others where > 0
}

// deed is something that somebody does to a post, or to the thread.
type deed struct {
	who string
	at  moment
	// text is an edited text, a reason for deleting, or a kind of reaction.
	text string
}

// line is one post of a script.
type line struct {
	key, who  string
	at        moment
	quotes    string
	text      string
	edited    *deed
	pinned    *deed
	deleted   *deed
	reactions []deed
	files     []enclosure
}

// enclosure is a file on a post.
type enclosure struct{ name, alt string }

// script is one thread.
type script struct {
	title, programme, audience string
	closed                     *deed
	read                       map[string]string // who has read up to which post
	lines                      []line
}

func readScripts() ([]script, error) {
	names, err := fs.Glob(threadFiles, "threads/*.txt")
	if err != nil {
		return nil, fmt.Errorf("list threads: %w", err)
	}
	scripts := make([]script, 0, len(names))
	for _, name := range names {
		text, err := threadFiles.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		s, err := readScript(string(text))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		scripts = append(scripts, s)
	}
	return scripts, nil
}

func readScript(text string) (script, error) {
	s := script{programme: together, audience: "members", read: map[string]string{}}
	target := new(string) // where lines of text go
	for number, raw := range strings.Split(text, "\n") {
		if err := s.take(raw, &target); err != nil {
			return script{}, fmt.Errorf("line %d: %w", number+1, err)
		}
	}
	for i := range s.lines {
		s.lines[i].text = strings.TrimSpace(s.lines[i].text)
		if s.lines[i].edited != nil {
			s.lines[i].edited.text = strings.TrimSpace(s.lines[i].edited.text)
		}
	}
	return s, nil
}

// take reads one line of a script.
func (s *script) take(raw string, target **string) error {
	if len(s.lines) == 0 && !strings.HasPrefix(raw, "[") {
		return s.takeHead(raw)
	}
	if strings.HasPrefix(raw, "[") {
		post, err := readHead(raw)
		if err != nil {
			return err
		}
		s.lines = append(s.lines, post)
		*target = &s.lines[len(s.lines)-1].text
		return nil
	}
	post := &s.lines[len(s.lines)-1]
	mark, rest, _ := strings.Cut(raw, " ")
	switch mark {
	case "+":
		return post.takeReactions(rest)
	case "~":
		at, _, err := readMoment(strings.Fields(rest))
		post.edited = &deed{who: post.who, at: at}
		*target = &post.edited.text
		return err
	case "&":
		name, alt, _ := strings.Cut(rest, " ")
		post.files = append(post.files, enclosure{name, alt})
		return nil
	case "^":
		d, err := readDeed(rest)
		post.pinned = &d
		return err
	case "x":
		d, err := readDeed(rest)
		post.deleted = &d
		return err
	}
	**target += raw + "\n"
	return nil
}

func (s *script) takeHead(raw string) error {
	name, value, _ := strings.Cut(raw, ":")
	value = strings.TrimSpace(value)
	switch name {
	case "title":
		s.title = value
	case "programme":
		s.programme = value
	case "audience":
		s.audience = value
	case "closed":
		d, err := readDeed(value)
		s.closed = &d
		return err
	case "read":
		for _, pair := range strings.Fields(value) {
			who, key, _ := strings.Cut(pair, "=")
			s.read[who] = key
		}
	case "":
	default:
		return fmt.Errorf("%q stands in no head", name)
	}
	return nil
}

// readHead reads "[2] mette -12 09:30 >1".
func readHead(raw string) (line, error) {
	fields := strings.Fields(raw)
	if len(fields) < 3 {
		return line{}, fmt.Errorf("a post begins with [key] who when")
	}
	at, rest, err := readMoment(fields[2:])
	post := line{key: strings.Trim(fields[0], "[]"), who: fields[1], at: at}
	if len(rest) > 0 {
		post.quotes = strings.TrimPrefix(rest[0], ">")
	}
	return post, err
}

// readDeed reads "jonas -11 10:00 the rest".
func readDeed(text string) (deed, error) {
	fields := strings.Fields(text)
	if len(fields) < 2 {
		return deed{}, fmt.Errorf("who and when is missing in %q", text)
	}
	at, rest, err := readMoment(fields[1:])
	return deed{who: fields[0], at: at, text: strings.Join(rest, " ")}, err
}

// takeReactions reads "same: lise bo; thanks: mette".
func (l *line) takeReactions(text string) error {
	for _, group := range strings.Split(text, ";") {
		kind, people, found := strings.Cut(group, ":")
		if !found {
			return fmt.Errorf("a reaction is kind: people, not %q", group)
		}
		for _, who := range strings.Fields(people) {
			l.reactions = append(l.reactions, deed{who: who, text: strings.TrimSpace(kind)})
		}
	}
	return nil
}

// readMoment reads "-12 09:30" or "-35m" and returns what follows.
func readMoment(fields []string) (moment, []string, error) {
	if len(fields) == 0 {
		return moment{}, nil, fmt.Errorf("a time is missing")
	}
	if ago, isAgo := strings.CutSuffix(fields[0], "m"); isAgo {
		n, err := strconv.Atoi(strings.TrimPrefix(ago, "-"))
		if err != nil {
			return moment{}, nil, fmt.Errorf("minutes ago: %w", err)
		}
		return moment{minutesAgo: n}, fields[1:], nil
	}
	day, err := strconv.Atoi(fields[0])
	if err != nil || len(fields) < 2 {
		return moment{}, nil, fmt.Errorf("%q is no working day and time", strings.Join(fields, " "))
	}
	clock, err := time.Parse("15:04", fields[1])
	if err != nil {
		return moment{}, nil, fmt.Errorf("time of day: %w", err)
	}
	return moment{workday: day, hour: clock.Hour(), minute: clock.Minute()}, fields[2:], nil
}
