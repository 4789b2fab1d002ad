package account

import (
	"strings"
	"time"
	"unicode/utf8"

	"sluse/internal/kernel/fault"
)

// Bounds of passkeys.
const (
	// maxPasskeys is how many a person has at most: a few devices, and a spare.
	maxPasskeys = 10
	// maxPasskeyName is in characters.
	maxPasskeyName = 60
	// challengeLife is how long a browser has to answer. A page that offers
	// passkeys in its e-mail field asks for a new challenge before this is over.
	challengeLife = 5 * time.Minute
	// Challenges from one client; every visit to the sign-in page takes one, and a
	// whole town hall may be one client.
	challengeBurst = 300
	// addBurst bounds one person's attempts to add a passkey.
	addBurst = 20
)

// Passkey is a key on one of a person's devices, or in their password manager,
// that signs them in. Only its public half is here.
type Passkey struct {
	ID       string
	PersonID string
	// CredentialID is the authenticator's own name for it, in base64url.
	CredentialID string
	// Record is what the protocol keeps of it: public key, flags, counter.
	Record     string
	Name       string
	CreatedAt  time.Time
	LastUsedAt *time.Time
	// BlockedAt is when its counter ran backwards, as that of a copied key does.
	// It never signs anybody in again.
	BlockedAt *time.Time
}

// Blocked reports whether the passkey no longer signs anybody in.
func (p Passkey) Blocked() bool { return p.BlockedAt != nil }

// Validate checks the name that a person gave it.
func (p Passkey) Validate() error {
	field := fault.Field{Field: "name"}
	switch {
	case strings.TrimSpace(p.Name) == "":
		field.Code = "passkey.name_required"
	case !plain(p.Name):
		field.Code = "validation.format"
	case utf8.RuneCountInString(p.Name) > maxPasskeyName:
		field.Code, field.Params = "validation.too_long", map[string]any{"max": maxPasskeyName}
	default:
		return nil
	}
	return fault.NewInvalid("passkey.invalid", field)
}

// purpose is what a challenge may be answered for; never for the other thing.
type purpose string

const (
	toAdd    purpose = "add"
	toSignIn purpose = "sign_in"
)

// Challenge is a question to a browser that works once, for a few minutes.
type Challenge struct {
	ID      string
	Purpose purpose
	// PersonID is who adds a passkey, "" where it will only turn out who signs in.
	PersonID string
	// ClientHash is what challenges are counted by.
	ClientHash string
	// Ceremony is what the protocol must remember until the answer comes.
	Ceremony  string
	CreatedAt time.Time
	ExpiresAt time.Time
	UsedAt    *time.Time
}
