package discussion

import (
	"context"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/fault"
	"sluse/internal/platform/richtext"
)

// NewText is what editing a post takes.
type NewText struct {
	Text string
	// Rev is the version of the post that it was written upon.
	Rev int64
	// Files are all that the post is to have, those that it has and others that the
	// writer has sent in; nil leaves them as they are.
	Files *[]NewFile
}

// Edit gives a post another text, and other files. The former text and the names of
// the former files stay in the post's history; a file that is taken away is gone.
// Conflict, with the present text, if somebody (the author, elsewhere) has edited
// it meanwhile.
func (s *Service) Edit(ctx context.Context, postID string, n NewText) (PostView, error) {
	files, err := n.files()
	if err != nil {
		return PostView{}, err
	}
	text, err := cleanText(n.Text, MaxFiles) // whether there are files is seen under the lock
	if err != nil {
		return PostView{}, err
	}
	return s.changePost(ctx, postID, VerbPostEdited, func(ctx context.Context, a actor.Actor, t Thread, p *Post) (bool, error) {
		if err := MayEdit(a, t, *p); err != nil {
			return false, err
		}
		if n.Files == nil {
			files = p.Files
		}
		if p.Text == text && sameFiles(p.Files, files) {
			return false, nil
		}
		if _, err := cleanText(text, len(files)); err != nil {
			return false, err
		}
		if p.Rev != n.Rev {
			return false, fault.NewConflict("post.changed_meanwhile").With("text", p.Text).With("rev", p.Rev)
		}
		if err := s.store.keepFormer(ctx, *p); err != nil {
			return false, err
		}
		if err := s.refile(ctx, a, t, p, files); err != nil {
			return false, err
		}
		mentions, err := s.confirm(ctx, t.ProgrammeID, richtext.Mentions(text))
		if err != nil {
			return false, err
		}
		now := s.Clock.Now()
		p.Text, p.HTML, p.Mentions, p.EditedAt = text, richtext.RenderPost(text, mentions), mentions, &now
		p.Rev++
		return true, s.store.savePost(ctx, *p)
	})
}

// Delete takes a post back, by its author or by a coordinator with a reason, and
// leaves a trace in its place.
func (s *Service) Delete(ctx context.Context, postID, reason string) (PostView, error) {
	reason, err := cleanReason(reason)
	if err != nil {
		return PostView{}, err
	}
	return s.changePost(ctx, postID, VerbPostDeleted, func(ctx context.Context, a actor.Actor, t Thread, p *Post) (bool, error) {
		if p.Deleted != nil && p.Deleted.By == a.PersonID {
			return false, nil // a retry
		}
		if err := MayDelete(a, t, *p, reason); err != nil {
			return false, err
		}
		if p.AuthorID == a.PersonID {
			reason = ""
		}
		p.delete(Deletion{At: s.Clock.Now(), By: a.PersonID, Reason: reason})
		return true, s.forget(ctx, t, *p)
	})
}

// forget removes the words of a deleted post from everywhere they are kept.
func (s *Service) forget(ctx context.Context, t Thread, p Post) error {
	for _, step := range []error{
		s.detach(ctx, p), s.store.savePost(ctx, p), s.store.dropFormer(ctx, p.ID), s.store.dropReactions(ctx, p.ID),
	} {
		if step != nil {
			return step
		}
	}
	quoting, err := s.store.quoting(ctx, p.ID)
	if err != nil {
		return err
	}
	for _, touched := range append(quoting, p) {
		event, err := s.snapshot(ctx, t, touched)
		if err != nil {
			return err
		}
		if err := s.Log.Replace(ctx, "post", touched.ID, event); err != nil {
			return err
		}
	}
	return nil
}

// Pin keeps a post at the top of its thread, or lets go of it.
func (s *Service) Pin(ctx context.Context, postID string, pinned bool) (PostView, error) {
	return s.changePost(ctx, postID, VerbPostPinned, func(ctx context.Context, a actor.Actor, t Thread, p *Post) (bool, error) {
		if err := MayPin(a, t, *p); err != nil {
			return false, err
		}
		if pinned == (p.PinnedAt != nil) {
			return false, nil
		}
		now := s.Clock.Now()
		p.PinnedAt = &now
		if !pinned {
			p.PinnedAt = nil
			return true, s.store.savePost(ctx, *p)
		}
		if err := s.roomToPin(ctx, t); err != nil {
			return false, err
		}
		return true, s.store.savePost(ctx, *p)
	})
}

func (s *Service) roomToPin(ctx context.Context, t Thread) error {
	already, err := s.store.pinned(ctx, t.ID)
	if err != nil {
		return err
	}
	if len(already) >= maxPinned {
		return fault.NewConflict("post.too_many_pinned").With("max", maxPinned)
	}
	return nil
}

// React gives or takes back a reaction of the actor.
func (s *Service) React(ctx context.Context, postID string, kind Reaction, given bool) (PostView, error) {
	if !kind.valid() {
		return PostView{}, fault.NewNotFound("reaction.unknown")
	}
	return s.changePost(ctx, postID, VerbPostReacted, func(ctx context.Context, a actor.Actor, t Thread, p *Post) (bool, error) {
		if err := MayReact(a, t, *p); err != nil {
			return false, err
		}
		if given {
			return s.store.setReaction(ctx, p.ID, a.PersonID, kind, s.Clock.Now())
		}
		return s.store.dropReaction(ctx, p.ID, a.PersonID, kind)
	})
}
