package notification

import (
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"
)

// TestNobodyWhomAPostConcernsIsLeftOut holds the few who are asked about against
// asking about everybody.
func TestNobodyWhomAPostConcernsIsLeftOut(t *testing.T) {
	people := make([]string, 12)
	for i := range people {
		people[i] = "p" + strconv.Itoa(i)
	}
	rapid.Check(t, func(t *rapid.T) {
		person := rapid.SampledFrom(people)
		some := rapid.SliceOfN(person, 0, 4)
		organisation := rapid.SampledFrom([]string{"", "o1", "o2"})
		var members []Member
		for _, personID := range rapid.SliceOfN(person, 0, 15).Draw(t, "members") { // some with two seats
			members = append(members, Member{PersonID: personID, OrganisationID: organisation.Draw(t, "organisation")})
		}
		room := Room{Wrote: map[string]int64{}, Following: map[string]bool{}, Muted: map[string]bool{}}
		for _, personID := range some.Draw(t, "wrote") {
			room.Wrote[personID] = rapid.Int64Range(1, 9).Draw(t, "first")
		}
		for _, personID := range some.Draw(t, "chose") {
			room.Following[personID], room.Muted[personID] = rapid.Bool().Draw(t, "follows"), rapid.Bool().Draw(t, "muted")
		}
		f := &fanOut{index: map[string]map[string][]Member{}, taking: map[string][]Member{}}
		for range 3 { // posts of one moment
			news := postNews{
				ThreadID: "t", Seq: rapid.Int64Range(1, 9).Draw(t, "seq"),
				OpenedBy: person.Draw(t, "opened by"), QuotedAuthor: rapid.SampledFrom(append([]string{""}, people...)).Draw(t, "quoted"),
				MentionedPeople: some.Draw(t, "named"),
			}
			if rapid.IntRange(0, 3).Draw(t, "names organisations") == 0 {
				news.MentionedOrganisations = []string{"o1"}
			}
			told := func(asked []Member) (told []string) {
				for _, m := range asked {
					if why := news.reasonFor(m, room); why != "" {
						told = append(told, m.PersonID+" of "+m.OrganisationID+": "+string(why))
					}
				}
				slices.Sort(told)
				return told
			}
			if got, want := told(f.concerned("programme", members, news, room)), told(members); !slices.Equal(got, want) {
				t.Fatalf("told %v, want %v", got, want)
			}
		}
	})
}
