package torture

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"sluse/internal/bench/between"
	"sluse/internal/bench/process"
	"sluse/internal/bench/seed"
	"sluse/internal/platform/config"
)

// installation is the nodes and everything that they need.
type installation struct {
	// disk holds the nodes' data and may be small; logs lie elsewhere.
	disk, logs  string
	settings    []string // environment of every node
	databaseURL string
	nodes       []*node
	balancer    *balancer
	office      *postOffice
	between     *between.Nodes
	// smallDisk is a disk that can be filled, "" without; noFullDisk says why there is none.
	smallDisk, noFullDisk string
	// session is what the nodes' connections to PostgreSQL are known by; crashes tells
	// that it may be made to crash.
	session string
	crashes bool
	leftOut []string
	ends    []func() error
}

// node is one program at one address, with a folder of its own.
type node struct {
	binary, address, folder string
	server                  *process.Server
	starts                  int
}

// install fills an installation with people.
func (r *run) install(ctx context.Context) (_ *installation, err error) {
	place := &installation{disk: filepath.Join(r.Folder, "disk"), logs: r.Folder}
	defer func() {
		if err != nil {
			err = errors.Join(err, place.close())
		}
	}()
	if err := os.MkdirAll(place.disk, 0o700); err != nil {
		return nil, fmt.Errorf("make a disk: %w", err)
	}
	if r.DatabaseURL == "" {
		place.limitDisk()
	}
	if place.balancer, err = newBalancer(ctx); err != nil {
		return nil, err
	}
	place.ends = append(place.ends, func() error { place.balancer.close(); return nil })
	if place.office, err = newPostOffice(ctx); err != nil {
		return nil, err
	}
	place.ends = append(place.ends, func() error { place.office.shut(); return nil })
	for n := range r.Nodes {
		binary := r.Binary
		if r.Older != "" && n < r.Nodes-1 {
			binary = r.Older
		}
		if err := place.addNode(ctx, n, binary); err != nil {
			return nil, err
		}
	}
	if err := place.share(ctx, r.DatabaseURL, r.OwnDatabase); err != nil {
		return nil, err
	}
	go place.balancer.serve()
	filled := config.Config{
		Addr: place.nodes[0].address, BaseURL: place.url(), DataDir: place.nodes[0].folder, DatabaseURL: place.databaseURL, SMTPURL: "log:", Secret: between.Secret,
	}
	if err := filled.Check(); err != nil {
		return nil, err
	}
	people := writers + readers + 1 + 6 // those who write, look, sleep, and are away
	r.world, err = seed.Fill(ctx, filled, seed.Plan{Seminar: people, Crowd: people, History: 50, Threads: 2})
	if err == nil && r.Older != "" {
		r.place = place
		err = r.takeBack(ctx)
	}
	return place, err
}

func (p *installation) addNode(ctx context.Context, n int, binary string) error {
	address, err := process.FreeAddress(ctx)
	if err != nil {
		return err
	}
	folder := filepath.Join(p.disk, fmt.Sprintf("node%d", n))
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return fmt.Errorf("make a node's folder: %w", err)
	}
	p.nodes = append(p.nodes, &node{binary: binary, address: address, folder: folder})
	p.balancer.nodes = append(p.balancer.nodes, address)
	return nil
}

// share prepares what the nodes have in common, and their settings.
func (p *installation) share(ctx context.Context, databaseURL string, own bool) error {
	p.settings = []string{
		"SLUSE_BASE_URL=" + p.url(), "SLUSE_SECRET=" + between.Secret, "SLUSE_MAIL_FROM=Sluse <sluse@sluse.example>",
		"SLUSE_SMTP_URL=smtp://" + p.office.address + "?tls=off", "SLUSE_MAIL_DELAY=500ms",
	}
	if databaseURL == "" {
		return nil
	}
	if err := p.onPostgres(ctx, databaseURL, own); err != nil {
		return err
	}
	p.settings = append(p.settings, "SLUSE_DATABASE_URL="+p.databaseURL)
	if len(p.nodes) == 1 {
		return nil
	}
	var err error
	if p.between, err = between.New(); err != nil {
		return err
	}
	p.ends = append(p.ends, func() error { p.between.Close(); return nil })
	p.settings = append(p.settings, p.between.Settings()...)
	return nil
}

func (p *installation) url() string { return p.balancer.url() }

func (p *installation) kind() string {
	if p.databaseURL != "" {
		return "PostgreSQL"
	}
	return "SQLite"
}

// start starts a node, with its clock so much ahead.
func (p *installation) start(ctx context.Context, n *node, ahead time.Duration) error {
	n.starts++
	environment := append([]string{
		"SLUSE_ADDR=" + n.address, "SLUSE_DATA_DIR=" + n.folder, "SLUSE_CLOCK_AHEAD=" + ahead.String(),
	}, p.settings...)
	log := filepath.Join(p.logs, fmt.Sprintf("%s.%d.log", filepath.Base(n.folder), n.starts))
	var err error
	n.server, err = process.Start(ctx, "http://"+n.address, "/healthz", log, environment, n.binary, "serve")
	return err
}

func (p *installation) startAll(ctx context.Context, nodes []*node) error {
	// All at once: they migrate, each in its turn.
	failed := make(chan error, len(nodes))
	for _, n := range nodes {
		go func() { failed <- p.start(ctx, n, 0) }()
	}
	var err error
	for range nodes {
		err = errors.Join(err, <-failed)
	}
	return err
}

// mend makes everything whole again.
func (p *installation) mend(ctx context.Context) error {
	for _, n := range p.nodes {
		if n.server == nil {
			if err := p.start(ctx, n, 0); err != nil {
				return err
			}
		}
	}
	return nil
}

func (p *installation) stopAll() error {
	var err error
	for _, n := range p.nodes {
		if n.server != nil {
			err = errors.Join(err, n.server.Stop())
			n.server = nil
		}
	}
	return err
}

// memory is what the nodes hold together, in KiB.
func (p *installation) memory() (int64, error) {
	var total int64
	for _, n := range p.nodes {
		if n.server == nil {
			continue // yet to join
		}
		use, err := n.server.Use()
		if err != nil {
			return 0, err
		}
		total += use.RSS
	}
	return total, nil
}

func (p *installation) close() error {
	err := p.stopAll()
	for n := len(p.ends) - 1; n >= 0; n-- {
		err = errors.Join(err, p.ends[n]())
	}
	return err
}
