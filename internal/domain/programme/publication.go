package programme

import (
	"time"

	"sluse/internal/kernel/fault"
)

// Publication is an entry of the public library: something published before or
// beside the programmes' own handbooks.
type Publication struct {
	ID       string
	Slug     string
	Title    string
	Year     int
	Summary  string
	Audience string
	Basis    string
	Forms    string
	// Contents names its central elements, in its own terms.
	Contents  []string
	UpdatedAt time.Time
}

// Validate checks a publication that somebody adds to the library.
func (p Publication) Validate() error {
	fields := checkText("title", p.Title, 1, 300)
	if !slugForm.MatchString(p.Slug) || len(p.Slug) > 60 {
		fields = append(fields, fault.Field{Field: "slug", Code: "programme.slug_form"})
	}
	fields = append(fields, checkText("summary", p.Summary, 0, 10_000)...)
	if len(fields) > 0 {
		return fault.NewInvalid("publication.invalid", fields...)
	}
	return nil
}
