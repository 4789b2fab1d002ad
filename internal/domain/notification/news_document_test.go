package notification_test

import (
	"context"
	"testing"
	"time"

	"sluse/internal/domain/notification"
	"sluse/internal/platform/activity"
)

// document writes what happened to a document into the log as documents do.
func (w *world) document(t *testing.T, verb, documentID, by string) {
	t.Helper()
	data := map[string]any{"id": documentID, "title": "Titel " + documentID}
	if verb == "document.withdrawn" {
		data["withdrawnAt"] = w.clock.Now()
	}
	event := activity.Event{
		ActorID: by, Verb: verb, SubjectType: "document", SubjectID: documentID, ProgrammeID: programme, Data: map[string]any{"document": data},
	}
	must(t, w.db.Write(t.Context(), func(ctx context.Context) error {
		if verb == "document.withdrawn" {
			if err := w.log.Replace(ctx, "document", documentID, event.Data); err != nil {
				return err
			}
		}
		_, err := w.log.Record(ctx, event)
		return err
	}))
	w.clock.Advance(time.Minute)
}

func TestDocumentsAreNews(t *testing.T) {
	w := newWorld(t)
	w.document(t, "document.added", "d1", karim)
	w.document(t, "document.version_added", "d1", mette)
	w.document(t, "document.added", "d2", karim)
	w.document(t, "document.withdrawn", "d2", mette)
	w.document(t, "document.added", "d3", karim)
	w.document(t, "document.withdrawn", "d3", signe)
	w.document(t, "document.changed", "d4", karim)
	w.document(t, "document.version_added", "d5", henrik)

	want := []notification.OverviewNews{
		{Verb: "document.version_added", TitleCode: "replaced", ActorID: henrik, Params: map[string]any{"document": "Titel d5"}},
		{Verb: "document.withdrawn", TitleCode: "withdrew", ActorID: mette, Params: map[string]any{"document": "Titel d2"}},
		{Verb: "document.added", TitleCode: "added", ActorID: karim, Params: map[string]any{"document": "Titel d1"}},
	}
	news := w.overview(t, signe).News
	if len(news) != len(want) {
		t.Fatalf("news are %+v", news)
	}
	for i, n := range news {
		if n.Verb != want[i].Verb || n.TitleCode != want[i].TitleCode || n.ActorID != want[i].ActorID || n.Params["document"] != want[i].Params["document"] || n.Href != "/p/sammen/documents" {
			t.Errorf("%d: %+v", i, n)
		}
	}
}
