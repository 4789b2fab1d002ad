package apptest

import (
	"strings"
	"testing"

	"sluse/internal/domain/document"
	"sluse/internal/kernel/id"
)

// PDF is a file that is taken for one.
const PDF = "%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer <<>>\n%%EOF\n"

// share puts a document into the library: Jonas adds it, so {document}
// with the version {number}; and Jonas
// has sent in {file} and {otherFile}, which belong to nothing yet.
func (a *App) share(t testing.TB) {
	t.Helper()
	send := func(name string) string {
		view, _, err := a.Document().Upload(a.Context(t, "Jonas"), Together, document.Upload{
			ClientID: id.New(), Name: name, Content: strings.NewReader(PDF),
		})
		if err != nil {
			t.Fatal(err)
		}
		return view.ID
	}
	a.Fill["file"], a.Fill["otherFile"] = send("Ny udgave.pdf"), send("Bilag.pdf")
	added, _, err := a.Document().Add(a.Context(t, "Jonas"), Together, document.NewDocument{
		ClientID: id.New(), Title: "Fælles fagligt grundlag", Category: document.Basis, FileID: send("Fælles fagligt grundlag.pdf"),
	})
	if err != nil {
		t.Fatal(err)
	}
	a.Fill["document"], a.Fill["number"] = added.Document.ID, "1"
}
