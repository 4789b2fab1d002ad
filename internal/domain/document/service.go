package document

import (
	"context"
	"errors"
	"fmt"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/fault"
	"sluse/internal/kernel/id"
	"sluse/internal/kernel/page"
)

// maxReaders bounds what one answer holds.
const maxReaders = 200

var errUnknown = fault.NewNotFound("document.unknown")

// errDone ends a Write early because there is nothing to change.
var errDone = errors.New("document: done already")

// Library is a page of a programme's documents as the actor sees them.
type Library struct {
	Items  []ListedDocumentView
	Next   string
	May    LibraryMay
	People map[string]actor.Person
}

// List returns a programme's documents in their order.
func (s *Service) List(ctx context.Context, slug string, request page.Request) (Library, error) {
	a, programmeID, err := s.member(ctx, slug)
	if err != nil {
		return Library{}, err
	}
	found, err := s.store.documents(ctx, programmeID, false, request)
	if err != nil {
		return Library{}, err
	}
	library := Library{Items: make([]ListedDocumentView, 0, len(found.Items)), Next: found.Next, May: mayIn(a, programmeID)}
	ids, people := make([]string, 0, len(found.Items)), []string{}
	for _, d := range found.Items {
		ids = append(ids, d.ID)
	}
	mine, counts, err := s.store.read(ctx, a.PersonID, ids)
	if err != nil {
		return Library{}, err
	}
	for _, d := range found.Items {
		listed := ListedDocumentView{DocumentView: view(d), Read: mine[d.ID] || d.Newest.AddedBy == a.PersonID}
		if library.May.Readers {
			listed.Readers = counts[d.ID]
		}
		library.Items = append(library.Items, listed)
		people = append(people, listed.peopleIn()...)
	}
	library.People, err = s.Programmes.PeopleOf(ctx, programmeID, people)
	return library, err
}

// Public returns the documents on a programme's public page, for anybody.
func (s *Service) Public(ctx context.Context, slug string, request page.Request) (page.Result[PublicDocumentView], error) {
	programmeID, err := s.Programmes.PublicID(ctx, slug)
	if err != nil {
		return page.Result[PublicDocumentView]{}, err
	}
	found, err := s.store.documents(ctx, programmeID, true, request)
	if err != nil {
		return page.Result[PublicDocumentView]{}, err
	}
	views := make([]PublicDocumentView, 0, len(found.Items))
	for _, d := range found.Items {
		views = append(views, viewPublic(d))
	}
	return page.Result[PublicDocumentView]{Items: views, Next: found.Next}, nil
}

// member is where every use of a programme's library starts.
func (s *Service) member(ctx context.Context, slug string) (actor.Actor, string, error) {
	a, err := actor.Must(ctx)
	if err != nil {
		return a, "", err
	}
	programmeID, err := s.Programmes.ProgrammeID(ctx, slug)
	if err != nil {
		return a, "", err
	}
	return a, programmeID, MayList(a, programmeID)
}

// readable is where every use of a document but reading its file starts: with one
// of a programme that the actor is in.
func (s *Service) readable(ctx context.Context, documentID string) (actor.Actor, Document, error) {
	a, err := actor.Must(ctx)
	if err != nil {
		return a, Document{}, err
	}
	d, err := s.store.document(ctx, documentID)
	if err != nil {
		return a, Document{}, err
	}
	if MayList(a, d.ProgrammeID) != nil {
		return a, Document{}, errUnknown
	}
	return a, d, nil
}

// NewDocument is what adding a document takes.
type NewDocument struct {
	// ClientID is made by the client; the same one never adds two documents.
	ClientID           string
	Title, Description string
	Category           Category
	Public             bool
	// FileID is a file that the actor has sent in.
	FileID string
	Note   string
}

// Add puts a document into a programme's library, last of all. Called again with
// the same client id it returns the document that it added then; made is false.
func (s *Service) Add(ctx context.Context, slug string, n NewDocument) (event DocumentEvent, made bool, err error) {
	a, programmeID, err := s.member(ctx, slug)
	if err != nil {
		return DocumentEvent{}, false, err
	}
	if err := MayAdd(a, programmeID, n.Public); err != nil {
		return DocumentEvent{}, false, err
	}
	if earlier, found, err := s.earlier(ctx, a, programmeID, n.ClientID); err != nil || found {
		return earlier, false, err
	}
	var wrong checks
	d := Document{ID: id.New(), ProgrammeID: programmeID, Category: n.Category, Public: n.Public, ClientID: n.ClientID, CreatedBy: a.PersonID, Rev: 1}
	d.Title, d.Description = wrong.describe(n.Title, n.Description, n.Category)
	note := wrong.line("note", n.Note, MaxNote)
	if err := wrong.err(); err != nil {
		return DocumentEvent{}, false, err
	}
	err = s.write(ctx, programmeID, func(ctx context.Context, claimed map[string]int64) error {
		if _, found, err := s.store.documentOfClient(ctx, a.PersonID, n.ClientID); err != nil || found {
			return errors.Join(err, errDone) // a retry ran beside us
		}
		if err := s.shelve(ctx, &d); err != nil {
			return err
		}
		if err := s.addVersion(ctx, a, &d, n.FileID, note); err != nil {
			return err
		}
		event, err = s.tell(ctx, a, VerbAdded, d, claimed)
		return err
	})
	if errors.Is(err, errDone) {
		event, _, err = s.earlier(ctx, a, programmeID, n.ClientID)
		return event, false, err
	}
	return event, err == nil, err
}

// shelve makes the document last among the programme's.
func (s *Service) shelve(ctx context.Context, d *Document) error {
	count, last, err := s.store.crowd(ctx, d.ProgrammeID)
	if err != nil {
		return err
	}
	if count >= maxDocuments {
		return fault.NewConflict("document.too_many").With("max", maxDocuments)
	}
	d.Position, d.CreatedAt = last+1, s.Clock.Now()
	return s.store.addDocument(ctx, *d)
}

// earlier finds what a retry added the first time.
func (s *Service) earlier(ctx context.Context, a actor.Actor, programmeID, clientID string) (DocumentEvent, bool, error) {
	if !id.Valid(clientID) {
		return DocumentEvent{}, false, errClientID
	}
	d, found, err := s.store.documentOfClient(ctx, a.PersonID, clientID)
	if err != nil || !found {
		return DocumentEvent{}, false, err
	}
	if d.ProgrammeID != programmeID {
		return DocumentEvent{}, false, fault.NewConflict("document.client_id_used")
	}
	event, err := s.snapshot(ctx, d)
	return event, true, err
}

var errClientID = fault.NewInvalid("document.client_id_invalid", fault.Field{Field: "clientId", Code: "document.client_id_invalid"})

// write runs a change of a programme's library. It takes the topic's next number
// first, which makes every other writer of the library wait: the one lock, taken
// before any row's, so that no two writers wait for each other.
func (s *Service) write(ctx context.Context, programmeID string, do func(ctx context.Context, claimed map[string]int64) error) error {
	return s.DB.Write(ctx, func(ctx context.Context) error {
		topic := topicOf(programmeID)
		seq, err := s.Log.Claim(ctx, topic)
		if err != nil {
			return fmt.Errorf("lock the library: %w", err)
		}
		return do(ctx, map[string]int64{topic: seq})
	})
}

// change runs one change of a document on its present state, told to everybody if
// it changed anything.
func (s *Service) change(ctx context.Context, documentID, verb string, do func(ctx context.Context, a actor.Actor, d *Document) (bool, error)) (DocumentEvent, error) {
	a, d, err := s.readable(ctx, documentID)
	if err != nil {
		return DocumentEvent{}, err
	}
	var event DocumentEvent
	err = s.write(ctx, d.ProgrammeID, func(ctx context.Context, claimed map[string]int64) error {
		if d, err = s.store.document(ctx, documentID); err != nil {
			return err
		}
		changed, err := do(ctx, a, &d)
		if err != nil {
			return err
		}
		if !changed {
			return errDone
		}
		if err := s.store.saveDocument(ctx, d); err != nil {
			return err
		}
		event, err = s.tell(ctx, a, verb, d, claimed)
		return err
	})
	if errors.Is(err, errDone) {
		return s.snapshot(ctx, d)
	}
	return event, err
}
