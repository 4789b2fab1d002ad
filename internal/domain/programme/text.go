package programme

import (
	"fmt"
	"net/mail"
	"strings"

	"sluse/internal/kernel/fault"
)

// The most entries that a list of the public page has.
const maxListed = 60

// The most of seats and organisations that a limit can say.
const maxLimit = 1000

// Validate checks the limits of a reference network.
func (l Limits) Validate() []fault.Field {
	var fields []fault.Field
	for _, limit := range []struct {
		field string
		value int
	}{{"seatLimit", l.Seats}, {"referenceLimit", l.References}} {
		if limit.value < 0 || limit.value > maxLimit {
			fields = append(fields, fault.Field{Field: limit.field, Code: "programme.limit", Params: map[string]any{"max": maxLimit}})
		}
	}
	return fields
}

// checkLists says what is wrong with the lists of the public page.
func (p Public) checkLists() []fault.Field {
	fields := checkLines("aliases", p.Aliases)
	fields = append(fields, checkLines("fields", p.Fields)...)
	fields = append(fields, checkElements("coreElements", p.CoreElements)...)
	fields = append(fields, checkElements("prerequisites", p.Prerequisites)...)
	fields = append(fields, tooMany("periods", len(p.Periods))...)
	for i, period := range p.Periods {
		fields = append(fields, checkText(fmt.Sprintf("periods[%d].name", i), period.Name, 1, 200)...)
	}
	fields = append(fields, tooMany("contacts", len(p.Contacts))...)
	for i, contact := range p.Contacts {
		fields = append(fields, contact.check(fmt.Sprintf("contacts[%d].", i))...)
	}
	if p.CallFacts != nil {
		fields = append(fields, p.CallFacts.check()...)
	}
	return fields
}

func (c Contact) check(at string) []fault.Field {
	fields := checkText(at+"name", c.Name, 1, 120)
	fields = append(fields, checkText(at+"title", c.Title, 0, 200)...)
	fields = append(fields, checkText(at+"role", c.Role, 0, 200)...)
	fields = append(fields, checkText(at+"phone", c.Phone, 0, 40)...)
	if c.Email == "" {
		return fields
	}
	if parsed, err := mail.ParseAddress(c.Email); err != nil || parsed.Address != c.Email || len(c.Email) > 254 {
		fields = append(fields, fault.Field{Field: at + "email", Code: "email.invalid"})
	}
	return fields
}

func (c CallFacts) check() []fault.Field {
	fields := checkText("callFacts.length", c.Length, 0, 1000)
	fields = append(fields, checkText("callFacts.requirement", c.Requirement, 0, 2000)...)
	fields = append(fields, checkLines("callFacts.questions", c.Questions)...)
	fields = append(fields, checkLines("callFacts.meetings", c.Meetings)...)
	fields = append(fields, checkLines("callFacts.gives", c.Gives)...)
	for _, limit := range []struct {
		field string
		value int
	}{{"callFacts.limit", c.Limit}, {"callFacts.seats", c.Seats}} {
		if limit.value < 0 || limit.value > maxLimit {
			fields = append(fields, fault.Field{Field: limit.field, Code: "programme.limit", Params: map[string]any{"max": maxLimit}})
		}
	}
	if (Span{c.Published, c.Deadline}).empty() {
		fields = append(fields, fault.Field{Field: "callFacts.deadline", Code: "programme.deadline_before_published"})
	}
	return fields
}

func checkElements(field string, list []Element) []fault.Field {
	fields := tooMany(field, len(list))
	for i, element := range list {
		fields = append(fields, checkText(fmt.Sprintf("%s[%d].name", field, i), element.Name, 1, 300)...)
		fields = append(fields, checkText(fmt.Sprintf("%s[%d].text", field, i), element.Text, 0, 5000)...)
	}
	return fields
}

func checkLines(field string, list []string) []fault.Field {
	fields := tooMany(field, len(list))
	for i, line := range list {
		fields = append(fields, checkText(fmt.Sprintf("%s[%d]", field, i), line, 1, 1000)...)
	}
	return fields
}

func tooMany(field string, n int) []fault.Field {
	if n <= maxListed {
		return nil
	}
	return []fault.Field{{Field: field, Code: "validation.too_many", Params: map[string]any{"max": maxListed}}}
}

// trimmed returns the text without space around its parts, and its lists without
// lines that are empty.
func (p Public) trimmed() Public {
	for _, text := range []*string{
		&p.Name, &p.ShortName, &p.Summary, &p.Purpose, &p.Background, &p.TargetGroup, &p.Outcome, &p.Network, &p.Funding,
	} {
		*text = strings.TrimSpace(*text)
	}
	p.Aliases, p.Fields = lines(p.Aliases), lines(p.Fields)
	for i, c := range p.Contacts {
		c.Name, c.Title, c.Role = strings.TrimSpace(c.Name), strings.TrimSpace(c.Title), strings.TrimSpace(c.Role)
		c.Email, c.Phone = strings.TrimSpace(c.Email), strings.TrimSpace(c.Phone)
		p.Contacts[i] = c
	}
	if c := p.CallFacts; c != nil {
		c.Questions, c.Meetings, c.Gives = lines(c.Questions), lines(c.Meetings), lines(c.Gives)
	}
	return p
}

func lines(list []string) []string {
	out := make([]string, 0, len(list))
	for _, line := range list {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}
