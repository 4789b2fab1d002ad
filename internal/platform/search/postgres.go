package search

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"sluse/internal/platform/database"
)

// postgres keeps the tokens in search_entry.tokens, with as many places as they
// count; what the places are does not matter.
type postgres struct{ db *database.DB }

const postgresSave = `INSERT INTO search_entry (kind, subject_id, programme_id, scope, title, at, length, tokens)
VALUES (?, ?, ?, ?, ?, ?, ?, CAST(? AS tsvector))
ON CONFLICT (kind, subject_id) DO UPDATE SET programme_id = excluded.programme_id, scope = excluded.scope,
title = excluded.title, at = excluded.at, length = excluded.length, tokens = excluded.tokens`

func (p postgres) put(ctx context.Context, prepared Prepared) error {
	for i, e := range prepared.entries {
		err := p.db.Tx(ctx).Exec(postgresSave, e.Kind, e.ID, e.ProgrammeID, e.Scope, e.Title, e.At, prepared.lengths[i], prepared.texts[i]).Error
		if err != nil {
			return fmt.Errorf("save entry: %w", err)
		}
	}
	return nil
}

// text is the bag as PostgreSQL reads a tsvector: 'token':1,2,3 …
func (postgres) text(b bag) string {
	var v strings.Builder
	for _, token := range b.tokens {
		v.WriteString("'" + token + "':1")
		for place := 2; place <= b.counts[token]; place++ {
			v.WriteString("," + strconv.Itoa(place))
		}
		v.WriteByte(' ')
	}
	return v.String()
}

func (p postgres) remove(ctx context.Context, kind, id string) error {
	if err := p.db.Tx(ctx).Exec("DELETE FROM search_entry WHERE kind = ? AND subject_id = ?", kind, id).Error; err != nil {
		return fmt.Errorf("drop entry: %w", err)
	}
	return nil
}

// The ids stand in byte order on SQLite; COLLATE "C" is that order here.
const postgresCandidates = `SELECT e.kind, e.subject_id, e.programme_id, e.scope, e.title, e.at, e.length, e.tokens
FROM search_entry e WHERE e.tokens @@ CAST(? AS tsquery) AND e.programme_id = ? AND e.scope IN ?`

const postgresOrder = ` ORDER BY e.at DESC, e.kind COLLATE "C", e.subject_id COLLATE "C" LIMIT ?`

// postgresCounts adds to each candidate the tokens asked for and how often they
// stand in it, as "token count,token count".
const postgresCounts = `SELECT c.kind, c.subject_id, c.programme_id, c.scope, c.title, c.at, c.length,
(SELECT string_agg(u.lexeme || ' ' || cardinality(u.positions), ',') FROM unnest(c.tokens) u
 WHERE u.lexeme IN ? OR (? <> '' AND starts_with(u.lexeme, ?))) AS counts FROM (`

func (p postgres) candidates(ctx context.Context, q Query, t terms) ([]candidate, error) {
	sql, args := filter(postgresCandidates, q, t.query(), postgresOrder)
	args = append([]any{t.words, t.prefix, t.prefix}, args...)
	var rows []struct {
		Entry  candidate `gorm:"embedded"`
		Counts string
	}
	if err := p.db.Read(ctx).Raw(postgresCounts+sql+") c", args...).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("find candidates: %w", err)
	}
	if len(rows) == 0 {
		return nil, nil
	}
	entries, holders, err := p.holders(ctx, t)
	if err != nil {
		return nil, err
	}
	found := make([]candidate, len(rows))
	for i, row := range rows {
		found[i] = row.Entry
		found[i].entries, found[i].holders = entries, holders
		if found[i].counts, err = t.counts(row.Counts); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// query is the query in PostgreSQL's language. Its tokens are lower case letters
// and digits, so nothing in them is an operator.
func (t terms) query() string {
	words := whole(t)
	if t.prefix != "" {
		words = append(words, "("+t.words[len(t.words)-1]+" | "+t.prefix+":*)")
	}
	return strings.Join(words, " & ")
}

// holders counts the entries, and those that hold each leaf, as far as it matters.
func (p postgres) holders(ctx context.Context, t terms) (entries int, holders []int, err error) {
	db := p.db.Read(ctx)
	const all = "SELECT count(*) FROM (SELECT 1 FROM search_entry LIMIT ?) e"
	if err := db.Raw(all, maxEntries).Scan(&entries).Error; err != nil {
		return 0, nil, fmt.Errorf("count entries: %w", err)
	}
	queries := append([]string{}, t.words...)
	if t.prefix != "" {
		queries = append(queries, t.prefix+":*")
	}
	holders = make([]int, len(queries))
	const some = "SELECT count(*) FROM (SELECT 1 FROM search_entry WHERE tokens @@ CAST(? AS tsquery) LIMIT ?) e"
	for i, query := range queries {
		if err := db.Raw(some, query, maxHolders).Scan(&holders[i]).Error; err != nil {
			return 0, nil, fmt.Errorf("count holders: %w", err)
		}
	}
	return entries, holders, nil
}

// counts reads "token count,token count" into a count for each leaf.
func (t terms) counts(text string) ([]int, error) {
	counts := make([]int, t.leaves())
	for part := range strings.SplitSeq(text, ",") {
		token, number, _ := strings.Cut(part, " ")
		count, err := strconv.Atoi(number)
		if err != nil {
			return nil, fmt.Errorf("counts %q: %w", text, err)
		}
		for i, word := range t.words {
			if word == token {
				counts[i] += count
			}
		}
		if t.prefix != "" && strings.HasPrefix(token, t.prefix) {
			counts[len(t.words)] += count
		}
	}
	return counts, nil
}
