package bench

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync/atomic"

	"sluse/internal/bench/between"
	"sluse/internal/bench/client"
	"sluse/internal/bench/process"
	"sluse/internal/bench/seed"
	"sluse/internal/platform/config"
)

// mostNodes is how far a cluster grows here.
const mostNodes = 3

// RunCluster measures one node, two and three, side by side: what a post and a
// delivery cost when the people are spread over them. All nodes share one core, so
// what grows is what they cost, not what they can do.
func (b *Bench) RunCluster(ctx context.Context, databaseURL string) (err error) {
	own, drop, err := between.Schema(ctx, databaseURL)
	if err != nil {
		return err
	}
	shared, err := between.New()
	if err != nil {
		return errors.Join(err, drop())
	}
	defer func() {
		shared.Close()
		err = errors.Join(err, drop())
	}()
	settings := config.Config{Addr: "127.0.0.1:0", DataDir: b.template(), DatabaseURL: own, SMTPURL: "log:", Secret: between.Secret}
	if err := settings.Check(); err != nil {
		return err
	}
	if b.world, err = seed.Fill(ctx, settings, seed.Plan{Seminar: 300, Crowd: 1000}); err != nil {
		return err
	}
	environment := append([]string{"SLUSE_DATABASE_URL=" + own}, shared.Settings()...)
	for pass := 1; pass <= b.Passes; pass++ {
		for nodes := 1; nodes <= mostNodes; nodes++ {
			start := func(ctx context.Context) (system, error) { return b.startCluster(ctx, nodes, environment) }
			if err := with(ctx, start, func(s system) error { return b.measureCluster(ctx, s, pass) }); err != nil {
				return fmt.Errorf("%d nodes, pass %d: %w", nodes, pass, err)
			}
		}
	}
	return nil
}

func (b *Bench) measureCluster(ctx context.Context, s system, pass int) error {
	r, err := b.post(ctx, s, 8)
	if err := b.keep(pass, r, err); err != nil {
		return err
	}
	r, err = b.fanOut(ctx, s, 1000)
	return b.keep(pass, r, err)
}

// cluster is several nodes of the product, each with its share of the people.
type cluster struct {
	nodes []*sluse
	next  atomic.Int64
}

func (b *Bench) startCluster(ctx context.Context, nodes int, environment []string) (system, error) {
	c := &cluster{}
	for n := range nodes {
		node, err := b.startNode(ctx, n, environment)
		if err != nil {
			return nil, errors.Join(err, c.stop())
		}
		c.nodes = append(c.nodes, node)
	}
	return c, nil
}

func (b *Bench) startNode(ctx context.Context, n int, environment []string) (*sluse, error) {
	folder, err := os.MkdirTemp(b.Folder, fmt.Sprintf("node%d-*", n))
	if err != nil {
		return nil, fmt.Errorf("make a node's folder: %w", err)
	}
	address, err := process.FreeAddress(ctx)
	if err != nil {
		return nil, err
	}
	own := append([]string{
		"SLUSE_ADDR=" + address, "SLUSE_BASE_URL=http://" + address, "SLUSE_DATA_DIR=" + folder, "SLUSE_SMTP_URL=log:",
	}, environment...)
	server, err := process.Start(ctx, "http://"+address, "/readyz", filepath.Join(folder, "server.log"), own, b.Binary, "serve")
	if err != nil {
		return nil, err
	}
	return &sluse{server, b.world, client.NewHTTP(connections)}, nil
}

func (c *cluster) name() string    { return fmt.Sprintf("sluse, %d nodes", len(c.nodes)) }
func (c *cluster) server() weighed { return c }

// Use is what all nodes use together.
func (c *cluster) Use() (process.Use, error) {
	var total process.Use
	for _, n := range c.nodes {
		use, err := n.process.Use()
		if err != nil {
			return process.Use{}, err
		}
		total.CPU += use.CPU
		total.RSS += use.RSS
		total.Private += use.Private
	}
	return total, nil
}

// of returns the node of somebody.
func (c *cluster) of(who int) *sluse { return c.nodes[who%len(c.nodes)] }

func (c *cluster) post(ctx context.Context, writer int, where place, number int) error {
	// Whoever writes next may be at any node.
	return c.of(int(c.next.Add(1))).post(ctx, writer, where, number)
}

func (c *cluster) listen(ctx context.Context, who int, where place) (listener, error) {
	return c.of(who).listen(ctx, who, where)
}

func (c *cluster) kept(ctx context.Context) (map[int]int, error) { return c.nodes[0].kept(ctx) }

func (c *cluster) stop() error {
	var err error
	for _, n := range c.nodes {
		err = errors.Join(err, n.stop())
	}
	return err
}
