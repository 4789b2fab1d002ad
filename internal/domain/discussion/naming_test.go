package discussion_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"sluse/internal/domain/discussion"
	"sluse/internal/platform/activity"
)

// ear hears what readers of the log are told in private.
type ear struct{ news []discussion.PostNews }

// Name implements activity.Reader.
func (*ear) Name() string { return "ear" }

// Handle implements activity.Reader.
func (e *ear) Handle(_ context.Context, events []activity.Stored) (activity.Change, error) {
	for _, event := range events {
		if event.Verb != discussion.VerbPostEdited {
			continue
		}
		var news discussion.PostNews
		if err := json.Unmarshal(event.Private, &news); err != nil {
			return nil, fmt.Errorf("news: %w", err)
		}
		e.news = append(e.news, news)
	}
	return nil, nil
}

func TestAnEditTellsWhomItNamesAnewAndReadingTheEndClearsIt(t *testing.T) {
	s := newStage(t)
	heard := &ear{}
	s.log.AddReader(heard)
	thread := s.open(jonas, "Hvem?")
	post := s.say(jonas, thread.ID, "Spørg @[Karim](person:"+karim+")")
	if err := s.MarkRead(s.as(signe), thread.ID, post.ID); err != nil {
		t.Fatal(err)
	}
	post, err := s.Edit(s.as(jonas), post.ID, discussion.NewText{Text: "Spørg @[Karim](person:" + karim + ") og @[Signe](person:" + signe + ")", Rev: post.Rev})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Edit(s.as(jonas), post.ID, discussion.NewText{Text: "Spørg @[Signe](person:" + signe + ")!", Rev: post.Rev}); err != nil {
		t.Fatal(err)
	}
	s.settle()
	if len(heard.news) != 2 || !slices.Equal(heard.news[0].MentionedPeople, []string{signe}) || heard.news[0].Seq <= post.Seq {
		t.Fatalf("%+v", heard.news)
	}
	if n := heard.news[1]; n.ThreadID != "" || n.MentionedPeople != nil {
		t.Errorf("an edit that names nobody anew tells %+v", n)
	}
	edited := heard.news[0].Seq
	if read, err := s.HasRead(t.Context(), thread.ID, signe, edited); err != nil || read {
		t.Errorf("read before it was looked at: %v, %v", read, err)
	}
	if err := s.MarkRead(s.as(signe), thread.ID, post.ID); err != nil {
		t.Fatal(err)
	}
	if read, err := s.HasRead(t.Context(), thread.ID, signe, edited); err != nil || !read {
		t.Errorf("not read: %v, %v", read, err)
	}
}
