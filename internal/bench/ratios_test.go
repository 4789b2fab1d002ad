package bench

import (
	"bytes"
	"strings"
	"testing"
)

// The median of the passes' ratios is not the ratio of the passes' medians.
func TestRatiosAreOfOnePass(t *testing.T) {
	b := &Bench{}
	for pass, p99 := range [][2]float64{{20, 10}, {90, 100}, {40, 20}} {
		for n, system := range []string{"sluse", "bare"} {
			b.results = append(b.results, Result{
				Work: "fan-out", System: system, Parameters: "1000 members, 20 posts/s", Pass: pass + 1, P99: p99[n], PerSecond: 5,
			})
		}
	}
	b.results = append(b.results,
		Result{Work: "read", System: "sluse", Parameters: "overview", Pass: 1, P99: 1},
		Result{Work: "fan-out", System: "PocketBase", Parameters: "1000 members, 20 posts/s, gave up", Pass: 2, P99: 900},
	)
	all := b.ratios()
	if len(all) != 2 {
		t.Fatalf("%d ratios, want one beside each of two", len(all))
	}
	for n, want := range []struct{ beside, p99, perSecond string }{{"bare", "2.00 (2.00 0.90 2.00)", "1.00 (1.00 1.00 1.00)"}, {"PocketBase", "0.10", "–"}} {
		if r := all[n]; r.beside != want.beside || told(r.p99) != want.p99 || told(r.perSecond) != want.perSecond {
			t.Errorf("beside %s: p99 %s, rate %s; want %+v", r.beside, told(r.p99), told(r.perSecond), want)
		}
	}
}

func TestMoreNodesAreComparedWithOne(t *testing.T) {
	b := &Bench{}
	for n, system := range []string{"sluse, 1 nodes", "sluse, 2 nodes", "sluse, 3 nodes"} {
		b.results = append(b.results, Result{Work: "post", System: system, Parameters: "8 writers", Pass: 1, CPU: float64(n + 1)})
	}
	all := b.ratios()
	if len(all) != 2 || all[0].system != "sluse, 2 nodes" || told(all[0].cpu) != "2.00" || told(all[1].cpu) != "3.00" {
		t.Errorf("%+v", all)
	}
}

// What a socket weighs is a figure like the others: it does not part the passes.
func TestPassesStandInOneRow(t *testing.T) {
	b := &Bench{}
	for pass, each := range []float64{21, 19, 25} {
		b.results = append(b.results, Result{Work: "idle", System: "sluse", Parameters: "1000 sockets", Pass: pass + 1, Each: each, PrivateEach: each / 2})
	}
	var out bytes.Buffer
	if err := b.Table(&out); err != nil {
		t.Fatal(err)
	}
	if rows := strings.Count(out.String(), "| idle"); rows != 1 || !strings.Contains(out.String(), "21.0") || !strings.Contains(out.String(), "10.5") {
		t.Errorf("%d rows:\n%s", rows, out.String())
	}
}
