package notification

import (
	"encoding/json"
	"time"

	"sluse/internal/platform/activity"
)

// verbDocumentWithdrawn is news, as adding is, but nothing that waits to be read.
const verbDocumentWithdrawn = "document.withdrawn"

// newsVerbs are the verbs that the overview tells of.
var newsVerbs = []string{verbThreadOpened, verbPostCreated, verbDocumentAdded, verbDocumentVersion, verbDocumentWithdrawn}

// newsCodes are the keys of the titles, by verb.
var newsCodes = map[string]string{
	verbThreadOpened: "opened", verbPostCreated: "wrote",
	verbDocumentAdded: "added", verbDocumentVersion: "replaced", verbDocumentWithdrawn: "withdrew",
}

// documentSnapshot is the part of the log's snapshots of documents that news are
// made of.
type documentSnapshot struct {
	Document struct {
		ID          string     `json:"id"`
		Title       string     `json:"title"`
		WithdrawnAt *time.Time `json:"withdrawnAt"`
	} `json:"document"`
}

// documentNewsOf makes an item of what happened to a document. Of one that was
// withdrawn only that is told.
func documentNewsOf(e activity.Stored, item NewsItem) (NewsItem, bool) {
	var snapshot documentSnapshot
	if err := json.Unmarshal(e.Data, &snapshot); err != nil || snapshot.Document.ID == "" {
		return NewsItem{}, false
	}
	if (snapshot.Document.WithdrawnAt != nil) != (e.Verb == verbDocumentWithdrawn) {
		return NewsItem{}, false
	}
	item.ThreadID, item.DocumentID, item.Title = "", snapshot.Document.ID, snapshot.Document.Title
	return item, true
}

func documentsPath(slug string) string { return "/p/" + slug + "/documents" }
