package torture

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"sluse/internal/bench/client"
	"sluse/internal/bench/seed"
	"sluse/internal/platform/live"
)

// good is what a torture finds where nothing went wrong; tests plant something in it.
type good struct {
	there        []string
	acknowledged [][]string
	seen         []view
	mails        []keptMail
	taken        map[string]int
	named        []naming
	inbox        map[naming]int
	written      map[naming]int
	queue        []keptJob
}

func newGood() *good {
	there := []string{"a1", "b1", "a2", "b2"}
	named := naming{"a1", "oda"}
	return &good{
		there: there, acknowledged: [][]string{{"a1", "a2"}, {"b1", "b2"}},
		seen:  []view{{"reader 1", slices.Clone(there)}, {"reader 2", slices.Clone(there)}},
		mails: []keptMail{{"m1", "sent"}, {"m2", "uncertain"}, {"m3", "deferred"}}, taken: map[string]int{"<m1@sluse.example>": 1, "<m2@sluse.example>": 1},
		named: []naming{named}, inbox: map[naming]int{named: 1}, written: map[naming]int{named: 1},
		queue: []keptJob{{Kind: tellKind, State: "completed", Args: []byte(`{"posts":["a1"]}`)}},
	}
}

func (g *good) judge() []string {
	v := &verdict{}
	v.posts(g.there, g.acknowledged, g.seen)
	v.mails(g.mails, g.taken)
	v.told(g.named, g.inbox, g.written, g.queue)
	return v.wrong
}

// Whatever must not be is found, and nothing else.
func TestWhatWentWrongIsFound(t *testing.T) {
	named := naming{"a1", "oda"}
	for name, c := range map[string]struct {
		plant func(g *good)
		wants string
	}{
		"nothing": {func(*good) {}, ""},
		"an acknowledged post deleted everywhere": {func(g *good) { g.there = slices.Delete(g.there, 1, 2) }, "post b1 was acknowledged and is there 0 times"},
		"a post that is there twice":              {func(g *good) { g.there = append(g.there, "b2") }, "post b2 was acknowledged and is there 2 times"},
		"a post that nobody was told is taken":    {func(g *good) { g.there = append(g.there, "c1") }, "4 posts were acknowledged, 5 are there"},
		"another order for one reader": {func(g *good) {
			p := g.seen[1].posts
			p[1], p[2] = p[2], p[1]
		}, "reader 2 saw another order"},
		"a post that one reader saw twice":       {func(g *good) { g.seen[0].posts = append(g.seen[0].posts, "b2") }, "reader 1 saw another order"},
		"a post that one reader did not see":     {func(g *good) { g.seen[0].posts = g.seen[0].posts[:3] }, "reader 1 saw another order"},
		"two posts of one writer in a wrong row": {func(g *good) { g.acknowledged[0] = []string{"a2", "a1"} }, "post a1 stands before one that its writer wrote earlier"},
		"a mail that came twice":                 {func(g *good) { g.taken["<m1@sluse.example>"] = 2 }, "mail m1 is sent and was taken 2 times"},
		"a mail that came under two names":       {func(g *good) { g.taken["<m1.again@sluse.example>"] = 1 }, "mail m1 is sent and was taken 2 times"},
		"a mail that never came":                 {func(g *good) { delete(g.taken, "<m1@sluse.example>") }, "mail m1 is sent and was taken 0 times"},
		"a mail that came and is put off":        {func(g *good) { g.taken["<m3@sluse.example>"] = 1 }, "mail m3 is deferred and was taken 1 times"},
		"a mail that was given up":               {func(g *good) { g.mails[2].State = "failed" }, "mail m3 was given up"},
		"a mail that nobody knows of":            {func(g *good) { g.taken["<m9@sluse.example>"] = 1 }, "mail <m9@sluse.example> was taken and nobody knows of it"},
		"no mails at all":                        {func(g *good) { g.mails, g.taken = nil, nil }, "nobody was told by mail"},
		"somebody named whose inbox is empty":    {func(g *good) { delete(g.inbox, named) }, "stands in their inbox 0 times"},
		"somebody told twice in the inbox":       {func(g *good) { g.inbox[named] = 2 }, "stands in their inbox 2 times"},
		"a mail that was never written":          {func(g *good) { delete(g.written, named) }, "0 mails were written about it"},
		"two mails about one post":               {func(g *good) { g.written[named] = 2 }, "2 mails were written about it"},
		"a job that was given up":                {func(g *good) { g.queue[0].State = "discarded" }, "a job of kind notification.tell was given up"},
	} {
		t.Run(name, func(t *testing.T) {
			g := newGood()
			c.plant(g)
			wrong := strings.Join(g.judge(), "\n")
			if (wrong == "") != (c.wants == "") || !strings.Contains(wrong, c.wants) {
				t.Errorf("found %q, want %q", wrong, c.wants)
			}
		})
	}
}

func TestAMailWhoseJobWaitsIsNotMissing(t *testing.T) {
	g := newGood()
	g.queue[0].State, g.written = "scheduled", nil
	if wrong := g.judge(); len(wrong) > 0 {
		t.Errorf("found %v", wrong)
	}
}

// A reader is told each event once over one connection, each post once as an event, and
// nothing that nobody may be told.
func TestAReaderSeesWhatIsDoubled(t *testing.T) {
	event := func(seq int64, post string) live.ServerFrame {
		return live.ServerFrame{Type: "event", Topic: "thread:x", Seq: seq, Verb: "post.created", Data: []byte(`{"post":{"id":"` + post + `"}}`)}
	}
	for name, c := range map[string]struct {
		frames []live.ServerFrame
		wants  string
	}{
		"nothing":                      {[]live.ServerFrame{event(1, "a"), event(2, "b")}, ""},
		"one frame twice":              {[]live.ServerFrame{event(1, "a"), event(2, "b"), event(2, "b")}, "event 2 came twice over one connection"},
		"one post under two numbers":   {[]live.ServerFrame{event(1, "a"), event(2, "a")}, "post a came twice"},
		"an event that cannot be read": {[]live.ServerFrame{event(1, "")}, "event 1 cannot be read"},
		"a thread that is shut":        {[]live.ServerFrame{{Type: "denied", Topic: "thread:x"}}, "was denied"},
	} {
		t.Run(name, func(t *testing.T) {
			l, last, wrong := &reader{run: &run{world: seed.World{Fresh: "x"}}, known: map[string]bool{}}, int64(0), ""
			for _, f := range c.frames {
				if _, err := l.hear(t.Context(), f, &last); err != nil {
					wrong = err.Error()
				}
			}
			if (wrong == "") != (c.wants == "") || !strings.Contains(wrong, c.wants) {
				t.Errorf("found %q, want %q", wrong, c.wants)
			}
		})
	}
}

// A refusal must pass by itself and say what to do.
func TestARefusalThatIsAFaultIsFound(t *testing.T) {
	problem := `{"code":"database.full","title":"Ingen plads","detail":"Prøv igen","requestId":"r"}`
	for name, c := range map[string]struct {
		refused client.Refused
		wrong   bool
	}{
		"no room, and what to do":        {client.Refused{Status: http.StatusServiceUnavailable, Type: "application/problem+json", Body: problem}, false},
		"too many requests":              {client.Refused{Status: http.StatusTooManyRequests, Type: "application/problem+json", Body: problem}, false},
		"a fault, though well put":       {client.Refused{Status: http.StatusInternalServerError, Type: "application/problem+json", Body: problem}, true},
		"a bare fault":                   {client.Refused{Status: http.StatusInternalServerError, Type: "text/plain", Body: "panic"}, true},
		"no room, without a word":        {client.Refused{Status: http.StatusServiceUnavailable}, true},
		"no room, not what to do":        {client.Refused{Status: http.StatusServiceUnavailable, Type: "application/problem+json", Body: `{"code":"x"}`}, true},
		"signed out in the middle of it": {client.Refused{Status: http.StatusUnauthorized, Type: "application/problem+json", Body: problem}, true},
	} {
		t.Run(name, func(t *testing.T) {
			r := &run{}
			r.judge(&c.refused)
			if wrong := r.verdict.list(); (wrong != "") != c.wrong {
				t.Errorf("found %q", wrong)
			}
			if r.verdict.refusedWith(c.refused.Status) != 1 {
				t.Error("it is not counted")
			}
		})
	}
}
