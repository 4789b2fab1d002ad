package notification

import (
	"context"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/fault"
)

// ProgrammeChoices are the paces of one programme; Own are the kinds that the
// person has chosen for it alone.
type ProgrammeChoices struct {
	ProgrammeID, Name string
	Paces             map[Kind]Pace
	Own               map[Kind]bool
}

// AllChoices are a person's choices, in general and for each of their programmes.
type AllChoices struct {
	General    map[Kind]Pace
	Programmes []ProgrammeChoices
	Muted      []MutedThread
}

// Chosen returns what the actor has chosen to be mailed of.
func (s *Service) Chosen(ctx context.Context) (AllChoices, error) {
	me, err := actor.Must(ctx)
	if err != nil {
		return AllChoices{}, err
	}
	choices, err := s.store.choicesOf(ctx, me.PersonID)
	if err != nil {
		return AllChoices{}, err
	}
	all := AllChoices{General: map[Kind]Pace{}, Programmes: []ProgrammeChoices{}}
	for _, k := range Kinds {
		all.General[k] = choices.Pace("", k)
	}
	for _, programmeID := range me.ProgrammeIDs() {
		name, err := s.Programmes.Name(ctx, programmeID)
		if err != nil {
			return AllChoices{}, wrap("name of a programme", err)
		}
		p := ProgrammeChoices{programmeID, name, map[Kind]Pace{}, map[Kind]bool{}}
		for _, k := range Kinds {
			p.Paces[k] = choices.Pace(programmeID, k)
			_, p.Own[k] = choices[programmeID][k]
		}
		all.Programmes = append(all.Programmes, p)
	}
	_, all.Muted, err = s.Choices(ctx)
	return all, err
}

// Choose sets how soon the actor is mailed of a kind of news: in one of their
// programmes or, with "", in general. With pace "" the programme follows what holds
// in general.
func (s *Service) Choose(ctx context.Context, programmeID string, kind Kind, pace Pace) error {
	me, err := actor.Must(ctx)
	if err != nil {
		return err
	}
	if _, member := me.Role(programmeID); programmeID != "" && !member {
		return fault.NewNotFound("programme.unknown")
	}
	if !kind.valid() || !pace.valid() && (pace != "" || programmeID == "") {
		return fault.NewInvalid("choice.unknown", fault.Field{Field: "pace", Code: "choice.unknown"})
	}
	return s.DB.Write(ctx, func(ctx context.Context) error {
		if pace == "" {
			return s.store.follow(ctx, me.PersonID, programmeID, kind)
		}
		return s.store.choose(ctx, me.PersonID, programmeID, kind, pace, s.Clock.Now())
	})
}

// SetWishes sets which mails the actor wants at once: the two switches that stand
// for choices in general. What they had gathered stays gathered.
func (s *Service) SetWishes(ctx context.Context, w Wishes) error {
	me, err := actor.Must(ctx)
	if err != nil {
		return err
	}
	return s.DB.Write(ctx, func(ctx context.Context) error {
		choices, err := s.store.choicesOf(ctx, me.PersonID)
		if err != nil {
			return err
		}
		for kind, on := range map[Kind]bool{KindAnswered: w.Answers, KindNamed: w.Mentions} {
			pace := choices.Pace("", kind)
			switch {
			case on == (pace == AtOnce):
				continue
			case on:
				pace = AtOnce
			default:
				pace = Never
			}
			if err := s.store.choose(ctx, me.PersonID, "", kind, pace, s.Clock.Now()); err != nil {
				return err
			}
		}
		return nil
	})
}
