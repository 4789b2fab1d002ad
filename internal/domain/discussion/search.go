package discussion

import (
	"context"
	"iter"
	"maps"
	"slices"
	"strings"
	"time"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/page"
	"sluse/internal/platform/activity"
	"sluse/internal/platform/search"
)

// searchKind is what posts are called in the index.
const searchKind = "post"

// indexed is how many posts are brought up to date in one Write: writers wait for
// no more than some milliseconds.
const indexed = 32

// Indexer keeps the search index in step with the posts: a reader of the log.
type Indexer struct{ service *Service }

// Indexer returns the feature's reader of the log.
func (m *Module) Indexer() *Indexer { return &Indexer{m.Service} }

// Name implements activity.Reader.
func (x *Indexer) Name() string { return "discussion.search" }

// Handle implements activity.Reader. It looks at the posts as they are now, so
// that an event handled late never brings back an older text; and as what is put
// into the index again replaces what was there, it writes by itself, a few at a time.
func (x *Indexer) Handle(ctx context.Context, events []activity.Stored) (activity.Change, error) {
	var postIDs []string
	known := map[string]bool{}
	for _, e := range events {
		switch e.Verb {
		case VerbPostCreated, VerbPostEdited, VerbPostDeleted:
			if !known[e.SubjectID] {
				known[e.SubjectID] = true
				postIDs = append(postIDs, e.SubjectID)
			}
		case VerbThreadChanged:
			if err := x.thread(ctx, e.SubjectID); err != nil {
				return nil, err
			}
		}
	}
	return nil, x.inTurns(ctx, postIDs)
}

// inTurns brings posts up to date, letting others write in between. What they say is
// read and taken apart before, while nobody waits.
func (x *Indexer) inTurns(ctx context.Context, postIDs []string) error {
	for some := range evenly(postIDs, indexed) {
		seen, err := x.look(ctx, some)
		if err != nil {
			return err
		}
		if err := x.service.DB.WriteAlong(ctx, func(ctx context.Context) error { return x.write(ctx, seen) }); err != nil {
			return err
		}
	}
	return nil
}

// evenly cuts a list into as few pieces of at most so many as there can be, all about as
// long: what a piece costs, a last one of two costs as well.
func evenly(list []string, atMost int) iter.Seq[[]string] {
	pieces := max(1, (len(list)+atMost-1)/atMost)
	return slices.Chunk(list, max(1, (len(list)+pieces-1)/pieces))
}

// sight is posts as the index is to have them.
type sight struct {
	postIDs []string
	// as is in which state each was looked at.
	as    map[string]postState
	words search.Prepared
	// gone are those that were deleted.
	gone []string
}

func (x *Indexer) look(ctx context.Context, postIDs []string) (sight, error) {
	posts, err := x.service.store.posts(ctx, postIDs)
	if err != nil {
		return sight{}, err
	}
	threads, err := x.service.store.threadsOf(ctx, posts)
	if err != nil {
		return sight{}, err
	}
	seen := sight{postIDs: postIDs, as: make(map[string]postState, len(posts))}
	entries := make([]search.Entry, 0, len(postIDs))
	for _, postID := range postIDs {
		p, there := posts[postID]
		if !there {
			return sight{}, errUnknownPost
		}
		t := threads[p.ThreadID]
		seen.as[postID] = postState{p.Rev, t.Rev, p.Deleted != nil}
		if p.Deleted != nil {
			seen.gone = append(seen.gone, postID)
		} else {
			entries = append(entries, entryOf(t, p))
		}
	}
	seen.words, err = x.service.Index.Prepare(entries...)
	return seen, err
}

// write brings posts up to date, within a Write: as they were looked at if nothing has
// changed since, else as they are.
func (x *Indexer) write(ctx context.Context, seen sight) error {
	now, err := x.service.store.statesOf(ctx, seen.postIDs)
	if err != nil {
		return err
	}
	if !maps.Equal(now, seen.as) {
		if seen, err = x.look(ctx, seen.postIDs); err != nil {
			return err
		}
	}
	for _, postID := range seen.gone {
		if err := x.service.Index.Delete(ctx, searchKind, postID); err != nil {
			return err
		}
	}
	return x.service.Index.PutPrepared(ctx, seen.words)
}

// thread brings all posts of a thread up to date: its title stands with each.
func (x *Indexer) thread(ctx context.Context, threadID string) error {
	for after := int64(0); ; {
		postIDs, last, err := x.service.store.postsAfter(ctx, threadID, after, indexed)
		if err != nil || len(postIDs) == 0 {
			return err
		}
		if err := x.inTurns(ctx, postIDs); err != nil {
			return err
		}
		after = last
	}
}

func entryOf(t Thread, p Post) search.Entry {
	return search.Entry{
		Kind: searchKind, ID: p.ID, ProgrammeID: t.ProgrammeID, Scope: string(t.Audience),
		Title: t.Title, Text: p.findable(), At: p.CreatedAt,
	}
}

// Found is a post that holds what was searched for.
type Found struct {
	ThreadID    string        `json:"threadId"`
	ThreadTitle string        `json:"threadTitle"`
	PostID      string        `json:"postId"`
	AuthorID    string        `json:"authorId"`
	At          time.Time     `json:"at"`
	Snippet     []search.Part `json:"snippet" nullable:"false" doc:"The words around the first hit, in pieces"`
}

// Search finds posts of a programme that the actor may read.
func (s *Service) Search(ctx context.Context, slug, text string, request page.Request) (page.Result[Found], map[string]actor.Person, error) {
	none := page.Result[Found]{Items: []Found{}}
	a, programmeID, err := s.member(ctx, slug)
	if err != nil {
		return none, nil, err
	}
	if strings.TrimSpace(text) == "" {
		return none, map[string]actor.Person{}, nil
	}
	scopes := []string{string(ForMembers)}
	if MayReadPartners(a, programmeID) == nil {
		scopes = append(scopes, string(ForPartners))
	}
	hits, err := s.Index.Query(ctx, search.Query{Text: text, ProgrammeID: programmeID, Scopes: scopes, Kinds: []string{searchKind}, Request: request})
	if err != nil {
		return none, nil, err
	}
	return s.found(ctx, a, programmeID, text, hits)
}

// found reads the hits as they are now: the index may be a moment behind, and
// what has been deleted or hidden meanwhile is left out.
func (s *Service) found(ctx context.Context, a actor.Actor, programmeID, text string, hits page.Result[search.Hit]) (page.Result[Found], map[string]actor.Person, error) {
	out := page.Result[Found]{Items: []Found{}, Next: hits.Next}
	ids := make([]string, 0, len(hits.Items))
	for _, h := range hits.Items {
		ids = append(ids, h.ID)
	}
	posts, err := s.store.posts(ctx, ids)
	if err != nil {
		return out, nil, err
	}
	threads, err := s.store.threadsOf(ctx, posts)
	if err != nil {
		return out, nil, err
	}
	var authors []string
	for _, h := range hits.Items {
		p, ok := posts[h.ID]
		if !ok || p.Deleted != nil {
			continue
		}
		if t := threads[p.ThreadID]; MayRead(a, t) == nil {
			authors = append(authors, p.AuthorID)
			out.Items = append(out.Items, Found{t.ID, t.Title, p.ID, p.AuthorID, p.CreatedAt, search.Snippet(p.findable(), text)})
		}
	}
	people, err := s.Programmes.PeopleOf(ctx, programmeID, authors)
	return out, people, err
}
