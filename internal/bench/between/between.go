// Package between gives the nodes of one installation what they share: a schema of
// their own in a PostgreSQL, a NATS server and a store of files of this process.
package between

import (
	"context"
	"errors"
	"fmt"
	"net/http/httptest"
	"net/url"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"
	"github.com/nats-io/nats-server/v2/server"

	"sluse/internal/kernel/id"
)

// Secret is the signing key that all nodes share.
var Secret = strings.Repeat("5a", 32)

// Schema makes a schema that nobody else uses and returns the address of it, and
// what removes it.
func Schema(ctx context.Context, databaseURL string) (own string, drop func() error, err error) {
	schema := "bench_" + strings.ReplaceAll(id.New(), "-", "")
	if err := execute(ctx, databaseURL, "CREATE SCHEMA "+schema); err != nil {
		return "", nil, err
	}
	own, err = With(databaseURL, map[string]string{"search_path": schema})
	return own, func() error {
		return execute(context.WithoutCancel(ctx), databaseURL, "DROP SCHEMA "+schema+" CASCADE")
	}, err
}

// With returns an address of PostgreSQL whose connections have these settings too.
func With(databaseURL string, settings map[string]string) (string, error) {
	address, err := url.Parse(databaseURL)
	if err != nil {
		return "", errors.New("the address of PostgreSQL cannot be read") // it may hold a password
	}
	query := address.Query()
	for name, value := range settings {
		query.Set(name, value)
	}
	address.RawQuery = query.Encode()
	return address.String(), nil
}

func execute(ctx context.Context, databaseURL, statement string) error {
	conn, err := pgx.Connect(ctx, databaseURL)
	if err != nil {
		return fmt.Errorf("reach PostgreSQL: %w", err)
	}
	_, err = conn.Exec(ctx, statement)
	return errors.Join(err, conn.Close(ctx))
}

// Nodes is what several nodes have between them besides the database.
type Nodes struct {
	port  int
	nats  *server.Server
	files *httptest.Server
}

// New starts it.
func New() (*Nodes, error) {
	backend := s3mem.New()
	if err := backend.CreateBucket("sluse"); err != nil {
		return nil, fmt.Errorf("make a bucket: %w", err)
	}
	n := &Nodes{
		port:  server.RANDOM_PORT,
		files: httptest.NewServer(gofakes3.New(backend, gofakes3.WithLogger(gofakes3.DiscardLog())).Server()),
	}
	err := n.StartNATS()
	return n, err
}

// Settings are those of each node, as in the environment.
func (n *Nodes) Settings() []string {
	return []string{
		"SLUSE_SECRET=" + Secret,
		"SLUSE_BLOB_URL=" + strings.Replace(n.files.URL, "http://", "s3://key:secret@", 1) + "/sluse?insecure=1",
		fmt.Sprintf("SLUSE_NATS_URL=nats://127.0.0.1:%d", n.port),
	}
}

// StartNATS starts the NATS server, always at the same place.
func (n *Nodes) StartNATS() error {
	s, err := server.NewServer(&server.Options{Host: "127.0.0.1", Port: n.port, NoSigs: true, NoLog: true})
	if err != nil {
		return fmt.Errorf("make a NATS server: %w", err)
	}
	go s.Start()
	if !s.ReadyForConnections(10 * time.Second) {
		return errors.New("NATS does not start")
	}
	address, err := url.Parse(s.ClientURL())
	if err == nil {
		_, err = fmt.Sscan(address.Port(), &n.port)
	}
	if err != nil {
		return fmt.Errorf("find NATS: %w", err)
	}
	n.nats = s
	return nil
}

// StopNATS ends the NATS server.
func (n *Nodes) StopNATS() {
	n.nats.Shutdown()
	n.nats.WaitForShutdown()
}

// Close ends everything.
func (n *Nodes) Close() {
	n.StopNATS()
	n.files.Close()
}
