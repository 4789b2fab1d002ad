package bench

import (
	"encoding/json"
	"testing"

	"sluse/internal/bench/texts"
	"sluse/internal/platform/live"
)

func TestReactionIsNoSecondPost(t *testing.T) {
	for verb, tells := range map[string]bool{"post.created": true, "post.reacted": false, "post.edited": false, "thread.changed": false} {
		data, err := json.Marshal(map[string]any{"post": map[string]string{"text": texts.Numbered(7) + ` "verb":"post.created"`}})
		if err != nil {
			t.Fatal(err)
		}
		frame, err := json.Marshal(live.ServerFrame{Type: "event", Topic: "thread:x", Seq: 1, Verb: verb, Data: data})
		if err != nil {
			t.Fatal(err)
		}
		if tellsOfPost(frame) != tells {
			t.Errorf("%s: %t", frame, !tells)
		}
	}
}
