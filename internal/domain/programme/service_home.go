package programme

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/clock"
	"sluse/internal/kernel/fault"
)

var codeForm = regexp.MustCompile(`^[0-9]{4}$`)

// UnknownCodes returns those of the names that are written as a municipality's code
// and are none.
func UnknownCodes(names []string) ([]string, error) {
	municipalities, err := Municipalities()
	if err != nil {
		return nil, err
	}
	var unknown []string
	for _, name := range names {
		if codeForm.MatchString(name) && !slices.ContainsFunc(municipalities, func(m Municipality) bool { return m.Code == name }) {
			unknown = append(unknown, name)
		}
	}
	return unknown, nil
}

// called returns the one organisation with a code, a name or a short name; false
// where there is none, or more than one.
func called(all []Organisation, name string) (Organisation, bool) {
	for _, is := range []func(Organisation) bool{
		func(o Organisation) bool { return o.MunicipalityCode != "" && o.MunicipalityCode == name },
		func(o Organisation) bool { return strings.EqualFold(o.Name, name) },
		func(o Organisation) bool { return strings.EqualFold(o.Short, name) },
	} {
		var found []Organisation
		for _, o := range all {
			if is(o) {
				found = append(found, o)
			}
		}
		if len(found) > 0 {
			return found[0], len(found) == 1
		}
	}
	return Organisation{}, false
}

// OrganisationsCalled returns the organisations that an operator names by code or
// name, by what they were called; those that are unknown or not one only are left out.
func (s *Service) OrganisationsCalled(ctx context.Context, names []string) (map[string]actor.Organisation, error) {
	if len(names) == 0 {
		return map[string]actor.Organisation{}, nil
	}
	all, err := s.store.everyOrganisation(ctx)
	if err != nil {
		return nil, err
	}
	found := make(map[string]actor.Organisation, len(names))
	for _, name := range names {
		if o, ok := called(all, name); ok {
			found[name] = o.Ref()
		}
	}
	return found, nil
}

// Taking is a programme that an organisation takes part in.
type Taking struct {
	Programme
	// Kind is as what; the first where there are several.
	Kind  Kind
	State State
}

// PublicProgrammesOf returns an organisation, and the programmes that it takes part
// in and that are not over, as far as their pages may be read: what their pages say
// anyway. Who its people are stays with the members.
func (s *Service) PublicProgrammesOf(ctx context.Context, organisationID string) (actor.Organisation, []Taking, error) {
	organisations, err := s.Organisations(ctx, []string{organisationID})
	if err != nil {
		return actor.Organisation{}, nil, err
	}
	organisation, known := organisations[organisationID]
	if !known {
		return actor.Organisation{}, nil, fault.NewNotFound("organisation.unknown")
	}
	joined, err := s.store.participationsOfOrganisation(ctx, organisationID)
	if err != nil {
		return actor.Organisation{}, nil, err
	}
	readable, err := s.List(ctx)
	if err != nil {
		return actor.Organisation{}, nil, err
	}
	return organisation, takings(readable, joined, s.today()), nil
}

// takings chooses the programmes that somebody takes part in and that are not over, in Danish order.
func takings(programmes []Programme, joined []Participation, today clock.Date) []Taking {
	over := func(span Span) bool { return span.empty() || !span.Ends.IsZero() && span.Ends.Before(today) }
	var list []Taking
	for _, p := range programmes {
		if p.State(today) == Finished {
			continue
		}
		for _, kind := range Kinds {
			if slices.ContainsFunc(joined, func(x Participation) bool { return x.ProgrammeID == p.ID && x.Kind == kind && !over(x.Span) }) {
				list = append(list, Taking{p, kind, p.State(today)})
				break
			}
		}
	}
	sortDanish(list, func(t Taking) (string, string) { return t.ShortName, t.ID })
	return list
}
