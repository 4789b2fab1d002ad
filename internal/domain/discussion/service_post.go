package discussion

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/fault"
	"sluse/internal/kernel/id"
	"sluse/internal/platform/richtext"
)

// NewPost is what writing a post takes.
type NewPost struct {
	// ClientID is made by the writer's client.
	ClientID string
	Text     string
	// QuoteID is the post in the same thread that is answered, "" for none.
	QuoteID string
	// Files were sent in before by the writer.
	Files []NewFile
}

// Post adds a post to a thread. Called again with the same client id it returns
// the post that it made then, and made is false.
func (s *Service) Post(ctx context.Context, threadID string, n NewPost) (view PostView, made bool, err error) {
	a, t, err := s.postable(ctx, threadID)
	if err != nil {
		return PostView{}, false, err
	}
	view, err = s.post(ctx, a, t, n)
	if err == nil {
		return view, true, nil
	}
	if _, _, unread := s.readable(ctx, threadID); unread != nil {
		return PostView{}, false, unread
	}
	// Whatever stands in the way now, a retry is answered as it was then.
	earlier, found, looking := s.earlier(ctx, a, t, n)
	if looking != nil || found {
		return earlier, false, looking
	}
	return PostView{}, false, err
}

func (s *Service) post(ctx context.Context, a actor.Actor, t Thread, n NewPost) (view PostView, err error) {
	if !id.Valid(n.ClientID) {
		return PostView{}, fault.NewInvalid("post.client_id_invalid", fault.Field{Field: "clientId", Code: "post.client_id_invalid"})
	}
	if err := MayPost(a, t); err != nil {
		return PostView{}, err
	}
	p, err := s.compose(ctx, a, t, n)
	if err != nil {
		return PostView{}, err
	}
	// Names that are known need not be asked for while others wait.
	author, err := s.Programmes.PeopleOf(ctx, t.ProgrammeID, []string{a.PersonID})
	if err != nil {
		return PostView{}, fmt.Errorf("name of author: %w", err)
	}
	d := &draft{by: a, thread: t, post: p, author: author}
	if len(p.Files) > 0 {
		// Files are locked besides the thread: not while others' threads are held.
		err = s.DB.Write(ctx, func(ctx context.Context) error { return s.drafts.Write(ctx, d) })
	} else {
		err = s.drafts.Write(ctx, d)
	}
	if err != nil {
		return PostView{}, err
	}
	return d.view, nil
}

// earlier finds what a retry made the first time.
func (s *Service) earlier(ctx context.Context, a actor.Actor, t Thread, n NewPost) (PostView, bool, error) {
	if !id.Valid(n.ClientID) {
		return PostView{}, false, fault.NewInvalid("post.client_id_invalid", fault.Field{Field: "clientId", Code: "post.client_id_invalid"})
	}
	p, found, err := s.store.postOfClient(ctx, a.PersonID, n.ClientID)
	if err != nil || !found {
		return PostView{}, false, err
	}
	if p.ThreadID != t.ID {
		return PostView{}, false, fault.NewConflict("post.client_id_used")
	}
	views, err := s.views(ctx, []Post{p})
	if err != nil {
		return PostView{}, false, err
	}
	return views[0], true, nil
}

// compose checks and prepares what was written; it changes nothing.
func (s *Service) compose(ctx context.Context, a actor.Actor, t Thread, n NewPost) (Post, error) {
	files, wrong := wanted(n.Files)
	if len(wrong) > 0 {
		return Post{}, fault.NewInvalid(wrong[0].Code, wrong...)
	}
	text, err := cleanText(n.Text, len(files))
	if err != nil {
		return Post{}, err
	}
	mentions, err := s.confirm(ctx, t.ProgrammeID, richtext.Mentions(text))
	if err != nil {
		return Post{}, err
	}
	if err := s.checkQuote(ctx, t, n.QuoteID); err != nil {
		return Post{}, err
	}
	return Post{
		ID: id.New(), ThreadID: t.ID, AuthorID: a.PersonID, ClientID: n.ClientID, Text: text,
		HTML: richtext.RenderPost(text, mentions), QuoteID: n.QuoteID, Mentions: mentions, Files: files, CreatedAt: s.Clock.Now(), Rev: 1,
	}, nil
}

// confirm keeps the mentions of people in the programme and of organisations,
// under the names that they really have.
func (s *Service) confirm(ctx context.Context, programmeID string, written []richtext.Mention) ([]richtext.Mention, error) {
	if len(written) == 0 {
		return nil, nil
	}
	var personIDs, organisationIDs []string
	for _, m := range written {
		if m.Kind == richtext.Person {
			personIDs = append(personIDs, m.ID)
		} else {
			organisationIDs = append(organisationIDs, m.ID)
		}
	}
	people, err := s.Programmes.PeopleOf(ctx, programmeID, personIDs)
	if err != nil {
		return nil, fmt.Errorf("people mentioned: %w", err)
	}
	organisations, err := s.Programmes.Organisations(ctx, organisationIDs)
	if err != nil {
		return nil, fmt.Errorf("organisations mentioned: %w", err)
	}
	var confirmed []richtext.Mention
	for _, m := range written {
		if person, ok := people[m.ID]; ok && m.Kind == richtext.Person && person.OrganisationID != "" {
			confirmed = append(confirmed, richtext.Mention{Kind: m.Kind, ID: m.ID, Name: person.Name})
		} else if o, ok := organisations[m.ID]; ok && m.Kind == richtext.Organisation {
			confirmed = append(confirmed, richtext.Mention{Kind: m.Kind, ID: m.ID, Name: o.Short})
		}
	}
	return confirmed, nil
}

func (s *Service) checkQuote(ctx context.Context, t Thread, quoteID string) error {
	if quoteID == "" {
		return nil
	}
	quoted, err := s.store.post(ctx, quoteID)
	if err != nil && !errors.Is(err, errUnknownPost) {
		return err
	}
	if err != nil || quoted.ThreadID != t.ID {
		return fault.NewInvalid("post.quote_unknown", fault.Field{Field: "quoteId", Code: "post.quote_unknown"})
	}
	return nil
}

// namedAnew returns the mentions that were not there before.
func namedAnew(before, after []richtext.Mention) []richtext.Mention {
	var added []richtext.Mention
	for _, m := range after {
		if !slices.ContainsFunc(before, func(b richtext.Mention) bool { return b.Kind == m.Kind && b.ID == m.ID }) {
			added = append(added, m)
		}
	}
	return added
}

// changePost runs one change of a post under its thread's lock.
func (s *Service) changePost(ctx context.Context, postID, verb string, do func(ctx context.Context, a actor.Actor, t Thread, p *Post) (bool, error)) (PostView, error) {
	a, t, p, err := s.readablePost(ctx, postID)
	if err != nil {
		return PostView{}, err
	}
	var view PostView
	err = s.DB.Write(ctx, func(ctx context.Context) error {
		claimed, fresh, err := s.lock(ctx, t)
		if err != nil {
			return err
		}
		if p, err = s.store.post(ctx, postID); err != nil {
			return err
		}
		before := p.Mentions
		changed, err := do(ctx, a, fresh, &p)
		if err != nil {
			return err
		}
		if !changed {
			return errDone
		}
		more := tellMore{claimed: claimed}
		if added := namedAnew(before, p.Mentions); len(added) > 0 {
			seq := claimed[fresh.Topic()]
			if err := s.store.setNamed(ctx, fresh.ID, seq); err != nil {
				return err
			}
			more.private = newsOf(fresh, seq, added)
		}
		view, err = s.tellPost(ctx, a, verb, fresh, p, more)
		return err
	})
	if errors.Is(err, errDone) {
		var views []PostView
		if views, err = s.views(ctx, []Post{p}); err == nil {
			view = views[0]
		}
	}
	return view, err
}

// readablePost is where every use of a post starts. A post in a thread that the
// actor does not see is as unknown as one that is not there.
func (s *Service) readablePost(ctx context.Context, postID string) (actor.Actor, Thread, Post, error) {
	a, err := actor.Must(ctx)
	if err != nil {
		return a, Thread{}, Post{}, err
	}
	p, err := s.store.post(ctx, postID)
	if err != nil {
		return a, Thread{}, Post{}, err
	}
	t, err := s.store.thread(ctx, p.ThreadID)
	if err != nil {
		return a, Thread{}, Post{}, err
	}
	if MayRead(a, t) != nil {
		return a, Thread{}, Post{}, errUnknownPost
	}
	return a, t, p, nil
}
