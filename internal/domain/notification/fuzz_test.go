package notification_test

import (
	"strings"
	"testing"

	"sluse/internal/domain/notification"
)

func FuzzCutReply(f *testing.F) {
	for _, address := range []string{
		"reply+aaaabbbbccccddddeeeeffffgggghhhh@svar.sluse.example", "REPLY+AAAABBBBCCCCDDDDEEEEFFFFGGGGHHHH@SVAR.SLUSE.EXAMPLE", "reply+@svar.sluse.example", "reply+x@y@svar.sluse.example", "@", "reply+æ@svar.sluse.example",
	} {
		f.Add(address)
	}
	f.Fuzz(func(t *testing.T, address string) {
		name, token, ours := notification.CutReply(address, "svar.sluse.example")
		if !ours && (name != "" || token != "") || ours && (len(name) != 16 || len(token) != 32 || !strings.HasPrefix(token, name)) {
			t.Fatalf("%q gives %q, %q, %v", address, name, token, ours)
		}
		if ours && !strings.EqualFold(address, "reply+"+token+"@svar.sluse.example") {
			t.Fatalf("%q is taken for %q", address, token)
		}
	})
}
