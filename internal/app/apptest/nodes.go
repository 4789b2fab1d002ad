package apptest

import (
	"fmt"
	"maps"
	"net"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"
	"github.com/nats-io/nats-server/v2/server"

	"sluse/internal/app"
)

// Between is what the nodes of an installation have between them: a NATS server
// and a store of files, both of this process.
type Between struct {
	t       testing.TB
	nats    *server.Server
	port    int
	fileURL string
}

// NewBetween starts what nodes need between them.
func NewBetween(t testing.TB) *Between {
	t.Helper()
	backend := s3mem.New()
	if err := backend.CreateBucket("sluse"); err != nil {
		t.Fatal(err)
	}
	files := httptest.NewServer(gofakes3.New(backend, gofakes3.WithLogger(gofakes3.DiscardLog())).Server())
	t.Cleanup(files.Close)
	b := &Between{t: t, port: server.RANDOM_PORT, fileURL: strings.Replace(files.URL, "http://", "s3://key:secret@", 1) + "/sluse?insecure=1"}
	b.StartNATS()
	return b
}

// StartNATS starts the NATS server, again at the place where it was.
func (b *Between) StartNATS() {
	b.t.Helper()
	nats, err := server.NewServer(&server.Options{Host: "127.0.0.1", Port: b.port, NoSigs: true, NoLog: true})
	if err != nil {
		b.t.Fatal(err)
	}
	go nats.Start()
	b.t.Cleanup(nats.Shutdown)
	if !nats.ReadyForConnections(frameTimeout) {
		b.t.Fatal("NATS does not start")
	}
	b.nats, b.port = nats, nats.Addr().(*net.TCPAddr).Port
}

// StopNATS ends the NATS server.
func (b *Between) StopNATS() {
	b.nats.Shutdown()
	b.nats.WaitForShutdown()
}

// Join is the setting of a node among others.
func (b *Between) Join() Option {
	return func(o *app.Options) {
		o.Config.NATSURL = fmt.Sprintf("nats://127.0.0.1:%d", b.port)
		o.Config.BlobURL = b.fileURL
		o.Config.Secret = strings.Repeat("5a", 32)
	}
}

// Beside starts one more node of the installation that a belongs to. The people of
// a are known there, with the same sessions.
func (a *App) Beside(t testing.TB) *App {
	t.Helper()
	shared := a.settings.Config
	node := open(t, func(o *app.Options) {
		o.Config.DatabaseURL, o.Config.NATSURL = shared.DatabaseURL, shared.NATSURL
		o.Config.BlobURL, o.Config.Secret = shared.BlobURL, shared.Secret
		o.Rates = a.settings.Rates
	})
	node.tokens = maps.Clone(a.tokens)
	node.Fill = maps.Clone(a.Fill)
	node.serve()
	return node
}

// Settings are those that the app runs with.
func (a *App) Settings() app.Options { return a.settings }

// Again starts an app where a's data were put, once a has stopped. The people of a
// are known there, with the same sessions.
func (a *App) Again(t testing.TB, place app.Options) *App {
	t.Helper()
	again := open(t, func(o *app.Options) {
		o.Config.DatabaseURL, o.Config.DataDir = place.Config.DatabaseURL, place.Config.DataDir
	})
	again.tokens, again.Fill = maps.Clone(a.tokens), maps.Clone(a.Fill)
	again.serve()
	return again
}

// Close ends a tab's websocket.
func (s *Socket) Close() { _ = s.conn.Close() }

// Until reads on to a frame that is as wished.
func (s *Socket) Until(wished string, is func(kind string, people int) bool) {
	s.t.Helper()
	for deadline := time.Now().Add(frameTimeout); time.Now().Before(deadline); {
		frame, err := s.Next()
		if err != nil {
			s.t.Fatalf("waiting for %s: %v", wished, err)
		}
		if is(frame.Type, frame.Count) {
			return
		}
	}
	s.t.Fatalf("%s did not come", wished)
}
