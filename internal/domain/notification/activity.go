package notification

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"sluse/internal/platform/activity"
	"sluse/internal/platform/jobs"
)

// The verbs of other features that concern this one. The subject of the first is a
// thread, of the others a post.
const (
	verbThreadOpened = "thread.opened"
	verbPostCreated  = "post.created"
	verbPostEdited   = "post.edited"
	verbPostDeleted  = "post.deleted"
)

// staleAfter is when a mail about a post is no longer one at once. Who reads the log
// after a long pause, or a log written in one go, does not wake people with it.
const staleAfter = 24 * time.Hour

// Reader turns posts in the log into mail. It implements activity.Reader.
type Reader struct{ service *Service }

// Reader returns the feature's reader of the activity log.
func (m *Module) Reader() *Reader { return &Reader{m.Service} }

// Name implements activity.Reader.
func (*Reader) Name() string { return "notification.mail" }

// postNews is what a post's event tells readers about whom it concerns; that of an
// edit names only those whom the post did not name before.
type postNews struct {
	ThreadID               string   `json:"threadId"`
	Seq                    int64    `json:"seq"`
	OpenedBy               string   `json:"openedBy"`
	QuotedAuthor           string   `json:"quotedAuthor"`
	MentionedPeople        []string `json:"mentionedPeople"`
	MentionedOrganisations []string `json:"mentionedOrganisations"`
}

// concernsOthers reports whether anybody but the author may want a mail.
func (n postNews) concernsOthers(authorID string) bool {
	someoneElse := func(id string) bool { return id != "" && id != authorID }
	return len(n.MentionedOrganisations) > 0 || someoneElse(n.OpenedBy) || someoneElse(n.QuotedAuthor) ||
		slices.ContainsFunc(n.MentionedPeople, someoneElse)
}

// naming is an edit that names somebody whom the post did not name before.
type naming struct {
	PostID        string
	Seq           int64
	People        []string
	Organisations []string
}

// Handle implements activity.Reader: it enqueues one job for all posts of the batch
// that concern somebody. Whom, is found out when the job runs.
func (r *Reader) Handle(ctx context.Context, events []activity.Stored) (activity.Change, error) {
	eager, err := r.service.somebodyEager(ctx)
	if err != nil {
		return nil, err
	}
	var job tellJob
	for _, e := range events {
		if e.Verb != verbPostCreated && e.Verb != verbPostEdited || r.service.Clock.Now().Sub(e.At) > staleAfter {
			continue
		}
		news, err := newsIn(e)
		switch {
		case err != nil:
			return nil, err
		case e.Verb == verbPostEdited && news.concernsOthers(e.ActorID):
			job.Named = append(job.Named, naming{e.SubjectID, news.Seq, news.MentionedPeople, news.MentionedOrganisations})
		case e.Verb == verbPostCreated && (eager || news.concernsOthers(e.ActorID)):
			job.Posts = append(job.Posts, e.SubjectID)
		}
	}
	if len(job.Posts)+len(job.Named) == 0 {
		return nil, nil
	}
	options := jobs.Options{}
	if r.service.Delay > 0 {
		options.RunAt = r.service.Clock.Now().Add(r.service.Delay)
	}
	return func(ctx context.Context) error { return r.service.Jobs.Enqueue(ctx, job, options) }, nil
}

// newsIn reads the news of an event; there are none in an edit that names nobody.
func newsIn(e activity.Stored) (postNews, error) {
	var news postNews
	if len(e.Private) == 0 {
		return news, nil
	}
	if err := json.Unmarshal(e.Private, &news); err != nil {
		return news, fmt.Errorf("news of a post: %w", err)
	}
	return news, nil
}

// somebodyEager reports whether anybody wants a mail of every post that they follow.
func (s *Service) somebodyEager(ctx context.Context) (bool, error) {
	people, err := s.store.eager(ctx, KindFollowed)
	return len(people) > 0, err
}

// tellJob mails about posts to those whom they concern.
type tellJob struct {
	Posts []string `json:"posts"`
	Named []naming `json:"named,omitempty"`
}

// Kind implements jobs.Args.
func (tellJob) Kind() string { return "notification.tell" }
