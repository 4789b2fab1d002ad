package discussion

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"sluse/internal/kernel/fault"
	"sluse/internal/kernel/id"
	"sluse/internal/platform/richtext"
)

// MaxFiles bounds what is attached to one post.
const MaxFiles = 10

// MaxAlt bounds what is said of a picture, in characters.
const MaxAlt = 300

// PostFile is something attached to a post, as it was when it was attached. Files do not
// change: whoever may read the post's thread may open it under its id.
type PostFile struct {
	ID        string `json:"id"`
	Name      string `json:"name"`
	Extension string `json:"extension" example:"pdf" doc:"Lower case, without the dot"`
	Size      int64  `json:"size" doc:"In bytes"`
	MediaType string `json:"mediaType" doc:"Found by looking at the content"`
	Preview   bool   `json:"preview" doc:"Can be shown in the page"`
	Alt       string `json:"alt" doc:"What a picture shows, in its sender's words; empty if they said nothing"`
}

// NewFile is a file that the writer has sent in and attaches to a post.
type NewFile struct{ ID, Alt string }

// wanted checks what is to be attached, and gives it in the writer's order.
func wanted(files []NewFile) ([]PostFile, []fault.Field) {
	if len(files) > MaxFiles {
		return nil, []fault.Field{{Field: "files", Code: "file.too_many", Params: map[string]any{"max": MaxFiles}}}
	}
	out := make([]PostFile, 0, len(files))
	for _, f := range files {
		alt := strings.Join(strings.FieldsFunc(f.Alt, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }), " ")
		length := utf8.RuneCountInString(alt)
		masked, found := likelyCPR(alt, richtext.Plain(alt))
		switch {
		case !id.Valid(f.ID) || !utf8.ValidString(alt):
			return nil, []fault.Field{{Field: "files", Code: "file.unknown"}}
		case length > MaxAlt:
			return nil, []fault.Field{{Field: "files", Code: "post.alt_too_long", Params: map[string]any{"max": MaxAlt, "length": length}}}
		case found:
			return nil, []fault.Field{{Field: "files", Code: "post.cpr", Params: map[string]any{"masked": masked}}}
		}
		if !slices.ContainsFunc(out, func(o PostFile) bool { return o.ID == f.ID }) {
			out = append(out, PostFile{ID: f.ID, Alt: alt})
		}
	}
	return out, nil
}

// files checks what an edited post is to have; nil where that is what it has.
func (n NewText) files() ([]PostFile, error) {
	if n.Files == nil {
		return nil, nil
	}
	files, wrong := wanted(*n.Files)
	if len(wrong) > 0 {
		return nil, fault.NewInvalid(wrong[0].Code, wrong...)
	}
	return files, nil
}

// sameFiles reports whether what is wanted is what is there, and says the same.
func sameFiles(there, wanted []PostFile) bool {
	return slices.EqualFunc(there, wanted, func(a, b PostFile) bool { return a.ID == b.ID && a.Alt == b.Alt })
}

// gone lists the ids of what is there and no longer wanted.
func gone(there, wanted []PostFile) []string {
	var ids []string
	for _, f := range there {
		if !slices.ContainsFunc(wanted, func(w PostFile) bool { return w.ID == f.ID }) {
			ids = append(ids, f.ID)
		}
	}
	return ids
}

// names of a post's files, in their order.
func (p Post) names() []string {
	names := make([]string, 0, len(p.Files))
	for _, f := range p.Files {
		names = append(names, f.Name)
	}
	return names
}
