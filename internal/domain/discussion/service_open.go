package discussion

import (
	"context"
	"errors"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/fault"
	"sluse/internal/kernel/id"
	"sluse/internal/platform/richtext"
)

// NewThread is what opening a thread takes.
type NewThread struct {
	// ClientID is made by the client; the same one never opens two threads.
	ClientID string
	Title    string
	Audience Audience
	// Text is the first post; "" for none.
	Text string
	// Files stand in the first post.
	Files []NewFile
}

// Open opens a thread on a programme, with its first post. Called again with the
// same client id it returns the thread that it opened then.
func (s *Service) Open(ctx context.Context, slug string, n NewThread) (ThreadView, error) {
	a, err := actor.Must(ctx)
	if err != nil {
		return ThreadView{}, err
	}
	programmeID, err := s.Programmes.ProgrammeID(ctx, slug)
	if err != nil {
		return ThreadView{}, err
	}
	if err := MayOpen(a, programmeID, n.Audience); err != nil {
		return ThreadView{}, err
	}
	thread, draft, err := s.composeThread(ctx, a, programmeID, n)
	if err != nil {
		return ThreadView{}, err
	}
	err = s.DB.Write(ctx, func(ctx context.Context) error { return s.open(ctx, a, &thread, draft) })
	if err != nil && !errors.Is(err, errDone) {
		return ThreadView{}, err
	}
	return s.threadView(ctx, a, thread)
}

func (s *Service) composeThread(ctx context.Context, a actor.Actor, programmeID string, n NewThread) (Thread, *Post, error) {
	title, fields := cleanTitle(n.Title)
	if masked, found := likelyCPR(title, richtext.Plain(title)); found {
		fields = append(fields, fault.Field{Field: "title", Code: "post.cpr", Params: map[string]any{"masked": masked}})
	}
	if !n.Audience.valid() {
		fields = append(fields, fault.Field{Field: "audience", Code: "thread.audience_unknown"})
	}
	if !id.Valid(n.ClientID) {
		fields = append(fields, fault.Field{Field: "clientId", Code: "post.client_id_invalid"})
	}
	now := s.Clock.Now()
	thread := Thread{
		ID: id.New(), ProgrammeID: programmeID, Subject: Subject{Type: SubjectProgramme, ID: programmeID},
		Title: title, Audience: n.Audience, State: Open, ClientID: n.ClientID,
		CreatedAt: now, CreatedBy: a.PersonID, LastPostAt: now, LastPostBy: a.PersonID, Rev: 1,
	}
	var first *Post
	if n.Text != "" || len(n.Files) > 0 {
		_, wrong := wanted(n.Files)
		field, bad := checkText(n.Text, len(n.Files))
		if fields = append(fields, wrong...); bad {
			fields = append(fields, field)
		}
		if !bad && len(wrong) == 0 {
			composed, err := s.compose(ctx, a, thread, NewPost{ClientID: n.ClientID, Text: n.Text, Files: n.Files})
			if err != nil {
				return Thread{}, nil, err
			}
			first = &composed
		}
	}
	if len(fields) > 0 {
		return Thread{}, nil, fault.NewInvalid(fields[0].Code, fields...)
	}
	return thread, first, nil
}

func (s *Service) open(ctx context.Context, a actor.Actor, thread *Thread, first *Post) error {
	earlier, found, err := s.store.threadOfClient(ctx, a.PersonID, thread.ClientID)
	if err != nil {
		return err
	}
	if found {
		*thread = earlier
		return errDone
	}
	if err := s.store.addThread(ctx, *thread); err != nil {
		return err
	}
	if err := s.tellThread(ctx, a, VerbThreadOpened, *thread, nil); err != nil {
		return err
	}
	if first == nil {
		return nil
	}
	d := &draft{by: a, thread: *thread, post: *first}
	err = s.drafts.Write(ctx, d) // joins this Write
	*thread = d.thread
	return err
}
