package notification

import (
	"context"
	"encoding/json"
	"maps"
	"time"

	"sluse/internal/kernel/actor"
	"sluse/internal/platform/activity"
	"sluse/internal/platform/richtext"
)

const (
	// newsReach is how far news go back for somebody who has never marked them.
	newsReach = 14 * 24 * time.Hour
	// newsRead bounds how many events are read, newsShown how many threads shown.
	newsRead, newsShown = 200, 12
	unreadShown         = 8
	excerptLength       = 160
)

// Overview is what a person sees first.
type Overview struct {
	Tasks         []Task
	News          []NewsItem
	Since         time.Time
	UnreadThreads []ThreadCard
	Seats         []OrganisationSeats
	People        map[string]actor.Person
	Organisations map[string]actor.Organisation
}

// Overview gathers what waits on the actor and what is new to them.
func (s *Service) Overview(ctx context.Context) (Overview, error) {
	me, err := actor.Must(ctx)
	if err != nil {
		return Overview{}, err
	}
	var o Overview
	for _, source := range s.Sources {
		tasks, err := source.Tasks(ctx, me)
		if err != nil {
			return Overview{}, wrap("ask what waits", err)
		}
		o.Tasks = append(o.Tasks, tasks...)
	}
	sortTasks(o.Tasks)
	if o.Since, err = s.since(ctx, me); err != nil {
		return Overview{}, err
	}
	addresses := addresses{s.Programmes, map[string]string{}}
	if o.News, err = s.news(ctx, me, o.Since, addresses); err != nil {
		return Overview{}, err
	}
	if o.UnreadThreads, err = s.unread(ctx, me, addresses); err != nil {
		return Overview{}, err
	}
	if o.Seats, err = s.seats(ctx, me, addresses); err != nil {
		return Overview{}, err
	}
	if err := s.name(ctx, &o); err != nil {
		return Overview{}, err
	}
	return o, nil
}

// MarkSeen makes the present moment the one that news are counted from.
func (s *Service) MarkSeen(ctx context.Context) error {
	me, err := actor.Must(ctx)
	if err != nil {
		return err
	}
	return s.DB.Write(ctx, func(ctx context.Context) error { return s.store.setSeen(ctx, me.PersonID, s.Clock.Now()) })
}

func (s *Service) since(ctx context.Context, me actor.Actor) (time.Time, error) {
	since, err := s.store.seenAt(ctx, me.PersonID)
	if err == nil && since.IsZero() {
		since = s.Clock.Now().Add(-newsReach)
	}
	return since, err
}

// addresses asks once for what a programme is called in addresses.
type addresses struct {
	programmes Programmes
	known      map[string]string
}

func (a addresses) slug(ctx context.Context, programmeID string) (string, error) {
	if slug, ok := a.known[programmeID]; ok {
		return slug, nil
	}
	slug, err := a.programmes.Slug(ctx, programmeID)
	if err == nil {
		a.known[programmeID] = slug
	}
	return slug, wrap("address of a programme", err)
}

// postSnapshot is the part of the log's snapshots of posts that news
// are made of.
type postSnapshot struct {
	Post struct {
		ThreadID  string     `json:"threadId"`
		Text      string     `json:"text"`
		DeletedAt *time.Time `json:"deletedAt"`
	} `json:"post"`
}

// news groups what others have done since by thread and document, newest first, and leaves out
// threads that the actor may not read.
func (s *Service) news(ctx context.Context, me actor.Actor, since time.Time, addresses addresses) ([]NewsItem, error) {
	events, err := s.News.Newest(ctx, activity.Query{
		ProgrammeIDs: me.ProgrammeIDs(), Verbs: newsVerbs, After: since, Limit: newsRead,
	})
	if err != nil {
		return nil, wrap("read the news", err)
	}
	var items []*NewsItem
	known := map[string]*NewsItem{} // by thread or document
	for _, e := range events {
		item, ok := newsOf(e)
		if !ok || e.ActorID == me.PersonID {
			continue
		}
		later, seen := known[item.ThreadID+item.DocumentID]
		if !seen {
			known[item.ThreadID+item.DocumentID] = &item
			items = append(items, &item)
			continue
		}
		later.Posts += item.Posts
		if item.Verb == verbThreadOpened || item.Verb == verbDocumentAdded {
			later.Verb = item.Verb // that it is new says more than that it goes on
			later.ActorID = item.ActorID
		}
	}
	return s.showNews(ctx, me, items, addresses)
}

// newsOf makes an item of one event; false if there is nothing to show of it.
func newsOf(e activity.Stored) (NewsItem, bool) {
	item := NewsItem{ID: e.ID, Verb: e.Verb, ActorID: e.ActorID, ProgrammeID: e.ProgrammeID, ThreadID: e.SubjectID, At: e.At}
	switch e.Verb {
	case verbThreadOpened:
		return item, true
	case verbDocumentAdded, verbDocumentVersion, verbDocumentWithdrawn:
		return documentNewsOf(e, item)
	}
	var snapshot postSnapshot
	if err := json.Unmarshal(e.Data, &snapshot); err != nil || snapshot.Post.ThreadID == "" || snapshot.Post.DeletedAt != nil {
		return NewsItem{}, false
	}
	item.ThreadID, item.Posts = snapshot.Post.ThreadID, 1
	item.Excerpt = richtext.Excerpt(snapshot.Post.Text, excerptLength)
	return item, true
}

// showNews names and addresses the first of the items, without the threads that the
// actor may not read.
func (s *Service) showNews(ctx context.Context, me actor.Actor, items []*NewsItem, addresses addresses) ([]NewsItem, error) {
	var threadIDs []string
	for _, item := range items {
		if item.DocumentID == "" {
			threadIDs = append(threadIDs, item.ThreadID)
		}
	}
	titles, err := s.Discussions.Titles(ctx, me, threadIDs)
	if err != nil {
		return nil, wrap("titles of threads", err)
	}
	shown := []NewsItem{}
	for _, item := range items {
		if len(shown) == newsShown {
			break
		}
		slug, err := addresses.slug(ctx, item.ProgrammeID)
		if err != nil {
			return nil, err
		}
		if item.DocumentID != "" {
			item.Href = documentsPath(slug)
			shown = append(shown, *item)
			continue
		}
		if title, may := titles[item.ThreadID]; may {
			item.Title, item.Href = title, threadPath(slug, item.ThreadID)
			shown = append(shown, *item)
		}
	}
	return shown, nil
}

func (s *Service) unread(ctx context.Context, me actor.Actor, addresses addresses) ([]ThreadCard, error) {
	threads, err := s.Discussions.UnreadThreads(ctx, me, unreadShown)
	if err != nil {
		return nil, wrap("ask for unread threads", err)
	}
	cards := make([]ThreadCard, 0, len(threads))
	for _, t := range threads {
		slug, err := addresses.slug(ctx, t.ProgrammeID)
		if err != nil {
			return nil, err
		}
		cards = append(cards, ThreadCard{t, threadPath(slug, t.ID)})
	}
	return cards, nil
}

// seats returns the seats of the organisations that the actor acts for.
func (s *Service) seats(ctx context.Context, me actor.Actor, addresses addresses) ([]OrganisationSeats, error) {
	list := []OrganisationSeats{}
	for _, programmeID := range me.ProgrammeIDs() {
		membership, _ := me.Membership(programmeID)
		if membership.OrganisationID == "" {
			continue
		}
		seats, err := s.Programmes.Seats(ctx, programmeID, membership.OrganisationID)
		if err != nil {
			return nil, wrap("ask for seats", err)
		}
		slug, err := addresses.slug(ctx, programmeID)
		if err != nil {
			return nil, err
		}
		people := len(seats.PersonIDs)
		seats.PersonIDs = someColleagues(seats.PersonIDs, me.PersonID)
		list = append(list, OrganisationSeats{programmeID, slug, membership.OrganisationID, seats, people})
	}
	return list, nil
}

// name fills the maps of people and organisations that the overview mentions.
func (s *Service) name(ctx context.Context, o *Overview) error {
	persons := map[string][]string{} // by programme
	organisations := []string{}
	for _, n := range o.News {
		persons[n.ProgrammeID] = append(persons[n.ProgrammeID], n.ActorID)
	}
	for _, t := range o.UnreadThreads {
		persons[t.ProgrammeID] = append(persons[t.ProgrammeID], t.LastPostBy)
	}
	for _, seats := range o.Seats {
		persons[seats.ProgrammeID] = append(persons[seats.ProgrammeID], seats.PersonIDs...)
		organisations = append(organisations, seats.OrganisationID)
	}
	var err error
	o.People, o.Organisations, err = s.names(ctx, persons, organisations)
	return err
}

// names asks for people, by programme, and for their organisations with others.
func (s *Service) names(ctx context.Context, persons map[string][]string, organisations []string) (map[string]actor.Person, map[string]actor.Organisation, error) {
	people := map[string]actor.Person{}
	for programmeID, ids := range persons {
		found, err := s.Programmes.PeopleOf(ctx, programmeID, ids)
		if err != nil {
			return nil, nil, wrap("ask for people", err)
		}
		maps.Copy(people, found)
		for _, p := range found {
			if p.OrganisationID != "" {
				organisations = append(organisations, p.OrganisationID)
			}
		}
	}
	named, err := s.Programmes.Organisations(ctx, organisations)
	return people, named, wrap("ask for organisations", err)
}
