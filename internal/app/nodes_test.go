package app_test

import (
	"fmt"
	"net/http"
	"os"
	"sync"
	"testing"
	"time"

	"sluse/internal/app"
	"sluse/internal/app/apptest"
	"sluse/internal/kernel/id"
	"sluse/internal/platform/database/dbtest"
	"sluse/internal/platform/web"
)

// threeNodes are three whole programs on one PostgreSQL, one NATS and one store of
// files, started together on an empty database but for the first.
func threeNodes(t *testing.T, options ...apptest.Option) (*apptest.Between, []*apptest.App) {
	t.Helper()
	if os.Getenv(dbtest.Variable) == "" {
		t.Skip("several nodes need PostgreSQL: " + dbtest.Variable + " is not set") //nolint:forbidigo // says why; the half of make test with PostgreSQL runs it
	}
	between := apptest.NewBetween(t)
	first := apptest.New(t, append(options, between.Join())...)
	nodes := []*apptest.App{first, nil, nil}
	var starting sync.WaitGroup
	for i := range nodes[1:] {
		starting.Go(func() { nodes[i+1] = first.Beside(t) })
	}
	starting.Wait()
	return between, nodes
}

func say(t *testing.T, client *apptest.Client, thread, text string) {
	t.Helper()
	answer := client.Post("/api/threads/"+thread+"/posts", map[string]string{"clientId": id.New(), "text": text})
	if answer.Status != http.StatusCreated {
		t.Errorf("%s posts: %d %s", client.Name, answer.Status, answer.Body)
	}
}

// Whoever goes from node to node is bounded as by one.
func TestBoundsOnRequestsHoldOverNodes(t *testing.T) {
	const burst = 30
	_, nodes := threeNodes(t, func(o *app.Options) { o.Rates = &web.Rate{PerSecond: 0.001, Burst: burst} })
	ask := func(node int) int { return nodes[node].As(t, "Signe").Get("/api/me").Status }
	for n := range burst {
		if status := ask(0); status != http.StatusOK {
			t.Fatalf("request %d of %d: %d", n+1, burst, status)
		}
	}
	again := time.NewTicker(300 * time.Millisecond)
	defer again.Stop()
	for node := 1; node < len(nodes); node++ {
		asked := 1
		for ; ask(node) != http.StatusTooManyRequests; asked++ {
			<-again.C
		}
		if asked > burst {
			t.Errorf("node %d has heard of nothing that was asked of the first", node)
		}
	}
}

func TestNodesAreOneWorkplace(t *testing.T) {
	between, nodes := threeNodes(t)
	thread := "thread:" + nodes[0].Fill["thread"]
	signe, karim := nodes[1].As(t, "Signe").Socket(), nodes[2].As(t, "Karim").Socket()
	at := signe.Subscribe(thread).Seq
	karim.Subscribe(thread)
	for name, socket := range map[string]*apptest.Socket{"Signe": signe, "Karim": karim} {
		socket.Until(name+" sees both", func(kind string, people int) bool { return kind == "presence" && people == 2 })
	}

	t.Run("posts of all nodes come to all in one order", func(t *testing.T) {
		var writing sync.WaitGroup
		for i, node := range nodes {
			writing.Go(func() {
				for n := range 5 {
					say(t, node.As(t, "Mette"), nodes[0].Fill["thread"], fmt.Sprintf("Fra %d, nummer %d", i, n))
				}
			})
		}
		writing.Wait()
		for _, socket := range []*apptest.Socket{signe, karim} {
			for n := range int64(15) {
				if frame := socket.Want("event"); frame.Seq != at+n+1 {
					t.Fatalf("event %d came where %d was due", frame.Seq, at+n+1)
				}
			}
		}
		at += 15
	})

	t.Run("while NATS is away nothing is lost", func(t *testing.T) {
		between.StopNATS()
		say(t, nodes[0].As(t, "Mette"), nodes[0].Fill["thread"], "NATS er væk")
		for _, socket := range []*apptest.Socket{signe, karim} {
			if frame := socket.Want("event"); frame.Seq != at+1 {
				t.Errorf("event %d came where %d was due", frame.Seq, at+1)
			}
		}
		between.StartNATS()
		say(t, nodes[0].As(t, "Mette"), nodes[0].Fill["thread"], "NATS er tilbage")
		for _, socket := range []*apptest.Socket{signe, karim} {
			if frame := socket.Want("event"); frame.Seq != at+2 {
				t.Errorf("event %d came where %d was due", frame.Seq, at+2)
			}
		}
	})

	t.Run("signing out on one node ends the session on all", func(t *testing.T) {
		if out := nodes[0].As(t, "Signe").Do(http.MethodDelete, "/api/session", nil, nil); out.Status != http.StatusNoContent {
			t.Fatalf("sign out: %d %s", out.Status, out.Body)
		}
		for {
			if _, err := signe.Next(); err != nil {
				break
			}
		}
		if again := nodes[1].As(t, "Signe").Get("/api/me"); again.Status != http.StatusUnauthorized {
			t.Errorf("the session is still good on another node: %d", again.Status)
		}
	})

	t.Run("a node that ends is missed by nobody", func(t *testing.T) {
		if err := nodes[0].Stop(); err != nil {
			t.Fatal(err)
		}
		say(t, nodes[1].As(t, "Mette"), nodes[0].Fill["thread"], "En node mindre")
		karim.Want("event")
	})
}
