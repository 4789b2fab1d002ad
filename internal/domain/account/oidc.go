package account

import (
	"slices"
	"strings"
	"time"

	"sluse/internal/platform/oidc"
)

const (
	// oidcLife is how long somebody may take at the provider.
	oidcLife = 10 * time.Minute
	// oidcBurst bounds the questions from one client.
	oidcBurst = 60
	// mostIdentities is more than the providers that one installation ever had.
	mostIdentities = 50
)

// OIDCFlow is one person's way to the provider and back. Nonce and verifier follow
// from the state, which stands in the address of the way back only.
type OIDCFlow struct {
	StateHash string
	// BrowserHash ties the way back to the browser that set out.
	BrowserHash string
	ClientHash  string
	Next        string
	CreatedAt   time.Time
	ExpiresAt   time.Time
	UsedAt      *time.Time
}

// Identity is who a person is to a provider, for good: what the provider later
// says of their address changes nothing.
type Identity struct {
	Issuer     string
	Subject    string
	PersonID   string
	CreatedAt  time.Time
	LastUsedAt time.Time
}

// flowOf returns what the protocol needs for a state.
func (h hasher) flowOf(state string) oidc.Flow {
	return oidc.Flow{State: state, Nonce: h.sum("oidc nonce", state), Verifier: h.sum("oidc verifier", state)}
}

func (h hasher) oidcState(state string) string   { return h.sum("oidc state", state) }
func (h hasher) oidcBrowser(token string) string { return h.sum("oidc browser", token) }

// trusts reports whether the provider is believed about an address, in its
// normalised form: those of the listed domains only, not of domains below them.
func trusts(domains []string, email string) bool {
	_, domain, _ := strings.Cut(email, "@")
	return slices.Contains(domains, domain)
}
