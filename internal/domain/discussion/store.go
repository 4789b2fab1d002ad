package discussion

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"

	"gorm.io/gorm"

	"sluse/internal/kernel/fault"
	"sluse/internal/kernel/page"
	"sluse/internal/platform/database"
)

// store reads and writes the feature's tables.
type store struct{ db *database.DB }

type threadRow struct {
	ID, ProgrammeID, SubjectType, SubjectID, Anchor string
	Title, Audience, State, ClientID                string
	CreatedAt                                       time.Time
	CreatedBy                                       string
	ClosedAt                                        *time.Time
	ClosedBy                                        string
	LastPostAt                                      time.Time
	LastPostBy                                      string
	PostCount, LastSeq, NamedSeq, Rev               int64
}

// TableName implements gorm's Tabler.
func (threadRow) TableName() string { return "discussion_thread" }

func (r threadRow) entity() Thread {
	return Thread{
		ID: r.ID, ProgrammeID: r.ProgrammeID, Subject: Subject{r.SubjectType, r.SubjectID, r.Anchor},
		Title: r.Title, Audience: Audience(r.Audience), State: State(r.State), ClientID: r.ClientID,
		CreatedAt: r.CreatedAt, CreatedBy: r.CreatedBy, ClosedAt: r.ClosedAt, ClosedBy: r.ClosedBy,
		LastPostAt: r.LastPostAt, LastPostBy: r.LastPostBy, PostCount: r.PostCount, LastSeq: r.LastSeq, NamedSeq: r.NamedSeq, Rev: r.Rev,
	}
}

func rowOfThread(t Thread) threadRow {
	return threadRow{
		ID: t.ID, ProgrammeID: t.ProgrammeID, SubjectType: t.Subject.Type, SubjectID: t.Subject.ID, Anchor: t.Subject.Anchor,
		Title: t.Title, Audience: string(t.Audience), State: string(t.State), ClientID: t.ClientID,
		CreatedAt: t.CreatedAt, CreatedBy: t.CreatedBy, ClosedAt: t.ClosedAt, ClosedBy: t.ClosedBy,
		LastPostAt: t.LastPostAt, LastPostBy: t.LastPostBy, PostCount: t.PostCount, LastSeq: t.LastSeq, NamedSeq: t.NamedSeq, Rev: t.Rev,
	}
}

// threadColumns are those that row.into takes, in its order.
const threadColumns = `id, programme_id, subject_type, subject_id, anchor, title, audience, state, client_id, created_at, created_by,
	closed_at, closed_by, last_post_at, last_post_by, post_count, last_seq, rev, named_seq`

func (r *threadRow) into() []any {
	return []any{
		&r.ID, &r.ProgrammeID, &r.SubjectType, &r.SubjectID, &r.Anchor, &r.Title, &r.Audience, &r.State, &r.ClientID, &r.CreatedAt, &r.CreatedBy,
		&r.ClosedAt, &r.ClosedBy, &r.LastPostAt, &r.LastPostBy, &r.PostCount, &r.LastSeq, &r.Rev, &r.NamedSeq,
	}
}

var errUnknownThread = fault.NewNotFound("thread.unknown")

func (s store) thread(ctx context.Context, threadID string) (Thread, error) {
	return scanThread(s.db.Row(ctx, "SELECT "+threadColumns+" FROM discussion_thread WHERE id = ?", threadID))
}

// ownColumns are those that ownThread.into takes, of ownTables, for one person.
var ownColumns = "t." + strings.Join(strings.FieldsFunc(threadColumns, func(c rune) bool { return c == ',' || unicode.IsSpace(c) }), ", t.") +
	", r.seq, r.at, f.state"

const ownTables = ` FROM discussion_thread t
	LEFT JOIN discussion_read r ON r.thread_id = t.id AND r.person_id = ?
	LEFT JOIN discussion_follow f ON f.thread_id = t.id AND f.person_id = ?`

func scanOwn(scan func(into ...any) error) (ownThread, error) {
	var row threadRow
	var seq sql.NullInt64
	var at sql.NullTime
	var follow sql.NullString
	if err := scan(append(row.into(), &seq, &at, &follow)...); err != nil {
		return ownThread{}, err
	}
	own := ownThread{row.entity(), mark{seq.Int64, at.Time}, Follow(follow.String)}
	if !follow.Valid {
		own.follow = FollowDefault
	}
	return own, nil
}

// ownThread returns a thread with what is a person's own of it.
func (s store) ownThread(ctx context.Context, personID, threadID string) (ownThread, error) {
	own, err := scanOwn(s.db.Row(ctx, "SELECT "+ownColumns+ownTables+" WHERE t.id = ?", personID, personID, threadID).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return ownThread{}, errUnknownThread
	}
	return own, wrap("thread", err)
}

func scanThread(found *sql.Row) (Thread, error) {
	var row threadRow
	err := found.Scan(row.into()...)
	if errors.Is(err, sql.ErrNoRows) {
		return Thread{}, errUnknownThread
	}
	return row.entity(), wrap("thread", err)
}

func (s store) eachThread(ctx context.Context, query string, args ...any) (threads []Thread, err error) {
	err = s.db.Each(ctx, func(found *sql.Rows) error {
		var row threadRow
		err := found.Scan(row.into()...)
		threads = append(threads, row.entity())
		return err
	}, query, args...)
	return threads, wrap("threads", err)
}

// nextPosts moves a thread on by so many posts, of which last is the last, and returns
// it as it is then.
func (s store) nextPosts(ctx context.Context, last Post, n int) (Thread, error) {
	return scanThread(s.db.Row(ctx, `UPDATE discussion_thread SET last_post_at = ?, last_post_by = ?, last_seq = ?, post_count = post_count + ?
		WHERE id = ? RETURNING `+threadColumns, last.CreatedAt, last.AuthorID, last.Seq, n, last.ThreadID))
}

// threadsOf returns the threads that posts stand in, by id.
func (s store) threadsOf(ctx context.Context, posts map[string]Post) (map[string]Thread, error) {
	ids := make([]string, 0, len(posts))
	for _, p := range posts {
		ids = append(ids, p.ThreadID)
	}
	found, err := s.threadsByID(ctx, ids)
	threads := make(map[string]Thread, len(found))
	for _, t := range found {
		threads[t.ID] = t
	}
	return threads, err
}

// threadOfClient finds a thread by what its maker's client called it.
func (s store) threadOfClient(ctx context.Context, personID, clientID string) (Thread, bool, error) {
	var rows []threadRow
	err := s.db.Read(ctx).Where("created_by = ? AND client_id = ?", personID, clientID).Limit(1).Find(&rows).Error
	if err != nil || len(rows) == 0 {
		return Thread{}, false, wrap("thread by client id", err)
	}
	return rows[0].entity(), true, nil
}

func (s store) addThread(ctx context.Context, t Thread) error {
	row := rowOfThread(t)
	return database.Translate(s.db.Tx(ctx).Create(&row).Error, "thread.exists")
}

// saveThread writes what a change of the thread itself may touch.
func (s store) saveThread(ctx context.Context, t Thread) error {
	err := s.db.Tx(ctx).Exec(`UPDATE discussion_thread SET title = ?, audience = ?, state = ?, closed_at = ?, closed_by = ?, rev = ?
		WHERE id = ?`, t.Title, t.Audience, t.State, t.ClosedAt, t.ClosedBy, t.Rev, t.ID).Error
	return wrap("save thread", err)
}

// setNamed notes the newest edit that names somebody anew.
func (s store) setNamed(ctx context.Context, threadID string, seq int64) error {
	return wrap("note who is named", s.db.Tx(ctx).Exec("UPDATE discussion_thread SET named_seq = ? WHERE id = ?", seq, threadID).Error)
}

// seen says which threads of a programme an actor sees.
type seen struct {
	programmeIDs []string
	// partners holds those programmes whose threads for partners the actor sees.
	partners []string
}

// visible is where every list of threads starts.
func (s store) visible(ctx context.Context, who seen) *gorm.DB {
	return s.db.Read(ctx).Model(&threadRow{}).
		Where("(programme_id IN ? AND (audience = ? OR programme_id IN ?))", orNone(who.programmeIDs), ForMembers, orNone(who.partners))
}

// orNone keeps IN from being empty, which SQL has no form for.
func orNone(ids []string) []string {
	if len(ids) == 0 {
		return []string{""}
	}
	return ids
}

type threadKey struct {
	At time.Time `json:"a"`
	ID string    `json:"i"`
}

// threads returns the page of threads with the newest posts first, and what is a
// person's own of them.
func (s store) threads(ctx context.Context, personID string, who seen, request page.Request) (page.Result[ownThread], error) {
	members, args := database.In(who.programmeIDs)
	partners, more := database.In(who.partners)
	query := "SELECT " + ownColumns + ownTables + " WHERE (t.programme_id IN " + members + " AND (t.audience = ? OR t.programme_id IN " + partners + "))"
	args = append(append(append([]any{personID, personID}, args...), ForMembers), more...)
	if request.Cursor != "" {
		var key threadKey
		if err := page.Decode(request.Cursor, &key); err != nil {
			return page.Result[ownThread]{}, err
		}
		query += " AND (t.last_post_at < ? OR (t.last_post_at = ? AND t.id < ?))"
		args = append(args, key.At, key.At, key.ID)
	}
	var threads []ownThread
	err := s.db.Each(ctx, func(found *sql.Rows) error {
		own, err := scanOwn(found.Scan)
		threads = append(threads, own)
		return err
	}, query+" ORDER BY t.last_post_at DESC, t.id DESC LIMIT ?", append(args, request.Size()+1)...)
	if err != nil {
		return page.Result[ownThread]{}, wrap("threads", err)
	}
	return page.Cut(threads, request.Size(), func(t ownThread) any { return threadKey{t.LastPostAt, t.ID} }), nil
}

func wrap(what string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("discussion: %s: %w", what, err)
}
