package discussion

import (
	"context"
	"errors"
	"fmt"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/fault"
	"sluse/internal/kernel/page"
	"sluse/internal/platform/database"
)

// Bounds of what one answer holds.
const (
	maxPinned  = 20
	maxReaders = 100
	maxFormer  = 50
)

var (
	errUnknownPost = fault.NewNotFound("post.unknown")
	// errDone ends a Write early because a retry has found its earlier result.
	errDone = errors.New("discussion: done already")
)

// Thread returns one thread as the actor sees it.
func (s *Service) Thread(ctx context.Context, threadID string) (ThreadView, map[string]actor.Person, error) {
	a, t, err := s.readableOwn(ctx, threadID)
	if err != nil {
		return ThreadView{}, nil, err
	}
	views, err := s.ownViews(ctx, a, []ownThread{t})
	if err != nil {
		return ThreadView{}, nil, err
	}
	people, err := s.Programmes.PeopleOf(ctx, t.ProgrammeID, []string{t.CreatedBy, t.LastPostBy, t.ClosedBy})
	return views[0], people, err
}

// readable is where every use of a thread starts: with one that the actor sees.
func (s *Service) readable(ctx context.Context, threadID string) (actor.Actor, Thread, error) {
	a, err := actor.Must(ctx)
	if err != nil {
		return a, Thread{}, err
	}
	t, err := s.store.thread(ctx, threadID)
	if err != nil {
		return a, Thread{}, err
	}
	return a, t, MayRead(a, t)
}

// readableOwn is readable with what is the actor's own of the thread.
func (s *Service) readableOwn(ctx context.Context, threadID string) (actor.Actor, ownThread, error) {
	a, err := actor.Must(ctx)
	if err != nil {
		return a, ownThread{}, err
	}
	t, err := s.store.ownThread(ctx, a.PersonID, threadID)
	if err != nil {
		return a, ownThread{}, err
	}
	return a, t, MayRead(a, t.Thread)
}

// member is where every look at a programme's threads starts.
func (s *Service) member(ctx context.Context, slug string) (actor.Actor, string, error) {
	a, err := actor.Must(ctx)
	if err != nil {
		return a, "", err
	}
	programmeID, err := s.Programmes.ProgrammeID(ctx, slug)
	if err != nil {
		return a, "", err
	}
	if _, member := a.Role(programmeID); !member {
		return a, "", fault.NewNotFound("programme.unknown")
	}
	return a, programmeID, nil
}

// Threads returns a programme's threads that the actor sees, newest posts first.
func (s *Service) Threads(ctx context.Context, slug string, request page.Request) (page.Result[ThreadView], map[string]actor.Person, error) {
	none := page.Result[ThreadView]{}
	a, programmeID, err := s.member(ctx, slug)
	if err != nil {
		return none, nil, err
	}
	found, err := s.store.threads(ctx, a.PersonID, sees(a, programmeID), request)
	if err != nil {
		return none, nil, err
	}
	views, err := s.ownViews(ctx, a, found.Items)
	if err != nil {
		return none, nil, err
	}
	people, err := s.Programmes.PeopleOf(ctx, programmeID, peopleOfOwn(found.Items))
	return page.Result[ThreadView]{Items: views, Next: found.Next}, people, err
}

// sees says what part of programmes' threads an actor sees; with no ids, of all
// of their programmes.
func sees(a actor.Actor, programmeIDs ...string) seen {
	if len(programmeIDs) == 0 {
		programmeIDs = a.ProgrammeIDs()
	}
	who := seen{programmeIDs: programmeIDs}
	for _, p := range programmeIDs {
		if MayReadPartners(a, p) == nil {
			who.partners = append(who.partners, p)
		}
	}
	return who
}

func peopleOfThreads(threads []Thread) []string {
	var ids []string
	for _, t := range threads {
		ids = append(ids, t.CreatedBy, t.LastPostBy)
	}
	return ids
}

func peopleOfOwn(threads []ownThread) []string {
	ids := make([]string, 0, 2*len(threads))
	for i := range threads {
		ids = append(ids, threads[i].CreatedBy, threads[i].LastPostBy)
	}
	return ids
}

// threadView is a thread as the actor sees it, in a state that may be newer than what
// is read here.
func (s *Service) threadView(ctx context.Context, a actor.Actor, t Thread) (ThreadView, error) {
	own, err := s.store.ownThread(ctx, a.PersonID, t.ID)
	if err != nil {
		return ThreadView{}, err
	}
	own.Thread = t
	views, err := s.ownViews(ctx, a, []ownThread{own})
	if err != nil {
		return ThreadView{}, err
	}
	return views[0], nil
}

// ownViews is what threads are to the actor.
func (s *Service) ownViews(ctx context.Context, a actor.Actor, threads []ownThread) ([]ThreadView, error) {
	waits, err := s.waitingIn(ctx, a, threads)
	if err != nil {
		return nil, err
	}
	views := make([]ThreadView, 0, len(threads))
	for _, t := range threads {
		views = append(views, viewOf(a, t, waits[t.ID]))
	}
	return views, nil
}

func viewOf(a actor.Actor, t ownThread, w waiting) ThreadView {
	return ThreadView{ThreadCore: core(t.Thread), Unread: w.unread, Mentioned: w.mentioned, Follow: t.follow, May: mayIn(a, t.Thread)}
}

// namesOf lists what a mention may call to reach the actor.
func namesOf(a actor.Actor) []string {
	names := []string{a.PersonID}
	for _, m := range a.Memberships {
		if m.OrganisationID != "" {
			names = append(names, m.OrganisationID)
		}
	}
	return names
}

// change runs one change of a thread: under the lock of its topic, on its present
// state, told to everybody if it changed anything.
func (s *Service) change(ctx context.Context, threadID string, do func(a actor.Actor, t *Thread) (bool, error)) (ThreadView, error) {
	a, t, err := s.readable(ctx, threadID)
	if err != nil {
		return ThreadView{}, err
	}
	err = s.DB.Write(ctx, func(ctx context.Context) error {
		claimed, fresh, err := s.lock(ctx, t)
		if err != nil {
			return err
		}
		t = fresh
		changed, err := do(a, &t)
		if err != nil {
			return err
		}
		if !changed {
			return errDone
		}
		if t.Audience == ForPartners && fresh.Audience != ForPartners {
			// Before it is told, and whether or not anybody waits for the answer.
			database.AfterCommit(ctx, func() { s.Live.RecheckTopic(t.Topic()) })
		}
		t.Rev++
		if err := s.store.saveThread(ctx, t); err != nil {
			return err
		}
		return s.tellThread(ctx, a, VerbThreadChanged, t, claimed)
	})
	if err != nil && !errors.Is(err, errDone) {
		return ThreadView{}, err
	}
	return s.threadView(ctx, a, t)
}

// lock takes the thread's next number, which makes every other writer of the
// thread wait, and reads the thread as it is now.
func (s *Service) lock(ctx context.Context, t Thread) (map[string]int64, Thread, error) {
	seq, err := s.Log.Claim(ctx, t.Topic())
	if err != nil {
		return nil, Thread{}, fmt.Errorf("lock thread: %w", err)
	}
	fresh, err := s.store.thread(ctx, t.ID)
	return map[string]int64{t.Topic(): seq}, fresh, err
}
