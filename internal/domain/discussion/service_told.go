package discussion

import (
	"context"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/fault"
)

// What the inbox and the digest ask of discussions, many threads at a time.

// Room is a thread with who concerns themselves with it.
type Room struct {
	Thread Thread
	// Wrote are those who have posts in the thread, with the place of their first.
	Wrote map[string]int64
	// Follow holds what persons have chosen; who is not in it has chosen nothing.
	Follow map[string]Follow
	// Read is how far persons have read.
	Read map[string]int64
}

// RoomOf returns a thread with who concerns themselves with it, whoever asks;
// false if it is not there.
func (s *Service) RoomOf(ctx context.Context, threadID string) (Room, bool, error) {
	t, err := s.store.thread(ctx, threadID)
	if fault.Is(err, fault.NotFound) {
		return Room{}, false, nil
	}
	if err != nil {
		return Room{}, false, err
	}
	room := Room{Thread: t}
	if room.Wrote, err = s.wrote.in(ctx, s.store, threadID); err != nil {
		return Room{}, false, err
	}
	if room.Follow, err = s.store.followers(ctx, threadID); err != nil {
		return Room{}, false, err
	}
	room.Read, err = s.store.marks(ctx, threadID)
	return room, err == nil, err
}

// Looked is a thread as one person has it.
type Looked struct {
	Thread Thread
	Follow Follow
	// ReadSeq is the place up to which they have read.
	ReadSeq int64
}

// Look returns those of the threads that an actor may read, by id.
func (s *Service) Look(ctx context.Context, a actor.Actor, threadIDs []string) (map[string]Looked, error) {
	threads, err := s.store.threadsByID(ctx, threadIDs)
	if err != nil {
		return nil, err
	}
	follow, err := s.store.followOf(ctx, a.PersonID, threadIDs)
	if err != nil {
		return nil, err
	}
	read, err := s.store.marksOf(ctx, a.PersonID, threadIDs)
	if err != nil {
		return nil, err
	}
	out := make(map[string]Looked, len(threads))
	for _, t := range threads {
		if MayRead(a, t) == nil {
			out[t.ID] = Looked{t, follow[t.ID], read[t.ID]}
		}
	}
	return out, nil
}

// Texts returns what posts say now, plain, by id; those that were deleted are not
// among them. The caller has seen to it that they may be read.
func (s *Service) Texts(ctx context.Context, postIDs []string) (map[string]string, error) {
	posts, err := s.store.posts(ctx, postIDs)
	if err != nil {
		return nil, err
	}
	out := make(map[string]string, len(posts))
	for _, p := range posts {
		if p.Deleted == nil {
			out[p.ID] = p.plain()
		}
	}
	return out, nil
}

// Openings returns what the first posts of threads say now, plain, by the threads' ids;
// those that were deleted are not among them. The caller has seen to it that they may
// be read.
func (s *Service) Openings(ctx context.Context, threadIDs []string) (map[string]string, error) {
	posts, err := s.store.openings(ctx, threadIDs)
	out := make(map[string]string, len(posts))
	for _, p := range posts {
		if p.Deleted == nil {
			out[p.ThreadID] = p.plain()
		}
	}
	return out, err
}

// Now is a post as it is at this moment, for mail that is about to be sent.
type Now struct {
	Thread Thread
	Post   Post
	// Text is what a mail says of the post; plain.
	Text string
	// QuotedAuthor wrote the post that it answers, "" if none.
	QuotedAuthor string
}

// PostsNow returns posts as they are at this moment with their threads, whoever asks.
// One that is not there is left out.
func (s *Service) PostsNow(ctx context.Context, postIDs []string) ([]Now, error) {
	found, err := s.store.posts(ctx, postIDs)
	if err != nil {
		return nil, err
	}
	threads, err := s.store.threadsOf(ctx, found)
	if err != nil {
		return nil, err
	}
	var quotedIDs []string
	posts := make([]Post, 0, len(found))
	for _, p := range found {
		if posts = append(posts, p); p.QuoteID != "" {
			quotedIDs = append(quotedIDs, p.QuoteID)
		}
	}
	if err := s.store.fillMentions(ctx, posts); err != nil {
		return nil, err
	}
	quoted, err := s.store.posts(ctx, quotedIDs)
	if err != nil {
		return nil, err
	}
	out := make([]Now, 0, len(posts))
	for _, p := range posts {
		out = append(out, Now{threads[p.ThreadID], p, p.told(), quoted[p.QuoteID].AuthorID})
	}
	return out, nil
}
