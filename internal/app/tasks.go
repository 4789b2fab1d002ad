package app

import (
	"context"
	"time"

	"sluse/internal/domain/notification"
	"sluse/internal/kernel/actor"
)

// What waits on somebody is known to the features; here it is put into the
// overview's form.

const (
	// questionsWithin is how far back a question that nobody answered waits.
	questionsWithin = 30 * 24 * time.Hour
	questionsShown  = 5
)

// questionsSource: posts that name the actor and that they have not answered.
type questionsSource struct{ features *features }

// Tasks implements notification.OverviewSource.
func (s questionsSource) Tasks(ctx context.Context, a actor.Actor) ([]notification.Task, error) {
	since := s.features.discussion.Clock.Now().Add(-questionsWithin)
	questions, err := s.features.discussion.Unanswered(ctx, a, since, questionsShown)
	if err != nil {
		return nil, err
	}
	tasks := make([]notification.Task, 0, len(questions))
	for _, q := range questions {
		slug, err := s.features.programme.Slug(ctx, q.Thread.ProgrammeID)
		if err != nil {
			return nil, err
		}
		people, err := s.features.programme.PeopleOf(ctx, q.Thread.ProgrammeID, []string{q.Author})
		if err != nil {
			return nil, err
		}
		tasks = append(tasks, notification.Task{
			ID: "question:" + q.PostID, Kind: "question", Icon: "question", TitleCode: "question", Action: "answer",
			Params: map[string]any{"who": people[q.Author].Name, "said": q.Excerpt, "thread": q.Thread.Title},
			Href:   "/p/" + slug + "/discussions/" + q.Thread.ID + "?post=" + q.PostID, Since: q.At,
		})
	}
	return tasks, nil
}

// profileSource: others cannot tell yet who the actor is.
type profileSource struct{ features *features }

// Tasks implements notification.OverviewSource.
func (s profileSource) Tasks(ctx context.Context, a actor.Actor) ([]notification.Task, error) {
	person, err := s.features.account.Person(ctx, a.PersonID)
	if err != nil || person.Complete() {
		return nil, err
	}
	return []notification.Task{{
		ID: "profile", Kind: "profile", Icon: "person", TitleCode: "profile", Action: "open",
		Params: map[string]any{}, Minutes: 1, Href: "/settings/profile", Since: person.CreatedAt,
	}}, nil
}

// exportSource: a copy of their data waits to be downloaded.
type exportSource struct{ features *features }

// Tasks implements notification.OverviewSource.
func (s exportSource) Tasks(ctx context.Context, a actor.Actor) ([]notification.Task, error) {
	copied, ready, err := s.features.privacy.ReadyExport(ctx, a.PersonID)
	if err != nil || !ready {
		return nil, err
	}
	return []notification.Task{{
		ID: "export", Kind: "export", Icon: "document", TitleCode: "export", Action: "open",
		Params: map[string]any{}, Minutes: 1, Due: *copied.ExpiresAt, Href: "/settings/data", Since: *copied.ReadyAt,
	}}, nil
}
