package demo

import (
	"bytes"
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"sluse/internal/domain/discussion"
	"sluse/internal/domain/document"
	"sluse/internal/kernel/clock"
	"sluse/internal/kernel/id"
)

// act is one thing that somebody does at a time.
type act struct {
	who string
	at  time.Time
	do  func(ctx context.Context) error
}

// stage is a thread while it is played.
type stage struct {
	script
	id    string
	posts map[string]discussion.PostView // by the script's key
}

// addDiscussions plays all scripts together, in the order of time, so that the
// log tells everything in the order in which it happened.
func (f *filler) addDiscussions(ctx context.Context) error {
	scripts, err := readScripts()
	if err != nil {
		return err
	}
	var acts []act
	for _, s := range scripts {
		acts = append(acts, f.acts(&stage{script: s, posts: map[string]discussion.PostView{}})...)
	}
	acts = append(acts, f.documentActs()...)
	slices.SortStableFunc(acts, func(x, y act) int { return x.at.Compare(y.at) })
	for _, a := range acts {
		f.clock.Set(a.at)
		acting, err := f.as(ctx, a.who)
		if err != nil {
			return err
		}
		if err := a.do(acting); err != nil {
			return fmt.Errorf("%s at %s: %w", a.who, a.at.Format(time.DateTime), err)
		}
	}
	return nil
}

// when returns the instant of a moment, never one to come.
func (f *filler) when(m moment) time.Time {
	t := f.now.Add(-time.Duration(m.minutesAgo) * time.Minute)
	if m.minutesAgo == 0 {
		t = f.workday(m.workday).Start(clock.Copenhagen).Add(time.Duration(m.hour)*time.Hour + time.Duration(m.minute)*time.Minute)
	}
	if t.After(f.now) {
		return f.now
	}
	return t
}

func (f *filler) acts(s *stage) []act {
	var acts []act
	for i := range s.lines {
		acts = append(acts, f.actsOf(s, &s.lines[i], i == 0)...)
	}
	for who, key := range s.read {
		acts = append(acts, act{who, f.seen(s, key), func(ctx context.Context) error {
			return f.discussion.MarkRead(ctx, s.id, s.posts[key].ID)
		}})
	}
	if s.closed != nil {
		acts = append(acts, act{s.closed.who, f.when(s.closed.at), func(ctx context.Context) error {
			_, err := f.discussion.Close(ctx, s.id)
			return err
		}})
	}
	return acts
}

// seen is when people look at a post: a few minutes after it was written.
func (f *filler) seen(s *stage, key string) time.Time {
	for i := range s.lines {
		if s.lines[i].key == key {
			if at := f.when(s.lines[i].at).Add(3 * time.Minute); at.Before(f.now) {
				return at
			}
		}
	}
	return f.now
}

// actsOf is everything that happens to one post, from its writing.
func (f *filler) actsOf(s *stage, l *line, first bool) []act {
	written := f.when(l.at)
	acts := []act{{l.who, written, func(ctx context.Context) error {
		if first {
			if err := f.open(ctx, s); err != nil {
				return err
			}
		}
		return f.post(ctx, s, l)
	}}}
	for i, r := range l.reactions {
		at := written.Add(time.Duration(7+4*i) * time.Minute)
		if at.After(f.now) {
			at = f.now
		}
		acts = append(acts, act{r.who, at, func(ctx context.Context) error {
			_, err := f.discussion.React(ctx, s.posts[l.key].ID, discussion.Reaction(r.text), true)
			return err
		}})
	}
	if d := l.edited; d != nil {
		acts = append(acts, act{d.who, f.when(d.at), func(ctx context.Context) error {
			_, err := f.discussion.Edit(ctx, s.posts[l.key].ID, discussion.NewText{Text: f.mention(d.text), Rev: s.posts[l.key].Rev})
			return err
		}})
	}
	if d := l.pinned; d != nil {
		acts = append(acts, act{d.who, f.when(d.at), func(ctx context.Context) error {
			_, err := f.discussion.Pin(ctx, s.posts[l.key].ID, true)
			return err
		}})
	}
	if d := l.deleted; d != nil {
		acts = append(acts, act{d.who, f.when(d.at), func(ctx context.Context) error {
			_, err := f.discussion.Delete(ctx, s.posts[l.key].ID, d.text)
			return err
		}})
	}
	return acts
}

func (f *filler) open(ctx context.Context, s *stage) error {
	thread, err := f.discussion.Open(ctx, s.programme, discussion.NewThread{
		ClientID: id.New(), Title: s.title, Audience: discussion.Audience(s.audience),
	})
	s.id = thread.ID
	return err
}

func (f *filler) post(ctx context.Context, s *stage, l *line) error {
	quoted, known := s.posts[l.quotes]
	if l.quotes != "" && !known {
		return fmt.Errorf("post %s quotes %s, which is not there yet", l.key, l.quotes)
	}
	files, err := f.enclose(ctx, s.programme, l.files)
	if err != nil {
		return fmt.Errorf("files of post %s of %q: %w", l.key, s.title, err)
	}
	view, _, err := f.discussion.Post(ctx, s.id, discussion.NewPost{ClientID: id.New(), Text: f.mention(l.text), QuoteID: quoted.ID, Files: files})
	if err != nil {
		return fmt.Errorf("post %s of %q: %w", l.key, s.title, err)
	}
	s.posts[l.key] = view
	return f.discussion.MarkRead(ctx, s.id, view.ID)
}

var mentioned = regexp.MustCompile(`@[\p{L}-]+`)

// mention writes @mette and @Kolding as the mentions that they stand for.
func (f *filler) mention(text string) string {
	return mentioned.ReplaceAllStringFunc(text, func(at string) string {
		name := strings.TrimPrefix(at, "@")
		if person, ok := f.people[name]; ok {
			return fmt.Sprintf("@[%s](person:%s)", person.Name, person.ID)
		}
		if organisation, ok := f.organisations[name]; ok {
			return fmt.Sprintf("@[%s](organisation:%s)", name, organisation)
		}
		return at
	})
}

// enclose sends in what stands on a post.
func (f *filler) enclose(ctx context.Context, slug string, enclosed []enclosure) ([]discussion.NewFile, error) {
	files := make([]discussion.NewFile, 0, len(enclosed))
	for _, e := range enclosed {
		content, known := enclosures[e.name]
		if !known {
			return nil, fmt.Errorf("no file is called %q", e.name)
		}
		sent, _, err := f.document.Upload(ctx, slug, document.Upload{ClientID: id.New(), Name: e.name, Content: bytes.NewReader(content())})
		if err != nil {
			return nil, fmt.Errorf("send in %q: %w", e.name, err)
		}
		files = append(files, discussion.NewFile{ID: sent.ID, Alt: e.alt})
	}
	return files, nil
}
