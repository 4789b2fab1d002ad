package architecture

import (
	"regexp"
	"strings"
)

// word is one token of an SQL statement: a name or keyword, a punctuation mark, or a value ('…' and numbers).
type word struct {
	text string
	// kind is 'n' for a name or keyword, 'q' for a quoted name, 'v' for a value, 'p' for punctuation.
	kind byte
}

var sqlToken = regexp.MustCompile(`(?s)--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'|"[^"]*"|` + "`[^`]*`" + `|%[a-z+]+|[A-Za-z_][A-Za-z0-9_$.]*|[0-9][0-9.]*|\S`)

// words splits a statement. Comments are left out; a name keeps its schema ("public.account_person").
func words(statement string) []word {
	var all []word
	for _, text := range sqlToken.FindAllString(statement, -1) {
		switch first := text[0]; {
		case strings.HasPrefix(text, "--") || strings.HasPrefix(text, "/*"):
		case first == '\'' || first >= '0' && first <= '9':
			all = append(all, word{text, 'v'})
		case first == '"' || first == '`':
			all = append(all, word{strings.Trim(text, "\"`"), 'q'})
		case first == '_' || first >= 'a' && first <= 'z' || first >= 'A' && first <= 'Z':
			all = append(all, word{text, 'n'})
		default:
			all = append(all, word{text, 'p'})
		}
	}
	return all
}

// is tells whether a word is the keyword, in whatever case. A quoted name is never a keyword.
func (w word) is(keywords ...string) bool {
	for _, keyword := range keywords {
		if w.kind == 'n' && strings.EqualFold(w.text, keyword) {
			return true
		}
	}
	return false
}

// tables gives the names that a statement reads from and writes to: what follows FROM, JOIN, INTO, UPDATE and TABLE.
// Names that the statement makes itself (WITH … AS) and functions that give rows (json_each(…)) are left out.
// A name that is put in later (%s, or the end of the text) is given as the empty string.
func tables(statement string) []string {
	reader := tableReader{words: words(statement), made: map[string]bool{}}
	reader.findMade()
	for reader.at < len(reader.words) {
		reader.step()
	}
	return reader.found
}

type tableReader struct {
	words []word
	at    int
	made  map[string]bool
	found []string
	// brackets are the open ones; true for those of calls like extract(epoch FROM at), whose FROM names no table.
	brackets []bool
}

// look gives the word some places on, or an empty one past the end.
func (r *tableReader) look(offset int) word {
	if at := r.at + offset; at >= 0 && at < len(r.words) {
		return r.words[at]
	}
	return word{}
}

// findMade collects the names in "name AS (", which only a WITH clause has.
func (r *tableReader) findMade() {
	for at := range r.words {
		r.at = at
		if r.look(0).kind != 'n' {
			continue
		}
		next := 1
		if r.look(next).text == "(" { // name (column, …) AS (
			for next++; r.look(next).text != ")" && r.look(next).text != ""; next++ {
				continue
			}
			next++
		}
		if !r.look(next).is("as") {
			continue
		}
		if next++; r.look(next).is("not") {
			next++
		}
		if r.look(next).is("materialized") {
			next++
		}
		if r.look(next).text == "(" {
			r.made[strings.ToLower(r.look(0).text)] = true
		}
	}
	r.at = 0
}

func (r *tableReader) step() {
	current := r.look(0)
	switch {
	case current.text == "(":
		r.brackets = append(r.brackets, r.look(-1).is("extract", "substring", "trim", "overlay", "position"))
	case current.text == ")" && len(r.brackets) > 0:
		r.brackets = r.brackets[:len(r.brackets)-1]
	case current.is("from"):
		if !r.look(-1).is("distinct") && !r.inFunction() {
			r.at++
			r.list()
			return
		}
	case current.is("join"), current.is("into"):
		r.at++
		r.name()
		return
	case current.is("table"):
		r.at++
		r.skip("if", "not", "exists")
		r.name()
		return
	case current.is("update"):
		// FOR UPDATE locks, ON CONFLICT DO UPDATE SET and ON UPDATE CASCADE tell what to do: none names a table.
		if !r.look(-1).is("for", "do", "on", "key") && !r.look(1).is("set") {
			r.at++
			r.name()
			return
		}
	}
	r.at++
}

func (r *tableReader) inFunction() bool {
	return len(r.brackets) > 0 && r.brackets[len(r.brackets)-1]
}

func (r *tableReader) skip(keywords ...string) {
	for r.look(0).is(keywords...) {
		r.at++
	}
}

// list reads "name [AS alias], name …" after FROM.
func (r *tableReader) list() {
	for {
		if !r.name() {
			return
		}
		r.skip("as")
		if r.look(0).kind == 'n' && r.look(1).text == "," {
			r.at++
		}
		if r.look(0).text != "," {
			return
		}
		r.at++
	}
}

// name reads one table's name and tells whether there was one: a bracket opens a query of its own.
func (r *tableReader) name() bool {
	r.skip("only", "lateral", "or", "ignore", "replace")
	current := r.look(0)
	if current.kind == 'n' && r.look(1).text == "(" && !r.look(-1).is("into", "table", "exists") {
		return false
	}
	switch {
	case current.text == "(":
		return false
	case current.kind == 'n' || current.kind == 'q':
		if !r.made[strings.ToLower(current.text)] {
			r.found = append(r.found, strings.ToLower(current.text))
		}
	default:
		r.found = append(r.found, "")
	}
	r.at++
	return true
}
