package account

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/netip"
	"net/url"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
)

// ceremonies speaks WebAuthn for the installation at one address: what it asks of
// browsers, and how it checks their answers. It keeps nothing.
type ceremonies struct{ relying *webauthn.WebAuthn }

// newCeremonies returns nil where browsers offer no passkeys: at an address that
// is only a number, or that is not encrypted.
func newCeremonies(baseURL string) (*ceremonies, error) {
	address, err := url.Parse(baseURL)
	if err != nil {
		return nil, fmt.Errorf("address of the installation: %w", err)
	}
	host := address.Hostname()
	if _, err := netip.ParseAddr(host); err == nil || host == "" || address.Scheme != "https" && host != "localhost" {
		return nil, nil
	}
	relying, err := webauthn.New(&webauthn.Config{
		RPID: host, RPDisplayName: "Sluse", RPOrigins: []string{baseURL},
		// Which make of device it is is nobody's business here.
		AttestationPreference: protocol.PreferNoAttestation,
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			ResidentKey: protocol.ResidentKeyRequirementRequired, RequireResidentKey: protocol.ResidentKeyRequired(),
			// A finger, a face or a PIN each time: a found telephone opens nothing.
			UserVerification: protocol.VerificationRequired,
		},
		Timeouts: webauthn.TimeoutsConfig{
			Login:        webauthn.TimeoutConfig{Timeout: challengeLife, TimeoutUVD: challengeLife},
			Registration: webauthn.TimeoutConfig{Timeout: challengeLife, TimeoutUVD: challengeLife},
		},
		// Password managers answer with extensions that nobody asked for; none is used.
		ExtensionsUnsolicitedOutputPolicy: protocol.UnsolicitedOutputPolicyIgnore,
	})
	if err != nil {
		return nil, fmt.Errorf("passkeys at %s: %w", baseURL, err)
	}
	return &ceremonies{relying}, nil
}

// holder is a person as the protocol sees them.
type holder struct {
	person Person
	keys   []webauthn.Credential
}

// WebAuthnID implements webauthn.User: the person's id, which says nothing of them.
func (h holder) WebAuthnID() []byte { return []byte(h.person.ID) }

// WebAuthnName implements webauthn.User: what the browser lists the passkey under.
func (h holder) WebAuthnName() string { return h.person.Email }

// WebAuthnDisplayName implements webauthn.User.
func (h holder) WebAuthnDisplayName() string { return h.person.Name }

// WebAuthnCredentials implements webauthn.User.
func (h holder) WebAuthnCredentials() []webauthn.Credential { return h.keys }

func holderOf(person Person, passkeys []Passkey) (holder, error) {
	h := holder{person: person, keys: make([]webauthn.Credential, len(passkeys))}
	for i, p := range passkeys {
		if err := json.Unmarshal([]byte(p.Record), &h.keys[i]); err != nil {
			return holder{}, fmt.Errorf("read the record of passkey %s: %w", p.ID, err)
		}
	}
	return h, nil
}

// askToAdd returns what the browser is asked, and what to remember for the answer.
func (c *ceremonies) askToAdd(h holder) (options json.RawMessage, ceremony string, err error) {
	creation, session, err := c.relying.BeginRegistration(h,
		webauthn.WithExclusions(webauthn.Credentials(h.keys).CredentialDescriptors()))
	if err != nil {
		return nil, "", fmt.Errorf("begin to add a passkey: %w", err)
	}
	return pack(creation.Response, session)
}

// askToSignIn asks for any passkey that the browser has for this installation.
func (c *ceremonies) askToSignIn() (options json.RawMessage, ceremony string, err error) {
	assertion, session, err := c.relying.BeginDiscoverableLogin()
	if err != nil {
		return nil, "", fmt.Errorf("begin to sign in with a passkey: %w", err)
	}
	return pack(assertion.Response, session)
}

func pack(options any, session *webauthn.SessionData) (json.RawMessage, string, error) {
	asked, err := json.Marshal(options)
	if err != nil {
		return nil, "", fmt.Errorf("write a question to a browser: %w", err)
	}
	kept, err := json.Marshal(session)
	if err != nil {
		return nil, "", fmt.Errorf("write down a question to a browser: %w", err)
	}
	return asked, string(kept), nil
}

// errAnswer is in the chain of every error about an answer that proves nothing.
var errAnswer = errors.New("the browser's answer proves nothing")

// added checks a browser's answer to askToAdd. The passkey that it returns has
// CredentialID and Record only.
func (c *ceremonies) added(h holder, ceremony string, answer []byte) (Passkey, error) {
	session, err := unpack(ceremony)
	if err != nil {
		return Passkey{}, err
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes(answer)
	if err != nil {
		return Passkey{}, errors.Join(errAnswer, err)
	}
	key, err := c.relying.CreateCredential(h, session, parsed)
	if err != nil {
		return Passkey{}, errors.Join(errAnswer, err)
	}
	record, err := json.Marshal(key)
	if err != nil {
		return Passkey{}, fmt.Errorf("write down a passkey: %w", err)
	}
	return Passkey{CredentialID: encodeKeyID(key.ID), Record: string(record)}, nil
}

// claim is a passkey that an answer says it was made with; not checked yet.
type claim struct {
	credentialID string
	parsed       *protocol.ParsedCredentialAssertionData
}

func readClaim(answer []byte) (claim, error) {
	parsed, err := protocol.ParseCredentialRequestResponseBytes(answer)
	if err != nil {
		return claim{}, errors.Join(errAnswer, err)
	}
	return claim{encodeKeyID(parsed.RawID), parsed}, nil
}

// proven checks an answer to askToSignIn against the one passkey that it claims,
// and returns its new record. copied reports a counter that ran backwards.
func (c *ceremonies) proven(h holder, ceremony string, claimed claim) (record string, copied bool, err error) {
	session, err := unpack(ceremony)
	if err != nil {
		return "", false, err
	}
	find := func(_, _ []byte) (webauthn.User, error) { return h, nil } // the user handle is compared after this
	key, err := c.relying.ValidateDiscoverableLogin(find, session, claimed.parsed)
	if err != nil {
		return "", false, errors.Join(errAnswer, err)
	}
	copied = key.Authenticator.CloneWarning
	written, err := json.Marshal(key)
	if err != nil {
		return "", false, fmt.Errorf("write down a passkey: %w", err)
	}
	return string(written), copied, nil
}

func unpack(ceremony string) (webauthn.SessionData, error) {
	var session webauthn.SessionData
	if err := json.Unmarshal([]byte(ceremony), &session); err != nil {
		return webauthn.SessionData{}, fmt.Errorf("read a question to a browser: %w", err)
	}
	return session, nil
}

func encodeKeyID(keyID []byte) string { return base64.RawURLEncoding.EncodeToString(keyID) }
