package notification

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"sluse/internal/kernel/clock"
	"sluse/internal/platform/activity"
	"sluse/internal/platform/database"
)

// untoldAfter is when something is too old to be told of: who reads a long log for
// the first time does not fill everybody's inbox with it.
const untoldAfter = 30 * 24 * time.Hour

// verbMemberChanged is of programmes: a seat was given, changed or ended.
const verbMemberChanged = "member.changed"

// InboxReader puts what happens into people's inboxes. It implements
// activity.Reader.
type InboxReader struct{ service *Service }

// InboxReader returns the feature's other reader of the activity log.
func (m *Module) InboxReader() *InboxReader { return &InboxReader{m.Service} }

// Name implements activity.Reader.
func (*InboxReader) Name() string { return "notification.inbox" }

// Handle implements activity.Reader: it makes an entry for each person whom an
// event concerns, and hints to those that look.
func (r *InboxReader) Handle(ctx context.Context, events []activity.Stored) (activity.Change, error) {
	batch := &fanOut{
		service: r.service, members: map[string][]Member{}, index: map[string]map[string][]Member{}, rooms: map[string]*Room{},
		taking: map[string][]Member{}, followed: map[followKey]int{}, told: map[string]bool{},
	}
	for _, e := range events {
		if err := batch.take(ctx, e); err != nil {
			return nil, fmt.Errorf("inbox of %s: %w", e.Verb, err)
		}
	}
	batch.flush()
	if len(batch.changes) == 0 {
		return nil, nil
	}
	return batch.write, nil
}

// write writes down what was gathered, in its order.
func (f *fanOut) write(ctx context.Context) error {
	for _, change := range f.changes {
		if err := change(ctx); err != nil {
			return err
		}
	}
	if err := f.tellAtOnce(ctx); err != nil {
		return err
	}
	database.AfterCommit(ctx, func() {
		for personID := range f.told {
			f.service.hint(personID)
		}
	})
	return nil
}

// stirred is the hint to a person's tabs that their inbox has changed; how much is
// in it they ask for, since it depends on what they have read.
type stirred struct {
	Kind string `json:"kind"`
}

func (s *Service) hint(personID string) { s.Live.Hint("person:"+personID, stirred{"inbox.stirred"}) }

// fanOut is one batch of events on its way to inboxes.
type fanOut struct {
	service *Service
	members map[string][]Member            // by programme
	index   map[string]map[string][]Member // the same by programme and person
	rooms   map[string]*Room               // by thread, nil for one that is not there
	taking  map[string][]Member            // by thread, those who follow or wrote in it
	// entries are those to be added, followed where among them those are that tell
	// a person of posts in a thread that they follow.
	entries  []Entry
	followed map[followKey]int
	told     map[string]bool
	news     bool // something new in a programme is among them
	// changes are what is to be written.
	changes []activity.Change
}

type followKey struct {
	personID string
	subject  Subject
}

func (f *fanOut) take(ctx context.Context, e activity.Stored) error {
	if e.Verb == verbPostDeleted {
		f.flush()
		f.changes = append(f.changes, func(ctx context.Context) error { return f.service.store.dropSource(ctx, e.SubjectID) })
		return nil
	}
	if f.service.Clock.Now().Sub(e.At) > untoldAfter {
		return nil
	}
	switch e.Verb {
	case verbThreadOpened:
		return f.thread(ctx, e)
	case verbPostCreated, verbPostEdited:
		return f.post(ctx, e)
	case verbDocumentAdded, verbDocumentVersion:
		return f.document(ctx, e)
	case verbMemberChanged:
		return f.joined(ctx, e)
	}
	return nil
}

// everybody returns a programme's members, asked once a batch.
func (f *fanOut) everybody(ctx context.Context, programmeID string) ([]Member, error) {
	if members, known := f.members[programmeID]; known {
		return members, nil
	}
	members, err := f.service.Programmes.Everybody(ctx, programmeID)
	f.members[programmeID] = members
	return members, wrap("ask for members", err)
}

// room returns a thread, asked once a batch.
func (f *fanOut) room(ctx context.Context, threadID string) (*Room, error) {
	if room, known := f.rooms[threadID]; known {
		return room, nil
	}
	room, there, err := f.service.Discussions.Room(ctx, threadID)
	if err != nil {
		return nil, err
	}
	f.rooms[threadID] = nil
	if there {
		f.rooms[threadID] = &room
	}
	return f.rooms[threadID], nil
}

// add notes an entry. Posts that come in one moment are one entry for each who merely
// follows their thread: a seminar of many writers would otherwise cost their number
// with every post.
func (f *fanOut) add(e Entry) {
	if e.PersonID == e.ActorID {
		return
	}
	f.told[e.PersonID] = true
	f.news = f.news || e.Reason == Fresh
	if e.Reason == Followed && e.Verb == verbPostCreated {
		key := followKey{e.PersonID, e.Subject}
		if at, known := f.followed[key]; known {
			e.Posts += f.entries[at].Posts
			f.entries[at].Posts = 0 // the newer one tells of it
		}
		f.followed[key] = len(f.entries)
	}
	f.entries = append(f.entries, e)
}

// flush has what was noted added.
func (f *fanOut) flush() {
	entries := slices.DeleteFunc(f.entries, func(e Entry) bool { return e.Posts == 0 })
	if len(entries) > 0 {
		f.changes = append(f.changes, func(ctx context.Context) error { return f.service.store.addEntries(ctx, entries) })
	}
	f.entries = nil
	clear(f.followed)
}

// thread tells all who may read it of a new thread.
func (f *fanOut) thread(ctx context.Context, e activity.Stored) error {
	room, err := f.room(ctx, e.SubjectID)
	if err != nil || room == nil {
		return err
	}
	members, err := f.everybody(ctx, e.ProgrammeID)
	if err != nil {
		return err
	}
	for _, m := range members {
		// Whoever has read anything of it has seen that it is there.
		if !room.MayRead(m) || room.Muted[m.PersonID] || room.Read[m.PersonID] > 0 {
			continue
		}
		entry := entryOf(e, m.PersonID, Subject{SubjectThread, e.SubjectID}, Fresh)
		entry.Seq = 1
		f.add(entry)
	}
	return nil
}

func (f *fanOut) post(ctx context.Context, e activity.Stored) error {
	news, err := newsIn(e)
	if err != nil || news.ThreadID == "" {
		return err // an edit that names nobody, or a post taken back meanwhile
	}
	room, err := f.room(ctx, news.ThreadID)
	if err != nil || room == nil {
		return err
	}
	members, err := f.everybody(ctx, e.ProgrammeID)
	if err != nil {
		return err
	}
	for _, m := range f.concerned(e.ProgrammeID, members, news, *room) {
		reason := news.reasonFor(m, *room)
		if e.Verb == verbPostEdited && reason.Kind() != KindNamed {
			continue // whoever was told of the post is not told of every edit
		}
		if reason == "" || room.Read[m.PersonID] >= news.Seq || !room.MayRead(m) {
			continue
		}
		entry := entryOf(e, m.PersonID, Subject{SubjectThread, news.ThreadID}, reason)
		entry.Seq = news.Seq
		f.add(entry)
	}
	return nil
}

// concerned returns all members whom a post may concern, and few others: a programme has
// hundreds who have nothing to do with the thread.
func (f *fanOut) concerned(programmeID string, members []Member, news postNews, room Room) []Member {
	if len(news.MentionedOrganisations) > 0 {
		return members
	}
	taking, known := f.taking[news.ThreadID]
	if !known {
		for _, m := range members {
			if _, wrote := room.Wrote[m.PersonID]; wrote || room.Following[m.PersonID] {
				taking = append(taking, m)
			}
		}
		f.taking[news.ThreadID] = taking
	}
	concerned := slices.Clone(taking)
	named := append([]string{news.QuotedAuthor, news.OpenedBy}, news.MentionedPeople...)
	slices.Sort(named)
	for _, personID := range slices.Compact(named) {
		if !slices.ContainsFunc(taking, func(m Member) bool { return m.PersonID == personID }) {
			concerned = append(concerned, f.seatsOf(programmeID, members, personID)...)
		}
	}
	return concerned
}

// seatsOf finds one person among a programme's members.
func (f *fanOut) seatsOf(programmeID string, members []Member, personID string) []Member {
	index, known := f.index[programmeID]
	if !known {
		index = make(map[string][]Member, len(members))
		for _, m := range members {
			index[m.PersonID] = append(index[m.PersonID], m)
		}
		f.index[programmeID] = index
	}
	return index[personID]
}

// document tells all members of a document, or a new version of one.
func (f *fanOut) document(ctx context.Context, e activity.Stored) error {
	members, err := f.everybody(ctx, e.ProgrammeID)
	if err != nil {
		return err
	}
	for _, m := range members {
		entry := entryOf(e, m.PersonID, Subject{SubjectDocument, e.SubjectID}, Fresh)
		entry.SourceID, entry.Seq = e.ID, WholeDocument // each version is news of its own
		f.add(entry)
	}
	return nil
}

// seatNews is the snapshot of a seat that was given, changed or ended.
type seatNews struct {
	PersonID string     `json:"personId"`
	Starts   clock.Date `json:"starts"`
	Ends     clock.Date `json:"ends"`
}

// joined tells the members of somebody new among them. A seat that ends, or one
// that began long ago and was changed, is no news.
func (f *fanOut) joined(ctx context.Context, e activity.Stored) error {
	var seat seatNews
	if err := json.Unmarshal(e.Data, &seat); err != nil {
		return fmt.Errorf("news of a seat: %w", err)
	}
	today := clock.DateOf(f.service.Clock.Now(), clock.Copenhagen)
	if seat.PersonID == "" || !seat.Ends.IsZero() && seat.Ends.Before(today) || seat.Starts.Before(today.AddDays(-14)) {
		return nil
	}
	members, err := f.everybody(ctx, e.ProgrammeID)
	if err != nil {
		return err
	}
	for _, m := range members {
		if m.PersonID == e.ActorID {
			continue // they gave the seat
		}
		entry := entryOf(e, m.PersonID, Subject{SubjectProgramme, e.ProgrammeID}, Fresh)
		entry.Verb, entry.ActorID = verbMemberJoined, seat.PersonID
		f.add(entry)
	}
	return nil
}

func entryOf(e activity.Stored, personID string, about Subject, why Reason) Entry {
	return Entry{
		PersonID: personID, ProgrammeID: e.ProgrammeID, Subject: about, Reason: why, Verb: e.Verb, ActorID: e.ActorID,
		SourceID: e.SubjectID, At: e.At, Posts: 1,
	}
}
