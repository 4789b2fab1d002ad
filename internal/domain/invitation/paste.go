package invitation

import (
	"slices"
	"strings"

	"sluse/internal/platform/cpr"
)

// maxShown is how much of a line that cannot be read is shown again.
const maxShown = 160

// Line is one person as pasted. Code says what is wrong with it; "" is nothing.
type Line struct {
	Number int
	Text   string
	Invitee
	Code   string
	Params map[string]any
}

// Parse reads what somebody pasted from Outlook, Excel or a text: one person a
// line, or several with semicolons or commas between them, as 'Name <address>',
// 'Name;address;title', columns with tabs, or bare addresses. Every person gets a
// Line of their own, good or not; an address that stands twice is good once.
func Parse(text string) []Line {
	var lines []Line
	first := map[string]int{}
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
	number, begun := 0, false
	for raw := range strings.SplitSeq(text, "\n") {
		number++
		if strings.TrimSpace(raw) == "" {
			continue
		}
		if !begun && isHeading(raw) {
			begun = true
			continue
		}
		begun = true
		for _, line := range readLine(raw) {
			line.Number = number
			if at, twice := first[line.Email]; line.Code == "" && twice {
				line.Code, line.Params = "paste.duplicate", map[string]any{"line": at}
			} else if line.Code == "" {
				first[line.Email] = number
			}
			if len(first) > MaxPeople && line.Code == "" {
				line.Code, line.Params = "paste.too_many", map[string]any{"max": MaxPeople}
			}
			lines = append(lines, line)
		}
	}
	return lines
}

// isHeading recognises the first line of a table.
func isHeading(raw string) bool {
	if strings.Contains(raw, "@") {
		return false
	}
	words := strings.FieldsFunc(strings.ToLower(raw), func(r rune) bool { return strings.ContainsRune("\t;, ", r) })
	return slices.ContainsFunc(words, func(word string) bool {
		return slices.Contains([]string{"e-mail", "email", "mail", "mailadresse", "e-mailadresse", "navn", "name"}, strings.Trim(word, `":`))
	})
}

// readLine reads one line, which may hold several people.
func readLine(raw string) []Line {
	if strings.Contains(raw, "\t") {
		return []Line{fromCells(raw, strings.Split(raw, "\t"))}
	}
	raw = clean(raw)
	if cells := split(raw, ';'); len(cells) > 1 {
		return readSemicolons(raw, cells)
	}
	return readCommas(raw, split(raw, ','))
}

// readSemicolons tells a list of people from the columns of one.
func readSemicolons(raw string, cells []string) []Line {
	with, bracketed := 0, 0
	for _, cell := range cells {
		if strings.Contains(cell, "@") {
			with++
		}
		if strings.Contains(cell, "<") {
			bracketed++
		}
	}
	if with <= 1 {
		return []Line{fromCells(raw, cells)}
	}
	if with < len(cells) && bracketed < with {
		return []Line{bad(raw, "paste.two_addresses")}
	}
	var lines []Line
	for _, cell := range cells {
		lines = append(lines, readCommas(cell, split(cell, ','))...)
	}
	return lines
}

// readCommas tells 'Lauritsen, Signe <address>' from a list and from columns.
func readCommas(raw string, cells []string) []Line {
	with := 0
	for _, cell := range cells {
		if strings.Contains(cell, "@") {
			with++
		}
	}
	if with <= 1 {
		return []Line{fromCells(raw, joinName(cells))}
	}
	var lines []Line
	var before []string
	for _, cell := range cells {
		before = append(before, cell)
		if strings.Contains(cell, "@") {
			whole := strings.Join(before, ", ")
			lines, before = append(lines, fromCells(whole, joinName(before))), nil
		}
	}
	if len(before) > 0 {
		lines = append(lines, bad(strings.Join(before, ", "), "paste.no_address"))
	}
	return lines
}

// joinName puts a name back together that a comma parted: 'Lauritsen', 'Signe <…>'.
func joinName(cells []string) []string {
	for n, cell := range cells {
		if n == 1 && strings.Contains(cell, "@") && strings.Index(cell, "<") > 0 {
			return append([]string{cells[0] + ", " + cell}, cells[2:]...)
		}
	}
	return cells
}

// fromCells reads one person from columns in any order: the one with the address
// is known by its @, and of the others the first is the name.
func fromCells(raw string, cells []string) Line {
	line := Line{Text: shown(raw)}
	if cpr.Blocks(cpr.Find(raw)) {
		return bad(cpr.Mask(raw), "paste.cpr")
	}
	var others []string
	for _, cell := range cells {
		switch cell = clean(cell); {
		case strings.Contains(cell, "@"):
			if line.Email != "" {
				return bad(raw, "paste.two_addresses")
			}
			var code string
			if line.Name, line.Email, code = readCell(cell); code != "" {
				return bad(raw, code)
			}
		case strings.Trim(cell, `"' `) != "":
			others = append(others, cell)
		}
	}
	if line.Email == "" {
		return bad(raw, "paste.no_address")
	}
	if line.Name == "" && len(others) > 0 {
		line.Name, others = readName(others[0]), others[1:]
	}
	if len(others) > 0 {
		line.Title = strings.Trim(others[0], `"' `)
	}
	if code := checkPerson(line.Invitee); code != "" {
		line.Code, line.Params = code, map[string]any{"max": maxName}
	}
	return line
}

// readCell reads 'Name <address>', 'Name address' or an address.
func readCell(cell string) (name, email, code string) {
	if before, rest, found := strings.Cut(cell, "<"); found {
		inside, after, closed := strings.Cut(rest, ">")
		switch {
		case !closed:
			return "", "", "paste.bracket"
		case strings.Contains(before, "@"), strings.Contains(after, "@"):
			return "", "", "paste.two_addresses"
		}
		email, code = readAddress(inside)
		return readName(before), email, code
	}
	words := strings.Fields(cell)
	at := slices.IndexFunc(words, func(word string) bool { return strings.Contains(word, "@") })
	if slices.ContainsFunc(words[at+1:], func(word string) bool { return strings.Contains(word, "@") }) {
		return "", "", "paste.two_addresses"
	}
	email, code = readAddress(words[at])
	return readName(strings.Join(words[:at], " ")), email, code
}

// split cuts at a mark outside quotation marks and angle brackets, without empty
// parts.
func split(text string, mark rune) []string {
	var parts []string
	var part strings.Builder
	quoted, angled := false, false
	flush := func() {
		if s := strings.TrimSpace(part.String()); s != "" {
			parts = append(parts, s)
		}
		part.Reset()
	}
	balanced := strings.Count(text, `"`)%2 == 0
	for _, r := range text {
		switch {
		case r == '"' && balanced:
			quoted = !quoted
		case r == '<':
			angled = true
		case r == '>':
			angled = false
		}
		if r == mark && !quoted && (!angled || mark == ';') {
			angled = false
			flush()
			continue
		}
		part.WriteRune(r)
	}
	flush()
	return parts
}

func bad(raw, code string) Line { return Line{Text: shown(raw), Code: code} }

// shown is as much of a line as its writer needs to find it again.
func shown(raw string) string {
	runes := []rune(clean(raw))
	if len(runes) <= maxShown {
		return string(runes)
	}
	return string(runes[:maxShown]) + "…"
}
