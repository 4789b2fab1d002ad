package notification

import (
	"context"
	"maps"
	"time"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/fault"
	"sluse/internal/kernel/page"
	"sluse/internal/platform/richtext"
)

// keepEntries is how long an inbox remembers.
const keepEntries = 120 * 24 * time.Hour

// Inbox is one page of what is new to a person.
type Inbox struct {
	page.Result[Item]
	// Unread counts all items with something unread, not only this page's.
	Unread        int
	People        map[string]actor.Person
	Organisations map[string]actor.Organisation
	// Programmes are the names of those that the items are in.
	Programmes map[string]string
}

// Inbox returns the actor's items, newest first: all, or those with something
// unread.
func (s *Service) Inbox(ctx context.Context, request page.Request, unreadOnly bool) (Inbox, error) {
	me, err := actor.Must(ctx)
	if err != nil {
		return Inbox{}, err
	}
	unread, err := s.unreadItems(ctx, me)
	if err != nil {
		return Inbox{}, err
	}
	box := Inbox{Unread: len(unread)}
	if box.Result, err = s.itemPage(ctx, me, request, unreadOnly, unread); err != nil {
		return Inbox{}, err
	}
	if err := s.quote(ctx, box.Items); err != nil {
		return Inbox{}, err
	}
	err = s.nameInbox(ctx, &box)
	return box, err
}

type itemKey struct {
	ID string `json:"i"`
}

func (s *Service) itemPage(ctx context.Context, me actor.Actor, request page.Request, unreadOnly bool, unread []Item) (page.Result[Item], error) {
	var key itemKey
	if request.Cursor != "" {
		if err := page.Decode(request.Cursor, &key); err != nil {
			return page.Result[Item]{}, err
		}
	}
	after := func(i Item) any { return itemKey{i.ID} }
	if unreadOnly {
		rest := []Item{}
		for _, item := range unread {
			if key.ID == "" || item.ID < key.ID {
				rest = append(rest, item)
			}
		}
		return page.Cut(rest, request.Size(), after), nil
	}
	// What may not be read any more is left out, so a page is filled by going on.
	items := []Item{}
	for len(items) <= request.Size() {
		ids, err := s.store.subjects(ctx, me.PersonID, key.ID, request.Size()+1)
		if err != nil || len(ids) == 0 {
			return page.Cut(items, request.Size(), after), err
		}
		entries, err := s.store.entriesOf(ctx, me.PersonID, ids)
		if err != nil {
			return page.Result[Item]{}, err
		}
		found, last, err := s.items(ctx, me, entries)
		if err != nil {
			return page.Result[Item]{}, err
		}
		items, key.ID = append(items, found...), last
	}
	return page.Cut(items, request.Size(), after), nil
}

// items makes the items of entries, newest first, of what the actor may read; last
// is the id of the last item, whether they may read it or not.
func (s *Service) items(ctx context.Context, me actor.Actor, entries []Entry) (items []Item, last string, err error) {
	groups := group(entries)
	looked, err := s.look(ctx, me, groups)
	if err != nil {
		return nil, "", err
	}
	for _, g := range groups {
		last = g[0].ID
		if in, may := looked[g[0].Subject]; may {
			items = append(items, itemOf(g, in))
		}
	}
	return items, last, nil
}

// look asks the features for the subjects of groups, those that a may see.
func (s *Service) look(ctx context.Context, a actor.Actor, groups [][]Entry) (map[Subject]Looked, error) {
	ids := map[string][]string{}
	for _, g := range groups {
		about := g[0].Subject
		if _, member := a.Role(g[0].ProgrammeID); member {
			ids[about.Type] = append(ids[about.Type], about.ID)
		}
	}
	out := map[Subject]Looked{}
	for kind, of := range ids {
		source, known := s.Subjects[kind]
		if !known {
			continue
		}
		found, err := source.Look(ctx, a, of)
		if err != nil {
			return nil, wrap("ask for what is new", err)
		}
		for subjectID, in := range found {
			out[Subject{kind, subjectID}] = in
		}
	}
	return out, nil
}

// unreadItems returns the actor's items with something unread, newest first.
func (s *Service) unreadItems(ctx context.Context, me actor.Actor) ([]Item, error) {
	entries, err := s.store.unmarked(ctx, me.PersonID)
	if err != nil {
		return nil, err
	}
	items, _, err := s.items(ctx, me, entries)
	if err != nil {
		return nil, err
	}
	unread := []Item{}
	for _, item := range items {
		if item.Unread {
			unread = append(unread, item)
		}
	}
	return unread, nil
}

// quote puts the words of the leading posts into the items.
func (s *Service) quote(ctx context.Context, items []Item) error {
	return s.quoteLong(ctx, items, excerptLength)
}

func (s *Service) quoteLong(ctx context.Context, items []Item, length int) error {
	var posts, threads []string
	for _, item := range items {
		switch {
		case ofPost(item.lead.Verb):
			posts = append(posts, item.lead.SourceID)
		case item.lead.Verb == verbThreadOpened:
			threads = append(threads, item.lead.SourceID)
		}
	}
	texts, err := s.Discussions.Texts(ctx, posts)
	if err != nil {
		return wrap("ask for posts", err)
	}
	openings, err := s.Discussions.Openings(ctx, threads)
	if err != nil {
		return wrap("ask for what threads begin with", err)
	}
	maps.Copy(texts, openings)
	for i := range items {
		items[i].Excerpt = richtext.Excerpt(texts[items[i].lead.SourceID], length)
	}
	return nil
}

// UnreadCount returns how many items of the actor's inbox hold something unread.
func (s *Service) UnreadCount(ctx context.Context) (int, error) {
	me, err := actor.Must(ctx)
	if err != nil {
		return 0, err
	}
	unread, err := s.unreadItems(ctx, me)
	return len(unread), err
}

// MarkRead marks an item of the actor's inbox as read, up to the entry that they
// saw: what has come since stays unread.
func (s *Service) MarkRead(ctx context.Context, itemID string) error {
	me, err := actor.Must(ctx)
	if err != nil {
		return err
	}
	entry, there, err := s.store.entry(ctx, me.PersonID, itemID)
	if err != nil {
		return err
	}
	if !there {
		return fault.NewNotFound("inbox.unknown")
	}
	return s.marked(ctx, me, func(ctx context.Context) error { return s.store.markRead(ctx, entry, s.Clock.Now()) })
}

// MarkSubjectRead marks what the actor was told of a thing that they have opened.
func (s *Service) MarkSubjectRead(ctx context.Context, about Subject) error {
	me, err := actor.Must(ctx)
	if err != nil {
		return err
	}
	entries, err := s.store.entriesOf(ctx, me.PersonID, []string{about.ID})
	if err != nil || len(entries) == 0 {
		return err
	}
	return s.marked(ctx, me, func(ctx context.Context) error { return s.store.markRead(ctx, entries[0], s.Clock.Now()) })
}

// MarkAllRead marks everything in the actor's inbox as read.
func (s *Service) MarkAllRead(ctx context.Context) error {
	me, err := actor.Must(ctx)
	if err != nil {
		return err
	}
	return s.marked(ctx, me, func(ctx context.Context) error { return s.store.markAllRead(ctx, me.PersonID, s.Clock.Now()) })
}

// marked makes a change and has the person's other tabs count again.
func (s *Service) marked(ctx context.Context, me actor.Actor, change func(ctx context.Context) error) error {
	if err := s.DB.Write(ctx, change); err != nil {
		return err
	}
	s.hint(me.PersonID)
	return nil
}

// nameInbox fills the maps of those whom the items mention.
func (s *Service) nameInbox(ctx context.Context, box *Inbox) (err error) {
	persons := map[string][]string{}
	for _, item := range box.Items {
		persons[item.ProgrammeID] = append(persons[item.ProgrammeID], item.Actors...)
	}
	box.Programmes = map[string]string{}
	for programmeID := range persons {
		if box.Programmes[programmeID], err = s.Programmes.Name(ctx, programmeID); err != nil {
			return wrap("name of a programme", err)
		}
	}
	box.People, box.Organisations, err = s.names(ctx, persons, nil)
	return err
}
