package privacy_test

import (
	"net/http"
	"strings"
	"testing"

	"sluse/internal/app/apptest"
	"sluse/internal/domain/privacy"
	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/fault"
)

func TestWhoMayReadTheTrail(t *testing.T) {
	for _, c := range []struct {
		name      string
		who       actor.Actor
		programme fault.Kind // "" is yes
		whole     fault.Kind
	}{
		{"nobody", actor.Actor{}, fault.NotFound, fault.Forbidden},
		{"administrator", actor.Actor{Administrator: true}, fault.NotFound, ""},
		{"coordinator", in("p", actor.Coordinator), "", fault.Forbidden},
		{"coordinator elsewhere", in("q", actor.Coordinator), fault.NotFound, fault.Forbidden},
		{"partner", in("p", actor.Partner), fault.Forbidden, fault.Forbidden},
		{"reference", in("p", actor.Reference), fault.Forbidden, fault.Forbidden},
		{"observer", in("p", actor.Observer), fault.Forbidden, fault.Forbidden},
	} {
		t.Run(c.name, func(t *testing.T) {
			for what, got := range map[fault.Kind]error{c.programme: privacy.MaySeeTrail(c.who, "p")} {
				if what == "" && got != nil || what != "" && !fault.Is(got, what) {
					t.Errorf("programme: %v, want %q", got, what)
				}
			}
			if got := privacy.MayAdminister(c.who); c.whole == "" && got != nil || c.whole != "" && !fault.Is(got, c.whole) {
				t.Errorf("installation: %v, want %q", got, c.whole)
			}
		})
	}
}

func in(programmeID string, role actor.Role) actor.Actor {
	return actor.Actor{PersonID: "x", Memberships: []actor.Membership{{ProgrammeID: programmeID, Role: role}}}
}

type trail struct {
	Items  []struct{ ID, Kind, Verb, What, ActorID, About, AboutID string }
	Next   string
	People map[string]struct{ Name string }
}

func TestTheTrailTellsWhoDidWhat(t *testing.T) {
	a := apptest.New(t)
	jonas := a.As(t, "Jonas")
	if answer := a.As(t, "Karim").Get("/api/programmes/" + apptest.Together + "/network.csv"); answer.Status != http.StatusOK {
		t.Fatal(answer.Status)
	}
	var first, second, karims trail
	path := "/api/programmes/" + apptest.Together + "/trail"
	jonas.Get(path+"?kind=exported").JSON(t, &first)
	if len(first.Items) != 1 || first.Items[0].What != "Hentede netværket som regneark" || first.People[first.Items[0].ActorID].Name != "Karim Prøve" {
		t.Errorf("the export: %+v", first)
	}
	jonas.Get(path+"?limit=2").JSON(t, &first)
	jonas.Get(path+"?limit=2&cursor="+first.Next).JSON(t, &second)
	if len(first.Items) != 2 || len(second.Items) != 2 || first.Items[1].ID <= second.Items[0].ID {
		t.Errorf("pages: %+v %+v", first, second)
	}
	jonas.Get(path+"?person="+a.Fill["karim"]).JSON(t, &karims)
	for _, line := range karims.Items {
		if line.ActorID != a.Fill["karim"] {
			t.Errorf("not Karim's: %+v", line)
		}
	}
	var posts trail
	jonas.Get(path+"?kind=wrote").JSON(t, &posts)
	if len(posts.Items) == 0 || posts.Items[0].About == "" {
		t.Errorf("nothing says in which thread: %+v", posts.Items)
	}
	table := string(jonas.Get(path + ".csv").Body)
	if !strings.HasPrefix(table, "\ufeffTidspunkt;Hvem;Hvad;Om\r\n") || !strings.Contains(table, "Karim Prøve;Hentede netværket som regneark") {
		t.Errorf("the table: %.400s", table)
	}
	jonas.Get(path+"?kind=exported").JSON(t, &first)
	if len(first.Items) != 2 || first.Items[0].Verb != privacy.VerbTrailExported {
		t.Errorf("taking the trail out is not in it: %+v", first.Items)
	}
}

func TestAdministratorsSeeNoProgrammeInTheTrail(t *testing.T) {
	a := apptest.New(t)
	anne := a.As(t, "Anne")
	anne.Get("/api/people?q=signe")
	anne.Get("/api/people?q=sig") // the same look goes on
	var whole trail
	anne.Get("/api/trail?limit=100").JSON(t, &whole)
	looked := 0
	for _, line := range whole.Items {
		if strings.HasPrefix(line.Verb, "post.") || strings.HasPrefix(line.Verb, "thread.") || strings.HasPrefix(line.Verb, "document.") || line.Verb == "member.changed" {
			t.Errorf("an administrator reads of a programme: %+v", line)
		}
		if line.Verb == privacy.VerbPeopleSeen {
			looked++
		}
	}
	if looked != 1 {
		t.Errorf("the look at everybody stands there %d times", looked)
	}
}

// TestEveryVerbHasWords compares what is recorded, here and in the demo, with what
// the trail can say.
func TestEveryVerbHasWords(t *testing.T) {
	for _, a := range []*apptest.App{apptest.New(t), apptest.Empty(t, apptest.Demo())} {
		for answer := a.As(t, "").Get("/readyz"); answer.Status != http.StatusOK; {
			answer = a.As(t, "").Get("/readyz")
		}
		var recorded []string
		if err := a.DB().Read(t.Context()).Raw("SELECT DISTINCT verb FROM activity_event").Scan(&recorded).Error; err != nil {
			t.Fatal(err)
		}
		for _, verb := range recorded {
			if !privacy.Known(verb) {
				t.Errorf("the trail has no words for %s: see words.go", verb)
			}
		}
	}
}
