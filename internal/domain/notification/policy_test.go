package notification_test

import (
	"fmt"
	"testing"

	"sluse/internal/domain/notification"
)

// TestPolicyMatrix holds every combination of facts against the rules, spelt out
// again as what each silence needs.
func TestPolicyMatrix(t *testing.T) {
	flags := []bool{false, true}
	for _, reason := range notification.Reasons {
		for i := range 1 << 7 {
			on := func(bit int) bool { return flags[i>>bit&1] }
			f := notification.Facts{
				Reason: reason, Wishes: notification.Wishes{Answers: on(0), Mentions: on(1)},
				MayRead: on(2), HasRead: on(3), Muted: on(4), Stopped: on(5), Told: on(6),
			}
			mention := reason == notification.Named || reason == notification.OrganisationNamed
			send := f.MayRead && !f.HasRead && !f.Stopped &&
				(mention && f.Wishes.Mentions || !mention && f.Wishes.Answers) &&
				(!f.Muted || reason == notification.Named) &&
				(!f.Told || reason != notification.Opened)
			if got := notification.Withhold(f) == ""; got != send {
				t.Errorf("%s: sent %v, want %v", fmt.Sprintf("%+v", f), got, send)
			}
		}
	}
}
