// Package account holds the persons of an installation, how they sign in, and
// their sessions.
//
// Invariants:
//   - An e-mail address belongs to at most one person, whatever its capitals.
//   - Asking for a sign-in gives nothing away: the answer, and the work done
//     before it, are the same whether or not the address belongs to anybody. Who
//     it belongs to is looked up afterwards, by a job.
//   - Codes and tokens are stored as keyed hashes only, work once, within fifteen
//     minutes; a code only for the request that it was made for, and at most five
//     times. Opening the link changes nothing: a person's click does.
//   - A passkey signs in its own person only, at this installation's address only,
//     and with the person there (a finger, a face or a PIN). Every challenge works
//     once. Whoever gets or loses a way to sign in is told by mail.
//   - Signing in gives no role. What somebody is in a programme is asked from
//     elsewhere, and asked again as soon as it may have changed.
package account

import (
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/fault"
	"sluse/internal/platform/mail"
)

// The languages of the interface.
const (
	Danish  = "da"
	English = "en"
)

// Bounds of what a person writes about themselves, in characters.
const (
	maxName  = 120
	maxTitle = 120
	maxEmail = 254
)

// Person is somebody who can sign in.
type Person struct {
	ID            string
	Email         string
	Name          string
	Title         string
	Locale        string
	Administrator bool
	// Persona names a person of the demo whom anybody may try; "" for everyone else.
	Persona    string
	DisabledAt *time.Time
	// ErasedAt is when everything that said who they were was deleted.
	ErasedAt  *time.Time
	CreatedAt time.Time
	UpdatedAt time.Time
}

// Disabled reports whether the person is shut out.
func (p Person) Disabled() bool { return p.DisabledAt != nil }

// Ref is the short reference that others see.
func (p Person) Ref() actor.Person { return actor.Person{ID: p.ID, Name: p.Name, Title: p.Title} }

// Complete reports whether others can tell who the person is.
func (p Person) Complete() bool { return p.Name != "" && p.Title != "" }

// Validate checks what a person, or somebody who invites them, wrote.
func (p Person) Validate() error {
	var fields []fault.Field
	if p.Name == "" {
		fields = append(fields, fault.Field{Field: "name", Code: "person.name_required"})
	}
	for _, text := range []struct {
		field, value string
		most         int
	}{{"name", p.Name, maxName}, {"title", p.Title, maxTitle}} {
		switch {
		case !plain(text.value):
			fields = append(fields, fault.Field{Field: text.field, Code: "validation.format"})
		case utf8.RuneCountInString(text.value) > text.most:
			fields = append(fields, fault.Field{Field: text.field, Code: "validation.too_long", Params: map[string]any{"max": text.most}})
		}
	}
	if p.Locale != Danish && p.Locale != English {
		fields = append(fields, fault.Field{Field: "locale", Code: "validation.format"})
	}
	if len(fields) > 0 {
		return fault.NewInvalid("person.invalid", fields...)
	}
	return nil
}

// plain reports text of one line without anything unseen that turns it around:
// names stand in mails and beside what was written.
func plain(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool {
		return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == '\u2028' || r == '\u2029'
	})
}

// NormaliseEmail brings an address into the one form that is stored and compared:
// without surrounding space, in lower case, its domain in ASCII. What is no
// address, or one that few mail servers take, is a fault on the field "email".
func NormaliseEmail(text string) (string, error) {
	invalid := func(cause error) error {
		return fault.NewInvalid("signin.email_invalid", fault.Field{Field: "email", Code: "email.invalid"}).Because(cause)
	}
	text = strings.TrimSpace(text)
	if len(text) > maxEmail {
		return "", invalid(fmt.Errorf("longer than %d bytes", maxEmail))
	}
	address, err := mail.ParseAddress(mail.Address{Email: text})
	if err != nil {
		return "", invalid(err)
	}
	email := strings.ToLower(address.Email)
	local, domain, _ := strings.Cut(email, "@")
	if len(email) > maxEmail || len(local) > 64 || strings.Contains(domain, "@") || !strings.Contains(strings.Trim(domain, "."), ".") {
		return "", invalid(fmt.Errorf("local part or domain out of bounds"))
	}
	return email, nil
}
