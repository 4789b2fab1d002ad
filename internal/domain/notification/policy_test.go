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
		for i := range 4 << 6 {
			on := func(bit int) bool { return flags[i>>bit&1] }
			f := notification.Facts{
				Reason: reason, Pace: notification.Paces[i>>6],
				MayRead: on(2), HasRead: on(3), Muted: on(4), Told: on(5),
			}
			send := f.MayRead && !f.HasRead && !f.Muted &&
				f.Pace == notification.AtOnce &&
				(!f.Told || reason != notification.Opened && reason != notification.Followed)
			if got := notification.Withhold(f) == ""; got != send {
				t.Errorf("%s: sent %v, want %v", fmt.Sprintf("%+v", f), got, send)
			}
		}
	}
}
