package discussion_test

import (
	"maps"
	"testing"
)

func TestWhoWroteIsKnownAfterPostsComeAndGo(t *testing.T) {
	s := newStage(t)
	thread := s.open(jonas, "Hvem har skrevet?")
	check := func(when string, want map[string]int64) {
		t.Helper()
		room, there, err := s.RoomOf(t.Context(), thread.ID)
		if err != nil || !there || !maps.Equal(room.Wrote, want) {
			t.Fatalf("%s: %v, want %v (%v)", when, room.Wrote, want, err)
		}
	}
	check("before", nil)
	first := s.say(karim, thread.ID, "Først")
	check("one post", map[string]int64{karim: first.Seq})
	second, third := s.say(karim, thread.ID, "Så"), s.say(signe, thread.ID, "Også")
	check("more posts", map[string]int64{karim: first.Seq, signe: third.Seq})
	for _, step := range []struct {
		post, author string
		want         map[string]int64
	}{
		{first.ID, karim, map[string]int64{karim: second.Seq, signe: third.Seq}},
		{second.ID, karim, map[string]int64{signe: third.Seq}},
	} {
		if _, err := s.Delete(s.as(step.author), step.post, ""); err != nil {
			t.Fatal(err)
		}
		check("a deletion", step.want)
	}
	last := s.say(karim, thread.ID, "Igen")
	check("back again", map[string]int64{karim: last.Seq, signe: third.Seq})
}
