package privacy

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/clock"
	"sluse/internal/kernel/fault"
	"sluse/internal/kernel/id"
	"sluse/internal/kernel/page"
	"sluse/internal/platform/activity"
	"sluse/internal/platform/web"
)

const (
	// witnessEvery is how often the same look of the same person is written down:
	// a browser that reads on, or searches, asks many times for one look.
	witnessEvery = 10 * time.Minute
	// witnessed bounds what is remembered of it.
	witnessed = 5000
	// tableMost bounds the trail as a table.
	tableMost = 10_000
	tableRead = 500
)

// lately remembers what was written down a moment ago, on this node.
type lately struct {
	mu sync.Mutex
	at map[string]time.Time
}

// first reports whether a look is to be written down, and remembers that it was.
func (l *lately) first(key string, now time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if at, known := l.at[key]; known && now.Sub(at) < witnessEvery {
		return false
	}
	if len(l.at) >= witnessed {
		clear(l.at)
	}
	l.at[key] = now
	return true
}

// Witness writes down that the actor saw or took out something that is not for
// everybody. The other features call it where they answer with such a thing; if it
// fails, so does what they do: nothing sensitive leaves unwitnessed.
func (s *Service) Witness(ctx context.Context, verb, subjectType, subjectID, programmeID string) error {
	a, err := actor.Must(ctx)
	if err != nil {
		return err
	}
	key := a.PersonID + " " + verb + " " + subjectID + " " + programmeID
	if kindOf(verb) == Seen && !s.lately.first(key, s.Clock.Now()) {
		return nil
	}
	return s.record(ctx, a.PersonID, verb, subjectType, subjectID, programmeID)
}

func (s *Service) record(ctx context.Context, actorID, verb, subjectType, subjectID, programmeID string) error {
	return s.DB.Write(ctx, func(ctx context.Context) error {
		_, err := s.Log.Record(ctx, activity.Event{
			ActorID: actorID, Verb: verb, SubjectType: subjectType, SubjectID: subjectID, ProgrammeID: programmeID,
		})
		return wrap("witness "+verb, err)
	})
}

// Trail is a page of lines with the names that stand in them.
type Trail struct {
	page.Result[Entry]
	People map[string]actor.Person
}

// Trail returns who did what, newest first: in the programme at an address, for its
// coordinators; or, for "", what belongs to no programme, for administrators.
func (s *Service) Trail(ctx context.Context, slug string, f Filter, request page.Request) (Trail, error) {
	a, programmeID, err := s.mayTrail(ctx, slug)
	if err != nil {
		return Trail{}, err
	}
	if err := f.check(); err != nil {
		return Trail{}, err
	}
	before := ""
	if request.Cursor != "" {
		if err := page.Decode(request.Cursor, &before); err != nil {
			return Trail{}, err
		}
		if !id.Valid(before) {
			return Trail{}, fault.NewInvalid("page.cursor_invalid", fault.Field{Field: "cursor", Code: "page.cursor_invalid"})
		}
	}
	lines, err := s.lines(ctx, a, programmeID, f, before, request.Size()+1)
	if err != nil {
		return Trail{}, err
	}
	out := Trail{Result: page.Cut(lines, request.Size(), func(e Entry) any { return e.ID })}
	if out.People, err = s.peopleIn(ctx, programmeID, out.Items); err != nil {
		return Trail{}, err
	}
	return out, s.Witness(ctx, VerbTrailSeen, "trail", programmeID, programmeID)
}

// TrailTable returns the same as a table for a spreadsheet, as far as it fits.
func (s *Service) TrailTable(ctx context.Context, slug string, f Filter) ([]byte, error) {
	a, programmeID, err := s.mayTrail(ctx, slug)
	if err != nil {
		return nil, err
	}
	if err := f.check(); err != nil {
		return nil, err
	}
	records := [][]string{inLanguage(tableWords, a.Locale)}
	for before := ""; len(records) <= tableMost; {
		lines, err := s.lines(ctx, a, programmeID, f, before, tableRead)
		if err != nil {
			return nil, err
		}
		people, err := s.peopleIn(ctx, programmeID, lines)
		if err != nil {
			return nil, err
		}
		for _, line := range lines {
			records = append(records, line.record(people, a.Locale))
		}
		if len(lines) < tableRead {
			break
		}
		before = lines[len(lines)-1].ID
	}
	if err := s.Witness(ctx, VerbTrailExported, "trail", programmeID, programmeID); err != nil {
		return nil, err
	}
	return web.CSV(records)
}

func (e Entry) record(people map[string]actor.Person, locale string) []string {
	who, about := nameOf(people, e.ActorID), e.About
	if e.ActorID == "" {
		who = inLanguage(systemWords, locale)
	}
	if about == "" {
		about = nameOf(people, e.AboutID)
	}
	return []string{e.At.In(clock.Copenhagen).Format("2006-01-02 15:04:05"), who, e.What, about}
}

func (s *Service) mayTrail(ctx context.Context, slug string) (a actor.Actor, programmeID string, err error) {
	if a, err = actor.Must(ctx); err != nil {
		return a, "", err
	}
	if slug == "" {
		return a, "", MayAdminister(a)
	}
	if programmeID, err = s.Programmes.ProgrammeID(ctx, slug); err != nil {
		return a, "", err
	}
	return a, programmeID, MaySeeTrail(a, programmeID)
}

// check says what of a filter cannot be looked for.
func (f Filter) check() error {
	var fields []fault.Field
	if f.PersonID != "" && !id.Valid(f.PersonID) {
		fields = append(fields, fault.Field{Field: "person", Code: "validation.format"})
	}
	if f.Kind != "" && !slices.Contains(Kinds, f.Kind) {
		fields = append(fields, fault.Field{Field: "kind", Code: "validation.format"})
	}
	if !f.From.IsZero() && !f.Until.IsZero() && !f.From.Before(f.Until) {
		fields = append(fields, fault.Field{Field: "until", Code: "trail.ends_before_start"})
	}
	if len(fields) > 0 {
		return fault.NewInvalid(fields[0].Code, fields...)
	}
	return nil
}

// lines reads events and says what they were about.
func (s *Service) lines(ctx context.Context, a actor.Actor, programmeID string, f Filter, before string, limit int) ([]Entry, error) {
	events, err := s.Log.Trail(ctx, activity.TrailQuery{
		ProgrammeID: programmeID, Verbs: verbsOf(f.Kind), ActorID: f.PersonID, From: f.From, Until: f.Until, Before: before, Limit: limit,
	})
	if err != nil {
		return nil, wrap("read the trail", err)
	}
	lines := make([]Entry, len(events))
	wanted := map[string][]string{}
	for i, e := range events {
		lines[i] = entryOf(e, a.Locale)
		wanted[lines[i].subjectType] = append(wanted[lines[i].subjectType], lines[i].subjectID)
	}
	for _, subjectType := range slices.Sorted(maps.Keys(wanted)) {
		subjects, named := s.Subjects[subjectType]
		if !named {
			continue
		}
		ids := slices.Compact(slices.Sorted(slices.Values(wanted[subjectType])))
		titles, err := subjects.Titles(ctx, a, ids)
		if err != nil {
			return nil, wrap("name what happened", err)
		}
		for i := range lines {
			if lines[i].subjectType == subjectType {
				lines[i].About = titles[lines[i].subjectID]
			}
		}
	}
	return lines, nil
}

func (s *Service) peopleIn(ctx context.Context, programmeID string, lines []Entry) (map[string]actor.Person, error) {
	var ids []string
	for _, line := range lines {
		for _, personID := range []string{line.ActorID, line.AboutID} {
			if personID != "" {
				ids = append(ids, personID)
			}
		}
	}
	people, err := s.People.PeopleOf(ctx, programmeID, slices.Compact(slices.Sorted(slices.Values(ids))))
	return people, wrap("people of the trail", err)
}
