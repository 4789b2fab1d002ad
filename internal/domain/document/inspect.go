package document

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"path"
	"slices"
	"strings"
)

// kind is a sort of file that is taken.
type kind struct {
	mediaType  string
	extensions []string
	preview    bool
	// is looks at the content.
	is func(content io.ReaderAt, size int64) error
}

// The sorts of file that are taken, and no others. What a client says that a file
// is counts for nothing; its name must agree with its content.
var kinds = []kind{
	{"application/pdf", []string{".pdf"}, true, begins("%PDF-")},
	{officeType + "wordprocessingml.document", []string{".docx"}, false, office("word/document.xml", "wordprocessingml.document.main+xml")},
	{officeType + "spreadsheetml.sheet", []string{".xlsx"}, false, office("xl/workbook.xml", "spreadsheetml.sheet.main+xml")},
	{officeType + "presentationml.presentation", []string{".pptx"}, false, office("ppt/presentation.xml", "presentationml.presentation.main+xml")},
	{"application/vnd.oasis.opendocument.text", []string{".odt"}, false, openDocument("application/vnd.oasis.opendocument.text")},
	{"text/plain", []string{".txt"}, false, plainText},
	{"text/csv", []string{".csv"}, false, plainText},
	{"image/png", []string{".png"}, true, begins("\x89PNG\r\n\x1a\n")},
	{"image/jpeg", []string{".jpg", ".jpeg"}, true, begins("\xff\xd8\xff")},
	{"image/gif", []string{".gif"}, true, begins("GIF87a", "GIF89a")},
	{"image/webp", []string{".webp"}, true, webp},
}

const officeType = "application/vnd.openxmlformats-officedocument."

// Extensions lists what a file's name may end with.
func Extensions() []string {
	var all []string
	for _, k := range kinds {
		all = append(all, k.extensions...)
	}
	return all
}

func previewable(mediaType string) bool {
	at := slices.IndexFunc(kinds, func(k kind) bool { return k.mediaType == mediaType })
	return at >= 0 && kinds[at].preview
}

// errOther is what a look at a content comes to that is of another kind.
var errOther = errors.New("document: of another kind")

// kindOf tells the sort of file that a name claims to be, or the fault of a name
// that no such file has.
func kindOf(name string) (kind, error) {
	extension := strings.ToLower(path.Ext(name))
	at := slices.IndexFunc(kinds, func(k kind) bool { return slices.Contains(k.extensions, extension) })
	if at < 0 {
		return kind{}, refused("file.kind_refused", map[string]any{"extension": strings.TrimPrefix(extension, ".")})
	}
	return kinds[at], nil
}

// inspect tells the media type of a file by its name and its content, or the fault
// that says why it is not taken.
func inspect(name string, content io.ReaderAt, size int64) (mediaType string, err error) {
	claimed, err := kindOf(name)
	if err != nil {
		return "", err
	}
	err = claimed.is(content, size)
	if errors.Is(err, errOther) {
		return "", refused("file.kind_differs", map[string]any{"extension": strings.ToLower(strings.TrimPrefix(path.Ext(name), "."))}).Because(err)
	}
	return claimed.mediaType, err
}

// head returns the first bytes of a content, up to n.
func head(content io.ReaderAt, n int) ([]byte, error) {
	first := make([]byte, n)
	read, err := content.ReadAt(first, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("look at a file: %w", err)
	}
	return first[:read], nil
}

func begins(marks ...string) func(io.ReaderAt, int64) error {
	return func(content io.ReaderAt, _ int64) error {
		first, err := head(content, 16)
		if err != nil {
			return err
		}
		for _, mark := range marks {
			if bytes.HasPrefix(first, []byte(mark)) {
				return nil
			}
		}
		return errOther
	}
}

func webp(content io.ReaderAt, _ int64) error {
	first, err := head(content, 12)
	if err != nil {
		return err
	}
	if len(first) < 12 || string(first[:4]) != "RIFF" || string(first[8:]) != "WEBP" {
		return errOther
	}
	return nil
}

// Bounds of what is read of the files of office programs, which are zip files: a
// small one may hold very many names, or unpack to very many bytes.
const (
	maxEntries = 20_000
	maxPart    = 1 << 20
)

// compound is how a file of an older office program begins, or one with a password.
const compound = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

// unzip opens a zip file, or says that it is none.
func unzip(content io.ReaderAt, size int64) (*zip.Reader, error) {
	first, err := head(content, 8)
	if err != nil {
		return nil, err
	}
	if bytes.HasPrefix(first, []byte(compound)) {
		return nil, refused("file.locked", nil)
	}
	if !bytes.HasPrefix(first, []byte("PK\x03\x04")) {
		return nil, errOther
	}
	archive, err := zip.NewReader(content, size)
	if err != nil {
		return nil, refused("file.damaged", nil).Because(err)
	}
	if len(archive.File) > maxEntries {
		return nil, refused("file.damaged", nil)
	}
	return archive, nil
}

// office looks for the main part of an Office Open XML file, and for macros.
func office(mainPart, mainType string) func(io.ReaderAt, int64) error {
	return func(content io.ReaderAt, size int64) error {
		archive, err := unzip(content, size)
		if err != nil {
			return err
		}
		var hasMain bool
		for _, entry := range archive.File {
			hasMain = hasMain || entry.Name == mainPart
			if strings.Contains(strings.ToLower(entry.Name), "vbaproject") {
				return refused("file.macros", nil)
			}
		}
		types, err := part(archive, "[Content_Types].xml")
		switch {
		case err != nil:
			return err
		case bytes.Contains(types, []byte("macroEnabled")):
			return refused("file.macros", nil)
		case !hasMain || !bytes.Contains(types, []byte(mainType)):
			return errOther
		}
		return nil
	}
}

func openDocument(mediaType string) func(io.ReaderAt, int64) error {
	return func(content io.ReaderAt, size int64) error {
		archive, err := unzip(content, size)
		if err != nil {
			return err
		}
		named, err := part(archive, "mimetype")
		if err != nil {
			return err
		}
		if string(bytes.TrimSpace(named)) != mediaType {
			return errOther
		}
		for _, entry := range archive.File {
			if strings.HasPrefix(entry.Name, "Basic/") || strings.HasPrefix(entry.Name, "Scripts/") {
				return refused("file.macros", nil)
			}
		}
		return nil
	}
}

// part reads one file within a zip file; one that is not there is of another kind.
func part(archive *zip.Reader, name string) ([]byte, error) {
	entry, err := archive.Open(name)
	if err != nil {
		return nil, errOther
	}
	defer func() { _ = entry.Close() }()
	text, err := io.ReadAll(io.LimitReader(entry, maxPart+1))
	if err != nil || len(text) > maxPart {
		return nil, refused("file.damaged", nil).Because(err)
	}
	return text, nil
}

// plainText takes text in the encodings of Danish programs, and nothing that some
// program would run or show as a page.
func plainText(content io.ReaderAt, _ int64) error {
	first, err := head(content, 1024)
	if err != nil {
		return err
	}
	trimmed := strings.TrimLeft(decode(first, encodingOf(first)), " \t\r\n\ufeff")
	if strings.HasPrefix(trimmed, "#!") || strings.HasPrefix(trimmed, "<") || strings.HasPrefix(trimmed, "%PDF") {
		return errOther
	}
	if !strings.HasPrefix(http.DetectContentType(first), "text/plain") {
		return errOther
	}
	return nil
}
