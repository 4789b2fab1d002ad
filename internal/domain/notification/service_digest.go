package notification

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"time"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/clock"
	"sluse/internal/platform/jobs"
	"sluse/internal/platform/mail"
)

// digestKind is the kind of mails with what was gathered, in the outbox.
const digestKind = "digest"

// digestEvery is how soon after the hour digests are sent.
const digestEvery = time.Minute

// digestJob sends the digests that are due.
type digestJob struct{}

// Kind implements jobs.Args.
func (digestJob) Kind() string { return "notification.digest" }

// newsJob mails what is new in programmes to those who want it at once.
type newsJob struct{}

// Kind implements jobs.Args.
func (newsJob) Kind() string { return "notification.news" }

// round sends the digests of the day, once it is time, to all who have something
// to be told of. It is safe to run again: a person's digest of a day exists once.
func (s *Service) round(ctx context.Context) error {
	day, is := due(s.Clock.Now())
	if !is {
		return nil
	}
	done, _, err := s.store.roundDone(ctx, day)
	if err != nil || done {
		return err
	}
	yesterday, everBefore, err := s.store.roundDone(ctx, day.AddDays(-1))
	if err != nil {
		return err
	}
	paces := []Pace{Daily}
	if weeklyToo(day, everBefore && !yesterday) {
		paces = append(paces, Weekly)
	}
	people, err := s.store.waiting(ctx)
	if err != nil {
		return err
	}
	for _, personID := range people {
		if err := s.digest(ctx, personID, day, paces); err != nil {
			return err
		}
	}
	return s.DB.Write(ctx, func(ctx context.Context) error { return s.store.setRound(ctx, day, s.Clock.Now()) })
}

// digest writes one person's digest of a day, if there is anything to tell.
func (s *Service) digest(ctx context.Context, personID string, day clock.Date, paces []Pace) error {
	entries, err := s.store.gathered(ctx, personID, "")
	if err != nil {
		return err
	}
	return s.writeDigest(ctx, gathering{personID, day.String(), TheDigest, paces, "digest:" + personID + ":" + day.String()}, entries)
}

// gathering is what one mail with several things is made by.
type gathering struct {
	personID string
	// day names the digest that its entries are noted with.
	day   string
	stop  Scope
	paces []Pace
	key   string
}

func (s *Service) writeDigest(ctx context.Context, g gathering, entries []Entry) error {
	content, told, err := s.gather(ctx, g, entries)
	if err != nil || len(told) == 0 {
		return err
	}
	recipients, err := s.People.Recipients(ctx, []string{g.personID})
	to, reachable := recipients[g.personID]
	if err != nil || !reachable {
		return wrap("ask how to reach a person", err)
	}
	message := mail.Message{
		To: mail.Address{Email: to.Email, Name: to.Name}, Kind: digestKind, Locale: to.Locale, Template: "digest",
		Data: content, DedupeKey: g.key, Stop: s.stopLinks(g.personID, string(g.stop)),
		NotAfter: s.Clock.Now().Add(24 * time.Hour), // tomorrow's tells more
	}
	err = s.DB.Write(ctx, func(ctx context.Context) error {
		fresh, err := s.store.addDigest(ctx, g.personID, g.day, s.Clock.Now())
		if err != nil || !fresh {
			return err
		}
		if err := s.Outbox.Send(ctx, message); err != nil {
			return err
		}
		return s.store.setGathered(ctx, told, g.day)
	})
	return wrap("write a digest", err)
}

// gather makes the content of a digest of what the person may still read, has not
// seen and wants at one of the paces; told are the entries in it.
func (s *Service) gather(ctx context.Context, g gathering, entries []Entry) (content map[string]any, told []Entry, err error) {
	memberships, err := s.Programmes.Memberships(ctx, g.personID)
	if err != nil {
		return nil, nil, wrap("ask for memberships", err)
	}
	choices, err := s.store.choicesOf(ctx, g.personID)
	if err != nil {
		return nil, nil, err
	}
	wanted := slices.DeleteFunc(slices.Clone(entries), func(e Entry) bool {
		return !slices.Contains(g.paces, choices.Pace(e.ProgrammeID, e.Reason.Kind())) ||
			g.stop == TheNews && e.Reason.Kind() != KindNew
	})
	items, _, err := s.items(ctx, actor.Actor{PersonID: g.personID, Memberships: memberships}, wanted)
	if err != nil {
		return nil, nil, err
	}
	// What is muted sends no mail, not of one's own name either: that stands in the inbox.
	items = slices.DeleteFunc(items, func(i Item) bool { return !i.Unread || i.Muted })
	if len(items) == 0 {
		return nil, nil, nil
	}
	// The words are quoted of what is not sensitive only.
	if err := s.quoteLong(ctx, items, digestText); err != nil {
		return nil, nil, err
	}
	content, err = s.digestContent(ctx, g, items)
	in := map[Subject]bool{}
	for _, i := range items {
		in[i.Subject] = true
	}
	told = slices.DeleteFunc(wanted, func(e Entry) bool { return !in[e.Subject] })
	return content, told, err
}

func (s *Service) digestContent(ctx context.Context, g gathering, items []Item) (map[string]any, error) {
	total := len(items)
	shown := digestOrder(items)
	people := map[string]actor.Person{}
	programmes := map[string]string{}
	for _, i := range shown {
		found, err := s.Programmes.PeopleOf(ctx, i.ProgrammeID, i.Actors)
		if err != nil {
			return nil, wrap("ask for people", err)
		}
		maps.Copy(people, found)
		if programmes[i.ProgrammeID], err = s.Programmes.Name(ctx, i.ProgrammeID); err != nil {
			return nil, wrap("name of a programme", err)
		}
	}
	lines, last := []any{}, ""
	for _, i := range shown {
		heading := ""
		if len(programmes) > 1 && i.ProgrammeID != last {
			heading, last = programmes[i.ProgrammeID], i.ProgrammeID
		}
		lines = append(lines, digestLine(i, heading, func(personID string) string { return people[personID].Name }))
	}
	return map[string]any{
		"personId": g.personID, "day": g.day, "scope": string(g.stop), "items": lines,
		"more": others(total, 1), "beyond": others(total, len(shown)), "first": lines[0],
	}, nil
}

// others says how many there are beyond some, "" for none: templates count in text.
func others(total, shown int) string {
	if total <= shown {
		return ""
	}
	return strconv.Itoa(total - shown)
}

// digestStillWanted is asked right before a digest leaves, and brings it up to the
// moment: what has been read or taken back since is told no more.
func (s *Service) digestStillWanted(ctx context.Context, data map[string]any) (bool, error) {
	g := gathering{stop: TheDigest, paces: []Pace{AtOnce, Daily, Weekly}}
	g.personID, _ = data["personId"].(string)
	g.day, _ = data["day"].(string)
	if scope, _ := data["scope"].(string); scope == string(TheNews) {
		g.stop = TheNews
	}
	entries, err := s.store.gathered(ctx, g.personID, g.day)
	if err != nil {
		return false, err
	}
	content, told, err := s.gather(ctx, g, entries)
	if err != nil || len(told) == 0 {
		return false, err
	}
	maps.Copy(data, content)
	return true, nil
}

// tellAtOnce sees to it that those who want what is new in a programme by mail at
// once get it.
func (f *fanOut) tellAtOnce(ctx context.Context) error {
	if !f.news {
		return nil
	}
	eager, err := f.service.store.eager(ctx, KindNew)
	if err != nil || len(eager) == 0 {
		return err
	}
	options := jobs.Options{}
	if f.service.Delay > 0 {
		options.RunAt = f.service.Clock.Now().Add(f.service.Delay)
	}
	return f.service.Jobs.Enqueue(ctx, newsJob{}, options)
}

// mailNews mails what is new in programmes to those who want it at once; together,
// where much comes together.
func (s *Service) mailNews(ctx context.Context) error {
	eager, err := s.store.eager(ctx, KindNew)
	if err != nil {
		return err
	}
	for _, personID := range eager {
		entries, err := s.store.gathered(ctx, personID, "")
		if err != nil {
			return err
		}
		entries = slices.DeleteFunc(entries, func(e Entry) bool { return s.Clock.Now().Sub(e.At) > staleAfter })
		if len(entries) == 0 {
			continue
		}
		name := "news:" + entries[0].ID
		if err := s.writeDigest(ctx, gathering{personID, name, TheNews, []Pace{AtOnce}, name}, entries); err != nil {
			return err
		}
	}
	return nil
}

// thePast stands in the place of a digest's day with what no digest will tell of.
const thePast = "past"

// NoMailOfThePast keeps what inboxes hold so far out of all mails: an installation
// that is filled in one go has nothing to wake people with. It joins the surrounding
// Write.
func (s *Service) NoMailOfThePast(ctx context.Context) error { return s.store.passOver(ctx, thePast) }
