package programme

import (
	"context"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/clock"
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

// ParticipationChange is what changes about a participation that goes on.
type ParticipationChange struct {
	Chair   bool
	Cluster string
	Starts  clock.Date
}

// ChangeParticipation changes an organisation's cluster, chair or first day.
func (s *Service) ChangeParticipation(ctx context.Context, id string, change ParticipationChange) (Participation, error) {
	a, err := actor.Must(ctx)
	if err != nil {
		return Participation{}, err
	}
	var next Participation
	err = s.db.Write(ctx, func(ctx context.Context) error {
		if next, err = s.store.participation(ctx, id); err != nil {
			return err
		}
		if err := MayManage(a, next.ProgrammeID); err != nil {
			return err
		}
		programme, err := s.store.lockProgramme(ctx, next.ProgrammeID)
		if err != nil {
			return err
		}
		all, err := s.store.participations(ctx, next.ProgrammeID)
		if err != nil {
			return err
		}
		var others []Participation
		for _, p := range all {
			if p.ID == id {
				next = p
			} else {
				others = append(others, p)
			}
		}
		next.Chair, next.Cluster, next.Starts = change.Chair, change.Cluster, change.Starts
		if err := next.Validate(); err != nil {
			return err
		}
		if err := checkJoin(programme, others, next); err != nil {
			return err
		}
		if err := s.store.updateParticipation(ctx, next); err != nil {
			return err
		}
		return s.tellProgramme(ctx, a.PersonID, next.ProgrammeID)
	})
	return next, err
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
