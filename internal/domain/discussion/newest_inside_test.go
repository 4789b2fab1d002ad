package discussion

import (
	"encoding/json"
	"fmt"
	"reflect"
	"testing"

	"sluse/internal/kernel/actor"
)

func TestABodyEncodedOnceSaysTheSame(t *testing.T) {
	full := &newest{items: []PostView{{ID: "a", Text: `</script> & "så"}{`}, {ID: "b", Pinned: true}}, pinned: []PostView{{ID: "b"}}}
	for _, n := range []*newest{full, {items: []PostView{}, pinned: []PostView{}}} {
		for _, name := range []string{"Karim", "Karim", `"Karim" <Saleh>`} {
			body := PostsOutputBody{
				Thread: ThreadView{ThreadCore: ThreadCore{Title: `Æ "ø"`}}, Items: n.items, Pinned: n.pinned, Seq: 7, ReadSeq: 3, Older: true,
				People: map[string]actor.Person{"k": {ID: "k", Name: name}},
			}
			plain, err := json.Marshal(body)
			if err != nil {
				t.Fatal(err)
			}
			if own, text, err := body.Shared(); own != nil || text != nil || err != nil {
				t.Errorf("a body without a text brought %s, %v (%v)", own, text, err)
			}
			body.newest = n
			var got, want any
			if err := json.Unmarshal(written(t, body), &got); err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal(plain, &want); err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("got\n%v\nwant\n%s", got, plain)
			}
		}
	}
}

func written(t *testing.T, body PostsOutputBody) []byte {
	t.Helper()
	own, text, err := body.Shared()
	if err != nil {
		t.Fatal(err)
	}
	if _, again, err := body.Shared(); err != nil || again != text {
		t.Errorf("what is the same was encoded again (%v)", err)
	}
	return append(own, text.Plain()...)
}

func TestWhatIsRememberedIsBounded(t *testing.T) {
	var c newestCache
	for n := range 3 * newestKept {
		c.put(newestKey{fmt.Sprint(n), 50}, &newest{version: version{1, 1}})
	}
	last := newestKey{fmt.Sprint(3*newestKept - 1), 50}
	if len(c.known) > newestKept || c.get(last, version{1, 1}) == nil || c.get(last, version{2, 1}) != nil || c.get(last, version{1, 2}) != nil {
		t.Errorf("%d are remembered", len(c.known))
	}
	c.put(last, &newest{version: version{3, 1}})
	c.put(last, &newest{version: version{2, 1}})
	if c.get(last, version{3, 1}) == nil {
		t.Error("what was read later has been replaced")
	}
	var w waitingCache
	for n := range int64(3 * waitingKept) {
		w.put(waitingKey{"a", "signe", n}, version{n, 1}, waiting{unread: n})
	}
	const n = 3*waitingKept - 1
	if got, ok := w.get(waitingKey{"a", "signe", n}, version{n, 1}); !ok || got.unread != n || len(w.known) > waitingKept {
		t.Errorf("%d, %v of %d", got.unread, ok, len(w.known))
	}
	for _, other := range []version{{n + 1, 1}, {n, 2}} {
		if _, ok := w.get(waitingKey{"a", "signe", n}, other); ok {
			t.Error("what is old was taken for new")
		}
	}
	w.put(waitingKey{"a", "signe", n}, version{n - 1, 1}, waiting{})
	if got, ok := w.get(waitingKey{"a", "signe", n}, version{n, 1}); !ok || got.unread != n {
		t.Error("what was read later has been replaced")
	}
}
