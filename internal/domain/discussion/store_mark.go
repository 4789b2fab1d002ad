package discussion

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"time"

	"sluse/internal/platform/database"
)

// Follow is what a person wants of a thread beyond what names them.
type Follow string

// The ways of following.
const (
	// FollowDefault: told of answers and mentions.
	FollowDefault Follow = "default"
	// Following: told of every post, in the overview.
	Following Follow = "following"
	// Muted: told of nothing but of their own name, and of that in the inbox only.
	Muted Follow = "muted"
)

func (f Follow) valid() bool { return f == FollowDefault || f == Following || f == Muted }

func (s store) setReaction(ctx context.Context, postID, personID string, kind Reaction, at time.Time) (changed bool, err error) {
	result := s.db.Tx(ctx).Exec(`INSERT INTO discussion_reaction (post_id, person_id, kind, at) VALUES (?, ?, ?, ?)
		ON CONFLICT (post_id, person_id, kind) DO NOTHING`, postID, personID, kind, at)
	return result.RowsAffected > 0, wrap("react", result.Error)
}

func (s store) dropReaction(ctx context.Context, postID, personID string, kind Reaction) (changed bool, err error) {
	result := s.db.Tx(ctx).Exec("DELETE FROM discussion_reaction WHERE post_id = ? AND person_id = ? AND kind = ?", postID, personID, kind)
	return result.RowsAffected > 0, wrap("take reaction back", result.Error)
}

func (s store) dropReactions(ctx context.Context, postID string) error {
	return wrap("drop reactions", s.db.Tx(ctx).Exec("DELETE FROM discussion_reaction WHERE post_id = ?", postID).Error)
}

// reactions returns who reacted to posts, by post.
func (s store) reactions(ctx context.Context, postIDs []string) (map[string][]ReactionView, error) {
	if len(postIDs) == 0 {
		return nil, nil
	}
	list, args := database.In(postIDs)
	people := map[string]map[Reaction][]string{}
	err := s.db.Each(ctx, func(found *sql.Rows) error {
		var post, person string
		var kind Reaction
		err := found.Scan(&post, &person, &kind)
		if people[post] == nil {
			people[post] = map[Reaction][]string{}
		}
		people[post][kind] = append(people[post][kind], person)
		return err
	}, "SELECT post_id, person_id, kind FROM discussion_reaction WHERE post_id IN "+list+" ORDER BY at, person_id", args...)
	if err != nil {
		return nil, wrap("reactions", err)
	}
	out := make(map[string][]ReactionView, len(people))
	for post, kinds := range people {
		for _, kind := range Reactions {
			if who := kinds[kind]; len(who) > 0 {
				out[post] = append(out[post], ReactionView{kind, who})
			}
		}
	}
	return out, nil
}

// moveRead moves a person's mark on, never back.
func (s store) moveRead(ctx context.Context, threadID, personID string, seq int64, at time.Time) (moved bool, err error) {
	result := s.db.Tx(ctx).Exec(`INSERT INTO discussion_read (thread_id, person_id, seq, at) VALUES (?, ?, ?, ?)
		ON CONFLICT (thread_id, person_id) DO UPDATE SET seq = excluded.seq, at = excluded.at WHERE discussion_read.seq < excluded.seq`,
		threadID, personID, seq, at)
	return result.RowsAffected > 0, wrap("move read mark", result.Error)
}

// mark is how far a person has read a thread, and when.
type mark struct {
	Seq int64
	At  time.Time
}

func (s store) readMark(ctx context.Context, threadID, personID string) (mark, error) {
	var found mark
	err := s.db.Row(ctx, "SELECT seq, at FROM discussion_read WHERE thread_id = ? AND person_id = ?", threadID, personID).Scan(&found.Seq, &found.At)
	if errors.Is(err, sql.ErrNoRows) {
		return mark{}, nil
	}
	return found, wrap("read mark", err)
}

// readers returns who has read a thread up to a place, the latest first.
func (s store) readers(ctx context.Context, threadID string, upTo int64) ([]string, error) {
	var people []string
	err := s.db.Read(ctx).Raw("SELECT person_id FROM discussion_read WHERE thread_id = ? AND seq >= ? ORDER BY at DESC LIMIT ?",
		threadID, upTo, maxReaders).Scan(&people).Error
	return people, wrap("readers", err)
}

// unreadCounted is how far unread posts of one thread are counted.
const unreadCounted = 1000

// unreadOf counts, by thread, the posts of others that a person has not seen, up to
// unreadCounted.
func (s store) unreadOf(ctx context.Context, personID string, threadIDs []string) (map[string]int64, error) {
	list, args := database.In(threadIDs)
	out := make(map[string]int64, len(threadIDs))
	err := s.db.Each(ctx, countInto(out), `SELECT t.id AS thread_id, (SELECT count(*) FROM (SELECT 1 FROM discussion_post p
			WHERE p.thread_id = t.id AND p.seq > COALESCE(r.seq, 0) AND p.author_id <> ? AND p.deleted_at IS NULL LIMIT ?) AS counted) AS unread
		FROM discussion_thread t LEFT JOIN discussion_read r ON r.thread_id = t.id AND r.person_id = ?
		WHERE t.id IN `+list+` AND t.last_seq > COALESCE(r.seq, 0)`, append([]any{personID, unreadCounted, personID}, args...)...)
	return out, wrap("unread posts", err)
}

// countInto takes rows of an id and a number.
func countInto(out map[string]int64) func(*sql.Rows) error {
	return func(found *sql.Rows) error {
		var key string
		var n int64
		err := found.Scan(&key, &n)
		out[key] = n
		return err
	}
}

// mentionedIn returns the threads where an unread post names the person or one
// of their organisations.
func (s store) mentionedIn(ctx context.Context, personID string, targets, threadIDs []string) (map[string]bool, error) {
	list, args := database.In(threadIDs)
	names, more := database.In(targets)
	out := map[string]bool{}
	err := s.db.Each(ctx, func(found *sql.Rows) error {
		var thread string
		err := found.Scan(&thread)
		out[thread] = true
		return err
	}, `SELECT DISTINCT m.thread_id FROM discussion_mention m
		LEFT JOIN discussion_read r ON r.thread_id = m.thread_id AND r.person_id = ?
		WHERE m.kind IN ('person', 'organisation') AND m.thread_id IN `+list+` AND m.target_id IN `+names+` AND m.seq > COALESCE(r.seq, 0)`,
		append(append([]any{personID}, args...), more...)...)
	return out, wrap("mentions in threads", err)
}

// unanswered returns posts that name the person and after which the person has
// not written in the thread, newest first.
func (s store) unanswered(ctx context.Context, personID string, since time.Time, limit int) ([]Post, error) {
	var ids []string
	err := s.db.Read(ctx).Raw(`SELECT p.id FROM discussion_mention m
		JOIN discussion_post p ON p.id = m.post_id
		WHERE m.kind = 'person' AND m.target_id = ? AND p.author_id <> ? AND p.deleted_at IS NULL AND p.created_at > ?
		AND NOT EXISTS (SELECT 1 FROM discussion_post mine WHERE mine.thread_id = p.thread_id AND mine.author_id = ? AND mine.seq > p.seq)
		AND NOT EXISTS (SELECT 1 FROM discussion_reaction done WHERE done.post_id = p.id AND done.person_id = ?)
		ORDER BY p.created_at DESC LIMIT ?`, personID, personID, since, personID, personID, limit).Scan(&ids).Error
	if err != nil {
		return nil, wrap("unanswered mentions", err)
	}
	byID, err := s.posts(ctx, ids)
	if err != nil {
		return nil, err
	}
	posts := make([]Post, 0, len(byID))
	for _, p := range byID {
		posts = append(posts, p)
	}
	slices.SortFunc(posts, func(x, y Post) int { return y.CreatedAt.Compare(x.CreatedAt) })
	return posts, nil
}

// followOf returns how a person follows threads, by thread; the default is left out.
func (s store) followOf(ctx context.Context, personID string, threadIDs []string) (map[string]Follow, error) {
	list, args := database.In(threadIDs)
	out := map[string]Follow{}
	err := s.db.Each(ctx, func(found *sql.Rows) error {
		var thread string
		var state Follow
		err := found.Scan(&thread, &state)
		out[thread] = state
		return err
	}, "SELECT thread_id, state FROM discussion_follow WHERE person_id = ? AND thread_id IN "+list, append([]any{personID}, args...)...)
	return out, wrap("follow states", err)
}

// mutedThreads returns the threads that a person has muted, of those they see.
func (s store) mutedThreads(ctx context.Context, personID string, who seen, limit int) ([]Thread, error) {
	var rows []threadRow
	err := s.visible(ctx, who).Where("id IN (SELECT thread_id FROM discussion_follow WHERE person_id = ? AND state = ?)", personID, Muted).
		Order("last_post_at DESC, id DESC").Limit(limit).Find(&rows).Error
	threads := make([]Thread, 0, len(rows))
	for _, r := range rows {
		threads = append(threads, r.entity())
	}
	return threads, wrap("muted threads", err)
}

func (s store) setFollow(ctx context.Context, threadID, personID string, state Follow) error {
	err := s.db.Tx(ctx).Exec(`INSERT INTO discussion_follow (thread_id, person_id, state) VALUES (?, ?, ?)
		ON CONFLICT (thread_id, person_id) DO UPDATE SET state = excluded.state`, threadID, personID, state).Error
	return wrap("follow", err)
}
