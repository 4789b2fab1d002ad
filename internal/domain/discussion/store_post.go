package discussion

import (
	"context"
	"database/sql"
	"slices"
	"strings"
	"time"

	"sluse/internal/kernel/id"
	"sluse/internal/platform/database"
	"sluse/internal/platform/richtext"
)

type postRow struct {
	ID, ThreadID                   string
	Seq                            int64
	AuthorID, ClientID, Text, HTML string
	QuoteID                        string
	CreatedAt                      time.Time
	EditedAt, DeletedAt            *time.Time
	DeletedBy, DeletedReason       string
	PinnedAt                       *time.Time
	Rev                            int64
	Files                          string
}

// TableName implements gorm's Tabler.
func (postRow) TableName() string { return "discussion_post" }

// postColumns are those that eachPost takes, in its order.
const postColumns = `id, thread_id, seq, author_id, client_id, text, html, quote_id, created_at, edited_at, deleted_at, deleted_by, deleted_reason,
	pinned_at, rev, files`

// eachPost returns what a statement finds, without mentions.
func (s store) eachPost(ctx context.Context, where string, args ...any) ([]Post, error) {
	var posts []Post
	err := s.db.Each(ctx, func(found *sql.Rows) error {
		var r postRow
		err := found.Scan(&r.ID, &r.ThreadID, &r.Seq, &r.AuthorID, &r.ClientID, &r.Text, &r.HTML, &r.QuoteID, &r.CreatedAt, &r.EditedAt, &r.DeletedAt,
			&r.DeletedBy, &r.DeletedReason, &r.PinnedAt, &r.Rev, &r.Files)
		posts = append(posts, r.entity())
		return err
	}, "SELECT "+postColumns+" FROM discussion_post WHERE "+where, args...)
	return posts, wrap("posts", err)
}

func (r postRow) entity() Post {
	p := Post{
		ID: r.ID, ThreadID: r.ThreadID, Seq: r.Seq, AuthorID: r.AuthorID, ClientID: r.ClientID, Text: r.Text, HTML: r.HTML,
		QuoteID: r.QuoteID, CreatedAt: r.CreatedAt, EditedAt: r.EditedAt, PinnedAt: r.PinnedAt, Rev: r.Rev,
	}
	if r.DeletedAt != nil {
		p.Deleted = &Deletion{At: *r.DeletedAt, By: r.DeletedBy, Reason: r.DeletedReason}
	}
	if r.Files != "" {
		p.Files = filesIn(r.Files)
	}
	return p
}

// addPosts adds posts, or none of them if some have been sent before by their
// writers' clients: those are known then.
func (s store) addPosts(ctx context.Context, posts []Post) (known database.Apart, err error) {
	rows := make([][]any, 0, len(posts))
	for _, p := range posts {
		rows = append(rows, []any{p.ID, p.ThreadID, p.Seq, p.AuthorID, p.ClientID, p.Text, p.HTML, p.QuoteID, p.CreatedAt, "", "", p.Rev})
	}
	added, err := s.db.Insert(ctx, `discussion_post
		(id, thread_id, seq, author_id, client_id, text, html, quote_id, created_at, deleted_by, deleted_reason, rev)`,
		rows, "ON CONFLICT (author_id, client_id) DO NOTHING")
	if err != nil {
		return nil, wrap("add posts", err)
	}
	if added < int64(len(posts)) {
		return s.notAdded(ctx, posts)
	}
	for _, p := range posts {
		if err := s.addMentions(ctx, p); err != nil {
			return nil, err
		}
	}
	return nil, nil
}

// notAdded returns the places of those posts that are not there.
func (s store) notAdded(ctx context.Context, posts []Post) (database.Apart, error) {
	there, err := s.posts(ctx, idsOf(posts))
	missing := database.Apart{}
	for i, p := range posts {
		if _, is := there[p.ID]; !is {
			missing[i] = errDone
		}
	}
	return missing, err
}

type mentionRow struct {
	PostID, Kind, TargetID, Name, ThreadID string
	Seq                                    int64
}

// TableName implements gorm's Tabler.
func (mentionRow) TableName() string { return "discussion_mention" }

func (s store) addMentions(ctx context.Context, p Post) error {
	if len(p.Mentions) == 0 {
		return nil
	}
	rows := make([]mentionRow, 0, len(p.Mentions))
	for _, m := range p.Mentions {
		rows = append(rows, mentionRow{p.ID, m.Kind, m.ID, m.Name, p.ThreadID, p.Seq})
	}
	return wrap("add mentions", s.db.Tx(ctx).Create(&rows).Error)
}

func (s store) dropMentions(ctx context.Context, postID string) error {
	return wrap("drop mentions", s.db.Tx(ctx).Exec("DELETE FROM discussion_mention WHERE post_id = ?", postID).Error)
}

// post returns one post with its mentions.
func (s store) post(ctx context.Context, postID string) (Post, error) {
	posts, err := s.posts(ctx, []string{postID})
	if err != nil {
		return Post{}, err
	}
	if p, ok := posts[postID]; ok {
		return s.withMentions(ctx, p)
	}
	return Post{}, errUnknownPost
}

func (s store) withMentions(ctx context.Context, p Post) (Post, error) {
	list := []Post{p}
	err := s.fillMentions(ctx, list)
	return list[0], err
}

// posts returns posts by id, without their mentions.
func (s store) posts(ctx context.Context, ids []string) (map[string]Post, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	list, args := database.In(ids)
	found, err := s.eachPost(ctx, "id IN "+list, args...)
	posts := make(map[string]Post, len(found))
	for _, p := range found {
		posts[p.ID] = p
	}
	return posts, err
}

// openings returns the first posts of threads, without their mentions.
func (s store) openings(ctx context.Context, threadIDs []string) ([]Post, error) {
	if len(threadIDs) == 0 {
		return nil, nil
	}
	list, args := database.In(threadIDs)
	return s.eachPost(ctx, "seq = 1 AND thread_id IN "+list, args...)
}

func (s store) postOfClient(ctx context.Context, personID, clientID string) (Post, bool, error) {
	var rows []postRow
	err := s.db.Read(ctx).Where("author_id = ? AND client_id = ?", personID, clientID).Limit(1).Find(&rows).Error
	if err != nil || len(rows) == 0 {
		return Post{}, false, wrap("post by client id", err)
	}
	p, err := s.withMentions(ctx, rows[0].entity())
	return p, true, err
}

// slice returns up to limit posts of a thread, oldest first: the last ones before
// a place (exclusive), or the first ones from a place on (inclusive).
func (s store) slice(ctx context.Context, threadID string, before, from int64, limit int) ([]Post, error) {
	if from > 0 {
		posts, err := s.eachPost(ctx, "thread_id = ? AND seq >= ? ORDER BY seq LIMIT ?", threadID, from, limit)
		if err != nil {
			return nil, err
		}
		return posts, s.fillMentions(ctx, posts)
	}
	posts, err := s.eachPost(ctx, "thread_id = ? AND seq < ? ORDER BY seq DESC LIMIT ?", threadID, before, limit)
	if err != nil {
		return nil, err
	}
	slices.Reverse(posts)
	return posts, s.fillMentions(ctx, posts)
}

// pinned returns the pinned posts of a thread, oldest first.
func (s store) pinned(ctx context.Context, threadID string) ([]Post, error) {
	return s.eachPost(ctx, "thread_id = ? AND pinned_at IS NOT NULL ORDER BY seq LIMIT ?", threadID, maxPinned)
}

func (s store) fillMentions(ctx context.Context, posts []Post) error {
	if len(posts) == 0 {
		return nil
	}
	at := make(map[string]int, len(posts))
	for i, p := range posts {
		at[p.ID] = i
	}
	list, args := database.In(idsOf(posts))
	err := s.db.Each(ctx, func(found *sql.Rows) error {
		var postID string
		var m richtext.Mention
		err := found.Scan(&postID, &m.Kind, &m.ID, &m.Name)
		p := &posts[at[postID]]
		p.Mentions = append(p.Mentions, m)
		return err
	}, "SELECT post_id, kind, target_id, name FROM discussion_mention WHERE post_id IN "+list+" ORDER BY post_id, name", args...)
	return wrap("mentions", err)
}

// savePost writes what an edit, a deletion or a pin may touch.
func (s store) savePost(ctx context.Context, p Post) error {
	var deleted Deletion
	var deletedAt *time.Time
	if p.Deleted != nil {
		deleted, deletedAt = *p.Deleted, &p.Deleted.At
	}
	err := s.db.Tx(ctx).Exec(`UPDATE discussion_post SET text = ?, html = ?, quote_id = ?, edited_at = ?, deleted_at = ?,
		deleted_by = ?, deleted_reason = ?, pinned_at = ?, rev = ? WHERE id = ?`,
		p.Text, p.HTML, p.QuoteID, p.EditedAt, deletedAt, deleted.By, deleted.Reason, p.PinnedAt, p.Rev, p.ID).Error
	if err != nil {
		return wrap("save post", err)
	}
	if err := s.dropMentions(ctx, p.ID); err != nil {
		return err
	}
	return s.addMentions(ctx, p)
}

// quoting returns the posts that quote one.
func (s store) quoting(ctx context.Context, postID string) ([]Post, error) {
	var rows []postRow
	if err := s.db.Read(ctx).Where("quote_id = ?", postID).Where("quote_id <> ''").Find(&rows).Error; err != nil {
		return nil, wrap("posts that quote", err)
	}
	posts := make([]Post, 0, len(rows))
	for _, r := range rows {
		posts = append(posts, r.entity())
	}
	return posts, s.fillMentions(ctx, posts)
}

// Former is what a post said before it was edited.
type Former struct {
	Text string
	// Files are the names of what was attached to it. Those that were taken away are gone.
	Files     []string
	WrittenAt time.Time
}

type editRow struct {
	ID, PostID, Text string
	WrittenAt        time.Time
	// Files has a name a line: a name holds no line break.
	Files string
}

// TableName implements gorm's Tabler.
func (editRow) TableName() string { return "discussion_edit" }

func (s store) keepFormer(ctx context.Context, p Post) error {
	written := p.CreatedAt
	if p.EditedAt != nil {
		written = *p.EditedAt
	}
	return wrap("keep former text", s.db.Tx(ctx).Create(&editRow{id.New(), p.ID, p.Text, written, strings.Join(p.names(), "\n")}).Error)
}

func (s store) former(ctx context.Context, postID string) ([]Former, error) {
	var rows []editRow
	err := s.db.Read(ctx).Where("post_id = ?", postID).Order("id DESC").Limit(maxFormer).Find(&rows).Error
	out := make([]Former, 0, len(rows))
	for _, r := range rows {
		out = append(out, Former{r.Text, strings.FieldsFunc(r.Files, func(c rune) bool { return c == '\n' }), r.WrittenAt})
	}
	return out, wrap("former texts", err)
}

func (s store) dropFormer(ctx context.Context, postID string) error {
	return wrap("drop former texts", s.db.Tx(ctx).Exec("DELETE FROM discussion_edit WHERE post_id = ?", postID).Error)
}

func idsOf(posts []Post) []string {
	ids := make([]string, 0, len(posts))
	for _, p := range posts {
		ids = append(ids, p.ID)
	}
	return ids
}
