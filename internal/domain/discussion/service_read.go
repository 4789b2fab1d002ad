package discussion

import (
	"context"
	"math"
	"time"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/page"
)

// Window asks for a part of a thread: before a place, from a place on, around a
// post, or, with none of them, the newest part.
type Window struct {
	Before int64
	From   int64
	Around string
	Limit  int
}

// PostList is a part of a thread.
type PostList struct {
	Thread ThreadView
	Items  []PostView
	People map[string]actor.Person
	Pinned []PostView
	// Older and Newer tell whether there is more on either side.
	Older, Newer bool
	// Seq is the number from which to follow the thread live: everything up to
	// it is in the items, or before them.
	Seq int64
	// ReadSeq is the place up to which the actor has read, ReadAt when.
	ReadSeq int64
	ReadAt  *time.Time

	// newest holds items and pinned posts where they are the thread's newest.
	newest *newest
}

// Posts returns a part of a thread, oldest first.
func (s *Service) Posts(ctx context.Context, threadID string, w Window) (PostList, error) {
	a, own, err := s.readableOwn(ctx, threadID)
	if err != nil {
		return PostList{}, err
	}
	t := own.Thread
	// Read before the posts: what comes between the two is then given twice,
	// which the client sees, rather than never.
	seq, err := s.Log.Seq(ctx, t.Topic())
	if err != nil {
		return PostList{}, err
	}
	list := PostList{Seq: seq, ReadSeq: own.read.Seq}
	if own.read.Seq > 0 {
		list.ReadAt = &own.read.At
	}
	if w == (Window{Limit: w.Limit}) && !s.DB.Writing(ctx) {
		err = s.fillNewest(ctx, a, own, page.Request{Limit: w.Limit}.Size(), &list)
		return list, err
	}
	posts, err := s.window(ctx, t, w, &list)
	if err != nil {
		return PostList{}, err
	}
	err = s.fill(ctx, a, own, posts, &list)
	return list, err
}

// fillNewest is window and fill for the newest posts, which are remembered.
func (s *Service) fillNewest(ctx context.Context, a actor.Actor, t ownThread, size int, list *PostList) error {
	n, err := s.newestOf(ctx, t.Thread, size, list.Seq)
	if err != nil {
		return err
	}
	list.newest, list.Items, list.Pinned, list.Older = n, n.items, n.pinned, n.older
	w, counted := n.waitingFor(a, t.read.Seq)
	if !counted {
		all, err := s.waitingIn(ctx, a, []ownThread{t})
		if err != nil {
			return err
		}
		w = all[t.ID]
	}
	list.Thread = viewOf(a, t, w)
	list.People, err = s.Programmes.PeopleOf(ctx, t.ProgrammeID, append(peopleOfThreads([]Thread{t.Thread}), n.people...))
	return err
}

// newestOf returns the newest posts of a thread whose number in the log was read
// before.
func (s *Service) newestOf(ctx context.Context, t Thread, size int, seq int64) (*newest, error) {
	key, now := newestKey{t.ID, size}, version{seq, t.Rev}
	if known := s.newest.get(key, now); known != nil {
		return known, nil
	}
	var list PostList
	posts, err := s.window(ctx, t, Window{Limit: size}, &list)
	if err != nil {
		return nil, err
	}
	n := &newest{version: now, older: list.Older}
	if n.items, err = s.views(ctx, posts); err != nil {
		return nil, err
	}
	pinned, err := s.store.pinned(ctx, t.ID)
	if err != nil {
		return nil, err
	}
	if n.pinned, err = s.views(ctx, pinned); err != nil {
		return nil, err
	}
	named := map[string]bool{}
	for _, list := range [][]PostView{n.items, n.pinned} {
		for _, v := range list {
			for _, personID := range v.peopleIn() {
				if !named[personID] {
					named[personID] = true
					n.people = append(n.people, personID)
				}
			}
		}
	}
	s.newest.put(key, n)
	return n, nil
}

// window reads the posts and notes whether there are more on either side.
func (s *Service) window(ctx context.Context, t Thread, w Window, list *PostList) ([]Post, error) {
	size := page.Request{Limit: w.Limit}.Size()
	switch {
	case w.Around != "":
		return s.around(ctx, t, w.Around, size, list)
	case w.From > 0:
		posts, err := s.store.slice(ctx, t.ID, 0, w.From, size+1)
		list.Newer = len(posts) > size
		list.Older = true
		return posts[:min(len(posts), size)], err
	}
	before := w.Before
	if before <= 0 {
		before = math.MaxInt64
	}
	posts, err := s.store.slice(ctx, t.ID, before, 0, size+1)
	list.Older = len(posts) > size
	list.Newer = w.Before > 0
	return posts[max(0, len(posts)-size):], err
}

func (s *Service) around(ctx context.Context, t Thread, postID string, size int, list *PostList) ([]Post, error) {
	middle, err := s.store.post(ctx, postID)
	if err != nil {
		return nil, err
	}
	if middle.ThreadID != t.ID {
		return nil, errUnknownPost
	}
	half := max(size/2, 1)
	before, err := s.store.slice(ctx, t.ID, middle.Seq, 0, half+1)
	if err != nil {
		return nil, err
	}
	after, err := s.store.slice(ctx, t.ID, 0, middle.Seq, half+1)
	if err != nil {
		return nil, err
	}
	list.Older, list.Newer = len(before) > half, len(after) > half
	before = before[max(0, len(before)-half):]
	return append(before, after[:min(len(after), half)]...), nil
}

// fill adds the names, the pinned posts and the thread.
func (s *Service) fill(ctx context.Context, a actor.Actor, t ownThread, posts []Post, list *PostList) error {
	var err error
	if list.Items, err = s.views(ctx, posts); err != nil {
		return err
	}
	pinned, err := s.store.pinned(ctx, t.ID)
	if err != nil {
		return err
	}
	if list.Pinned, err = s.views(ctx, pinned); err != nil {
		return err
	}
	views, err := s.ownViews(ctx, a, []ownThread{t})
	if err != nil {
		return err
	}
	list.Thread = views[0]
	ids := peopleOfThreads([]Thread{t.Thread})
	for _, v := range append(list.Items[:len(list.Items):len(list.Items)], list.Pinned...) {
		ids = append(ids, v.peopleIn()...)
	}
	list.People, err = s.Programmes.PeopleOf(ctx, t.ProgrammeID, ids)
	return err
}

// views joins posts with their quotes and reactions, in one query each.
func (s *Service) views(ctx context.Context, posts []Post) ([]PostView, error) {
	reactions, err := s.store.reactions(ctx, idsOf(posts))
	if err != nil {
		return nil, err
	}
	return s.viewsWith(ctx, posts, reactions)
}

// newViews is views of posts that are just being made: nobody has reacted yet.
func (s *Service) newViews(ctx context.Context, posts []Post) ([]PostView, error) {
	return s.viewsWith(ctx, posts, nil)
}

func (s *Service) viewsWith(ctx context.Context, posts []Post, reactions map[string][]ReactionView) ([]PostView, error) {
	var quoteIDs []string
	for _, p := range posts {
		if p.QuoteID != "" {
			quoteIDs = append(quoteIDs, p.QuoteID)
		}
	}
	quoted, err := s.store.posts(ctx, quoteIDs)
	if err != nil {
		return nil, err
	}
	views := make([]PostView, 0, len(posts))
	for _, p := range posts {
		var quote *Post
		if q, ok := quoted[p.QuoteID]; ok {
			quote = &q
		}
		views = append(views, postView(p, quote, reactions[p.ID]))
	}
	return views, nil
}

// History returns the former texts of a post, the latest first.
func (s *Service) History(ctx context.Context, postID string) (PostView, []Former, error) {
	_, _, p, err := s.readablePost(ctx, postID)
	if err != nil {
		return PostView{}, nil, err
	}
	views, err := s.views(ctx, []Post{p})
	if err != nil {
		return PostView{}, nil, err
	}
	former, err := s.store.former(ctx, postID)
	return views[0], former, err
}
