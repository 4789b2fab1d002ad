package programme

import (
	"context"
	"slices"
	"strings"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/clock"
	"sluse/internal/kernel/fault"
	"sluse/internal/kernel/id"
)

// Participations returns who takes, took and will take part in a programme, for
// its coordinators.
func (s *Service) Participations(ctx context.Context, slug string) ([]Participation, map[string]actor.Organisation, error) {
	if _, _, err := s.managed(ctx, slug); err != nil {
		return nil, nil, err
	}
	page, err := s.Page(ctx, slug)
	return page.Participations, page.Organisations, err
}

// JoinAt makes an organisation take part in the programme at an address.
func (s *Service) JoinAt(ctx context.Context, slug string, p Participation) (Participation, error) {
	_, programme, err := s.managed(ctx, slug)
	if err != nil {
		return Participation{}, err
	}
	p.ProgrammeID = programme.ID
	if p.Starts.IsZero() {
		p.Starts = s.today()
	}
	return s.Join(ctx, p)
}

// ParticipationChange is what a participation becomes. An empty Ends is open.
type ParticipationChange struct {
	Kind    Kind
	Chair   bool
	Cluster string
	Starts  clock.Date
	Ends    clock.Date
}

// ChangeParticipation changes as what, from when to when and where in the network an
// organisation takes part. Seats that would outlast it end with it.
func (s *Service) ChangeParticipation(ctx context.Context, participationID string, change ParticipationChange) (Participation, error) {
	a, err := actor.Must(ctx)
	if err != nil {
		return Participation{}, err
	}
	var next Participation
	err = s.db.Write(ctx, func(ctx context.Context) error {
		before, programme, err := s.lockParticipation(ctx, a, participationID)
		if err != nil {
			return err
		}
		next = before
		next.Kind, next.Chair, next.Cluster = change.Kind, change.Chair, strings.TrimSpace(change.Cluster)
		next.Span = Span{change.Starts, change.Ends}
		if err := next.Validate(); err != nil {
			return err
		}
		others, err := s.store.participations(ctx, next.ProgrammeID)
		if err != nil {
			return err
		}
		others = slices.DeleteFunc(others, func(p Participation) bool { return p.ID == next.ID })
		if err := checkJoin(programme, others, next); err != nil {
			return err
		}
		seats, err := s.occupied(ctx, next.ProgrammeID)
		if err != nil {
			return err
		}
		if err := checkChange(before, next, seats); err != nil {
			return err
		}
		if err := s.store.updateParticipation(ctx, next); err != nil {
			return err
		}
		if !next.Ends.IsZero() {
			if err := s.endSeatsOf(ctx, a, before, next.Ends); err != nil {
				return err
			}
		}
		return s.tellProgramme(ctx, a.PersonID, next.ProgrammeID)
	})
	return next, err
}

// lockParticipation reads a participation that the actor manages, and keeps others
// from changing the programme's meanwhile.
func (s *Service) lockParticipation(ctx context.Context, a actor.Actor, participationID string) (Participation, Programme, error) {
	if !id.Valid(participationID) {
		return Participation{}, Programme{}, fault.NewNotFound("participation.unknown")
	}
	p, err := s.store.participation(ctx, participationID)
	if err != nil {
		return p, Programme{}, err
	}
	if err := MayManage(a, p.ProgrammeID); err != nil {
		return p, Programme{}, err
	}
	programme, err := s.store.lockProgramme(ctx, p.ProgrammeID)
	if err != nil {
		return p, programme, err
	}
	// Read again: somebody else may have changed it while we waited.
	p, err = s.store.participation(ctx, participationID)
	return p, programme, err
}

// EveryOrganisation returns the 98 and all others in Danish order, for those who
// choose among them.
func (s *Service) EveryOrganisation(ctx context.Context) ([]Organisation, error) {
	a, err := actor.Must(ctx)
	if err != nil {
		return nil, err
	}
	if err := MayAddOrganisation(a); err != nil {
		return nil, err
	}
	list, err := s.store.everyOrganisation(ctx)
	if err != nil {
		return nil, err
	}
	sortDanish(list, func(o Organisation) (string, string) { return o.Name, o.ID })
	return list, nil
}
