package discussion

import (
	"context"
	"fmt"

	"sluse/internal/kernel/actor"
)

// attach ties what the writer has sent in to their post. A post without files asks
// for nothing.
func (s *Service) attach(ctx context.Context, a actor.Actor, t Thread, p *Post) error {
	if len(p.Files) == 0 {
		return nil
	}
	ids := make([]string, 0, len(p.Files))
	for _, f := range p.Files {
		ids = append(ids, f.ID)
	}
	attached, err := s.Files.Attach(ctx, a, t.ProgrammeID, p.ID, ids)
	if err != nil {
		return fmt.Errorf("attach to post: %w", err)
	}
	for n := range attached {
		attached[n].Alt = p.Files[n].Alt
	}
	p.Files = attached
	return s.store.setFiles(ctx, *p)
}

// refile gives an edited post other files: what is no longer wanted goes, what the
// writer has sent in since comes, all in the writer's order.
func (s *Service) refile(ctx context.Context, a actor.Actor, t Thread, p *Post, files []PostFile) error {
	if sameFiles(p.Files, files) {
		return nil
	}
	surplus := gone(p.Files, files)
	p.Files = files
	if err := s.attach(ctx, a, t, p); err != nil {
		return err
	}
	if len(files) == 0 {
		if err := s.store.setFiles(ctx, *p); err != nil {
			return err
		}
	}
	if len(surplus) == 0 {
		return nil
	}
	if err := s.Files.Drop(ctx, p.ID, surplus); err != nil {
		return fmt.Errorf("take files off a post: %w", err)
	}
	return nil
}

// detach takes away what was attached to a post that is deleted.
func (s *Service) detach(ctx context.Context, p Post) error {
	if err := s.Files.Release(ctx, p.ID); err != nil {
		return fmt.Errorf("detach from post: %w", err)
	}
	return s.store.setFiles(ctx, p)
}
