// Package search finds texts by their words, with the same hits in the same
// order on SQLite and PostgreSQL.
//
// Neither database understands Danish well enough, so words are made here
// (Tokens) and the databases only look them up: SQLite in an FTS4 table,
// PostgreSQL in a tsvector with a GIN index. How well an entry fits is computed
// here too (BM25), from the same counts.
//
// An entry belongs to a programme and to a scope, a word of the feature's
// choice such as "members": a query names the scopes that its reader may see, and
// with none it finds nothing. Text that a reader may not see must not be put
// under a scope that it may.
//
// Titles are kept to be shown; of the texts only the words are. Whoever shows a
// hit fetches the text from its owner, who knows its present state, and marks
// the words in it with Snippet.
package search

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"sluse/internal/platform/database"
)

// Entry is one text to be found. Kind and ID name it: putting the same again
// replaces it.
type Entry struct {
	// Kind is the sort of thing, as "post" or "practice"; ID is its id.
	Kind, ID string
	// ProgrammeID is the programme outside which the entry is unseen.
	ProgrammeID string
	// Scope says who within the programme may find it.
	Scope string
	// Title counts three times as much as Text. Both are plain text.
	Title, Text string
	// At is when it was written: of two that fit equally well the newer comes
	// first.
	At time.Time
}

// Index is the index of one installation. It is safe for use by many goroutines.
type Index struct {
	db      *database.DB
	dialect dialect
}

// dialect is what the two databases do differently.
type dialect interface {
	// text is a bag as the database takes it.
	text(b bag) string
	put(ctx context.Context, p Prepared) error
	remove(ctx context.Context, kind, id string) error
	// candidates returns the newest entries that hold every word, at most
	// maxCandidates, with what there is to rank them by.
	candidates(ctx context.Context, q Query, t terms) ([]candidate, error)
}

// New returns the index kept in db.
func New(db *database.DB) *Index {
	x := &Index{db: db, dialect: sqlite{db}}
	if db.Dialect() == database.Postgres {
		x.dialect = postgres{db}
	}
	return x
}

// noText stands in a title for what is no text.
const noText = string(utf8.RuneError)

// Prepared are entries whose words have been made.
type Prepared struct {
	entries []Entry
	// lengths and texts are how many words each has, and its words as the database
	// takes them.
	lengths []int
	texts   []string
}

// Prepare makes the words of entries, for PutPrepared: that takes longer than
// writing them down, and nobody needs to wait for it. Of a very long text the first
// 400 kB of words are indexed.
func (x *Index) Prepare(entries ...Entry) (Prepared, error) {
	n := len(entries)
	p := Prepared{make([]Entry, 0, n), make([]int, 0, n), make([]string, 0, n)}
	var words bag
	for _, e := range entries {
		if e.Kind == "" || e.ID == "" || e.ProgrammeID == "" || e.Scope == "" {
			return Prepared{}, fmt.Errorf("search: entry %q %q without kind, id, programme or scope", e.Kind, e.ID)
		}
		// PostgreSQL refuses what is no text. It divides words, as it does in a text.
		e.Title = strings.ReplaceAll(strings.ToValidUTF8(e.Title, noText), "\x00", noText)
		words.fill(e.Title, e.Text)
		p.entries, p.lengths, p.texts = append(p.entries, e), append(p.lengths, words.length), append(p.texts, x.dialect.text(words))
	}
	return p, nil
}

// Put adds entries, or replaces those of the same kind and id. It must be
// called within db.Write, and is durable and found once that commits.
func (x *Index) Put(ctx context.Context, entries ...Entry) error {
	p, err := x.Prepare(entries...)
	if err != nil {
		return err
	}
	return x.PutPrepared(ctx, p)
}

// PutPrepared is Put for entries whose words have been made.
func (x *Index) PutPrepared(ctx context.Context, p Prepared) error {
	if err := x.dialect.put(ctx, p); err != nil {
		return fmt.Errorf("index %d entries: %w", len(p.entries), err)
	}
	return nil
}

// Delete takes the entry out; it is no error if there is none. It must be called
// within db.Write.
func (x *Index) Delete(ctx context.Context, kind, id string) error {
	if err := x.dialect.remove(ctx, kind, id); err != nil {
		return fmt.Errorf("take %s %s out of the index: %w", kind, id, err)
	}
	return nil
}
