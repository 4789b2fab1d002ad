package programme

import (
	"context"

	"sluse/internal/kernel/actor"
)

// MaxMentionables is how many a completion offers.
const MaxMentionables = 8

// Mentionable is a person or an organisation that a post can name.
type Mentionable struct {
	Kind   string
	ID     string
	Name   string
	Detail string
}

// Mentionables returns who can be named in a programme's posts and whose name, or
// a word of it, begins with what was typed: at most MaxMentionables, best first.
func (s *Service) Mentionables(ctx context.Context, slug, typed string) ([]Mentionable, error) {
	p, err := s.BySlug(ctx, slug)
	if err != nil {
		return nil, err
	}
	me, err := actor.Must(ctx)
	if err != nil {
		return nil, err
	}
	people, _, err := s.directory(ctx, p.ID)
	if err != nil {
		return nil, err
	}
	organisations, err := s.DirectoryOrganisations(ctx, slug)
	if err != nil {
		return nil, err
	}
	var candidates []Mentionable
	for _, person := range people {
		if person.ID != me.PersonID {
			candidates = append(candidates, Mentionable{"person", person.ID, person.Name, person.Organisation})
		}
	}
	named := map[string]bool{} // an organisation may take part as two things
	for _, o := range organisations {
		if !named[o.ID] {
			candidates = append(candidates, Mentionable{"organisation", o.ID, o.Short, o.Name})
		}
		named[o.ID] = true
	}
	return bestMatches(candidates, typed), nil
}

// bestMatches keeps the candidates' order among those that fit equally well.
func bestMatches(candidates []Mentionable, typed string) []Mentionable {
	best := []Mentionable{}
	for fit := 2; fit > 0; fit-- {
		for _, c := range candidates {
			if len(best) < MaxMentionables && matchesPrefix(c.Name, typed) == fit {
				best = append(best, c)
			}
		}
	}
	return best
}
