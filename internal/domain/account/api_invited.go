package account

import "time"

// SessionCookie writes the cookie of a new session, for another feature's answer
// that signs somebody in.
func (m *Module) SessionCookie(in SignedIn) string {
	return handlers{m.Service}.cookie(in.Token, int(wholeLife/time.Second))
}
