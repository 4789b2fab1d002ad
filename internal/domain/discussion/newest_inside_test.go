package discussion

import (
	"encoding/json"
	"fmt"
	"reflect"
	"testing"
)

func TestABodyEncodedOnceSaysTheSame(t *testing.T) {
	n := &newest{items: []PostView{{ID: "a", Text: `</script> & "så"}{`}, {ID: "b", Pinned: true}}, pinned: []PostView{{ID: "b"}}}
	for _, n := range []*newest{n, {items: []PostView{}, pinned: []PostView{}}} {
		body := PostsOutputBody{Thread: ThreadView{ThreadCore: ThreadCore{Title: `Æ "ø"}`}}, Items: n.items, Pinned: n.pinned, Seq: 7, ReadSeq: 3, Older: true}
		plain, err := json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		if text, err := body.JSON(); text != nil || err != nil {
			t.Errorf("a body without a text brought %s (%v)", text, err)
		}
		body.newest = n
		for range 2 {
			text, err := body.JSON()
			if err != nil {
				t.Fatal(err)
			}
			var got, want any
			if err := json.Unmarshal(text, &got); err != nil {
				t.Fatalf("%s: %v", text, err)
			}
			if err := json.Unmarshal(plain, &want); err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("got\n%s\nwant\n%s", text, plain)
			}
		}
	}
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
	n := &newest{older: true, items: []PostView{{Seq: 9}}}
	for after := range int64(3 * unreadKept) {
		n.rememberUnread("signe", -after, after)
	}
	if count, ok := n.unreadBy("signe", 1-3*unreadKept); !ok || count != 3*unreadKept-1 || len(n.unread) > unreadKept {
		t.Errorf("%d, %v of %d", count, ok, len(n.unread))
	}
}
