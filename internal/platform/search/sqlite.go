package search

import (
	"context"
	"database/sql"
	"encoding/binary"
	"fmt"
	"strings"

	"sluse/internal/platform/database"
)

// sqlite keeps the tokens in the FTS4 table search_token, each as often as it
// counts, under the id of its entry.
type sqlite struct{ db *database.DB }

const (
	entryColumns = "search_entry (kind, subject_id, programme_id, scope, title, at, length)"
	replaceEntry = `UPDATE search_entry SET programme_id = ?, scope = ?, title = ?, at = ?, length = ?
WHERE kind = ? AND subject_id = ? RETURNING id`
)

// put writes all entries first and then all tokens: FTS4 keeps new tokens together
// in memory, and writes them down whenever another statement comes between.
func (s sqlite) put(ctx context.Context, p Prepared) error {
	rows := make([][]any, 0, len(p.entries))
	for i, e := range p.entries {
		rows = append(rows, []any{e.Kind, e.ID, e.ProgrammeID, e.Scope, e.Title, e.At, p.lengths[i]})
	}
	type named struct{ kind, id string }
	ids := make(map[named]int64, len(p.entries))
	err := s.db.InsertEach(ctx, entryColumns, rows, "ON CONFLICT (kind, subject_id) DO NOTHING RETURNING id, kind, subject_id", func(row *sql.Rows) error {
		var id int64
		var name named
		err := row.Scan(&id, &name.kind, &name.id)
		ids[name] = id
		return err
	})
	if err != nil {
		return fmt.Errorf("save entries: %w", err)
	}
	rows = rows[:0]
	for i, e := range p.entries {
		id, added := ids[named{e.Kind, e.ID}]
		if !added {
			if err := s.replace(ctx, e, p.lengths[i], &id); err != nil {
				return fmt.Errorf("replace entry: %w", err)
			}
		}
		rows = append(rows, []any{id, p.texts[i]})
	}
	if _, err := s.db.Insert(ctx, "search_token (docid, tokens)", rows, ""); err != nil {
		return fmt.Errorf("save tokens: %w", err)
	}
	return nil
}

// text is the bag's tokens, each as often as it counts.
func (sqlite) text(b bag) string {
	size := 0
	for _, token := range b.tokens {
		size += b.counts[token] * (len(token) + 1)
	}
	var text strings.Builder
	text.Grow(size)
	for _, token := range b.tokens {
		for range b.counts[token] {
			text.WriteString(token)
			text.WriteByte(' ')
		}
	}
	return text.String()
}

func (s sqlite) replace(ctx context.Context, e Entry, length int, id *int64) error {
	if err := s.db.Row(ctx, replaceEntry, e.ProgrammeID, e.Scope, e.Title, e.At, length, e.Kind, e.ID).Scan(id); err != nil {
		return err
	}
	_, err := s.db.Exec(ctx, "DELETE FROM search_token WHERE docid = ?", *id)
	return err
}

func (s sqlite) remove(ctx context.Context, kind, id string) error {
	tx := s.db.Tx(ctx)
	const tokens = "DELETE FROM search_token WHERE docid IN (SELECT id FROM search_entry WHERE kind = ? AND subject_id = ?)"
	if err := tx.Exec(tokens, kind, id).Error; err != nil {
		return fmt.Errorf("drop tokens: %w", err)
	}
	if err := tx.Exec("DELETE FROM search_entry WHERE kind = ? AND subject_id = ?", kind, id).Error; err != nil {
		return fmt.Errorf("drop entry: %w", err)
	}
	return nil
}

// CROSS JOIN keeps SQLite from going through the programme's entries and asking
// the tokens anew for each, which takes seconds where this takes milliseconds.
const sqliteCandidates = `SELECT e.kind, e.subject_id, e.programme_id, e.scope, e.title, e.at, e.length, matchinfo(search_token, 'pcnx') AS info
FROM search_token CROSS JOIN search_entry e ON e.id = search_token.docid
WHERE search_token.tokens MATCH ? AND e.programme_id = ? AND e.scope IN ?`

func (s sqlite) candidates(ctx context.Context, q Query, t terms) ([]candidate, error) {
	sql, args := filter(sqliteCandidates, q, t.match(), " ORDER BY e.at DESC, e.kind, e.subject_id LIMIT ?")
	var rows []struct {
		Entry candidate `gorm:"embedded"`
		Info  []byte
	}
	if err := s.db.Read(ctx).Raw(sql, args...).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("find candidates: %w", err)
	}
	found := make([]candidate, len(rows))
	for i, row := range rows {
		found[i] = row.Entry
		if err := found[i].read(row.Info, t.leaves()); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// match is the query in FTS4's language. Its tokens are lower case letters and
// digits, so nothing in them is an operator.
func (t terms) match() string {
	words := whole(t)
	if t.prefix != "" {
		words = append(words, "("+t.words[len(t.words)-1]+" OR "+t.prefix+"*)")
	}
	return strings.Join(words, " AND ")
}

// whole returns the words that must be met as they are.
func whole(t terms) []string {
	if t.prefix == "" {
		return append([]string{}, t.words...)
	}
	return append([]string{}, t.words[:len(t.words)-1]...)
}

// read takes the counts from matchinfo's 'pcnx': phrases, columns (one), entries,
// then for each phrase its count here, its count everywhere, its holders.
func (c *candidate) read(info []byte, leaves int) error {
	const head, each, size = 3, 3, 4
	if len(info) != (head+each*leaves)*size || int(binary.NativeEndian.Uint32(info)) != leaves {
		return fmt.Errorf("matchinfo of %d bytes for %d tokens", len(info), leaves)
	}
	at := func(i int) int { return int(binary.NativeEndian.Uint32(info[i*size:])) }
	c.entries = at(2)
	for leaf := range leaves {
		c.counts = append(c.counts, at(head+each*leaf))
		c.holders = append(c.holders, at(head+each*leaf+2))
	}
	return nil
}

// filter adds what both dialects ask of an entry.
func filter(sql string, q Query, match, order string) (string, []any) {
	args := []any{match, q.ProgrammeID, q.Scopes}
	if len(q.Kinds) > 0 {
		sql += " AND e.kind IN ?"
		args = append(args, q.Kinds)
	}
	return sql + order, append(args, maxCandidates)
}
