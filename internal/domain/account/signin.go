package account

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"math/big"
	"strings"
	"time"
)

// Bounds of signing in by mail.
const (
	// signInLife is how long a code and a link work.
	signInLife = 15 * time.Minute
	// maxAttempts is how often a code may be tried.
	maxAttempts = 5
	// Requests for one address, and from one client (a whole town hall may be one).
	addressBurst = 5
	addressDaily = 20
	clientBurst  = 60
	// burst and daily are the stretches that the bounds above count over.
	burst = 15 * time.Minute
	daily = 24 * time.Hour
)

// SignIn is one request to sign in by mail.
type SignIn struct {
	ID string
	// Email is erased as soon as it is known whom it belongs to.
	Email      string
	EmailHash  string
	ClientHash string
	// Next is the page to go on to, "" for the overview.
	Next string
	// PersonID, CodeHash and TokenHash are empty until the mail has been made,
	// and for ever where the address belongs to nobody.
	PersonID  string
	CodeHash  string
	TokenHash string
	Attempts  int
	CreatedAt time.Time
	ExpiresAt time.Time
	UsedAt    *time.Time
}

// hasher makes keyed hashes: without the installation's key a stolen database
// does not give away codes, tokens or addresses.
type hasher struct{ key []byte }

func (h hasher) sum(purpose string, parts ...string) string {
	mac := hmac.New(sha256.New, h.key)
	for _, part := range append([]string{purpose}, parts...) {
		// The length before each part keeps ("ab", "c") and ("a", "bc") apart.
		mac.Write(fmt.Appendf(nil, "%d:%s", len(part), part))
	}
	return hex.EncodeToString(mac.Sum(nil))
}

func (h hasher) email(address string) string       { return h.sum("email", address) }
func (h hasher) client(address string) string      { return h.sum("client", address) }
func (h hasher) code(signInID, code string) string { return h.sum("code", signInID, code) }
func (h hasher) link(token string) string          { return h.sum("link", token) }
func (h hasher) session(token string) string       { return h.sum("session", token) }

// matches compares in constant time; a hash that was never made matches nothing.
func matches(made, given string) bool { return made != "" && hmac.Equal([]byte(made), []byte(given)) }

// newToken returns 256 random bits in a form that fits a cookie and an address.
func newToken() string {
	var bits [32]byte
	_, _ = rand.Read(bits[:]) // never fails: it ends the program instead
	return base64.RawURLEncoding.EncodeToString(bits[:])
}

// newCode returns six random digits.
func newCode() (string, error) {
	n, err := rand.Int(rand.Reader, big.NewInt(1_000_000))
	if err != nil {
		return "", fmt.Errorf("make a code: %w", err)
	}
	return fmt.Sprintf("%06d", n), nil
}

// readCode takes the digits from what somebody typed or pasted; false if they are
// not six.
func readCode(typed string) (string, bool) {
	digits := strings.Map(func(r rune) rune {
		if r == ' ' || r == '\u00a0' || r == '-' {
			return -1
		}
		return r
	}, strings.TrimSpace(typed))
	if len(digits) != 6 || strings.Trim(digits, "0123456789") != "" {
		return "", false
	}
	return digits, true
}

// safeNext returns a page of our own to go on to, or "" for anything else: a link
// must not lead out of the installation.
func safeNext(next string) string {
	if len(next) > 500 || !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") ||
		strings.ContainsAny(next, "\\") || strings.HasPrefix(next, "/api") || !plain(next) {
		return ""
	}
	return next
}
