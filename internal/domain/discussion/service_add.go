package discussion

import (
	"context"
	"fmt"
	"slices"

	"sluse/internal/kernel/actor"
	"sluse/internal/platform/activity"
	"sluse/internal/platform/database"
	"sluse/internal/platform/richtext"
)

// draft is a composed post on its way into its thread.
type draft struct {
	by     actor.Actor
	thread Thread
	post   Post
	// author is its writer as others in the programme see them, by id.
	author map[string]actor.Person
	// view is the post as others see it, once it is there.
	view PostView
}

// add puts posts at the ends of their threads, in their order, within a Write: those
// that meet share its statements (see database.Gatherer). Who cannot be served is
// apart from the others.
func (s *Service) add(ctx context.Context, drafts []*draft) error {
	if apart, err := s.number(ctx, drafts); err != nil || len(apart) > 0 {
		return orApart(apart, err)
	}
	posts := make([]Post, 0, len(drafts))
	for _, d := range drafts {
		posts = append(posts, d.post)
	}
	known, err := s.store.addPosts(ctx, posts)
	if err != nil || len(known) > 0 {
		return orApart(known, err)
	}
	for i, d := range drafts {
		if err := s.attach(ctx, d.by, d.thread, &d.post); err != nil {
			return err
		}
		posts[i] = d.post
	}
	return s.tellAdded(ctx, drafts, posts)
}

func orApart(apart database.Apart, err error) error {
	if err != nil {
		return err
	}
	return apart
}

// number gives posts their places and moves their threads on. It takes the threads'
// locks first, so that the order of places is the order of commits, and in the order
// of their topics. Who may not post there any more is apart.
func (s *Service) number(ctx context.Context, drafts []*draft) (database.Apart, error) {
	in := map[string][]int{} // the places of its drafts, by thread
	for i, d := range drafts {
		in[d.thread.ID] = append(in[d.thread.ID], i)
	}
	threadIDs := make([]string, 0, len(in))
	for threadID := range in {
		threadIDs = append(threadIDs, threadID)
	}
	slices.Sort(threadIDs)
	apart := database.Apart{}
	for _, threadID := range threadIDs {
		places := in[threadID]
		last, err := s.Log.ClaimRun(ctx, drafts[places[0]].thread.Topic(), len(places))
		if err != nil {
			return nil, fmt.Errorf("lock thread: %w", err)
		}
		first, now := last-int64(len(places))+1, s.Clock.Now()
		for k, i := range places {
			drafts[i].post.Seq, drafts[i].post.CreatedAt = first+int64(k), now
		}
		fresh, err := s.store.nextPosts(ctx, drafts[places[len(places)-1]].post, len(places))
		if err != nil {
			return nil, err
		}
		for _, i := range places {
			if err := MayPost(drafts[i].by, fresh); err != nil {
				apart[i] = err // closed while it was written
			}
			drafts[i].thread = fresh
		}
	}
	return apart, nil
}

// tellAdded records new posts, and hints once at each thread that has some.
func (s *Service) tellAdded(ctx context.Context, drafts []*draft, posts []Post) error {
	views, err := s.newViews(ctx, posts)
	if err != nil {
		return err
	}
	events := make([]activity.Event, 0, len(drafts))
	stirred := map[string]bool{}
	for i, d := range drafts {
		d.view = views[i]
		event := PostEvent{d.view, d.author}
		if d.author == nil || d.view.Quote != nil {
			if event, err = s.eventOf(ctx, d.thread, d.view); err != nil {
				return err
			}
		}
		news, err := s.news(ctx, d.thread, d.post)
		if err != nil {
			return err
		}
		events = append(events, activity.Event{
			ActorID: d.by.PersonID, Verb: VerbPostCreated, SubjectType: "post", SubjectID: d.post.ID, ProgrammeID: d.thread.ProgrammeID,
			Topics: []string{d.thread.Topic()}, Claimed: map[string]int64{d.thread.Topic(): d.post.Seq}, Data: event, Private: news,
		})
		if !stirred[d.thread.ID] {
			stirred[d.thread.ID] = true
			s.hintStirred(ctx, d.thread)
		}
	}
	if err := s.Log.RecordAll(ctx, events); err != nil {
		return fmt.Errorf("tell of posts: %w", err)
	}
	return nil
}

// news tells readers of the log whom the post concerns.
func (s *Service) news(ctx context.Context, t Thread, p Post) (PostNews, error) {
	news := newsOf(t, p.Seq, p.Mentions)
	news.OpenedBy = t.CreatedBy
	if p.QuoteID != "" {
		quoted, err := s.store.posts(ctx, []string{p.QuoteID})
		if err != nil {
			return PostNews{}, err
		}
		news.QuotedAuthor = quoted[p.QuoteID].AuthorID
	}
	return news, nil
}

// newsOf names those who are mentioned.
func newsOf(t Thread, seq int64, mentions []richtext.Mention) PostNews {
	news := PostNews{ThreadID: t.ID, ThreadTitle: t.Title, Audience: t.Audience, Seq: seq}
	for _, m := range mentions {
		if m.Kind == richtext.Person {
			news.MentionedPeople = append(news.MentionedPeople, m.ID)
		} else {
			news.MentionedOrganisations = append(news.MentionedOrganisations, m.ID)
		}
	}
	return news
}
