package notification

// Facts is what decides whether a person gets a mail about a post.
type Facts struct {
	Reason Reason
	// Pace is how soon they want to hear of it.
	Pace Pace
	// MayRead: they are a member still, and the thread is for them.
	MayRead bool
	// HasRead: they have seen the post in the product.
	HasRead bool
	// Muted: they have muted the thread, in the product or from a mail.
	Muted bool
	// Told: they have a mail already of an earlier post in the thread, which they
	// have not looked at yet.
	Told bool
}

// Withheld says why a person gets no mail; "" means that they get it.
type Withheld string

// The reasons for silence.
const (
	MayNotRead Withheld = "may_not_read"
	Seen       Withheld = "seen"
	Unwanted   Withheld = "unwanted"
	ByMuting   Withheld = "muted"
	ToldBefore Withheld = "told_before"
)

// Withhold decides. Muting a thread silences all of its mails, also those that name
// oneself: these stand in the inbox. Whoever opened or follows a thread is not mailed
// of every post in it: one mail, until they have looked.
func Withhold(f Facts) Withheld {
	switch {
	case !f.MayRead:
		return MayNotRead
	case f.HasRead:
		return Seen
	case f.Pace != AtOnce:
		return Unwanted
	case f.Muted:
		return ByMuting
	case f.Told && (f.Reason == Opened || f.Reason == Followed):
		return ToldBefore
	}
	return ""
}
