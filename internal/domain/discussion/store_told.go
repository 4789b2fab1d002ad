package discussion

import (
	"context"
	"database/sql"

	"sluse/internal/platform/database"
)

// authorship is who wrote in a thread since a place: that of each one's first post
// and that of the last.
type authorship struct {
	AuthorID    string
	First, Last int64
}

// authors returns who has posts in a thread after a place.
func (s store) authors(ctx context.Context, threadID string, after int64) ([]authorship, error) {
	var rows []authorship
	err := s.db.Read(ctx).Raw(`SELECT author_id, MIN(seq) AS first, MAX(seq) AS last FROM discussion_post
		WHERE thread_id = ? AND seq > ? AND deleted_at IS NULL GROUP BY author_id`, threadID, after).Scan(&rows).Error
	return rows, wrap("who wrote in a thread", err)
}

// deletions counts the deleted posts of a thread. They never come back, so the same
// number means that none has gone since.
func (s store) deletions(ctx context.Context, threadID string) (n int64, err error) {
	err = s.db.Row(ctx, "SELECT COUNT(*) FROM discussion_post WHERE thread_id = ? AND deleted_at IS NOT NULL", threadID).Scan(&n)
	return n, wrap("deleted posts of a thread", err)
}

// postsAfter returns the ids of the first posts of a thread after a place, and the
// place of the last of them.
func (s store) postsAfter(ctx context.Context, threadID string, after int64, limit int) (ids []string, last int64, err error) {
	var rows []struct {
		ID  string
		Seq int64
	}
	err = s.db.Read(ctx).Raw("SELECT id, seq FROM discussion_post WHERE thread_id = ? AND seq > ? ORDER BY seq LIMIT ?", threadID, after, limit).
		Scan(&rows).Error
	for _, r := range rows {
		ids, last = append(ids, r.ID), r.Seq
	}
	return ids, last, wrap("posts of a thread", err)
}

// followers returns who has chosen how to follow a thread.
func (s store) followers(ctx context.Context, threadID string) (map[string]Follow, error) {
	var rows []struct {
		PersonID string
		State    Follow
	}
	err := s.db.Read(ctx).Raw("SELECT person_id, state FROM discussion_follow WHERE thread_id = ?", threadID).Scan(&rows).Error
	out := make(map[string]Follow, len(rows))
	for _, r := range rows {
		out[r.PersonID] = r.State
	}
	return out, wrap("who follows a thread", err)
}

// marks returns how far each has read a thread.
func (s store) marks(ctx context.Context, threadID string) (map[string]int64, error) {
	var rows []struct {
		PersonID string
		Seq      int64
	}
	err := s.db.Read(ctx).Raw("SELECT person_id, seq FROM discussion_read WHERE thread_id = ?", threadID).Scan(&rows).Error
	out := make(map[string]int64, len(rows))
	for _, r := range rows {
		out[r.PersonID] = r.Seq
	}
	return out, wrap("read marks of a thread", err)
}

// marksOf returns how far a person has read threads.
func (s store) marksOf(ctx context.Context, personID string, threadIDs []string) (map[string]int64, error) {
	var rows []struct {
		ThreadID string
		Seq      int64
	}
	err := s.db.Read(ctx).Raw("SELECT thread_id, seq FROM discussion_read WHERE person_id = ? AND thread_id IN ?", personID, orNone(threadIDs)).
		Scan(&rows).Error
	out := make(map[string]int64, len(rows))
	for _, r := range rows {
		out[r.ThreadID] = r.Seq
	}
	return out, wrap("read marks of a person", err)
}

func (s store) threadsByID(ctx context.Context, ids []string) ([]Thread, error) {
	list, args := database.In(ids)
	return s.eachThread(ctx, "SELECT "+threadColumns+" FROM discussion_thread WHERE id IN "+list, args...)
}

// postState tells whether a post may read otherwise than it did: its text's version,
// that of its thread's title and audience, and whether it was deleted.
type postState struct {
	rev, threadRev int64
	deleted        bool
}

// statesOf returns the states of posts, by id.
func (s store) statesOf(ctx context.Context, postIDs []string) (map[string]postState, error) {
	list, args := database.In(postIDs)
	out := make(map[string]postState, len(postIDs))
	err := s.db.Each(ctx, func(found *sql.Rows) error {
		var postID string
		var state postState
		err := found.Scan(&postID, &state.rev, &state.threadRev, &state.deleted)
		out[postID] = state
		return err
	}, `SELECT p.id, p.rev, t.rev, p.deleted_at IS NOT NULL FROM discussion_post p
		JOIN discussion_thread t ON t.id = p.thread_id WHERE p.id IN `+list, args...)
	return out, wrap("states of posts", err)
}
