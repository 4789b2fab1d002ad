package document

import (
	"path"
	"slices"
	"strings"
	"time"

	"sluse/internal/kernel/actor"
)

// The views are what leaves the server, alike in answers and in live frames.

// DocumentView is a document as members see it.
type DocumentView struct {
	ID              string              `json:"id"`
	ProgrammeID     string              `json:"programmeId"`
	Title           string              `json:"title"`
	Description     string              `json:"description"`
	Category        Category            `json:"category" enum:"basis,tools,meetings,knowledge,practical"`
	Position        int64               `json:"position" doc:"Its place: smaller stands first"`
	Public          bool                `json:"public" doc:"Stands on the programme's public page"`
	CreatedAt       time.Time           `json:"createdAt"`
	CreatedBy       string              `json:"createdBy"`
	Versions        int64               `json:"versions" doc:"How many there are; the newest bears this number"`
	Newest          DocumentVersionView `json:"newest" doc:"Empty of a file once the document is withdrawn"`
	WithdrawnAt     *time.Time          `json:"withdrawnAt,omitempty"`
	WithdrawnBy     string              `json:"withdrawnBy,omitempty"`
	WithdrawnReason string              `json:"withdrawnReason,omitempty"`
	Rev             int64               `json:"rev"`
}

// DocumentVersionView is one version of a document.
type DocumentVersionView struct {
	Number  int64     `json:"number"`
	File    FileView  `json:"file"`
	Note    string    `json:"note" doc:"What changed"`
	AddedAt time.Time `json:"addedAt"`
	AddedBy string    `json:"addedBy"`
}

// FileView is a file as those see it who may read it.
type FileView struct {
	ID         string    `json:"id"`
	Name       string    `json:"name"`
	Extension  string    `json:"extension" example:"pdf" doc:"Lower case, without the dot"`
	Size       int64     `json:"size" doc:"In bytes"`
	SHA256     string    `json:"sha256" doc:"Of the content, in hexadecimal digits"`
	MediaType  string    `json:"mediaType" doc:"Found by looking at the content"`
	Preview    bool      `json:"preview" doc:"Can be shown in the page"`
	UploadedAt time.Time `json:"uploadedAt"`
}

// DocumentEvent is the snapshot of every document.* event: the whole present document, to
// be put in the place of the one with its id.
type DocumentEvent struct {
	Document DocumentView            `json:"document"`
	People   map[string]actor.Person `json:"people"`
}

// LibraryMay says what the actor may do in a programme's library.
type LibraryMay struct {
	Add     bool `json:"add"`
	Publish bool `json:"publish" doc:"Decide what the public sees, and the order"`
	Readers bool `json:"readers" doc:"See who has read"`
}

// ListedDocumentView is a document in the library, with what is the actor's own.
type ListedDocumentView struct {
	DocumentView
	Read    bool  `json:"read" doc:"The actor has opened the newest version, or added it"`
	Readers int64 `json:"readers" doc:"How many have opened the newest version; 0 for those who do not see readers"`
}

// DocumentReaderView is somebody who has opened a version.
type DocumentReaderView struct {
	PersonID string    `json:"personId"`
	At       time.Time `json:"at" doc:"The first time"`
}

// PublicDocumentView is a document as everybody sees it: no names, no earlier versions.
type PublicDocumentView struct {
	ID          string    `json:"id"`
	Title       string    `json:"title"`
	Description string    `json:"description"`
	Category    Category  `json:"category" enum:"basis,tools,meetings,knowledge,practical"`
	File        FileView  `json:"file"`
	ChangedAt   time.Time `json:"changedAt"`
}

func view(d Document) DocumentView {
	v := DocumentView{
		ID: d.ID, ProgrammeID: d.ProgrammeID, Title: d.Title, Description: d.Description, Category: d.Category, Position: d.Position,
		Public: d.Public, CreatedAt: d.CreatedAt, CreatedBy: d.CreatedBy, Versions: d.Versions, Newest: viewVersion(d.Newest), Rev: d.Rev,
	}
	if d.Withdrawn != nil {
		v.WithdrawnAt, v.WithdrawnBy, v.WithdrawnReason = &d.Withdrawn.At, d.Withdrawn.By, d.Withdrawn.Reason
		v.Description, v.Newest.Note, v.Newest.File = "", "", FileView{UploadedAt: d.Newest.File.UploadedAt}
	}
	return v
}

func viewVersion(v Version) DocumentVersionView {
	return DocumentVersionView{Number: v.Number, File: viewFile(v.File), Note: v.Note, AddedAt: v.AddedAt, AddedBy: v.AddedBy}
}

func viewFile(f File) FileView {
	return FileView{
		ID: f.ID, Name: f.Name, Extension: strings.ToLower(strings.TrimPrefix(path.Ext(f.Name), ".")), Size: f.Size, SHA256: f.SHA256,
		MediaType: f.MediaType, Preview: f.Previewable(), UploadedAt: f.UploadedAt,
	}
}

func viewPublic(d Document) PublicDocumentView {
	return PublicDocumentView{d.ID, d.Title, d.Description, d.Category, viewFile(d.Newest.File), d.Newest.AddedAt}
}

func mayIn(a actor.Actor, programmeID string) LibraryMay {
	return LibraryMay{
		Add: MayAdd(a, programmeID, false) == nil, Publish: MayAdd(a, programmeID, true) == nil,
		Readers: MaySeeReaders(a, Document{ProgrammeID: programmeID}) == nil,
	}
}

// peopleIn lists everybody whom a document names, for the map beside it.
func (v DocumentView) peopleIn() []string {
	ids := []string{v.CreatedBy, v.Newest.AddedBy, v.WithdrawnBy}
	return slices.DeleteFunc(ids, func(id string) bool { return id == "" })
}
