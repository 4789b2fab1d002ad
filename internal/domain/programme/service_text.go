package programme

import (
	"context"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/fault"
)

// Text returns a programme for those who write its public page.
func (s *Service) Text(ctx context.Context, slug string) (Programme, error) {
	_, p, err := s.managed(ctx, slug)
	return p, err
}

// managed returns a programme that the actor manages.
func (s *Service) managed(ctx context.Context, slug string) (actor.Actor, Programme, error) {
	a, err := actor.Must(ctx)
	if err != nil {
		return a, Programme{}, err
	}
	p, err := s.store.programmeBySlug(ctx, slug)
	if err != nil {
		return a, Programme{}, err
	}
	return a, p, MayManage(a, p.ID)
}

// ChangeText changes a part of a programme's public page, or the limits of its
// network. rev is the one that the editor read: who comes second is told so. The
// address of a programme never changes, for links to it stand in mails.
func (s *Service) ChangeText(ctx context.Context, slug string, rev int64, change func(*Public, *Limits)) (Programme, error) {
	a, p, err := s.managed(ctx, slug)
	if err != nil {
		return Programme{}, err
	}
	err = s.db.Write(ctx, func(ctx context.Context) error {
		if p, err = s.store.programmeByID(ctx, p.ID); err != nil {
			return err
		}
		if p.Rev != rev {
			return fault.NewConflict("programme.changed_meanwhile").With("rev", p.Rev)
		}
		limits := Limits{p.SeatLimit, p.ReferenceLimit}
		change(&p.Public, &limits)
		p.Public, p.SeatLimit, p.ReferenceLimit = withElementIDs(p.trimmed()), limits.Seats, limits.References
		if err := checkAll(p.Public, limits); err != nil {
			return err
		}
		p.Rev, p.UpdatedAt = rev+1, s.clock.Now()
		changed, err := s.store.updateProgramme(ctx, p, rev)
		if err != nil {
			return err
		}
		if !changed {
			return fault.NewConflict("programme.changed_meanwhile")
		}
		return s.tellProgramme(ctx, a.PersonID, p.ID)
	})
	return p, err
}

func checkAll(public Public, limits Limits) error {
	err := public.Validate()
	fields := limits.Validate()
	if f, ok := fault.As(err); ok {
		fields = append(f.Fields, fields...)
	}
	if len(fields) > 0 {
		return fault.NewInvalid("programme.invalid", fields...)
	}
	return err
}
