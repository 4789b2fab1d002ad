package discussion

import (
	"context"
	"time"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/page"
)

// What other features and the live hub ask of discussions.

// MaySubscribe reports whether the actor may follow a thread live.
func (s *Service) MaySubscribe(ctx context.Context, a actor.Actor, threadID string) error {
	t, err := s.store.thread(ctx, threadID)
	if err != nil {
		return err
	}
	return MayRead(a, t)
}

// MayReadPost reports whether the actor may read a post, and with it what is
// attached to it.
func (s *Service) MayReadPost(ctx context.Context, a actor.Actor, postID string) error {
	posts, err := s.store.posts(ctx, []string{postID})
	if err != nil {
		return err
	}
	p, there := posts[postID]
	if !there {
		return errUnknownPost
	}
	return s.MaySubscribe(ctx, a, p.ThreadID)
}

// HasRead reports whether a person has seen a thread up to a place.
func (s *Service) HasRead(ctx context.Context, threadID, personID string, seq int64) (bool, error) {
	read, err := s.store.readMark(ctx, threadID, personID)
	return read.Seq >= seq, err
}

// FollowState returns what a person wants to be told of in a thread.
func (s *Service) FollowState(ctx context.Context, threadID, personID string) (Follow, error) {
	states, err := s.store.followOf(ctx, personID, []string{threadID})
	if err != nil {
		return FollowDefault, err
	}
	if state, set := states[threadID]; set {
		return state, nil
	}
	return FollowDefault, nil
}

// mutedListed bounds MutedThreads.
const mutedListed = 100

// MutedThreads returns the threads that the actor has muted and may read, those with
// the newest posts first, up to a bound.
func (s *Service) MutedThreads(ctx context.Context, a actor.Actor) ([]Thread, error) {
	return s.store.mutedThreads(ctx, a.PersonID, sees(a), mutedListed)
}

// Titles returns the titles of those of the threads that a may read, by id.
func (s *Service) Titles(ctx context.Context, a actor.Actor, threadIDs []string) (map[string]string, error) {
	threads, err := s.store.threadsByID(ctx, threadIDs)
	titles := make(map[string]string, len(threads))
	for _, t := range threads {
		if MayRead(a, t) == nil {
			titles[t.ID] = t.Title
		}
	}
	return titles, err
}

// Title returns the title of a thread, for whoever has the right to name it.
func (s *Service) Title(ctx context.Context, threadID string) (string, error) {
	t, err := s.store.thread(ctx, threadID)
	return t.Title, err
}

// Unread returns the newest of the actor's threads that hold something unread,
// in all programmes, without those that are muted.
func (s *Service) Unread(ctx context.Context, a actor.Actor, limit int) ([]ThreadView, error) {
	// Looked for among the latest threads only: what nobody has written in for
	// a hundred threads is no news.
	latest, err := s.store.threads(ctx, a.PersonID, sees(a), page.Request{Limit: page.MaxLimit})
	if err != nil {
		return nil, err
	}
	views, err := s.ownViews(ctx, a, latest.Items)
	if err != nil {
		return nil, err
	}
	unread := make([]ThreadView, 0, limit)
	for _, v := range views {
		if v.Unread > 0 && v.Follow != Muted && len(unread) < limit {
			unread = append(unread, v)
		}
	}
	return unread, nil
}

// Question is a post that names the actor and that they have not answered.
type Question struct {
	Thread  Thread
	PostID  string
	Author  string
	Excerpt string
	At      time.Time
}

// Unanswered returns posts since a moment that name the actor and that they have
// neither answered nor reacted to, newest first, one a thread.
func (s *Service) Unanswered(ctx context.Context, a actor.Actor, since time.Time, limit int) ([]Question, error) {
	posts, err := s.store.unanswered(ctx, a.PersonID, since, 5*limit)
	if err != nil {
		return nil, err
	}
	byID := make(map[string]Post, len(posts))
	for _, p := range posts {
		byID[p.ID] = p
	}
	threads, err := s.store.threadsOf(ctx, byID)
	if err != nil {
		return nil, err
	}
	var questions []Question
	asked := map[string]bool{}
	for _, p := range posts {
		t := threads[p.ThreadID]
		if asked[p.ThreadID] || len(questions) == limit || MayPost(a, t) != nil {
			continue
		}
		asked[p.ThreadID] = true
		questions = append(questions, Question{t, p.ID, p.AuthorID, p.beginning(), p.CreatedAt})
	}
	return questions, nil
}
