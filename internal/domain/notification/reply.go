package notification

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"strconv"
	"strings"
	"time"

	"sluse/internal/platform/inbound"
)

// replyFor is how long one can answer a mail by mail.
const replyFor = 90 * 24 * time.Hour

// replyPrefix begins every reply address; what follows is the token.
const replyPrefix = "reply+"

// replyTo is what a reply address stands for: who may answer by it, where, and
// which post. The part of an address before the @ has room for 64 characters, and
// mail servers on the way may put it into lower case: so what it names is kept, and
// the token holds its name and a signature over all of it.
type replyTo struct {
	ID                         string
	PersonID, ThreadID, PostID string
	ExpiresAt                  time.Time
}

var replyLetters = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// macLength and nameLength are in bytes; each makes 16 letters.
const macLength, nameLength = 10, 10

func newReplyTo(c concern, p Post, now time.Time) replyTo {
	name := make([]byte, nameLength)
	_, _ = rand.Read(name) // never fails
	return replyTo{replyLetters.EncodeToString(name), c.PersonID, p.ThreadID, p.ID, now.Add(replyFor).Truncate(time.Second)}
}

// token is the address's own part: name and signature.
func (r replyTo) token(key []byte) string {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(strings.Join([]string{"reply", r.ID, r.PersonID, r.ThreadID, r.PostID, strconv.FormatInt(r.ExpiresAt.Unix(), 10)}, ":")))
	return r.ID + replyLetters.EncodeToString(mac.Sum(nil)[:macLength])
}

// cutReply takes the token out of an address of ours: the name, and the whole.
func cutReply(address, domain string) (name, token string, ours bool) {
	local, at, found := strings.Cut(strings.ToLower(address), "@")
	token, is := strings.CutPrefix(local, replyPrefix)
	half := replyLetters.EncodedLen(nameLength)
	if !found || !strings.EqualFold(at, domain) || !is || len(token) != half+replyLetters.EncodedLen(macLength) {
		return "", "", false
	}
	return token[:half], token, true
}

// What a sender's mail server is told: ASCII, in both languages.
func refuse(enhanced [3]int, english, danish string) *inbound.Refusal {
	return &inbound.Refusal{Code: 550, Enhanced: enhanced, Words: english + " / " + danish}
}

var (
	errNoRelay = refuse([3]int{5, 7, 1}, "No mail is taken for this address.", "Her modtages ikke mail til den adresse.")
	errUnknown = refuse([3]int{5, 1, 1}, "This reply address is unknown. Write in Sluse instead.", "Svaradressen er ukendt. Skriv i stedet i Sluse.")
	errExpired = refuse([3]int{5, 1, 6}, "This mail is too old to be answered by mail. Write in Sluse instead.", "Mailen er for gammel til at svare med mail. Skriv i stedet i Sluse.")
	errMachine = refuse([3]int{5, 7, 1}, "Automatic mail is not taken.", "Automatiske svar modtages ikke.")
	errForeign = refuse([3]int{5, 7, 1}, "Answer from the address that the mail was sent to, or write in Sluse.", "Svar fra den adresse, mailen blev sendt til, eller skriv i Sluse.")
)
