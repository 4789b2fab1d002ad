package invitation

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
)

// tokenLength is that of 256 bits in base64url.
const tokenLength = 43

// newToken returns 256 random bits in a form that fits an address.
func newToken() string {
	var bits [32]byte
	_, _ = rand.Read(bits[:]) // never fails: it ends the program instead
	return base64.RawURLEncoding.EncodeToString(bits[:])
}

// hash makes the form in which a token is stored.
func (s *Service) hash(token string) string {
	mac := hmac.New(sha256.New, s.Key)
	mac.Write([]byte("invitation link:" + token))
	return hex.EncodeToString(mac.Sum(nil))
}
