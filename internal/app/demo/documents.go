package demo

import (
	"bytes"
	"context"
	"fmt"
	"io"

	"sluse/internal/domain/document"
	"sluse/internal/domain/programme"
	"sluse/internal/kernel/id"
)

// paper is a document of the demo, with its versions in the order of time.
type paper struct {
	title, description string
	category           document.Category
	public             bool
	versions           []edition
}

// edition is one version of a paper: who adds it, on which working day before the
// filling, and who has read it since.
type edition struct {
	who     string
	workday int
	name    string
	note    string
	content func() []byte
	readers []string
}

// papers stand in the library of the programme that is in its second year.
var papers = []paper{
	{
		title: "Fælles fagligt grundlag om opfølgning", category: document.Basis, public: true,
		description: "Det, vi er enige om: kerneelementer, forudsætninger og de ord, vi bruger. Læs det før første møde.",
		versions: []edition{
			{who: "jonas", workday: -180, name: "Fælles fagligt grundlag.pdf", content: basis(1)},
			{
				who: "anne", workday: -12, name: "Fælles fagligt grundlag, 2. udgave.pdf", note: "Afsnittet om dialogbaseret kontakt er skrevet om efter seminaret.",
				content: basis(2), readers: []string{"mette", "tove", "ulrik", "søren"},
			},
		},
	},
	{
		title: "Skabelon: ét mål, én ændring, én ansvarlig", category: document.Tools,
		description: "En side til opfølgningssamtalen. Må rettes til hos jer.",
		versions: []edition{{
			who: "mette", workday: -8, name: "Skabelon opfølgningssamtale.docx", readers: []string{"jonas", "signe", "birthe"},
			content: letter("Opfølgning sammen med familien", "Hvad er målet lige nu?", "Hvad har ændret sig siden sidst?", "Hvad gør vi som det næste, og hvem gør det?", "Hvornår ser vi på det igen?"),
		}},
	},
	{
		title: "Samtaler pr. måned før og efter", category: document.Tools,
		description: "Søjlerne viser samtaler med familierne, før og efter at vi lagde to statusmøder ned.",
		versions:    []edition{{who: "søren", workday: -5, name: "Samtaler pr. måned.png", content: bars(5, 6, 5, 7, 11, 13, 14), readers: []string{"jonas"}}},
	},
	{
		title: "Tidsregnskab for foråret", category: document.Knowledge,
		versions: []edition{{
			who: "mette", workday: -2, name: "Tidsregnskab marts–juni.csv",
			content: plain("maaned;timer paa statusmøder;timer paa samtaler\nmarts;42;18\napril;31;27\nmaj;22;35\njuni;18;41\n"),
		}},
	},
	{
		title: "Sådan bruger vi Sluse", category: document.Practical,
		versions: []edition{{
			who: "laila", workday: -150, name: "Sådan bruger vi Sluse.txt", readers: []string{"signe", "mette", "bodil", "tove"},
			content: plain("Skriv i drøftelserne i stedet for i mails.\nLæg filer her, så alle har den samme udgave.\nSkriv aldrig om et barn, der kan genkendes.\n"),
		}},
	},
}

// documentActs are what is done to the papers, to be played among all else.
func (f *filler) documentActs() []act {
	var acts []act
	for _, p := range papers {
		documentID := new(string)
		for i, e := range p.versions {
			at := f.when(moment{workday: e.workday, hour: 9, minute: 10 + i})
			acts = append(acts, act{e.who, at, func(ctx context.Context) error { return f.edition(ctx, p, e, documentID) }})
			for j, reader := range e.readers {
				read := f.when(moment{workday: min(e.workday+1+j, -1), hour: 10 + j, minute: 5})
				acts = append(acts, act{reader, read, func(ctx context.Context) error { return f.read(ctx, *documentID) }})
			}
		}
	}
	return acts
}

// edition adds a version, and with the first of them the document.
func (f *filler) edition(ctx context.Context, p paper, e edition, documentID *string) error {
	file, _, err := f.document.Upload(ctx, together, document.Upload{ClientID: id.New(), Name: e.name, Content: bytes.NewReader(e.content())})
	if err != nil {
		return fmt.Errorf("send in %s: %w", e.name, err)
	}
	if *documentID != "" {
		_, err = f.document.AddVersion(ctx, *documentID, file.ID, e.note)
		return err
	}
	added, _, err := f.document.Add(ctx, together, document.NewDocument{
		ClientID: id.New(), Title: p.title, Description: p.description, Category: p.category, Public: p.public, FileID: file.ID, Note: e.note,
	})
	*documentID = added.Document.ID
	return err
}

func (f *filler) read(ctx context.Context, documentID string) error {
	opened, err := f.document.OpenVersion(ctx, documentID, 0, true)
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, opened.Content)
	if closed := opened.Content.Close(); err == nil {
		err = closed
	}
	return err
}

// library tells documents of programmes; nobody asks for public ones while the demo
// is filled.
type library struct{ *programme.Module }

// PublicID implements document.Programmes.
func (l library) PublicID(ctx context.Context, slug string) (string, error) {
	return l.ProgrammeID(ctx, slug)
}
