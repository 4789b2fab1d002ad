package discussion

import (
	"context"

	"sluse/internal/platform/database"
	"sluse/internal/platform/richtext"
)

// formerMember is what stands in texts where somebody was named who was erased. What
// people write is Danish.
const formerMember = "Tidligere medlem"

// ExportPerson hands over what the feature knows of a person.
func (s *Service) ExportPerson(ctx context.Context, personID, _ string, add database.AddTable) error {
	for name, query := range map[string]string{
		"threads": "SELECT id, title, audience, state, created_at FROM discussion_thread WHERE created_by = ? ORDER BY created_at",
		"posts":   "SELECT id, thread_id, text, created_at, edited_at, deleted_at FROM discussion_post WHERE author_id = ? ORDER BY created_at",
		"post_versions": `SELECT e.post_id, e.text, e.written_at FROM discussion_edit e JOIN discussion_post p ON p.id = e.post_id
			WHERE p.author_id = ? ORDER BY e.written_at`,
		"reactions": "SELECT post_id, kind, at FROM discussion_reaction WHERE person_id = ? ORDER BY at",
		"mentions":  "SELECT thread_id, post_id, name FROM discussion_mention WHERE kind = 'person' AND target_id = ?",
		"reading":   "SELECT thread_id, at FROM discussion_read WHERE person_id = ? ORDER BY at",
		"following": "SELECT thread_id, state FROM discussion_follow WHERE person_id = ?",
	} {
		if err := database.ExportTable(ctx, s.DB, add, name, query, personID); err != nil {
			return err
		}
	}
	return nil
}

// ErasePerson forgets what a person has read and follows, and takes their name out
// of every text that names them. What they wrote stays. It joins the surrounding Write.
func (s *Service) ErasePerson(ctx context.Context, personID, _ string) error {
	return s.DB.Write(ctx, func(ctx context.Context) error {
		if err := s.store.dropMarks(ctx, personID); err != nil {
			return err
		}
		naming, err := s.store.naming(ctx, personID)
		if err != nil {
			return err
		}
		for _, p := range naming {
			if err := s.unname(ctx, personID, p); err != nil {
				return err
			}
		}
		return s.store.unnameFormer(ctx, personID)
	})
}

// unname gives a post the same text without the name, and the index with it.
func (s *Service) unname(ctx context.Context, personID string, p Post) error {
	p.Text = richtext.Rename(p.Text, richtext.Person, personID, formerMember)
	for i := range p.Mentions {
		if p.Mentions[i].Kind == richtext.Person && p.Mentions[i].ID == personID {
			p.Mentions[i].Name = formerMember
		}
	}
	p.HTML = richtext.RenderPost(p.Text, p.Mentions)
	if err := s.store.rewrite(ctx, personID, p); err != nil {
		return err
	}
	return (&Indexer{s}).inTurns(ctx, []string{p.ID}) // joins this Write
}

// naming returns the posts that name a person.
func (s store) naming(ctx context.Context, personID string) ([]Post, error) {
	var rows []postRow
	err := s.db.Read(ctx).Where("id IN (SELECT post_id FROM discussion_mention WHERE kind = ? AND target_id = ?)", richtext.Person, personID).
		Order("id").Find(&rows).Error
	if err != nil {
		return nil, wrap("posts that name somebody", err)
	}
	posts := make([]Post, 0, len(rows))
	for _, r := range rows {
		posts = append(posts, r.entity())
	}
	return posts, s.fillMentions(ctx, posts)
}

// rewrite raises the thread's revision, for it tells nobody of the change.
func (s store) rewrite(ctx context.Context, personID string, p Post) error {
	if err := s.db.Tx(ctx).Exec("UPDATE discussion_thread SET rev = rev + 1 WHERE id = ?", p.ThreadID).Error; err != nil {
		return wrap("raise a thread's revision", err)
	}
	err := s.db.Tx(ctx).Model(&postRow{}).Where("id = ?", p.ID).Updates(map[string]any{"text": p.Text, "html": p.HTML}).Error
	if err != nil {
		return wrap("rewrite a post", err)
	}
	err = s.db.Tx(ctx).Model(&mentionRow{}).Where("post_id = ? AND kind = ? AND target_id = ?", p.ID, richtext.Person, personID).
		Update("name", formerMember).Error
	return wrap("rewrite a mention", err)
}

// unnameFormer takes the name out of former texts of posts, which nothing lists by
// whom they name.
func (s store) unnameFormer(ctx context.Context, personID string) error {
	var rows []editRow
	if err := s.db.Read(ctx).Where("text LIKE ?", "%"+personID+"%").Find(&rows).Error; err != nil {
		return wrap("former texts that name somebody", err)
	}
	for _, r := range rows {
		text := richtext.Rename(r.Text, richtext.Person, personID, formerMember)
		if err := s.db.Tx(ctx).Model(&editRow{}).Where("id = ?", r.ID).Update("text", text).Error; err != nil {
			return wrap("rewrite a former text", err)
		}
	}
	return nil
}

func (s store) dropMarks(ctx context.Context, personID string) error {
	if err := s.db.Tx(ctx).Exec("DELETE FROM discussion_read WHERE person_id = ?", personID).Error; err != nil {
		return wrap("forget what was read", err)
	}
	return wrap("forget what was followed", s.db.Tx(ctx).Exec("DELETE FROM discussion_follow WHERE person_id = ?", personID).Error)
}
