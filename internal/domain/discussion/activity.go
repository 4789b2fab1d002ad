package discussion

import (
	"context"
	"fmt"
	"time"

	"sluse/internal/kernel/actor"
	"sluse/internal/platform/activity"
	"sluse/internal/platform/database"
)

// The feature's verbs. thread.* go to those who see the thread in a list and to
// those who look at it, post.* to the latter only.
const (
	VerbThreadOpened  = "thread.opened"
	VerbThreadChanged = "thread.changed"
	VerbPostCreated   = "post.created"
	VerbPostEdited    = "post.edited"
	VerbPostDeleted   = "post.deleted"
	VerbPostReacted   = "post.reacted"
	VerbPostPinned    = "post.pinned"
)

// PostNews is the private part of VerbPostCreated: what a reader needs to tell
// those whom the post concerns; and of VerbPostEdited, where the edit names somebody
// whom the post did not name before, with those alone.
type PostNews struct {
	ThreadID               string   `json:"threadId"`
	ThreadTitle            string   `json:"threadTitle"`
	Audience               Audience `json:"audience"`
	OpenedBy               string   `json:"openedBy"`
	Seq                    int64    `json:"seq"`
	QuotedAuthor           string   `json:"quotedAuthor,omitempty"`
	MentionedPeople        []string `json:"mentionedPeople,omitempty"`
	MentionedOrganisations []string `json:"mentionedOrganisations,omitempty"`
}

// stirred is the hint to those who see the thread in a list.
type stirred struct {
	Kind       string    `json:"kind"`
	ThreadID   string    `json:"threadId"`
	PostCount  int64     `json:"postCount"`
	Seq        int64     `json:"seq"`
	LastPostAt time.Time `json:"lastPostAt"`
	LastPostBy string    `json:"lastPostBy"`
}

// readMoved is the hint to a person's other tabs and devices.
type readMoved struct {
	Kind     string `json:"kind"`
	ThreadID string `json:"threadId"`
	Seq      int64  `json:"seq"`
	Unread   int64  `json:"unread"`
}

// followChanged is the same for what a person wants to be told of.
type followChanged struct {
	Kind     string `json:"kind"`
	ThreadID string `json:"threadId"`
	Follow   Follow `json:"follow"`
}

// tellThread records that a thread was opened or changed.
func (s *Service) tellThread(ctx context.Context, a actor.Actor, verb string, t Thread, claimed map[string]int64) error {
	people, err := s.Programmes.PeopleOf(ctx, t.ProgrammeID, []string{t.CreatedBy, t.LastPostBy, a.PersonID})
	if err != nil {
		return fmt.Errorf("people of thread: %w", err)
	}
	_, err = s.Log.Record(ctx, activity.Event{
		ActorID: a.PersonID, Verb: verb, SubjectType: "thread", SubjectID: t.ID, ProgrammeID: t.ProgrammeID,
		Topics: []string{t.Topic(), t.ListTopic()}, Claimed: claimed, Data: ThreadEvent{core(t), people},
	})
	if err != nil {
		return fmt.Errorf("tell of thread: %w", err)
	}
	return nil
}

// tellPost records what happened to a post and returns it as others see it.
func (s *Service) tellPost(ctx context.Context, a actor.Actor, verb string, t Thread, p Post, more tellMore) (PostView, error) {
	event, err := s.snapshot(ctx, t, p)
	if err != nil {
		return PostView{}, err
	}
	_, err = s.Log.Record(ctx, activity.Event{
		ActorID: a.PersonID, Verb: verb, SubjectType: "post", SubjectID: p.ID, ProgrammeID: t.ProgrammeID,
		Topics: []string{t.Topic()}, Claimed: more.claimed, Data: event, Private: more.private,
	})
	if err != nil {
		return PostView{}, fmt.Errorf("tell of post: %w", err)
	}
	return event.Post, nil
}

type tellMore struct {
	claimed map[string]int64
	private any
}

// snapshot is the post as it is now, with all that belongs to it.
func (s *Service) snapshot(ctx context.Context, t Thread, p Post) (PostEvent, error) {
	views, err := s.views(ctx, []Post{p})
	if err != nil {
		return PostEvent{}, err
	}
	return s.eventOf(ctx, t, views[0])
}

// eventOf is a post with the names that belong to it.
func (s *Service) eventOf(ctx context.Context, t Thread, v PostView) (PostEvent, error) {
	people, err := s.Programmes.PeopleOf(ctx, t.ProgrammeID, v.peopleIn())
	if err != nil {
		return PostEvent{}, fmt.Errorf("people of post: %w", err)
	}
	return PostEvent{v, people}, nil
}

// hintStirred tells the lists once the post is durable.
func (s *Service) hintStirred(ctx context.Context, t Thread) {
	hint := stirred{"thread.stirred", t.ID, t.PostCount, t.LastSeq, t.LastPostAt, t.LastPostBy}
	database.AfterCommit(ctx, func() { s.Live.Hint(t.ListTopic(), hint) })
}
