package document

import (
	"path"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"sluse/internal/kernel/fault"
)

// MaxSize bounds one file, in bytes.
const MaxSize = 50 << 20

// maxName bounds a file's name, in characters.
const maxName = 120

// File is something that was uploaded: its bytes lie in the blob store under its id.
type File struct {
	ID          string
	ProgrammeID string
	// OwnerID is who uploaded it.
	OwnerID string
	// ClientID is made by the owner's client; the same one never makes two files.
	ClientID  string
	Name      string
	Size      int64
	SHA256    string
	MediaType string
	// UploadedAt is when it was taken in.
	UploadedAt time.Time
	// Subject is what it belongs to; empty until it is attached to something.
	Subject Subject
	// RemovedAt is when what it belonged to was taken away: its bytes go, or are gone.
	RemovedAt *time.Time
}

// Subject is a thing of this feature or another that files belong to.
type Subject struct{ Type, ID string }

// SubjectDocument is the subject of the files of documents.
const SubjectDocument = "document"

// Attached reports whether the file belongs to something.
func (f File) Attached() bool { return f.Subject != Subject{} }

// Previewable reports whether a browser shows such files safely by itself.
func (f File) Previewable() bool { return previewable(f.MediaType) }

// cleanName makes a name out of what a client calls a file: one part, on one line,
// that no file system takes for something else and no reader is misled by. The
// extension stays. A name of which nothing is left is "fil".
func cleanName(name string) string {
	name = norm.NFC.String(strings.ToValidUTF8(name, "")) // first, for the Greek question mark becomes a semicolon
	if at := strings.LastIndexAny(name, `/\`); at >= 0 {
		name = name[at+1:]
	}
	name = strings.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune(`<>:"|?*;%`, r), unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), unicode.In(r, unicode.Cf, unicode.Co, unicode.Cs):
			return -1 // marks that turn the direction of writing, and other invisible ones
		}
		return r
	}, name)
	name = strings.TrimRight(strings.Join(strings.Fields(name), " "), " .")
	name = norm.NFC.String(name) // again, for what stood between a letter and its mark may have gone
	ext := path.Ext(name)
	stem := strings.Trim(strings.TrimSuffix(name, ext), " .-")
	if stem == "" {
		stem = "fil"
	}
	if reserved[strings.ToLower(strings.SplitN(stem, ".", 2)[0])] {
		stem = "_" + stem
	}
	ext = strings.TrimRight(ext, " .")
	if utf8.RuneCountInString(ext) > 10 {
		stem, ext = stem+ext, ""
	}
	if room := maxName - utf8.RuneCountInString(ext); utf8.RuneCountInString(stem) > room {
		stem = strings.TrimRight(string([]rune(stem)[:room]), " .")
	}
	return stem + ext
}

// reserved are names that Windows takes for devices, whatever follows a dot.
var reserved = map[string]bool{
	"con": true, "prn": true, "aux": true, "nul": true,
	"com1": true, "com2": true, "com3": true, "com4": true, "com5": true, "com6": true, "com7": true, "com8": true, "com9": true,
	"lpt1": true, "lpt2": true, "lpt3": true, "lpt4": true, "lpt5": true, "lpt6": true, "lpt7": true, "lpt8": true, "lpt9": true,
}

// checkSize refuses what is empty or too large.
func checkSize(size int64) error {
	switch {
	case size == 0:
		return refused("file.empty", nil)
	case size > MaxSize:
		return errTooLarge
	}
	return nil
}

var errTooLarge = refused("file.too_large", map[string]any{"max": MaxSize})

// refused is the fault of a file that is not taken.
func refused(code string, params map[string]any) *fault.Fault {
	f := fault.NewInvalid(code, fault.Field{Field: "file", Code: code, Params: params})
	f.Params = params
	return f
}
